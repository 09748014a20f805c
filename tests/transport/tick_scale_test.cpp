// Time stamps in every resolution, to the nanosecond.
#include "feed/transport/tick_scale.hpp"

#include <gtest/gtest.h>

namespace gapwire::transport {
namespace {

constexpr std::int64_t seconds = 1'737'990'000;
constexpr std::int64_t second = 1'000'000'000;

std::int64_t ns(TickScale scale, std::uint64_t ticks)
{
    return scale.time_of(ticks).ns;
}

TEST(TickScale, PowersOfTenAreExactAndRoundDown)
{
    EXPECT_EQ(ns(TickScale(0), seconds), seconds * second);
    EXPECT_EQ(ns(TickScale(), seconds * 1'000'000 + 123'456), seconds * second + 123'456'000);
    EXPECT_EQ(ns(TickScale(9), seconds * second + 7), seconds * second + 7);
    EXPECT_EQ(ns(TickScale(10), std::uint64_t{seconds} * second * 10 + 79), seconds * second + 7);
    EXPECT_EQ(ns(TickScale(12), 1'999), 1);
    EXPECT_EQ(ns(TickScale(28), UINT64_MAX), 1) << "1.8 ns";
    EXPECT_EQ(ns(TickScale(29), UINT64_MAX), 0);
    EXPECT_EQ(ns(TickScale(127), UINT64_MAX), 0);
}

TEST(TickScale, PowersOfTwoAreExactAndRoundDown)
{
    EXPECT_EQ(ns(TickScale(0x80 | 32), std::uint64_t{seconds} << 32 | 0x80000000),
              seconds * second + second / 2);
    EXPECT_EQ(ns(TickScale(0x80 | 32), 0xffffffff), 999'999'999);
    EXPECT_EQ(ns(TickScale(0x80), 3), 3 * second);
    EXPECT_EQ(ns(TickScale(0x80 | 63), UINT64_MAX), 1'999'999'999);
    EXPECT_EQ(ns(TickScale(0x80 | 127), UINT64_MAX), 0);
}

TEST(TickScale, OffsetsAreAdded)
{
    EXPECT_EQ(ns(TickScale(6, seconds), 123'456), seconds * second + 123'456'000);
    EXPECT_EQ(ns(TickScale(6, -1), 0), -second);
}

TEST(TickScale, TimesThatDoNotFitAreNone)
{
    EXPECT_TRUE(TickScale(0).time_of(UINT64_MAX).is_none());
    EXPECT_TRUE(TickScale(6, INT64_MIN).time_of(0).is_none());
    EXPECT_TRUE(TickScale(6, INT64_MAX).time_of(UINT64_MAX).is_none());
    EXPECT_EQ(ns(TickScale(9), INT64_MAX), INT64_MAX);
    EXPECT_TRUE(TickScale(9).time_of(std::uint64_t{INT64_MAX} + 1).is_none());
}

}  // namespace
}  // namespace gapwire::transport
