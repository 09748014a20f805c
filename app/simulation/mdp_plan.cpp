// What goes wrong in one simulated run of a futures channel, drawn from its seed.
#include "app/simulation/mdp_plan.hpp"

namespace gapwire::app {
namespace {

using sim::after;
using sim::Random;

constexpr std::int64_t ms = 1'000'000;

sim::TimeWindow window(const MdpSimulationPlan& plan, Random& random, std::uint32_t low,
                       std::uint32_t high)
{
    return window_in({plan.faults_from, plan.faults_until}, random, low, high);
}

void draw_market(MdpSimulationPlan& plan, std::uint64_t seed, Random& random)
{
    plan.market = {.instruments = random.between(5, 14),
                   .book_reset_ppm = random.below(2) * 5'000,
                   .has_orders = random.below(4) != 0};
    plan.publisher = {.event_every_ns = ms_between(random, 2, 5),
                      .loop_every_ns = ms_between(random, 40, 150),
                      .loop_gap_ns = random.between(50'000, 400'000),
                      .lag_max = random.below(3) * random.below(20),
                      .seed = seed};
}

void draw_delays(MdpSimulationPlan& plan, Random& random)
{
    for (sim::LinkPlan& line : plan.lines) {
        line.delay_ns = random.between(20'000, 400'000);
        line.jitter_ns = random.between(0, 200'000);
    }
    // Loops may be well behind the lines, and ahead of them.
    for (sim::LinkPlan& loop : plan.loops) {
        loop.delay_ns = random.between(20'000, random.below(3) == 0 ? 20'000'000 : 500'000);
        loop.jitter_ns = 200'000;
    }
}

void lose_on_lines(MdpSimulationPlan& plan, Random& random)
{
    for (sim::LinkPlan& line : plan.lines) lose(line, random);
    // Something is surely missing.
    const sim::TimeWindow dead = window(plan, random, 250, 500);
    for (sim::LinkPlan& line : plan.lines) line.dead.push_back(dead);
}

void lose_on_loops(MdpSimulationPlan& plan, Random& random)
{
    for (sim::LinkPlan& loop : plan.loops) {
        lose(loop, random);
        loop.loss_ppm = random.between(50'000, 150'000);  // of few packets
        loop.dead.push_back(window(plan, random, 300, 1'000));
    }
}

void trouble_all(MdpSimulationPlan& plan, Random& random)
{
    for (sim::LinkPlan& line : plan.lines) trouble(line, random);
    for (sim::LinkPlan& loop : plan.loops) {
        trouble(loop, random);
        for (std::uint32_t* const share :
             {&loop.duplicate_ppm, &loop.reorder_ppm, &loop.corrupt_ppm})
            *share += 50'000;  // of few packets
    }
}

void draw_faults(MdpSimulationPlan& plan, Random& random)
{
    switch (plan.situation) {
        case MdpSituation::one_line_loses: return lose(plan.lines[random.below(2)], random);
        case MdpSituation::both_lines_lose: return lose_on_lines(plan, random);
        case MdpSituation::loops_lose:
            lose_on_lines(plan, random);
            return lose_on_loops(plan, random);
        case MdpSituation::swizzle: {
            const auto down = swizzled<2 + mdp_loops>(plan.faults_from, random);
            for (std::size_t i = 0; i < 2; ++i) plan.lines[i].dead.push_back(down[i]);
            for (std::size_t i = 0; i < mdp_loops; ++i) plan.loops[i].dead.push_back(down[2 + i]);
            return;
        }
        case MdpSituation::everything:
            lose_on_lines(plan, random);
            lose_on_loops(plan, random);
            trouble_all(plan, random);
            plan.market.reset_ppm = random.below(2) * 2'000;
            plan.join_after = random.below(2) * ms_between(random, 100, 1'000);
            return;
        case MdpSituation::joined_late: plan.join_after = ms_between(random, 500, 2'500); return;
        case MdpSituation::last_packet_lost: {
            const std::int64_t before = ms_between(random, 60, 90);
            for (sim::LinkPlan& line : plan.lines)
                line.dead.push_back(
                    {after(plan.events_until, -before), after(plan.events_until, 40 * ms)});
            return;
        }
        case MdpSituation::week_begins:
            plan.week_ends = after(simulation_start, ms_between(random, 1'000, 2'500));
            plan.weekend_ns = ms_between(random, 1'100, 3'000);
            plan.events_until = after(plan.events_until, plan.weekend_ns);
            for (sim::LinkPlan& line : plan.lines) lose(line, random);
            return trouble_all(plan, random);
        case MdpSituation::channel_resets:
            plan.market.reset_ppm = random.between(4'000, 10'000);
            for (sim::LinkPlan& line : plan.lines) lose(line, random);
            return trouble_all(plan, random);
        case MdpSituation::count_: return;
    }
}

}  // namespace

std::string_view to_text(MdpSituation situation) noexcept
{
    constexpr std::array<std::string_view, mdp_situations> texts{
        "one line loses", "both lines lose",  "loops lose",  "swizzle",       "everything",
        "joined late",    "last packet lost", "week begins", "channel resets"};
    return texts[static_cast<std::size_t>(situation)];
}

MdpSimulationPlan mdp_plan_of(std::uint64_t seed)
{
    Random random(seed);
    MdpSimulationPlan plan{.situation = static_cast<MdpSituation>(seed % mdp_situations),
                           .events_until = after(simulation_start, 4'000 * ms),
                           .faults_from = after(simulation_start, 300 * ms),
                           .faults_until = after(simulation_start, 3'500 * ms)};
    draw_market(plan, seed, random);
    draw_delays(plan, random);
    draw_faults(plan, random);
    return plan;
}

}  // namespace gapwire::app
