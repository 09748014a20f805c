// Faults of lines as a seed draws them.
#include "app/simulation/fault_drawing.hpp"

namespace gapwire::app {

sim::TimeWindow window_in(sim::TimeWindow whole, sim::Random& random, std::uint32_t low,
                          std::uint32_t high)
{
    constexpr std::int64_t ms = 1'000'000;
    const std::int64_t length = ms_between(random, low, high);
    const auto latest = static_cast<std::uint32_t>((whole.until.ns - whole.from.ns - length) / ms);
    const Timestamp from = sim::after(whole.from, random.below(latest) * ms);
    return {from, sim::after(from, length)};
}

void lose(sim::LinkPlan& line, sim::Random& random)
{
    line.loss_ppm = random.between(20'000, 80'000);
    line.bursts = {.enter_ppm = random.between(2'000, 20'000),
                   .leave_ppm = random.between(100'000, 500'000)};
}

void trouble(sim::LinkPlan& line, sim::Random& random)
{
    line.duplicate_ppm = random.between(10'000, 100'000);
    line.reorder_ppm = random.between(10'000, 100'000);
    line.reorder_ns = ms_between(random, 1, 10);
    line.corrupt_ppm = random.between(5'000, 50'000);
}

}  // namespace gapwire::app
