// The price levels of one side of a book, as two sorted arrays with the best price at the end.
#pragma once

#include <algorithm>
#include <array>
#include <bit>

#include "book/order.hpp"
#include "core/assert.hpp"
#include "core/region.hpp"
#include "core/simd.hpp"

namespace gapwire::book {

/// Where the levels of one side lie in the arena, worst price first:
///
///     | 16 keys of padding | keys[capacity] | slots[capacity] |
///
/// The best level is the last, because that is where the traffic is: appending and removing there
/// moves nothing, and a search that starts there mostly ends there.
struct Ladder {
    std::uint32_t chunk = 0;  // offset in the arena, in units of 64 bytes; 0: no chunk yet
    std::uint32_t count = 0;
    std::uint32_t capacity = 0;
    std::uint32_t reserved = 0;
};

/// All ladders' memory, and what can be done to one. Threads: one.
/// Memory: `bytes`, fixed; chunks of a power of two of levels, recycled by size.
class LadderArena {
 public:
    /// A side deeper than this is refused: it bounds what one insertion may move.
    static constexpr std::uint32_t levels_max = 1u << 16;

    explicit LadderArena(std::size_t bytes, bool prefault) : memory_(bytes / 64, prefault) {}

    /// The keys of a ladder, worst first. The 16 before the first are readable.
    const Key* keys(const Ladder& ladder) const noexcept
    {
        return reinterpret_cast<const Key*>(&memory_[ladder.chunk]) + padding;
    }
    const Slot* slots(const Ladder& ladder) const noexcept
    {
        return reinterpret_cast<const Slot*>(keys(ladder) + ladder.capacity);
    }
    /// The best level; no_slot when there is none.
    Slot best(const Ladder& ladder) const noexcept
    {
        return ladder.count == 0 ? no_slot : slots(ladder)[ladder.count - 1];
    }

    void prefetch_best(const Ladder& ladder) const noexcept
    {
        if (ladder.count == 0) return;
        const Key* last = keys(ladder) + ladder.count - 1;
        simd::prefetch_write(last);
        simd::prefetch_write(last - 15);
        simd::prefetch_write(slots(ladder) + ladder.count - 1);
    }

    /// How many levels are worse than `key` or equal to it: the place where `key` is, one past it,
    /// or where it would go.
    std::uint32_t position(const Ladder& ladder, Key key) const noexcept
    {
        const Key* first = keys(ladder);
        std::uint32_t end = ladder.count;
        for (; end > 16; end -= 16) {
            const std::uint32_t better = simd::greater_16(first + end - 16, key);
            if ((better & 1) == 0)
                return end - 16 + static_cast<std::uint32_t>(std::countr_zero(better | 1u << 16));
        }
        // The last window may begin in the padding: what lies there does not count.
        const std::uint32_t padding_bits = (1u << (16 - end)) - 1;
        const std::uint32_t better =
            simd::greater_16(first + static_cast<std::ptrdiff_t>(end) - 16, key) & ~padding_bits;
        return end - 16 + static_cast<std::uint32_t>(std::countr_zero(better | 1u << 16));
    }

    /// The level at `key`, or no_slot.
    Slot find(const Ladder& ladder, Key key) const noexcept
    {
        const std::uint32_t at = position(ladder, key);
        return at > 0 && keys(ladder)[at - 1] == key ? slots(ladder)[at - 1] : no_slot;
    }

    /// Adds a level. False when the arena or the side is full; then nothing has changed.
    /// REQUIRES: no level at `key`.
    bool insert(Ladder& ladder, Key key, Slot slot) noexcept
    {
        if (ladder.count == ladder.capacity && !grow(ladder)) return false;
        const std::uint32_t at = position(ladder, key);
        shift_up(keys_of(ladder), at, ladder.count);
        shift_up(slots_of(ladder), at, ladder.count);
        keys_of(ladder)[at] = key;
        slots_of(ladder)[at] = slot;
        ++ladder.count;
        return true;
    }

    /// REQUIRES: a level at `key`.
    void erase(Ladder& ladder, Key key) noexcept
    {
        const std::uint32_t at = position(ladder, key);
        GAPWIRE_ASSERT(at > 0 && keys(ladder)[at - 1] == key);
        shift_down(keys_of(ladder), at, ladder.count);
        shift_down(slots_of(ladder), at, ladder.count);
        --ladder.count;
    }

 private:
    static constexpr std::uint32_t padding = 16;
    static constexpr std::uint32_t first_capacity = 24;

    struct alignas(64) Unit {
        std::byte bytes[64];
    };

    Key* keys_of(const Ladder& ladder) noexcept { return const_cast<Key*>(keys(ladder)); }
    Slot* slots_of(const Ladder& ladder) noexcept { return const_cast<Slot*>(slots(ladder)); }

    // Most moves are a few places: a plain loop beats a call.
    template <class T>
    static void shift_up(T* values, std::uint32_t at, std::uint32_t count) noexcept
    {
        if (count - at > 64) {
            std::memmove(values + at + 1, values + at, (count - at) * sizeof(T));
            return;
        }
        for (std::uint32_t i = count; i > at; --i) values[i] = values[i - 1];
    }
    template <class T>
    static void shift_down(T* values, std::uint32_t at, std::uint32_t count) noexcept
    {
        if (count - at > 64) {
            std::memmove(values + at - 1, values + at, (count - at) * sizeof(T));
            return;
        }
        for (std::uint32_t i = at; i < count; ++i) values[i - 1] = values[i];
    }

    static std::uint32_t units(std::uint32_t capacity) noexcept
    {
        return (padding + 2 * capacity) * 4 / 64;
    }
    static int size_class(std::uint32_t capacity) noexcept
    {
        return std::countr_zero(capacity / first_capacity);
    }

    bool grow(Ladder& ladder) noexcept;
    std::uint32_t take(std::uint32_t capacity) noexcept;

    LargeArray<Unit> memory_;
    std::uint32_t used_ = 1;  // unit 0 stays empty: what a ladder without levels points to
    std::array<std::uint32_t, 16> free_{};  // by size class; the next free one is in the chunk
};

}  // namespace gapwire::book
