// A whole market in one thread on a virtual clock, from one seed: exchange, network and channel.
#pragma once

#include "app/simulation/report.hpp"

namespace gapwire::app {

/// Runs one seed. Checks after every delivery and every turn that a book which says it is valid
/// equals the true book at that message; at the end, that within `recovery_bound_ns` everything is
/// valid and complete; and that the faults of the plan happened.
/// Deterministic: the same seed does the same, on every machine.
SimulationReport run_simulation(std::uint64_t seed);

}  // namespace gapwire::app
