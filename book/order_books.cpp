// Order books: find, check, then change.
#include "book/order_books.hpp"

namespace gapwire::book {

OrderBooks::OrderBooks(const OrderBooksLimits& limits)
    : limits_(limits),
      index_(limits.orders_max, limits.prefault),
      orders_(limits.orders_max + 1, limits.prefault),
      levels_(limits.orders_max + 1),
      books_(instruments_max),
      ladders_(limits.ladder_bytes, false)
{
    GAPWIRE_ASSERT(limits.orders_max >= 8 && limits.orders_max < (std::size_t{1} << 31));
}

void OrderBooks::clear()
{
    OrderBooksLimits limits = limits_;
    *this = OrderBooks(limits);
}

// ---- looking ahead

void OrderBooks::look_ahead(std::span<const OrderEvent> events) noexcept
{
    GAPWIRE_ASSERT(events.size() <= look_ahead_max);
    for (const OrderEvent& event : events) {
        index_.prefetch(event.reference);
        simd::prefetch_write(&books_[event.instrument & (instruments_max - 1)]);
        if (event.action == OrderAction::replace) index_.prefetch(event.new_reference);
    }
    guess_orders(events);
    guess_levels(events);
}

void OrderBooks::guess_orders(std::span<const OrderEvent> events) noexcept
{
    for (std::size_t i = 0; i < events.size(); ++i) {
        const OrderEvent& event = events[i];
        hints_[i] = {};
        if (event.action == OrderAction::add) {
            ladders_.prefetch_best(ladder(BookSide::of(event.instrument, event.side)));
        } else if (event.action != OrderAction::none) {
            hints_[i].order = index_.guess(event.reference);
            simd::prefetch_write(&orders_[hints_[i].order]);
        }
    }
}

void OrderBooks::guess_levels(std::span<const OrderEvent> events) noexcept
{
    for (std::size_t i = 0; i < events.size(); ++i) {
        const OrderEvent& event = events[i];
        if (event.action == OrderAction::none) continue;
        BookSide side = BookSide::of(event.instrument, event.side);
        if (event.action != OrderAction::add) {
            const Order& order = orders_[hints_[i].order];
            simd::prefetch_write(&levels_[order.level]);
            simd::prefetch_write(&orders_[order.previous]);
            simd::prefetch_write(&orders_[order.next]);
            side = order.book_side;
        }
        if (event.action == OrderAction::add || event.action == OrderAction::replace) {
            hints_[i].level = ladders_.find(ladder(side), key_of(event.price, side.side()));
            simd::prefetch_write(&levels_[hints_[i].level]);
        }
    }
}

// ---- finding

Slot OrderBooks::find_order(std::uint64_t reference, Slot hint) const noexcept
{
    if (hint != no_slot && orders_[hint].reference == reference && orders_[hint].quantity != 0)
        return hint;
    return index_.find(reference, orders_.data());
}

Slot OrderBooks::find_level(BookSide side, Key key, Slot hint) const noexcept
{
    const PriceLevel& level = levels_[hint];
    if (level.orders != 0 && level.key == key && level.book_side == side) return hint;
    return ladders_.find(books_[side.instrument()].sides[side.value & 1], key);
}

// ---- applying

ApplyResult OrderBooks::apply(const OrderEvent& event, std::size_t place) noexcept
{
    const Hint hint = place == no_place ? Hint{} : hints_[place];
    switch (event.action) {
        case OrderAction::add: return add(event, hint);
        case OrderAction::execute:
        case OrderAction::execute_at_price: return take(event, hint, ApplyStatus::over_executed);
        case OrderAction::reduce: return take(event, hint, ApplyStatus::over_cancelled);
        case OrderAction::remove: return remove(event, hint);
        case OrderAction::replace: return replace(event, hint);
        case OrderAction::none: break;
    }
    return {};
}

ApplyResult OrderBooks::add(const OrderEvent& event, const Hint& hint) noexcept
{
    if (event.quantity == 0) return {.status = ApplyStatus::zero_quantity, .side = event.side};
    if (index_.find(event.reference, orders_.data()) != no_slot)
        return {.status = ApplyStatus::duplicate_order, .side = event.side};

    ApplyResult result{.side = event.side};
    result.status = insert(event.reference, BookSide::of(event.instrument, event.side), event.price,
                           event.quantity, hint.level, result.top_changed);
    return result;
}

ApplyResult OrderBooks::take(const OrderEvent& event, const Hint& hint,
                             ApplyStatus too_much) noexcept
{
    const Slot slot = find_order(event.reference, hint.order);
    if (slot == no_slot) return {.status = ApplyStatus::unknown_order};
    Order& order = orders_[slot];
    const BookSide side = order.book_side;
    PriceLevel& level = levels_[order.level];
    ApplyResult result{.side = side.side(), .price = price_of(level.key, side.side())};
    if (side.instrument() != event.instrument) result.status = ApplyStatus::wrong_instrument;
    if (event.quantity > order.quantity) result.status = too_much;
    if (result.status != ApplyStatus::ok || event.quantity == 0) return result;

    if (event.quantity == order.quantity) {
        result.top_changed = erase(slot);
        return result;
    }
    order.quantity -= event.quantity;
    level.quantity -= event.quantity;
    result.top_changed = ladders_.best(ladder(side)) == order.level;
    return result;
}

ApplyResult OrderBooks::remove(const OrderEvent& event, const Hint& hint) noexcept
{
    const Slot slot = find_order(event.reference, hint.order);
    if (slot == no_slot) return {.status = ApplyStatus::unknown_order};
    const BookSide side = orders_[slot].book_side;
    ApplyResult result{.side = side.side()};
    if (side.instrument() != event.instrument) {
        result.status = ApplyStatus::wrong_instrument;
        return result;
    }
    result.top_changed = erase(slot);
    return result;
}

ApplyResult OrderBooks::replace(const OrderEvent& event, const Hint& hint) noexcept
{
    const Slot slot = find_order(event.reference, hint.order);
    if (slot == no_slot) return {.status = ApplyStatus::unknown_order};
    const BookSide side = orders_[slot].book_side;
    ApplyResult result{.side = side.side()};
    if (side.instrument() != event.instrument) result.status = ApplyStatus::wrong_instrument;
    if (index_.find(event.new_reference, orders_.data()) != no_slot)
        result.status = ApplyStatus::duplicate_order;
    if (result.status != ApplyStatus::ok) return result;

    result.top_changed = erase(slot);
    if (event.quantity == 0) {  // the old order is gone whatever comes in its place
        result.status = ApplyStatus::zero_quantity;
        return result;
    }
    bool top_changed = false;
    result.status = insert(event.new_reference, side, event.price, event.quantity, hint.level,
                           top_changed);
    result.top_changed |= top_changed;
    return result;
}

// ---- changing

ApplyStatus OrderBooks::insert(std::uint64_t reference, BookSide side, std::uint32_t price,
                               std::uint32_t quantity, Slot level_hint, bool& top_changed) noexcept
{
    const Key key = key_of(price, side.side());
    Slot level_slot = find_level(side, key, level_hint);
    if (live_orders_ == limits_.orders_max) return ApplyStatus::order_table_full;
    if (level_slot == no_slot) level_slot = create_level(side, key);
    if (level_slot == no_slot) return ApplyStatus::level_table_full;

    const Slot slot = allocate_order();
    PriceLevel& level = levels_[level_slot];
    orders_[slot] = {.reference = reference, .quantity = quantity, .book_side = side,
                     .level = level_slot, .previous = level.back, .next = no_slot, .reserved = 0};
    (level.back == no_slot ? level.front : orders_[level.back].next) = slot;
    level.back = slot;
    level.quantity += quantity;
    ++level.orders;
    index_.insert(reference, slot);
    top_changed = ladders_.best(ladder(side)) == level_slot;
    return ApplyStatus::ok;
}

/// Takes the order out of its queue, its level and the index. True when the best level changed.
bool OrderBooks::erase(Slot slot) noexcept
{
    const Order& order = orders_[slot];
    PriceLevel& level = levels_[order.level];
    (order.previous == no_slot ? level.front : orders_[order.previous].next) = order.next;
    (order.next == no_slot ? level.back : orders_[order.next].previous) = order.previous;
    level.quantity -= order.quantity;
    --level.orders;
    const bool top_changed = ladders_.best(ladder(order.book_side)) == order.level;
    if (level.orders == 0) remove_level(order.level);
    index_.erase(order.reference, slot);
    free_order(slot);
    return top_changed;
}

Slot OrderBooks::create_level(BookSide side, Key key) noexcept
{
    const Slot slot = free_level_ != no_slot ? free_level_ : used_levels_;
    if (!ladders_.insert(ladder(side), key, slot)) return no_slot;
    if (slot == free_level_)
        free_level_ = levels_[slot].next_free;
    else
        ++used_levels_;
    levels_[slot] = {.quantity = 0, .orders = 0, .front = no_slot, .back = no_slot, .key = key,
                     .book_side = side, .next_free = no_slot};
    ++live_levels_;
    return slot;
}

void OrderBooks::remove_level(Slot slot) noexcept
{
    PriceLevel& level = levels_[slot];
    ladders_.erase(ladder(level.book_side), level.key);
    level.next_free = free_level_;
    free_level_ = slot;
    --live_levels_;
}

Slot OrderBooks::allocate_order() noexcept
{
    const Slot slot = free_order_ != no_slot ? free_order_ : used_orders_++;
    if (slot == free_order_) free_order_ = orders_[slot].next;
    ++live_orders_;
    live_orders_peak_ = std::max(live_orders_peak_, live_orders_);
    return slot;
}

void OrderBooks::free_order(Slot slot) noexcept
{
    orders_[slot].quantity = 0;  // no hint fits a free record
    orders_[slot].next = free_order_;
    free_order_ = slot;
    --live_orders_;
}

// ---- reading

Slot OrderBooks::slot_at(std::uint32_t instrument, Side side, std::size_t rank) const noexcept
{
    const Ladder& levels = ladder(instrument, side);
    return rank < levels.count ? ladders_.slots(levels)[levels.count - 1 - rank] : no_slot;
}

OrderBooks::LevelView OrderBooks::view(Slot slot) const noexcept
{
    if (slot == no_slot) return {};
    const PriceLevel& level = levels_[slot];
    return {price_of(level.key, level.book_side.side()), level.quantity, level.orders};
}

OrderBooks::LevelView OrderBooks::best(std::uint32_t instrument, Side side) const noexcept
{
    return view(ladders_.best(ladder(instrument, side)));
}

OrderBooks::LevelView OrderBooks::level(std::uint32_t instrument, Side side,
                                        std::size_t rank) const noexcept
{
    return view(slot_at(instrument, side, rank));
}

std::size_t OrderBooks::level_count(std::uint32_t instrument, Side side) const noexcept
{
    return ladder(instrument, side).count;
}

}  // namespace gapwire::book
