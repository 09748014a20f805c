// The settings of basket and contagion, read from their tables.
#include <fmt/format.h>

#include <set>

#include "strategies/basket.hpp"
#include "strategies/rule_settings.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::size_t groups_max = 1000;
constexpr std::int64_t weight_max = 1'000'000;

void refuse_twice(const Setting& setting, const BasketSettings& settings)
{
    std::set<std::string_view> seen;
    for (const BasketGroup& group : settings.groups)
        for (const std::string& symbol : group.symbols)
            if (!seen.insert(symbol).second) refuse(setting, fmt::format("names {} twice", symbol));
    if (settings.groups.empty()) refuse(setting, "names no member");
    if (settings.groups.size() > groups_max)
        refuse(setting, fmt::format("has more than {} members", groups_max));
}

/// What both have in common.
void read_common(const Setting& table, const Setting& list, BasketSettings& settings)
{
    refuse_twice(list, settings);
    read_name(table, settings.name);
    read_direction(table, settings.direction);
    std::uint64_t sum = 0;
    for (const BasketGroup& group : settings.groups) sum += group.weight;
    if (const auto* setting = table.find("at_least"))
        settings.at_least = static_cast<std::uint64_t>(
            read_count(*setting, 1, static_cast<std::int64_t>(groups_max) * weight_max));
    if (settings.at_least > sum)
        refuse(table, fmt::format("at_least is {}, but all members together weigh {}",
                                  settings.at_least, sum));
    read_percent(table, "move", settings.move);
    read_percent(table, "hysteresis", settings.hysteresis);
    read_reference(table, settings.reference);
    read_severity(table, settings.severity);
    read_prices(table, settings.prices, settings.condition.prints_min);
    read_condition(table, settings.condition);
    read_duration(table, "wait", settings.wait_ns);
}

void read_weights(const Setting& table, BasketSettings& settings)
{
    const Setting* const weights = table.find("weights");
    if (weights == nullptr) return;
    expect_kind(*weights, {SettingKind::table}, "a table of members and whole numbers");
    for (const Setting& weight : weights->children) {
        BasketGroup* found = nullptr;
        for (BasketGroup& group : settings.groups)
            if (group.name == weight.key) found = &group;
        if (found == nullptr) refuse(weight, "is no member");
        found->weight = static_cast<std::uint32_t>(read_count(weight, 1, weight_max));
    }
}

}  // namespace

BasketSettings read_basket(const Setting& table)
{
    allow_keys(table,
               {"kind", "name", "members", "weights", "at_least", "move", "hysteresis", "direction",
                "reference", "severity", "trigger", "mid_spread_max", "print_size_min",
                "quote_size_min", "for", "recovery", "cool_down", "unseen", "wait"});
    BasketSettings settings;
    std::vector<std::string> members;
    const Setting& list = required(table, "members");
    read_symbols(table, "members", members);
    for (const std::string& member : members) settings.groups.push_back({member, {member}});
    read_weights(table, settings);
    read_common(table, list, settings);
    return settings;
}

BasketSettings read_contagion(const Setting& table)
{
    allow_keys(table, {"kind", "name", "markets", "at_least", "move", "hysteresis", "direction",
                       "reference", "severity", "trigger", "mid_spread_max", "print_size_min",
                       "quote_size_min", "for", "recovery", "cool_down", "unseen", "wait"});
    BasketSettings settings;
    settings.name = "contagion";
    settings.kind = AlertKind::contagion;
    const Setting& list = required(table, "markets");
    expect_kind(list, {SettingKind::table}, "a table of markets, each a list of symbols");
    for (const Setting& market : list.children) {
        std::vector<std::string> symbols;
        read_symbols(list, market.key, symbols);
        if (symbols.empty()) refuse(market, "names no symbol");
        settings.groups.push_back({market.key, symbols});
    }
    read_common(table, list, settings);
    return settings;
}

}  // namespace gapwire::strategies
