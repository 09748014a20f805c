// How the books of an MDP 3.0 stream differ from those of the channel that it hears.
#include "app/simulation/mdp_truth.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/assert.hpp"

namespace gapwire::app {
namespace {

using book::BookPart;
using sim::MdpBook;
using sim::MdpMoment;

constexpr std::uint8_t depth_untold = 10;  // of a book that nothing defines

bool is_trusted(BookState state) noexcept
{
    return state == BookState::valid || state == BookState::halted;
}

bool is_same_side(const book::LevelBook& book, const MdpBook& truth, Side side, bool implied)
{
    const BookPart part = implied ? BookPart::implied : BookPart::outright;
    const sim::MdpLevels& levels = truth.levels[index_of(side)][implied];
    if (book.level_count(side, part) != levels.size()) return false;
    for (std::size_t rank = 0; rank < levels.size(); ++rank)
        if (!(book.level(side, part, rank) == levels[rank])) return false;
    return true;
}

bool is_same_line(const book::QueuedOrders* orders, std::uint32_t place, Side side,
                  const sim::MdpLine& line)
{
    std::size_t at = 0;
    bool is_same = true;
    if (orders != nullptr)
        orders->for_each_order(place, side, [&](const book::QueuedOrder& order) {
            is_same &=
                at < line.size() && line[at] == sim::MdpOrder{order.order, order.priority,
                                                              order.price.units, order.quantity};
            ++at;
        });
    return is_same && at == line.size();
}

/// The best of both parts of a side, together where they have one price.
Level best_of(const MdpBook& book, Side side)
{
    const auto& [outright, implied] = book.levels[index_of(side)];
    if (implied.empty()) return outright.empty() ? Level{} : outright.front();
    if (outright.empty()) return implied.front();
    const Level& a = outright.front();
    const Level& b = implied.front();
    if (a.price == b.price) return {a.price, a.quantity + b.quantity, a.orders + b.orders};
    const bool is_implied = side == Side::buy ? b.price > a.price : b.price < a.price;
    return is_implied ? b : a;
}

bool is_same_top(const TopOfBook& top, const MdpBook& truth)
{
    const Level bid{{top.bid_price}, top.bid_quantity, top.bid_orders};
    const Level ask{{top.ask_price}, top.ask_quantity, top.ask_orders};
    return bid == best_of(truth, Side::buy) && ask == best_of(truth, Side::sell);
}

}  // namespace

MdpComparisons& MdpComparisons::operator+=(const MdpComparisons& more) noexcept
{
    books += more.books;
    orders += more.orders;
    tops += more.tops;
    ahead += more.ahead;
    unnoticed += more.unnoticed;
    return *this;
}

std::string MdpTruth::difference(const pipeline::MdpStream& stream, std::uint32_t week,
                                 const book::Publication* publication)
{
    for (std::uint32_t place = 0; place < stream.places(); ++place) {
        const auto instrument = channel_.find(stream.contract(place).security);
        if (!instrument) return fmt::format("security {} is none", stream.contract(place).security);
        const Place at{stream, place, *instrument, week};
        std::string wrong;
        if (is_as_deep(at) && is_trusted(stream.state(place))) wrong = levels_difference(at);
        if (wrong.empty() && at.contract().orders_are_right) wrong = orders_difference(at);
        if (wrong.empty() && publication != nullptr) wrong = top_difference(at, *publication);
        if (!wrong.empty()) return wrong;
    }
    return {};
}

std::string MdpTruth::not_right(const pipeline::MdpStream& stream) const
{
    std::string text;
    for (std::size_t i = 0; i < channel_.instruments(); ++i) {
        if (!channel_.is_active(i)) continue;
        std::uint32_t place = 0;
        while (place < stream.places() && stream.contract(place).security != channel_.security(i))
            ++place;
        if (place == stream.places()) {
            text += fmt::format(" {} absent", i);
            continue;
        }
        if (is_as_deep({stream, place, i, 0}) && !is_trusted(stream.state(place)))
            text += fmt::format(" {} {}", i, to_text(stream.state(place)));
        if (channel_.has_orders() && !stream.contract(place).orders_are_right)
            text += fmt::format(" {} orders", i);
    }
    return text;
}

bool MdpTruth::is_as_deep(const Place& at) const
{
    return at.contract().is_defined || channel_.depth(at.instrument) == depth_untold;
}

bool MdpTruth::has_seen_resets(const pipeline::MdpStream& stream) const
{
    for (std::uint32_t place = 0; place < stream.places(); ++place)
        if (is_unnoticed({stream, place, 0, channel_.now().week}, channel_.now())) return false;
    return true;
}

/// A lost reset, which numbers do not show before one goes back, is nothing that can be known: not
/// before a snapshot that holds it.
bool MdpTruth::is_unnoticed(const Place& at, MdpMoment moment) const
{
    const std::uint32_t reset = channel_.reset_before(moment);
    return reset > at.stream.begun_at() && reset > at.contract().held_until;
}

std::string MdpTruth::levels_difference(const Place& at)
{
    const MdpMoment moment = at.moment(at.contract().held_until);
    if (is_unnoticed(at, moment)) {
        ++count_.unnoticed;
        return {};
    }
    const MdpBook& truth = channel_.book_at(at.instrument, moment);
    ++count_.books;
    count_.ahead += moment.packet > at.stream.last_packet();
    for (const Side side : {Side::buy, Side::sell})
        for (const bool implied : {false, true})
            if (!is_same_side(at.stream.book(at.place), truth, side, implied))
                return blame(implied ? "implied levels" : "levels", at, moment);
    return {};
}

std::string MdpTruth::orders_difference(const Place& at)
{
    const MdpMoment moment = at.moment(at.contract().orders_held_until);
    const MdpBook& truth = channel_.book_at(at.instrument, moment);
    ++count_.orders;
    for (const Side side : {Side::buy, Side::sell})
        if (!is_same_line(at.stream.queued_orders(), at.place, side, truth.orders[index_of(side)]))
            return blame("orders", at, moment);
    return {};
}

/// Tops are published where market events end; in the middle of one, that of before it stands, or
/// that of a snapshot.
std::string MdpTruth::top_difference(const Place& at, const book::Publication& publication)
{
    const InstrumentId id = at.contract().id;
    const auto top = id.is_none() ? std::nullopt : publication.top(id);
    if (!top || !is_trusted(top->state) || !is_as_deep(at)) return {};
    const MdpMoment moment = at.moment(at.contract().held_until);
    if (is_unnoticed(at, moment)) return {};
    const MdpMoment begin = channel_.event_begin(moment);
    const bool is_open = at.contract().is_touched;
    if (is_open && at.stream.begun_at() >= begin.packet) return {};  // it tells of a reset
    ++count_.tops;
    const std::uint32_t first = is_open ? begin.packet - 1 : moment.packet;
    for (MdpMoment at_most = moment; at_most.packet >= first; --at_most.packet) {
        if (is_same_top(*top, channel_.book_at(at.instrument, at_most))) return {};
        if (at_most.packet == 0) break;
    }
    return blame("the published top", at, moment);
}

std::string MdpTruth::blame(std::string_view what, const Place& at, MdpMoment moment) const
{
    return fmt::format(
        "{} of instrument {} in week {} after packet {} of {}: at number {} of {}; "
        "lost until {}, begun at {}, reset at {}",
        what, at.instrument, moment.week, moment.packet, at.stream.last_packet(),
        at.contract().sequence, channel_.book_at(at.instrument, moment).sequence,
        at.stream.lost_until(), at.stream.begun_at(), channel_.reset_before(moment));
}

}  // namespace gapwire::app
