// The [store] table of a configuration.
#include "app/live/store_config.hpp"

#include <fmt/format.h>

#include "app/live/setting_values.hpp"
#include "core/error.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::app {
namespace {

constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::int64_t minute_ms = 60'000;

}  // namespace

alerts::KeeperOptions read_store(const strategies::Setting& table,
                                 const std::filesystem::path& folder)
{
    strategies::expect_kind(table, {strategies::SettingKind::table}, "a table");
    strategies::allow_keys(table, {"path", "busy_wait_ms", "held_max", "retry_ms", "heartbeat_ms"});
    alerts::KeeperOptions options;
    const strategies::Setting& path = strategies::required(table, "path");
    options.store.path = folder / text_in(path);
    if (!options.store.path.has_filename()) strategies::refuse(path, "want the name of a file");
    read_integer(table, "busy_wait_ms", 0, minute_ms, options.store.busy_wait_ms);
    read_integer(table, "held_max", 1, 1 << 20, options.held_max);
    read_integer(table, "retry_ms", 1, minute_ms, options.retry_ns, ns_per_ms);
    read_integer(table, "heartbeat_ms", 1, minute_ms, options.heartbeat_ns, ns_per_ms);
    return options;
}

alerts::KeeperOptions load_store_config(const std::filesystem::path& file)
{
    const strategies::Setting root =
        strategies::parse_toml(strategies::read_text_file(file), file.string());
    const strategies::Setting* const store = root.find("store");
    if (store == nullptr)
        throw OperatorError(ExitCode::config,
                            fmt::format("{}: store: there is none: add a [store]", file.string()));
    return read_store(*store, file.parent_path());
}

}  // namespace gapwire::app
