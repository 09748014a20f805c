// imbalance: indicative prices against the reference, and sides that swing.
#include "strategies/imbalance.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

struct Auctions : RuleDesk {
    explicit Auctions(ImbalanceSettings settings = {})
        : RuleDesk(std::make_unique<Imbalance>(std::move(settings)))
    {
        watch("NVDA", "142.62");
    }
};

MarketUpdate noii(std::string_view indicative, char side, std::uint64_t shares, char cross = 'O',
                  std::int64_t seconds = 0)
{
    MarketUpdate update = later(seconds, trade("1"));
    update.kinds = update_imbalance;
    update.trade_price = Price::none();
    update.auction = {.indicative = indicative.empty() ? Price::none() : price(indicative),
                      .imbalance = shares,
                      .paired = 10'000,
                      .side = side,
                      .cross = cross};
    return update;
}

TEST(Imbalance, AnIndicativePriceFarFromTheReferenceIsToldAndNeverSure)
{
    Auctions desk;
    EXPECT_EQ(desk.raised({noii("140", 'S', 500'000), noii("", 'S', 500'000)}), "") << "-1.8 %";
    EXPECT_EQ(desk.raised({noii("124.8", 'S', 500'000), noii("124.7", 'S', 1)}),
              "200.1 firing fired @124.8");
    EXPECT_EQ(desk.alerts[0].confidence, Confidence::unconfirmed);
    EXPECT_EQ(desk.alerts[0].fall, BasisPoints{1249});
    EXPECT_EQ(desk.alerts[0].quantity, 500'000u);
    EXPECT_EQ(desk.alerts[0].detail.view(), "SO");
}

TEST(Imbalance, TheClosingAuctionIsAnAlertOfItsOwn)
{
    Auctions desk;
    desk.raised({noii("124.8", 'S', 1, 'O'), noii("124.8", 'S', 1, 'C')});
    ASSERT_EQ(desk.alerts.size(), 2u);
    EXPECT_NE(desk.alerts[0].id, desk.alerts[1].id);
}

TEST(Imbalance, ASwingToTheOtherSideIsMeasuredFromTheFurthest)
{
    ImbalanceSettings settings;
    settings.swing_min = 100'000;
    Auctions desk(settings);
    EXPECT_EQ(desk.raised({noii("142", 'B', 30'000), noii("142", 'B', 80'000), noii("142", 'N', 0),
                           noii("142", 'S', 10'000)}),
              "");
    EXPECT_EQ(desk.raised({noii("142", 'S', 20'000)}), "0.1 firing fired @142");
    EXPECT_EQ(desk.alerts[0].direction, Direction::down);
}

}  // namespace
}  // namespace gapwire::strategies
