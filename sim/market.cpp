// Prices follow the script; orders in the way trade or leave; new ones stand around the mid.
#include "sim/market.hpp"

#include <algorithm>

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t minute = 60 * second;
constexpr std::uint64_t hour = 60 * minute;

constexpr std::uint64_t spin_lead_ns = 5 * second;
constexpr std::uint64_t spin_step_ns = 2'000;
constexpr std::uint64_t noii_period_ns = 5 * second;

constexpr int opening_orders_a_side = 12;
constexpr int opening_patience = 6;                       // doublings of a usual life
constexpr std::uint32_t followers_trade_share = 500'000;  // in a million
constexpr std::uint32_t hidden_trade_share = 25'000;
constexpr std::uint32_t another_order_share = 450'000;

constexpr OrderFlow::Figures figures{
    .lifetime_log2_median = 36 * 65'536,          // a minute
    .lifetime_log2_deviation = 39 * 65'536 / 10,  // a third of them outlives five
    .step_ns = 900,
};

/// What the clock brings.
struct Phase {
    enum class Kind { system_event, announce, cross };

    std::uint64_t time_ns;
    Kind kind;
    char code;  // of the event, or the cross type
};

using enum Phase::Kind;

constexpr std::uint64_t open_ns = 9 * hour + 30 * minute;
constexpr std::uint64_t close_ns = 16 * hour;

/// The day in order; after the sheet's "Day cycle".
std::vector<Phase> day_cycle()
{
    std::vector<Phase> day{{system_hours_from_ns, system_event, 'S'}};
    for (std::uint64_t at = open_ns - 2 * minute; at < open_ns; at += noii_period_ns)
        day.push_back({at, announce, 'O'});
    day.push_back({open_ns + 70'226, system_event, 'Q'});
    day.push_back({open_ns + 400'000, cross, 'O'});
    for (std::uint64_t at = close_ns - 10 * minute; at < close_ns; at += noii_period_ns)
        day.push_back({at, announce, 'C'});
    day.push_back({close_ns + 50'000, system_event, 'M'});
    day.push_back({close_ns + 300'000, cross, 'C'});
    day.push_back({system_hours_until_ns, system_event, 'E'});
    day.push_back({system_hours_until_ns, system_event, 'C'});
    return day;
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
      flow_(exchange_, random_, figures,
            [this](std::uint16_t locate, Side side) { return price_for(locate, side); }),
      mids_(scenario.instruments.size())
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
        now = exchange_.time_ns() + random_.waiting(said * second / scenario_.messages_per_second);
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
    make_noise(locate);
    follow(locate, Side::buy);
    follow(locate, Side::sell);
    do {
        const Side side = random_.below(2) == 0 ? Side::buy : Side::sell;
        flow_.add(locate, side, now);
    } while (random_.chance(another_order_share));
    if (random_.chance(hidden_trade_share)) {
        flow_.step();
        exchange_.trade_hidden(locate, mid(locate), flow_.draw_quantity());
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
    return static_cast<std::uint32_t>(std::max<std::int64_t>(price, 1));
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
        if (random_.chance(followers_trade_share))
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
    const std::uint32_t away = draw_distance(price) * tick;
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
std::uint32_t Market::draw_distance(std::uint32_t price) noexcept
{
    const std::uint32_t lot = random_.below(100);
    const std::uint32_t mean = lot < 35 ? 0 : lot < 85 ? 4 : lot < 98 ? 20 : 200;
    if (mean == 0) return 0;
    const std::uint32_t width = 1 + price / 1'500'000;
    return static_cast<std::uint32_t>(1 + random_.waiting(std::uint64_t{mean} * width));
}

/// What came before the scenario begins is only told where it is a state: system events.
void Market::run_phases_until(std::uint64_t now)
{
    static const std::vector<Phase> day = day_cycle();
    for (; next_phase_ < day.size() && day[next_phase_].time_ns <= now; ++next_phase_) {
        const Phase& phase = day[next_phase_];
        exchange_.advance_to(phase.time_ns);
        const bool over = phase.time_ns < scenario_.from_ns;
        if (phase.kind == system_event) exchange_.system_event(phase.code);
        if (phase.kind == announce && !over) announce_crosses(phase.code);
        if (phase.kind == cross && !over) cross_all(phase.code);
    }
}

void Market::announce_crosses(char cross_type)
{
    for (const std::uint16_t locate : locates_) {
        flow_.step();
        const std::uint32_t price = mid(locate) / 100 * 100;
        exchange_.say(itch::Noii{.at = exchange_.now(locate),
                                 .paired = 100u * random_.between(1, 500),
                                 .imbalance = 100u * random_.between(1, 50),
                                 .direction = random_.below(2) == 0 ? 'B' : 'S',
                                 .stock = exchange_.symbol(locate),
                                 .far_price = price,
                                 .near_price = price,
                                 .reference_price = price,
                                 .cross_type = cross_type});
    }
}

/// Bulk prints at the mid; in one calm instrument of ten nothing matched: no shares, no price.
void Market::cross_all(char cross_type)
{
    for (const std::uint16_t locate : locates_) {
        flow_.step();
        const std::uint64_t shares = 100u * random_.between(1, 500) * plan(locate).weight;
        const bool matched = plan(locate).weight > 1 || !random_.chance(100'000);
        exchange_.cross(locate, matched ? mid(locate) / 100 * 100 : 0, matched ? shares : 0,
                        cross_type);
    }
}

}  // namespace gapwire::sim
