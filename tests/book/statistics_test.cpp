// Prints recorded and taken back: last trade, volume, and breaks in any order.
#include "book/statistics.hpp"

#include <gtest/gtest.h>

namespace gapwire::test {
namespace {

using book::InstrumentStatistics;
using book::TradeLog;
using book::TradePrint;

constexpr std::uint32_t nvda = 7;

class Trades : public testing::Test {
 protected:
    void print(std::uint64_t match, std::uint32_t price, std::uint64_t quantity,
               bool eligible = true)
    {
        log.record(statistics, {.match_number = match,
                                .quantity = quantity,
                                .price = price,
                                .instrument = nvda,
                                .eligible = eligible});
    }
    std::optional<bool> take_back(std::uint64_t match, std::uint32_t instrument = nvda)
    {
        broken = log.break_trade(statistics,
                                 {.instrument = instrument, .time_ns = 0, .match_number = match});
        return broken ? std::optional(broken->last_changed) : std::nullopt;
    }
    /// "last 101x5 volume 15 trades 2 broken 0"
    std::string text() const
    {
        const auto& last = statistics.last;
        return "last " +
               (last ? std::to_string(last->price) + 'x' + std::to_string(last->quantity)
                     : std::string("none")) +
               " volume " + std::to_string(statistics.volume) + " trades " +
               std::to_string(statistics.trades) + " broken " +
               std::to_string(statistics.broken_trades);
    }

    TradeLog log{16};
    InstrumentStatistics statistics;
    std::optional<book::BrokenTrade> broken;  // the last one
};

TEST_F(Trades, TheNewestEligiblePrintIsTheLastTrade)
{
    EXPECT_EQ(text(), "last none volume 0 trades 0 broken 0");
    print(1, 100, 10);
    print(2, 101, 5);
    EXPECT_EQ(text(), "last 101x5 volume 15 trades 2 broken 0");
    print(3, 0, 7, false);
    EXPECT_EQ(text(), "last 101x5 volume 22 trades 3 broken 0");
}

TEST_F(Trades, ABrokenTradeSaysWhatItWas)
{
    print(1, 100, 10);
    print(2, 101, 5);
    print(3, 0, 7, false);
    take_back(1);
    EXPECT_EQ(broken, (book::BrokenTrade{.price = 100, .eligible = true, .last_changed = false}));
    take_back(2);
    EXPECT_EQ(broken, (book::BrokenTrade{.price = 101, .eligible = true, .last_changed = true}));
    take_back(3);
    EXPECT_EQ(broken, (book::BrokenTrade{.price = 0, .eligible = false, .last_changed = false}));
}

TEST_F(Trades, BreakingTheLastTradeGoesBackToTheOneBefore)
{
    print(1, 100, 10);
    print(2, 101, 5);
    EXPECT_EQ(take_back(2), true);
    EXPECT_EQ(text(), "last 100x10 volume 10 trades 2 broken 1");
}

TEST_F(Trades, BreakingAnEarlierTradeLeavesTheLast)
{
    print(1, 100, 10);
    print(2, 101, 5);
    EXPECT_EQ(take_back(1), false);
    EXPECT_EQ(text(), "last 101x5 volume 5 trades 2 broken 1");
}

TEST_F(Trades, BreakingTheLastGoesBackThroughSeveralBrokenOnes)
{
    for (std::uint32_t i = 1; i <= 5; ++i) print(i, 100 + i, 1);
    EXPECT_EQ(take_back(3), false);
    EXPECT_EQ(take_back(4), false);
    EXPECT_EQ(take_back(5), true);
    EXPECT_EQ(text(), "last 102x1 volume 2 trades 5 broken 3");
    print(6, 110, 1);
    EXPECT_EQ(take_back(2), false);
    EXPECT_EQ(take_back(6), true);
    EXPECT_EQ(text(), "last 101x1 volume 1 trades 6 broken 5");
    EXPECT_EQ(take_back(1), true);
    EXPECT_EQ(text(), "last none volume 0 trades 6 broken 6");
}

TEST_F(Trades, GoingBackSkipsPrintsThatWereNotEligible)
{
    print(1, 100, 10);
    print(2, 0, 3, false);
    print(3, 101, 5);
    EXPECT_EQ(take_back(3), true);
    EXPECT_EQ(text(), "last 100x10 volume 13 trades 3 broken 1");
    EXPECT_EQ(take_back(2), false);
    EXPECT_EQ(text(), "last 100x10 volume 10 trades 3 broken 2");
}

TEST_F(Trades, UnknownBreaksChangeNothing)
{
    print(1, 100, 10);
    EXPECT_EQ(take_back(2), std::nullopt);
    EXPECT_EQ(take_back(17), std::nullopt);  // the place of 1 in the log
    EXPECT_EQ(take_back(0), std::nullopt);
    EXPECT_EQ(take_back(1, nvda + 1), std::nullopt);
    EXPECT_EQ(text(), "last 100x10 volume 10 trades 1 broken 0");
}

TEST_F(Trades, ASecondBreakOfTheSamePrintChangesNothing)
{
    print(1, 100, 10);
    print(2, 101, 5);
    EXPECT_EQ(take_back(1), false);
    EXPECT_EQ(take_back(1), std::nullopt);
    EXPECT_EQ(take_back(2), true);
    EXPECT_EQ(take_back(2), std::nullopt);
    EXPECT_EQ(text(), "last none volume 0 trades 2 broken 2");
}

TEST_F(Trades, InstrumentsShareTheLogAndKeepTheirOwnLastTrades)
{
    InstrumentStatistics other;
    print(1, 100, 10);
    log.record(
        other,
        {.match_number = 2, .quantity = 3, .price = 50, .instrument = nvda + 1, .eligible = true});
    print(3, 101, 5);
    EXPECT_EQ(take_back(3), true);
    EXPECT_EQ(text(), "last 100x10 volume 10 trades 2 broken 1");
    EXPECT_EQ(other.last->price, 50u);
    EXPECT_EQ(other.volume, 3u);
}

TEST_F(Trades, APrintTheLogHasForgottenIsUnknown)
{
    print(1, 100, 10);
    print(17, 101, 5);  // takes the place of 1
    EXPECT_EQ(take_back(1), std::nullopt);
    EXPECT_EQ(take_back(17), true);
    EXPECT_EQ(text(), "last none volume 10 trades 2 broken 1");
}

TEST_F(Trades, TheLastTradeCanBeTakenBackEvenWhenTheLogHasForgottenIt)
{
    InstrumentStatistics other;
    print(1, 100, 10);
    print(2, 101, 5);
    log.record(other, {.match_number = 18,
                       .quantity = 3,
                       .price = 50,
                       .instrument = nvda + 1,
                       .eligible = true});  // takes the place of 2
    EXPECT_EQ(take_back(2), true);
    EXPECT_EQ(text(), "last 100x10 volume 10 trades 2 broken 1");
    EXPECT_EQ(take_back(2), std::nullopt);
}

TEST_F(Trades, MatchNumbersThatComeAgainEndTheWayBack)
{
    print(1, 100, 10);
    print(1, 101, 5);
    EXPECT_EQ(take_back(1), true);
    EXPECT_EQ(text(), "last none volume 10 trades 2 broken 1");

    print(2, 102, 1);
    print(3, 103, 1);
    print(2, 104, 1);
    EXPECT_EQ(take_back(2), true);
    EXPECT_EQ(text(), "last 103x1 volume 12 trades 5 broken 2");
    EXPECT_EQ(take_back(3), true);
    EXPECT_EQ(text(), "last none volume 11 trades 5 broken 3");
}

}  // namespace
}  // namespace gapwire::test
