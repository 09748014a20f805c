// The settings of gap_down, read from its table.
#include "strategies/gap_down_settings.hpp"

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "strategies/references.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::int64_t whole = 10'000;  // 100 % in basis points

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

std::vector<BasisPoints> read_ladder(const Setting& setting)
{
    expect_kind(setting, {SettingKind::list}, "a list of percents, such as [\"2\", \"3.5\"]");
    if (setting.children.empty()) refuse(setting, "needs at least one rung");
    if (setting.children.size() > ladder_rungs_max)
        refuse(setting, fmt::format("has more than {} rungs", ladder_rungs_max));

    std::vector<BasisPoints> ladder;
    for (const Setting& child : setting.children) {
        const BasisPoints rung = read_percent(child);
        if (!ladder.empty() && rung <= ladder.back())
            refuse(child, fmt::format("{} % does not rise above the rung before it, {} %",
                                      child.text, decimal(ladder.back().value, 2)));
        ladder.push_back(rung);
    }
    return ladder;
}

std::vector<std::string> read_symbols(const Setting& setting)
{
    if (setting.kind == SettingKind::text && setting.text == "*") return {};
    constexpr std::string_view expected = "\"*\" or a list of symbols";
    expect_kind(setting, {SettingKind::list}, expected);
    if (setting.children.empty()) refuse(setting, "names no symbol; \"*\" stands for all");

    std::vector<std::string> symbols;
    for (const Setting& child : setting.children) {
        expect_kind(child, {SettingKind::text}, expected);
        if (!is_symbol(child.text)) refuse(child, no_symbol(child.text));
        symbols.push_back(child.text);
    }
    return symbols;
}

GapTrigger read_trigger(const Setting& setting)
{
    expect_kind(setting, {SettingKind::text}, "\"trade\", \"mid\" or \"both\"");
    if (setting.text == "trade") return GapTrigger::trade;
    if (setting.text == "mid") return GapTrigger::mid;
    if (setting.text == "both") return GapTrigger::both;
    refuse(setting, fmt::format("\"{}\" is none of \"trade\", \"mid\", \"both\"", setting.text));
}

std::string read_name(const Setting& setting)
{
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    expect_kind(setting, {SettingKind::text}, "a name in quotes");
    if (setting.text.empty() || setting.text.size() > Alert{}.rule.raw.size() ||
        setting.text.find_first_not_of(allowed) != std::string::npos)
        refuse(setting, fmt::format("\"{}\" has not 1 to 16 letters, digits, '_', '-' or '.'",
                                    setting.text));
    return setting.text;
}

}  // namespace

GapDownSettings read_gap_down(const Setting& table)
{
    allow_keys(table, {"kind", "name", "symbols", "ladder", "trigger", "mid_spread_max"});
    GapDownSettings settings;
    if (const auto* name = table.find("name")) settings.name = read_name(*name);
    if (const auto* symbols = table.find("symbols")) settings.symbols = read_symbols(*symbols);
    if (const auto* ladder = table.find("ladder")) settings.ladder = read_ladder(*ladder);
    if (const auto* trigger = table.find("trigger")) settings.trigger = read_trigger(*trigger);
    if (const auto* spread = table.find("mid_spread_max"))
        settings.mid_spread_max = read_percent(*spread);
    return settings;
}

}  // namespace gapwire::strategies
