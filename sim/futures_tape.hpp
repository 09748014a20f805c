// The futures channel of a scenario as captured: both lines, and the loops beside them.
#pragma once

#include "sim/captured_lines.hpp"
#include "sim/scenario.hpp"
#include "sim/tape.hpp"

namespace gapwire::sim {

struct FuturesReport {
    std::uint64_t events = 0;
    std::array<LineCount, 2> lines{};
    std::uint64_t loop_packets = 0;
};

/// Plays [futures] of `scenario` onto `tape`; a line that is not `heard` changes nothing else.
/// Loops begin a little before trading, with limits and a pre-open; the channel says good-bye with
/// a status. The same scenario gives the same frames on every machine.
/// REQUIRES: scenario.futures.
FuturesReport tell_futures(const Scenario& scenario, const std::array<bool, 2>& heard, Tape& tape);

}  // namespace gapwire::sim
