// The [store], [[sink]] and [[escalation]] tables of a configuration.
#pragma once

#include <filesystem>
#include <optional>

#include "app/live/alert_delivery.hpp"
#include "strategies/config.hpp"

namespace gapwire::app {

/// What the tables say, and what ran, for the auditor; nothing without a [store]. Without any
/// [[sink]]: JSON on standard output. Paths are relative to `folder`. Throws
/// OperatorError(config) `file:line: key: reason`, also for a [[sink]] without a [store].
std::optional<DeliveryConfig> read_delivery(const strategies::Setting& root,
                                            const std::filesystem::path& folder,
                                            const std::string& config_hash,
                                            const strategies::Config& rules);

}  // namespace gapwire::app
