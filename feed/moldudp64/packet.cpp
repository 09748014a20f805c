// Length checks of a MoldUDP64 datagram.
#include "feed/moldudp64/packet.hpp"

namespace gapwire::moldudp64 {
namespace {

bool blocks_fill(Bytes blocks, std::uint16_t count) noexcept
{
    for (; count > 0; --count) {
        if (blocks.size() < 2) return false;
        const std::size_t length = view_as<U16be>(blocks.data());
        if (blocks.size() - 2 < length) return false;
        blocks = blocks.subspan(2 + length);
    }
    return blocks.empty();
}

}  // namespace

PacketStatus parse_packet(Bytes datagram, Packet& packet) noexcept
{
    if (datagram.size() < sizeof(PacketHeader)) return PacketStatus::too_short;
    const auto& header = view_as<PacketHeader>(datagram.data());
    const std::uint16_t count = header.message_count;
    packet.session = header.session.text();
    packet.sequence = header.sequence_number;
    packet.end_of_session = count == end_of_session_count;
    packet.count = packet.end_of_session ? std::uint16_t{0} : count;
    packet.blocks = datagram.subspan(sizeof(PacketHeader));
    if (!blocks_fill(packet.blocks, packet.count)) return PacketStatus::bad_length;
    if (packet.sequence > UINT64_MAX - packet.count) return PacketStatus::sequence_overflow;
    if (packet.sequence == 0 && packet.count > 0) return PacketStatus::sequence_zero;
    return PacketStatus::ok;
}

}  // namespace gapwire::moldudp64
