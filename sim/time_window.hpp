// Spans of virtual time in which a fault lasts.
#pragma once

#include "core/types.hpp"

namespace gapwire::sim {

inline constexpr Timestamp never{INT64_MAX};
inline constexpr Timestamp always{INT64_MIN + 1};  // the earliest there is

/// `time` moved by `ns` nanoseconds; `never` stays what it is. REQUIRES: no overflow.
constexpr Timestamp after(Timestamp time, std::int64_t ns) noexcept
{
    return time == never ? never : Timestamp{time.ns + ns};
}

/// From `from` until just before `until`.
struct TimeWindow {
    Timestamp from = always;
    Timestamp until = never;

    constexpr bool contains(Timestamp time) const noexcept { return from <= time && time < until; }
    friend constexpr bool operator==(const TimeWindow&, const TimeWindow&) = default;
};

}  // namespace gapwire::sim
