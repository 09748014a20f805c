// Last trade, high and low of watched instruments, from the rules thread to any reader.
#pragma once

#include <algorithm>
#include <optional>

#include "core/region.hpp"
#include "core/seqlock.hpp"
#include "core/update.hpp"

namespace gapwire::http {

/// Prices in points, of eligible trades since the service watches the instrument today.
struct TradeFigures {
    std::int64_t last = Price::none().units;
    std::int64_t high = Price::none().units;  // none: not known, since a trade was taken back
    std::int64_t low = Price::none().units;
    std::int64_t low_limit = Price::none().units;  // as the feed tells it
    std::int64_t high_limit = Price::none().units;
    std::int64_t exchange_time = 0;  // of the last trade
    std::int32_t day = 0;
    std::uint32_t is_known = 0;  // anything was noted
    friend bool operator==(const TradeFigures&, const TradeFigures&) = default;
};

/// One place an instrument, latest value only. An update that changes nothing here costs one look.
/// Memory   64 bytes an instrument, touched when needed.
/// Threads  one notes, any read.
class TradeBoard {
 public:
    explicit TradeBoard(std::size_t instruments_max)
        : places_(instruments_max), instruments_max_(instruments_max)
    {}

    void note(const MarketUpdate& update) noexcept
    {
        if (update.instrument.value >= instruments_max_) return;
        const TradeFigures before = of_writer(update.instrument);
        TradeFigures after = update.day == before.day ? before : TradeFigures{};
        after.day = update.day;
        after.is_known = 1;
        after.low_limit = update.low_limit.units;
        after.high_limit = update.high_limit.units;
        if ((update.kinds & update_trade) != 0) take_trade(update, after);
        if ((update.kinds & update_trade_broken) != 0) take_back(update, after);
        if (!(after == before)) places_[update.instrument.value].store(after);
    }

    /// Nothing where nothing was noted.
    std::optional<TradeFigures> of(InstrumentId id) const noexcept
    {
        if (id.value >= instruments_max_) return std::nullopt;
        TradeFigures figures;
        if (!places_[id.value].load(figures) || figures.is_known == 0) return std::nullopt;
        return figures;
    }

 private:
    TradeFigures of_writer(InstrumentId id) const noexcept
    {
        const TradeFigures stored = places_[id.value].value_of_writer();
        return stored.is_known == 0 ? TradeFigures{} : stored;
    }
    static void widen(Price low, Price high, TradeFigures& to) noexcept
    {
        constexpr std::int64_t none = Price::none().units;
        const bool is_first = to.last == none;
        if (is_first || (to.high != none && high.units > to.high)) to.high = high.units;
        if (is_first || (to.low != none && low.units < to.low)) to.low = low.units;
    }
    static void take_trade(const MarketUpdate& update, TradeFigures& to) noexcept
    {
        if (update.trade_price.is_none()) return;
        Price low = update.trade_price;
        Price high = update.trade_price;
        if (update.merged > 0 && !update.merged_low.is_none()) {
            low = std::min(low, update.merged_low);
            high = std::max(high, update.merged_high);
        }
        widen(low, high, to);
        to.last = update.trade_price.units;
        to.exchange_time = update.exchange_time.ns;
    }
    static void take_back(const MarketUpdate& update, TradeFigures& to) noexcept
    {
        to.last = update.trade_price.units;
        if (update.broken_price.units == to.high) to.high = Price::none().units;
        if (update.broken_price.units == to.low) to.low = Price::none().units;
    }

    LargeArray<Seqlock<TradeFigures>> places_;
    std::size_t instruments_max_;
};

}  // namespace gapwire::http
