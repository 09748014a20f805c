// Early packets in sequence order.
#include "feed/moldudp64/reorder_buffer.hpp"

#include <algorithm>

namespace gapwire::moldudp64 {

ReorderBuffer::PushStatus ReorderBuffer::push(const Packet& packet, Timestamp received,
                                              std::uint64_t mark) noexcept
{
    const auto waiting = held_.begin() + static_cast<std::ptrdiff_t>(first_);
    const auto place = std::upper_bound(
        waiting, held_.end(), packet.sequence,
        [](std::uint64_t sequence, const HeldPacket& held) { return sequence < held.sequence; });
    for (auto same = place; same != waiting && (same - 1)->sequence == packet.sequence; --same)
        if ((same - 1)->count == packet.count) return PushStatus::duplicate;
    if (held_.size() == packets_max_ || memory_.size() - used_ < packet.blocks.size())
        return PushStatus::full;

    std::uint8_t* const copy = memory_.data() + used_;
    std::copy(packet.blocks.begin(), packet.blocks.end(), copy);
    used_ += packet.blocks.size();
    held_.insert(place, {packet.sequence, packet.count, {copy, packet.blocks.size()}, received,
                         mark});
    return PushStatus::held;
}

void ReorderBuffer::pop() noexcept
{
    if (++first_ < held_.size()) return;
    held_.clear();
    first_ = 0;
    used_ = 0;
}

}  // namespace gapwire::moldudp64
