// What `gapwire serve` runs: feeds, threads and rules, from one TOML file.
#include "app/live/serve_config.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/store/chain.hpp"
#include "app/live/delivery_config.hpp"
#include "app/live/http_config.hpp"
#include "app/live/setting_values.hpp"
#include "app/live/stacks.hpp"
#include "app/pipeline/shared_books.hpp"
#include "core/error.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::app {
namespace {

using strategies::allow_keys;
using strategies::expect_kind;
using strategies::refuse;
using strategies::Setting;
using strategies::SettingKind;

constexpr std::int64_t cpus_max = 4'096;

std::string stack_names()
{
    std::string names;
    for (const Stack& stack : stacks())
        names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", stack.name);
    return names;
}

FeedConfig read_feed(const Setting& table, const ServeConfig& config)
{
    expect_kind(table, {SettingKind::table}, "a table");
    FeedConfig feed;
    const Setting& stack = required(table, "stack");
    feed.stack = find_stack(text_in(stack));
    if (feed.stack == nullptr)
        refuse(stack, fmt::format("\"{}\" is none of {}", stack.text, stack_names()));
    const Setting& name = required(table, "name");
    feed.name = text_in(name, 16);
    const auto same = [&](const FeedConfig& other) { return other.name == feed.name; };
    if (std::any_of(config.feeds.begin(), config.feeds.end(), same))
        refuse(name, fmt::format("\"{}\" names two feeds", feed.name));
    feed.stack->read(table, feed);
    return feed;
}

void read_serve(const Setting& table, ServeConfig& config)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"spin", "feed_cpu", "rules_cpu", "sinks_cpu", "orders_max", "prefault"});
    const auto cpu = [&](std::string_view key, std::optional<int>& to) {
        if (const auto* setting = table.find(key))
            to = static_cast<int>(integer_in(*setting, 0, cpus_max - 1));
    };
    if (const auto* spin = table.find("spin")) config.threads.spin = boolean_in(*spin);
    cpu("feed_cpu", config.threads.feed_cpu);
    cpu("rules_cpu", config.threads.rules_cpu);
    cpu("sinks_cpu", config.threads.sinks_cpu);
    config.prefault = config.threads.spin;
    if (const auto* prefault = table.find("prefault")) config.prefault = boolean_in(*prefault);
    if (const auto* orders = table.find("orders_max"))
        config.orders_max = static_cast<std::size_t>(integer_in(*orders, 8, (1 << 24) - 1));
}

void read_shared(const Setting& table, SharedConfig& shared)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"name", "instruments_max"});
    const Setting& name = required(table, "name");
    shared.name = text_in(name);
    if (!pipeline::is_shared_name(shared.name))
        refuse(name,
               fmt::format("\"{}\" is not 1 to 64 letters, digits, '_', '-' and '.'", shared.name));
    read_integer(table, "instruments_max", 1, pipeline::Instruments::instruments_max,
                 shared.instruments_max);
}

/// Of rules that have been read: they are right.
std::map<std::string, std::string> kinds_of(const Setting& rules)
{
    std::map<std::string, std::string> kinds;
    for (const Setting& rule : rules.children) {
        const Setting& kind = required(rule, "kind");
        const Setting* const name = rule.find("name");
        kinds[name == nullptr ? kind.text : name->text] = kind.text;
    }
    return kinds;
}

/// A venue keeps the days of its market, whether the configuration names it or only its messages
/// do, as in a replay.
void give_zone(pipeline::QuoteSettings& quotes, const strategies::Config& rules)
{
    if (rules.calendars) quotes.zones = rules.calendars->zones();
    if (!quotes.zone.empty()) return;
    const auto zone = quotes.zones.find(quotes.venue.view());
    quotes.zone = zone == quotes.zones.end() ? "UTC" : zone->second;
}

}  // namespace

ServeConfig load_serve_config(const std::filesystem::path& file)
{
    const std::string text = strategies::read_text_file(file);
    const Setting root = strategies::parse_toml(text, file.string());
    ServeConfig config;
    config.hash = alerts::sha256_hex(text);
    config.rules = strategies::config_of(root, file.parent_path());
    if (const auto* rules = root.find("rule")) config.rule_kinds = kinds_of(*rules);
    if (const auto* serve = root.find("serve")) read_serve(*serve, config);
    if (const auto* shared = root.find("shared_memory")) read_shared(*shared, config.shared);
    config.delivery = read_delivery(root, file.parent_path(), config.hash, config.rules);
    if (const auto* http = root.find("http")) config.http = read_http(*http, file.parent_path());
    const Setting* const feeds = root.find("feed");
    if (feeds == nullptr)
        throw OperatorError(ExitCode::config,
                            fmt::format("{}: feed: there is none: add a [[feed]]", file.string()));
    expect_kind(*feeds, {SettingKind::list}, "one or more [[feed]] tables");
    for (const Setting& feed : feeds->children) config.feeds.push_back(read_feed(feed, config));
    for (FeedConfig& feed : config.feeds) give_zone(feed.fix.quotes, config.rules);
    return config;
}

}  // namespace gapwire::app
