// A TCP connection under test: segments by their fields in, what is handed on out as text.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "feed/transport/tcp_reassembly.hpp"

namespace gapwire::test {

using transport::Segment;
using transport::TcpSide;

/// "open 0", "c:abc" and "s:xyz" (bytes of a side; runs of one side are joined), "c lost 3",
/// "close 0".
class TcpRecorder {
 public:
    void on_opened(std::uint32_t slot, const transport::TcpConnection& connection) noexcept
    {
        say(fmt::format("{} {}", connection.from_the_start ? "open" : "join", slot));
    }
    void on_bytes(std::uint32_t, TcpSide side, Bytes bytes, const Segment&) noexcept
    {
        const std::string text(bytes.begin(), bytes.end());
        const std::string name = side == TcpSide::client ? "c:" : "s:";
        if (!events_.empty() && events_.back().rfind(name, 0) == 0)
            events_.back() += text;
        else
            say(name + text);
    }
    void on_lost(std::uint32_t, TcpSide side, std::uint64_t count) noexcept
    {
        say(fmt::format("{} lost {}", side == TcpSide::client ? 'c' : 's', count));
    }
    void on_closed(std::uint32_t slot) noexcept { say(fmt::format("close {}", slot)); }

    /// All events since the last call.
    std::string story()
    {
        std::string all = fmt::format("{}", fmt::join(events_, " | "));
        events_.clear();
        return all;
    }

 private:
    void say(std::string event) { events_.push_back(std::move(event)); }
    std::vector<std::string> events_;
};

inline constexpr std::uint8_t syn = Segment::flag_syn;
inline constexpr std::uint8_t ack = Segment::flag_ack;
inline constexpr std::uint8_t fin = Segment::flag_fin;
inline constexpr std::uint8_t rst = Segment::flag_rst;

struct Tcp {
    explicit Tcp(const transport::TcpLimits& limits = {}) : reassembly(limits, counters) {}

    /// `port` is the client's and tells connections apart. No acknowledgement where it is 0.
    void send(TcpSide side, std::uint32_t sequence, std::string_view payload,
              std::uint8_t flags = 0, std::uint32_t acknowledgement = 0,
              std::uint16_t port = 40'000)
    {
        const std::string copy(payload);  // gone when the call returns
        Segment segment;
        transport::Endpoint client;
        client.address[0] = 10;
        client.port = port;
        transport::Endpoint server;
        server.address[0] = 20;
        server.port = 18'000;
        segment.source = side == TcpSide::client ? client : server;
        segment.destination = side == TcpSide::client ? server : client;
        segment.sequence = sequence;
        segment.acknowledgement = acknowledgement;
        segment.flags = static_cast<std::uint8_t>(flags | (acknowledgement != 0 ? ack : 0));
        segment.payload = {reinterpret_cast<const std::uint8_t*>(copy.data()), copy.size()};
        reassembly.on_segment(segment, recorder);
    }
    void client(std::uint32_t sequence, std::string_view payload, std::uint8_t flags = 0,
                std::uint32_t acknowledgement = 0)
    {
        send(TcpSide::client, sequence, payload, flags, acknowledgement);
    }
    void server(std::uint32_t sequence, std::string_view payload, std::uint8_t flags = 0,
                std::uint32_t acknowledgement = 0)
    {
        send(TcpSide::server, sequence, payload, flags, acknowledgement);
    }
    /// Client from 100, server from 500: the first bytes are 101 and 501.
    void handshake()
    {
        client(100, "", syn);
        server(500, "", syn, 101);
        client(101, "", 0, 501);
    }
    void finish() { reassembly.finish(recorder); }
    std::string story() { return recorder.story(); }
    std::uint64_t operator[](Counter counter) const { return counters[counter]; }

    Counters counters;
    TcpRecorder recorder;
    transport::TcpReassembly reassembly;
};

}  // namespace gapwire::test
