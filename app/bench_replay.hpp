// The stages of the line, timed one by one on the messages of a capture in memory.
#pragma once

#include <string>
#include <vector>

#include "app/pipeline/itch_stream.hpp"

namespace gapwire::app {

struct BenchPlan {
    int runs = 5;
    std::size_t batch = pipeline::ItchStream::batch_max;
    int cpu = -1;  // -1: not pinned
};

/// Nanoseconds a message, or packet.
struct StageResult {
    std::string name;
    double median = 0;
    double min = 0;
    double max = 0;
    int runs = 0;
};

/// Of single messages handed on one by one, in ns, the reading of the clock included.
struct Latency {
    double p50 = 0;
    double p99 = 0;
    double p999 = 0;
    double max = 0;
};

struct BenchReport {
    std::string capture;
    std::uint64_t messages = 0;
    std::string unit;  // what a figure is one of: "message", or "packet" of MDP 3.0
    std::size_t batch = 0;
    std::string instruction_set;
    std::vector<StageResult> stages;  // walk, decode, books, rules
    Latency latency;                  // of the whole line
};

/// Loads the messages (of MDP 3.0 the packets) of a capture into memory, then runs each stage
/// `plan.runs` times. The stages are taken in turn, so that a machine that changes its clock slows
/// all of them alike. One run more times every message by itself. Throws OperatorError for a
/// capture that cannot be opened or holds no messages.
BenchReport bench_replay(const std::string& path, const BenchPlan& plan);

}  // namespace gapwire::app
