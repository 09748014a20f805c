// Books of simulated futures.
#include "sim/mdp3_book.hpp"

#include <algorithm>

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

bool comes_before(const MdpOrder& a, const MdpOrder& b, Side side)
{
    if (a.price != b.price) return side == Side::buy ? a.price > b.price : a.price < b.price;
    return a.priority < b.priority;
}

bool has_price(const MdpLevels& levels, Price price)
{
    return std::ranges::any_of(levels, [&](const Level& level) { return level.price == price; });
}

bool is_worse(Price price, Price than, Side side)
{
    return side == Side::buy ? price < than : price > than;
}

LevelEvent event_of(LevelEvent form, LevelAction action, std::size_t rank, const Level& level)
{
    form.action = action;
    form.level = static_cast<std::uint8_t>(rank + 1);
    form.price = level.price.units;
    form.quantity = level.quantity;
    form.orders = level.orders;
    return form;
}

/// The one level in which two books of as many levels differ in price; their count if not one.
std::size_t moved_level(const MdpLevels& before, const MdpLevels& after)
{
    if (before.size() != after.size()) return before.size();
    std::size_t found = before.size();
    for (std::size_t rank = 0; rank < before.size(); ++rank) {
        if (before[rank].price == after[rank].price) continue;
        if (found != before.size()) return before.size();
        found = rank;
    }
    return found;
}

}  // namespace

void insert_in_line(MdpLine& line, const MdpOrder& order, Side side)
{
    const auto behind = std::ranges::find_if(
        line, [&](const MdpOrder& other) { return comes_before(order, other, side); });
    line.insert(behind, order);
}

MdpLevels levels_of(const MdpLine& line, std::size_t depth)
{
    MdpLevels levels;
    for (const MdpOrder& order : line) {
        if (levels.empty() || levels.back().price.units != order.price) {
            if (levels.size() == depth) break;
            levels.push_back({{order.price}, 0, 0});
        }
        levels.back().quantity += order.quantity;
        ++levels.back().orders;
    }
    return levels;
}

void MdpBook::apply(const LevelEvent& event, std::size_t depth)
{
    MdpLevels& side = levels[index_of(event.side)][event.implied];
    const std::size_t rank = event.level - 1u;
    const Level level{{event.price}, event.quantity, event.orders};
    const auto at = side.begin() + static_cast<std::ptrdiff_t>(rank);
    switch (event.action) {
        case LevelAction::insert:
            GAPWIRE_ASSERT(rank <= side.size() && rank < depth);
            side.insert(at, level);
            if (side.size() > depth) side.pop_back();
            return;
        case LevelAction::change:
        case LevelAction::overlay:
            GAPWIRE_ASSERT(rank < side.size());
            *at = level;
            return;
        case LevelAction::remove:
            GAPWIRE_ASSERT(rank < side.size() && *at == level);
            side.erase(at);
            return;
        case LevelAction::remove_through: side.clear(); return;
        case LevelAction::remove_from: break;
    }
    GAPWIRE_ASSERT(false);
}

void MdpBook::apply(const QueuedOrderEvent& event)
{
    MdpLine& line = orders[index_of(event.side)];
    const auto at = std::ranges::find(line, event.order, &MdpOrder::order);
    const bool is_new = event.action == QueuedOrderEvent::Action::add;
    GAPWIRE_ASSERT(is_new == (at == line.end()));
    if (!is_new) line.erase(at);
    if (event.action == QueuedOrderEvent::Action::remove) return;
    insert_in_line(line, {event.order, event.priority, event.price, event.quantity}, event.side);
}

void MdpBook::clear()
{
    levels = {};
    orders = {};
}

void append_difference(const MdpLevels& before, const MdpLevels& after, std::size_t depth,
                       bool may_overlay, LevelEvent form, std::vector<LevelEvent>& out)
{
    MdpLevels now = before;
    if (const std::size_t rank = moved_level(before, after); may_overlay && rank < before.size()) {
        now[rank] = after[rank];
        out.push_back(event_of(form, LevelAction::overlay, rank, after[rank]));
    }
    for (std::size_t rank = 0; rank < now.size();) {
        // What is worse than the end of a full book drops out of it untold.
        const bool drops_out =
            after.size() == depth && is_worse(now[rank].price, after.back().price, form.side);
        if (drops_out || has_price(after, now[rank].price)) {
            ++rank;
            continue;
        }
        out.push_back(event_of(form, LevelAction::remove, rank, now[rank]));
        now.erase(now.begin() + static_cast<std::ptrdiff_t>(rank));
    }
    for (std::size_t rank = 0; rank < after.size(); ++rank) {
        if (has_price(now, after[rank].price)) continue;
        out.push_back(event_of(form, LevelAction::insert, rank, after[rank]));
        now.insert(now.begin() + static_cast<std::ptrdiff_t>(rank), after[rank]);
        if (now.size() > depth) now.pop_back();
    }
    GAPWIRE_ASSERT(now.size() == after.size());
    for (std::size_t rank = 0; rank < after.size(); ++rank) {
        GAPWIRE_ASSERT(now[rank].price == after[rank].price);
        if (now[rank] == after[rank]) continue;
        out.push_back(event_of(form, LevelAction::change, rank, after[rank]));
    }
}

}  // namespace gapwire::sim
