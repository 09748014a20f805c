// A simulated FIX venue on a real socket: one session, one connection at a time.
#pragma once

#include <functional>

#include "sim/fix_venue.hpp"
#include "sim/serve.hpp"

namespace gapwire::sim {

/// Times of faults count from the first message of the script that moves an order.
struct FixServeOptions {
    FixVenueOptions venue{};  // but its clock
    Ipv4 address{0x7F000001};
    std::uint16_t port = 0;  // 0: any
    Pace pace{};
    std::int64_t start_after_ns = 0;  // quiet before the first message
    std::int64_t linger_ns = 0;       // and between the last one and the good-bye
};

struct FixServeReport {
    std::uint64_t messages = 0;  // of the script
    bool has_ended = false;      // else it was stopped before
    FixVenueCount venue{};
    std::uint64_t connections = 0;
    std::uint64_t connections_refused = 0;  // while there was one
};

/// Plays the messages of `script` at its pace to whoever logs on, and returns when they are over,
/// it has lingered and said good-bye; or on SIGTERM or SIGINT. What comes before the first order,
/// the directory above all, is known from the start.
///
/// Input    `script` with nothing sent yet. `state` is empty and has every sent message applied at
///          the end. `ready` is called once with the port.
/// Errors   OperatorError(io) for a socket that cannot be opened or bound, OperatorError(usage) for
///          names that make no session.
/// Threads  one; everything happens inside the call.
FixServeReport serve_fix(Script& script, const FixServeOptions& options, FeedState& state,
                         const std::function<void(std::uint16_t)>& ready);

}  // namespace gapwire::sim
