// Packets of one MDP 3.0 channel in order: arbitration by the numbers of packets.
#pragma once

#include <utility>

#include "feed/arbitration/session.hpp"
#include "feed/mdp3/packet.hpp"

namespace gapwire::mdp3 {

/// Each packet is one message of the session, heartbeats too: all of them have numbers.
struct WholePackets {
    static Bytes take(Bytes& blocks) noexcept { return std::exchange(blocks, {}); }
    static constexpr Counter packets = Counter::mdp_packets;
    static constexpr Counter heartbeats = Counter::mdp_packets;  // there are none without a number
    static constexpr Counter ends_of_session = Counter::mdp_packets;
    static constexpr Counter packets_too_far = Counter::mdp_too_far;
};

using Session = arbitration::Session<WholePackets>;

/// A datagram that parse_packet has accepted, as its session takes and delivers it: whole.
inline arbitration::Packet numbered(const Packet& packet, Bytes datagram) noexcept
{
    return {.sequence = packet.sequence, .count = 1, .blocks = datagram};
}

}  // namespace gapwire::mdp3
