// The time a feed thread goes by: the time of day, but it never jumps.
#pragma once

#include "core/clock.hpp"
#include "core/counters.hpp"

namespace gapwire::app {

/// Follows the monotonic clock from the time of day at which it was made. While the system's clock
/// is not set, both are the same and kernel stamps are taken as they are; when it is set, stamps
/// are moved by the difference, so that no wait becomes endless and no age negative.
/// Threads: one.
class FeedClock {
 public:
    explicit FeedClock(Counters& counters)
        : counters_(&counters), offset_(wall_clock().ns - monotonic_ns())
    {}

    /// The time now, given what the system's clock says. Call it once a turn.
    Timestamp now(Timestamp wall) noexcept
    {
        const std::int64_t steady = monotonic_ns() + offset_;
        const std::int64_t difference = steady - wall.ns;
        const bool is_set = difference > tolerance || difference < -tolerance;
        if (!is_set) {
            correction_ = 0;
            return wall;
        }
        if (correction_ == 0) counters_->add(Counter::clock_set);
        correction_ = difference;
        return {steady};
    }
    /// A stamp of the system's clock on this one.
    Timestamp of_stamp(Timestamp stamp) const noexcept { return {stamp.ns + correction_}; }

 private:
    static constexpr std::int64_t tolerance = 50'000'000;

    Counters* counters_;
    std::int64_t offset_;
    std::int64_t correction_ = 0;
};

}  // namespace gapwire::app
