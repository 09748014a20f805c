// The watchdog of the rules thread: told when it stands still, once, and when it goes on.
#include "app/pipeline/rules_watchdog.hpp"

#include <gtest/gtest.h>

namespace gapwire::test {
namespace {

using pipeline::RulesWatchdog;

constexpr std::int64_t second = 1'000'000'000;
constexpr Date monday{2025, 1, 27};

/// Looks every 100 ms, and tells of the first alert.
struct Watching {
    RulesWatchdog watchdog{2 * second};
    std::int64_t now = 5 * second;
    std::uint64_t progress = 7;
    Date day = monday;

    std::optional<Alert> stand_still(std::int64_t how_long)
    {
        std::optional<Alert> found;
        for (const std::int64_t end = now + how_long; now < end; now += second / 10)
            if (auto alert = watchdog.look(progress, day, now, {now}); alert && !found)
                found = alert;
        return found;
    }
    std::optional<Alert> go_on() { return watchdog.look(++progress, day, now, {now}); }
};

TEST(RulesWatchdog, SaysNothingWhileThereIsProgress)
{
    Watching rules;
    for (int i = 0; i < 100; ++i) {
        EXPECT_FALSE(rules.stand_still(second * 19 / 10));
        EXPECT_FALSE(rules.go_on());
    }
}

TEST(RulesWatchdog, TellsOfAStallOnceAndOfItsEnd)
{
    Watching rules;
    rules.go_on();
    const auto stalled = rules.stand_still(3 * second);
    ASSERT_TRUE(stalled);
    EXPECT_EQ(stalled->kind, AlertKind::blind);
    EXPECT_EQ(stalled->cause, BlindCause::rules_stalled);
    EXPECT_EQ(stalled->state, AlertState::firing);
    EXPECT_EQ(stalled->reason, AlertReason::fired);
    EXPECT_EQ(stalled->revision, 1u);
    EXPECT_EQ(stalled->trading_date, monday);
    EXPECT_NE(stalled->id, 0u);
    EXPECT_EQ(stalled->window_ns, 2 * second);
    EXPECT_FALSE(rules.stand_still(60 * second)) << "told already";

    const auto over = rules.go_on();
    ASSERT_TRUE(over);
    EXPECT_EQ(over->id, stalled->id);
    EXPECT_EQ(over->state, AlertState::recovering);
    EXPECT_EQ(over->reason, AlertReason::over);
    EXPECT_EQ(over->revision, 2u);

    const auto again = rules.stand_still(3 * second);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, stalled->id);
    EXPECT_EQ(again->reason, AlertReason::returned);
    EXPECT_EQ(again->revision, 3u);
}

TEST(RulesWatchdog, IsAnotherAlertOnAnotherTradingDate)
{
    Watching rules;
    rules.go_on();
    const auto first = rules.stand_still(3 * second);
    rules.go_on();
    rules.day = {2025, 1, 28};
    const auto second_day = rules.stand_still(3 * second);
    ASSERT_TRUE(first && second_day);
    EXPECT_NE(first->id, second_day->id);
    EXPECT_EQ(second_day->revision, 1u);
    EXPECT_EQ(second_day->reason, AlertReason::fired);
}

TEST(RulesWatchdog, TimeInWhichItDidNotLookItselfDoesNotCount)
{
    Watching rules;
    rules.go_on();
    rules.now += 3'600 * second;  // the machine slept
    EXPECT_FALSE(rules.stand_still(second));
    EXPECT_FALSE(rules.go_on());
}

}  // namespace
}  // namespace gapwire::test
