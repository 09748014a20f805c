// The [store] table of a configuration.
#pragma once

#include <filesystem>

#include "alerts/store/store_keeper.hpp"
#include "strategies/settings.hpp"

namespace gapwire::app {

/// What the table says; `run` and `sinks` are left to whoever makes the keeper. Paths are relative
/// to `folder`. Throws OperatorError(config).
alerts::KeeperOptions read_store(const strategies::Setting& table,
                                 const std::filesystem::path& folder);

/// Of a configuration file, whatever else is in it. Throws OperatorError(config), also when the
/// file has no [store].
alerts::KeeperOptions load_store_config(const std::filesystem::path& file);

}  // namespace gapwire::app
