// Captures played to sockets: what `gapwire simulate play` does.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "feed/transport/endpoint.hpp"
#include "sim/fix_playback.hpp"
#include "sim/serve.hpp"

namespace gapwire::app {

/// What is played where: a destination of UDP, or the server of FIX connections over TCP.
struct Route {
    transport::Endpoint from{};  // in the captures
    sim::ServeLine to{};         // of TCP: the address and port of the listener; 0: any
};

struct PlaybackOptions {
    std::vector<std::string> captures{};  // pcap and pcapng
    std::vector<Route> routes{};
    int ttl = 1;
    /// What was captured so far apart leaves so far apart, in ns of the machine's clock, however
    /// fast the other one runs.
    std::int64_t apart_ns = 0;
    /// Nothing leaves while something that has left is unread on this machine: a reader of several
    /// sockets then takes everything in the order of the captures, however late it is.
    bool in_step = false;
    /// How long before it was opened, by the day's time, a FIX connection is taken.
    std::int64_t fix_lead_ns = 300'000'000'000;
};

/// What the captures have for a route, and what was made of it.
struct RouteReport {
    Route route{};  // with the port of the listener
    bool is_fix = false;
    std::uint64_t packets = 0;  // captured; of FIX: segments of the server with bytes
    std::uint64_t sent = 0;     // datagrams
    std::uint64_t send_errors = 0;
    std::uint64_t connections = 0;  // of FIX
    std::uint64_t connections_refused = 0;
    sim::FixPlaybackCount fix{};
};

struct PlaybackReport {
    Timestamp first = Timestamp::none();  // captured of all routes
    Timestamp last = Timestamp::none();
    std::vector<RouteReport> routes{};
    bool has_ended = false;              // nothing is left
    std::int64_t lateness_ns_worst = 0;  // of the machine's clock
};

/// Reads the captures once for what they hold, asks `clock_from` for the clock by which they are
/// played, given the time of the first packet, opens the sockets, calls `ready`, and plays them:
/// until everything has been sent, or SIGTERM or SIGINT.
///
/// Datagrams are sent as they were captured, each when the clock says its time. FIX servers say
/// again what they said (sim::FixPlayback), to the client that logs on; other TCP is not played.
///
/// Memory   a packet at a time.
/// Errors   OperatorError: captures that cannot be read or are none of packets, routes of which
///          they hold nothing, sockets that cannot be had.
PlaybackReport play(const PlaybackOptions& options,
                    const std::function<ScaledClock(Timestamp first)>& clock_from,
                    const std::function<void(const PlaybackReport&)>& ready);

}  // namespace gapwire::app
