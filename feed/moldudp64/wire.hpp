// Packet layouts of MoldUDP64 1.00.
#pragma once

#include "core/bytes.hpp"

namespace gapwire::moldudp64 {

/// Ten opaque bytes; compared raw.
using SessionId = Text<10>;

/// Downstream packet header; `message_count` blocks of u16 length + bytes follow.
struct PacketHeader {
    Ascii<10> session;      //  0
    U64be sequence_number;  // 10  of the first message, or the next to be sent
    U16be message_count;    // 18
};
static_assert(sizeof(PacketHeader) == 20);

/// Request packet to a retransmission server.
struct RequestPacket {
    Ascii<10> session;              //  0
    U64be sequence_number;          // 10
    U16be requested_message_count;  // 18
};
static_assert(sizeof(RequestPacket) == 20);

inline constexpr std::uint16_t heartbeat_count = 0;
inline constexpr std::uint16_t end_of_session_count = 0xFFFF;

}  // namespace gapwire::moldudp64
