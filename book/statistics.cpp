// Prints recorded and taken back.
#include "book/statistics.hpp"

namespace gapwire::book {

TradePrint* TradeLog::find(std::uint64_t match_number, std::uint32_t instrument) noexcept
{
    TradePrint& print = prints_[match_number & mask_];
    const bool known =
        print.quantity != 0 && print.match_number == match_number && print.instrument == instrument;
    return known ? &print : nullptr;
}

/// The newest eligible print before this one that still stands, as far as the log remembers. Serial
/// numbers fall on the way, so that match numbers used twice cannot make it a circle.
std::optional<TradePrint> TradeLog::standing_before(const TradePrint& print) noexcept
{
    for (const TradePrint* at = &print; at->has_previous;) {
        const TradePrint* const older = find(at->previous_match, print.instrument);
        if (older == nullptr || older->serial >= at->serial) break;
        if (!older->broken && older->eligible) return *older;
        at = older;
    }
    return std::nullopt;
}

void TradeLog::record(InstrumentStatistics& statistics, TradePrint print) noexcept
{
    ++statistics.trades;
    statistics.volume += print.quantity;
    print.serial = ++serial_;
    if (statistics.last) {
        print.has_previous = true;
        print.previous_match = statistics.last->match_number;
    }
    prints_[print.match_number & mask_] = print;
    if (print.eligible) statistics.last = print;
}

std::optional<BrokenTrade> TradeLog::break_trade(InstrumentStatistics& statistics,
                                                 const TradeBreak& event) noexcept
{
    const auto& last = statistics.last;
    const bool is_last =
        last && last->match_number == event.match_number && last->instrument == event.instrument;
    TradePrint* const print = find(event.match_number, event.instrument);
    if (print == nullptr ? !is_last : print->broken) return std::nullopt;

    ++statistics.broken_trades;
    statistics.volume -= is_last ? last->quantity : print->quantity;
    const BrokenTrade broken{.price = is_last ? last->price : print->price,
                             .eligible = is_last || print->eligible,
                             .last_changed = is_last};
    if (print != nullptr) print->broken = true;
    if (is_last) statistics.last = standing_before(*last);
    return broken;
}

}  // namespace gapwire::book
