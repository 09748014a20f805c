// Ladders on daily bars: the days they fire, and those that are left out by name.
#include "strategies/daily_backtest.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

DailyHistory week()
{
    DailyHistory history;
    history.add_csv(
        "instrument,date,open,high,low,close\n"
        "NQ,2025-01-20,100,100,100,100\nNQ,2025-01-21,98,99,95,97\n"
        "NQ,2025-01-22,97,98,94.09,94.09\nNQ,2025-01-23,90,91,89,90\n"
        "NQ,2025-01-24,90,90,90,90\n",
        "daily.csv");
    history.add_excluded_csv("instrument,date,reason\nNQ,2025-01-23,roll\n", "rolls.csv");
    return history;
}

std::string fired(DailyPrice judged, Direction direction = Direction::down)
{
    GapSettings ladder;
    ladder.direction = direction;
    ladder.symbols = {"NQ"};
    ladder.ladder = {{300}, {400}};
    const DailyBacktest result =
        backtest_daily({ladder}, week(), {2025, 1, 20}, {2025, 1, 24}, judged);
    std::string text;
    for (const DailyFire& fire : result.fires)
        text += fmt::format("{} {}@{} ", to_text(fire.date), fire.rung.value, decimal(fire.price));
    for (const DailyLeftOut& day : result.left_out)
        text += fmt::format("{} left out: {} ", to_text(day.date), day.reason);
    return text;
}

TEST(DailyBacktest, JudgesTheCloseTheOpenOrTheExtremeAgainstTheCloseBefore)
{
    EXPECT_EQ(fired(DailyPrice::close),
              "2025-01-21 300@97 2025-01-22 300@94.09 2025-01-23 left out: roll ");
    EXPECT_EQ(fired(DailyPrice::open), "2025-01-23 left out: roll ");
    EXPECT_EQ(fired(DailyPrice::extreme),
              "2025-01-21 300@95 2025-01-21 400@95 2025-01-22 300@94.09 "
              "2025-01-23 left out: roll ");
    EXPECT_EQ(fired(DailyPrice::close, Direction::up), "");
}

TEST(DailyBacktest, ADayIsOnePageHoweverManyRungsFire)
{
    GapSettings ladder;
    ladder.ladder = {{300}, {400}};
    const DailyBacktest result =
        backtest_daily({ladder}, week(), {2025, 1, 20}, {2025, 1, 24}, DailyPrice::extreme);
    EXPECT_EQ(result.days, 5);
    EXPECT_EQ(result.fires.size(), 3u);
    EXPECT_EQ(result.pages_per_month_hundredths(), 1'200) << "two days of five";
}

}  // namespace
}  // namespace gapwire::strategies
