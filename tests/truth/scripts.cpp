// Scripts and faults that days are made of.
#include "tests/truth/scripts.hpp"

#include <algorithm>

namespace gapwire::truth {

std::int64_t between(sim::Random& random, std::int64_t low, std::int64_t high)
{
    return low + random.below(static_cast<std::uint32_t>(high - low + 1));
}
Nanos time_between(sim::Random& random, Nanos low, Nanos high)
{
    return between(random, low / second, high / second) * second;
}

Script quiet(Units start, sim::Random& random)
{
    return {.start = start,
            .knots = {},
            .noise = between(random, 50, 400),
            .noise_max = between(random, 3'000, 14'000)};
}

Script just_short(Units start, std::int64_t rung_percent, sim::Random& random)
{
    const std::int64_t rung = rung_percent * percent;
    const std::int64_t sign = random.below(2) == 0 ? -1 : 1;
    const Units at_rung = start + start / 100 * (sign * rung) / 10'000;
    const Units stop = at_rung - sign * (half_spread(at_rung) + 200);
    const std::int64_t move = (stop - start) * 1'000'000 / start;
    const Nanos from = time_between(random, 9 * hour, 10 * hour);
    const Nanos until = time_between(random, 13 * hour, 15 * hour);
    return {.start = start,
            .knots = {{from, 0}, {until, move}, {until + 20 * minute, move}, {16 * hour, 0}}};
}

Script trend(Units start, sim::Random& random)
{
    const std::int64_t move =
        between(random, percent, 12 * percent) * (random.below(3) == 0 ? 1 : -1);
    const Nanos from = time_between(random, 8 * hour, 11 * hour);
    const Nanos until = time_between(random, 12 * hour, 15 * hour);
    Script script{.start = start,
                  .knots = {{from, 0}, {until, move}},
                  .noise = between(random, 20, 200),
                  .noise_max = 6'000};
    if (random.below(2) == 0)
        script.knots.push_back({16 * hour, move * between(random, 0, 80) / 100});
    return script;
}

/// Nasdaq-100 futures against the settlement before, in basis points.
struct RealDay {
    std::int64_t open;
    std::int64_t low;
    std::int64_t close;
};
constexpr RealDay real_days[] = {
    {-64, -524, -298},   // 2025-01-27
    {-90, -650, -293},   // 2024-08-05
    {-374, -579, -548},  // 2025-04-03
    {-8, -690, -609},    // 2025-04-04
    {-11, -710, -417},   // 2025-04-10
    {-41, -473, -384},   // 2025-03-10
};

Script fall(Units start, sim::Random& random)
{
    Script script{.start = start,
                  .knots = {},
                  .noise = between(random, 50, 500),
                  .noise_max = 8'000,
                  .trades_first = random.below(2) == 0};
    const Nanos at = time_between(random, 9 * hour, 11 * hour) / step * step;
    const auto deep = [&](std::int64_t low, std::int64_t high) {
        return -between(random, low * percent, high * percent);
    };
    switch (random.below(4)) {
        case 0: {  // over a night and a day
            const RealDay& day = real_days[random.below(std::size(real_days))];
            const std::int64_t times = between(random, 100, 300);
            script.knots = {{8 * hour, day.open * times},
                            {9 * hour + 29 * minute, day.open * times},
                            {9 * hour + 30 * minute, (day.open + day.low) / 2 * times},
                            {11 * hour, day.low * times},
                            {16 * hour, day.close * times}};
            break;
        }
        case 1: {  // at once, and it stays (a company in Amsterdam on 2024-10-15: -16 %)
            const std::int64_t low = deep(3, 30);
            script.knots = {{at, 0}, {at + step, low}, {16 * hour, low * 9 / 10}};
            break;
        }
        case 2: {  // there and back within minutes
            const std::int64_t low = deep(4, 25);
            const Nanos down = at + time_between(random, step, 5 * minute);
            script.knots = {
                {at, 0}, {down, low}, {down + time_between(random, minute, 6 * minute), low / 20}};
            break;
        }
        default: {  // in waves, down and down again (2020-03-16)
            const std::int64_t low = deep(8, 14);
            script.knots = {{9 * hour + 30 * minute, 0},
                            {9 * hour + 31 * minute, low / 2},
                            {10 * hour + 30 * minute, low / 3},
                            {14 * hour, low * 2 / 3},
                            {16 * hour, low}};
        }
    }
    return script;
}

Fault bad_print(std::uint32_t name, sim::Random& random)
{
    const Nanos at = time_between(random, 8 * hour + 10 * minute, 15 * hour) / step * step;
    const std::int64_t off =
        random.below(3) == 0 ? between(random, 12, 60) : between(random, 4, 11);
    Fault fault{
        .flaw = random.below(5) == 0 ? Flaw::odd_lot : Flaw::print, .name = name, .from = at};
    fault.move = off * percent * (random.below(3) == 0 ? 1 : -1);
    fault.count = random.below(2) == 0 ? 1 : 2 + random.below(6);
    if (random.below(2) == 0) fault.until = at + time_between(random, 20 * second, 40 * minute);
    return fault;
}

Fault bad_quote(std::uint32_t name, sim::Random& random)
{
    const Nanos at = time_between(random, 8 * hour + 10 * minute, 15 * hour) / step * step;
    if (random.below(2) == 0)
        return {.flaw = Flaw::crossed,
                .name = name,
                .from = at,
                .move = between(random, 2, 20) * percent * (random.below(2) == 0 ? 1 : -1)};
    return {.flaw = Flaw::wide,
            .name = name,
            .from = at,
            .until = at + time_between(random, 2 * minute, 20 * minute),
            .move = between(random, 1, 12) * percent};
}

}  // namespace gapwire::truth
