// Books of quotes: levels by price and position, and the quotes behind them.
#include "book/quote_books.hpp"

namespace gapwire::book {
namespace {

/// Grows from the worst to the best.
std::int64_t goodness(Side side, std::int64_t price) noexcept
{
    return side == Side::buy ? price : -price;
}

}  // namespace

QuoteBooks::QuoteBooks(const QuoteBooksSettings& settings)
    : settings_(settings),
      halves_(std::size_t{settings.instruments_max} * 2),
      levels_(std::size_t{settings.instruments_max} * 2 * settings.levels_max),
      quotes_(settings.key == QuoteKey::id ? settings.quotes_max : 0)
{
    GAPWIRE_ASSERT(settings.levels_max > 0 && settings.instruments_max > 0);
    // A map that is emptier than this makes room without more memory.
    if (settings.key == QuoteKey::id) by_name_.reserve(settings.quotes_max / 2 * 3);
}

QuoteResult QuoteBooks::apply(std::uint32_t place, const QuoteChange& change) noexcept
{
    const std::array<Level, 2> before{level(place, Side::buy, 0), level(place, Side::sell, 0)};
    QuoteResult result;
    const bool looks_on_both = change.any_side && settings_.key == QuoteKey::id;
    if (looks_on_both && change.action == QuoteAction::remove) {
        QuoteChange one = change;
        one.side = Side::buy;
        result.outcome = apply_one_side(place, one);
        one.side = Side::sell;
        const QuoteOutcome other = apply_one_side(place, one);
        if (result.outcome == QuoteOutcome::unknown) result.outcome = other;
    } else {
        result.outcome = change.any_side ? QuoteOutcome::no_key : apply_one_side(place, change);
    }
    result.top_changed =
        !(before[0] == level(place, Side::buy, 0)) || !(before[1] == level(place, Side::sell, 0));
    return result;
}

void QuoteBooks::clear(std::uint32_t place) noexcept
{
    for (const Side side : {Side::buy, Side::sell}) {
        HalfBook& book = half(place, side);
        while (book.first_plus_one != 0) remove_quote(place, side, book.first_plus_one - 1);
        book.count = 0;
    }
}

QuoteOutcome QuoteBooks::apply_one_side(std::uint32_t place, const QuoteChange& change) noexcept
{
    QuoteChange meant = change;
    const bool adds = change.action == QuoteAction::add || change.action == QuoteAction::change ||
                      change.action == QuoteAction::overlay;
    if (adds && change.quantity == 0 && settings_.zero_removes) meant.action = QuoteAction::remove;
    QuoteOutcome outcome = QuoteOutcome::ok;
    switch (settings_.key) {
        case QuoteKey::price: outcome = by_price(place, meant); break;
        case QuoteKey::id: outcome = by_id(place, meant); break;
        case QuoteKey::position: outcome = by_position(place, meant); break;
    }
    // What was never there need not be taken away.
    const bool takes_nothing = meant.action != change.action && change.action == QuoteAction::add;
    if (takes_nothing && outcome == QuoteOutcome::unknown) outcome = QuoteOutcome::ok;
    if (settings_.depth != 0) cut(place, change.side);
    return outcome;
}

// ---- levels

/// Where the level of a price is, or would be put in.
std::size_t QuoteBooks::level_at(std::uint32_t place, Side side, std::int64_t price) const noexcept
{
    const Level* const first = levels(place, side);
    const Level* const last = first + half(place, side).count;
    const Level* const at = std::partition_point(first, last, [&](const Level& level) {
        return goodness(side, level.price.units) < goodness(side, price);
    });
    return static_cast<std::size_t>(at - first);
}

bool QuoteBooks::has_level(std::uint32_t place, Side side, std::int64_t price) const noexcept
{
    const std::size_t at = level_at(place, side, price);
    return at < half(place, side).count && levels(place, side)[at].price.units == price;
}

/// REQUIRES: there is room.
void QuoteBooks::insert_level(std::uint32_t place, Side side, std::size_t at,
                              const Level& level) noexcept
{
    HalfBook& book = half(place, side);
    GAPWIRE_ASSERT(book.count < settings_.levels_max && at <= book.count);
    Level* const all = levels(place, side);
    std::copy_backward(all + at, all + book.count, all + book.count + 1);
    all[at] = level;
    ++book.count;
}

void QuoteBooks::erase_levels(std::uint32_t place, Side side, std::size_t from,
                              std::size_t to) noexcept
{
    HalfBook& book = half(place, side);
    Level* const all = levels(place, side);
    std::copy(all + to, all + book.count, all + from);
    book.count -= static_cast<std::uint32_t>(to - from);
}

/// Drops what lies below the depth that the venue keeps.
void QuoteBooks::cut(std::uint32_t place, Side side) noexcept
{
    while (half(place, side).count > settings_.depth) {
        const std::int64_t worst = levels(place, side)[0].price.units;
        const QuoteChange change{.side = side};
        if (settings_.key == QuoteKey::position)
            erase_levels(place, side, 0, 1);
        else
            remove_many(place, change, worst, false);
    }
}

QuoteOutcome QuoteBooks::by_price(std::uint32_t place, const QuoteChange& change) noexcept
{
    if (change.price == Price::none().units) return QuoteOutcome::no_key;
    const Side side = change.side;
    if (change.action == QuoteAction::remove_through || change.action == QuoteAction::remove_from)
        return remove_many(place, change, change.price,
                           change.action == QuoteAction::remove_through);
    const std::size_t at = level_at(place, side, change.price);
    const bool is_there = has_level(place, side, change.price);
    if (change.action == QuoteAction::remove) {
        if (!is_there) return QuoteOutcome::unknown;
        erase_levels(place, side, at, at + 1);
        return QuoteOutcome::ok;
    }
    const std::uint64_t quantity = change.quantity == quantity_none ? 0 : change.quantity;
    if (!is_there) {
        if (change.action == QuoteAction::change) return QuoteOutcome::unknown;
        if (half(place, side).count == settings_.levels_max) return QuoteOutcome::full;
        insert_level(place, side, at, {{change.price}, quantity, change.orders});
        return QuoteOutcome::ok;
    }
    Level& level = levels(place, side)[at];
    if (change.quantity != quantity_none) level.quantity = quantity;
    if (change.orders != 0) level.orders = change.orders;
    return change.action == QuoteAction::add ? QuoteOutcome::replaced : QuoteOutcome::ok;
}

/// Removes all levels from the best one down to `price` (through), or from it down to the worst.
QuoteOutcome QuoteBooks::remove_many(std::uint32_t place, const QuoteChange& change,
                                     std::int64_t price, bool through) noexcept
{
    const Side side = change.side;
    HalfBook& book = half(place, side);
    std::size_t from = level_at(place, side, price);
    std::size_t to = book.count;
    if (!through) {
        to = from + (has_level(place, side, price) ? 1 : 0);
        from = 0;
    }
    const std::int64_t bound = goodness(side, price);
    for (std::uint32_t next = book.first_plus_one; next != 0;) {
        const std::uint32_t quote = next - 1;
        next = quotes_[quote].next + 1;
        const std::int64_t value = goodness(side, quotes_[quote].price);
        const bool is_meant = through ? value >= bound : value <= bound;
        if (is_meant) remove_quote(place, side, quote);
    }
    if (settings_.key == QuoteKey::price) erase_levels(place, side, from, to);
    return from == to ? QuoteOutcome::unknown : QuoteOutcome::ok;
}

QuoteOutcome QuoteBooks::by_position(std::uint32_t place, const QuoteChange& change) noexcept
{
    const Side side = change.side;
    HalfBook& book = half(place, side);
    const bool adds = change.action == QuoteAction::add;
    // Entries of a full refresh may come in order, without numbers.
    const std::uint32_t position = change.position == 0 && adds ? book.count + 1 : change.position;
    if (position == 0) return QuoteOutcome::no_key;
    if (position > book.count + (adds ? 1 : 0))
        return adds ? QuoteOutcome::out_of_range : QuoteOutcome::unknown;
    const std::uint64_t quantity = change.quantity == quantity_none ? 0 : change.quantity;
    const std::size_t at = adds ? book.count - (position - 1) : book.count - position;
    switch (change.action) {
        case QuoteAction::add:
            if (change.price == Price::none().units) return QuoteOutcome::no_price;
            if (book.count == settings_.levels_max) {
                if (position == book.count + 1) return QuoteOutcome::full;
                erase_levels(place, side, 0, 1);  // the worst makes room, as at the venue
                insert_level(place, side, at - 1, {{change.price}, quantity, change.orders});
                return QuoteOutcome::ok;
            }
            insert_level(place, side, at, {{change.price}, quantity, change.orders});
            return QuoteOutcome::ok;
        case QuoteAction::change:
        case QuoteAction::overlay: {
            Level& level = levels(place, side)[at];
            if (change.price != Price::none().units) level.price = {change.price};
            if (change.quantity != quantity_none) level.quantity = quantity;
            if (change.orders != 0) level.orders = change.orders;
            return QuoteOutcome::ok;
        }
        case QuoteAction::remove: erase_levels(place, side, at, at + 1); return QuoteOutcome::ok;
        case QuoteAction::remove_through:
            erase_levels(place, side, at, book.count);
            return QuoteOutcome::ok;
        case QuoteAction::remove_from: erase_levels(place, side, 0, at + 1); break;
    }
    return QuoteOutcome::ok;
}

// ---- quotes by id

QuoteOutcome QuoteBooks::by_id(std::uint32_t place, const QuoteChange& change) noexcept
{
    const Side side = change.side;
    const bool through = change.action == QuoteAction::remove_through;
    const bool removes_many = through || change.action == QuoteAction::remove_from;
    const std::string_view known_as = change.reference.empty() ? change.id : change.reference;
    if (known_as.empty() && !(removes_many && change.price != Price::none().units))
        return QuoteOutcome::no_key;
    if (known_as.size() > id_max || change.id.size() > id_max) return QuoteOutcome::id_too_long;
    const auto name_of = [&](std::string_view text) {
        QuoteName name{.half = half_index(place, side)};
        std::copy(text.begin(), text.end(), name.text.begin());
        return name;
    };
    const std::uint32_t quote = find(name_of(known_as));
    if (removes_many) {
        if (quote == nil && change.price == Price::none().units) return QuoteOutcome::unknown;
        return remove_many(place, change, quote == nil ? change.price : quotes_[quote].price,
                           through);
    }
    const QuoteName name = name_of(change.id.empty() ? change.reference : change.id);
    if (change.action == QuoteAction::add) {
        if (change.price == Price::none().units) return QuoteOutcome::no_price;
        QuoteChange added = change;
        if (added.quantity == quantity_none) added.quantity = 0;
        const std::uint32_t same = find(name);
        if (same == nil) return add_quote(place, side, name, added.price, added.quantity);
        const QuoteOutcome outcome = change_quote(place, added, name, same);
        return outcome == QuoteOutcome::ok ? QuoteOutcome::replaced : outcome;
    }
    if (quote == nil) return QuoteOutcome::unknown;
    if (change.action != QuoteAction::remove) return change_quote(place, change, name, quote);
    remove_quote(place, side, quote);
    return QuoteOutcome::ok;
}

QuoteOutcome QuoteBooks::add_quote(std::uint32_t place, Side side, const QuoteName& name,
                                   std::int64_t price, std::uint64_t quantity) noexcept
{
    if (free_ == nil && used_ == settings_.quotes_max) return QuoteOutcome::full;
    if (!join_level(place, side, price, quantity)) return QuoteOutcome::full;
    std::uint32_t quote = free_;
    if (quote == nil)
        quote = used_++;
    else
        free_ = quotes_[quote].next;
    HalfBook& book = half(place, side);
    const std::uint32_t next = book.first_plus_one - 1;  // nil where there is none
    quotes_[quote] = {name, price, quantity, next, nil};
    if (next != nil) quotes_[next].before = quote;
    book.first_plus_one = quote + 1;
    by_name_.emplace(name, quote);
    return QuoteOutcome::ok;
}

/// What the change does not say stays as it was.
QuoteOutcome QuoteBooks::change_quote(std::uint32_t place, const QuoteChange& change,
                                      const QuoteName& name, std::uint32_t quote) noexcept
{
    const Quote was = quotes_[quote];
    const std::int64_t price = change.price == Price::none().units ? was.price : change.price;
    const std::uint64_t quantity =
        change.quantity == quantity_none ? was.quantity : change.quantity;
    const bool needs_level = !has_level(place, change.side, price);
    const bool frees_level =
        levels(place, change.side)[level_at(place, change.side, was.price)].orders == 1;
    if (needs_level && !frees_level && half(place, change.side).count == settings_.levels_max)
        return QuoteOutcome::full;
    const std::uint32_t same = name == was.name ? nil : find(name);
    remove_quote(place, change.side, quote);
    if (same != nil) remove_quote(place, change.side, same);
    const QuoteOutcome outcome = add_quote(place, change.side, name, price, quantity);
    GAPWIRE_ASSERT(outcome == QuoteOutcome::ok);
    return same == nil ? QuoteOutcome::ok : QuoteOutcome::replaced;
}

void QuoteBooks::remove_quote(std::uint32_t place, Side side, std::uint32_t quote) noexcept
{
    Quote& gone = quotes_[quote];
    leave_level(place, side, gone.price, gone.quantity);
    if (gone.next != nil) quotes_[gone.next].before = gone.before;
    if (gone.before != nil)
        quotes_[gone.before].next = gone.next;
    else
        half(place, side).first_plus_one = gone.next + 1;
    by_name_.erase(gone.name);
    gone.next = std::exchange(free_, quote);
}

bool QuoteBooks::join_level(std::uint32_t place, Side side, std::int64_t price,
                            std::uint64_t quantity) noexcept
{
    const std::size_t at = level_at(place, side, price);
    if (!has_level(place, side, price)) {
        if (half(place, side).count == settings_.levels_max) return false;
        insert_level(place, side, at, {{price}, 0, 0});
    }
    Level& level = levels(place, side)[at];
    level.quantity += quantity;
    ++level.orders;
    return true;
}

void QuoteBooks::leave_level(std::uint32_t place, Side side, std::int64_t price,
                             std::uint64_t quantity) noexcept
{
    const std::size_t at = level_at(place, side, price);
    GAPWIRE_ASSERT(has_level(place, side, price));
    Level& level = levels(place, side)[at];
    level.quantity -= quantity;
    if (--level.orders == 0) erase_levels(place, side, at, at + 1);
}

// ---- readers

bool QuoteBooks::is_ordered(std::uint32_t place) const noexcept
{
    for (const Side side : {Side::buy, Side::sell}) {
        const Level* const first = levels(place, side);
        const Level* const last = first + half(place, side).count;
        const auto is_not_worse = [&](const Level& a, const Level& b) {
            return goodness(side, a.price.units) >= goodness(side, b.price.units);
        };
        if (std::adjacent_find(first, last, is_not_worse) != last) return false;
    }
    return true;
}

bool QuoteBooks::is_crossed(std::uint32_t place) const noexcept
{
    const Level bid = level(place, Side::buy, 0);
    const Level ask = level(place, Side::sell, 0);
    return !bid.price.is_none() && !ask.price.is_none() && bid.price > ask.price;
}

void QuoteBooks::fill(std::uint32_t place, TopOfBook& top) const noexcept
{
    const Level bid = level(place, Side::buy, 0);
    const Level ask = level(place, Side::sell, 0);
    top.bid_price = bid.price.units;
    top.bid_quantity = bid.quantity;
    top.bid_orders = bid.orders;
    top.ask_price = ask.price.units;
    top.ask_quantity = ask.quantity;
    top.ask_orders = ask.orders;
}

void QuoteBooks::fill(std::uint32_t place, Depth& depth) const noexcept
{
    for (const Side side : {Side::buy, Side::sell})
        for (std::size_t rank = 0; rank < depth_levels; ++rank)
            depth.sides[index_of(side)][rank] = level(place, side, rank);
}

}  // namespace gapwire::book
