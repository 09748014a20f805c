// What an instrument has traded: last eligible trade, volume, auctions, halts, and broken trades.
#pragma once

#include <optional>

#include "core/event.hpp"
#include "core/region.hpp"
#include "core/simd.hpp"
#include "core/update.hpp"

namespace gapwire::book {

enum class TradeKind : std::uint8_t { displayed, hidden, cross };

/// One print. Prices in the feed's unit.
struct TradePrint {
    std::uint64_t match_number = 0;
    std::uint64_t quantity = 0;
    std::uint64_t time_ns = 0;
    std::uint64_t previous_match = 0;  // the eligible print of the instrument before this one
    std::uint64_t serial = 0;          // counts the prints of the log
    std::uint32_t price = 0;
    std::uint32_t instrument = 0;
    TradeKind kind = TradeKind::displayed;
    bool has_previous = false;
    bool eligible = false;  // may be a last price: a price above 0 and within the feed's limit
    bool broken = false;
};

/// One instrument's statistics of the session.
struct InstrumentStatistics {
    std::optional<TradePrint> last;  // the last eligible trade that stands
    std::uint64_t volume = 0;
    std::uint64_t trades = 0;
    std::uint64_t broken_trades = 0;
    std::uint32_t opening_cross = 0;  // price; 0: none
    std::uint32_t closing_cross = 0;
    TradingState trading = TradingState::unknown;
    Text<4> halt_reason{};
    std::optional<AuctionImbalance> imbalance;
    std::optional<AuctionCollar> collar;
};

/// What a broken trade was.
struct BrokenTrade {
    std::uint32_t price = 0;
    bool eligible = false;      // it could have been a last price
    bool last_changed = false;  // it was the last trade of its instrument
    friend constexpr bool operator==(const BrokenTrade&, const BrokenTrade&) = default;
};

/// The prints of a session by match number, so that a broken trade can be taken back.
///
/// Memory   `prints_max` prints (a power of two) in a ring addressed by match number; older ones
///          are forgotten, and their breaks are unknown unless they are still the last trade.
/// Threads  one.
class TradeLog {
 public:
    static constexpr std::size_t prints_max_usual = std::size_t{1} << 20;

    explicit TradeLog(std::size_t prints_max = prints_max_usual, bool prefault = false)
        : prints_(prints_max, prefault), mask_(prints_max - 1)
    {}

    void prefetch(std::uint64_t match_number) const noexcept
    {
        simd::prefetch_write(&prints_[match_number & mask_]);
    }

    /// Counts a print and makes it the last trade when it is eligible.
    void record(InstrumentStatistics& statistics, TradePrint print) noexcept;

    /// Takes a print back. Nothing when it is unknown, of another instrument, or broken already.
    std::optional<BrokenTrade> break_trade(InstrumentStatistics& statistics,
                                           const TradeBreak& event) noexcept;

 private:
    TradePrint* find(std::uint64_t match_number, std::uint32_t instrument) noexcept;
    std::optional<TradePrint> standing_before(const TradePrint& print) noexcept;

    LargeArray<TradePrint> prints_;
    std::size_t mask_;
    std::uint64_t serial_ = 0;
};

}  // namespace gapwire::book
