// The phases of a day in the order of their times.
#include "sim/day_cycle.hpp"

#include <algorithm>

namespace gapwire::sim {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t minute = 60 * second;
constexpr std::uint64_t noii_period_ns = 5 * second;

using enum Phase::Kind;

void add_faults(std::vector<Phase>& day, const MarketFaults& faults)
{
    for (std::size_t i = 0; i < faults.prints.size(); ++i) {
        const PrintFault& fault = faults.prints[i];
        day.push_back({fault.at.time_ns, print, '\0', i});
        if (fault.broken_ns) day.push_back({*fault.broken_ns, break_print, '\0', i});
    }
    for (std::size_t i = 0; i < faults.pauses.size(); ++i) {
        const TimeRange& time = faults.pauses[i].time;
        day.push_back({time.from_ns, pause, '\0', i});
        const std::uint64_t announced = std::max(time.from_ns + 1, time.until_ns - minute);
        for (std::uint64_t at = announced; at < time.until_ns; at += noii_period_ns)
            day.push_back({at, announce_pause, 'H', i});
        day.push_back({time.until_ns, resume, 'H', i});
    }
}

}  // namespace

std::vector<Phase> day_cycle(const Scenario& scenario)
{
    const auto [open_ns, close_ns, breaks] = scenario.hours;
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
    for (std::size_t i = 0; i < scenario.instruments.size(); ++i)
        if (const auto& low = scenario.instruments[i].low)
            day.push_back({low->time_ns, print_low, '\0', i});
    add_faults(day, scenario.faults);
    std::ranges::stable_sort(day, {}, &Phase::time_ns);
    return day;
}

}  // namespace gapwire::sim
