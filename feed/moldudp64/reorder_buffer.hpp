// Packets that came too early, kept in sequence order in memory of a fixed size.
#pragma once

#include <vector>

#include "core/region.hpp"
#include "feed/moldudp64/packet.hpp"

namespace gapwire::moldudp64 {

/// A packet that waits. `blocks` live until it is popped.
struct HeldPacket {
    std::uint64_t sequence = 0;
    std::uint16_t count = 0;
    Bytes blocks;
    Timestamp received;
    std::uint64_t mark = 0;  // whatever the session wants to remember

    std::uint64_t end() const noexcept { return sequence + count; }
};

/// Sorted by first sequence number. The bytes are copied one behind the other and the space is
/// reused when the buffer has become empty, which is when a hole has closed.
/// Memory: fixed at construction. Threads: one.
class ReorderBuffer {
 public:
    ReorderBuffer(std::size_t packets_max, std::size_t bytes_max)
        : packets_max_(packets_max), memory_(bytes_max)
    {
        held_.reserve(packets_max);
    }

    enum class PushStatus { held, duplicate, full };

    /// Keeps a copy. A packet with the numbers of one that is held already is a duplicate.
    PushStatus push(const Packet& packet, Timestamp received, std::uint64_t mark) noexcept;

    bool empty() const noexcept { return first_ == held_.size(); }
    const HeldPacket& front() const noexcept { return held_[first_]; }
    void pop() noexcept;
    std::size_t size() const noexcept { return held_.size() - first_; }

 private:
    std::size_t packets_max_;
    LargeArray<std::uint8_t> memory_;
    std::size_t used_ = 0;
    std::vector<HeldPacket> held_;  // [first_, end) wait; never grows past its reserve
    std::size_t first_ = 0;
};

}  // namespace gapwire::moldudp64
