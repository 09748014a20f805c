// The order books' hot code: find, check, then change; and looking ahead.
#pragma once

// Compiled once for each instruction set by order_books.cpp, which is the only one to include it.

#include <algorithm>

#include "book/order_books.hpp"

namespace gapwire::book {

template <class Simd>
struct OrderBooksCode {
    using Events = std::span<const OrderEvent>;

    // ---- looking ahead: each pass reads what the one before has asked for

    static constexpr std::size_t step = OrderBooks::look_ahead_step;

    static void look_ahead(OrderBooks& books, Events events, std::size_t from) noexcept
    {
        GAPWIRE_ASSERT(from % step == 0 && from < events.size());
        const std::size_t left = events.size() - from;
        if (from == 0) {
            ask_for_orders(books, events, 0);
            if (left > step) ask_for_orders(books, events, step);
            ask_for_levels(books, events, 0);
        }
        if (left > 2 * step) ask_for_orders(books, events, from + 2 * step);
        if (left > step) ask_for_levels(books, events, from + step);
        ask_for_queues(books, events, from);
    }

    /// The events of one step, fewer at the end.
    static Events step_of(Events events, std::size_t from) noexcept
    {
        return events.subspan(from, std::min(step, events.size() - from));
    }

    static void ask_for_orders(OrderBooks& books, Events events, std::size_t from) noexcept
    {
        for (const OrderEvent& event : step_of(events, from)) {
            books.orders_.prefetch(event.reference);
            const Ladder* const sides = &books.ladder(BookSide::of(event.instrument, Side::buy));
            simd::prefetch_write(sides);
            simd::prefetch_write(sides + 1);
        }
    }

    static void ask_for_levels(OrderBooks& books, Events all, std::size_t from) noexcept
    {
        OrderBooks::Asked& asked = books.asked_[from / step % 2];
        asked.old_count = 0;
        asked.deep_count = 0;
        const Events events = step_of(all, from);
        for (std::size_t i = 0; i < events.size(); ++i) ask_for_level(books, events[i], i, asked);
        for (std::size_t i = 0; i < asked.old_count; ++i) ask_for_line(books, events[asked.old[i]]);
    }

    static void ask_for_queues(OrderBooks& books, Events all, std::size_t from) noexcept
    {
        const OrderBooks::Asked& asked = books.asked_[from / step % 2];
        const Events events = step_of(all, from);
        for (std::size_t i = 0; i < events.size(); ++i)
            books.orders_.prefetch_slot(asked.levels[i]->back);
        for (std::size_t i = 0; i < asked.deep_count; ++i)
            books.ladders_.prefetch_deep(books.ladder(asked.deep[i]));
        for (std::size_t i = 0; i < asked.old_count; ++i) ask_for_old(books, events[asked.old[i]]);
    }

    /// Asks for the level of an event and for the neighbours of its order. An event is either of an
    /// order that is there, or new and finds in its place an order that will have to move.
    static void ask_for_level(OrderBooks& books, const OrderEvent& event, std::size_t i,
                              OrderBooks::Asked& asked) noexcept
    {
        const Order& order = books.orders_[books.orders_.window_slot(event.reference)];
        const bool is_add = event.action == OrderAction::add;
        const bool is_other = order.reference != event.reference;
        asked.old[asked.old_count] = static_cast<std::uint32_t>(i);
        asked.old_count += is_other & (!is_add | order.is_live());

        const BookSide side{simd::select(is_add, BookSide::of(event.instrument, event.side).value,
                                         order.book_side.value)};
        const Key key = static_cast<Key>(
            simd::select(is_add, static_cast<std::uint32_t>(key_of(event.price, event.side)),
                         static_cast<std::uint32_t>(order.key)));
        const Ladder& ladder = books.ladder(side);
        const std::uint32_t at = ladder.position<Simd>(key);
        asked.levels[i] = ladder.levels + std::min(at, Ladder::top_max - 1);
        simd::prefetch_write(asked.levels[i]);
        asked.deep[asked.deep_count] = side;
        asked.deep_count += (at == 0) & (ladder.deep_count() > 0);
    }

    /// The place of an order that is old, or will be.
    static void ask_for_line(OrderBooks& books, const OrderEvent& event) noexcept
    {
        const Order& there = books.orders_[books.orders_.window_slot(event.reference)];
        const bool is_add = event.action == OrderAction::add;
        books.orders_.prefetch_old(is_add ? there.reference : event.reference);
    }

    /// Its neighbours and its level.
    static void ask_for_old(OrderBooks& books, const OrderEvent& event) noexcept
    {
        const bool is_add = event.action == OrderAction::add;
        const Slot slot = books.orders_.window_slot(event.reference);
        const Order& order =
            books.orders_[is_add ? slot : books.orders_.guess_old(event.reference)];
        books.orders_.prefetch_slot(order.previous);
        books.orders_.prefetch_slot(order.next);
        const Ladder& ladder = books.ladder(order.book_side);
        simd::prefetch_write(&ladder);
        if (ladder.deep_count() > 0 && order.key < ladder.keys[0]) {
            books.ladders_.prefetch_deep(ladder);
            return;
        }
        const std::uint32_t at = ladder.position<Simd>(order.key);
        simd::prefetch_write(ladder.levels + std::min(at, Ladder::top_max - 1));
    }

    // ---- applying. The likely way through is one function without calls, so that it needs few
    // registers; every other way leaves it by its last statement.

    static BookChange apply(OrderBooks& books, const OrderEvent& event) noexcept
    {
        if (event.action == OrderAction::add) {
            if (event.quantity == 0) [[unlikely]]
                return ApplyStatus::zero_quantity;
            return insert(books, event.reference, BookSide::of(event.instrument, event.side),
                          key_of(event.price, event.side), event.quantity);
        }
        const Slot slot = books.orders_.find(event.reference);
        if (slot == no_slot) [[unlikely]]
            return refused(event, ApplyStatus::unknown_order);
        if (books.orders_[slot].book_side.instrument() != event.instrument) [[unlikely]]
            return refused(event, ApplyStatus::wrong_instrument);
        if (event.action == OrderAction::remove) return erase(books, slot);
        if (event.action == OrderAction::replace) return replace(books, event, slot);
        if (event.action == OrderAction::none) [[unlikely]]
            return ApplyStatus::ok;
        return take(books, event, slot);
    }

    /// An event without an action only keeps its place in a batch; nothing is wrong with it.
    static BookChange refused(const OrderEvent& event, ApplyStatus why) noexcept
    {
        return event.action == OrderAction::none ? ApplyStatus::ok : why;
    }

    /// An execution or a partial cancel.
    static BookChange take(OrderBooks& books, const OrderEvent& event, Slot slot) noexcept
    {
        Order& order = books.orders_[slot];
        if (event.quantity > order.quantity) [[unlikely]]
            return event.action == OrderAction::reduce ? ApplyStatus::over_cancelled
                                                       : ApplyStatus::over_executed;
        if (event.quantity == order.quantity) return erase(books, slot);
        Ladder& ladder = books.ladder(order.book_side);
        const std::uint32_t at = ladder.position<Simd>(order.key);
        if (!ladder.is_at(at, order.key)) [[unlikely]]
            return reduce_deep(books, event.quantity, order);
        return reduce(event.quantity, order, ladder.levels[at], at + 1 == ladder.count());
    }

    [[gnu::noinline]] static BookChange reduce_deep(OrderBooks& books, std::uint32_t by,
                                                    Order& order) noexcept
    {
        const Ladder& ladder = books.ladder(order.book_side);
        return reduce(by, order, books.ladders_.deep(ladder, order.key), false);
    }

    static BookChange reduce(std::uint32_t by, Order& order, PriceLevel& level,
                             bool is_top) noexcept
    {
        level.totals -= std::uint64_t{by} << PriceLevel::orders_bits;
        order.quantity -= by;
        const Side side = order.book_side.side();
        return {price_of(order.key, side), side, is_top && by != 0};
    }

    [[gnu::noinline]] static BookChange replace(OrderBooks& books, const OrderEvent& event,
                                                Slot slot) noexcept
    {
        const BookSide side = books.orders_[slot].book_side;
        if (books.orders_.find(event.new_reference) != no_slot) [[unlikely]]
            return ApplyStatus::duplicate_order;
        const BookChange erased = erase(books, slot);
        // The old order is gone whatever comes in its place.
        if (event.quantity == 0) [[unlikely]]
            return BookChange(ApplyStatus::zero_quantity).after(erased);
        return insert(books, event.new_reference, side, key_of(event.price, side.side()),
                      event.quantity)
            .after(erased);
    }

    // ---- changing

    /// REQUIRES: quantity > 0.
    static BookChange insert(OrderBooks& books, std::uint64_t reference, BookSide side, Key key,
                             std::uint32_t quantity) noexcept
    {
        const Slot slot = books.orders_.window_slot(reference);
        Order& order = books.orders_[slot];
        if (books.live_orders_ == books.limits_.orders_max) [[unlikely]]
            return insert_when_full(books, reference);
        if (order.reference >= reference || order.is_live()) [[unlikely]]
            return insert_elsewhere(books, reference, side, key, quantity);
        order.reference = reference;
        order.quantity = quantity;
        order.book_side = side;
        order.key = key;
        Ladder& ladder = books.ladder(side);
        const std::uint32_t at = ladder.position<Simd>(key);
        if (!ladder.is_at(at, key) || !has_room(ladder.levels[at], quantity))
            return open_and_link(books, slot, at);
        return link(books, slot, ladder.levels[at], at + 1 == ladder.count());
    }

    [[gnu::noinline]] static BookChange insert_when_full(OrderBooks& books,
                                                         std::uint64_t reference) noexcept
    {
        const bool duplicate = books.orders_.find(reference) != no_slot;
        return duplicate ? ApplyStatus::duplicate_order : ApplyStatus::order_table_full;
    }

    /// The place in the window is not free, or belongs to a later reference.
    [[gnu::noinline]] static BookChange insert_elsewhere(OrderBooks& books, std::uint64_t reference,
                                                         BookSide side, Key key,
                                                         std::uint32_t quantity) noexcept
    {
        if (books.orders_.find(reference) != no_slot) return ApplyStatus::duplicate_order;
        Slot slot = books.orders_.window_slot(reference);
        if (books.orders_[slot].reference > reference)
            slot = books.orders_.place_old(reference);
        else if (books.orders_[slot].is_live())
            move_to_old(books, slot);
        Order& order = books.orders_[slot];
        order.reference = reference;
        order.quantity = quantity;
        order.book_side = side;
        order.key = key;
        return open_and_link(books, slot, books.ladder(side).template position<Simd>(key));
    }

    /// `at` is the position of the order's price in the block, where its level may be or not.
    [[gnu::noinline]] static BookChange open_and_link(OrderBooks& books, Slot slot,
                                                      std::uint32_t at) noexcept
    {
        const Order& order = books.orders_[slot];
        Ladder& ladder = books.ladder(order.book_side);
        PriceLevel* level = ladder.levels + at;
        if (!ladder.is_at(at, order.key)) level = books.ladders_.open<Simd>(ladder, at, order.key);
        if (level == nullptr || !has_room(*level, order.quantity)) [[unlikely]] {
            books.orders_.remove(slot);
            return ApplyStatus::level_table_full;
        }
        return link(books, slot, *level, at + 1 == ladder.count());
    }

    static bool has_room(const PriceLevel& level, std::uint32_t quantity) noexcept
    {
        return quantity <= PriceLevel::quantity_max - level.quantity();
    }

    /// To the back of the queue of its level.
    static BookChange link(OrderBooks& books, Slot slot, PriceLevel& level, bool is_top) noexcept
    {
        Order& order = books.orders_[slot];
        const Slot last = level.back;
        order.previous = last;
        order.next = no_slot;
        // The record of no_slot takes the writes of the ends; nobody reads it.
        books.orders_[last].next = slot;
        level.front = simd::select(last == no_slot, slot, level.front);
        level.back = slot;
        level.totals += PriceLevel::one_order(order.quantity);
        if (++books.live_orders_ > books.live_orders_peak_)
            books.live_orders_peak_ = books.live_orders_;
        return {0, order.book_side.side(), is_top};
    }

    /// Takes the order out of its queue, its level and the table.
    static BookChange erase(OrderBooks& books, Slot slot) noexcept
    {
        const Order& order = books.orders_[slot];
        Ladder& ladder = books.ladder(order.book_side);
        const std::uint32_t at = ladder.position<Simd>(order.key);
        if (!ladder.is_at(at, order.key) || books.orders_.is_old(slot)) [[unlikely]]
            return erase_elsewhere(books, slot, at);
        PriceLevel& level = ladder.levels[at];
        const bool is_top = at + 1 == ladder.count();
        if (level.orders() == 1) return erase_last(books, slot, at);
        const BookChange change = unlink(books, order, level, is_top);
        books.orders_.vacate(slot);
        return change;
    }

    /// An old order, or of a deep level.
    [[gnu::noinline]] static BookChange erase_elsewhere(OrderBooks& books, Slot slot,
                                                        std::uint32_t at) noexcept
    {
        const Order& order = books.orders_[slot];
        const Key key = order.key;
        Ladder& ladder = books.ladder(order.book_side);
        const bool in_block = ladder.is_at(at, key);
        PriceLevel& level = in_block ? ladder.levels[at] : books.ladders_.deep(ladder, key);
        if (in_block && level.orders() == 1) return erase_last(books, slot, at);
        const BookChange change = unlink(books, order, level, at + 1 == ladder.count());
        books.orders_.remove(slot);
        if (level.orders() == 0) books.ladders_.close_deep(ladder, key);
        return change;
    }

    /// The last order of a level in the block, which closes. What goes away is not written before:
    /// whole lines are read when the others move.
    [[gnu::noinline]] static BookChange erase_last(OrderBooks& books, Slot slot,
                                                   std::uint32_t at) noexcept
    {
        const Order& order = books.orders_[slot];
        const BookSide side = order.book_side;
        const Key key = order.key;
        Ladder& ladder = books.ladder(side);
        const bool is_top = at + 1 == ladder.count();
        books.orders_.remove(slot);
        --books.live_orders_;
        books.ladders_.close_top<Simd>(ladder, at);
        return {price_of(key, side.side()), side.side(), is_top};
    }

    /// Out of the queue of its level.
    static BookChange unlink(OrderBooks& books, const Order& order, PriceLevel& level,
                             bool is_top) noexcept
    {
        const Slot previous = order.previous;
        const Slot next = order.next;
        books.orders_[previous].next = next;
        books.orders_[next].previous = previous;
        level.front = simd::select(previous == no_slot, next, level.front);
        level.back = simd::select(next == no_slot, previous, level.back);
        level.totals -= PriceLevel::one_order(order.quantity);
        --books.live_orders_;
        const Side side = order.book_side.side();
        return {price_of(order.key, side), side, is_top};
    }

    /// A later reference needs the place of an order that is still alive.
    static void move_to_old(OrderBooks& books, Slot slot) noexcept
    {
        const Order order = books.orders_[slot];
        const Slot to = books.orders_.place_old(order.reference);
        books.orders_[to] = order;
        books.orders_.vacate(slot);
        books.orders_[order.previous].next = to;
        books.orders_[order.next].previous = to;
        if (order.previous != no_slot && order.next != no_slot) return;
        Ladder& ladder = books.ladder(order.book_side);
        const std::uint32_t at = ladder.position<Simd>(order.key);
        PriceLevel& level = ladder.is_at(at, order.key) ? ladder.levels[at]
                                                        : books.ladders_.deep(ladder, order.key);
        level.front = simd::select(order.previous == no_slot, to, level.front);
        level.back = simd::select(order.next == no_slot, to, level.back);
    }
};

}  // namespace gapwire::book
