// Trading dates, phases and closes of the delivered calendars, on the days that go wrong.
#include "strategies/calendar.hpp"

#include <gtest/gtest.h>

#include "calendars.hpp"
#include "tests/counted_allocations.hpp"

namespace gapwire::strategies {
namespace {

using Texts = std::vector<std::string>;

TEST(Calendar, AnOrdinaryDayOfUsEquities)
{
    EXPECT_EQ(phases("XNAS", "2025-01-27 03:00", "2025-01-28 10:00"),
              (Texts{"closed of 2025-01-27, 2025-01-25 01:00 to 2025-01-27 09:00",
                     "pre_market of 2025-01-27, 2025-01-27 09:00 to 2025-01-27 14:30",
                     "regular of 2025-01-27, 2025-01-27 14:30 to 2025-01-27 21:00",
                     "after_hours of 2025-01-27, 2025-01-27 21:00 to 2025-01-28 01:00",
                     "closed of 2025-01-28, 2025-01-28 01:00 to 2025-01-28 09:00",
                     "pre_market of 2025-01-28, 2025-01-28 09:00 to 2025-01-28 14:30"}));
    EXPECT_EQ(on("XNAS", "2025-01-27"), "full, close 2025-01-27 21:00");
    EXPECT_EQ(on("XNAS", "2025-01-25"), "closed, close none");
    EXPECT_EQ(previous("XNAS", "2025-01-27"), "2025-01-24");
    EXPECT_EQ(next("XNAS", "2025-01-24"), "2025-01-27");
}

TEST(Calendar, SundayEveningOfGlobexBelongsToMonday)
{
    EXPECT_EQ(phases("XCME", "2025-01-24 21:30", "2025-01-28 00:00"),
              (Texts{"after_hours of 2025-01-24, 2025-01-24 21:00 to 2025-01-24 22:00",
                     "closed of 2025-01-27, 2025-01-24 22:00 to 2025-01-26 23:00",
                     "overnight of 2025-01-27, 2025-01-26 23:00 to 2025-01-27 14:30",
                     "regular of 2025-01-27, 2025-01-27 14:30 to 2025-01-27 21:00",
                     "after_hours of 2025-01-27, 2025-01-27 21:00 to 2025-01-27 22:00",
                     "closed of 2025-01-28, 2025-01-27 22:00 to 2025-01-27 23:00",
                     "overnight of 2025-01-28, 2025-01-27 23:00 to 2025-01-28 14:30"}));
    EXPECT_EQ(on("XCME", "2025-01-26"), "closed, close none");
    EXPECT_EQ(on("XCME", "2025-01-27"), "full, close 2025-01-27 21:00");
    EXPECT_EQ(previous("XCME", "2025-01-27"), "2025-01-24");
}

TEST(Calendar, APhaseBeginsAtItsFirstNanosecond)
{
    const Timestamp opening = utc("2025-01-26 23:00");
    EXPECT_EQ(calendar("XCME").at({opening.ns - 1}).phase, TradingPhase::closed);
    EXPECT_EQ(calendar("XCME").at(opening).phase, TradingPhase::overnight);
}

TEST(Calendar, TheHoursOfAHolidayBelongToTheNextTradingDateOfGlobex)
{
    EXPECT_EQ(phases("XCME", "2026-01-18 22:59", "2026-01-20 22:30"),
              (Texts{"closed of 2026-01-20, 2026-01-16 22:00 to 2026-01-18 23:00",
                     "overnight of 2026-01-20, 2026-01-18 23:00 to 2026-01-19 14:30",
                     "regular of 2026-01-20, 2026-01-19 14:30 to 2026-01-19 18:00",
                     "holiday_halt of 2026-01-20, 2026-01-19 18:00 to 2026-01-19 23:00",
                     "overnight of 2026-01-20, 2026-01-19 23:00 to 2026-01-20 14:30",
                     "regular of 2026-01-20, 2026-01-20 14:30 to 2026-01-20 21:00",
                     "after_hours of 2026-01-20, 2026-01-20 21:00 to 2026-01-20 22:00",
                     "closed of 2026-01-21, 2026-01-20 22:00 to 2026-01-20 23:00"}));
    EXPECT_EQ(on("XCME", "2026-01-19"), "holiday_halt, close none");
    EXPECT_EQ(on("XCME", "2026-01-20"), "full, close 2026-01-20 21:00");
    EXPECT_EQ(previous("XCME", "2026-01-20"), "2026-01-16");
    EXPECT_EQ(next("XCME", "2026-01-16"), "2026-01-20");
}

TEST(Calendar, AHaltOnAFridayLastsOverTheWeekend)
{
    EXPECT_EQ(phases("XCME", "2025-07-03 17:00", "2025-07-07 00:00"),
              (Texts{"regular of 2025-07-03, 2025-07-03 13:30 to 2025-07-03 17:15",
                     "closed of 2025-07-07, 2025-07-03 17:15 to 2025-07-03 22:00",
                     "overnight of 2025-07-07, 2025-07-03 22:00 to 2025-07-04 13:30",
                     "regular of 2025-07-07, 2025-07-04 13:30 to 2025-07-04 17:00",
                     "holiday_halt of 2025-07-07, 2025-07-04 17:00 to 2025-07-06 22:00",
                     "overnight of 2025-07-07, 2025-07-06 22:00 to 2025-07-07 13:30"}));
}

TEST(Calendar, AnUnscheduledClosure)
{
    EXPECT_EQ(at("XNYS", "2025-01-09 15:00"),
              "closed of 2025-01-10, 2025-01-09 01:00 to 2025-01-10 09:00");
    EXPECT_EQ(on("XNYS", "2025-01-09"), "closed, close none");
    EXPECT_EQ(previous("XNYS", "2025-01-10"), "2025-01-08");

    EXPECT_EQ(phases("XCME", "2025-01-08 23:00", "2025-01-10 00:00"),
              (Texts{"overnight of 2025-01-09, 2025-01-08 23:00 to 2025-01-09 14:30",
                     "closed of 2025-01-10, 2025-01-09 14:30 to 2025-01-09 23:00",
                     "overnight of 2025-01-10, 2025-01-09 23:00 to 2025-01-10 14:30"}));
    EXPECT_EQ(on("XCME", "2025-01-09"), "early_close, close 2025-01-09 14:30");
    EXPECT_EQ(previous("XCME", "2025-01-10"), "2025-01-09");
}

TEST(Calendar, TheDayAfterThanksgiving)
{
    EXPECT_EQ(phases("ARCX", "2025-11-28 09:00", "2025-11-29 00:00"),
              (Texts{"pre_market of 2025-11-28, 2025-11-28 09:00 to 2025-11-28 14:30",
                     "regular of 2025-11-28, 2025-11-28 14:30 to 2025-11-28 18:00",
                     "after_hours of 2025-11-28, 2025-11-28 18:00 to 2025-11-28 22:00",
                     "closed of 2025-12-01, 2025-11-28 22:00 to 2025-12-01 09:00"}));
    EXPECT_EQ(on("BATS", "2025-11-28"), "early_close, close 2025-11-28 18:00");

    EXPECT_EQ(phases("XCME", "2025-11-26 23:00", "2025-11-30 23:00"),
              (Texts{"overnight of 2025-11-28, 2025-11-26 23:00 to 2025-11-27 14:30",
                     "regular of 2025-11-28, 2025-11-27 14:30 to 2025-11-27 18:00",
                     "holiday_halt of 2025-11-28, 2025-11-27 18:00 to 2025-11-27 23:00",
                     "overnight of 2025-11-28, 2025-11-27 23:00 to 2025-11-28 14:30",
                     "regular of 2025-11-28, 2025-11-28 14:30 to 2025-11-28 18:15",
                     "closed of 2025-12-01, 2025-11-28 18:15 to 2025-11-30 23:00"}));
    EXPECT_EQ(on("XCME", "2025-11-28"), "early_close, close 2025-11-28 18:15");
}

TEST(Calendar, NewYearOfGlobexEndsInTheEvening)
{
    EXPECT_EQ(phases("XCME", "2024-12-31 21:30", "2025-01-02 00:00"),
              (Texts{"after_hours of 2024-12-31, 2024-12-31 21:00 to 2024-12-31 22:00",
                     "closed of 2025-01-02, 2024-12-31 22:00 to 2025-01-01 23:00",
                     "overnight of 2025-01-02, 2025-01-01 23:00 to 2025-01-02 14:30"}));
}

TEST(Calendar, AGoodFridayWithAMorningOfGlobex)
{
    EXPECT_EQ(phases("XCME", "2023-04-06 22:00", "2023-04-10 00:00"),
              (Texts{"overnight of 2023-04-07, 2023-04-06 22:00 to 2023-04-07 13:15",
                     "closed of 2023-04-10, 2023-04-07 13:15 to 2023-04-09 22:00",
                     "overnight of 2023-04-10, 2023-04-09 22:00 to 2023-04-10 13:30"}));
    EXPECT_EQ(on("XCME", "2023-04-07"), "early_close, close 2023-04-07 13:15");
    EXPECT_EQ(on("XCME", "2022-04-15"), "closed, close none");
    EXPECT_EQ(on("XNAS", "2023-04-07"), "closed, close none");
}

TEST(Calendar, WeeksInWhichOnlyOneSideOfTheAtlanticHasChangedItsClocks)
{
    const auto close = [](std::string_view mic, std::string_view day) {
        return text(calendar(mic).day(date(day)).close);
    };
    EXPECT_EQ(close("XNAS", "2025-03-07"), "2025-03-07 21:00");
    EXPECT_EQ(close("XNAS", "2025-03-10"), "2025-03-10 20:00");  // New York has, on March 9
    EXPECT_EQ(close("XCME", "2025-03-10"), "2025-03-10 20:00");
    EXPECT_EQ(close("XAMS", "2025-03-10"), "2025-03-10 16:35");
    EXPECT_EQ(close("XAMS", "2025-03-28"), "2025-03-28 16:35");
    EXPECT_EQ(close("XAMS", "2025-03-31"), "2025-03-31 15:35");  // Amsterdam has, on March 30
    EXPECT_EQ(close("XTKS", "2025-03-31"), "2025-03-31 06:30");

    EXPECT_EQ(close("XAMS", "2025-10-24"), "2025-10-24 15:35");
    EXPECT_EQ(close("XAMS", "2025-10-27"), "2025-10-27 16:35");  // Amsterdam has, on October 26
    EXPECT_EQ(close("XNAS", "2025-10-27"), "2025-10-27 20:00");
    EXPECT_EQ(close("XNAS", "2025-10-31"), "2025-10-31 20:00");
    EXPECT_EQ(close("XNAS", "2025-11-03"), "2025-11-03 21:00");  // New York has, on November 2
}

TEST(Calendar, GlobexOpensAfterTheClocksWereChanged)
{
    EXPECT_EQ(at("XCME", "2025-03-09 21:59"),
              "closed of 2025-03-10, 2025-03-07 22:00 to 2025-03-09 22:00");
    EXPECT_EQ(at("XCME", "2025-03-09 22:00"),
              "overnight of 2025-03-10, 2025-03-09 22:00 to 2025-03-10 13:30");
    EXPECT_EQ(at("XCME", "2025-11-02 22:30"),
              "closed of 2025-11-03, 2025-10-31 21:00 to 2025-11-02 23:00");
}

TEST(Calendar, Amsterdam)
{
    EXPECT_EQ(phases("XAMS", "2025-01-27 06:15", "2025-01-27 17:00"),
              (Texts{"opening_auction of 2025-01-27, 2025-01-27 06:15 to 2025-01-27 08:00",
                     "regular of 2025-01-27, 2025-01-27 08:00 to 2025-01-27 16:30",
                     "closing_auction of 2025-01-27, 2025-01-27 16:30 to 2025-01-27 16:35",
                     "after_hours of 2025-01-27, 2025-01-27 16:35 to 2025-01-27 16:40",
                     "closed of 2025-01-28, 2025-01-27 16:40 to 2025-01-28 06:15"}));
    EXPECT_EQ(phases("XAMS", "2025-12-24 08:00", "2025-12-24 14:00"),  // half a day
              (Texts{"regular of 2025-12-24, 2025-12-24 08:00 to 2025-12-24 13:00",
                     "closing_auction of 2025-12-24, 2025-12-24 13:00 to 2025-12-24 13:05",
                     "after_hours of 2025-12-24, 2025-12-24 13:05 to 2025-12-24 13:10",
                     "closed of 2025-12-29, 2025-12-24 13:10 to 2025-12-29 06:15"}));
    EXPECT_EQ(on("XAMS", "2025-12-24"), "early_close, close 2025-12-24 13:05");
    EXPECT_EQ(on("XAMS", "2025-05-01"), "closed, close none");
}

TEST(Calendar, LunchOfTokyoAndItsLaterCloseSinceNovember2024)
{
    EXPECT_EQ(phases("XTKS", "2024-11-01 00:00", "2024-11-05 07:00"),
              (Texts{"regular of 2024-11-01, 2024-11-01 00:00 to 2024-11-01 02:30",
                     "lunch of 2024-11-01, 2024-11-01 02:30 to 2024-11-01 03:30",
                     "regular of 2024-11-01, 2024-11-01 03:30 to 2024-11-01 06:00",
                     "closed of 2024-11-05, 2024-11-01 06:00 to 2024-11-05 00:00",  // a holiday
                     "regular of 2024-11-05, 2024-11-05 00:00 to 2024-11-05 02:30",
                     "lunch of 2024-11-05, 2024-11-05 02:30 to 2024-11-05 03:30",
                     "regular of 2024-11-05, 2024-11-05 03:30 to 2024-11-05 06:25",
                     "closing_auction of 2024-11-05, 2024-11-05 06:25 to 2024-11-05 06:30",
                     "closed of 2024-11-06, 2024-11-05 06:30 to 2024-11-06 00:00"}));
    EXPECT_EQ(on("XTKS", "2024-11-01"), "full, close 2024-11-01 06:00");
    EXPECT_EQ(on("XTKS", "2024-11-05"), "full, close 2024-11-05 06:30");
    EXPECT_EQ(previous("XTKS", "2026-09-24"), "2026-09-18");  // Monday to Wednesday are holidays
}

TEST(Calendar, ADayToBeCheckedIsUnknown)
{
    EXPECT_EQ(phases("XCME", "2025-04-17 20:30", "2025-04-21 00:00"),
              (Texts{"after_hours of 2025-04-17, 2025-04-17 20:00 to 2025-04-17 21:00",
                     "unknown of , 2025-04-17 21:00 to 2025-04-18 21:00",
                     "closed of 2025-04-21, 2025-04-18 21:00 to 2025-04-20 22:00",
                     "overnight of 2025-04-21, 2025-04-20 22:00 to 2025-04-21 13:30"}));
    EXPECT_EQ(on("XCME", "2025-04-18"), "unknown, close none");
    EXPECT_EQ(previous("XCME", "2025-04-21"), "");
    EXPECT_EQ(next("XCME", "2025-04-17"), "");
    EXPECT_EQ(previous("XCME", "2025-04-18"), "2025-04-17");
    EXPECT_EQ(next("XCME", "2025-04-18"), "2025-04-21");
    EXPECT_EQ(on("XNAS", "2025-04-18"), "closed, close none");
}

TEST(Calendar, WhatIsOutsideTheTableIsUnknown)
{
    const std::string unknown = "unknown of , none to none";
    EXPECT_EQ(at("XNAS", "2022-01-01 04:59"), unknown);  // 23:59 in New York, in 2021
    EXPECT_EQ(at("XNAS", "2022-01-01 05:00"),
              "closed of 2022-01-03, 2022-01-01 05:00 to 2022-01-03 09:00");
    EXPECT_EQ(at("XNAS", "2028-01-01 00:59"),
              "after_hours of 2027-12-31, 2027-12-31 21:00 to 2028-01-01 01:00");
    EXPECT_EQ(at("XNAS", "2028-01-01 01:00"), unknown);
    EXPECT_EQ(text(calendar("XNAS").at(Timestamp::none())), unknown);
    EXPECT_EQ(text(calendar("XNAS").at({INT64_MAX})), unknown);

    EXPECT_EQ(on("XNAS", "2021-12-31"), "unknown, close none");
    EXPECT_EQ(on("XNAS", "2028-01-03"), "unknown, close none");
    EXPECT_EQ(text(calendar("XNAS").day(Date{})), "unknown, close none");
    EXPECT_EQ(previous("XNAS", "2022-01-03"), "");
    EXPECT_EQ(previous("XNAS", "2028-01-01"), "2027-12-31");
    EXPECT_EQ(previous("XNAS", "2028-01-02"), "");
    EXPECT_EQ(next("XNAS", "2027-12-31"), "");
    EXPECT_EQ(next("XNAS", "1990-01-01"), "");
    EXPECT_TRUE(calendar("XNAS").next_close(Date{}).is_none());
}

TEST(Calendar, AMarketThatIsNotListedHasNone)
{
    const Calendars all = load_calendars(GAPWIRE_SOURCE_DIR "/config/calendars");
    EXPECT_EQ(all.find("XLON"), nullptr);
    EXPECT_EQ(all.find(""), nullptr);
    ASSERT_NE(all.find("XNAS"), nullptr);
    EXPECT_EQ(all.find("XNAS"), all.find("BATS"));
    EXPECT_EQ(all.find("XTKS")->name(), "Tokyo");
    EXPECT_EQ(all.find("XTKS")->zone(), "Asia/Tokyo");
}

TEST(Calendar, EveryInstantOfTheTableIsInOnePhase)
{
    for (const char* mic : {"XNAS", "XCME", "XAMS", "XTKS"}) {
        const Calendar& market = calendar(mic);
        TradingTime phase = market.at(utc("2022-01-01 12:00"));
        std::size_t count = 0;
        for (; !phase.end.is_none(); ++count) {
            const TradingTime next = market.at(phase.end);
            ASSERT_LT(phase.begin, phase.end);
            if (next.end.is_none()) break;
            ASSERT_EQ(next.begin, phase.end) << mic << ": " << text(next);
            ASSERT_TRUE(next.trading_date.is_none() || next.trading_date >= phase.trading_date);
            phase = next;
        }
        EXPECT_GT(count, 6'000u) << mic;
        EXPECT_EQ(phase.trading_date, market.previous_close({2028, 1, 1})) << mic;
    }
}

TEST(Calendar, QueriesAllocateNothing)
{
    const Calendar& market = calendar("XCME");
    const Timestamp time = utc("2025-01-27 15:00");
    const std::uint64_t before = allocations;
    EXPECT_EQ(market.at(time).trading_date, (Date{2025, 1, 27}));
    EXPECT_TRUE(market.day({2025, 1, 27}).has_close());
    EXPECT_EQ(market.previous_close({2025, 1, 27}), (Date{2025, 1, 24}));
    EXPECT_EQ(allocations, before);
}

}  // namespace
}  // namespace gapwire::strategies
