// What the tables of rules have in common.
#include "strategies/rule_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/decimal.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::int64_t whole = 10'000;  // 100 % in basis points

/// The value of the name that a setting says, of a table of names.
template <class Value, std::size_t N>
Value one_of(const Setting& setting, const std::array<std::pair<std::string_view, Value>, N>& names)
{
    std::vector<std::string_view> known;
    for (const auto& [name, value] : names) {
        if (setting.kind == SettingKind::text && setting.text == name) return value;
        known.push_back(name);
    }
    refuse(setting,
           fmt::format("\"{}\" is none of \"{}\"", setting.text, fmt::join(known, "\", \"")));
}

template <class Read>
void read_if(const Setting& table, std::string_view key, Read read)
{
    if (const auto* setting = table.find(key)) read(*setting);
}

}  // namespace

void read_name(const Setting& table, std::string& value)
{
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    read_if(table, "name", [&](const Setting& setting) {
        expect_kind(setting, {SettingKind::text}, "a name in quotes");
        if (setting.text.empty() || setting.text.size() > Alert{}.rule.raw.size() ||
            setting.text.find_first_not_of(allowed) != std::string::npos)
            refuse(setting, fmt::format("\"{}\" has not 1 to 16 letters, digits, '_', '-' or '.'",
                                        setting.text));
        value = setting.text;
    });
}

void read_symbols(const Setting& table, std::string_view key, std::vector<std::string>& value)
{
    const Setting* const setting = table.find(key);
    if (setting == nullptr) return;
    value.clear();
    if (setting->kind == SettingKind::text && setting->text == "*") return;
    constexpr std::string_view expected = "\"*\" or a list of symbols";
    expect_kind(*setting, {SettingKind::list}, expected);
    if (setting->children.empty()) refuse(*setting, "names no symbol; \"*\" stands for all");
    for (const Setting& child : setting->children) {
        expect_kind(child, {SettingKind::text}, expected);
        if (!is_listing(child.text)) refuse(child, no_symbol(child.text));
        value.push_back(child.text);
    }
}

std::string read_listing(const Setting& table, std::string_view key)
{
    const Setting* const setting = table.find(key);
    if (setting == nullptr) refuse(table, fmt::format("has no {}", key));
    expect_kind(*setting, {SettingKind::text}, "a symbol in quotes");
    if (!is_listing(setting->text)) refuse(*setting, no_symbol(setting->text));
    return setting->text;
}

BasisPoints read_percent(const Setting& setting)
{
    expect_kind(setting, {SettingKind::text, SettingKind::integer, SettingKind::real},
                "a percent, such as \"2.5\"");
    const auto hundredths = parse_decimal(setting.text, 2);
    if (!hundredths)
        refuse(setting,
               fmt::format("\"{}\" is not a percent with at most two decimals", setting.text));
    if (*hundredths <= 0 || *hundredths > whole)
        refuse(setting, fmt::format("{} % is not above 0 % and up to 100 %", setting.text));
    return {static_cast<std::int32_t>(*hundredths)};
}

void read_percent(const Setting& table, std::string_view key, BasisPoints& value)
{
    read_if(table, key, [&](const Setting& setting) { value = read_percent(setting); });
}

void read_ladder(const Setting& table, std::string_view key, std::size_t rungs_max,
                 std::vector<BasisPoints>& value)
{
    const Setting* const setting = table.find(key);
    if (setting == nullptr) return;
    expect_kind(*setting, {SettingKind::list}, "a list of percents, such as [\"2\", \"3.5\"]");
    if (setting->children.empty()) refuse(*setting, "needs at least one rung");
    if (setting->children.size() > rungs_max)
        refuse(*setting, fmt::format("has more than {} rungs", rungs_max));
    value.clear();
    for (const Setting& child : setting->children) {
        const BasisPoints rung = read_percent(child);
        if (!value.empty() && rung <= value.back())
            refuse(child, fmt::format("{} % does not rise above the rung before it, {} %",
                                      child.text, decimal(value.back().value, 2)));
        value.push_back(rung);
    }
}

std::int64_t read_duration(const Setting& setting)
{
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> units{
        {{"ms", second_ns / 1000}, {"s", second_ns}, {"m", minute_ns}, {"h", 60 * minute_ns}}};
    expect_kind(setting, {SettingKind::text}, "a time, such as \"30s\", \"5m\" or \"1h\"");
    std::int64_t count = 0;
    const char* const end = setting.text.data() + setting.text.size();
    const auto [rest, error] = std::from_chars(setting.text.data(), end, count);
    const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    for (const auto& [name, ns] : units)
        if (error == std::errc{} && unit == name && count >= 0 && count <= 24 * 60 * minute_ns / ns)
            return count * ns;
    refuse(setting, fmt::format("\"{}\" is no time up to a day, such as \"30s\", \"5m\" or \"1h\"",
                                setting.text));
}

void read_duration(const Setting& table, std::string_view key, std::int64_t& value)
{
    read_if(table, key, [&](const Setting& setting) { value = read_duration(setting); });
}

std::int64_t read_count(const Setting& setting, std::int64_t least, std::int64_t most)
{
    expect_kind(setting, {SettingKind::integer}, "a whole number");
    const auto count = parse_decimal(setting.text, 0);
    if (!count || *count < least || *count > most)
        refuse(setting, fmt::format("{} is not from {} to {}", setting.text, least, most));
    return *count;
}

void read_flag(const Setting& table, std::string_view key, bool& value)
{
    read_if(table, key, [&](const Setting& setting) {
        expect_kind(setting, {SettingKind::boolean}, "true or false");
        value = setting.text == "true";
    });
}

Severity read_severity(const Setting& setting)
{
    return one_of(setting, std::array<std::pair<std::string_view, Severity>, 4>{
                               {{"info", Severity::info},
                                {"warning", Severity::warning},
                                {"critical", Severity::critical},
                                {"emergency", Severity::emergency}}});
}

void read_severity(const Setting& table, Severity& value)
{
    read_if(table, "severity", [&](const Setting& setting) { value = read_severity(setting); });
}

void read_direction(const Setting& table, Direction& value)
{
    read_if(table, "direction", [&](const Setting& setting) {
        value = one_of(setting, std::array<std::pair<std::string_view, Direction>, 2>{
                                    {{"down", Direction::down}, {"up", Direction::up}}});
    });
}

void read_severities(const Setting& table, std::string_view key, std::vector<Severity>& value)
{
    const Setting* const setting = table.find(key);
    if (setting == nullptr) return;
    expect_kind(*setting, {SettingKind::list}, "a list of severities, one a rung");
    if (setting->children.empty()) refuse(*setting, "needs at least one severity");
    value.clear();
    for (const Setting& child : setting->children) value.push_back(read_severity(child));
}

Price read_price(const Setting& setting)
{
    expect_kind(setting, {SettingKind::text, SettingKind::integer},
                "a price in quotes, such as \"142.62\"");
    const auto price = parse_price(setting.text);
    if (!price || *price <= Price{0})
        refuse(setting, fmt::format("\"{}\" is not a price above 0", setting.text));
    return *price;
}

void read_prices(const Setting& table, PriceChoice& value, std::uint32_t& prints_min)
{
    read_if(table, "trigger", [&](const Setting& setting) {
        expect_kind(setting, {SettingKind::text}, "\"trade\", \"mid\", \"both\", \"bid\" ...");
        using Choice = std::pair<Trigger, std::uint32_t>;  // and how many in a row, at least
        const auto [trigger, in_a_row] =
            one_of(setting, std::array<std::pair<std::string_view, Choice>, 7>{
                                {{"trade", {Trigger::trade, 1}},
                                 {"mid", {Trigger::mid, 1}},
                                 {"both", {Trigger::both, 1}},
                                 {"bid", {Trigger::bid, 1}},
                                 {"ask", {Trigger::ask, 1}},
                                 {"double_bid", {Trigger::bid, 2}},
                                 {"double_ask", {Trigger::ask, 2}}}});
        value.trigger = trigger;
        prints_min = std::max(prints_min, in_a_row);
    });
    read_percent(table, "mid_spread_max", value.mid_spread_max);
    constexpr std::int64_t size_max = 1'000'000'000'000;
    read_if(table, "print_size_min", [&](const Setting& setting) {
        value.print_size_min = static_cast<std::uint64_t>(read_count(setting, 0, size_max));
    });
    read_if(table, "quote_size_min", [&](const Setting& setting) {
        value.quote_size_min = static_cast<std::uint64_t>(read_count(setting, 0, size_max));
    });
}

void read_condition(const Setting& table, ConditionSettings& value)
{
    read_duration(table, "for", value.hold_ns);
    read_if(table, "prints_min", [&](const Setting& setting) {
        value.prints_min = static_cast<std::uint32_t>(read_count(setting, 1, 1'000'000));
    });
    read_if(table, "volume_min", [&](const Setting& setting) {
        value.volume_min =
            static_cast<std::uint64_t>(read_count(setting, 0, 1'000'000'000'000'000));
    });
    read_duration(table, "recovery", value.recovery_ns);
    read_duration(table, "cool_down", value.cool_down_ns);
    read_duration(table, "unseen", value.unseen_ns);
}

void read_stop(const Setting& table, StopKind& value)
{
    read_if(table, "stop", [&](const Setting& setting) {
        value = one_of(setting, std::array<std::pair<std::string_view, StopKind>, 4>{
                                    {{"price_limit", StopKind::price_limit},
                                     {"dynamic", StopKind::dynamic},
                                     {"luld", StopKind::luld},
                                     {"mwcb", StopKind::mwcb}}});
    });
}

void read_reference(const Setting& table, ReferenceChoice& value)
{
    read_if(table, "reference", [&](const Setting& setting) {
        value = one_of(setting, std::array<std::pair<std::string_view, ReferenceChoice>, 8>{
                                    {{"automatic", ReferenceChoice::automatic},
                                     {"prev_settle", ReferenceChoice::settlement},
                                     {"official_close", ReferenceChoice::official_close},
                                     {"limit_ref", ReferenceChoice::limit_reference},
                                     {"last_regular_trade", ReferenceChoice::last_regular_trade},
                                     {"session_open", ReferenceChoice::session_open},
                                     {"minutes_ago", ReferenceChoice::minutes_ago},
                                     {"static", ReferenceChoice::fixed}}});
    });
}

}  // namespace gapwire::strategies
