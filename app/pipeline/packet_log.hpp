// The last packets of a channel, kept so that a snapshot can be brought up to date.
#pragma once

#include <cstring>
#include <vector>

#include "core/region.hpp"
#include "core/types.hpp"

namespace gapwire::pipeline {

/// Packets with consecutive numbers, the oldest making room for new ones. Off until switched on.
/// Memory: `bytes_max` and `packets_max` places, fixed by switch_on. Threads: one.
class PacketLog {
 public:
    static constexpr std::size_t bytes_max = std::size_t{8} << 20;
    static constexpr std::size_t packets_max = std::size_t{1} << 14;

    void switch_on()
    {
        if (!places_.empty()) return;
        places_.resize(packets_max);
        memory_ = LargeArray<std::uint8_t>(bytes_max);
    }
    bool is_on() const noexcept { return !places_.empty(); }

    /// Forgets what came before a number that does not follow.
    void add(std::uint32_t sequence, Bytes packet) noexcept
    {
        if (!is_on() || packet.size() > bytes_max) return;
        if (first_ == next_ || sequence != next_) {
            first_ = next_ = sequence;
            end_ = 0;
        }
        if (bytes_max - end_ < packet.size()) {  // go on at the front, behind the oldest
            while (first_ != next_ && place(first_).at >= end_) drop();
            end_ = 0;
        }
        while (first_ != next_ && (next_ - first_ == packets_max || overlaps(packet.size())))
            drop();
        std::memcpy(memory_.data() + end_, packet.data(), packet.size());
        place(next_) = {static_cast<std::uint32_t>(end_),
                        static_cast<std::uint32_t>(packet.size())};
        end_ += packet.size();
        ++next_;
    }
    void clear() noexcept { first_ = next_ = 0; }

    /// Whether every packet from this number on is here, up to the last one.
    bool reaches_back_to(std::uint32_t sequence) const noexcept
    {
        return first_ != next_ && sequence >= first_ && sequence <= next_;
    }
    /// Calls visit(packet) for each from this number on. REQUIRES: reaches_back_to(sequence).
    template <class Visit>
    void for_each_from(std::uint32_t sequence, Visit&& visit) const
    {
        for (; sequence != next_; ++sequence) {
            const Place& at = places_[sequence % packets_max];
            visit(Bytes{memory_.data() + at.at, at.size});
        }
    }

 private:
    struct Place {
        std::uint32_t at = 0;
        std::uint32_t size = 0;
    };
    Place& place(std::uint32_t sequence) noexcept { return places_[sequence % packets_max]; }
    void drop() noexcept { ++first_; }
    /// Whether the oldest lies where the next `size` bytes go.
    bool overlaps(std::size_t size) noexcept
    {
        const Place& oldest = place(first_);
        return oldest.at < end_ + size && end_ < std::size_t{oldest.at} + oldest.size;
    }

    std::vector<Place> places_;
    LargeArray<std::uint8_t> memory_;
    std::uint32_t first_ = 0;
    std::uint32_t next_ = 0;
    std::size_t end_ = 0;  // where the next packet goes
};

}  // namespace gapwire::pipeline
