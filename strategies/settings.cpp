// A configuration file as plain data. The one file that sees toml++.
#include "strategies/settings.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "core/error.hpp"
#include "core/time.hpp"

namespace gapwire::strategies {
namespace {

std::string place_of(const std::string& file, const toml::source_region& source)
{
    return fmt::format("{}:{}", file, source.begin.line);
}

std::string path_of(const std::string& parent, std::string_view key)
{
    return parent.empty() ? std::string(key) : fmt::format("{}.{}", parent, key);
}

std::string text_of(const toml::date& date)
{
    return to_text(Date{static_cast<std::int16_t>(date.year), static_cast<std::int8_t>(date.month),
                        static_cast<std::int8_t>(date.day)});
}

SettingKind kind_of(const toml::node& node)
{
    switch (node.type()) {
        case toml::node_type::table: return SettingKind::table;
        case toml::node_type::array: return SettingKind::list;
        case toml::node_type::string: return SettingKind::text;
        case toml::node_type::integer: return SettingKind::integer;
        case toml::node_type::floating_point: return SettingKind::real;
        case toml::node_type::boolean: return SettingKind::boolean;
        case toml::node_type::date: return SettingKind::date;
        default: return SettingKind::time;
    }
}

std::string scalar_text(const toml::node& node)
{
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* integer = node.as_integer()) return fmt::to_string(integer->get());
    if (const auto* real = node.as_floating_point()) return fmt::format("{}", real->get());
    if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
    if (const auto* date = node.as_date()) return text_of(date->get());
    return "";
}

Setting setting_of(const toml::node& node, std::string key, std::string path,
                   const std::string& file)
{
    Setting setting{kind_of(node),     std::move(key),
                    std::move(path),   place_of(file, node.source()),
                    scalar_text(node), {}};
    if (const auto* list = node.as_array())
        for (const toml::node& item : *list)
            setting.children.push_back(setting_of(item, setting.key, setting.path, file));
    if (const auto* table = node.as_table()) {
        for (const auto& [name, value] : *table) {
            Setting child =
                setting_of(value, std::string(name.str()), path_of(setting.path, name.str()), file);
            child.place = place_of(file, name.source());
            setting.children.push_back(std::move(child));
        }
    }
    return setting;
}

}  // namespace

const Setting* Setting::find(std::string_view child) const noexcept
{
    const auto found = std::find_if(children.begin(), children.end(),
                                    [child](const Setting& entry) { return entry.key == child; });
    return found == children.end() ? nullptr : &*found;
}

void refuse(const Setting& setting, std::string_view reason)
{
    throw OperatorError(ExitCode::config,
                        fmt::format("{}: {}: {}", setting.place, setting.path, reason));
}

void allow_keys(const Setting& table, std::initializer_list<std::string_view> keys)
{
    for (const Setting& child : table.children)
        if (std::find(keys.begin(), keys.end(), child.key) == keys.end())
            refuse(child, fmt::format("unknown key (known: {})", fmt::join(keys, ", ")));
}

void expect_kind(const Setting& setting, std::initializer_list<SettingKind> kinds,
                 std::string_view expected)
{
    if (std::find(kinds.begin(), kinds.end(), setting.kind) == kinds.end())
        refuse(setting, fmt::format("expected {}", expected));
}

const Setting& required(const Setting& table, std::string_view key)
{
    const Setting* const found = table.find(key);
    if (found == nullptr) refuse(table, fmt::format("{} is missing", key));
    return *found;
}

Date read_date(const Setting& setting)
{
    expect_kind(setting, {SettingKind::text, SettingKind::date}, "a date, such as 2025-01-27");
    const auto date = parse_date(setting.text);
    if (!date) refuse(setting, fmt::format("\"{}\" is not a date", setting.text));
    return *date;
}

std::string read_zone(const Setting& setting)
{
    expect_kind(setting, {SettingKind::text}, "a time zone, such as \"America/New_York\"");
    try {
        date_in_zone(Timestamp{0}, setting.text);
    } catch (const OperatorError& error) {
        refuse(setting, error.what());
    }
    return setting.text;
}

Setting parse_toml(std::string_view text, const std::string& name)
try {
    return setting_of(toml::parse(text, name), "", "", name);
} catch (const toml::parse_error& error) {
    throw OperatorError(
        ExitCode::config,
        fmt::format("{}: syntax: {}", place_of(name, error.source()), error.description()));
}

}  // namespace gapwire::strategies
