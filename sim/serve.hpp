// The simulated exchange on real sockets: multicast lines, request servers, SoupBinTCP, GLIMPSE.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/faulty_lines.hpp"
#include "sim/faulty_request_server.hpp"
#include "sim/feed_state.hpp"
#include "sim/frame_builder.hpp"
#include "sim/serve_script.hpp"

namespace gapwire::sim {

/// A multicast group, or a host for tests without multicast.
struct ServeLine {
    Ipv4 group{};
    std::uint16_t port = 0;
    Ipv4 interface {};  // by which it leaves; 0: the system's choice
    FaultyLinePlan faults{};
};

struct ServeRequestServer {
    std::uint16_t port = 0;  // 0: any
    std::vector<ServerFault> faults{};
};

/// Times of faults count from the moment the stream starts.
struct ServeOptions {
    std::vector<ServeLine> lines{};
    LinkPlan shared{};  // hits every line at once
    MoldPublisherOptions publisher{};
    int ttl = 1;
    Ipv4 address{0x7F000001};  // of the servers
    std::vector<ServeRequestServer> request_servers{};
    std::uint16_t soup_port = 0;
    std::uint16_t glimpse_port = 0;
    std::string user{};
    std::string password{};
    std::vector<ServerFault> glimpse_faults{};
    Pace pace{};
    std::int64_t start_after_ns = 0;  // heartbeats before the first message
    std::int64_t end_after_ns = 0;    // heartbeats between the last message and the end
    std::int64_t linger_ns = 0;       // ends of session and answers behind the end
    std::uint64_t seed = 0;
};

/// Where the servers listen.
struct ServePorts {
    std::vector<std::uint16_t> request_servers{};
    std::uint16_t soup = 0;
    std::uint16_t glimpse = 0;
};

struct ServeReport {
    std::uint64_t messages = 0;  // sent
    bool has_ended = false;      // else it was stopped before
    LinkCount shared{};
    std::vector<FaultyLineCount> lines{};
    std::vector<std::uint64_t> send_errors{};  // by line: the system took no packet
    std::vector<RequestServerCount> request_servers{};
    std::vector<std::uint64_t> requests_refused{};
    std::uint64_t soup_connections = 0;
    std::uint64_t glimpse_connections = 0;
    std::uint64_t glimpse_faults = 0;       // connections whose fault happened
    std::uint64_t connections_refused = 0;  // beyond connections_max
};

/// TCP connections of both servers together.
inline constexpr std::size_t connections_max = 256;

/// Sends the messages of `script` at its pace on all lines, answers requests and logins meanwhile,
/// and returns when the session has ended and lingered, or on SIGTERM or SIGINT.
///
/// Input    `script` with nothing sent yet. `state` is empty and has every sent message applied at
///          the end. `ready` is called once when every socket is open.
/// Errors   OperatorError(io) for a socket that cannot be opened, bound or sent on at the start.
/// Threads  one; everything happens inside the call.
ServeReport serve(Script& script, const ServeOptions& options, FeedState& state,
                  const std::function<void(const ServePorts&)>& ready);

}  // namespace gapwire::sim
