// Trades on a path, and a book of ten levels around the last one.
#include "sim/futures_market.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::sim {
namespace {

constexpr std::uint32_t quantity_max = 20;
constexpr std::uint32_t trade_share = 300'000;  // of the events in which the path stays

}  // namespace

FuturesMarket::Messages FuturesMarket::event(std::uint64_t time_ns)
{
    const std::int64_t price = target(time_ns);
    if (price != last_ || random_.chance(trade_share)) return print(price);
    Messages messages;
    change_quotes(messages);
    return messages;
}

FuturesMarket::Messages FuturesMarket::print(std::int64_t price)
{
    const bool is_sale = price != last_ ? price < last_ : random_.below(2) == 0;
    using enum FuturesTrade::Aggressor;
    Messages messages;
    messages.emplace_back(FuturesTrade{.price = price,
                                       .quantity = random_.between(1, quantity_max),
                                       .orders = 2,
                                       .trade_id = 1 + random_.below(1'000'000'000),
                                       .security = security_,
                                       .aggressor = is_sale ? sell : buy});
    const std::int64_t bid = is_sale ? price : price - plan_.tick;
    set_book(bid, bid + plan_.tick, messages);
    tell_extremes(price, messages);
    last_ = price;
    return messages;
}

LimitsEvent FuturesMarket::limits() const
{
    return {.high = plan_.limit_high, .low = plan_.limit_low, .security = security_};
}

StatisticEvent FuturesMarket::settlement(std::uint16_t date) const
{
    return {.price = plan_.settled.price,
            .security = security_,
            .date = date,
            .kind = StatisticKind::settlement,
            .settlement = {0x03}};
}

/// Where the next trade is: on the path, give or take a walk that is drawn back to it.
std::int64_t FuturesMarket::target(std::uint64_t time_ns)
{
    const std::int64_t band = plan_.noise_ticks;
    const auto stride = static_cast<std::uint32_t>(band / 4 + 1);
    noise_ += std::int64_t{random_.between(0, 2 * stride)} - stride - noise_ / 8;
    noise_ = std::clamp(noise_, -band, band);
    const std::int64_t ticks = scripted(time_ns) / plan_.tick + noise_;
    return std::clamp(ticks * plan_.tick, plan_.low.price + plan_.tick, plan_.high);
}

/// The path at this moment: a straight line between two knots.
std::int64_t FuturesMarket::scripted(std::uint64_t time_ns)
{
    const std::vector<FuturesKnot>& path = plan_.path;
    while (knot_ + 1 < path.size() && path[knot_ + 1].time_ns <= time_ns) ++knot_;
    const FuturesKnot& from = path[knot_];
    if (knot_ + 1 == path.size() || time_ns <= from.time_ns) return from.price;
    const FuturesKnot& to = path[knot_ + 1];
    const Wide risen = wide(to.price - from.price) *
                       static_cast<std::int64_t>(time_ns - from.time_ns) /
                       static_cast<std::int64_t>(to.time_ns - from.time_ns);
    return from.price + static_cast<std::int64_t>(risen);
}

/// Levels that were there keep their quantities.
void FuturesMarket::set_book(std::int64_t bid, std::int64_t ask, Messages& messages)
{
    for (const Side side : {Side::buy, Side::sell}) {
        const MdpLevels& before = book_[index_of(side)];
        MdpLevels levels;
        for (std::size_t i = 0; i < depth; ++i) {
            const std::int64_t away = static_cast<std::int64_t>(i) * plan_.tick;
            const Price price{side == Side::buy ? bid - away : ask + away};
            const auto found = std::ranges::find(before, price, &Level::price);
            levels.push_back(found != before.end() ? *found
                                                   : Level{price, random_.between(1, quantity_max),
                                                           random_.between(1, 9)});
        }
        set_side(side, levels, messages);
    }
}

void FuturesMarket::set_side(Side side, const MdpLevels& levels, Messages& messages)
{
    std::vector<LevelEvent> events;
    append_difference(book_[index_of(side)], levels, depth, false,
                      {.security = security_, .side = side}, events);
    book_[index_of(side)] = levels;
    if (!events.empty()) messages.emplace_back(std::move(events));
}

void FuturesMarket::change_quotes(Messages& messages)
{
    const Side side = random_.below(2) == 0 ? Side::buy : Side::sell;
    MdpLevels levels = book_[index_of(side)];
    Level& level = levels[random_.below(depth)];
    level.quantity = 1 + level.quantity % quantity_max;
    set_side(side, levels, messages);
}

/// The session's first price, and each new high and low.
void FuturesMarket::tell_extremes(std::int64_t price, Messages& messages)
{
    const auto tell = [&](StatisticKind kind) {
        messages.emplace_back(StatisticEvent{.price = price, .security = security_, .kind = kind});
    };
    const bool is_first = last_ == 0;
    if (is_first) tell(StatisticKind::open);
    if (is_first || price > high_) {
        high_ = price;
        tell(StatisticKind::high);
    }
    if (is_first || price < low_) {
        low_ = price;
        tell(StatisticKind::low);
    }
}

}  // namespace gapwire::sim
