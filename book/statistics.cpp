// Prints recorded and taken back.
#include "book/statistics.hpp"

namespace gapwire::book {

TradePrint* TradeLog::find(std::uint64_t match_number, std::uint32_t instrument) noexcept
{
    TradePrint& print = prints_[match_number & mask_];
    const bool known = print.quantity != 0 && print.match_number == match_number &&
                       print.instrument == instrument;
    return known ? &print : nullptr;
}

void TradeLog::record(InstrumentStatistics& statistics, TradePrint print) noexcept
{
    ++statistics.trades;
    statistics.volume += print.quantity;
    if (statistics.last) {
        print.has_previous = true;
        print.previous_match = statistics.last->match_number;
    }
    prints_[print.match_number & mask_] = print;
    if (print.eligible) statistics.last = print;
}

std::optional<bool> TradeLog::break_trade(InstrumentStatistics& statistics,
                                          const TradeBreak& event) noexcept
{
    TradePrint* const print = find(event.match_number, event.instrument);
    if (print == nullptr || print->broken) return std::nullopt;
    print->broken = true;
    ++statistics.broken_trades;
    statistics.volume -= print->quantity;
    if (!statistics.last || statistics.last->match_number != event.match_number) return false;

    // Back to the newest eligible print that still stands, as far as the log remembers.
    const TradePrint* at = print;
    while (at != nullptr && (at->broken || !at->eligible))
        at = at->has_previous ? find(at->previous_match, event.instrument) : nullptr;
    statistics.last = at == nullptr ? std::nullopt : std::optional(*at);
    return true;
}

}  // namespace gapwire::book
