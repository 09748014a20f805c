// Order reference to order slot: a window of recent references, and a table for what outlives it.
#pragma once

#include "book/reference_table.hpp"

namespace gapwire::book {

/// References rise, roughly, and young orders get nine tenths of the traffic: those are addressed
/// directly, and stay in cache. The window is a ring of lines of 16 neighbouring references, and it
/// goes round in laps:
///
///     lap of line 0 | lap of line 1 | ...                       4 bytes each
///     slot of reference 16 n + 0 .. 15                          64 bytes, one cache line each
///
/// A line is taken over by the first reference of a later lap that falls on it; the slots that are
/// still there then move to the table. A line's lap never falls, so where a reference must be is
/// never in doubt: in the line if the laps are equal, in the table if the line has moved on,
/// nowhere if the line has not come so far. References that jump at random are right as well, they
/// only cost more.
/// Threads: one. Memory: fixed at construction.
class OrderIndex {
 public:
    /// Room for `orders_max` live references, at least 8.
    explicit OrderIndex(std::size_t orders_max, bool prefault)
        : lines_(std::bit_ceil(orders_max / 8), prefault),
          laps_(lines_.size(), prefault),
          mask_(lines_.size() - 1),
          lap_shift_(std::countr_zero(lines_.size()) + line_shift),
          old_(orders_max, prefault)
    {
    }

    void prefetch(std::uint64_t reference) const noexcept
    {
        simd::prefetch_write(&lines_[line_of(reference)]);
    }
    void prefetch_old(std::uint64_t reference) const noexcept { old_.prefetch(reference); }

    /// The slot of `reference`, or no_slot. `orders` is the table the slots index.
    Slot find(std::uint64_t reference, const Order* orders) const noexcept
    {
        const std::size_t line = line_of(reference);
        if (laps_[line] == lap_of(reference)) [[likely]]
            return lines_[line].slots[reference % per_line];
        return laps_[line] > lap_of(reference) ? old_.find(reference, orders) : no_slot;
    }

    /// A guess for prefetching, unverified: right for young references, no_slot for others.
    Slot guess_young(std::uint64_t reference) const noexcept
    {
        const std::size_t line = line_of(reference);
        const Slot slot = lines_[line].slots[reference % per_line];
        return laps_[line] == lap_of(reference) ? slot : no_slot;
    }
    Slot guess_old(std::uint64_t reference) const noexcept { return old_.guess(reference); }

    /// Where a new reference would go, and the order that has it already, if any.
    struct Claim {
        Slot found;
        Slot* young;  // its place in the window; null: it belongs to the table
    };
    Claim claim(std::uint64_t reference, const Order* orders) noexcept
    {
        const std::size_t line = line_of(reference);
        const std::uint64_t lap = lap_of(reference);
        if (laps_[line] != lap) [[unlikely]] {
            if (laps_[line] > lap) return {old_.find(reference, orders), nullptr};
            take_over(line, lap);
        }
        Slot* const place = &lines_[line].slots[reference % per_line];
        return {*place, place};
    }

    /// REQUIRES: `claimed` is the last claim, of this reference, and found nothing; fewer than
    /// `orders_max` references are in the index.
    void insert(const Claim& claimed, std::uint64_t reference, Slot slot) noexcept
    {
        if (claimed.young != nullptr) [[likely]]
            *claimed.young = slot;
        else
            old_.insert(reference, slot);
    }

    /// Asks for what a new reference will need beyond its line: when it is the first of its lap,
    /// the places in the table of those it will drive out. Nothing for the line asked for last.
    std::size_t prefetch_claim(std::uint64_t reference, std::size_t last_line) const noexcept
    {
        const std::size_t line = line_of(reference);
        if (line == last_line) return line;
        if (laps_[line] >= lap_of(reference) || laps_[line] == 0) [[likely]] return line;
        const std::uint64_t first = first_reference(line);
        for (std::uint64_t i = 0; i < per_line; ++i)
            if (lines_[line].slots[i] != no_slot) old_.prefetch(first + i);
        return line;
    }

    /// REQUIRES: `reference` is in the index with this `slot`.
    void erase(std::uint64_t reference, Slot slot) noexcept
    {
        const std::size_t line = line_of(reference);
        if (laps_[line] == lap_of(reference)) [[likely]]
            lines_[line].slots[reference % per_line] = no_slot;
        else
            old_.erase(reference, slot);
    }

 private:
    static constexpr std::uint64_t per_line = 16;
    static constexpr int line_shift = 4;

    struct alignas(64) Line {
        Slot slots[per_line];
    };

    std::size_t line_of(std::uint64_t reference) const noexcept
    {
        return (reference >> line_shift) & mask_;
    }
    /// From 1; 0 is a line that was never used.
    std::uint64_t lap_of(std::uint64_t reference) const noexcept
    {
        return (reference >> lap_shift_) + 1;
    }

    std::uint64_t first_reference(std::size_t line) const noexcept
    {
        return (laps_[line] - 1) << lap_shift_ | line << line_shift;
    }

    [[gnu::noinline]] void take_over(std::size_t line, std::uint64_t lap) noexcept
    {
        for (std::uint64_t i = 0; i < per_line; ++i) {
            Slot& slot = lines_[line].slots[i];
            if (slot == no_slot) continue;
            old_.insert(first_reference(line) + i, slot);
            slot = no_slot;
        }
        laps_[line] = lap;
    }

    LargeArray<Line> lines_;
    LargeArray<std::uint64_t> laps_;
    std::size_t mask_;
    int lap_shift_;
    ReferenceTable old_;
};

}  // namespace gapwire::book
