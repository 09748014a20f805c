// Order reference to order slot: a window of recent references addressed directly, so that young
// orders, which get nine tenths of the traffic, stay in cache; what outlives it goes to a table.
#pragma once

#include "book/reference_table.hpp"

namespace gapwire::book {

/// References rise, roughly. The window is a ring of lines of 14 neighbouring references:
///
///     | number | slot of reference 14 * number + 0 .. 13 |      64 bytes, one cache line
///
/// A line is taken over by the first reference of a higher number that falls on it; the slots that
/// are still there then move to the table. A line's number never falls, so where a reference must
/// be is never in doubt: in the line if the numbers are equal, in the table if the line has moved
/// on, nowhere if the line has not come so far. References that jump at random are right as well,
/// they only cost more.
/// Threads: one. Memory: fixed at construction.
class OrderIndex {
 public:
    /// Room for `orders_max` live references, at least 8.
    explicit OrderIndex(std::size_t orders_max, bool prefault)
        : lines_(std::bit_ceil(orders_max / 8), prefault),
          mask_(lines_.size() - 1),
          old_(orders_max, prefault)
    {
    }

    enum class Age { young, old, none };

    void prefetch(std::uint64_t reference) const noexcept
    {
        simd::prefetch_write(&lines_[Place(reference).number & mask_]);
    }
    void prefetch_old(std::uint64_t reference) const noexcept { old_.prefetch(reference); }

    /// Where `reference` would be.
    Age age(std::uint64_t reference) const noexcept
    {
        const Place place(reference);
        const Line& line = lines_[place.number & mask_];
        if (line.number == place.number) return Age::young;
        return line.number > place.number ? Age::old : Age::none;
    }

    /// The slot of `reference`, or no_slot. `orders` is the table the slots index.
    Slot find(std::uint64_t reference, const Order* orders) const noexcept
    {
        const Place place(reference);
        const Line& line = lines_[place.number & mask_];
        if (line.number == place.number) [[likely]] return line.slots[place.at];
        return line.number > place.number ? old_.find(reference, orders) : no_slot;
    }

    /// A guess for prefetching, unverified. Young references only.
    Slot guess_young(std::uint64_t reference) const noexcept
    {
        const Place place(reference);
        const Line& line = lines_[place.number & mask_];
        return line.number == place.number ? line.slots[place.at] : no_slot;
    }
    Slot guess_old(std::uint64_t reference) const noexcept { return old_.guess(reference); }

    /// REQUIRES: `reference` is not in the index, and fewer than `orders_max` are.
    void insert(std::uint64_t reference, Slot slot) noexcept
    {
        const Place place(reference);
        Line& line = lines_[place.number & mask_];
        if (line.number != place.number) [[unlikely]] {
            if (line.number > place.number) {
                old_.insert(reference, slot);
                return;
            }
            take_over(line, place.number);
        }
        line.slots[place.at] = slot;
    }

    /// REQUIRES: `reference` is in the index with this `slot`.
    void erase(std::uint64_t reference, Slot slot) noexcept
    {
        const Place place(reference);
        Line& line = lines_[place.number & mask_];
        if (line.number == place.number) [[likely]]
            line.slots[place.at] = no_slot;
        else
            old_.erase(reference, slot);
    }

 private:
    static constexpr std::uint64_t per_line = 14;

    struct alignas(64) Line {
        std::uint64_t number;  // 1 + reference / 14; 0: never used
        Slot slots[per_line];
    };
    static_assert(sizeof(Line) == 64);

    struct Place {
        explicit Place(std::uint64_t reference) noexcept
            : number(reference / per_line + 1), at(reference % per_line)
        {
        }
        std::uint64_t number;
        std::uint64_t at;
    };

    void take_over(Line& line, std::uint64_t number) noexcept
    {
        for (std::uint64_t i = 0; i < per_line; ++i) {
            if (line.slots[i] == no_slot) continue;
            old_.insert((line.number - 1) * per_line + i, line.slots[i]);
            line.slots[i] = no_slot;
        }
        line.number = number;
    }

    LargeArray<Line> lines_;
    std::size_t mask_;
    ReferenceTable old_;
};

}  // namespace gapwire::book
