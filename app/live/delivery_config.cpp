// The [store], [[sink]] and [[escalation]] tables of a configuration.
#include "app/live/delivery_config.hpp"

#include <fmt/format.h>

#include <utility>

#include "alerts/rule_text.hpp"
#include "alerts/store/chain.hpp"
#include "app/live/sink_config.hpp"
#include "app/live/store_config.hpp"
#include "app/version.hpp"

namespace gapwire::app {
namespace {

alerts::RunInfo run_info(const std::string& config_hash, const strategies::Config& rules)
{
    std::string said;
    for (const auto& rule : rules.rules)
        said += alerts::rule_text(rule->explain(), alerts::Language::english) + '\n';
    return {config_hash, alerts::sha256_hex(said), version_text()};
}

/// Calls `each` with every table of a list of tables.
template <class Each>
void for_each_table(const strategies::Setting& root, std::string_view key, Each each)
{
    const strategies::Setting* const tables = root.find(key);
    if (tables == nullptr) return;
    expect_kind(*tables, {strategies::SettingKind::list},
                fmt::format("one or more [[{}]] tables", key));
    for (const strategies::Setting& table : tables->children) each(table);
}

void read_sinks(const strategies::Setting& root, const std::filesystem::path& folder,
                const alerts::SinkSettings& plain, DeliveryConfig& config)
{
    for_each_table(root, "sink", [&](const strategies::Setting& table) {
        alerts::SinkOptions sink = read_sink(table, folder, plain);
        for (const alerts::SinkOptions& other : config.sinks)
            if (other.settings.name == sink.settings.name)
                refuse(table, fmt::format("\"{}\" names two sinks", sink.settings.name));
        if (config.sinks.size() == alerts::sinks_max)
            refuse(table, fmt::format("more than {} sinks", alerts::sinks_max));
        config.sinks.push_back(std::move(sink));
    });
    for_each_table(root, "escalation", [&](const strategies::Setting& table) {
        alerts::Escalation escalation = read_escalation(table, config.sinks);
        for (const alerts::Escalation& other : config.escalations)
            if (other.sink == escalation.sink)
                refuse(table, fmt::format("two of them name \"{}\"", escalation.sink));
        config.escalations.push_back(std::move(escalation));
    });
}

}  // namespace

std::optional<DeliveryConfig> read_delivery(const strategies::Setting& root,
                                            const std::filesystem::path& folder,
                                            const std::string& config_hash,
                                            const strategies::Config& rules)
{
    const auto* const store = root.find("store");
    if (store == nullptr) {
        for (const char* key : {"sink", "escalation"})
            if (const auto* table = root.find(key))
                refuse(*table, "needs a [store]: there lies what is on its way");
        return std::nullopt;
    }
    DeliveryConfig config;
    config.store = read_store(*store, folder);
    config.store.run = run_info(config_hash, rules);
    alerts::SinkSettings plain{.format = alerts::AlertFormat::json, .zone = rules.time_zone};
    plain.name = "stdout";
    if (const auto language = alerts::parse_language(rules.language)) plain.language = *language;
    read_sinks(root, folder, plain, config);
    if (config.sinks.empty()) config.sinks.push_back({"stdout", plain, {}});
    return config;
}

}  // namespace gapwire::app
