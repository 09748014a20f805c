// Every calendar file that is refused, and how it is said.
#include "strategies/calendar_rules.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "calendars.hpp"
#include "refusal.hpp"

namespace gapwire::strategies {
namespace {

const std::string table = "first_day = 2025-01-01\nlast_day = 2025-12-31\n";
const std::string tokyo =
    "[[market]]\nname = \"Tokyo\"\nmics = [\"XTKS\"]\nzone = \"Asia/Tokyo\"\n[[market.hours]]\n";
const std::string hours =
    "since = 2025-01-01\nregular = \"09:00-15:30\"\nafter_hours = \"15:30-16:00\"\n"
    "close = \"15:30\"\n";
const std::string header = "market,date,weekday,kind,local_close,note\n";

std::vector<MarketRules> rules(const std::string& markets, const std::string& exceptions = header)
{
    return read_market_rules({markets, "markets.toml"}, {exceptions, "exceptions.csv"});
}

std::string refused(const std::string& markets)
{
    return refusal([&] { rules(markets); });
}

std::string refused_hours(const std::string& text)
{
    return refused(table + tokyo + text);
}

std::string refused_row(const std::string& row)
{
    return refusal([&] {
        rules(table + tokyo + hours + "moves_with_close = [\"after_hours\"]\n", header + row);
    });
}

TEST(CalendarRules, AreReadAsWritten)
{
    const auto all = rules(table + tokyo + hours + "moves_with_close = [\"after_hours\"]\n",
                           header + "Tokyo,2025-12-30,Tue,early close,11:30,\"a, b\"\n");
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].mics, (std::vector<std::string>{"XTKS"}));
    const auto& phases = all[0].hours_on({2025, 7, 1}).phases;
    ASSERT_EQ(phases.size(), 2u);
    constexpr HoursNs hour = HoursNs{3600} * 1'000'000'000;
    EXPECT_EQ(phases[0].begin, 9 * hour);
    EXPECT_FALSE(phases[0].moves_with_close);
    EXPECT_EQ(phases[1].end, 16 * hour);
    EXPECT_TRUE(phases[1].moves_with_close);
    const DayException exception = all[0].exceptions.at({2025, 12, 30});
    EXPECT_EQ(exception.kind, ExceptionKind::early_close);
    EXPECT_EQ(exception.local_close, 11 * hour + hour / 2);
}

TEST(CalendarRules, ABadTableIsRefused)
{
    EXPECT_EQ(refused(""), "78 markets.toml:1: : first_day is missing");
    EXPECT_EQ(refused("first_day = 2025-01-01\n"), "78 markets.toml:1: : last_day is missing");
    EXPECT_EQ(refused(table), "78 markets.toml:1: : market is missing");
    EXPECT_EQ(refused("first_day = 2025-01-01\nlast_day = 2024-12-31\n"),
              "78 markets.toml:2: last_day: is not in the 50 years from first_day on");
    EXPECT_EQ(refused("first_day = 2025-01-01\nlast_day = 2075-01-01\n"),
              "78 markets.toml:2: last_day: is not in the 50 years from first_day on");
    EXPECT_EQ(refused(table + "market = 1\n"),
              "78 markets.toml:3: market: expected tables [[market]]");
    EXPECT_EQ(refused(table + "holidays = 1\n"),
              "78 markets.toml:3: holidays: unknown key (known: first_day, last_day, market)");
    std::string many;
    for (int i = 0; i < 101; ++i) many += "[[market]]\n";
    EXPECT_EQ(refused(table + many).substr(0, 48),
              "78 markets.toml:3: market: more than 100 markets");
}

TEST(CalendarRules, ABadMarketIsRefused)
{
    EXPECT_EQ(refused(table + "[[market]]\nname = \"\"\n"),
              "78 markets.toml:4: market.name: is empty");
    EXPECT_EQ(refused(table + "[[market]]\nname = \"A\"\nzone = \"Mars/Olympus\"\n"),
              "78 markets.toml:5: market.zone: unknown time zone \"Mars/Olympus\"");
    const std::string zone = table + "[[market]]\nname = \"A\"\nzone = \"UTC\"\n";
    EXPECT_EQ(refused(zone), "78 markets.toml:3: market: mics is missing");
    EXPECT_EQ(refused(zone + "mics = [\"xnas\"]\n"),
              "78 markets.toml:6: market.mics: \"xnas\" is not a MIC, such as \"XNAS\"");
    EXPECT_EQ(refused(zone + "mics = []\nhours = []\n"),
              "78 markets.toml:7: market.hours: has no hours for first_day, 2025-01-01");
    EXPECT_EQ(refused(table + tokyo + hours + tokyo + hours),
              "78 markets.toml:12: market: Tokyo is there twice");
    EXPECT_EQ(refused(table + tokyo + hours +
                      "[[market]]\nname = \"Osaka\"\nmics = [\"XTKS\"]\nzone = \"Asia/Tokyo\"\n"
                      "[[market.hours]]\n" +
                      hours),
              "78 markets.toml:12: market: XTKS belongs to Tokyo");
}

TEST(CalendarRules, BadHoursAreRefused)
{
    const std::string place = "78 markets.toml:";
    EXPECT_EQ(refused_hours("regular = \"09:00-15:30\"\n"),
              place + "7: market.hours: since is missing");
    const std::string since = "since = 2025-01-01\n";
    EXPECT_EQ(refused_hours(since), place + "7: market.hours: has no hours");
    for (const char* bad : {"09:00", "9:00-15:30", "09:00-24:01", "09:00-09:00", "09:00-15:30-",
                            "-09:00", "09:60-15:30"})
        EXPECT_EQ(refused_hours(since + "regular = \"" + bad + "\"\n"),
                  place + "9: market.hours.regular: \"" + bad +
                      "\" is not hours, such as \"09:30-16:00\"");
    EXPECT_EQ(refused_hours(since + "regular = 9\n"),
              place + "9: market.hours.regular: expected text in quotes");
    EXPECT_EQ(refused_hours(since + "regular = [\"09:00-11:30\", \"12:30-15:30\"]\n"),
              place + "7: market.hours: regular does not begin when regular ends");
    EXPECT_EQ(refused_hours(since + "regular = \"09:00-15:30\"\nlunch = \"11:30-12:30\"\n"),
              place + "7: market.hours: lunch does not begin when regular ends");
    EXPECT_EQ(refused_hours(since + "regular = \"09:00-15:30\"\nclose = \"15:00\"\n"),
              place + "10: market.hours.close: no phase ends then");
    EXPECT_EQ(refused_hours(since + "overnight = \"15:00-09:00\"\nregular = \"09:00-15:30\"\n"
                                    "close = \"15:30\"\n"),
              place + "7: market.hours: lasts longer than a day");
    EXPECT_EQ(refused_hours(hours + "moves_with_close = [\"lunch\"]\n"),
              place + "12: market.hours.moves_with_close: \"lunch\" has no hours here");
    EXPECT_EQ(refused_hours(hours + "moves_with_close = [\"regular\"]\n"),
              place + "12: market.hours.moves_with_close: they are not the last phases of the day");
}

TEST(CalendarRules, HoursThatFollowOthersMustNotMeetThem)
{
    EXPECT_EQ(refused_hours("since = 2025-01-02\nregular = \"09:00-15:30\"\nclose = \"15:30\"\n"),
              "78 markets.toml:7: market.hours: has no hours for first_day, 2025-01-01");
    EXPECT_EQ(refused_hours(hours + "[[market.hours]]\n" + hours),
              "78 markets.toml:12: market.hours: since is not after the hours above");
    EXPECT_EQ(refused_hours(hours + "[[market.hours]]\nsince = 2025-02-03\n"
                                    "regular = \"15:59-12:00\"\nclose = \"12:00\"\n"),
              "78 markets.toml:12: market.hours: begins before the hours above end");
}

TEST(CalendarRules, ABadExceptionIsRefused)
{
    const std::string place = "78 exceptions.csv:2: ";
    EXPECT_EQ(refused_row("Osaka,2025-05-05,Mon,closed,,\n"),
              place + "market: \"Osaka\" is not in markets.toml");
    EXPECT_EQ(refused_row("Tokyo,2025-05-32,Mon,closed,,\n"),
              place + "date: \"2025-05-32\" is not a date");
    for (const std::string day : {"2024-12-31,Tue", "2026-01-01,Thu"})
        EXPECT_EQ(refused_row("Tokyo," + day + ",closed,,\n"),
                  place + "date: " + day.substr(0, 10) +
                      " is not between first_day and last_day of markets.toml");
    EXPECT_EQ(refused_row("Tokyo,2025-05-03,Sat,closed,,\n"),
              place + "date: is on a weekend: closed anyhow");
    EXPECT_EQ(refused_row("Tokyo,2025-05-05,Tue,closed,,\n"),
              place + "weekday: 2025-05-05 is a Mon");
    EXPECT_EQ(refused_row("Tokyo,2025-05-05,Mon,open,,\n"),
              place + "kind: \"open\" is not closed, early close, halt or check");
    EXPECT_EQ(refused_row("Tokyo,2025-05-05,Mon,closed,12:00,\n"),
              place + "local_close: a closed day has none");
    const auto early = [](std::string_view close) {
        return refused_row(fmt::format("Tokyo,2025-05-05,Mon,early close,{},\n", close));
    };
    for (const char* bad : {"", "noon", "25:00"})
        EXPECT_EQ(early(bad),
                  fmt::format("{}local_close: \"{}\" is not a time of day", place, bad));
    for (const char* bad : {"09:00", "15:31"})
        EXPECT_EQ(early(bad),
                  fmt::format("{}local_close: {} is outside the trading hours", place, bad));
    EXPECT_EQ(refused_row("Tokyo,2025-05-05,Mon,closed,,\nTokyo,2025-05-05,Mon,check,,\n"),
              "78 exceptions.csv:3: date: 2025-05-05 is there twice for Tokyo");
    EXPECT_EQ(refused_row("Tokyo,2025-05-05,Mon\n"), place + "row: expected 6 fields, found 3");
}

TEST(CalendarRules, AHaltBeforeADayToBeCheckedIsUnknownToo)
{
    const Calendar calendar(rules(table + tokyo + hours, header +
                                                             "Tokyo,2025-05-05,Mon,halt,12:00,\n"
                                                             "Tokyo,2025-05-06,Tue,check,,\n")[0]);
    const auto at = [&](std::string_view time) { return text(calendar.at(utc(time))); };
    EXPECT_EQ(at("2025-05-02 06:59"),
              "after_hours of 2025-05-02, 2025-05-02 06:30 to 2025-05-02 07:00");
    EXPECT_EQ(at("2025-05-05 01:00"), "unknown of , 2025-05-02 07:00 to 2025-05-05 07:00");
    EXPECT_EQ(at("2025-05-06 01:00"), "unknown of , 2025-05-05 07:00 to 2025-05-06 07:00");
    EXPECT_EQ(at("2025-05-06 07:00"), "closed of 2025-05-07, 2025-05-06 07:00 to 2025-05-07 00:00");
    EXPECT_EQ(calendar.day({2025, 5, 5}).kind, DayKind::holiday_halt);
}

TEST(CalendarRules, AFileThatIsMissingIsRefused)
{
    EXPECT_EQ(refusal([] { load_calendars("/nowhere"); }),
              "78 /nowhere/markets.toml: cannot be read: No such file or directory");
}

}  // namespace
}  // namespace gapwire::strategies
