// MoldUDP64 packets of a session, and datagrams as a capture gives them.
#pragma once

#include "app/pipeline/mold_router.hpp"
#include "sim/mold_packetizer.hpp"
#include "tests/pipeline/line.hpp"

namespace gapwire::test {

/// One packet of a session, its first message numbered `sequence`.
inline ByteVector packet(std::string_view session, std::uint64_t sequence, const Messages& all)
{
    sim::MoldPacketizer packetizer(session, sequence, {.payload_bytes_max = 65'507});
    for (const ByteVector& message : all.bytes) packetizer.add(message);
    return packetizer.take();
}

/// The line is told by its destination's port. The payload is only looked at.
inline transport::Datagram datagram_of(const ByteVector& payload, std::uint16_t port,
                                       Timestamp captured = Timestamp{0})
{
    transport::Datagram datagram;
    datagram.captured = captured;
    datagram.destination.port = port;
    datagram.payload = payload;
    return datagram;
}

}  // namespace gapwire::test
