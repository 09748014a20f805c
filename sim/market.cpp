// Prices follow the script; orders in the way trade or leave; new ones stand around the mid.
#include "sim/market.hpp"

#include <algorithm>

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t spin_lead_ns = 5 * second;
constexpr std::uint64_t spin_step_ns = 2'000;

constexpr int opening_orders_a_side = 12;
constexpr int opening_patience = 6;                       // doublings of a usual life
constexpr std::uint32_t followers_trade_share = 500'000;  // in a million
constexpr std::uint32_t hidden_trade_share = 25'000;
constexpr std::uint32_t another_order_share = 450'000;

OrderFlow::Figures figures_of(const Scenario& scenario)
{
    return {.lifetime_log2_median = 36 * 65'536,          // a minute
            .lifetime_log2_deviation = 39 * 65'536 / 10,  // a third of them outlives five
            .step_ns = 900,
            .has_half_ticks = !scenario.trades_by_the_tick};
}

std::vector<Listing> listings_of(const Scenario& scenario)
{
    std::vector<Listing> listings;
    for (const InstrumentPlan& plan : scenario.instruments)
        listings.push_back({plan.symbol, plan.test_issue});
    return listings;
}

std::uint32_t tick_of(const InstrumentPlan& plan) noexcept
{
    if (plan.tick != 0) return plan.tick;
    return plan.previous_close < 10'000 ? 1 : 100;
}

}  // namespace

Market::Market(const Scenario& scenario, Exchange::Output output)
    : scenario_(scenario),
      random_(scenario.seed),
      exchange_(listings_of(scenario), scenario.reference_streams, random_.next(),
                [this, write = std::move(output)](std::uint64_t time_ns, Bytes message) {
                    ++messages_;
                    write(time_ns, message);
                }),
      flow_(
          exchange_, random_, figures_of(scenario),
          [this](std::uint16_t locate, Side side) { return price_for(locate, side); },
          [this](std::uint16_t locate, std::uint32_t price) { return may_trade(locate, price); }),
      mids_(scenario.instruments.size()),
      day_(day_cycle(scenario)),
      untraded_(scenario.instruments.size()),
      fault_matches_(scenario.faults.prints.size())
{
    std::uint32_t sum = 0;
    for (const InstrumentPlan& plan : scenario.instruments) {
        weights_.push_back(sum += plan.weight);
        locates_.push_back(static_cast<std::uint16_t>(weights_.size()));
    }
}

void Market::run()
{
    GAPWIRE_ASSERT(messages_ == 0);
    open_day();
    for (std::uint64_t now = scenario_.from_ns + second; now < scenario_.until_ns;) {
        run_phases_until(now);
        exchange_.advance_to(now);
        const std::uint64_t before = messages_;
        trade(now);
        const std::uint64_t said = std::min<std::uint64_t>(messages_ - before, 1'000);
        const std::uint64_t wait = said * scenario_.rate_period_ns / scenario_.messages_per_second;
        now = behind_breaks(exchange_.time_ns() + random_.waiting(wait));
    }
    run_phases_until(scenario_.until_ns);
}

/// The spin before the first order; then every book gets its first orders within a second.
void Market::open_day()
{
    exchange_.advance_to(scenario_.from_ns - spin_lead_ns);
    exchange_.system_event('O');
    exchange_.opening_spin(spin_step_ns);
    if (const auto close = scenario_.index_close)
        exchange_.say(itch::MwcbDeclineLevel{.at = exchange_.now(0),
                                             .level_1 = *close / 100 * 93,
                                             .level_2 = *close / 100 * 87,
                                             .level_3 = *close / 100 * 80});
    run_phases_until(scenario_.from_ns);
    exchange_.advance_to(scenario_.from_ns);
    const std::uint64_t pause = second / (4 * opening_orders_a_side * mids_.size());
    for (int round = 0; round < opening_orders_a_side; ++round)
        for (const std::uint16_t locate : locates_)
            for (const Side side : {Side::buy, Side::sell}) {
                exchange_.advance_by(pause);
                flow_.add(locate, side, scenario_.from_ns, opening_patience);
            }
}

/// One burst of messages: what is due, then one instrument moves and gets new orders.
void Market::trade(std::uint64_t now)
{
    while (flow_.is_due(now)) flow_.end_next(now);
    const std::uint16_t locate = pick_instrument();
    if (untraded_[locate - 1u] > 0) return;
    make_noise(locate);
    follow(locate, Side::buy);
    follow(locate, Side::sell);
    do {
        const Side side = random_.below(2) == 0 ? Side::buy : Side::sell;
        flow_.add(locate, side, now);
    } while (random_.chance(another_order_share));
    if (random_.chance(hidden_trade_share)) {
        flow_.step();
        const std::uint32_t price =
            scenario_.trades_by_the_tick ? mid_on_tick(locate) : mid(locate);
        if (may_trade(locate, price)) exchange_.trade_hidden(locate, price, flow_.draw_quantity());
    }
}

std::uint16_t Market::pick_instrument() noexcept
{
    const std::uint32_t drawn = random_.below(weights_.back());
    const auto found = std::upper_bound(weights_.begin(), weights_.end(), drawn);
    return static_cast<std::uint16_t>(found - weights_.begin() + 1);
}

/// A walk that is drawn back to 0 and never leaves its band.
void Market::make_noise(std::uint16_t locate) noexcept
{
    const std::int64_t band =
        std::int64_t{plan(locate).previous_close} * plan(locate).noise_bp / 10'000;
    const auto stride = static_cast<std::uint32_t>(band / 4 + 1);
    std::int64_t& noise = mids_[locate - 1u].noise;
    noise += std::int64_t{random_.between(0, 2 * stride)} - stride - noise / 8;
    noise = std::clamp(noise, -band, band);
}

std::uint32_t Market::mid(std::uint16_t locate) noexcept
{
    const std::int64_t price = scripted(locate) + mids_[locate - 1u].noise;
    const auto& low = plan(locate).low;
    return static_cast<std::uint32_t>(std::max<std::int64_t>(price, low ? low->price : 1));
}

/// In whole cents, or ticks where they are coarser.
std::uint32_t Market::mid_on_tick(std::uint16_t locate) noexcept
{
    const std::uint32_t unit = std::max(tick_of(plan(locate)), 100u);
    return mid(locate) / unit * unit;
}

/// The path at this moment: a straight line between two knots.
std::uint32_t Market::scripted(std::uint16_t locate) noexcept
{
    const std::vector<Knot>& path = plan(locate).path;
    std::size_t& knot = mids_[locate - 1u].knot;
    const std::uint64_t now = exchange_.time_ns();
    while (knot + 1 < path.size() && path[knot + 1].time_ns <= now) ++knot;
    const Knot& from = path[knot];
    if (knot + 1 == path.size() || now <= from.time_ns) return from.price;
    const Knot& to = path[knot + 1];
    const std::int64_t rise = std::int64_t{to.price} - from.price;
    const Wide risen = wide(rise) * static_cast<std::int64_t>(now - from.time_ns) /
                       static_cast<std::int64_t>(to.time_ns - from.time_ns);
    return static_cast<std::uint32_t>(from.price + static_cast<std::int64_t>(risen));
}

/// Orders that the mid has reached trade, or are taken away in time.
void Market::follow(std::uint16_t locate, Side side)
{
    const LiveBooks& books = exchange_.books();
    const std::uint32_t price = mid(locate);
    while (const LiveBooks::Level* best = books.best(locate, side)) {
        if (side == Side::buy ? best->price < price : best->price > price) return;
        flow_.step();
        if (random_.chance(followers_trade_share) && may_trade(locate, best->price))
            flow_.take(best->first);
        else
            exchange_.remove(best->first);
    }
}

/// On the right side of the mid and of the other side's best price.
std::uint32_t Market::price_for(std::uint16_t locate, Side side)
{
    const std::uint32_t tick = tick_of(plan(locate));
    const std::uint32_t price = mid(locate);
    const LiveBooks::Level* const other = exchange_.books().best(locate, opposite(side));
    const std::uint32_t away = draw_distance(price, tick) * tick;
    if (side == Side::buy) {
        std::uint32_t nearest = (price - 1) / tick * tick;
        if (other != nullptr) nearest = std::min(nearest, other->price - tick);
        return nearest > away ? nearest - away : tick;
    }
    std::uint32_t nearest = (price / tick + 1) * tick;
    if (other != nullptr) nearest = std::max(nearest, other->price + tick);
    return std::min(nearest + away, itch50::price_max);
}

/// In ticks from the nearest price; dear instruments have wider books.
std::uint32_t Market::draw_distance(std::uint32_t price, std::uint32_t tick) noexcept
{
    const std::uint32_t lot = random_.below(100);
    const std::uint32_t mean = lot < 35 ? 0 : lot < 85 ? 4 : lot < 98 ? 20 : 200;
    if (mean == 0) return 0;
    const std::uint32_t width = 1 + price / (15'000 * std::max(tick, 100u));
    return static_cast<std::uint32_t>(1 + random_.waiting(std::uint64_t{mean} * width));
}

}  // namespace gapwire::sim
