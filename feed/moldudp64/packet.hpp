// One MoldUDP64 datagram, checked as a whole before anything in it is believed.
#pragma once

#include "core/counters.hpp"
#include "feed/arbitration/packet.hpp"
#include "feed/moldudp64/wire.hpp"

namespace gapwire::moldudp64 {

enum class PacketStatus : std::uint8_t {
    ok,
    too_short,          // no header
    bad_length,         // the message blocks do not end where the datagram ends
    sequence_zero,      // data numbered from 0; accepted on request
    sequence_overflow,  // the last message would be past 2^64
};

/// The counter that a packet of a known session adds to when it is refused. REQUIRES: not ok.
constexpr Counter counter_of(PacketStatus status) noexcept
{
    switch (status) {
        case PacketStatus::sequence_zero: return Counter::mold_sequence_zero;
        case PacketStatus::sequence_overflow: return Counter::mold_sequence_overflow;
        default: return Counter::mold_malformed;
    }
}

/// A view of one datagram; lives as long as its bytes.
struct Packet : arbitration::Packet {
    SessionId session;
};

/// Reads and checks a whole datagram: every block inside, the last one ending exactly at the end.
/// A heartbeat or end-of-session packet is its header only.
PacketStatus parse_packet(Bytes datagram, Packet& packet) noexcept;

/// The first message of `blocks`; `blocks` then begins with the next.
/// REQUIRES: blocks come from a packet that parse_packet accepted, and are not used up.
inline Bytes take_block(Bytes& blocks) noexcept
{
    const std::size_t length = view_as<U16be>(blocks.data());
    const Bytes message = blocks.subspan(2, length);
    blocks = blocks.subspan(2 + length);
    return message;
}

}  // namespace gapwire::moldudp64
