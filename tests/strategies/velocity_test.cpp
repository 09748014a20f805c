// velocity: so much within so many minutes, from the high of them.
#include "strategies/velocity.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

struct Fast : RuleDesk {
    explicit Fast(VelocitySettings settings = {})
        : RuleDesk(std::make_unique<Velocity>(std::move(settings)))
    {
        begin();
        know("NQ");
    }
};

TEST(Velocity, FiresFromTheHighOfTheWindowAndTellsIt)
{
    Fast desk;  // 1 % within 10 minutes
    EXPECT_EQ(desk.raised({trade("100"), later(10, trade("100.2")), later(20, trade("100.1")),
                           later(300, trade("99.25"))}),
              "")
        << "0.95 %";
    EXPECT_EQ(desk.raised({later(301, trade("99.198"))}), "100.1 firing fired @99.198");
    const Alert& alert = desk.alerts[0];
    EXPECT_EQ(alert.kind, AlertKind::velocity);
    EXPECT_EQ(alert.reference.kind, ReferenceKind::minutes_ago);
    EXPECT_EQ(alert.reference.price, price("100.2"));
    EXPECT_EQ(alert.fall, BasisPoints{100});
    EXPECT_EQ(alert.window_ns, 600 * second_ns);
    EXPECT_EQ(alert.confidence, Confidence::unconfirmed);
    EXPECT_EQ(desk.raised({later(302, trade("99.1"))}), "100.2 firing confirmed @99.1");
}

TEST(Velocity, ASlowFallSaysNothing)
{
    Fast desk;
    std::vector<MarketUpdate> updates;
    for (int minute = 0; minute < 120; ++minute)
        updates.push_back(later(minute * 60, trade(decimal(10'000 - minute * 7, 2))));
    EXPECT_EQ(desk.raised(updates), "") << "0.7 % in ten minutes, 8 % in all";
}

TEST(Velocity, OneBadPrintIsNoHighToFallFrom)
{
    Fast desk;
    EXPECT_EQ(
        desk.raised({trade("100"), later(1, trade("100")), later(2, trade("130")),
                     later(3, trade("100")), later(4, trade("99.9")), later(5, trade("99.9"))}),
        "");
}

TEST(Velocity, APauseWithoutTradesAgesTheHigh)
{
    Fast desk;
    EXPECT_EQ(desk.raised({trade("100"), later(1, trade("100")), later(700, trade("98"))}), "");
}

TEST(Velocity, ARiseCountsFromTheLow)
{
    VelocitySettings settings;
    settings.direction = Direction::up;
    Fast desk(settings);
    EXPECT_EQ(desk.raised({trade("100"), later(1, trade("99")), later(2, trade("99")),
                           later(3, trade("99.99"))}),
              "100.1 firing fired @99.99");
}

TEST(Velocity, ASecondFallOfTheDayIsARevision)
{
    Fast desk;
    EXPECT_EQ(desk.raised({trade("100"), later(1, trade("100")), later(2, trade("98.9")),
                           later(3, trade("98.9"))}),
              "100.1 firing fired @98.9, 100.2 firing confirmed @98.9");
    EXPECT_EQ(desk.raised({later(650, trade("98.9")), later(730, trade("98.9"))}),
              "100.3 recovering recovered @98.9")
        << "the high has gone out of the window";
    EXPECT_EQ(desk.raised({later(1'500, trade("98.9")), later(1'501, trade("98.9")),
                           later(1'502, trade("97.8"))}),
              "100.4 firing returned @97.8");
}

TEST(Velocity, BadPrintsAboveAQuoteThatStandsAreNoHighToFallFrom)
{
    Fast desk;
    std::vector<MarketUpdate> updates;
    for (const char* at : {"100", "106", "106", "106", "100", "100"}) {
        MarketUpdate update = trade(at);
        update.bid = price("99.99");
        update.ask = price("100.01");
        updates.push_back(update);
    }
    EXPECT_EQ(desk.raised(updates), "");
}

}  // namespace
}  // namespace gapwire::strategies
