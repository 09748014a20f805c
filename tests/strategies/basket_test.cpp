// basket and contagion: how many are in, who was first, and what changes later.
#include "strategies/basket.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"
#include "refusal.hpp"

namespace gapwire::strategies {
namespace {

/// Members NVDA, PLTR, ORCL (ids 1 to 3) at 100 each; two must be down 3 %.
struct Three : RuleDesk {
    explicit Three(const std::string& lines = "at_least = 2\nmove = 3")
        : RuleDesk(std::make_unique<Basket>(read_basket(
              parse_toml("members = [\"NVDA\", \"PLTR\", \"ORCL\"]\n" + lines, "desk.toml"))))
    {
        for (const char* symbol : {"NVDA", "PLTR", "ORCL"})
            references.set_fixed(symbol, price("100"));
        begin();
        std::uint32_t id = 1;
        for (const char* symbol : {"NVDA", "PLTR", "ORCL"}) know(symbol, id++);
    }
    /// Two trades of one member, the second of which bears the first out.
    void fall(std::uint32_t id, std::string_view at, std::int64_t seconds)
    {
        give(later(seconds, trade(at, id)));
        give(later(seconds, trade(at, id)));
    }
    /// "NVDA -300 ORCL -410" of the last alert.
    std::string roster() const
    {
        std::string text;
        const Roster& roster = alerts.back().roster;
        for (std::size_t i = 0; i < roster.crossed && i < Roster::entries_max; ++i)
            text += fmt::format("{}{} {}", i == 0 ? "" : ", ", roster.entries[i].symbol.view(),
                                -roster.entries[i].fall.value);
        return text;
    }
};

TEST(Basket, FiresWhenEnoughAreInAndTellsWhoWasFirst)
{
    Three desk;
    desk.fall(3, "96", 1);
    EXPECT_EQ(desk.raised_text(), "");
    desk.fall(1, "97", 5);
    EXPECT_EQ(desk.alerts.size(), 1u);
    EXPECT_EQ(desk.roster(), "ORCL -400, NVDA -300");
    const Alert& alert = desk.alerts[0];
    EXPECT_EQ(alert.kind, AlertKind::basket);
    EXPECT_EQ(alert.symbol.view(), "basket");
    EXPECT_EQ(alert.roster.members, 3);
    EXPECT_EQ(alert.roster.crossed, 2);
    EXPECT_EQ(alert.fall, BasisPoints{350}) << "the mean";
    EXPECT_EQ(alert.confidence, Confidence::clean);
    EXPECT_EQ(alert.roster.entries[0].crossed, later(1, trade("1")).exchange_time);
}

TEST(Basket, OneBadPrintIsNoMember)
{
    Three desk;
    desk.fall(3, "96", 1);
    EXPECT_EQ(desk.raised({later(2, trade("50", 1)), later(3, trade("99", 1)),
                           later(4, trade("50", 2)), later(5, trade("99", 2))}),
              "");
}

TEST(Basket, AGrowingRosterIsARevisionEveryThirtySecondsAtMost)
{
    Three desk("at_least = 1\nmove = 3");
    desk.fall(1, "97", 0);
    desk.fall(2, "97", 10);
    desk.fall(3, "97", 20);
    EXPECT_EQ(desk.alerts.size(), 1u);
    desk.pass(later(30, trade("1")).exchange_time);
    EXPECT_EQ(desk.raised_text(), "300.1 firing fired @, 300.2 firing changed @");
    EXPECT_EQ(desk.roster(), "NVDA -300, PLTR -300, ORCL -300");
}

TEST(Basket, WhoRecoversIsNoLongerOnTheRosterAndTooFewAreARecovery)
{
    Three desk;
    desk.fall(1, "96", 0);
    desk.fall(2, "96", 1);
    desk.alerts.clear();
    desk.fall(1, "97.5", 60);
    EXPECT_EQ(desk.raised_text(), "") << "not back by 0.75 points";
    desk.fall(1, "97.75", 70);
    desk.pass(later(400, trade("1")).exchange_time);
    EXPECT_EQ(desk.raised_text(), "300.2 firing changed @, 300.3 recovering recovered @");
    EXPECT_EQ(desk.roster(), "PLTR -400");
}

TEST(Basket, WeightsDecide)
{
    Three desk("at_least = 5\nmove = 3\nweights = { NVDA = 5 }");
    desk.fall(2, "90", 0);
    desk.fall(3, "90", 1);
    EXPECT_EQ(desk.raised_text(), "");
    desk.fall(1, "97", 2);
    EXPECT_EQ(desk.alerts.size(), 1u);
}

TEST(Basket, OfAMarketThatFallsSilentItIsOutOfSight)
{
    Three desk;
    desk.fall(1, "96", 0);
    desk.fall(2, "96", 1);
    desk.alerts.clear();
    desk.rule->on_blind({{'X', 'N', 'A', 'S'}}, later(8, trade("1")).exchange_time, desk.out);
    desk.give(later(9, trade("95", 1)));
    EXPECT_EQ(desk.raised_text(), "300.2 unknown sight_lost @, 300.3 firing seen_again @");
}

TEST(Contagion, MarketsCrossWithTheFirstOfTheirSymbolsInTheOrderOfTheClock)
{
    RuleDesk desk(std::make_unique<Basket>(read_contagion(
        parse_toml("at_least = 3\nmove = 3\n"
                   "markets = { Tokyo = [\"9984@XTKS\"], Amsterdam = [\"ASML@XAMS\"], "
                   "Globex = [\"NQ\", \"ES\"], US = [\"NVDA\"] }",
                   "desk.toml"))));
    for (const char* symbol : {"9984", "ASML", "NQ", "ES", "NVDA"})
        desk.references.set_fixed(symbol, price("100"));
    desk.begin();
    const auto know = [&](std::uint32_t id, const char* symbol, Text<4> venue) {
        desk.rule->on_instrument({.id = {id}, .symbol = symbol_of(symbol), .venue = venue});
    };
    know(1, "9984", {{'X', 'T', 'K', 'S'}});
    know(2, "ASML", {{'X', 'A', 'M', 'S'}});
    know(3, "NQ", {{'X', 'C', 'M', 'E'}});
    know(4, "ES", {{'X', 'C', 'M', 'E'}});
    know(5, "ASML", {{'X', 'N', 'A', 'S'}});
    const auto fall = [&](std::uint32_t id, std::int64_t seconds) {
        desk.give(later(seconds, trade("96", id)));
        desk.give(later(seconds, trade("96", id)));
    };
    fall(1, 0);
    fall(5, 10);  // ASML's US line is in no market here
    fall(2, 3'600);
    EXPECT_EQ(desk.raised_text(), "");
    fall(4, 7'200);
    fall(3, 7'201);
    ASSERT_EQ(desk.alerts.size(), 1u);
    const Roster& roster = desk.alerts[0].roster;
    EXPECT_EQ(desk.alerts[0].kind, AlertKind::contagion);
    EXPECT_EQ(roster.crossed, 3);
    EXPECT_EQ(roster.members, 4);
    EXPECT_EQ(roster.entries[0].symbol.view(), "9984");
    EXPECT_EQ(roster.entries[1].venue.view(), "XAMS");
    EXPECT_EQ(roster.entries[2].symbol.view(), "ES") << "first of Globex";
    EXPECT_EQ(roster.entries[2].crossed.ns - roster.entries[0].crossed.ns, 7'200 * second_ns);
}

TEST(Basket, MistakesAreRefusedWithTheirPlace)
{
    const auto refused = [](const std::string& text) {
        return refusal([&] { read_basket(parse_toml(text, "desk.toml")); });
    };
    EXPECT_EQ(refused("members = [\"A\"]\nat_least = 2"),
              "78 desk.toml:1: : at_least is 2, but all members together weigh 1");
    EXPECT_EQ(refused("members = [\"A\", \"A\"]"), "78 desk.toml:1: members: names A twice");
    EXPECT_EQ(refused("members = [\"A\", \"B\"]\nweights = { C = 2 }"),
              "78 desk.toml:2: weights.C: is no member");
}

}  // namespace
}  // namespace gapwire::strategies
