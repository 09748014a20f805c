// The settings of gap_down and gap_up, read from their tables in a configuration.
#pragma once

#include "strategies/gap.hpp"
#include "strategies/settings.hpp"

namespace gapwire::strategies {

/// Reads a `[[rule]]` table of kind gap_down or gap_up; keys that are left out keep their defaults.
/// Throws OperatorError(config) `file:line: key: reason`. config/gapwire.example.toml documents the
/// keys.
GapSettings read_gap_down(const Setting& table);
GapSettings read_gap_up(const Setting& table);

}  // namespace gapwire::strategies
