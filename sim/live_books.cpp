// Order queues in sorted price levels, best last: most changes happen at the end of the array.
#include "sim/live_books.hpp"

#include <algorithm>

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

/// Whether `price` is worse than `other` for who holds an order of `side`.
bool worse(Side side, std::uint32_t price, std::uint32_t other) noexcept
{
    return side == Side::buy ? price < other : price > other;
}

/// Where the level of `price` is, or would be.
template <class Levels>
auto find_level(Levels& levels, Side side, std::uint32_t price) noexcept
{
    return std::lower_bound(levels.begin(), levels.end(), price,
                            [side](const auto& level, std::uint32_t wanted) {
                                return worse(side, level.price, wanted);
                            });
}

}  // namespace

LiveBooks::Slot LiveBooks::add(std::uint16_t locate, Side side, std::uint64_t reference,
                               std::uint32_t price, std::uint32_t quantity)
{
    GAPWIRE_ASSERT(quantity > 0);
    const Level* const other = best(locate, opposite(side));
    GAPWIRE_ASSERT(other == nullptr || worse(side, price, other->price));

    Levels& all = levels(locate, side);
    auto level = find_level(all, side, price);
    if (level == all.end() || level->price != price)
        level = all.insert(level, Level{.price = price});
    const Slot slot = take_slot();
    Order& order = orders_[slot];
    order = {.reference = reference,
             .price = price,
             .quantity = quantity,
             .before = level->last,
             .generation = order.generation + 1,
             .locate = locate,
             .side = side};
    append_to_level(*level, slot);
    return slot;
}

void LiveBooks::reduce(Slot slot, std::uint32_t quantity)
{
    Order& order = orders_[slot];
    GAPWIRE_ASSERT(quantity > 0 && quantity <= order.quantity);
    Levels& all = levels(order.locate, order.side);
    const auto level = find_level(all, order.side, order.price);
    GAPWIRE_ASSERT(level != all.end() && level->price == order.price);

    level->quantity -= quantity;
    order.quantity -= quantity;
    if (order.quantity > 0) return;
    unlink(*level, order);
    if (level->orders == 0) all.erase(level);
    free_.push_back(slot);
}

LiveBooks::Slot LiveBooks::take_slot()
{
    if (free_.empty()) {
        orders_.emplace_back();
        return static_cast<Slot>(orders_.size() - 1);
    }
    const Slot slot = free_.back();
    free_.pop_back();
    return slot;
}

void LiveBooks::append_to_level(Level& level, Slot slot) noexcept
{
    if (level.last == no_slot)
        level.first = slot;
    else
        orders_[level.last].after = slot;
    level.last = slot;
    level.orders += 1;
    level.quantity += orders_[slot].quantity;
}

void LiveBooks::unlink(Level& level, const Order& order) noexcept
{
    if (order.before == no_slot)
        level.first = order.after;
    else
        orders_[order.before].after = order.after;
    if (order.after == no_slot)
        level.last = order.before;
    else
        orders_[order.after].before = order.before;
    level.orders -= 1;
}

}  // namespace gapwire::sim
