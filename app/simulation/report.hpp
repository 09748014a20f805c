// What one simulated run was and did, whatever protocol it spoke.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "sim/network.hpp"

namespace gapwire::app {

/// Faults are counted where they happened, never where they were planned.
struct SimulationReport {
    std::uint64_t seed = 0;
    std::string_view situation{};
    std::string failure{};  // empty: everything held
    std::map<std::string, std::uint64_t> happened{};
    std::int64_t recovered_ns = 0;  // from the end of all faults until every book was valid
    std::uint64_t messages = 0;
    std::uint64_t checks = 0;  // comparisons of all books with the truth

    /// The first failure is the one that is told.
    void fail(Timestamp now, std::string_view what);
    /// A fault of the plan that did not happen is a failure of the run.
    void demand(Timestamp now, bool planned, const std::string& fault);

    /// What the links did: "packets lost" where `packets` is "packets".
    void count(const sim::Link& link, const std::string& packets);
    /// What they had to do by their plans. Some of these links have to have done it.
    void demand_planned(Timestamp now, std::span<const sim::LinkPlan> plans,
                        const std::string& packets);
};

/// Everything must be valid again so long after the last fault, and after the last message.
inline constexpr std::int64_t recovery_bound_ns = 15'000'000'000;

}  // namespace gapwire::app
