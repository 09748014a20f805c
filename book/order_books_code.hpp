// The order books' hot code: find, check, then change; and looking ahead.
#pragma once

// Compiled once for each instruction set by order_books.cpp, which is the only one to include it.

#include <algorithm>

#include "book/order_books.hpp"

namespace gapwire::book {

template <class Simd>
struct OrderBooksCode {
    using Hint = OrderBooks::Hint;
    using Places = OrderBooks::Places;

    OrderBooks& books;

    // ---- looking ahead: each pass reads what the one before has asked for

    void look_ahead(std::span<const OrderEvent> events) noexcept
    {
        GAPWIRE_ASSERT(events.size() <= OrderBooks::look_ahead_max);
        Places adds;
        Places others;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const OrderEvent& event = events[i];
            const bool is_add = event.action == OrderAction::add;
            adds.push_if(is_add, i);
            others.push_if(!is_add && event.action != OrderAction::none, i);
            books.index_.prefetch(event.reference);
            books.hints_[i] = {};
        }
        guess_orders(events, adds, others);
        guess_sides(events, adds, others);
        guess_levels(events, adds, others);
    }

    void guess_orders(std::span<const OrderEvent> events, const Places& adds,
                      const Places& others) noexcept
    {
        std::size_t line = SIZE_MAX;
        for (std::size_t k = 0; k < adds.count; ++k) {
            const OrderEvent& event = events[adds.places[k]];
            simd::prefetch_write(&books.ladder(BookSide::of(event.instrument, event.side)));
            prefetch_free_order(k);
            line = books.index_.prefetch_claim(event.reference, line);
        }
        Places old;
        for (std::size_t k = 0; k < others.count; ++k) {
            const std::size_t i = others.places[k];
            const Slot slot = books.index_.guess_young(events[i].reference);
            books.hints_[i].order = slot;
            simd::prefetch_write(&books.orders_[slot]);
            old.push_if(slot == no_slot, i);
        }
        for (std::size_t k = 0; k < old.count; ++k)
            books.index_.prefetch_old(events[old.places[k]].reference);
        for (std::size_t k = 0; k < old.count; ++k) {
            const std::size_t i = old.places[k];
            books.hints_[i].order = books.index_.guess_old(events[i].reference);
            simd::prefetch_write(&books.orders_[books.hints_[i].order]);
        }
    }

    void guess_sides(std::span<const OrderEvent> events, const Places& adds,
                     const Places& others) noexcept
    {
        for (std::size_t k = 0; k < adds.count; ++k) {
            const std::size_t i = adds.places[k];
            const OrderEvent& event = events[i];
            guess_level(books.ladder(BookSide::of(event.instrument, event.side)),
                        key_of(event.price, event.side), books.hints_[i]);
        }
        for (std::size_t k = 0; k < others.count; ++k) {
            const Order& order = books.orders_[books.hints_[others.places[k]].order];
            simd::prefetch_write(&books.orders_[order.previous]);
            simd::prefetch_write(&books.orders_[order.next]);
            simd::prefetch_write(&books.ladder(order.book_side));
        }
    }

    void guess_levels(std::span<const OrderEvent> events, const Places& adds,
                      const Places& others) noexcept
    {
        for (std::size_t k = 0; k < adds.count; ++k) {
            // A new order is linked behind the last one of its level, which may be old and cold.
            const std::size_t i = adds.places[k];
            const OrderEvent& event = events[i];
            const Ladder& levels = books.ladder(BookSide::of(event.instrument, event.side));
            const std::uint32_t at = std::min(books.hints_[i].level, Ladder::top_max - 1);
            simd::prefetch_write(&books.orders_[levels.levels[at].back]);
        }
        for (std::size_t k = 0; k < others.count; ++k) {
            Hint& hint = books.hints_[others.places[k]];
            const Order& order = books.orders_[hint.order];
            guess_level(books.ladder(order.book_side), order.key, hint);
        }
    }

    void guess_level(const Ladder& levels, Key key, Hint& hint) noexcept
    {
        hint.level = levels.position<Simd>(key);
        const char* const level = reinterpret_cast<const char*>(levels.levels) +
                                  hint.level * sizeof(PriceLevel);
        simd::prefetch_write(level);
        simd::prefetch_write(level + sizeof(PriceLevel) - 1);
        if (hint.level == 0 && levels.deep_count > 0) [[unlikely]]
            books.ladders_.prefetch_deep(levels);
    }

    // ---- applying

    ApplyStatus apply(const OrderEvent& event, Hint hint, BookChange& change) noexcept
    {
        if (event.action == OrderAction::add) {
            if (event.quantity == 0) [[unlikely]] return ApplyStatus::zero_quantity;
            return insert(event.reference, BookSide::of(event.instrument, event.side), event.price,
                          event.quantity, hint.level, change);
        }
        if (event.action == OrderAction::none) return ApplyStatus::ok;
        const Slot slot = find_order(event.reference, hint.order);
        if (slot == no_slot) return ApplyStatus::unknown_order;
        if (books.orders_[slot].book_side.instrument() != event.instrument)
            return ApplyStatus::wrong_instrument;
        if (event.action == OrderAction::remove) {
            erase(slot, hint.level, change);
            return ApplyStatus::ok;
        }
        if (event.action == OrderAction::replace) return replace(event, slot, hint.level, change);
        return take(event, slot, hint.level, change);
    }

    Slot find_order(std::uint64_t reference, Slot hint) const noexcept
    {
        const Order& order = books.orders_[hint];
        if (hint != no_slot && order.reference == reference && order.quantity != 0) return hint;
        return books.index_.find(reference, books.orders_.data());
    }

    /// An execution or a partial cancel.
    ApplyStatus take(const OrderEvent& event, Slot slot, std::uint32_t level_hint,
                     BookChange& change) noexcept
    {
        Order& order = books.orders_[slot];
        if (event.quantity > order.quantity) [[unlikely]]
            return event.action == OrderAction::reduce ? ApplyStatus::over_cancelled
                                                       : ApplyStatus::over_executed;
        const Side side = order.book_side.side();
        change = {.price = price_of(order.key, side), .side = side, .top_changed = false};
        if (event.quantity == order.quantity) {
            erase(slot, level_hint, change);
            return ApplyStatus::ok;
        }
        if (event.quantity == 0) return ApplyStatus::ok;
        Ladder& levels = books.ladder(order.book_side);
        const std::uint32_t at = levels.position<Simd>(order.key, level_hint);
        PriceLevel& level = levels.is_at(at, order.key) ? levels.levels[at]
                                                        : books.ladders_.deep(levels, order.key);
        level.quantity -= event.quantity;
        order.quantity -= event.quantity;
        change.top_changed = at + 1 == levels.count;
        return ApplyStatus::ok;
    }

    ApplyStatus replace(const OrderEvent& event, Slot slot, std::uint32_t level_hint,
                        BookChange& change) noexcept
    {
        const BookSide side = books.orders_[slot].book_side;
        if (books.index_.find(event.new_reference, books.orders_.data()) != no_slot) [[unlikely]]
            return ApplyStatus::duplicate_order;
        erase(slot, level_hint, change);
        // The old order is gone whatever comes in its place.
        if (event.quantity == 0) return ApplyStatus::zero_quantity;
        const bool top_changed = change.top_changed;
        const ApplyStatus status =
            insert(event.new_reference, side, event.price, event.quantity, level_hint, change);
        change.top_changed |= top_changed;
        return status;
    }

    // ---- changing

    /// REQUIRES: quantity > 0.
    ApplyStatus insert(std::uint64_t reference, BookSide side, std::uint32_t price,
                       std::uint32_t quantity, std::uint32_t level_hint,
                       BookChange& change) noexcept
    {
        const OrderIndex::Claim claim = books.index_.claim(reference, books.orders_.data());
        if (claim.found != no_slot) [[unlikely]] return ApplyStatus::duplicate_order;
        if (books.live_orders_ == books.limits_.orders_max) [[unlikely]]
            return ApplyStatus::order_table_full;
        Ladder& levels = books.ladder(side);
        const Key key = key_of(price, side.side());
        std::uint32_t at = levels.position<Simd>(key, level_hint);
        PriceLevel* const level =
            levels.is_at(at, key) ? &levels.levels[at] : books.ladders_.open(levels, at, key);
        if (level == nullptr) [[unlikely]] return ApplyStatus::level_table_full;

        const Slot slot = allocate_order();
        books.orders_[slot] = {.reference = reference, .quantity = quantity, .book_side = side,
                               .key = key, .previous = level->back, .next = no_slot, .reserved = 0};
        // The record of no_slot takes the writes of the ends; nobody reads it.
        books.orders_[level->back].next = slot;
        level->front = select(level->front == no_slot, slot, level->front);
        level->back = slot;
        level->quantity += quantity;
        ++level->orders;
        books.index_.insert(claim, reference, slot);
        change.side = side.side();
        change.top_changed = at + 1 == levels.count;
        return ApplyStatus::ok;
    }

    /// Takes the order out of its queue, its level and the index.
    void erase(Slot slot, std::uint32_t level_hint, BookChange& change) noexcept
    {
        const Order& order = books.orders_[slot];
        Ladder& levels = books.ladder(order.book_side);
        const std::uint32_t at = levels.position<Simd>(order.key, level_hint);
        const bool in_block = levels.is_at(at, order.key);
        PriceLevel& level = in_block ? levels.levels[at] : books.ladders_.deep(levels, order.key);
        books.orders_[order.previous].next = order.next;
        books.orders_[order.next].previous = order.previous;
        level.front = select(order.previous == no_slot, order.next, level.front);
        level.back = select(order.next == no_slot, order.previous, level.back);
        level.quantity -= order.quantity;
        change.side = order.book_side.side();
        change.top_changed = at + 1 == levels.count;
        if (--level.orders == 0) {
            if (in_block)
                books.ladders_.close_top(levels, at);
            else
                books.ladders_.close_deep(levels, order.key);
        }
        books.index_.erase(order.reference, slot);
        free_order(slot);
    }

    /// `first ? a : b` without a branch, where neither is likelier.
    static Slot select(bool first, Slot a, Slot b) noexcept
    {
        const Slot mask = Slot{0} - Slot{first};
        return (a & mask) | (b & ~mask);
    }

    Slot allocate_order() noexcept
    {
        ++books.live_orders_;
        books.live_orders_peak_ = std::max(books.live_orders_peak_, books.live_orders_);
        return books.free_count_ > 0 ? books.free_orders_[--books.free_count_]
                                     : books.fresh_order_++;
    }

    void free_order(Slot slot) noexcept
    {
        books.orders_[slot].quantity = 0;  // no hint fits a free record
        books.free_orders_[books.free_count_++] = slot;
        --books.live_orders_;
    }

    /// The record that the `ahead`-th add from now will take, if no order is freed before.
    void prefetch_free_order(std::size_t ahead) const noexcept
    {
        const Slot slot =
            ahead < books.free_count_
                ? books.free_orders_[books.free_count_ - 1 - ahead]
                : books.fresh_order_ + static_cast<Slot>(ahead - books.free_count_);
        simd::prefetch_write(books.orders_.data() + slot);
    }
};

}  // namespace gapwire::book
