// Levels inserted, changed and removed by position, and both parts of a book put together.
#include "book/level_book.hpp"

#include <algorithm>
#include <span>

namespace gapwire::book {
namespace {

/// Turns the order of prices round, so that a better one is the smaller on both sides.
constexpr std::int64_t rank_of(std::int64_t price, Side side) noexcept
{
    return side == Side::buy ? ~price : price;
}
constexpr bool is_better(std::int64_t price, std::int64_t than, Side side) noexcept
{
    return rank_of(price, side) < rank_of(than, side);
}

/// Whether the level at `at` is worse than the one above it and better than the one below.
bool fits(std::span<const Level> levels, std::size_t at, Side side) noexcept
{
    const std::int64_t price = levels[at].price.units;
    return (at == 0 || is_better(levels[at - 1].price.units, price, side)) &&
           (at + 1 == levels.size() || is_better(price, levels[at + 1].price.units, side));
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

/// One side of one part while an event is applied to it. `at`: level - 1.
struct Target {
    Level* levels;
    std::uint8_t& count;
    bool& unordered;
    std::uint32_t depth;
    std::uint32_t at;

    bool is_absent() const noexcept { return at >= count; }
    void note_order(Side side) noexcept { unordered |= !fits({levels, count}, at, side); }
};

LevelChange insert(Target to, const LevelEvent& event) noexcept
{
    if (to.at > to.count) return {LevelStatus::hole};
    if (const auto refusal = refusal_of_content(event); refusal != LevelStatus::ok)
        return {refusal};

    const std::uint32_t kept = std::min<std::uint32_t>(to.count, to.depth - 1);
    for (std::uint32_t i = kept; i > to.at; --i) to.levels[i] = to.levels[i - 1];
    to.levels[to.at] = level_of(event);
    to.count = static_cast<std::uint8_t>(kept + 1);
    to.note_order(event.side);
    return {LevelStatus::ok, to.at == 0};
}

LevelChange change(Target to, const LevelEvent& event) noexcept
{
    if (to.is_absent()) return {LevelStatus::absent_level};
    if (const auto refusal = refusal_of_content(event); refusal != LevelStatus::ok)
        return {refusal};
    Level& level = to.levels[to.at];
    if (level.price.units != event.price) return {LevelStatus::price_differs};

    level.quantity = event.quantity;
    level.orders = event.orders;
    return {LevelStatus::ok, to.at == 0};
}

LevelChange overlay(Target to, const LevelEvent& event) noexcept
{
    if (to.is_absent()) return {LevelStatus::absent_level};
    if (const auto refusal = refusal_of_content(event); refusal != LevelStatus::ok)
        return {refusal};

    to.levels[to.at] = level_of(event);
    to.note_order(event.side);
    return {LevelStatus::ok, to.at == 0};
}

LevelChange remove(Target to, const LevelEvent& event) noexcept
{
    if (to.is_absent()) return {LevelStatus::absent_level};
    if (event.price == Price::none().units) return {LevelStatus::no_price};
    const Level& level = to.levels[to.at];
    if (level.price.units != event.price) return {LevelStatus::price_differs};
    if (level.quantity != event.quantity) return {LevelStatus::quantity_differs};

    --to.count;
    for (std::uint32_t i = to.at; i < to.count; ++i) to.levels[i] = to.levels[i + 1];
    return {LevelStatus::ok, to.at == 0};
}

/// Levels 1 to `level` go. Sources differ on which ones are meant.
LevelChange remove_from(Target to) noexcept
{
    if (to.is_absent()) return {LevelStatus::absent_level};
    std::copy(to.levels + to.at + 1, to.levels + to.count, to.levels);
    to.count = static_cast<std::uint8_t>(to.count - to.at - 1);
    return {LevelStatus::doubtful, true};
}

LevelChange remove_through(Target to) noexcept
{
    const bool had_levels = to.count > 0;
    to.count = 0;
    to.unordered = false;
    return {LevelStatus::ok, had_levels};
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

LevelChange LevelBook::apply(const LevelEvent& event) noexcept
{
    const BookPart which = event.implied ? BookPart::implied : BookPart::outright;
    HalfBook& half = sides_[index_of(event.side)];
    Part& part = half.parts[index_of(which)];
    const Target to{half.levels.data() + index_of(which) * depth_max, part.count, part.unordered,
                    depth_of(part, which), event.level - 1u};

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

bool LevelBook::define(std::uint8_t depth, std::uint8_t implied_depth) noexcept
{
    const std::uint8_t wanted[] = {depth, implied_depth};
    constexpr std::uint8_t most[] = {depth_max, implied_depth_max};
    for (HalfBook& half : sides_)
        for (std::size_t i = 0; i < half.parts.size(); ++i) {
            Part& part = half.parts[i];
            const bool is_told = depth != 0;
            part.depth_told =
                is_told ? static_cast<std::uint8_t>(std::min(wanted[i], most[i]) + 1) : 0;
            const std::uint32_t kept = depth_of(part, static_cast<BookPart>(i));
            part.count = static_cast<std::uint8_t>(std::min<std::uint32_t>(part.count, kept));
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

LevelCheck LevelBook::check(bool is_trading) noexcept
{
    for (const Side side : {Side::buy, Side::sell})
        for (const BookPart which : {BookPart::outright, BookPart::implied})
            if (!is_ordered(side, which)) return LevelCheck::unordered;
    if (!is_trading) return LevelCheck::ok;

    const auto is_crossed = [](const Level& bid, const Level& ask) {
        return !bid.price.is_none() && !ask.price.is_none() && bid.price >= ask.price;
    };
    if (is_crossed(level(Side::buy, BookPart::outright, 0),
                   level(Side::sell, BookPart::outright, 0)))
        return LevelCheck::crossed;
    return is_crossed(best(Side::buy), best(Side::sell)) ? LevelCheck::implied_crossed
                                                         : LevelCheck::ok;
}

/// Looks at all levels only when one came that did not fit; removals may have mended that.
bool LevelBook::is_ordered(Side side, BookPart which) noexcept
{
    Part& part = sides_[index_of(side)].parts[index_of(which)];
    if (!part.unordered) [[likely]]
        return true;
    const Level* const first = levels(side, which);
    const auto fails = [&](const Level& above, const Level& below) {
        return !is_better(above.price.units, below.price.units, side);
    };
    part.unordered = std::adjacent_find(first, first + part.count, fails) != first + part.count;
    return !part.unordered;
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
        auto& out = depth.sides[gapwire::index_of(side)];
        const Level* outright = levels(side, BookPart::outright);
        const Level* implied = levels(side, BookPart::implied);
        const Level* const outright_end = outright + level_count(side, BookPart::outright);
        const Level* const implied_end = implied + level_count(side, BookPart::implied);
        for (Level& level : out) {
            const Level a = outright == outright_end ? Level{} : *outright;
            const Level b = implied == implied_end ? Level{} : *implied;
            level = b.price.is_none() ? a : best_of(a, b, side);
            // None, where a part has come to its end, is the price of no level that is left.
            outright += outright != outright_end && a.price == level.price;
            implied += implied != implied_end && b.price == level.price;
        }
    }
}

}  // namespace gapwire::book
