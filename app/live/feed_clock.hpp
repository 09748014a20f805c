// The time a feed thread goes by: the time of day, but it does not follow when that is set.
#pragma once

#include "core/clock.hpp"
#include "core/counters.hpp"

namespace gapwire::app {

/// The system's clock while that keeps within 50 ms of the monotonic clock, counted on from the
/// time of day at which this was made; kernel stamps are then taken as they are. When the system's
/// clock has been set, the monotonic one, and stamps are moved by the difference as it was in the
/// last turn, so that no wait becomes endless. All that it tells is on the clock of the rehearsal,
/// where there is one. Threads: one.
class FeedClock {
 public:
    explicit FeedClock(Counters& counters, const ScaledClock& told = {})
        : counters_(&counters), told_(told), offset_(wall_clock().ns - monotonic_ns())
    {}

    /// The time now, given what the system's clock says. Call it once a turn.
    Timestamp now(Timestamp wall) noexcept
    {
        const std::int64_t steady = monotonic_ns() + offset_;
        const std::int64_t difference = steady - wall.ns;
        const bool is_set = difference > tolerance || difference < -tolerance;
        if (!is_set) {
            correction_ = 0;
            return told_.of(wall);
        }
        if (correction_ == 0) counters_->add(Counter::clock_set);
        correction_ = difference;
        return told_.of({steady});
    }
    /// A stamp of the system's clock on this one.
    Timestamp of_stamp(Timestamp stamp) const noexcept
    {
        return told_.of({stamp.ns + correction_});
    }

 private:
    static constexpr std::int64_t tolerance = 50'000'000;

    Counters* counters_;
    ScaledClock told_;
    std::int64_t offset_;
    std::int64_t correction_ = 0;
};

}  // namespace gapwire::app
