// Orders added, changed and removed in lines sorted by price and priority.
#include "book/queued_orders.hpp"

#include "core/assert.hpp"

namespace gapwire::book {
namespace {

/// Why an order cannot become what the event says; ok if it can.
QueueStatus refusal_of_content(const QueuedOrderEvent& event) noexcept
{
    if (event.price == Price::none().units) return QueueStatus::no_price;
    return event.quantity == 0 ? QueueStatus::no_quantity : QueueStatus::ok;
}

}  // namespace

/// A quarter more room than orders, so that the places of erased ones can always be reclaimed
/// before the table would grow.
QueuedOrders::QueuedOrders(std::size_t instruments_max, std::size_t orders_max)
    : orders_max_(orders_max), books_(instruments_max)
{
    orders_.reserve(orders_max + orders_max / 4);
}

QueueStatus QueuedOrders::apply(std::uint32_t instrument, const QueuedOrderEvent& event)
{
    GAPWIRE_ASSERT(instrument < books_.size());
    const OrderKey key{event.order, instrument};
    switch (event.action) {
        case QueuedOrderEvent::Action::add: return add(key, event);
        case QueuedOrderEvent::Action::change: return change(key, event);
        case QueuedOrderEvent::Action::remove: return remove(key, event);
    }
    GAPWIRE_ASSERT(false);
}

QueueStatus QueuedOrders::add(OrderKey key, const QueuedOrderEvent& event)
{
    if (orders_.contains(key)) return QueueStatus::duplicate_order;
    if (const auto refusal = refusal_of_content(event); refusal != QueueStatus::ok) return refusal;
    if (event.priority == priority_none) return QueueStatus::no_priority;
    if (orders_.size() >= orders_max_) return QueueStatus::order_table_full;

    const Place place{Place::rank_of(event.price, event.side), event.priority, event.order};
    orders_.emplace(key, OrderRecord{place.rank, place.priority, event.side});
    line(key.instrument, event.side).emplace(place, event.quantity);
    return QueueStatus::ok;
}

QueueStatus QueuedOrders::change(OrderKey key, const QueuedOrderEvent& event)
{
    const auto found = orders_.find(key);
    if (found == orders_.end()) return QueueStatus::unknown_order;
    OrderRecord& record = found->second;
    if (record.side != event.side) return QueueStatus::wrong_side;
    if (const auto refusal = refusal_of_content(event); refusal != QueueStatus::ok) return refusal;

    Line& orders = line(key.instrument, event.side);
    const Place before{record.rank, record.priority, event.order};
    record.rank = Place::rank_of(event.price, event.side);
    if (event.priority != priority_none) record.priority = event.priority;
    const Place after{record.rank, record.priority, event.order};
    if (before != after) orders.erase(before);
    orders[after] = event.quantity;
    return QueueStatus::ok;
}

QueueStatus QueuedOrders::remove(OrderKey key, const QueuedOrderEvent& event)
{
    const auto found = orders_.find(key);
    if (found == orders_.end()) return QueueStatus::unknown_order;
    const OrderRecord& record = found->second;
    if (record.side != event.side) return QueueStatus::wrong_side;

    const Place place{record.rank, record.priority, event.order};
    const std::size_t erased = line(key.instrument, event.side).erase(place);
    GAPWIRE_ASSERT(erased == 1);
    orders_.erase(found);
    return QueueStatus::ok;
}

void QueuedOrders::clear(std::uint32_t instrument)
{
    GAPWIRE_ASSERT(instrument < books_.size());
    for (Line& orders : books_[instrument]) {
        for (const auto& [place, quantity] : orders) orders_.erase({place.order, instrument});
        orders.clear();
    }
}

Level QueuedOrders::take_level(const Line& orders, Line::const_iterator& at, Side side)
{
    Level level{at->first.price(side), 0, 0};
    for (; at != orders.end() && at->first.price(side) == level.price; ++at) {
        const std::uint64_t room = UINT64_MAX - level.quantity;
        level.quantity += at->second < room ? at->second : room;
        ++level.orders;
    }
    return level;
}

}  // namespace gapwire::book
