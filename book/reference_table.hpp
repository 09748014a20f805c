// Order reference to order slot, for old orders: a hash table of cache lines.
#pragma once

#include <bit>

#include "book/order.hpp"
#include "core/assert.hpp"
#include "core/region.hpp"
#include "core/simd.hpp"

namespace gapwire::book {

/// An open-addressing table. One line holds seven (tag, slot) pairs:
///
///     | tag 0..6 | passed_over | slot 0..6 | - |        64 bytes, one cache line
///
/// References come roughly rising, in real feeds as four interleaved streams (the lowest two bits
/// name the stream). Four neighbours of one stream hash to the same line; lines are scattered. A
/// full line passes a key on to the next line and counts it, so a look-up goes on only while the
/// count says that somebody went on.
///
/// A tag is 32 bits of the reference: equal tags are verified against the order itself by the
/// caller's table, so any 64-bit reference is exact.
/// Threads: one. Memory: `lines` cache lines, fixed at construction; at most 4/7 full.
class ReferenceTable {
 public:
    /// Room for `orders_max` references, at least 8.
    explicit ReferenceTable(std::size_t orders_max, bool prefault)
        : lines_(std::bit_ceil(orders_max / 4), prefault),
          shift_(64 - std::countr_zero(lines_.size())),
          mask_(lines_.size() - 1)
    {}

    void prefetch(std::uint64_t reference) const noexcept
    {
        simd::prefetch_write(&lines_[home(reference)]);
    }

    /// The slot of `reference`, or no_slot. `orders` is the table the slots index.
    Slot find(std::uint64_t reference, const Order* orders) const noexcept
    {
        for (std::size_t at = home(reference);; at = (at + 1) & mask_) {
            const Line& line = lines_[at];
            for (std::uint32_t m = matches(line, reference); m != 0; m &= m - 1) {
                const Slot slot = line.slots[std::countr_zero(m)];
                if (slot != no_slot && orders[slot].reference == reference) return slot;
            }
            if (line.passed_over == 0) return no_slot;
        }
    }

    /// A guess for prefetching: the first slot whose tag fits, unverified, or no_slot.
    Slot guess(std::uint64_t reference) const noexcept
    {
        const Line& line = lines_[home(reference)];
        const std::uint32_t m = matches(line, reference);
        return line.slots[m == 0 ? pairs : std::countr_zero(m)];
    }

    /// REQUIRES: `reference` is not in the table, and the table holds fewer than `orders_max`.
    void insert(std::uint64_t reference, Slot slot) noexcept
    {
        for (std::size_t at = home(reference);; at = (at + 1) & mask_) {
            Line& line = lines_[at];
            const std::uint32_t free = simd::equal_8(line.slots, no_slot) & pair_bits;
            if (free != 0) {
                const int i = std::countr_zero(free);
                line.tags[i] = tag(reference);
                line.slots[i] = slot;
                return;
            }
            ++line.passed_over;
        }
    }

    /// REQUIRES: `reference` is in the table with this `slot`.
    void erase(std::uint64_t reference, Slot slot) noexcept
    {
        for (std::size_t at = home(reference);; at = (at + 1) & mask_) {
            Line& line = lines_[at];
            const std::uint32_t m = simd::equal_8(line.slots, slot) & pair_bits;
            if (m != 0) {
                line.slots[std::countr_zero(m)] = no_slot;
                return;
            }
            GAPWIRE_ASSERT(line.passed_over > 0);
            --line.passed_over;
        }
    }

 private:
    static constexpr int pairs = 7;
    static constexpr std::uint32_t pair_bits = (1u << pairs) - 1;

    struct alignas(64) Line {
        std::uint32_t tags[pairs];
        std::uint32_t passed_over;
        Slot slots[pairs + 1];  ///< the last is no_slot always
    };
    static_assert(sizeof(Line) == 64);

    static std::uint32_t tag(std::uint64_t reference) noexcept
    {
        return static_cast<std::uint32_t>(reference ^ reference >> 32);
    }

    std::size_t home(std::uint64_t reference) const noexcept
    {
        constexpr std::uint64_t neighbours = 0xC;  // bits 2 and 3 tell neighbours of a stream apart
        return ((reference & ~neighbours) * 0x9E37'79B9'7F4A'7C15u) >> shift_;
    }

    static std::uint32_t matches(const Line& line, std::uint64_t reference) noexcept
    {
        return simd::equal_8(line.tags, tag(reference)) & pair_bits;
    }

    LargeArray<Line> lines_;
    int shift_;
    std::size_t mask_;
};

}  // namespace gapwire::book
