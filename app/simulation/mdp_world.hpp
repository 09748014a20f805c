// A whole futures channel in one thread on a virtual clock, from one seed: MDP 3.0.
#pragma once

#include "app/simulation/report.hpp"

namespace gapwire::app {

/// Runs one seed. Checks after every delivery and every turn that a book which says it is valid
/// equals the true book of that moment (levels, implied ones, orders) and that published tops do;
/// at the end, that within `recovery_bound_ns` every book of which anything was told is valid; and
/// that the faults of the plan happened.
/// Deterministic: the same seed does the same, on every machine.
SimulationReport run_mdp_simulation(std::uint64_t seed);

}  // namespace gapwire::app
