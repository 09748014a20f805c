// The stages of the line for FIX, timed on the messages of a log in memory.
#pragma once

#include <optional>

#include "app/bench_replay.hpp"

namespace gapwire::app {

/// As bench_replay, of the messages of a FIX log, of all its sessions as if they were one: `walk`
/// frames them and verifies length and checksum, `decode` makes events of them as well, `books`
/// applies them to books of quotes by price, `rules` adds publication. Nothing for a file that is
/// no FIX log. Throws OperatorError for one that cannot be opened.
std::optional<BenchReport> bench_replay_fix(const std::string& path, const BenchPlan& plan);

}  // namespace gapwire::app
