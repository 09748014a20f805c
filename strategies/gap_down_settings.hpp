// The settings of gap_down, read from its table in a configuration.
#pragma once

#include "strategies/gap_down.hpp"
#include "strategies/settings.hpp"

namespace gapwire::strategies {

/// Reads a `[[rule]]` table of kind gap_down; keys that are left out keep their defaults. Throws
/// OperatorError(config) `file:line: key: reason`. config/gapwire.example.toml documents the keys.
GapDownSettings read_gap_down(const Setting& table);

}  // namespace gapwire::strategies
