// What an observation is worth: when a quote has a mid to be judged by, and how sure a fall is.
#pragma once

#include <optional>

#include "core/alert.hpp"
#include "core/update.hpp"
#include "strategies/fall.hpp"

namespace gapwire::strategies {

/// The exact mid of a quote that may be judged: a valid book in the trading state `trading`, both
/// sides present, not crossed, and a spread of at most `spread_max` of the mid (exact as well).
/// Nothing for any other quote, and for a mid that is not above 0.
constexpr std::optional<HalfUnits> judged_mid(const MarketUpdate& update,
                                              BasisPoints spread_max) noexcept
{
    if (update.book_state != BookState::valid) return std::nullopt;
    if (update.trading_state != TradingState::trading) return std::nullopt;
    if (update.bid.is_none() || update.ask.is_none()) return std::nullopt;
    if (update.bid > update.ask) return std::nullopt;

    const HalfUnits mid = exact_mid(update.bid, update.ask);
    const Wide spread = wide(update.ask.units) - wide(update.bid.units);
    if (mid.value <= 0 || spread * 2 * 10'000 > mid.value * spread_max.value) return std::nullopt;
    return mid;
}

/// What speaks for and against one observation that reached a rung.
struct Evidence {
    BookState book_state = BookState::unknown;
    std::uint8_t lines = 0;  // redundant lines heard; 0: the feed has no lines
    bool corroborated =
        false;            // it is a mid, or the print before it or the mid reached the rung too
    bool merged = false;  // updates were merged on their way
};

/// How sure an alert is. The first that holds:
///   DEGRADED     the book is incomplete or contradicts its feed (a halted book is neither), or
///                updates were merged, so that not every price was seen.
///   UNCONFIRMED  the observation is one print that nothing else bears out, or the feed comes on
///                redundant lines and only one of them was heard.
///   CLEAN        everything else; a feed without lines (a file) is not doubted for having none.
constexpr Confidence confidence_of(const Evidence& evidence) noexcept
{
    const bool whole =
        evidence.book_state == BookState::valid || evidence.book_state == BookState::halted;
    if (!whole || evidence.merged) return Confidence::degraded;
    if (!evidence.corroborated || evidence.lines == 1) return Confidence::unconfirmed;
    return Confidence::clean;
}

}  // namespace gapwire::strategies
