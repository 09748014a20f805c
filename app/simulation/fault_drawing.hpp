// Faults of lines as a seed draws them, the same for every protocol.
#pragma once

#include <array>
#include <utility>

#include "sim/network.hpp"

namespace gapwire::app {

inline constexpr Timestamp simulation_start{1'737'968'400'000'000'000};

inline std::int64_t ms_between(sim::Random& random, std::uint32_t low, std::uint32_t high)
{
    return random.between(low, high) * std::int64_t{1'000'000};
}

/// A span inside `whole`, `low` to `high` ms long.
sim::TimeWindow window_in(sim::TimeWindow whole, sim::Random& random, std::uint32_t low,
                          std::uint32_t high);

/// One packet in some is lost, and now and then many in a row.
void lose(sim::LinkPlan& line, sim::Random& random);
/// Packets come twice, late or damaged.
void trouble(sim::LinkPlan& line, sim::Random& random);

/// Each number once, in an order drawn at random.
template <std::size_t N>
std::array<std::size_t, N> shuffled(sim::Random& random)
{
    std::array<std::size_t, N> order;
    for (std::size_t i = 0; i < N; ++i) order[i] = i;
    for (std::uint32_t i = N - 1; i > 0; --i) std::swap(order[i], order[random.below(i + 1)]);
    return order;
}

/// Things that stop one after the other, from `from` on, and start in another order.
template <std::size_t N>
std::array<sim::TimeWindow, N> swizzled(Timestamp from, sim::Random& random)
{
    const auto stops = shuffled<N>(random);
    const auto starts = shuffled<N>(random);
    std::array<sim::TimeWindow, N> down;
    for (const std::size_t which : stops)
        down[which].from = from = sim::after(from, ms_between(random, 50, 200));
    for (const std::size_t which : starts)
        down[which].until = from = sim::after(from, ms_between(random, 100, 500));
    return down;
}

}  // namespace gapwire::app
