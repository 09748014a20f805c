// Order books: find, check, then change.
#include "book/order_books.hpp"

namespace gapwire::book {
namespace {

void prefetch_level(const Ladder& levels, std::uint32_t at) noexcept
{
    const char* const first = reinterpret_cast<const char*>(&levels.levels[at]);
    simd::prefetch_write(first);
    simd::prefetch_write(first + sizeof(PriceLevel) - 1);
}

}  // namespace

OrderBooks::OrderBooks(const OrderBooksLimits& limits)
    : limits_(limits),
      index_(limits.orders_max, limits.prefault),
      orders_(limits.orders_max + 1, limits.prefault),
      sides_(2 * instruments_max),
      ladders_(limits.ladder_bytes),
      free_orders_(limits.orders_max)
{
    GAPWIRE_ASSERT(limits.orders_max >= 8 && limits.orders_max < (std::size_t{1} << 31));
}

void OrderBooks::clear()
{
    const OrderBooksLimits limits = limits_;
    *this = OrderBooks(limits);
}

std::string_view OrderBooks::instruction_set() noexcept { return "baseline"; }

// ---- looking ahead: each pass reads what the one before has asked for

void OrderBooks::look_ahead(std::span<const OrderEvent> events) noexcept
{
    GAPWIRE_ASSERT(events.size() <= look_ahead_max);
    std::size_t adds = 0;
    for (const OrderEvent& event : events) {
        index_.prefetch(event.reference);
        if (event.action == OrderAction::add) {
            simd::prefetch_write(&ladder(BookSide::of(event.instrument, event.side)));
            prefetch_free_order(adds++);
        } else if (event.action == OrderAction::replace) {
            index_.prefetch(event.new_reference);
        }
    }
    guess_orders(events);
    guess_sides(events);
    guess_levels(events);
}

void OrderBooks::guess_orders(std::span<const OrderEvent> events) noexcept
{
    std::uint32_t old[look_ahead_max];
    std::size_t old_count = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const OrderEvent& event = events[i];
        hints_[i] = {};
        if (event.action == OrderAction::add || event.action == OrderAction::none) continue;
        hints_[i].order = index_.guess_young(event.reference);
        simd::prefetch_write(&orders_[hints_[i].order]);
        if (hints_[i].order == no_slot) {
            index_.prefetch_old(event.reference);
            old[old_count++] = static_cast<std::uint32_t>(i);
        }
    }
    for (std::size_t k = 0; k < old_count; ++k) {
        const std::uint32_t i = old[k];
        hints_[i].order = index_.guess_old(events[i].reference);
        simd::prefetch_write(&orders_[hints_[i].order]);
    }
}

void OrderBooks::guess_sides(std::span<const OrderEvent> events) noexcept
{
    for (std::size_t i = 0; i < events.size(); ++i) {
        const OrderEvent& event = events[i];
        if (event.action == OrderAction::add) {
            Ladder& levels = ladder(BookSide::of(event.instrument, event.side));
            hints_[i].level = levels.position(key_of(event.price, event.side));
            prefetch_level(levels, hints_[i].level);
        } else if (hints_[i].order != no_slot) {
            const Order& order = orders_[hints_[i].order];
            simd::prefetch_write(&orders_[order.previous]);
            simd::prefetch_write(&orders_[order.next]);
            simd::prefetch_write(&ladder(order.book_side));
        }
    }
}

void OrderBooks::guess_levels(std::span<const OrderEvent> events) noexcept
{
    for (std::size_t i = 0; i < events.size(); ++i) {
        const OrderEvent& event = events[i];
        if (event.action == OrderAction::add) {
            // A new order is linked behind the last one of its level, which may be old and cold.
            const Ladder& levels = ladder(BookSide::of(event.instrument, event.side));
            if (hints_[i].level < levels.count)
                simd::prefetch_write(&orders_[levels.levels[hints_[i].level].back]);
        } else if (hints_[i].order != no_slot) {
            const Order& order = orders_[hints_[i].order];
            Ladder& levels = ladder(order.book_side);
            hints_[i].level = levels.position(order.key);
            prefetch_level(levels, hints_[i].level);
        }
    }
}

// ---- applying

Slot OrderBooks::find_order(std::uint64_t reference, Slot hint) const noexcept
{
    if (hint != no_slot && orders_[hint].reference == reference && orders_[hint].quantity != 0)
        return hint;
    return index_.find(reference, orders_.data());
}

ApplyStatus OrderBooks::apply(const OrderEvent& event, BookChange& change) noexcept
{
    return apply_hinted(event, {}, change);
}

ApplyStatus OrderBooks::apply(const OrderEvent& event, BookChange& change,
                              std::size_t place) noexcept
{
    return apply_hinted(event, hints_[place], change);
}

inline ApplyStatus OrderBooks::apply_hinted(const OrderEvent& event, Hint hint,
                                            BookChange& change) noexcept
{
    switch (event.action) {
        case OrderAction::add:
            if (event.quantity == 0) [[unlikely]] return ApplyStatus::zero_quantity;
            return insert(event.reference, BookSide::of(event.instrument, event.side), event.price,
                          event.quantity, hint.level, change);
        case OrderAction::execute:
        case OrderAction::execute_at_price:
            return take(event, hint, ApplyStatus::over_executed, change);
        case OrderAction::reduce: return take(event, hint, ApplyStatus::over_cancelled, change);
        case OrderAction::remove: return remove(event, hint, change);
        case OrderAction::replace: return replace(event, hint, change);
        case OrderAction::none: break;
    }
    return ApplyStatus::ok;
}

inline ApplyStatus OrderBooks::take(const OrderEvent& event, Hint hint, ApplyStatus too_much,
                                    BookChange& change) noexcept
{
    const Slot slot = find_order(event.reference, hint.order);
    if (slot == no_slot) return ApplyStatus::unknown_order;
    Order& order = orders_[slot];
    if (order.book_side.instrument() != event.instrument) return ApplyStatus::wrong_instrument;
    if (event.quantity > order.quantity) return too_much;

    change = {.price = price_of(order.key, order.book_side.side()),
              .side = order.book_side.side(), .top_changed = false};
    if (event.quantity == order.quantity) {
        erase(slot, hint.level, change);
        return ApplyStatus::ok;
    }
    if (event.quantity == 0) return ApplyStatus::ok;
    Ladder& levels = ladder(order.book_side);
    const std::uint32_t at = levels.position(order.key, hint.level);
    PriceLevel& level =
        levels.is_at(at, order.key) ? levels.levels[at] : ladders_.deep(levels, order.key);
    level.quantity -= event.quantity;
    order.quantity -= event.quantity;
    change.top_changed = at + 1 == levels.count;
    return ApplyStatus::ok;
}

inline ApplyStatus OrderBooks::remove(const OrderEvent& event, Hint hint,
                                      BookChange& change) noexcept
{
    const Slot slot = find_order(event.reference, hint.order);
    if (slot == no_slot) return ApplyStatus::unknown_order;
    const Order& order = orders_[slot];
    if (order.book_side.instrument() != event.instrument) return ApplyStatus::wrong_instrument;
    erase(slot, hint.level, change);
    return ApplyStatus::ok;
}

inline ApplyStatus OrderBooks::replace(const OrderEvent& event, Hint hint,
                                       BookChange& change) noexcept
{
    const Slot slot = find_order(event.reference, hint.order);
    if (slot == no_slot) return ApplyStatus::unknown_order;
    const BookSide side = orders_[slot].book_side;
    if (side.instrument() != event.instrument) return ApplyStatus::wrong_instrument;
    if (index_.find(event.new_reference, orders_.data()) != no_slot)
        return ApplyStatus::duplicate_order;

    erase(slot, hint.level, change);
    // The old order is gone whatever comes in its place.
    if (event.quantity == 0) return ApplyStatus::zero_quantity;
    const bool top_changed = change.top_changed;
    const ApplyStatus status = insert(event.new_reference, side, event.price, event.quantity,
                                      hint.level, change);
    change.top_changed |= top_changed;
    return status;
}

// ---- changing

/// REQUIRES: quantity > 0.
ApplyStatus OrderBooks::insert(std::uint64_t reference, BookSide side, std::uint32_t price,
                               std::uint32_t quantity, std::uint32_t level_hint,
                               BookChange& change) noexcept
{
    if (index_.find(reference, orders_.data()) != no_slot) [[unlikely]]
        return ApplyStatus::duplicate_order;
    if (live_orders_ == limits_.orders_max) [[unlikely]] return ApplyStatus::order_table_full;
    const Key key = key_of(price, side.side());
    bool is_best = false;
    PriceLevel* const level = open_level(ladder(side), key, level_hint, is_best);
    if (level == nullptr) [[unlikely]] return ApplyStatus::level_table_full;

    const Slot slot = allocate_order();
    orders_[slot] = {.reference = reference, .quantity = quantity, .book_side = side, .key = key,
                     .previous = level->back, .next = no_slot, .reserved = 0};
    (level->back == no_slot ? level->front : orders_[level->back].next) = slot;
    level->back = slot;
    level->quantity += quantity;
    ++level->orders;
    index_.insert(reference, slot);
    change.side = side.side();
    change.top_changed = is_best;
    return ApplyStatus::ok;
}

/// The level at `key`, opened when it is not there; nullptr when there is no room for it.
inline PriceLevel* OrderBooks::open_level(Ladder& levels, Key key, std::uint32_t hint,
                                          bool& is_best) noexcept
{
    std::uint32_t at = levels.position(key, hint);
    PriceLevel* const level =
        levels.is_at(at, key) ? &levels.levels[at] : ladders_.open(levels, at, key);
    is_best = at + 1 == levels.count;
    return level;
}

/// Takes the order out of its queue, its level and the index.
void OrderBooks::erase(Slot slot, std::uint32_t level_hint, BookChange& change) noexcept
{
    const Order& order = orders_[slot];
    Ladder& levels = ladder(order.book_side);
    const std::uint32_t at = levels.position(order.key, level_hint);
    const bool in_block = levels.is_at(at, order.key);
    PriceLevel& level = in_block ? levels.levels[at] : ladders_.deep(levels, order.key);
    (order.previous == no_slot ? level.front : orders_[order.previous].next) = order.next;
    (order.next == no_slot ? level.back : orders_[order.next].previous) = order.previous;
    level.quantity -= order.quantity;
    change.side = order.book_side.side();
    change.top_changed = at + 1 == levels.count;
    if (--level.orders == 0) {
        if (in_block)
            ladders_.close_top(levels, at);
        else
            ladders_.close_deep(levels, order.key);
    }
    index_.erase(order.reference, slot);
    free_order(slot);
}

Slot OrderBooks::allocate_order() noexcept
{
    ++live_orders_;
    live_orders_peak_ = std::max(live_orders_peak_, live_orders_);
    return free_count_ > 0 ? free_orders_[--free_count_] : fresh_order_++;
}

void OrderBooks::free_order(Slot slot) noexcept
{
    orders_[slot].quantity = 0;  // no hint fits a free record
    free_orders_[free_count_++] = slot;
    --live_orders_;
}

/// The record that the `ahead`-th add from now will take, if no order is freed before.
void OrderBooks::prefetch_free_order(std::size_t ahead) const noexcept
{
    const Slot slot = ahead < free_count_ ? free_orders_[free_count_ - 1 - ahead]
                                          : fresh_order_ + static_cast<Slot>(ahead - free_count_);
    simd::prefetch_write(orders_.data() + slot);
}

// ---- reading

OrderBooks::LevelView OrderBooks::level(std::uint32_t instrument, Side side,
                                        std::size_t rank) const noexcept
{
    const Ladder& levels = ladder(instrument, side);
    if (rank >= ladders_.level_count(levels)) return {};
    const auto [key, found] = ladders_.at_rank(levels, rank);
    return {price_of(key, side), found->quantity, found->orders};
}

OrderBooks::LevelView OrderBooks::best(std::uint32_t instrument, Side side) const noexcept
{
    return level(instrument, side, 0);
}

std::size_t OrderBooks::level_count(std::uint32_t instrument, Side side) const noexcept
{
    return ladders_.level_count(ladder(instrument, side));
}

}  // namespace gapwire::book
