// The options of a rehearsal's clock: what it says, when, and how fast it runs.
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "core/clock.hpp"

namespace gapwire::app {

struct ClockOptions {
    std::int64_t scale = 1;
    std::string start;  // RFC 3339; empty: not given
    std::string from;
};

/// --clock-scale, --clock-start and --clock-from.
void add_clock_options(CLI::App& command, ClockOptions& options);

/// The clock that the options say. `start` and `from` where they are not given.
/// Throws OperatorError(usage).
ScaledClock clock_of(const ClockOptions& options, Timestamp start, Timestamp from);

}  // namespace gapwire::app
