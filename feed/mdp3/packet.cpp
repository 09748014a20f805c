// Size checks of an MDP 3.0 packet: messages, root blocks, groups.
#include "feed/mdp3/packet.hpp"

#include "feed/mdp3/templates.hpp"

namespace gapwire::mdp3 {
namespace {

/// A group is absent when its message ends before it: an earlier version, or the padding of one.
PacketStatus check_groups(const Shape& shape, std::uint16_t version, const std::uint8_t* at,
                          const std::uint8_t* end) noexcept
{
    for (std::size_t i = 0; i < shape.group_count; ++i) {
        const auto [dimension, entry_min, since] = shape.groups[i];
        if (end - at < dimension || version < since) return PacketStatus::ok;
        const std::size_t block_length = view_as<GroupSize>(at).block_length;
        const std::size_t count = at[dimension - 1];
        at += dimension;
        if (static_cast<std::size_t>(end - at) < count * block_length) [[unlikely]]
            return PacketStatus::bad_group;
        if (count > 0 && block_length < entry_min) [[unlikely]]
            return PacketStatus::short_block;
        at += count * block_length;
    }
    return PacketStatus::ok;
}

PacketStatus check_message(const MessageHeader& header, const std::uint8_t* message) noexcept
{
    const std::size_t id = header.template_id;
    if (header.schema_id != schema_id || id >= template_id_end) return PacketStatus::ok;
    const Shape& shape = shapes[id];
    if (!shape.is_known) return PacketStatus::ok;
    const std::size_t root = header.block_length;
    const std::size_t size = header.size;
    if (size - sizeof header < root) [[unlikely]]
        return PacketStatus::bad_block_length;
    if (root < shape.root_min) [[unlikely]]
        return PacketStatus::short_block;
    return check_groups(shape, header.version, message + sizeof header + root, message + size);
}

}  // namespace

PacketStatus check_messages(Bytes messages) noexcept
{
    while (!messages.empty()) {
        if (messages.size() < sizeof(MessageHeader)) [[unlikely]]
            return PacketStatus::bad_message_size;
        const auto& header = view_as<MessageHeader>(messages.data());
        const std::size_t size = header.size;
        if (size < sizeof header || size > messages.size()) [[unlikely]]
            return PacketStatus::bad_message_size;
        const PacketStatus status = check_message(header, messages.data());
        if (status != PacketStatus::ok) [[unlikely]]
            return status;
        messages = messages.subspan(size);
    }
    return PacketStatus::ok;
}

PacketStatus parse_tcp_packet(Bytes bytes, Packet& packet) noexcept
{
    if (bytes.size() < sizeof(U16le)) return PacketStatus::too_short;
    if (view_as<U16le>(bytes.data()) != tcp_prefix) return PacketStatus::no_tcp_prefix;
    return parse_packet(bytes.subspan(sizeof(U16le)), packet);
}

}  // namespace gapwire::mdp3
