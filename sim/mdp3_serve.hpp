// A simulated MDP 3.0 channel on real sockets: redundant multicast lines and the loops beside them.
#pragma once

#include <functional>

#include "sim/mdp3_publisher.hpp"
#include "sim/serve.hpp"

namespace gapwire::sim {

inline constexpr std::size_t mdp_loop_kinds = mdp_feed_kinds - 1;

/// Times of faults count from the first market event.
struct MdpServeOptions {
    std::vector<ServeLine> lines{};                 // of the incremental feed
    std::array<ServeLine, mdp_loop_kinds> loops{};  // books, orders, definitions
    LinkPlan shared{};                              // hits every line at once, and no loop
    MdpPublisherOptions publisher{};                // but its time on the wire
    int ttl = 1;
    std::int64_t start_after_ns = 0;  // loops and heartbeats before the first event
    std::int64_t linger_ns = 0;       // and behind the last
    std::uint64_t seed = 0;
};

struct MdpServeReport {
    std::uint64_t events = 0;
    bool has_ended = false;  // else it was stopped before
    LinkCount shared{};
    std::vector<FaultyLineCount> lines{};      // lines, then loops
    std::vector<std::uint64_t> send_errors{};  // by the same: the system took no packet
};

/// Publishes `channel`, by the clock on the wall, until all events are over and it has lingered, or
/// until SIGTERM or SIGINT.
///
/// Input    `ready` is called once when every socket is open.
/// Errors   OperatorError(io) for a socket that cannot be opened, or not sent on at the start.
/// Threads  one; everything happens inside the call.
MdpServeReport serve_mdp3(Mdp3Channel& channel, const MdpServeOptions& options,
                          const std::function<void()>& ready);

}  // namespace gapwire::sim
