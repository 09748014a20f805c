// Segments of a TCP connection (RFC 9293).
#include "sim/tcp_tape.hpp"

#include <algorithm>

namespace gapwire::sim {
namespace {

constexpr std::uint8_t fin = 0x01;
constexpr std::uint8_t syn = 0x02;
constexpr std::uint8_t push = 0x08;
constexpr std::uint8_t ack = 0x10;
constexpr std::int64_t apart_ns = 2'000;  // two segments, at least

UdpPath reversed(const UdpPath& path)
{
    return {.source = path.destination,
            .source_port = path.destination_port,
            .destination = path.source,
            .destination_port = path.source_port,
            .vlan = path.vlan};
}

}  // namespace

TcpTape::TcpTape(Tape& tape, std::uint32_t interface, const UdpPath& path)
    : tape_(tape),
      interface_(interface),
      ends_{End{path, 1'000'001}, End{reversed(path), 3'000'000'001}}
{}

void TcpTape::connect(Timestamp time)
{
    send(TcpEnd::client, time, syn, {});
    send(TcpEnd::server, time, syn | ack, {});
    send(TcpEnd::client, time, ack, {});
}

void TcpTape::say(TcpEnd from, Timestamp time, std::string_view text)
{
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), segment_bytes_max))) {
        const std::string_view part = text.substr(0, segment_bytes_max);
        send(from, time, push | ack,
             Bytes(reinterpret_cast<const std::uint8_t*>(part.data()), part.size()));
    }
}

void TcpTape::close(Timestamp time)
{
    send(TcpEnd::server, time, fin | ack, {});
    send(TcpEnd::client, time, fin | ack, {});
    send(TcpEnd::server, time, ack, {});
}

void TcpTape::send(TcpEnd from, Timestamp time, std::uint8_t flags, Bytes payload)
{
    End& end = ends_[static_cast<std::size_t>(from)];
    const End& other = ends_[1 - static_cast<std::size_t>(from)];
    last_ = std::max(time, Timestamp{last_.ns + apart_ns});
    TapeFrame frame{last_, interface_, {}};
    const bool acknowledges = (flags & ack) != 0;
    append_tcp_frame(
        frame.bytes, end.path, end.identification++,
        {.sequence = end.next, .acknowledgement = acknowledges ? other.next : 0, .flags = flags},
        payload);
    end.next += static_cast<std::uint32_t>(payload.size()) + ((flags & (syn | fin)) != 0 ? 1 : 0);
    tape_.add(std::move(frame));
}

}  // namespace gapwire::sim
