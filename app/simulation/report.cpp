// What one simulated run was and did.
#include "app/simulation/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/simulation/fault_drawing.hpp"

namespace gapwire::app {

void SimulationReport::fail(Timestamp now, std::string_view what)
{
    if (failure.empty())
        failure = fmt::format("{} ms after the start: {}",
                              (now.ns - simulation_start.ns) / 1'000'000, what);
}

void SimulationReport::demand(Timestamp now, bool planned, const std::string& fault)
{
    if (planned && happened[fault] == 0)
        fail(now, fmt::format("a planned fault did not happen: {}", fault));
}

void SimulationReport::count(const sim::Link& link, const std::string& packets)
{
    const sim::LinkCount& count = link.count();
    happened[packets + " lost"] += count.lost + count.lost_in_bursts;
    happened[packets + " lost on a dead line"] += count.lost_dead;
    happened[packets + " duplicated"] += count.duplicated;
    happened[packets + " overtaken"] += count.overtaken;
    happened[packets + " corrupted"] += count.corrupted;
}

void SimulationReport::demand_planned(Timestamp now, std::span<const sim::LinkPlan> plans,
                                      const std::string& packets)
{
    const auto any = [&](auto planned) { return std::ranges::any_of(plans, planned); };
    using Plan = sim::LinkPlan;
    demand(now, any([](const Plan& plan) { return plan.loss_ppm > 0; }), packets + " lost");
    demand(now, any([](const Plan& plan) { return !plan.dead.empty(); }),
           packets + " lost on a dead line");
    demand(now, any([](const Plan& plan) { return plan.duplicate_ppm > 0; }),
           packets + " duplicated");
    demand(now, any([](const Plan& plan) { return plan.reorder_ppm > 0; }), packets + " overtaken");
    demand(now, any([](const Plan& plan) { return plan.corrupt_ppm > 0; }), packets + " corrupted");
}

}  // namespace gapwire::app
