// Early packets in sequence order.
#include "feed/arbitration/reorder_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

namespace gapwire::arbitration {
namespace {

/// Whether `a` is known and earlier than `b`, or all there is.
bool is_earlier(Timestamp a, Timestamp b) noexcept
{
    return !a.is_none() && (b.is_none() || a < b);
}

bool is_below(std::uint64_t sequence, const HeldPacket& held) noexcept
{
    return sequence < held.sequence;
}

}  // namespace

ReorderBuffer::PushStatus ReorderBuffer::push(const Packet& packet, Timestamp received) noexcept
{
    if (held_.size() == 2 * packets_max_ || memory_.size() - used_ < packet.blocks.size())
        compact();
    const auto waiting = held_.begin() + static_cast<std::ptrdiff_t>(first_);
    const auto behind = std::upper_bound(waiting, held_.end(), packet.sequence, is_below);
    if (HeldPacket* const same = find(packet, behind)) {
        ++same->sightings;
        return PushStatus::duplicate;
    }
    if (size() == packets_max_ || bytes_max_ - bytes_ < packet.blocks.size())
        return PushStatus::full;
    spread_time(held_.insert(behind, {.sequence = packet.sequence,
                                      .count = packet.count,
                                      .blocks = copy(packet.blocks),
                                      .received = received,
                                      .since = received}));
    return PushStatus::held;
}

void ReorderBuffer::pop() noexcept
{
    const Bytes blocks = front().blocks;
    ++first_;
    release(blocks);
}

void ReorderBuffer::pop_back() noexcept
{
    const Bytes blocks = back().blocks;
    held_.pop_back();
    release(blocks);
}

std::optional<std::uint64_t> ReorderBuffer::first_group(std::uint64_t sequence, std::uint64_t span,
                                                        std::size_t sightings) const noexcept
{
    const auto waiting = held_.begin() + static_cast<std::ptrdiff_t>(first_);
    auto first = std::upper_bound(waiting, held_.end(), sequence, is_below);
    std::size_t seen = 0;
    for (auto last = first; last != held_.end(); ++last) {
        seen += last->sightings;
        for (; last->sequence - first->sequence > span; ++first) seen -= first->sightings;
        if (seen >= sightings) return first->sequence;
    }
    return std::nullopt;
}

/// The same packet among those before `behind`.
HeldPacket* ReorderBuffer::find(const Packet& packet, Place behind) noexcept
{
    const auto waiting = held_.begin() + static_cast<std::ptrdiff_t>(first_);
    for (auto held = behind; held != waiting && (held - 1)->sequence == packet.sequence; --held) {
        HeldPacket& same = *(held - 1);
        if (same.count == packet.count && std::ranges::equal(same.blocks, packet.blocks))
            return &same;
    }
    return nullptr;
}

/// Keeps `since` the earliest time of a packet and all behind it.
void ReorderBuffer::spread_time(Place place) noexcept
{
    const auto waiting = held_.begin() + static_cast<std::ptrdiff_t>(first_);
    const auto next = place + 1;
    if (next != held_.end() && is_earlier(next->since, place->since)) place->since = next->since;
    for (; place != waiting && is_earlier(place->since, (place - 1)->since); --place)
        (place - 1)->since = place->since;
}

Bytes ReorderBuffer::copy(Bytes blocks) noexcept
{
    std::uint8_t* const to = memory_.data() + used_;
    std::copy(blocks.begin(), blocks.end(), to);
    used_ += blocks.size();
    bytes_ += blocks.size();
    return {to, blocks.size()};
}

void ReorderBuffer::release(Bytes blocks) noexcept
{
    bytes_ -= blocks.size();
    if (!empty()) return;
    held_.clear();
    first_ = 0;
    used_ = 0;
}

/// Moves what waits to the front of the memory.
void ReorderBuffer::compact() noexcept
{
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
    by_place_.clear();
    for (HeldPacket& held : held_) by_place_.push_back(&held);
    std::ranges::sort(by_place_, std::less<>(),
                      [](const HeldPacket* held) { return held->blocks.data(); });
    used_ = 0;
    for (HeldPacket* const held : by_place_) {
        const std::size_t size = held->blocks.size();
        std::memmove(memory_.data() + used_, held->blocks.data(), size);
        held->blocks = {memory_.data() + used_, size};
        used_ += size;
    }
}

}  // namespace gapwire::arbitration
