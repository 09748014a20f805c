// SoupBinTCP conversations as captured segments, and as frames of a capture.
#pragma once

#include "feed/transport/frame.hpp"
#include "sim/frame_builder.hpp"
#include "tests/soupbintcp/packets.hpp"

namespace gapwire::test {

namespace soup = soupbintcp::test;
using sim::ByteVector;

inline ByteVector login(std::string_view session = "", std::uint64_t sequence = 1)
{
    std::string fields = "me    secret    " + std::string(session);
    fields.resize(26, ' ');
    return soup::packet('L', fields + soup::padded_left(std::to_string(sequence), 20));
}

/// Sequenced messages, one packet each.
inline ByteVector sequenced(const std::vector<ByteVector>& messages)
{
    ByteVector out;
    for (const ByteVector& message : messages)
        soup::append(out, soup::packet('S', soup::text_of(message)));
    return out;
}

inline ByteVector end_of_snapshot(std::string_view number)
{
    return soup::packet('S', 'G' + soup::padded_left(number, 20));
}

/// One TCP connection between a client and a server; each call is one captured segment.
struct Conversation {
    transport::Endpoint client = endpoint(10, 40'000);
    transport::Endpoint server = endpoint(20, 18'000);
    std::uint32_t client_next = 1'000;
    std::uint32_t server_next = 5'000;

    static transport::Endpoint endpoint(std::uint8_t host, std::uint16_t port)
    {
        transport::Endpoint end;
        end.address[0] = 10;
        end.address[3] = host;
        end.port = port;
        return end;
    }
    transport::Segment from_client(const ByteVector& payload, std::uint8_t flags = 0x10)
    {
        return segment(client, server, client_next, server_next, payload, flags);
    }
    transport::Segment from_server(const ByteVector& payload, std::uint8_t flags = 0x10)
    {
        return segment(server, client, server_next, client_next, payload, flags);
    }
    /// The server sends something that the capture has not.
    void miss(std::size_t bytes) { server_next += static_cast<std::uint32_t>(bytes); }

    static transport::Segment segment(const transport::Endpoint& from,
                                      const transport::Endpoint& to, std::uint32_t& next,
                                      std::uint32_t acknowledged, const ByteVector& payload,
                                      std::uint8_t flags)
    {
        transport::Segment out;
        out.source = from;
        out.destination = to;
        out.sequence = next;
        out.acknowledgement = acknowledged;
        out.flags = flags;
        out.payload = payload;
        next += static_cast<std::uint32_t>(payload.size()) + ((flags & 0x03) != 0 ? 1 : 0);
        return out;
    }
};

/// The frame of a segment, as a capture holds it.
inline ByteVector frame_of(const transport::Segment& segment)
{
    const auto address = [](const transport::Endpoint& end) {
        return sim::Ipv4{view_as<U32be>(end.address.data()).value()};
    };
    ByteVector frame;
    sim::append_tcp_frame(frame,
                          {.source = address(segment.source),
                           .source_port = segment.source.port,
                           .destination = address(segment.destination),
                           .destination_port = segment.destination.port},
                          0, {segment.sequence, segment.acknowledgement, segment.flags},
                          segment.payload);
    return frame;
}

}  // namespace gapwire::test
