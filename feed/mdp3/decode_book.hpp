// Entries of price books and order books of MDP 3.0 to events.
#pragma once

#include "feed/mdp3/message.hpp"

namespace gapwire::mdp3::detail {

// The values of MDUpdateAction, and the first of OrderUpdateAction, are those of our events.
static_assert(static_cast<int>(LevelAction::remove) == 2);
static_assert(static_cast<int>(LevelAction::remove_through) == 3);
static_assert(static_cast<int>(LevelAction::remove_from) == 4);
static_assert(static_cast<int>(LevelAction::overlay) == 5);
static_assert(static_cast<int>(QueuedOrderEvent::Action::remove) == 2);
static_assert(priority_none == UINT64_MAX);  // as on the wire

/// An entry of a book that is no level: a reset, a best of a market, or not understood.
template <class Entry, class Handler>
[[gnu::noinline]] void deliver_no_level(const Entry& entry, Handler& handler) noexcept
{
    const BookKind kind = book_kind(entry.entry_type);
    if (kind.is == BookKind::Is::reset)
        handler.on(BookReset{.security = entry.security_id, .sequence = entry.rpt_seq});
    else
        handler.on(SkippedEntry{.sequence = entry.rpt_seq,
                                .security = entry.security_id,
                                .is_bad = kind.is != BookKind::Is::other});
}

template <PriceScale scale, class Entry, class Handler>
void deliver_level(const Entry& entry, Handler& handler) noexcept
{
    const BookKind kind = book_kind(entry.entry_type);
    const auto size = entry.size.value();
    const std::int32_t orders = entry.number_of_orders;
    const bool is_level = kind.is == BookKind::Is::level;
    const bool has_counts = is_count(size) && is_count(orders);
    if (!is_level || entry.update_action > 5 || !has_counts) [[unlikely]]
        return deliver_no_level(entry, handler);
    handler.on(LevelEvent{.price = price_of<scale>(entry.price),
                          .quantity = count_or(size, 0),
                          .orders = orders_of(orders),
                          .sequence = entry.rpt_seq,
                          .security = entry.security_id,
                          .level = entry.price_level,
                          .action = static_cast<LevelAction>(entry.update_action),
                          .side = kind.side,
                          .implied = kind.implied});
}

/// An order of a book entry: price, side and instrument are those of the entry it refers to.
template <PriceScale scale, class Entry, class Handler>
void deliver_order_of(const Entries& entries, const BookOrderEntry& order,
                      Handler& handler) noexcept
{
    const std::size_t reference = order.reference_id;  // from 1
    if (reference == 0 || reference == uint8_null || reference > entries.count) [[unlikely]] {
        handler.on(SkippedEntry{.is_bad = true, .of_orders = true, .has_security = false});
        return;
    }
    const Entry& entry = entries.entry<Entry>(reference - 1);
    const BookKind kind = book_kind(entry.entry_type);
    const std::int32_t quantity = order.display_qty;
    const bool is_order = kind.is == BookKind::Is::level && !kind.implied &&
                          order.order_update_action <= 2 && is_count(quantity);
    if (!is_order) [[unlikely]] {
        handler.on(SkippedEntry{.security = entry.security_id, .is_bad = true, .of_orders = true});
        return;
    }
    handler.on(
        QueuedOrderEvent{.order = order.order_id,
                         .priority = order.order_priority,
                         .price = price_of<scale>(entry.price),
                         .quantity = count_or(quantity, 0),
                         .security = entry.security_id,
                         .action = static_cast<QueuedOrderEvent::Action>(order.order_update_action),
                         .side = kind.side});
}

/// 32, 46, 64.
template <PriceScale scale, class Entry, class Handler>
void deliver_book(const Message& message, Handler& handler) noexcept
{
    Groups groups(message);
    const Entries entries = groups.take();
    for (std::size_t i = 0; i < entries.count; ++i)
        deliver_level<scale>(entries.entry<Entry>(i), handler);
    if (groups.is_at_end()) return;
    const bool has_orders = scale == PriceScale::e9 || message.version() >= 7;
    if (!has_orders) return;
    const Entries orders = groups.take<GroupSize8>();
    for (std::size_t i = 0; i < orders.count; ++i)
        deliver_order_of<scale, Entry>(entries, orders.entry<BookOrderEntry>(i), handler);
}

template <PriceScale scale, class Handler>
void deliver_queued_order(const OrderBookEntry& entry, Handler& handler) noexcept
{
    const BookKind kind = book_kind(entry.entry_type);
    const std::int32_t quantity = entry.display_qty;
    if (kind.is == BookKind::Is::reset) {
        handler.on(BookReset{.security = entry.security_id});
        return;
    }
    const bool is_order = kind.is == BookKind::Is::level && !kind.implied &&
                          entry.update_action <= 2 && is_count(quantity) &&
                          entry.order_id != UINT64_MAX;
    if (!is_order) [[unlikely]] {
        handler.on(SkippedEntry{.security = entry.security_id,
                                .is_bad = kind.is != BookKind::Is::other,
                                .of_orders = true});
        return;
    }
    handler.on(
        QueuedOrderEvent{.order = entry.order_id,
                         .priority = entry.order_priority,
                         .price = price_of<scale>(entry.price),
                         .quantity = count_or(quantity, 0),
                         .security = entry.security_id,
                         .action = static_cast<QueuedOrderEvent::Action>(entry.update_action),
                         .side = kind.side});
}

/// 43, 47.
template <PriceScale scale, class Handler>
void deliver_order_book(const Message& message, Handler& handler) noexcept
{
    const Entries entries = Groups(message).take();
    for (std::size_t i = 0; i < entries.count; ++i)
        deliver_queued_order<scale>(entries.entry<OrderBookEntry>(i), handler);
}

}  // namespace gapwire::mdp3::detail
