// The machine's clocks. Only threads that do I/O read them; all else is told the time.
#pragma once

#include <time.h>

#include "core/types.hpp"

namespace gapwire {

/// Nanoseconds of the system's clock `id`. No system call where the kernel lends its clock to
/// processes, as on every machine of today.
inline std::int64_t clock_ns(clockid_t id) noexcept
{
    timespec time{};
    ::clock_gettime(id, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// The time of day, on the clock that the kernel stamps packets with. May be set back.
inline Timestamp wall_clock() noexcept
{
    return {clock_ns(CLOCK_REALTIME)};
}

/// For intervals: never goes back; its origin means nothing.
inline std::int64_t monotonic_ns() noexcept
{
    return clock_ns(CLOCK_MONOTONIC);
}

/// The time of day, or in a rehearsal another time that passes `scale` times as fast: what the
/// system's clock says, on this one. The default is the system's clock itself.
struct ScaledClock {
    /// An int64 of nanoseconds then lasts ten days of the system's clock, and longer.
    static constexpr std::int64_t scale_max = 10'000;

    Timestamp start{0};  // what it says ...
    Timestamp from{0};   // ... when the system's clock says this
    std::int64_t scale = 1;

    /// REQUIRES: `wall` within nine days of `from`, or a scale of 1.
    constexpr Timestamp of(Timestamp wall) const noexcept
    {
        return {start.ns + (wall.ns - from.ns) * scale};
    }
    Timestamp now() const noexcept { return of(wall_clock()); }
    constexpr bool is_system() const noexcept { return scale == 1 && start == from; }
};

}  // namespace gapwire
