// One packet of CME MDP 3.0, checked as a whole before anything in it is believed.
#pragma once

#include "core/assert.hpp"
#include "core/counters.hpp"
#include "feed/mdp3/wire.hpp"

namespace gapwire::mdp3 {

enum class PacketStatus : std::uint8_t {
    ok,
    too_short,         // no header, or no message behind it
    no_tcp_prefix,     // not 0xCAFE
    bad_message_size,  // less than a header, or beyond the packet
    bad_block_length,  // a root block beyond its message
    bad_group,         // entries beyond their message
    short_block,       // lacks fields that every version of its template has
};

/// The counter of a packet that is refused. REQUIRES: not ok.
constexpr Counter counter_of(PacketStatus) noexcept
{
    return Counter::mdp_malformed;
}

/// A view of one packet; lives as long as its bytes.
struct Packet {
    std::uint32_t sequence = 0;
    std::uint64_t sending_time_ns = 0;
    Bytes messages;
};

/// Takes the header of a UDP packet and nothing else: enough to tell a duplicate.
inline PacketStatus parse_header(Bytes datagram, Packet& packet) noexcept
{
    if (datagram.size() < sizeof(PacketHeader) + sizeof(MessageHeader)) [[unlikely]]
        return PacketStatus::too_short;
    const auto& header = view_as<PacketHeader>(datagram.data());
    packet.sequence = header.sequence;
    packet.sending_time_ns = header.sending_time;
    packet.messages = datagram.subspan(sizeof(PacketHeader));
    return PacketStatus::ok;
}

/// Checks that messages fill `messages` to its end, and every block and group of those whose
/// template is known: all of them lie inside, and none is shorter than its template has ever been.
/// A message may be longer than what its fields need. Messages of another schema, and of unknown
/// templates, have only their size checked.
PacketStatus check_messages(Bytes messages) noexcept;

/// Reads and checks a whole UDP packet. One that is refused counts as lost.
inline PacketStatus parse_packet(Bytes datagram, Packet& packet) noexcept
{
    const PacketStatus status = parse_header(datagram, packet);
    return status == PacketStatus::ok ? check_messages(packet.messages) : status;
}

/// The same for a packet of a TCP feed, which has a prefix.
PacketStatus parse_tcp_packet(Bytes bytes, Packet& packet) noexcept;

/// The first message of `messages`, its header included; `messages` then begins with the next.
/// REQUIRES: messages come from a packet that was accepted, and are not used up.
inline Bytes take_message(Bytes& messages) noexcept
{
    const std::size_t size = view_as<MessageHeader>(messages.data()).size;
    GAPWIRE_ASSERT(size >= sizeof(MessageHeader) && size <= messages.size());
    const Bytes message = messages.first(size);
    messages = messages.subspan(size);
    return message;
}

}  // namespace gapwire::mdp3
