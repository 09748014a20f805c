// What rules have in common when they say in a sentence what they do.
#include "strategies/explain.hpp"

namespace gapwire::strategies {

SentenceValue symbols_said(const std::vector<std::string>& symbols)
{
    if (symbols.empty()) return PhraseKey{"rule.everything"};
    return symbols;
}

PhraseKey reference_said(ReferenceChoice reference)
{
    switch (reference) {
        case ReferenceChoice::automatic: return {"rule_reference.automatic"};
        case ReferenceChoice::official_close: return {"rule_reference.official_close"};
        case ReferenceChoice::settlement: return {"rule_reference.settlement"};
        case ReferenceChoice::fixed: return {"rule_reference.fixed"};
        case ReferenceChoice::session_open: return {"rule_reference.session_open"};
        case ReferenceChoice::last_regular_trade: return {"rule_reference.last_regular_trade"};
        case ReferenceChoice::limit_reference: return {"rule_reference.limit_reference"};
        case ReferenceChoice::minutes_ago: return {"rule_reference.minutes_ago"};
    }
    return {"rule_reference.automatic"};
}

PhraseKey trigger_said(Trigger trigger)
{
    switch (trigger) {
        case Trigger::trade: return {"trigger.trade"};
        case Trigger::mid: return {"trigger.mid"};
        case Trigger::both: return {"trigger.both"};
        case Trigger::bid: return {"trigger.bid"};
        case Trigger::ask: return {"trigger.ask"};
    }
    return {"trigger.trade"};
}

std::string directed(std::string_view key, Direction direction)
{
    return std::string(key) + (direction == Direction::down ? ".down" : ".up");
}

void explain_prices(const PriceChoice& prices, Sentences& out)
{
    const bool has_mid = prices.trigger == Trigger::mid || prices.trigger == Trigger::both;
    if (has_mid) out.push_back({"rule_clause.spread", {{"spread", prices.mid_spread_max}}});
    if (prices.print_size_min > 0)
        out.push_back({"rule_clause.print_size", {{"count", prices.print_size_min}}});
    if (prices.quote_size_min > 0)
        out.push_back({"rule_clause.quote_size", {{"count", prices.quote_size_min}}});
}

void explain_condition(const ConditionSettings& condition, BasisPoints hysteresis, Sentences& out)
{
    if (condition.hold_ns > 0)
        out.push_back({"rule_clause.hold", {{"time", Length{condition.hold_ns}}}});
    if (condition.prints_min > 1)
        out.push_back({"rule_clause.prints", {{"count", std::uint64_t{condition.prints_min}}}});
    if (condition.volume_min > 0)
        out.push_back({"rule_clause.volume", {{"count", condition.volume_min}}});
    out.push_back({"rule_clause.recovery",
                   {{"hysteresis", hysteresis},
                    {"time", Length{condition.recovery_ns}},
                    {"cool_down", Length{condition.cool_down_ns}}}});
}

}  // namespace gapwire::strategies
