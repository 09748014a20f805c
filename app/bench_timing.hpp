// What every measurement needs: a clock, a core, and the middle of several runs.
#pragma once

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "app/bench_replay.hpp"
#include "core/error.hpp"
#include "core/histogram.hpp"

namespace gapwire::app {

using BenchClock = std::chrono::steady_clock;

/// Keeps the compiler from seeing that nobody looks at a value.
template <class T>
void keep(const T& value)
{
    asm volatile("" : : "g"(&value) : "memory");
}

/// The cheapest clock there is: the time stamp counter where there is one.
inline std::uint64_t ticks() noexcept
{
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#else
    return static_cast<std::uint64_t>(BenchClock::now().time_since_epoch().count());
#endif
}

/// Times single calls. REQUIRES for latency(): one call or more.
class EachTimer {
 public:
    template <class Call>
    void time(Call&& call)
    {
        const std::uint64_t before = ticks();
        call();
        each_.add(ticks() - before);
    }
    Latency latency() const
    {
        const double ns_per_tick = static_cast<double>((BenchClock::now() - start_).count()) /
                                   static_cast<double>(ticks() - first_);
        const auto ns = [&](std::uint64_t value) {
            return static_cast<double>(value) * ns_per_tick;
        };
        return {ns(each_.quantile(500)), ns(each_.quantile(990)), ns(each_.quantile(999)),
                ns(each_.max())};
    }

 private:
    Histogram each_;
    BenchClock::time_point start_ = BenchClock::now();
    std::uint64_t first_ = ticks();
};

/// Of runs that took so many ns for `items` each.
inline StageResult stage_result(std::string name, std::vector<std::int64_t> times,
                                std::uint64_t items)
{
    std::sort(times.begin(), times.end());
    const auto each = [&](std::int64_t ns) {
        return static_cast<double>(ns) / static_cast<double>(items);
    };
    const std::size_t half = times.size() / 2;
    const double median =
        times.size() % 2 == 1 ? each(times[half]) : (each(times[half - 1]) + each(times[half])) / 2;
    return {std::move(name), median, each(times.front()), each(times.back()),
            static_cast<int>(times.size())};
}

/// Fewer than 0: wherever the system likes. Throws OperatorError(usage) for a core there is not.
inline void pin_to_core(int cpu)
{
    if (cpu < 0) return;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (::sched_setaffinity(0, sizeof set, &set) != 0)
        throw OperatorError(ExitCode::usage, fmt::format("--cpu {}: no such core", cpu));
}

}  // namespace gapwire::app
