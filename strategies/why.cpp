// Clauses for `gapwire rules why`.
#include "strategies/why.hpp"

#include <fmt/format.h>

#include "core/decimal.hpp"

namespace gapwire::strategies {
namespace {

void why_trade(const PriceChoice& choice, const MarketUpdate& last, Clauses& out)
{
    if (last.trade_price.is_none())
        out.emplace_back("no eligible trade yet");
    else if (last.trade_quantity < choice.print_size_min)
        out.push_back(
            fmt::format("odd lot ignored: {} < {}", last.trade_quantity, choice.print_size_min));
    else
        out.push_back(fmt::format("last eligible trade: {} at {}", last.trade_quantity,
                                  decimal(last.trade_price)));
}

void why_quote(const PriceChoice& choice, const MarketUpdate& last, Clauses& out)
{
    const bool is_of_both = choice.trigger == Trigger::mid || choice.trigger == Trigger::both;
    if (last.book_state != BookState::valid)
        out.push_back(
            fmt::format("quotes are not judged: the book is {}", to_text(last.book_state)));
    else if (last.trading_state != TradingState::trading)
        out.push_back(
            fmt::format("quotes are not judged: trading is {}", to_text(last.trading_state)));
    else if (last.bid.is_none() || last.ask.is_none())
        out.emplace_back("quotes are not judged: one side of the book is empty");
    else if (last.bid > last.ask)
        out.emplace_back("quotes are not judged: the book is crossed");
    else if (is_of_both && !judged_mid(last, choice.mid_spread_max))
        out.push_back(fmt::format("no mid: the spread {} to {} is wider than {} %",
                                  decimal(last.bid), decimal(last.ask),
                                  decimal(choice.mid_spread_max.value, 2)));
    else
        out.push_back(fmt::format("quote: {} to {}", decimal(last.bid), decimal(last.ask)));
}

}  // namespace

std::string signed_percent(BasisPoints fall)
{
    const std::int64_t size = fall.value < 0 ? -std::int64_t{fall.value} : fall.value;
    return fmt::format("{}{}.{:02} %", fall.value > 0 ? "-" : "+", size / 100, size % 100);
}

void why_listing(const Listing& listing, Clauses& out)
{
    if (!listing.has_reference())
        out.emplace_back("no reference price: no percentage");
    else
        out.push_back(fmt::format("reference: {} ({}{}{})", decimal(listing.reference.price),
                                  to_text(listing.reference.kind),
                                  listing.reference.date.is_none() ? "" : " of ",
                                  to_text(listing.reference.date)));
    if (listing.is_withheld())
        out.push_back(fmt::format("withheld: {} lies between the reference and today",
                                  listing.withheld.view()));
    if (listing.test_issue) out.emplace_back("a test issue: its alerts are withheld");
}

void why_prices(const PriceChoice& choice, const MarketUpdate* last, Clauses& out)
{
    if (last == nullptr) {
        out.emplace_back("nothing was heard of it yet");
        return;
    }
    const bool trades = choice.trigger == Trigger::trade || choice.trigger == Trigger::both;
    if (trades) why_trade(choice, *last, out);
    if (choice.trigger != Trigger::trade) why_quote(choice, *last, out);
}

std::string why_condition(const Condition& condition, const ConditionSettings& settings)
{
    if (condition.has_fired())
        return fmt::format("fired already today, now {} (revision {})", to_text(condition.state()),
                           condition.revision());
    if (condition.is_idle()) return "not reached";
    std::string text =
        fmt::format("reached, seen {} of {} times in a row", condition.seen(), settings.prints_min);
    if (settings.volume_min > 0)
        text += fmt::format(", {} of {} traded", condition.volume(), settings.volume_min);
    if (settings.hold_ns > 0)
        text += fmt::format(", it must last {} s", settings.hold_ns / second_ns);
    return text;
}

}  // namespace gapwire::strategies
