// Levels inserted, changed and removed by position, and both parts of a book put together.
#include "book/level_book.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::book {
namespace {

/// Turns the order of prices round, so that a better one is the smaller on both sides.
constexpr std::int64_t rank_of(std::int64_t price, Side side) noexcept
{
    return price ^ (static_cast<std::int64_t>(index_of(side)) - 1);
}
constexpr bool is_better(std::int64_t price, std::int64_t than, Side side) noexcept
{
    return rank_of(price, side) < rank_of(than, side);
}

constexpr Level level_of(const LevelEvent& event) noexcept
{
    return {{event.price}, event.quantity, event.orders};
}

/// Why a level cannot become what the event says; ok if it can.
constexpr LevelStatus refusal_of_content(const LevelEvent& event) noexcept
{
    if (event.price == Price::none().units) return LevelStatus::no_price;
    return event.quantity == 0 ? LevelStatus::no_quantity : LevelStatus::ok;
}

/// Whether the level of rank `at` is worse than the one above it and better than the one below.
/// Where there is no such level, nothing is wrong. REQUIRES: at < count.
bool fits(const Level* slots, const SlotOrder& order, std::uint32_t count, std::uint32_t at,
          Side side) noexcept
{
    const std::uint32_t above = at - (at > 0);
    const std::uint32_t below = std::min(at + 1, SlotOrder::slots_max - 1);
    const std::int64_t price = slots[order.at(at)].price.units;
    const std::int64_t price_above = slots[order.at(above)].price.units;
    const std::int64_t price_below = slots[order.at(below)].price.units;
    return (at == 0 || is_better(price_above, price, side)) &&
           (at + 1 == count || is_better(price, price_below, side));
}

constexpr std::uint64_t sum_of(std::uint64_t a, std::uint64_t b) noexcept
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

constexpr Level together(const Level& outright, const Level& implied) noexcept
{
    return {outright.price, sum_of(outright.quantity, implied.quantity),
            outright.orders + implied.orders};
}

}  // namespace

inline LevelBook::Target LevelBook::target_of(const LevelEvent& event) noexcept
{
    HalfBook& half = sides_[index_of(event.side)];
    Part& part = half.parts[event.implied];
    return {half.slots.data() + event.implied * depth_max, &part,
            part.depth(static_cast<BookPart>(event.implied)), event.level - 1u};
}

LevelChange LevelBook::apply(const LevelEvent& event) noexcept
{
    const Target to = target_of(event);

    if (event.action == LevelAction::remove_through) return remove_through(to);
    if (to.at >= to.depth) return {LevelStatus::level_out_of_range};  // level 0 too
    switch (event.action) {
        case LevelAction::insert: return insert(to, event);
        case LevelAction::change: return change(to, event);
        case LevelAction::remove: return remove(to, event);
        case LevelAction::overlay: return overlay(to, event);
        case LevelAction::remove_from: return remove_from(to);
        case LevelAction::remove_through: break;
    }
    GAPWIRE_ASSERT(false);
}

LevelChange LevelBook::refresh(const LevelEvent& event) noexcept
{
    const Target to = target_of(event);
    Part& part = *to.part;
    const bool is_unknown = to.at >= part.count || to.slots[part.order.at(to.at)].price.is_none();
    if (to.at < to.depth && is_unknown) {
        switch (event.action) {
            case LevelAction::insert: fill_up(to); break;
            case LevelAction::change:
            case LevelAction::overlay:
                if (const auto refusal = refusal_of_content(event); refusal != LevelStatus::ok)
                    return {refusal};
                fill_up({to.slots, to.part, to.depth, to.at + 1});
                to.slots[part.order.at(to.at)] = level_of(event);
                return {LevelStatus::ok, to.at == 0};
            case LevelAction::remove:
                if (to.at < part.count) part.order.move(to.at, --part.count);
                return {LevelStatus::ok, to.at == 0};
            case LevelAction::remove_from: fill_up({to.slots, to.part, to.depth, to.at + 1}); break;
            case LevelAction::remove_through: break;
        }
    }
    const LevelChange change = apply(event);
    part.unordered = false;
    return change;
}

/// Adds unknown levels until there are `at` levels.
void LevelBook::fill_up(const Target& to) noexcept
{
    for (Part& part = *to.part; part.count < to.at; ++part.count)
        to.slots[part.order.at(part.count)] = {};
}

LevelChange LevelBook::insert(const Target& to, const LevelEvent& event) noexcept
{
    Part& part = *to.part;
    if (to.at > part.count) return {LevelStatus::hole};
    if (const auto refusal = refusal_of_content(event); refusal != LevelStatus::ok)
        return {refusal};

    // The first free slot, or in a full book that of the worst level.
    const std::uint32_t from = std::min<std::uint32_t>(part.count, to.depth - 1);
    to.slots[part.order.at(from)] = level_of(event);
    part.order.move(from, to.at);
    part.count = static_cast<std::uint8_t>(from + 1);
    part.unordered |= !fits(to.slots, part.order, part.count, to.at, event.side);
    return {LevelStatus::ok, to.at == 0};
}

LevelChange LevelBook::change(const Target& to, const LevelEvent& event) noexcept
{
    if (to.at >= to.part->count) return {LevelStatus::absent_level};
    if (const auto refusal = refusal_of_content(event); refusal != LevelStatus::ok)
        return {refusal};
    Level& level = to.slots[to.part->order.at(to.at)];
    if (level.price.units != event.price) return {LevelStatus::price_differs};

    level.quantity = event.quantity;
    level.orders = event.orders;
    return {LevelStatus::ok, to.at == 0};
}

LevelChange LevelBook::overlay(const Target& to, const LevelEvent& event) noexcept
{
    Part& part = *to.part;
    if (to.at >= part.count) return {LevelStatus::absent_level};
    if (const auto refusal = refusal_of_content(event); refusal != LevelStatus::ok)
        return {refusal};

    to.slots[part.order.at(to.at)] = level_of(event);
    part.unordered |= !fits(to.slots, part.order, part.count, to.at, event.side);
    return {LevelStatus::ok, to.at == 0};
}

LevelChange LevelBook::remove(const Target& to, const LevelEvent& event) noexcept
{
    Part& part = *to.part;
    if (to.at >= part.count) return {LevelStatus::absent_level};
    if (event.price == Price::none().units) return {LevelStatus::no_price};
    const Level& level = to.slots[part.order.at(to.at)];
    if (level.price.units != event.price) return {LevelStatus::price_differs};
    if (level.quantity != event.quantity) return {LevelStatus::quantity_differs};

    --part.count;
    part.order.move(to.at, part.count);
    return {LevelStatus::ok, to.at == 0};
}

/// Levels 1 to `level` go. Sources differ on which ones are meant.
LevelChange LevelBook::remove_from(const Target& to) noexcept
{
    Part& part = *to.part;
    if (to.at >= part.count) return {LevelStatus::absent_level};
    for (std::uint32_t i = 0; i <= to.at; ++i) part.order.move(0, --part.count);
    return {LevelStatus::doubtful, true};
}

LevelChange LevelBook::remove_through(const Target& to) noexcept
{
    to.part->unordered = false;
    return {LevelStatus::ok, std::exchange(to.part->count, std::uint8_t{0}) != 0};
}

bool LevelBook::define(std::uint8_t depth, std::uint8_t implied_depth) noexcept
{
    const auto set = [&](Part& part, BookPart which, std::uint8_t wanted, std::uint8_t most) {
        const std::uint32_t usual = Part::usual_depth(which);
        const std::uint32_t told = depth == 0 ? usual : std::min(wanted, most);
        part.depth_differs = static_cast<std::uint8_t>(told ^ usual);
        part.count = static_cast<std::uint8_t>(std::min<std::uint32_t>(part.count, told));
    };
    for (HalfBook& half : sides_) {
        set(half.parts[0], BookPart::outright, depth, depth_max);
        set(half.parts[1], BookPart::implied, implied_depth, implied_depth_max);
    }
    return depth <= depth_max && implied_depth <= implied_depth_max;
}

void LevelBook::clear() noexcept
{
    for (HalfBook& half : sides_)
        for (Part& part : half.parts) {
            part.count = 0;
            part.unordered = false;
        }
}

/// Looks at all levels where one came that did not fit; removals may have mended that.
bool LevelBook::is_ordered() noexcept
{
    bool all = true;
    for (const Side side : {Side::buy, Side::sell})
        for (const BookPart which : {BookPart::outright, BookPart::implied}) {
            Part& part = sides_[index_of(side)].parts[static_cast<std::size_t>(which)];
            if (!part.unordered) continue;
            part.unordered = false;
            for (std::uint32_t rank = 1; rank < part.count; ++rank)
                part.unordered |= !is_better(level_at(side, which, rank - 1).price.units,
                                             level_at(side, which, rank).price.units, side);
            all &= !part.unordered;
        }
    return all;
}

LevelCheck LevelBook::check_implied_crossing() const noexcept
{
    const Level bid = best(Side::buy);
    const Level ask = best(Side::sell);
    const bool has_both = !bid.price.is_none() && !ask.price.is_none();
    return has_both && bid.price >= ask.price ? LevelCheck::implied_crossed : LevelCheck::ok;
}

Level LevelBook::best_of(const Level& outright, const Level& implied, Side side) noexcept
{
    if (outright.price.is_none()) return implied;
    if (outright.price == implied.price) return together(outright, implied);
    return is_better(implied.price.units, outright.price.units, side) ? implied : outright;
}

void LevelBook::fill(Depth& depth) const noexcept
{
    for (const Side side : {Side::buy, Side::sell}) {
        auto& out = depth.sides[index_of(side)];
        std::size_t outright = 0;
        std::size_t implied = 0;
        if (level_count(side, BookPart::implied) == 0) {
            for (Level& next : out) next = level(side, BookPart::outright, outright++);
            continue;
        }
        for (Level& next : out) {
            const Level a = level(side, BookPart::outright, outright);
            const Level b = level(side, BookPart::implied, implied);
            next = b.price.is_none() ? a : best_of(a, b, side);
            outright += a.price == next.price;
            implied += b.price == next.price;
        }
    }
}

}  // namespace gapwire::book
