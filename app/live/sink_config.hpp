// The [[sink]] and [[escalation]] tables of a configuration.
#pragma once

#include <filesystem>
#include <vector>

#include "alerts/delivery/dispatcher.hpp"
#include "strategies/config.hpp"

namespace gapwire::app {

// Both throw OperatorError(config) `file:line: key: reason`.

/// One table; text is told as `plain` has it where the table does not say otherwise. Paths are
/// relative to `folder`. Secrets are read from their files and the environment.
alerts::SinkOptions read_sink(const strategies::Setting& table, const std::filesystem::path& folder,
                              const alerts::SinkSettings& plain);

/// One table, about one of the sinks.
alerts::Escalation read_escalation(const strategies::Setting& table,
                                   const std::vector<alerts::SinkOptions>& sinks);

/// "22:00-06:00". Throws for anything else.
alerts::QuietHours read_quiet(const strategies::Setting& setting);

}  // namespace gapwire::app
