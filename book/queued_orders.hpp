// Books by order of feeds that tell each order's priority (MDP 3.0 MBO): who stands where in line.
#pragma once

#include <absl/container/btree_map.h>
#include <absl/container/flat_hash_map.h>

#include <array>
#include <compare>
#include <utility>
#include <vector>

#include "core/futures_event.hpp"
#include "core/update.hpp"

namespace gapwire::book {

/// Why an event was refused. A refused event has changed nothing.
enum class QueueStatus : std::uint8_t {
    ok,
    unknown_order,
    duplicate_order,
    wrong_side,  // names another side than its order has
    no_price,
    no_quantity,
    no_priority,  // an order that is added without its place in line
    order_table_full,
};

/// One order as a reader sees it.
struct QueuedOrder {
    std::uint64_t order = 0;
    std::uint64_t priority = 0;  // lower: nearer to the front of its level
    Price price = Price::none();
    std::uint64_t quantity = 0;
    friend constexpr bool operator==(const QueuedOrder&, const QueuedOrder&) = default;
};

/// Every order of the instruments of one channel, sorted by price and priority.
///
/// An order is known by its id and its instrument. Of two with the same price and priority, which a
/// sound feed does not have, the one with the lower id comes first.
///
/// Input    QueuedOrderEvents in order; a snapshot is clear(instrument), then its adds.
/// Memory   the table of `orders_max` orders is taken at construction and never grows; the trees
///          take and give back one node for every few orders that come and go.
/// Errors   a status; a refused event changes nothing.
/// Threads  one.
/// Source   MDP 3.0, market by order.
class QueuedOrders {
 public:
    static constexpr std::size_t orders_max_usual = std::size_t{1} << 20;

    explicit QueuedOrders(std::size_t instruments_max, std::size_t orders_max = orders_max_usual);

    /// Applies one event to the book of `instrument`, or refuses it and changes nothing. A change
    /// sets price and quantity, and the priority too when one is told.
    /// REQUIRES: instrument < instruments_max.
    QueueStatus apply(std::uint32_t instrument, const QueuedOrderEvent& event);

    /// Forgets the orders of one instrument: a reset, or a snapshot begins.
    void clear(std::uint32_t instrument);

    std::size_t instruments_max() const noexcept { return books_.size(); }
    std::size_t live_orders() const noexcept { return orders_.size(); }

    /// Calls visit(QueuedOrder) for each order of a side: best price first, in it the first in
    /// line.
    template <class Visit>
    void for_each_order(std::uint32_t instrument, Side side, Visit&& visit) const
    {
        for (const auto& [place, quantity] : line(instrument, side))
            visit(QueuedOrder{place.order, place.priority, place.price(side), quantity});
    }

    /// Calls visit(Level) for each price of a side, best first.
    template <class Visit>
    void for_each_level(std::uint32_t instrument, Side side, Visit&& visit) const
    {
        const Line& orders = line(instrument, side);
        for (auto at = orders.begin(); at != orders.end();) visit(take_level(orders, at, side));
    }

    /// The best level; an empty one when there is none. Counts its orders one by one.
    Level best(std::uint32_t instrument, Side side) const
    {
        const Line& orders = line(instrument, side);
        auto at = orders.begin();
        return at == orders.end() ? Level{} : take_level(orders, at, side);
    }

 private:
    struct OrderKey {
        std::uint64_t order;
        std::uint32_t instrument;
        friend bool operator==(const OrderKey&, const OrderKey&) = default;
        template <class Hash>
        friend Hash AbslHashValue(Hash state, const OrderKey& key)
        {
            return Hash::combine(std::move(state), key.order, key.instrument);
        }
    };

    /// Where an order stands in its side. What is less comes first.
    struct Place {
        std::int64_t rank;  // the price; of a bid its complement, so that a better one is less
        std::uint64_t priority;
        std::uint64_t order;

        static constexpr std::int64_t rank_of(std::int64_t price, Side side) noexcept
        {
            return side == Side::buy ? ~price : price;
        }
        Price price(Side side) const noexcept { return {rank_of(rank, side)}; }
        friend auto operator<=>(const Place&, const Place&) = default;
    };
    struct OrderRecord {
        std::int64_t rank;
        std::uint64_t priority;
        Side side;
    };
    using Line = absl::btree_map<Place, std::uint64_t>;  // quantities

    /// The level that begins at `at`, which afterwards is where the next one begins.
    static Level take_level(const Line& orders, Line::const_iterator& at, Side side);

    QueueStatus add(OrderKey key, const QueuedOrderEvent& event);
    QueueStatus change(OrderKey key, const QueuedOrderEvent& event);
    QueueStatus remove(OrderKey key, const QueuedOrderEvent& event);

    const Line& line(std::uint32_t instrument, Side side) const
    {
        return books_[instrument][index_of(side)];
    }
    Line& line(std::uint32_t instrument, Side side) { return books_[instrument][index_of(side)]; }

    std::size_t orders_max_;
    absl::flat_hash_map<OrderKey, OrderRecord> orders_;
    std::vector<std::array<Line, 2>> books_;  // [instrument][Side]
};

}  // namespace gapwire::book
