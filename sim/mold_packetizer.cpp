// Numbering and packing of MoldUDP64 messages.
#include "sim/mold_packetizer.hpp"

#include <utility>

#include "core/assert.hpp"

namespace gapwire::sim {

using moldudp64::PacketHeader;

MoldPacketizer::MoldPacketizer(std::string_view session, std::uint64_t next_sequence, Limits limits)
    : limits_(limits), session_(Ascii<10>::of(session)), first_(next_sequence)
{
    GAPWIRE_ASSERT(session.size() <= sizeof session_);
    GAPWIRE_ASSERT(limits.messages_max > 0 &&
                   limits.messages_max < moldudp64::end_of_session_count);
}

bool MoldPacketizer::fits(std::size_t message_bytes) const noexcept
{
    const std::size_t payload =
        sizeof(PacketHeader) + blocks_.size() + sizeof(std::uint16_t) + message_bytes;
    return count_ < limits_.messages_max && payload <= limits_.payload_bytes_max;
}

void MoldPacketizer::add(Bytes message)
{
    GAPWIRE_ASSERT(fits(message.size()));
    append_layout(blocks_, U16be::of(static_cast<std::uint16_t>(message.size())));
    append(blocks_, message);
    ++count_;
}

ByteVector MoldPacketizer::take()
{
    GAPWIRE_ASSERT(!empty());
    ByteVector packet = header(count_);
    append(packet, blocks_);
    first_ += std::exchange(count_, std::uint16_t{0});
    blocks_.clear();
    return packet;
}

ByteVector MoldPacketizer::heartbeat() const
{
    GAPWIRE_ASSERT(empty());
    return header(moldudp64::heartbeat_count);
}

ByteVector MoldPacketizer::end_of_session() const
{
    GAPWIRE_ASSERT(empty());
    return header(moldudp64::end_of_session_count);
}

ByteVector MoldPacketizer::header(std::uint16_t count) const
{
    ByteVector packet;
    packet.reserve(sizeof(PacketHeader) + blocks_.size());
    append_layout(packet, PacketHeader{session_, U64be::of(first_), U16be::of(count)});
    return packet;
}

}  // namespace gapwire::sim
