// Every live order, found by its reference: young orders where the reference says, old ones hashed.
#pragma once

#include "book/reference_table.hpp"

namespace gapwire::book {

/// References rise, roughly, and young orders get nine tenths of the traffic. A young order
/// therefore lies where its reference says, in a window that the rising references go round and
/// round. Who is still alive when a later reference needs the place moves to the old orders, which
/// lie close together and are found by a hash table:
///
///     | nobody | window[a power of two], by reference | old orders |
///
/// A place of the window keeps the reference it had last, and that never falls. So where an order
/// must be is never in doubt: at its place if the references are equal, among the old if the place
/// has moved on to a greater one, nowhere if it has not come so far. References that jump at random
/// are right as well, they only cost more.
///
/// Slots name places. An order keeps its slot until it is moved, which is the caller's to do,
/// because other orders and levels point at it.
/// Threads: one. Memory: fixed at construction, touched when used.
class OrderTable {
 public:
    /// Room for `orders_max` live orders, in [8, 2^24).
    explicit OrderTable(std::size_t orders_max, bool prefault)
        : window_mask_(std::bit_ceil(orders_max / 4) - 1),
          first_old_(static_cast<Slot>(first_young + window_mask_ + 1)),
          orders_(first_old_ + orders_max, prefault),
          free_(orders_max),
          index_(orders_max, prefault)
    {
        GAPWIRE_ASSERT(orders_max >= 8 && orders_max < std::size_t{1} << 24);
    }

    Order& operator[](Slot slot) noexcept { return orders_[slot]; }
    const Order& operator[](Slot slot) const noexcept { return orders_[slot]; }

    /// The place in the window that belongs to `reference`, whoever is there now.
    Slot window_slot(std::uint64_t reference) const noexcept
    {
        return static_cast<Slot>((reference & window_mask_) + first_young);
    }

    /// The slot of the live order with this reference, or no_slot.
    Slot find(std::uint64_t reference) const noexcept
    {
        const Slot slot = window_slot(reference);
        const Order& there = orders_[slot];
        if (there.reference == reference) [[likely]]
            return there.is_live() ? slot : no_slot;
        return there.reference > reference ? find_old(reference) : no_slot;
    }

    /// The same among the old orders only.
    Slot find_old(std::uint64_t reference) const noexcept
    {
        return index_.find(reference, orders_.data());
    }

    /// A slot for an old order: fill it, or give it back with `remove`.
    /// REQUIRES: the reference is not among the old, which are fewer than `orders_max`.
    Slot place_old(std::uint64_t reference) noexcept
    {
        const Slot slot = first_old_ + (free_count_ > 0 ? free_[--free_count_] : old_count_++);
        index_.insert(reference, slot);
        return slot;
    }

    bool is_old(Slot slot) const noexcept { return slot >= first_old_; }

    /// The order in `slot` is gone. Its place in the window remembers the reference.
    void remove(Slot slot) noexcept
    {
        vacate(slot);
        if (!is_old(slot)) return;
        index_.erase(orders_[slot].reference, slot);
        free_[free_count_++] = slot - first_old_;
    }
    /// The same for an order in the window.
    void vacate(Slot slot) noexcept
    {
        Order& order = orders_[slot];
        order.quantity = 0;
        order.previous = no_slot;
        order.next = no_slot;
    }

    void prefetch(std::uint64_t reference) const noexcept
    {
        simd::prefetch_write(orders_.data() + window_slot(reference));
    }
    void prefetch_slot(Slot slot) const noexcept { simd::prefetch_write(orders_.data() + slot); }
    void prefetch_old(std::uint64_t reference) const noexcept { index_.prefetch(reference); }
    /// A guess for prefetching: where it is if it is old.
    Slot guess_old(std::uint64_t reference) const noexcept { return index_.guess(reference); }

 private:
    static constexpr Slot first_young = 2;  // so that two places share a line

    std::size_t window_mask_;
    Slot first_old_;
    LargeArray<Order> orders_;
    LargeArray<Slot> free_;  // slots of old orders that are gone, counted from first_old_
    std::uint32_t free_count_ = 0;
    std::uint32_t old_count_ = 0;  // slots ever used
    ReferenceTable index_;
};

}  // namespace gapwire::book
