// The two records an order book is made of: the order and its price level.
#pragma once

#include <cstdint>

#include "core/types.hpp"

namespace gapwire::book {

/// Index of an order in its table; 0 is "none".
using Slot = std::uint32_t;
inline constexpr Slot no_slot = 0;

/// Names one side of one book: the feed's instrument id and the side in the lowest bit.
struct BookSide {
    std::uint32_t value = 0;

    static constexpr BookSide of(std::uint32_t instrument, Side side) noexcept
    {
        return {instrument << 1 | static_cast<std::uint32_t>(side)};
    }
    constexpr std::uint32_t instrument() const noexcept { return value >> 1; }
    constexpr Side side() const noexcept { return static_cast<Side>(value & 1); }
    friend constexpr bool operator==(BookSide, BookSide) = default;
};

/// A price as a sort key: on both sides the better price has the greater key. Signed, because that
/// is what vector units compare.
using Key = std::int32_t;

constexpr Key key_of(std::uint32_t price, Side side) noexcept
{
    const std::uint32_t ascending = side == Side::buy ? price : ~price;
    return static_cast<Key>(ascending ^ 0x8000'0000u);
}
constexpr std::uint32_t price_of(Key key, Side side) noexcept
{
    const std::uint32_t ascending = static_cast<std::uint32_t>(key) ^ 0x8000'0000u;
    return side == Side::buy ? ascending : ~ascending;
}

/// One order. Two fill a cache line.
struct Order {
    std::uint64_t reference;
    std::uint32_t quantity;  // 0: nobody is here
    BookSide book_side;
    Key key;        // its price
    Slot previous;  // towards the front of the queue
    Slot next;      // towards the back
    std::uint32_t reserved;

    bool is_live() const noexcept { return quantity != 0; }
};
static_assert(sizeof(Order) == 32);

/// One price level: totals, and the queue of its orders in time priority.
struct PriceLevel {
    std::uint64_t totals;  // quantity << 24 | orders: both change by one addition
    Slot front;
    Slot back;

    static constexpr int orders_bits = 24;
    static constexpr std::uint64_t orders_max = (1u << orders_bits) - 1;
    static constexpr std::uint64_t quantity_max = UINT64_MAX >> orders_bits;

    /// What one order of `quantity` is in the totals.
    static constexpr std::uint64_t one_order(std::uint32_t quantity) noexcept
    {
        return std::uint64_t{quantity} << orders_bits | 1;
    }
    std::uint64_t quantity() const noexcept { return totals >> orders_bits; }
    std::uint32_t orders() const noexcept
    {
        return static_cast<std::uint32_t>(totals & orders_max);
    }
};
static_assert(sizeof(PriceLevel) == 16);

}  // namespace gapwire::book
