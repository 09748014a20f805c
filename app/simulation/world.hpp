// A whole market in one thread on a virtual clock, from one seed: exchange, network and channel.
#pragma once

#include <map>
#include <string>

#include "app/simulation/plan.hpp"

namespace gapwire::app {

/// What a run was and did. Faults are counted where they happened, never where they were planned.
struct SimulationReport {
    std::uint64_t seed = 0;
    Situation situation{};
    std::string failure{};  // empty: everything held
    std::map<std::string, std::uint64_t> happened{};
    std::int64_t recovered_ns = 0;  // from the end of all faults until every book was valid
    std::uint64_t messages = 0;
    std::uint64_t checks = 0;  // comparisons of all books with the truth
};

/// Everything must be valid again so long after the last fault, and after the last message.
inline constexpr std::int64_t recovery_bound_ns = 15'000'000'000;

/// Runs one seed. Checks after every delivery and every turn that a book which says it is valid
/// equals the true book at that message; at the end, that within `recovery_bound_ns` everything is
/// valid and complete; and that the faults of the plan happened.
/// Deterministic: the same seed does the same, on every machine.
SimulationReport run_simulation(std::uint64_t seed);

}  // namespace gapwire::app
