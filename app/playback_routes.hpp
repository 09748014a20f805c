// What captures hold for each route: looked up before anything is played, and while it is.
#pragma once

#include <optional>

#include "app/playback.hpp"
#include "feed/fix/framer.hpp"
#include "feed/transport/merge.hpp"
#include "feed/transport/tcp_reassembly.hpp"

namespace gapwire::app {

/// Opens packet captures. Throws OperatorError for any other.
transport::DatagramSource open_packets(const std::vector<std::string>& captures,
                                       Counters& counters);

/// The route of what goes to, or for TCP comes from, this endpoint; the count where there is none.
std::size_t route_of(const std::vector<Route>& routes, const transport::Endpoint& from);

/// Finds the FIX messages that the servers of routes say.
/// Threads: one.
class ServerMessages {
 public:
    /// take(route, message): valid until the call returns.
    using Take = std::function<void(std::size_t route, std::string_view message)>;

    ServerMessages(const std::vector<Route>& routes, Take take);

    void on_segment(const transport::Segment& segment) { reassembly_.on_segment(segment, *this); }

    // From the reassembly.
    void on_opened(std::uint32_t slot, const transport::TcpConnection& connection) noexcept;
    void on_bytes(std::uint32_t slot, transport::TcpSide side, Bytes bytes,
                  const transport::Segment& cause) noexcept;
    void on_lost(std::uint32_t slot, transport::TcpSide side, std::uint64_t count) noexcept;
    void on_closed(std::uint32_t) noexcept {}

 private:
    struct Stream {
        std::size_t route = 0;
        transport::TcpSide side = transport::TcpSide::server;  // that of the route
        fix::Framer framer{};
    };

    const std::vector<Route>& routes_;
    Take take_;
    Counters unused_;
    transport::TcpReassembly reassembly_;
    std::vector<std::optional<Stream>> streams_;  // [slot]
};

/// What the session of a captured FIX server was.
struct CapturedSession {
    Timestamp opened = Timestamp::none();  // when its first segment was captured
    sim::FixPlaybackOptions names{};
};

/// What the captures hold, route by route.
struct Survey {
    PlaybackReport report{};
    std::vector<CapturedSession> sessions{};  // [route]; of FIX
};

/// Reads the captures to their end. Throws OperatorError, as play() does.
Survey survey(const PlaybackOptions& options);

}  // namespace gapwire::app
