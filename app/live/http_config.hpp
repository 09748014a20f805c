// The [http] table of a configuration.
#pragma once

#include <filesystem>

#include "app/http/settings.hpp"
#include "strategies/settings.hpp"

namespace gapwire::app {

/// Paths are relative to `folder`. Throws OperatorError(config) `place: key: reason`, also for an
/// address that others can reach without a token that they need, and for a token file or variable
/// that is not there or holds none.
http::Settings read_http(const strategies::Setting& table, const std::filesystem::path& folder);

}  // namespace gapwire::app
