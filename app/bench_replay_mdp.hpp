// The stages of the line for MDP 3.0, timed on the packets of a capture in memory.
#pragma once

#include <optional>

#include "app/bench_replay.hpp"

namespace gapwire::app {

/// As bench_replay, of packets: `walk` checks them whole, `decode` makes events of them as well,
/// `books` applies them to level books, `rules` adds publication. Nothing for a capture without
/// MDP 3.0. Throws OperatorError for one that cannot be opened.
std::optional<BenchReport> bench_replay_mdp(const std::string& path, const BenchPlan& plan);

}  // namespace gapwire::app
