// Trading dates, wall clocks and RFC 3339.
#include "core/time.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace gapwire {
namespace {

constexpr std::string_view new_york = "America/New_York";

TEST(Time, DateOfAnInstantIsTheDateInItsZone)
{
    const Timestamp evening{1'737'950'400'000'000'000};  // 2025-01-27 04:00 UTC
    EXPECT_EQ(to_text(date_in_zone(evening, new_york)), "2025-01-26");
    EXPECT_EQ(to_text(date_in_zone(evening, "Asia/Tokyo")), "2025-01-27");
}

TEST(Time, DaysAreCountedFromTheEpoch)
{
    EXPECT_EQ(day_number({1970, 1, 1}), 0);
    EXPECT_EQ(day_number({2025, 1, 24}), 20112);
    for (const std::int32_t day : {-1, 0, 59, 11'016, 20'112})
        EXPECT_EQ(day_number(date_of_day(day)), day);
    EXPECT_EQ(to_text(date_of_day(20'112)), "2025-01-24");
}

TEST(Time, WallTimeFollowsTheZone)
{
    const std::int64_t four_o_clock = 4LL * 3600 * 1'000'000'000;
    EXPECT_EQ(rfc3339(wall_time({2025, 1, 27}, four_o_clock + 7, new_york)),
              "2025-01-27T09:00:00.000000007Z");
    EXPECT_EQ(rfc3339(wall_time({2025, 7, 1}, four_o_clock, new_york)),
              "2025-07-01T08:00:00.000000000Z");
    EXPECT_EQ(rfc3339(wall_time({2025, 3, 9}, four_o_clock, new_york)),
              "2025-03-09T08:00:00.000000000Z")
        << "clocks went forward at 2:00";
}

TEST(Time, ATimeIsReadAsItIsWrittenAndInAnyOffset)
{
    constexpr const char* written = "2025-01-27T09:00:00.000000007Z";
    EXPECT_EQ(rfc3339(parse_rfc3339(written).value()), written);
    EXPECT_EQ(parse_rfc3339("2025-01-27T04:00:00.000000007-05:00"), parse_rfc3339(written));
    for (const char* wrong : {"", "2025-01-27", "2025-01-27T09:00:00", "2025-02-30T09:00:00Z",
                              "1492-01-01T00:00:00Z", "infinite-future"})
        EXPECT_EQ(parse_rfc3339(wrong), std::nullopt) << wrong;
}

TEST(Time, DatesThatDoNotExistAreRefused)
{
    EXPECT_EQ(parse_date("2025-02-29"), std::nullopt);
    EXPECT_EQ(parse_date("2025-1-27"), std::nullopt);
    EXPECT_EQ(parse_date("2024-02-29"), (Date{2024, 2, 29}));
}

TEST(Time, ClockTextRoundTrips)
{
    EXPECT_EQ(parse_clock("09:30"), 34'200'000'000'000u);
    EXPECT_EQ(parse_clock("09:30:00.000070226"), 34'200'000'070'226u);
    EXPECT_EQ(clock_text(34'200'000'070'226u), "09:30:00.000070226");
    for (const char* text : {"9:30", "09:60", "09:30:61", "09:30:00.", "09:30.5", "nonsense"})
        EXPECT_EQ(parse_clock(text), std::nullopt) << text;
}

TEST(Time, UnknownZoneIsAConfigurationError)
{
    EXPECT_THROW(date_in_zone(Timestamp{0}, "Mars/Olympus"), OperatorError);
}

}  // namespace
}  // namespace gapwire
