// What an observation is worth: which prices of an update are judged, and how sure a move is.
#pragma once

#include <optional>

#include "core/alert.hpp"
#include "core/update.hpp"
#include "strategies/fall.hpp"

namespace gapwire::strategies {

/// Which prices a rule judges.
enum class Trigger : std::uint8_t { trade, mid, both, bid, ask };

/// Which of these may be judged at all.
struct PriceChoice {
    Trigger trigger = Trigger::trade;
    BasisPoints mid_spread_max{50};    // of the mid; a wider quote is neither judged nor a witness
    std::uint64_t print_size_min = 0;  // smaller trades (odd lots) are not judged
    std::uint64_t quote_size_min = 0;  // on a side that is judged, or on both for a mid
    friend constexpr bool operator==(const PriceChoice&, const PriceChoice&) = default;
};

/// The kinds of update that a choice of prices needs.
constexpr std::uint8_t kinds_of(Trigger trigger) noexcept
{
    const bool trades = trigger == Trigger::trade || trigger == Trigger::both;
    std::uint8_t kinds = update_status;
    if (trades) kinds |= update_trade | update_trade_broken;
    if (trigger != Trigger::trade) kinds |= update_quote;
    return kinds;
}

/// Whether this book's quotes may be judged: valid, in the trading state `trading`, both sides
/// present and not crossed.
constexpr bool is_judged_quote(const MarketUpdate& update) noexcept
{
    return update.book_state == BookState::valid && update.trading_state == TradingState::trading &&
           !update.bid.is_none() && !update.ask.is_none() && update.bid <= update.ask;
}

/// The exact mid of a quote that may be judged, with a spread of at most `spread_max` of the mid
/// (exact as well). Nothing for any other quote, and for a mid that is not above 0.
constexpr std::optional<HalfUnits> judged_mid(const MarketUpdate& update,
                                              BasisPoints spread_max) noexcept
{
    if (!is_judged_quote(update)) return std::nullopt;
    const HalfUnits mid = exact_mid(update.bid, update.ask);
    const Wide spread = wide(update.ask.units) - wide(update.bid.units);
    if (mid.value <= 0 || spread * 2 * 10'000 > mid.value * spread_max.value) return std::nullopt;
    return mid;
}

/// A price that is judged; `is_print` when another witness is needed to bear it out.
struct Observation {
    HalfUnits price;
    bool is_print = false;
    std::uint64_t quantity = 0;
};

/// Calls visit(observation) for each price of one event that may be judged: first the furthest
/// trade of those that were merged, then the last one, then the quote.
template <class Visit>
constexpr void for_each_judged(const MarketUpdate& update, const PriceChoice& choice,
                               Direction direction, Visit&& visit) noexcept
{
    const bool trades = choice.trigger == Trigger::trade || choice.trigger == Trigger::both;
    if (trades && (update.kinds & update_trade) != 0) {
        const Price furthest =
            direction == Direction::down ? update.merged_low : update.merged_high;
        if (!furthest.is_none()) visit(Observation{exact(furthest), true, 0});
        if (!update.trade_price.is_none() && update.trade_quantity >= choice.print_size_min)
            visit(Observation{exact(update.trade_price), true, update.trade_quantity});
    }
    if (choice.trigger == Trigger::trade) return;
    if ((update.kinds & (update_quote | update_status)) == 0) return;
    const bool bid_is_enough = update.bid_quantity >= choice.quote_size_min;
    const bool ask_is_enough = update.ask_quantity >= choice.quote_size_min;
    if (choice.trigger == Trigger::bid) {
        if (is_judged_quote(update) && bid_is_enough) visit(Observation{exact(update.bid)});
    } else if (choice.trigger == Trigger::ask) {
        if (is_judged_quote(update) && ask_is_enough) visit(Observation{exact(update.ask)});
    } else if (bid_is_enough && ask_is_enough) {
        if (const auto mid = judged_mid(update, choice.mid_spread_max)) visit(Observation{*mid});
    }
}

/// A print that lies further than this below the bid or above the offer of a book that may be
/// judged is not borne out by another one like it: trades far off their own market are what gets
/// broken, and exchanges break none that is less than 3 % off.
inline constexpr BasisPoints print_off_quote_max{300};
/// Without a mid, a print further than this from the reference is not either.
inline constexpr BasisPoints print_off_reference_max{5000};

/// What the quotes of a book say of a print.
struct Market {
    std::optional<HalfUnits> mid{};  // judged_mid()
    std::optional<HalfUnits> bid{};  // both where the quote may be judged, however wide it is
    std::optional<HalfUnits> ask{};
};

constexpr Market market_of(const MarketUpdate& update, BasisPoints spread_max) noexcept
{
    if (!is_judged_quote(update)) return {};
    return {judged_mid(update, spread_max), exact(update.bid), exact(update.ask)};
}

/// Whether a print lies so far off that other prints do not bear it out.
constexpr bool is_far_off(HalfUnits print, HalfUnits reference, const Market& market) noexcept
{
    const auto is_beyond = [&](Wide off, HalfUnits from, BasisPoints most) {
        return off * 10'000 > from.value * most.value;
    };
    const bool is_off_quote =
        market.bid &&
        (is_beyond(market.bid->value - print.value, *market.bid, print_off_quote_max) ||
         is_beyond(print.value - market.ask->value, *market.ask, print_off_quote_max));
    if (market.mid || is_off_quote) return is_off_quote;
    const Wide off = print.value - reference.value;
    return is_beyond(off < 0 ? -off : off, reference, print_off_reference_max);
}

/// Whether more than one print says what was seen: it is a quote, or the mid, or the print before
/// it, is there too. `reached(price)`: whether a price is there; `reference`: what it is measured
/// from.
template <class Reached>
constexpr bool is_borne_out(const Observation& seen, HalfUnits reference, Price last_print,
                            const Market& market, Reached&& reached) noexcept
{
    if (!seen.is_print || (market.mid && reached(*market.mid))) return true;
    if (last_print.is_none() || is_far_off(seen.price, reference, market)) return false;
    return reached(exact(last_print));
}

/// What speaks for and against one observation that reached a rung.
struct Evidence {
    BookState book_state = BookState::unknown;
    std::uint8_t lines = 0;  // redundant lines heard; 0: the feed has no lines
    bool corroborated =
        false;            // it is a quote, or the print before it or the mid reached the rung too
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

/// Whether what is borne out would be CLEAN: the book is whole, more than one line is heard, and no
/// update was merged.
constexpr bool is_clean_if_borne_out(const MarketUpdate& update) noexcept
{
    return confidence_of({.book_state = update.book_state,
                          .lines = update.lines,
                          .corroborated = true,
                          .merged = update.merged > 0}) == Confidence::clean;
}

}  // namespace gapwire::strategies
