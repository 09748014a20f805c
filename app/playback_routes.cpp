// What captures hold for each route.
#include "app/playback_routes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "feed/fix/wire.hpp"
#include "feed/transport/open_capture.hpp"
#include "sim/fix_reader.hpp"

namespace gapwire::app {

transport::DatagramSource open_packets(const std::vector<std::string>& captures, Counters& counters)
{
    std::vector<transport::CaptureReader> readers;
    for (const std::string& path : captures) {
        transport::Capture capture = transport::open_capture(path, counters);
        auto* const packets = std::get_if<transport::CaptureReader>(&capture);
        if (packets == nullptr)
            throw OperatorError(ExitCode::bad_input,
                                fmt::format("{}: no packets with addresses to play", path));
        readers.push_back(std::move(*packets));
    }
    return {std::move(readers), counters};
}

std::size_t route_of(const std::vector<Route>& routes, const transport::Endpoint& from)
{
    const auto found =
        std::ranges::find_if(routes, [&](const Route& route) { return route.from == from; });
    return static_cast<std::size_t>(found - routes.begin());
}

ServerMessages::ServerMessages(const std::vector<Route>& routes, Take take)
    : routes_(routes),
      take_(std::move(take)),
      reassembly_({}, unused_),
      streams_(transport::TcpLimits{}.connections_max)
{}

void ServerMessages::on_opened(std::uint32_t slot,
                               const transport::TcpConnection& connection) noexcept
{
    streams_[slot].reset();
    // Without a SYN it is not known who the server was.
    for (const auto side : {transport::TcpSide::server, transport::TcpSide::client}) {
        const bool is_server = side == transport::TcpSide::server;
        const std::size_t route =
            route_of(routes_, is_server ? connection.server : connection.client);
        if (route < routes_.size()) streams_[slot] = Stream{.route = route, .side = side};
    }
}

void ServerMessages::on_bytes(std::uint32_t slot, transport::TcpSide side, Bytes bytes,
                              const transport::Segment&) noexcept
{
    std::optional<Stream>& stream = streams_[slot];
    if (!stream || stream->side != side) return;
    struct Frames {
        const Take& take;
        std::size_t route;
        void on_message(const fix::Message& message) noexcept
        {
            take(route,
                 {reinterpret_cast<const char*>(message.bytes.data()), message.bytes.size()});
        }
        void on_garbled(fix::ScanFault) noexcept {}
    };
    stream->framer.on_bytes(bytes, Frames{take_, stream->route});
}

void ServerMessages::on_lost(std::uint32_t slot, transport::TcpSide, std::uint64_t) noexcept
{
    if (streams_[slot]) streams_[slot]->framer.forget();
}

Survey survey(const PlaybackOptions& options)
{
    Survey found;
    PlaybackReport& report = found.report;
    for (const Route& route : options.routes) report.routes.push_back({.route = route});
    found.sessions.resize(options.routes.size());
    ServerMessages messages(options.routes, [&](std::size_t route, std::string_view message) {
        sim::FixPlaybackOptions& names = found.sessions[route].names;
        names.begin_string = sim::fix_value(message, fix::tag::begin_string);
        names.sender = sim::fix_value(message, fix::tag::sender_comp_id);
        names.target = sim::fix_value(message, fix::tag::target_comp_id);
    });
    Counters unused;
    transport::DatagramSource source = open_packets(options.captures, unused);
    transport::Datagram datagram;
    transport::Segment segment;
    for (;;) {
        const transport::Given given = source.next(datagram, segment);
        if (given == transport::Given::end) break;
        const bool is_tcp = given == transport::Given::segment;
        if (is_tcp) messages.on_segment(segment);
        const std::size_t route =
            route_of(options.routes, is_tcp ? segment.source : datagram.destination);
        if (route == options.routes.size()) continue;
        RouteReport& of = report.routes[route];
        of.is_fix = is_tcp;
        of.packets += !is_tcp || !segment.payload.empty();
        report.last = is_tcp ? segment.captured : datagram.captured;
        if (report.first.is_none()) report.first = report.last;
        if (found.sessions[route].opened.is_none()) found.sessions[route].opened = report.last;
    }
    for (const RouteReport& of : report.routes)
        if (of.packets == 0 || report.first.is_none())
            throw OperatorError(ExitCode::bad_input, fmt::format("the captures hold nothing of {}",
                                                                 to_text(of.route.from)));
    return found;
}

}  // namespace gapwire::app
