// CME's limits of equity index futures: the published ones to the tick, phases, dates, rounding.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

#include "core/decimal.hpp"
#include "strategies/fall.hpp"
#include "strategies/market_limits.hpp"

namespace gapwire::strategies {
namespace {

Price price(const char* text)
{
    return parse_price(text).value();
}

struct Future {
    const char* future = "17539.00";  // of trade date 2025-04-07
    const char* index = "17397.70";
    const char* time = "12:00";
    const char* date = "2025-04-07";
    std::uint8_t reached = 0;
    const char* tick = "0.25";
    CmeReference today{};
};

CmeLimits limits_of(const Future& future)
{
    return cme_limits({.previous = {price(future.future), price(future.index)},
                       .today = future.today,
                       .tick = price(future.tick),
                       .trade_date = parse_date(future.date).value(),
                       .time = static_cast<ClockNs>(parse_clock(future.time).value()),
                       .level_reached = future.reached});
}

std::string shown(Price value)
{
    return value.is_none() ? "-" : decimal(value);
}

/// "phase lower upper dynamic", or the status.
std::string in_force(const Future& future)
{
    const CmeLimits limits = limits_of(future);
    constexpr const char* statuses[] = {"ok", "unknown date", "outside hours", "no reference",
                                        "bad input"};
    if (limits.status != LimitsStatus::ok) {
        EXPECT_TRUE(limits.lower.is_none() && limits.upper.is_none());
        return statuses[static_cast<std::size_t>(limits.status)];
    }
    constexpr const char* phases[] = {"closed", "overnight", "day", "late", "after"};
    return std::string(phases[static_cast<std::size_t>(limits.phase)]) + " " + shown(limits.lower) +
           " " + shown(limits.upper) + " " + std::to_string(limits.dynamic.value);
}

std::string levels(const Future& future)
{
    const CmeLimits limits = limits_of(future);
    return shown(limits.level[0]) + " " + shown(limits.level[1]) + " " + shown(limits.level[2]);
}

TEST(CmeLimits, AreThePublishedOnesOfNq)
{
    EXPECT_EQ(levels({.future = "18675.50", .index = "18521.47", .date = "2025-04-04"}),
              "17379 16267.75 14971.25");
    EXPECT_EQ(levels({.future = "17539.00", .index = "17397.70", .date = "2025-04-07"}),
              "16321.25 15277.5 14059.5");
}

TEST(CmeLimits, AreWhatWasWorkedOutFor20250127)
{
    const Future monday{
        .future = "21911.25", .index = "21774.01", .time = "03:00", .date = "2025-01-27"};
    EXPECT_EQ(levels(monday), "20387.25 19080.75 17556.5");
    EXPECT_EQ(in_force(monday), "overnight 20387.25 23435.25 350");
    EXPECT_EQ(decimal(price("21911.25").units - limits_of(monday).lower.units, 9), "1524");
}

TEST(CmeLimits, Of7PercentAreLessOfTheFutureWhenTheIndexIsLower)
{
    const CmeLimits limits =
        limits_of({.future = "18675.50", .index = "18521.47", .date = "2025-04-04"});
    EXPECT_EQ(fall_between(exact(price("18675.50")), exact(limits.level[0])).value, 694);
}

TEST(CmeLimits, OfApril10FollowFromTheWidthOfTheIndexBefore)
{
    // The first level is known, 17,948.75; the width from the index of 2025-04-09 is 1,340.00.
    EXPECT_EQ(
        shown(
            limits_of({.future = "19288.75", .index = "19145.06", .date = "2025-04-10"}).level[0]),
        "17948.75");
}

TEST(CmeLimits, ChangeWithTheTimeOfDay)
{
    const CmeReference today{price("17600.00"), price("17480.00")};  // 7 %: 1,223.60
    const auto at = [&](const char* time) { return in_force({.time = time, .today = today}); };
    EXPECT_EQ(at("17:00"), "overnight 16321.25 18756.75 350");
    EXPECT_EQ(at("23:59:59.999999999"), "overnight 16321.25 18756.75 350");
    EXPECT_EQ(at("00:00"), "overnight 16321.25 18756.75 350");
    EXPECT_EQ(at("08:29:59.999999999"), "overnight 16321.25 18756.75 350");
    EXPECT_EQ(at("08:30"), "day 16321.25 - 0");
    EXPECT_EQ(at("14:24:59.999999999"), "day 16321.25 - 0");
    EXPECT_EQ(at("14:25"), "late 14059.5 - 0");
    EXPECT_EQ(at("14:59:59.999999999"), "late 14059.5 - 0");
    EXPECT_EQ(at("15:00"), "after 16376.5 18823.5 350");
    EXPECT_EQ(at("15:59:59.999999999"), "after 16376.5 18823.5 350");
    EXPECT_EQ(at("16:00"), "outside hours");
    EXPECT_EQ(at("16:59:59.999999999"), "outside hours");
}

TEST(CmeLimits, StepDownWithTheMarketWideCircuitBreaker)
{
    EXPECT_EQ(in_force({.reached = 0}), "day 16321.25 - 0");
    EXPECT_EQ(in_force({.reached = 1}), "day 15277.5 - 0");
    EXPECT_EQ(in_force({.reached = 2}), "day 14059.5 - 0");
    EXPECT_EQ(in_force({.reached = 3}), "day 14059.5 - 0");
    EXPECT_EQ(in_force({.reached = 4}), "bad input");
    EXPECT_EQ(in_force({.time = "14:25", .reached = 0}), "late 14059.5 - 0");
}

TEST(CmeLimits, AfterTheCashCloseAreTheHigherOf7PercentAndOfThe20PercentOfTheDay)
{
    const auto after = [](const char* future, const char* index) {
        return in_force({.time = "15:30", .today = {price(future), price(index)}});
    };
    // The day's 20 % is 14,059.50; the two are equal at 15,109.50 with a width of 1,050.00.
    EXPECT_EQ(after("15109.75", "15000"), "after 14059.75 16159.75 350");
    EXPECT_EQ(after("15109.50", "15000"), "after 14059.5 16159.5 350");
    EXPECT_EQ(after("15109.25", "15000"), "after 14059.5 16159.25 350");
    EXPECT_EQ(after("14100.00", "14000"), "after 14059.5 15080 350");
}

TEST(CmeLimits, AfterTheCashCloseNeedTheReferenceOfThatDay)
{
    EXPECT_EQ(in_force({.time = "14:59:59"}), "late 14059.5 - 0");
    EXPECT_EQ(in_force({.time = "15:00"}), "no reference");
    EXPECT_EQ(in_force({.time = "15:00", .today = {price("17600"), Price::none()}}),
              "no reference");
    EXPECT_EQ(levels({.time = "15:00"}), "16321.25 15277.5 14059.5");
}

TEST(CmeLimits, AreRoundedTowardTheReferenceByLessThanATick)
{
    const auto first = [](const char* index, const char* tick) {
        return shown(limits_of({.future = "1000", .index = index, .tick = tick}).level[0]);
    };
    EXPECT_EQ(first("1000", "0.25"), "930");               // 70 exactly
    EXPECT_EQ(first("999.999999999", "0.25"), "930.25");   // 69.99999999993
    EXPECT_EQ(first("1003.571428571", "0.25"), "930");     // 70.24999999997
    EXPECT_EQ(first("1003.571428572", "0.25"), "929.75");  // 70.25000000004
    EXPECT_EQ(first("1003.571428571", "0.05"), "929.8");
    EXPECT_EQ(first("1003.571428571", "0.000000001"), "929.750000001");
    EXPECT_EQ(first("1", "0.25"), "1000");  // less than one tick
}

TEST(CmeLimits, AreWholeTicksAwayAndTheWidestThatThePercentageAllows)
{
    std::mt19937_64 random(20250404);
    for (int i = 0; i < 20'000; ++i) {
        const auto draw = [&](std::int64_t most) {
            return Price{1 +
                         static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most))};
        };
        const CmeReference previous{draw(30'000 * Price::scale), draw(30'000 * Price::scale)};
        const Price tick = draw(Price::scale);
        const CmeLimits limits =
            cme_limits({.previous = previous, .tick = tick, .trade_date = {2025, 4, 4}, .time = 0});
        ASSERT_EQ(limits.status, LimitsStatus::ok);
        for (const auto& [limit, part] :
             {std::pair{limits.level[0], 700}, {limits.level[1], 1300}, {limits.level[2], 2000}}) {
            const Wide width = wide(previous.future.units) - limit.units;
            const Wide whole = wide(previous.index.units) * part;
            ASSERT_TRUE(width % tick.units == 0 && width * 10'000 <= whole &&
                        (width + tick.units) * 10'000 > whole);
        }
        ASSERT_EQ(limits.upper.units - previous.future.units,
                  previous.future.units - limits.lower.units);
    }
}

TEST(CmeLimits, Were5PercentBothWaysWithoutDynamicBreakerBefore20201012)
{
    const Future before{
        .future = "10000", .index = "9990.99", .time = "03:00", .date = "2020-10-11"};
    EXPECT_EQ(in_force(before), "overnight 9500.5 10499.5 0");  // 499.5495
    EXPECT_EQ(levels(before), "9300.75 8701.25 8002");
    Future from = before;
    from.date = "2020-10-12";
    EXPECT_EQ(in_force(from), "overnight 9300.75 10699.25 350");
    Future after = before;
    after.time = "15:00";
    after.today = {price("10000"), price("10000")};
    EXPECT_EQ(in_force(after), "after 9500 10500 0");
}

TEST(CmeLimits, AreNotGuessedForDaysBeforeTheTable)
{
    EXPECT_EQ(in_force({.date = "2020-03-09"}), "day 16321.25 - 0");
    EXPECT_EQ(in_force({.date = "2020-03-08"}), "unknown date");
    EXPECT_EQ(levels({.date = "2020-03-08"}), "- - -");
}

TEST(CmeLimits, RefusePricesThatCannotBe)
{
    for (const char* bad : {"0", "-1", "1000000000.000000001"}) {
        EXPECT_EQ(in_force({.future = bad}), "bad input");
        EXPECT_EQ(in_force({.index = bad}), "bad input");
        EXPECT_EQ(in_force({.tick = bad}), "bad input");
    }
    EXPECT_EQ(in_force({.future = "1000000000", .index = "1000000000", .time = "03:00"}),
              "overnight 930000000 1070000000 350");
    CmeQuestion late{.previous = {price("1"), price("1")},
                     .tick = price("0.25"),
                     .trade_date = {2025, 4, 7},
                     .time = -1};
    EXPECT_EQ(cme_limits(late).status, LimitsStatus::bad_input);
    late.time = ClockNs{24} * 3600 * 1'000'000'000;
    EXPECT_EQ(cme_limits(late).status, LimitsStatus::bad_input);
}

TEST(CmeLimits, OfWirePricesAreInWireUnits)
{
    EXPECT_EQ(levels({.future = "1867550", .index = "1852147", .date = "2025-04-04", .tick = "25"}),
              "1737900 1626775 1497125");
}

TEST(DynamicBand, IsTheWidthBelowTheHighAndAboveTheLowOfTheHour)
{
    const HourRange hour{price("21800.00"), price("21500.00")};
    // 3.5 % of 21,911.25 is 766.89375.
    EXPECT_EQ(dynamic_band(hour, price("21911.25"), {350}, price("0.25")),
              (DynamicBand{.lower = price("21033.25"), .upper = price("22266.75")}));
}

TEST(DynamicBand, RefusesWhatCannotBe)
{
    const DynamicBand refused{.status = LimitsStatus::bad_input};
    const HourRange hour{price("2"), price("1")};
    const Price one = price("1");
    EXPECT_EQ(dynamic_band({one, price("2")}, one, {350}, one), refused);
    EXPECT_EQ(dynamic_band({Price::none(), one}, one, {350}, one), refused);
    EXPECT_EQ(dynamic_band(hour, Price::none(), {350}, one), refused);
    EXPECT_EQ(dynamic_band(hour, one, {0}, one), refused);
    EXPECT_EQ(dynamic_band(hour, one, {10'001}, one), refused);
    EXPECT_EQ(dynamic_band(hour, one, {350}, {0}), refused);
    EXPECT_EQ(dynamic_band(hour, one, {10'000}, one),
              (DynamicBand{.lower = price("1"), .upper = price("2")}));
}

}  // namespace
}  // namespace gapwire::strategies
