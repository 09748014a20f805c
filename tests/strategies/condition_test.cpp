// One condition: waiting, firing, recovering, out of sight, taken back, by event time alone.
#include "strategies/condition.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace gapwire::strategies {
namespace {

constexpr ConditionSettings quick{.recovery_ns = 300, .cool_down_ns = 900, .unseen_ns = 10};

/// A condition and what it says: "1 firing fired", or "" for nothing.
struct Script {
    ConditionSettings settings = quick;
    Condition condition{};

    std::string text(Condition::News news) const
    {
        if (!news) return "";
        return fmt::format("{} {} {}", condition.revision(), to_text(condition.state()),
                           to_text(news.reason));
    }
    std::string see(Zone zone, std::int64_t at, bool is_sure = true, std::uint64_t quantity = 1)
    {
        return text(condition.see({zone, is_sure, quantity, {at}}, settings));
    }
    std::string reach(std::int64_t at, bool is_sure = true)
    {
        return see(Zone::reached, at, is_sure);
    }
    std::string expire(std::int64_t at) { return text(condition.expire({at}, settings)); }
    std::int64_t due() const { return condition.due(settings).ns; }
};

const std::int64_t never = Timestamp::none().ns;

TEST(Condition, FiresAtOnceAndOnlyOnce)
{
    Script script;
    EXPECT_TRUE(script.condition.is_idle());
    EXPECT_EQ(script.see(Zone::between, 1), "");
    EXPECT_EQ(script.see(Zone::cleared, 1), "");
    EXPECT_TRUE(script.condition.is_idle());
    EXPECT_EQ(script.reach(2), "1 firing fired");
    EXPECT_EQ(script.reach(3), "");
    EXPECT_EQ(script.see(Zone::between, 4), "");
    EXPECT_EQ(script.reach(5), "");
    EXPECT_EQ(script.due(), never);
}

TEST(Condition, WaitsForTimePrintsAndVolumeWithoutABreak)
{
    Script held{.settings = {.hold_ns = 100}};
    EXPECT_EQ(held.reach(1'000), "");
    EXPECT_EQ(held.due(), 1'100);
    EXPECT_EQ(held.see(Zone::between, 1'050), "") << "a break";
    EXPECT_EQ(held.due(), never);
    EXPECT_EQ(held.expire(1'100), "");
    EXPECT_EQ(held.reach(1'200), "");
    EXPECT_EQ(held.expire(1'299), "");
    EXPECT_EQ(held.expire(1'300), "1 firing fired");

    Script printed{.settings = {.prints_min = 3}};
    for (const std::int64_t at : {1, 2}) EXPECT_EQ(printed.reach(at), "");
    EXPECT_EQ(printed.see(Zone::cleared, 3), "");
    for (const std::int64_t at : {4, 5}) EXPECT_EQ(printed.reach(at), "");
    EXPECT_EQ(printed.reach(6), "1 firing fired");

    Script traded{.settings = {.volume_min = 500}};
    EXPECT_EQ(traded.see(Zone::reached, 1, true, 499), "");
    EXPECT_EQ(traded.see(Zone::reached, 2, true, 1), "1 firing fired");
}

TEST(Condition, AFirstPriceThatNothingBearsOutIsConfirmedOnce)
{
    Script script;
    EXPECT_EQ(script.reach(1, false), "1 firing fired");
    EXPECT_FALSE(script.condition.is_confirmed());
    EXPECT_EQ(script.see(Zone::between, 2, true), "") << "another zone confirms nothing";
    EXPECT_EQ(script.reach(3, true), "2 firing confirmed");
    EXPECT_TRUE(script.condition.is_confirmed());
    EXPECT_EQ(script.reach(4, true), "");
}

TEST(Condition, RecoversWhenItStaysClearedAndReturnsAfterTheCoolDown)
{
    Script script;
    script.reach(0);
    EXPECT_EQ(script.see(Zone::cleared, 100), "");
    EXPECT_EQ(script.due(), 400);
    EXPECT_EQ(script.see(Zone::between, 399), "") << "the wait begins anew";
    EXPECT_EQ(script.expire(400), "");
    EXPECT_EQ(script.see(Zone::cleared, 410), "");
    EXPECT_EQ(script.expire(709), "");
    EXPECT_EQ(script.expire(710), "2 recovering recovered");
    EXPECT_EQ(script.reach(800), "") << "within the cool-down of its first firing";
    EXPECT_EQ(script.reach(900), "3 firing returned");
    EXPECT_EQ(script.reach(901), "");
}

TEST(Condition, LostSightIsToldAfterAWhileAndOnlyWhenNothingIsSeenMeanwhile)
{
    Script script;
    script.reach(0);
    script.condition.lose_sight({100});
    EXPECT_EQ(script.due(), 110);
    EXPECT_EQ(script.reach(105), "") << "seen";
    EXPECT_EQ(script.expire(110), "");
    script.condition.lose_sight({200});
    script.condition.lose_sight({205});
    EXPECT_EQ(script.expire(210), "2 unknown sight_lost");
    EXPECT_EQ(script.expire(900), "") << "absence resolves nothing";
    EXPECT_EQ(script.reach(1'000), "3 firing seen_again");
}

TEST(Condition, SeenAgainOnTheOtherSideItMustStayThere)
{
    Script script;
    script.reach(0);
    script.condition.lose_sight({10});
    EXPECT_EQ(script.expire(20), "2 unknown sight_lost");
    EXPECT_EQ(script.see(Zone::cleared, 100), "");
    EXPECT_EQ(script.expire(400), "3 recovering recovered");
}

TEST(Condition, ABookThatIsValidAgainIsSightEvenWithoutATrade)
{
    Script script;
    script.reach(0);
    script.condition.lose_sight({10});
    EXPECT_EQ(script.text(script.condition.regain(Zone::reached, {15})), "");
    EXPECT_EQ(script.expire(20), "");
    script.condition.lose_sight({30});
    EXPECT_EQ(script.expire(40), "2 unknown sight_lost");
    EXPECT_EQ(script.text(script.condition.regain(Zone::between, {50})), "3 firing seen_again");
}

TEST(Condition, AWaitIsBrokenByALossOfSight)
{
    Script script{.settings = {.hold_ns = 100}};
    script.reach(0);
    script.condition.lose_sight({50});
    EXPECT_EQ(script.expire(100), "");
    EXPECT_TRUE(script.condition.is_idle());
}

TEST(Condition, ABrokenTradeWithdrawsWhatNothingElseBearsOut)
{
    Script script;
    script.reach(1, false);
    EXPECT_EQ(script.text(script.condition.take_back(false)), "") << "it had not reached";
    EXPECT_EQ(script.text(script.condition.take_back(true)), "2 withdrawn trade_broken");
    EXPECT_EQ(script.text(script.condition.take_back(true)), "");
    EXPECT_EQ(script.see(Zone::cleared, 2), "");
    EXPECT_EQ(script.reach(3), "3 firing fired") << "for good this time, under the same id";

    Script borne_out;
    borne_out.reach(1, false);
    borne_out.reach(2);
    EXPECT_EQ(borne_out.text(borne_out.condition.take_back(true)), "");
    EXPECT_EQ(borne_out.text(borne_out.condition.take_back(true)), "3 withdrawn trade_broken");
}

TEST(Condition, WhatHasNotFiredIsNeitherWithdrawnNorChanged)
{
    Script script;
    EXPECT_EQ(script.text(script.condition.withdraw(AlertReason::reference_corrected)), "");
    EXPECT_EQ(script.text(script.condition.change()), "");
    script.reach(1);
    EXPECT_EQ(script.text(script.condition.change()), "2 firing changed");
    EXPECT_EQ(script.text(script.condition.withdraw(AlertReason::reference_corrected)),
              "3 withdrawn reference_corrected");
    EXPECT_EQ(script.text(script.condition.change()), "");
}

TEST(Condition, WhatNothingBoreOutDoesNotHoldBackWhatIsBorneOut)
{
    Script script;
    EXPECT_EQ(script.reach(0, false), "1 firing fired");
    EXPECT_EQ(script.see(Zone::cleared, 1), "");
    EXPECT_EQ(script.expire(301), "2 recovering recovered");
    EXPECT_EQ(script.reach(400, false), "") << "alone again, within the cool-down";
    EXPECT_EQ(script.reach(401), "3 firing returned");
    EXPECT_TRUE(script.condition.is_confirmed());
}

TEST(Condition, AReturnIsAsSureAsWhatItReturnsWith)
{
    Script script;
    script.reach(0);
    script.see(Zone::cleared, 1);
    EXPECT_EQ(script.expire(301), "2 recovering recovered");
    EXPECT_EQ(script.reach(1'000, false), "3 firing returned");
    EXPECT_FALSE(script.condition.is_confirmed());
    EXPECT_EQ(script.reach(1'001), "4 firing confirmed");
}

}  // namespace
}  // namespace gapwire::strategies
