// THE LIST of what alerts say with fields: every other key of the catalogues has none.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace gapwire::alerts {

/// A key of the catalogues, or with a '*' at its end all keys of a table, and the fields that its
/// templates may use, in the order in which they are given.
struct Message {
    std::string_view key;
    std::string_view fields;  // separated by single spaces
};

inline constexpr std::array messages{
    Message{"moved.*", "what"},
    Message{"told.*", "what"},
    Message{"confidence.DEGRADED", "trouble"},
    Message{"reference.dated", "price name date"},
    Message{"reference.undated", "price name"},
    Message{"reference.also", "change reference"},
    Message{"place.venue", "venue"},
    Message{"place.price", "price"},
    Message{"place.not_seen_since", "clock"},
    Message{"limit.feed", "price distance"},
    Message{"limit.rule", "price distance"},
    Message{"limit.estimate", "price distance"},
    Message{"gap.line", "change price reference rung"},
    Message{"gap.withheld", "action reference"},
    Message{"action.split", "ratio"},
    Message{"velocity.line", "change window from price"},
    Message{"basket.down", "crossed members move"},
    Message{"basket.up", "crossed members move"},
    Message{"basket.line", "breadth mean order"},
    Message{"contagion.*", "crossed members move"},
    Message{"roster.first", "entry"},
    Message{"roster.next", "entry"},
    Message{"roster.more", "count"},
    Message{"roster.entry", "symbol change clock"},
    Message{"roster.entry_abroad", "symbol venue change clock"},
    Message{"roster.after", "entry lag"},
    Message{"roster.before", "entry lag"},
    Message{"roster.together", "entry"},
    Message{"record.settled", "price change record"},
    Message{"record.closed", "price change record"},
    Message{"record.fall_since", "since fall"},
    Message{"record.rise_since", "since fall"},
    Message{"record.fall_ever", "from"},
    Message{"record.rise_ever", "from"},
    Message{"record.next_since", "record price since"},
    Message{"record.next_ever", "record price from"},
    Message{"record.withdrawn", "price change"},
    Message{"record.series", "series"},
    Message{"limit_distance.feed", "part stop limit from"},
    Message{"limit_distance.rule", "part stop limit from"},
    Message{"limit_distance.estimate", "part stop limit from"},
    Message{"limit_distance.away", "what price distance"},
    Message{"halt.stopped", "reason"},
    Message{"halt.changed", "reason"},
    Message{"halt.resumed_after", "duration"},
    Message{"halt.resumed_why", "resumed reason"},
    Message{"halt.reopened", "price change before"},
    Message{"halt.last", "price"},
    Message{"halt.reason", "words code"},
    Message{"blind.blind", "cause"},
    Message{"blind.impaired", "cause"},
    Message{"blind.for", "what duration"},
    Message{"blind.over", "cause"},
    Message{"blind.over_after", "duration cause"},
    Message{"auction.line", "auction imbalance"},
    Message{"auction.crossing", "auction imbalance price"},
    Message{"auction.from", "auction imbalance price change reference"},
    Message{"auction.buy", "shares"},
    Message{"auction.sell", "shares"},
    Message{"auction.buy_now", "shares"},
    Message{"auction.sell_now", "shares"},
    Message{"shares.*", "count"},
    Message{"rule_gap.*", "name symbols ladder reference trigger"},
    Message{"rule_velocity.*", "name symbols move within trigger"},
    Message{"rule_basket.*", "name members at_least move reference trigger"},
    Message{"rule_contagion.*", "name members at_least move reference trigger"},
    Message{"rule_record.*", "name symbol series move days reference hold"},
    Message{"rule_limit_distance.*", "name symbols ladder stop trigger"},
    Message{"rule.halt", "name symbols"},
    Message{"rule.imbalance", "name symbols gap reference shares"},
    Message{"rule.blind", "name symbols lost line clock_step"},
    Message{"rule_clause.ago", "time"},
    Message{"rule_clause.spread", "spread"},
    Message{"rule_clause.print_size", "count"},
    Message{"rule_clause.quote_size", "count"},
    Message{"rule_clause.hold", "time"},
    Message{"rule_clause.prints", "count"},
    Message{"rule_clause.volume", "count"},
    Message{"rule_clause.recovery", "hysteresis time cool_down"},
    Message{"rule_clause.swing", "count"},
    Message{"rule_clause.stale", "time"},
    Message{"duration.instant", ""},
    Message{"duration.join", "longer shorter"},
    Message{"duration.*", "count"},
};

constexpr bool is_about(const Message& message, std::string_view key) noexcept
{
    if (!message.key.ends_with('*')) return message.key == key;
    return key.starts_with(message.key.substr(0, message.key.size() - 1));
}

/// The fields of a key; "" when it has none. The first row that fits decides.
constexpr std::string_view fields_of(std::string_view key) noexcept
{
    const auto* const found =
        std::find_if(messages.begin(), messages.end(),
                     [&](const Message& message) { return is_about(message, key); });
    return found == messages.end() ? std::string_view{} : found->fields;
}

}  // namespace gapwire::alerts
