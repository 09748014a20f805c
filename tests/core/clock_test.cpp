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

TEST(Clock, AScaledOnePassesFasterFromItsStartOn)
{
    constexpr std::int64_t second = 1'000'000'000;
    constexpr ScaledClock clock{.start = {500 * second}, .from = {7 * second}, .scale = 100};
    EXPECT_EQ(clock.of({7 * second}).ns, 500 * second);
    EXPECT_EQ(clock.of({7 * second + 1}).ns, 500 * second + 100);
    EXPECT_EQ(clock.of({2 * second}).ns, 0);
    EXPECT_FALSE(clock.is_system());
    EXPECT_TRUE(ScaledClock{}.is_system());
    EXPECT_EQ(ScaledClock{}.of({42}).ns, 42);
}

}  // namespace
}  // namespace gapwire
