// A simulated MDP 3.0 channel: its market.
#include "sim/mdp3_channel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gapwire::sim {
namespace {

constexpr std::int64_t unlisted_tick = 250'000'000;
constexpr std::uint16_t unlisted_date = 20'500;
constexpr std::uint8_t trading = 17;  // SecurityTradingStatus
constexpr SecurityId security_step = 7;
constexpr std::int64_t near_enough = 16;  // ticks
constexpr int quotes_behind_a_sweep = 8;
constexpr std::uint32_t far_away = 60;      // ticks behind the market, where orders are taken back
constexpr std::int64_t prices_behind = 13;  // in ticks from the middle: more than a book is deep
constexpr std::size_t line_max = 34;

template <std::size_t N>
Text<N> text_of(std::string_view text)
{
    Text<N> out{};
    std::copy(text.begin(), text.end(), out.raw.begin());
    return out;
}

QueuedOrderEvent removal(SecurityId security, const MdpOrder& order, Side side)
{
    return {.order = order.order,
            .priority = order.priority,
            .price = order.price,
            .quantity = order.quantity,
            .security = security,
            .action = QueuedOrderEvent::Action::remove,
            .side = side};
}

}  // namespace

Mdp3Channel::Mdp3Channel(std::uint64_t seed, const MdpChannelOptions& options)
    : options_(options),
      random_(seed),
      markets_(options.listings.empty() ? options.instruments : options.listings.size())
{
    for (std::uint32_t number = 0; number < markets_.size(); ++number) {
        markets_[number].security =
            options.first_security + static_cast<SecurityId>(number) * security_step;
        if (options.listings.empty())
            make(markets_[number], number);
        else
            make_listed(markets_[number], options.listings[number]);
    }
    changed_.reserve(markets_.size());
    begin_week();
}

void Mdp3Channel::make(Market& market, std::uint32_t number)
{
    constexpr std::uint8_t depths[] = {10, 10, 10, 5, 12};
    market.is_defined = !random_.chance(200'000);
    market.has_implied = random_.chance(400'000);
    if (market.is_defined) market.depth = depths[random_.below(5)];
    market.tick = unlisted_tick;
    market.middle = (20'000 + random_.below(1'000)) * market.tick;
    const std::string symbol = fmt::format("F{}H7", number);
    market.definition = {.security = market.security,
                         .kind = ContractKind::future,
                         .status = 255,
                         .symbol = text_of<20>(symbol),
                         .group = text_of<6>(number % 2 == 0 ? "AA" : "BB"),
                         .asset = text_of<6>("NQ"),
                         .tick = market.tick,
                         .display_factor = 10'000'000,
                         .depth = market.depth,
                         .implied_depth = market.has_implied ? std::uint8_t{2} : std::uint8_t{0}};
}

void Mdp3Channel::make_listed(Market& market, const MdpListing& listing)
{
    market.listing = listing;
    market.is_defined = true;
    market.tick = listing.tick;
    market.middle = listing.settlement;
    market.definition = {.security = market.security,
                         .kind = ContractKind::future,
                         .status = trading,
                         .symbol = text_of<20>(listing.symbol),
                         .group = text_of<6>(listing.product),
                         .asset = text_of<6>(listing.product),
                         .last_trade_ns = listing.last_trade_ns,
                         .tick = listing.tick,
                         .display_factor = listing.display_factor,
                         .reference = listing.settlement,
                         .reference_date = listing.settlement_date,
                         .reference_type = {0x03},
                         .high_limit = listing.limit_high,
                         .low_limit = listing.limit_low,
                         .depth = market.depth};
}

std::optional<std::size_t> Mdp3Channel::find(SecurityId security) const noexcept
{
    const std::int64_t apart = std::int64_t{security} - options_.first_security;
    if (apart < 0 || apart % security_step != 0) return std::nullopt;
    const auto number = static_cast<std::size_t>(apart / security_step);
    return number < markets_.size() ? std::optional(number) : std::nullopt;
}

void Mdp3Channel::begin_week()
{
    now_ = {now_.week + 1, 0};
    for (Market& market : markets_) {
        market.orders = {};
        market.view = {};
        market.told = {};
        market.is_active = false;
        market.past[now_] = {};
    }
}

// ---- market events

std::vector<ByteVector> Mdp3Channel::event(std::uint64_t time_ns)
{
    event_.clear();
    if (options_.remembers) events_.push_back({now_.week, now_.packet + 1});
    // Some instruments are seldom traded, and some only late.
    const auto count = static_cast<std::uint32_t>(markets_.size());
    Market& market = markets_[std::min(random_.below(count), random_.below(count))];
    if (random_.chance(options_.reset_ppm)) {
        reset_channel();
    } else if (random_.chance(options_.book_reset_ppm)) {
        reset_book(market);
    } else if (random_.chance(150'000)) {
        tell_figure(market);
    } else if (random_.chance(30'000)) {
        tell_status(market);
    } else {
        trade_or_quote(market);
        if (random_.chance(200'000)) trade_or_quote(markets_[random_.below(count)]);
    }
    return send(time_ns);
}

void Mdp3Channel::trade_or_quote(Market& market)
{
    if (market.has_implied && random_.chance(200'000)) return change_implied(market);
    std::vector<QueuedOrderEvent> changes;
    if (const auto to = place_to_go(market)) {
        sweep(market, *to, changes);
    } else if (random_.chance(150'000)) {
        trade(market, changes);
    } else {
        for (std::uint32_t i = random_.between(1, 4); i > 0; --i) change_orders(market, changes);
    }
    tell_book(market, changes);
}

void Mdp3Channel::add_order(Market& market, std::vector<QueuedOrderEvent>& changes)
{
    const Side side = random_.below(2) == 0 ? Side::buy : Side::sell;
    const std::int64_t away =
        random_.between(1, static_cast<std::uint32_t>(prices_behind)) * market.tick;
    const MdpOrder order{next_order_++, next_priority_++,
                         side == Side::buy ? market.middle - away : market.middle + away,
                         random_.between(1, 20)};
    insert_in_line(market.orders[index_of(side)], order, side);
    changes.push_back({.order = order.order,
                       .priority = order.priority,
                       .price = order.price,
                       .quantity = order.quantity,
                       .security = market.security,
                       .action = QueuedOrderEvent::Action::add,
                       .side = side});
}

/// Adds an order, or removes or changes one.
void Mdp3Channel::change_orders(Market& market, std::vector<QueuedOrderEvent>& changes)
{
    const Side side = random_.below(2) == 0 ? Side::buy : Side::sell;
    MdpLine& line = market.orders[index_of(side)];
    const bool is_full = line.size() > line_max;
    if (line.empty() || (!is_full && random_.chance(550'000))) return add_order(market, changes);
    // The market is busiest at its best prices.
    const auto size = static_cast<std::uint32_t>(line.size());
    const std::uint32_t rank = std::min(random_.below(size), random_.below(size));
    MdpOrder order = line[rank];
    line.erase(line.begin() + rank);
    using enum QueuedOrderEvent::Action;
    const auto action = is_full || random_.chance(500'000) ? remove : change;
    if (action == change) {
        const std::uint64_t before = order.quantity;
        order.quantity = random_.between(1, 20);
        if (random_.chance(300'000)) order.price += side == Side::buy ? -market.tick : market.tick;
        if (order.quantity > before || random_.chance(100'000)) order.priority = next_priority_++;
        insert_in_line(line, order, side);
    }
    changes.push_back({.order = order.order,
                       .priority = order.priority,
                       .price = order.price,
                       .quantity = order.quantity,
                       .security = market.security,
                       .action = action,
                       .side = side});
}

/// The best level of a side goes, and the middle follows.
void Mdp3Channel::trade(Market& market, std::vector<QueuedOrderEvent>& changes)
{
    const Side side = random_.below(2) == 0 ? Side::buy : Side::sell;
    MdpLine& line = market.orders[index_of(side)];
    if (line.empty()) return add_order(market, changes);
    const std::int64_t price = line.front().price;
    std::uint64_t quantity = 0;
    std::uint32_t orders = 1;
    while (!line.empty() && line.front().price == price) {
        const MdpOrder& order = line.front();
        quantity += order.quantity;
        ++orders;
        changes.push_back(removal(market.security, order, side));
        line.erase(line.begin());
    }
    market.volume += quantity;
    market.middle = price;
    event_.emplace_back(FuturesTrade{.price = price,
                                     .quantity = quantity,
                                     .orders = orders,
                                     .trade_id = next_trade_++,
                                     .security = market.security});
}

/// Where the market of a listing has to be by now; nothing while it is about there.
std::optional<std::int64_t> Mdp3Channel::place_to_go(const Market& market) const
{
    if (!market.listing) return std::nullopt;
    const Wide way = wide(market.listing->last_price) - market.listing->settlement;
    const std::int64_t ticks =
        (market.listing->settlement + static_cast<std::int64_t>(way * way_ppm_ / 1'000'000)) /
        market.tick;
    const std::int64_t place = ticks * market.tick;
    const std::int64_t near = near_enough * market.tick;
    if (place > market.middle - near && place < market.middle + near) return std::nullopt;
    return place;
}

/// Everything up to a price trades at once, what is left far behind is taken back, and there are
/// new quotes.
void Mdp3Channel::sweep(Market& market, std::int64_t to, std::vector<QueuedOrderEvent>& changes)
{
    const Side hit = to < market.middle ? Side::buy : Side::sell;
    FuturesTrade trade{.orders = 1, .security = market.security};
    MdpLine& line = market.orders[index_of(hit)];
    while (!line.empty() &&
           (hit == Side::buy ? line.front().price >= to : line.front().price <= to)) {
        trade.price = line.front().price;
        trade.quantity += line.front().quantity;
        ++trade.orders;
        changes.push_back(removal(market.security, line.front(), hit));
        line.erase(line.begin());
    }
    market.middle = to;
    MdpLine& left = market.orders[index_of(opposite(hit))];
    while (!left.empty() && std::abs(left.back().price - to) > far_away * market.tick) {
        changes.push_back(removal(market.security, left.back(), opposite(hit)));
        left.pop_back();
    }
    for (int i = 0; i < quotes_behind_a_sweep; ++i) add_order(market, changes);
    if (trade.quantity == 0) return;
    trade.trade_id = next_trade_++;
    market.volume += trade.quantity;
    event_.emplace_back(trade);
}

/// Tells what has become of both books, orders first.
void Mdp3Channel::tell_book(Market& market, const std::vector<QueuedOrderEvent>& changes)
{
    if (options_.has_orders && !changes.empty()) event_.emplace_back(changes);
    std::vector<LevelEvent> levels;
    for (const Side side : {Side::buy, Side::sell}) {
        MdpLevels& view = market.view[index_of(side)][0];
        const MdpLevels before =
            std::exchange(view, levels_of(market.orders[index_of(side)], market.depth));
        append_difference(before, view, market.depth, random_.chance(300'000),
                          {.security = market.security, .side = side}, levels);
    }
    // In one message, or in several.
    for (auto from = levels.begin(); from != levels.end();) {
        const auto left = static_cast<std::uint32_t>(levels.end() - from);
        const auto end = from + std::min(left, random_.between(1, 12));
        event_.emplace_back(std::vector<LevelEvent>(from, end));
        from = end;
    }
}

void Mdp3Channel::change_implied(Market& market)
{
    std::vector<LevelEvent> levels;
    const Side side = random_.below(2) == 0 ? Side::buy : Side::sell;
    const std::int64_t step = side == Side::buy ? -market.tick : market.tick;
    MdpLevels& view = market.view[index_of(side)][1];
    MdpLevels after;
    std::int64_t price = market.middle;
    for (std::uint32_t count = random_.below(3); count > 0; --count) {
        price += step * random_.between(1, 3);
        after.push_back({{price}, random_.between(1, 9), 0});
    }
    append_difference(view, after, 2, random_.chance(500'000),
                      {.security = market.security, .side = side, .implied = true}, levels);
    view = after;
    if (!levels.empty()) event_.emplace_back(levels);
}

void Mdp3Channel::tell_figure(Market& market)
{
    const std::int64_t reference = market.listing ? market.listing->settlement : market.middle;
    const std::int64_t room =
        market.listing ? reference / 100 * 7 / market.tick * market.tick : 100 * market.tick;
    switch (random_.below(4)) {
        case 0:
            event_.emplace_back(StatisticEvent{.quantity = market.volume,
                                               .security = market.security,
                                               .kind = StatisticKind::volume});
            return;
        case 1:
            event_.emplace_back(StatisticEvent{
                .price = market.middle, .security = market.security, .kind = StatisticKind::high});
            return;
        case 2:
            event_.emplace_back(StatisticEvent{
                .price = reference,
                .security = market.security,
                .date = market.listing ? market.listing->settlement_date : unlisted_date,
                .kind = StatisticKind::settlement,
                .settlement = {0x03}});
            return;
        default: break;
    }
    event_.emplace_back(LimitsEvent{
        .high = reference + room, .low = reference - room, .security = market.security});
}

/// A status of one future or of a group; sometimes a definition that has not changed.
void Mdp3Channel::tell_status(Market& market)
{
    if (market.is_defined && random_.chance(300'000)) {
        event_.emplace_back(market.definition);
        return;
    }
    constexpr std::uint8_t statuses[] = {2, 17, 17, 17, 21};
    const std::uint8_t status = statuses[random_.below(5)];
    event_.emplace_back(FuturesStatus{.group = market.definition.group,
                                      .security = market.security,
                                      .for_group = random_.below(2) == 0,
                                      .date = market.listing ? date_none : unlisted_date,
                                      .status = market.listing ? trading : status,
                                      .reason = 1});
}

void Mdp3Channel::reset_book(Market& market)
{
    market.orders = {};
    market.view = {};
    event_.emplace_back(BookReset{.security = market.security});
}

/// All is told again afterwards, as if it were new.
void Mdp3Channel::reset_channel()
{
    event_.emplace_back(ChannelReset{310});
    for (Market& market : markets_) {
        market.view = {};
        if (random_.chance(200'000)) market.orders = {};
        std::vector<QueuedOrderEvent> orders;
        for (const Side side : {Side::buy, Side::sell})
            for (const MdpOrder& order : market.orders[index_of(side)])
                orders.push_back({.order = order.order,
                                  .priority = order.priority,
                                  .price = order.price,
                                  .quantity = order.quantity,
                                  .security = market.security,
                                  .side = side});
        tell_book(market, orders);
    }
}

}  // namespace gapwire::sim
