// The simulated exchange's own books: the truth that a reader of its feed must arrive at.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/types.hpp"

namespace gapwire::sim {

/// Orders and price levels of many instruments, with price-time priority.
///
/// Only valid changes are accepted: that no order crosses, is over-executed or is touched after its
/// end is asserted, so a feed made from these books is valid by construction.
class LiveBooks {
 public:
    using Slot = std::uint32_t;  // of an order; used again after its end
    static constexpr Slot no_slot = UINT32_MAX;

    struct Order {
        std::uint64_t reference = 0;
        std::uint32_t price = 0;     // 1e-4
        std::uint32_t quantity = 0;  // 0: the slot is free
        Slot before = no_slot;       // in the queue of its level
        Slot after = no_slot;
        std::uint32_t generation = 0;  // tells apart the orders that used this slot
        std::uint16_t locate = 0;
        Side side = Side::buy;
    };

    struct Level {
        std::uint32_t price = 0;
        std::uint32_t orders = 0;
        std::uint64_t quantity = 0;
        Slot first = no_slot;
        Slot last = no_slot;
    };

    /// Locates 1 to `instruments` exist.
    explicit LiveBooks(std::uint16_t instruments) : sides_(2 * (std::size_t{instruments} + 1)) {}

    /// REQUIRES: quantity > 0, and the order does not cross the other side.
    Slot add(std::uint16_t locate, Side side, std::uint64_t reference, std::uint32_t price,
             std::uint32_t quantity);
    /// Takes `quantity` away; the order ends at 0. REQUIRES: 0 < quantity <= what is open.
    void reduce(Slot slot, std::uint32_t quantity);
    void remove(Slot slot) { reduce(slot, orders_[slot].quantity); }

    const Order& operator[](Slot slot) const noexcept { return orders_[slot]; }
    bool is_live(Slot slot, std::uint32_t generation) const noexcept
    {
        return orders_[slot].quantity > 0 && orders_[slot].generation == generation;
    }
    std::size_t live_orders() const noexcept { return orders_.size() - free_.size(); }

    /// Worst first, best last.
    const std::vector<Level>& levels(std::uint16_t locate, Side side) const noexcept
    {
        return sides_[2 * std::size_t{locate} + index_of(side)];
    }
    /// Nothing on an empty side.
    const Level* best(std::uint16_t locate, Side side) const noexcept
    {
        const auto& all = levels(locate, side);
        return all.empty() ? nullptr : &all.back();
    }

 private:
    using Levels = std::vector<Level>;
    Levels& levels(std::uint16_t locate, Side side) noexcept
    {
        return sides_[2 * std::size_t{locate} + index_of(side)];
    }
    Slot take_slot();
    void append_to_level(Level& level, Slot slot) noexcept;
    void unlink(Level& level, const Order& order) noexcept;

    std::vector<Order> orders_;
    std::vector<Slot> free_;
    std::vector<Levels> sides_;  // [locate][side]
};

}  // namespace gapwire::sim
