// What goes wrong in one simulated run, drawn from its seed.
#include "app/simulation/plan.hpp"

#include "app/simulation/fault_drawing.hpp"

namespace gapwire::app {
namespace {

using sim::after;
using sim::Misconduct;
using sim::Random;
using sim::TimeWindow;

constexpr std::int64_t ms = 1'000'000;

/// A span inside the time of faults, `low` to `high` ms long.
TimeWindow window(const SimulationPlan& plan, Random& random, std::uint32_t low, std::uint32_t high)
{
    return window_in({plan.faults_from, plan.faults_until}, random, low, high);
}

/// Both lines are dead at once for a while, so that something is surely missing.
void lose_surely(SimulationPlan& plan, Random& random)
{
    const TimeWindow dead = window(plan, random, 250, 500);
    for (sim::LinkPlan& line : plan.lines) line.dead.push_back(dead);
}

void stop_requests(SimulationPlan& plan, TimeWindow when)
{
    for (auto& faults : plan.request_servers)
        faults.push_back({.kind = Misconduct::silent, .when = when});
}

/// Lines, request servers and snapshot server stop one after the other and start in another order.
void swizzle(SimulationPlan& plan, Random& random)
{
    const std::array<TimeWindow, 4> down = swizzled<4>(plan.faults_from, random);
    plan.lines[0].dead.push_back(down[0]);
    plan.lines[1].dead.push_back(down[1]);
    stop_requests(plan, down[2]);
    plan.snapshot_down.push_back(down[3]);
}

void misbehave(std::vector<sim::ServerFault>& snapshot_server, const SimulationPlan& plan,
               Random& random)
{
    snapshot_server.push_back({.kind = static_cast<Misconduct>(random.below(3)),
                               .when = window(plan, random, 300, 1'500),
                               .delay_ns = ms_between(random, 100, 800)});
}

void misbehave(SimulationPlan& plan, Random& random)
{
    for (auto& faults : plan.request_servers)
        faults.push_back({.kind = static_cast<Misconduct>(random.below(3)),
                          .when = window(plan, random, 300, 1'000),
                          .delay_ns = ms_between(random, 20, 400)});
    misbehave(plan.snapshot_server, plan, random);
    if (random.below(2) == 0) plan.snapshot_down.push_back(window(plan, random, 100, 600));
}

void draw_delays(SimulationPlan& plan, Random& random)
{
    for (sim::LinkPlan& line : plan.lines) {
        line.delay_ns = random.between(20'000, 400'000);
        line.jitter_ns = random.between(0, 200'000);
    }
    plan.request_way = {.delay_ns = random.between(50'000, 3'000'000), .jitter_ns = 100'000};
    const bool far = random.below(4) == 0;
    plan.stream = {.delay_ns = random.between(50'000, far ? 80'000'000 : 2'000'000),
                   .jitter_ns = 500'000};
    constexpr std::array<std::uint32_t, 4> pieces{1, 7, 1'460, UINT32_MAX};
    plan.stream.chunk_bytes_max = pieces[random.below(pieces.size())];
}

void draw_faults(SimulationPlan& plan, Random& random)
{
    switch (plan.situation) {
        case Situation::one_line_loses: lose(plan.lines[random.below(2)], random); return;
        case Situation::requests_unanswered:
            stop_requests(plan, {plan.faults_from, plan.faults_until});
            misbehave(plan.snapshot_server, plan, random);
            for (int i = 0; i < 3; ++i) plan.snapshot_down.push_back(window(plan, random, 50, 200));
            [[fallthrough]];
        case Situation::both_lines_lose:
            for (sim::LinkPlan& line : plan.lines) lose(line, random);
            lose_surely(plan, random);
            return;
        case Situation::swizzle: swizzle(plan, random); return;
        case Situation::everything:
            for (sim::LinkPlan& line : plan.lines) {
                lose(line, random);
                trouble(line, random);
            }
            lose_surely(plan, random);
            plan.request_way.loss_ppm = random.between(0, 200'000);
            misbehave(plan, random);
            return;
        case Situation::joined_late:
            plan.join_after = ms_between(random, 500, 2'500);
            if (random.below(2) == 0) stop_requests(plan, {plan.faults_from, plan.faults_until});
            return;
        case Situation::last_packet_lost: return;  // the world sees to it
        case Situation::session_ends:
        case Situation::session_breaks:
            for (sim::LinkPlan& line : plan.lines) {
                lose(line, random);
                trouble(line, random);
            }
            return;
        case Situation::count_: return;
    }
}

}  // namespace

std::string_view to_text(Situation situation) noexcept
{
    constexpr std::array<std::string_view, situations> texts{
        "one line loses", "both lines lose",  "requests unanswered", "swizzle",       "everything",
        "joined late",    "last packet lost", "session ends",        "session breaks"};
    return texts[static_cast<std::size_t>(situation)];
}

SimulationPlan plan_of(std::uint64_t seed)
{
    Random random(seed);
    SimulationPlan plan{.seed = seed, .situation = static_cast<Situation>(seed % situations)};
    plan.faults_from = after(simulation_start, 300 * ms);
    plan.faults_until = after(simulation_start, 3'500 * ms);
    draw_delays(plan, random);
    draw_faults(plan, random);
    return plan;
}

}  // namespace gapwire::app
