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

}  // namespace gapwire
