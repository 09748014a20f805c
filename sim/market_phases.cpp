// What the clock brings to a small market: crosses, and what its scenario puts into the day.
#include <algorithm>

#include "sim/market.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint32_t fault_quantity = 100;
constexpr std::uint64_t collar_delay_ns = 300'000;

std::uint16_t locate_of(std::size_t instrument) noexcept
{
    return static_cast<std::uint16_t>(instrument + 1);
}

/// What the scenario says that a cross prints.
const std::optional<std::uint32_t>& told_cross(const InstrumentPlan& plan, char cross_type) noexcept
{
    return cross_type == 'O' ? plan.opening_cross : plan.closing_cross;
}

}  // namespace

bool Market::may_trade(std::uint16_t locate, std::uint32_t price) const noexcept
{
    if (untraded_[locate - 1u] > 0) return false;
    const auto& low = plan(locate).low;
    if (low && price <= low->price) return false;
    const TradingHours& hours = scenario_.hours;
    const bool is_open = TimeRange{hours.open_ns, hours.close_ns}.holds(exchange_.time_ns());
    return is_open || !scenario_.trades_by_the_tick;
}

std::uint64_t Market::behind_breaks(std::uint64_t now) const noexcept
{
    for (const TimeRange& pause : scenario_.hours.breaks)
        if (pause.holds(now)) return pause.until_ns;
    return now;
}

/// What came before the scenario begins is only told where it is a state: system events.
void Market::run_phases_until(std::uint64_t now)
{
    for (; next_phase_ < day_.size() && day_[next_phase_].time_ns <= now; ++next_phase_) {
        const Phase& phase = day_[next_phase_];
        exchange_.advance_to(phase.time_ns);
        const bool is_over = phase.time_ns < scenario_.from_ns;
        if (phase.kind == Phase::Kind::system_event || !is_over) run(phase);
    }
}

void Market::run(const Phase& phase)
{
    const std::vector<PauseFault>& pauses = scenario_.faults.pauses;
    using Kind = Phase::Kind;
    switch (phase.kind) {
        case Kind::system_event: return exchange_.system_event(phase.code);
        case Kind::announce: return announce_crosses(phase.code);
        case Kind::cross: return cross_all(phase.code);
        case Kind::print_low: return print_low(locate_of(phase.which));
        case Kind::print: return print(phase.which);
        case Kind::break_print: return break_print(phase.which);
        case Kind::pause: return pause(pauses[phase.which]);
        case Kind::announce_pause: {
            const PauseFault& fault = pauses[phase.which];
            return announce(locate_of(fault.instrument), phase.code, fault.cross);
        }
        case Kind::resume: return resume(pauses[phase.which]);
    }
}

// ---- crosses

void Market::announce_crosses(char cross_type)
{
    for (const std::uint16_t locate : locates_) {
        const auto& told = told_cross(plan(locate), cross_type);
        announce(locate, cross_type, told.value_or(0));
    }
}

/// `price`: what the cross would print; 0: the mid.
void Market::announce(std::uint16_t locate, char cross_type, std::uint32_t price)
{
    flow_.step();
    const std::uint32_t reference = mid_on_tick(locate);
    if (price == 0) price = reference;
    exchange_.say(itch::Noii{.at = exchange_.now(locate),
                             .paired = 100u * random_.between(1, 500),
                             .imbalance = 100u * random_.between(1, 50),
                             .direction = random_.below(2) == 0 ? 'B' : 'S',
                             .stock = exchange_.symbol(locate),
                             .far_price = price,
                             .near_price = price,
                             .reference_price = reference,
                             .cross_type = cross_type});
}

/// Bulk prints at the mid, or where the scenario says; in one calm instrument of ten nothing
/// matched: no shares, no price.
void Market::cross_all(char cross_type)
{
    for (const std::uint16_t locate : locates_) {
        flow_.step();
        const std::uint64_t shares = 100u * random_.between(1, 500) * plan(locate).weight;
        const bool matched = plan(locate).weight > 1 || !random_.chance(100'000);
        const auto& told = told_cross(plan(locate), cross_type);
        if (told) fill_through(locate, *told);
        const std::uint32_t price = told.value_or(mid_on_tick(locate));
        const bool is_one = matched || told;
        exchange_.cross(locate, is_one ? price : 0, is_one ? shares : 0, cross_type);
    }
}

/// Orders that are better than the price of a cross trade in it; its bulk print counts them.
void Market::fill_through(std::uint16_t locate, std::uint32_t price)
{
    const LiveBooks& books = exchange_.books();
    for (const Side side : {Side::buy, Side::sell})
        while (const LiveBooks::Level* best = books.best(locate, side)) {
            if (side == Side::buy ? best->price <= price : best->price >= price) break;
            flow_.step();
            exchange_.execute_at(best->first, books[best->first].quantity, price, false);
        }
}

// ---- what the scenario puts into the day

void Market::print_low(std::uint16_t locate)
{
    flow_.step();
    exchange_.trade_hidden(locate, plan(locate).low->price, flow_.draw_quantity());
}

void Market::print(std::size_t fault)
{
    const PrintFault& plan = scenario_.faults.prints[fault];
    const std::uint16_t locate = locate_of(plan.instrument);
    fault_matches_[fault] = exchange_.trade_hidden(locate, plan.at.price, fault_quantity);
    if (plan.broken_ns) ++untraded_[plan.instrument];
}

void Market::break_print(std::size_t fault)
{
    const std::size_t instrument = scenario_.faults.prints[fault].instrument;
    exchange_.say(itch::BrokenTrade{.at = exchange_.now(locate_of(instrument)),
                                    .match = fault_matches_[fault]});
    --untraded_[instrument];
}

/// The collars of the cross that will end it are 5 % around the price, below three dollars 15
/// cents.
void Market::pause(const PauseFault& fault)
{
    const std::uint16_t locate = locate_of(fault.instrument);
    ++untraded_[fault.instrument];
    exchange_.say(itch::StockTradingAction{.at = exchange_.now(locate),
                                           .stock = exchange_.symbol(locate),
                                           .state = 'P',
                                           .reason = "LUDP"});
    exchange_.advance_by(collar_delay_ns);
    const std::uint32_t price = mid_on_tick(locate);
    const std::uint32_t room = price < 30'000 ? 1'500 : price / 2'000 * 100;
    exchange_.say(itch::LuldAuctionCollar{.at = exchange_.now(locate),
                                          .stock = exchange_.symbol(locate),
                                          .reference_price = price,
                                          .upper_price = price + room,
                                          .lower_price = price - room});
}

void Market::resume(const PauseFault& fault)
{
    const std::uint16_t locate = locate_of(fault.instrument);
    --untraded_[fault.instrument];
    fill_through(locate, fault.cross);
    exchange_.cross(locate, fault.cross, 100u * random_.between(1, 500), 'H');
    flow_.step();
    exchange_.say(itch::StockTradingAction{
        .at = exchange_.now(locate), .stock = exchange_.symbol(locate), .state = 'T'});
}

}  // namespace gapwire::sim
