// The clocks: the right origin, and intervals that never go back.
#include "core/clock.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace gapwire {
namespace {

TEST(Clock, WallClockCountsFromTheUnixEpoch)
{
    const auto ns = [] {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    };
    const std::int64_t before = ns();
    const Timestamp now = wall_clock();
    EXPECT_LE(before, now.ns);
    EXPECT_LE(now.ns, ns());
}

TEST(Clock, MonotonicNeverGoesBackAndMoves)
{
    const std::int64_t start = monotonic_ns();
    std::int64_t last = start;
    for (int i = 0; i < 1000; ++i) {
        const std::int64_t now = monotonic_ns();
        ASSERT_GE(now, last);
        last = now;
    }
    EXPECT_GT(last, start);
}

}  // namespace
}  // namespace gapwire
