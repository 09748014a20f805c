// The configuration of a run.
#include "strategies/config.hpp"

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "core/error.hpp"
#include "strategies/rule_settings.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::strategies {
namespace {

/// The file a setting names, relative to the configuration's folder.
std::string named(const Setting& setting, const std::filesystem::path& folder)
{
    expect_kind(setting, {SettingKind::text}, "a file name in quotes");
    return (folder / setting.text).string();
}

std::string read_named_file(const Setting& setting, const std::filesystem::path& folder)
{
    const std::string file = named(setting, folder);
    try {
        return read_text_file(file);
    } catch (const OperatorError& error) {
        refuse(setting, error.what());
    }
}

void read_fixed(const Setting& table, References& references)
{
    expect_kind(table, {SettingKind::table}, "a table of symbols and prices");
    for (const Setting& setting : table.children) {
        expect_kind(setting, {SettingKind::text, SettingKind::integer},
                    "a price in quotes, such as \"142.62\"");
        if (!is_listing(setting.key)) refuse(setting, no_symbol(setting.key));
        const auto price = parse_price(setting.text);
        if (!price) refuse(setting, fmt::format("\"{}\" is not a price", setting.text));
        references.set_fixed(setting.key, *price);
    }
}

void read_references(const Setting& table, const std::filesystem::path& folder,
                     References& references)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"csv", "static"});
    if (const auto* csv = table.find("csv")) {
        references.add_csv(read_named_file(*csv, folder), named(*csv, folder));
    }
    if (const auto* fixed = table.find("static")) read_fixed(*fixed, references);
}

void read_history(const Setting& table, const std::filesystem::path& folder, DailyHistory& history)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"csv", "excluded"});
    if (const auto* csv = table.find("csv"))
        history.add_csv(read_named_file(*csv, folder), named(*csv, folder));
    if (const auto* excluded = table.find("excluded"))
        history.add_excluded_csv(read_named_file(*excluded, folder), named(*excluded, folder));
}

/// A path relative to the configuration's folder; "-" stays standard input.
std::string capture_path(const Setting& setting, const std::filesystem::path& folder)
{
    expect_kind(setting, {SettingKind::text}, "a file name in quotes");
    return setting.text == "-" ? setting.text : (folder / setting.text).string();
}

void read_replay(const Setting& table, const std::filesystem::path& folder, Config& config)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"captures", "accept_sequence_zero", "silence"});
    read_duration(table, "silence", config.silence_ns);
    if (const auto* captures = table.find("captures")) {
        expect_kind(*captures, {SettingKind::list}, "a list of file names");
        for (const Setting& capture : captures->children)
            config.captures.push_back(capture_path(capture, folder));
    }
    if (const auto* accept = table.find("accept_sequence_zero")) {
        expect_kind(*accept, {SettingKind::boolean}, "true or false");
        config.accept_sequence_zero = accept->text == "true";
    }
}

}  // namespace

Config config_of(const Setting& root, const std::filesystem::path& folder)
{
    allow_keys(root, {"trading_date", "time_zone", "language", "references", "corporate_actions",
                      "calendars", "history", "product", "replay", "rule", "serve", "feed",
                      "shared_memory", "store", "sink", "escalation", "http"});
    Config config;
    if (const auto* date = root.find("trading_date")) config.trading_date = read_date(*date);
    if (const auto* zone = root.find("time_zone")) config.time_zone = read_zone(*zone);
    if (const auto* language = root.find("language")) {
        expect_kind(*language, {SettingKind::text}, "a language, such as \"en\"");
        config.language = language->text;
    }
    if (const auto* references = root.find("references"))
        read_references(*references, folder, config.references);
    if (const auto* actions = root.find("corporate_actions"))
        config.corporate_actions.add_csv(read_named_file(*actions, folder),
                                         named(*actions, folder));
    if (const auto* calendars = root.find("calendars"))
        config.calendars = load_calendars(named(*calendars, folder));
    if (const auto* history = root.find("history")) read_history(*history, folder, config.history);
    if (const auto* products = root.find("product")) config.products = read_products(*products);
    if (const auto* replay = root.find("replay")) read_replay(*replay, folder, config);
    config.rules = root.find("rule") != nullptr ? load_rules(root) : default_rules();
    return config;
}

Config parse_config(std::string_view text, const std::string& name,
                    const std::filesystem::path& folder)
{
    return config_of(parse_toml(text, name), folder);
}

Config load_config(const std::filesystem::path& file)
{
    return parse_config(read_text_file(file), file.string(), file.parent_path());
}

Config default_config()
{
    Config config;
    config.rules = default_rules();
    return config;
}

}  // namespace gapwire::strategies
