// A MoldUDP64 session: arbitration by the numbers of messages, and the bytes of a request.
#pragma once

#include <algorithm>

#include "feed/arbitration/session.hpp"
#include "feed/moldudp64/packet.hpp"

namespace gapwire::moldudp64 {

using arbitration::LinePrefix;
using arbitration::Request;
using arbitration::RequestLimits;
using arbitration::SessionLimits;

/// Messages with their length before them.
struct MessageBlocks {
    static Bytes take(Bytes& blocks) noexcept { return take_block(blocks); }
    static constexpr Counter packets = Counter::mold_packets;
    static constexpr Counter heartbeats = Counter::mold_heartbeats;
    static constexpr Counter ends_of_session = Counter::mold_end_of_session;
    static constexpr Counter packets_too_far = Counter::mold_too_far;
};

/// Source: MoldUDP64 Protocol Specification 1.00, "Downstream Packet" and "Request Packet".
using Session = arbitration::Session<MessageBlocks>;

/// The bytes of a request, ready to be sent.
inline RequestPacket packet_of(const Request& request, const SessionId& session) noexcept
{
    RequestPacket packet{.session = {},
                         .sequence_number = U64be::of(request.sequence),
                         .requested_message_count = U16be::of(request.count)};
    std::copy_n(session.raw.begin(), session.raw.size(), packet.session.raw);
    return packet;
}

}  // namespace gapwire::moldudp64
