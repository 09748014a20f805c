// Packets that came too early, kept in sequence order in memory of a fixed size.
#pragma once

#include <optional>
#include <vector>

#include "core/region.hpp"
#include "feed/arbitration/packet.hpp"

namespace gapwire::arbitration {

/// A packet that waits. `blocks` live until it is popped.
struct HeldPacket {
    std::uint64_t sequence = 0;
    std::uint16_t count = 0;
    std::uint32_t sightings = 1;  // it and its duplicates
    Bytes blocks;
    Timestamp received;
    Timestamp since;  // the earliest `received` of this and all behind: it shows the hole before
};

/// Sorted by first sequence number. The bytes are copied one behind the other; what was popped is
/// reused when the buffer has become empty, and otherwise when twice the limit is used up, so that
/// a packet is moved once or so however long the buffer never gets empty.
/// Memory: fixed at construction, twice the limits. Threads: one.
class ReorderBuffer {
 public:
    ReorderBuffer(std::size_t packets_max, std::size_t bytes_max)
        : packets_max_(packets_max), bytes_max_(bytes_max), memory_(2 * bytes_max)
    {
        held_.reserve(2 * packets_max);
        by_place_.reserve(packets_max);
    }

    enum class PushStatus { held, duplicate, full };

    /// Keeps a copy. A packet with the numbers and bytes of one that is held is its duplicate.
    PushStatus push(const Packet& packet, Timestamp received) noexcept;

    bool empty() const noexcept { return first_ == held_.size(); }
    std::size_t size() const noexcept { return held_.size() - first_; }

    /// The lowest and the highest number. REQUIRES for these and to pop them: !empty().
    const HeldPacket& front() const noexcept { return held_[first_]; }
    const HeldPacket& back() const noexcept { return held_.back(); }
    void pop() noexcept;
    void pop_back() noexcept;

    /// The lowest number above `sequence` that begins a group: packets seen `sightings` times in
    /// all, whose numbers are within `span`.
    std::optional<std::uint64_t> first_group(std::uint64_t sequence, std::uint64_t span,
                                             std::size_t sightings) const noexcept;

 private:
    using Place = std::vector<HeldPacket>::iterator;

    HeldPacket* find(const Packet& packet, Place behind) noexcept;
    void spread_time(Place place) noexcept;
    Bytes copy(Bytes blocks) noexcept;
    void release(Bytes blocks) noexcept;
    void compact() noexcept;

    std::size_t packets_max_;
    std::size_t bytes_max_;
    std::size_t bytes_ = 0;  // of those that wait
    LargeArray<std::uint8_t> memory_;
    std::size_t used_ = 0;
    std::vector<HeldPacket> held_;  // [first_, end) wait; never grows past its reserve
    std::size_t first_ = 0;
    std::vector<HeldPacket*> by_place_;  // for compact() only
};

}  // namespace gapwire::arbitration
