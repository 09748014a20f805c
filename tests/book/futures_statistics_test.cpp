// One contract's statistics: trades and their busts, figures of the day, limits, statuses, resets.
#include "book/futures_statistics.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace gapwire::book {

std::ostream& operator<<(std::ostream& out, StatisticStatus status)
{
    constexpr const char* names[] = {"ok", "unknown_trade", "unusable", "nothing_to_remove"};
    return out << names[static_cast<std::size_t>(status)];
}

}  // namespace gapwire::book

namespace gapwire::test {
namespace {

using book::covers;
using book::DatedQuantity;
using book::FuturesStatistics;
using book::PriceLimits;
using book::RecentTrades;
using book::SettlementGrade;
using book::StatisticStatus;
using Action = FuturesTrade::Action;

constexpr std::int64_t none = Price::none().units;
constexpr SettlementType final_actual{0x03};
constexpr SettlementType preliminary{0x02};

FuturesTrade trade(std::uint32_t id, std::int64_t price, std::uint64_t quantity,
                   Action action = Action::report, std::uint32_t sequence = 1)
{
    return {.price = price,
            .quantity = quantity,
            .orders = 2,
            .sequence = sequence,
            .trade_id = id,
            .security = 42,
            .action = action,
            .aggressor = FuturesTrade::Aggressor::buy};
}
StatisticEvent price_of(StatisticKind kind, std::int64_t price)
{
    return {.price = price, .kind = kind};
}
StatisticEvent no_more(StatisticKind kind)
{
    return {.kind = kind, .removed = true};
}
StatisticEvent quantity_of(StatisticKind kind, std::uint64_t quantity, std::uint16_t date)
{
    return {.quantity = quantity, .date = date, .kind = kind};
}
StatisticEvent settled(std::uint16_t date, std::int64_t price, SettlementType type)
{
    return {.price = price, .date = date, .kind = StatisticKind::settlement, .settlement = type};
}
FuturesStatus status(std::uint8_t status, std::uint8_t reason = 0, std::uint8_t event_code = 0)
{
    return {.time_ns = 1,
            .group = {},
            .asset = {},
            .security = 42,
            .for_group = false,
            .date = 20,
            .status = status,
            .reason = reason,
            .event_code = event_code};
}

std::string text(Price price)
{
    return price.is_none() ? "none" : std::to_string(price.units);
}

class Contract : public testing::Test {
 protected:
    template <class Event>
    void take(const Event& event)
    {
        EXPECT_EQ(statistics.apply(event), StatisticStatus::ok);
    }
    /// "last 101x5 high 101 low 100"
    std::string session() const
    {
        const FuturesTrade* const last = statistics.last_trade();
        return "last " +
               (last == nullptr ? "none"
                                : text({last->price}) + 'x' + std::to_string(last->quantity)) +
               " high " + text(statistics.high()) + " low " + text(statistics.low());
    }

    FuturesStatistics statistics;
};

TEST_F(Contract, TradesAreLastHighAndLow)
{
    EXPECT_EQ(session(), "last none high none low none");
    take(trade(1, 100, 5));
    take(trade(2, 103, 6));
    take(trade(3, 99, 7));
    take(trade(4, 101, 8));
    EXPECT_EQ(session(), "last 101x8 high 103 low 99");
}

TEST_F(Contract, ToldExtremesAndTradesSinceGoTogether)
{
    take(trade(1, -5, 5));
    take(price_of(StatisticKind::high, 110));
    take(price_of(StatisticKind::low, 90));
    EXPECT_EQ(session(), "last -5x5 high 110 low 90") << "what is told is the session's";
    take(trade(2, 111, 1));
    take(trade(3, 89, 1));
    EXPECT_EQ(session(), "last 89x1 high 111 low 89");
    take(price_of(StatisticKind::high, 105));
    EXPECT_EQ(session(), "last 89x1 high 105 low 89");
    take(no_more(StatisticKind::low));
    EXPECT_EQ(session(), "last 89x1 high 105 low none");
    EXPECT_EQ(statistics.apply(no_more(StatisticKind::low)), StatisticStatus::nothing_to_remove);
}

TEST_F(Contract, ABustOfTheLastTradeBringsTheOneBeforeBack)
{
    take(trade(1, 100, 5));
    take(trade(2, 101, 6));
    take(trade(3, 120, 7));
    take(trade(3, 120, 7, Action::bust));
    EXPECT_EQ(session(), "last 101x6 high 101 low 100");
    take(trade(1, 100, 5, Action::bust));
    EXPECT_EQ(session(), "last 101x6 high 101 low 101");
    take(trade(2, 101, 6, Action::bust));
    EXPECT_EQ(session(), "last none high none low none");
}

TEST_F(Contract, ACorrectionChangesTheTradeInItsPlace)
{
    take(trade(1, 100, 5));
    take(trade(2, 150, 6));
    take(trade(3, 102, 7));
    take(trade(2, 105, 9, Action::correct));
    EXPECT_EQ(session(), "last 102x7 high 105 low 100");
    take(trade(3, 103, 1, Action::correct));
    EXPECT_EQ(session(), "last 103x1 high 105 low 100");
}

TEST_F(Contract, UnknownTradesAreNeitherBrokenNorCorrected)
{
    take(trade(1, 100, 5));
    take(trade(0, 101, 6));
    EXPECT_EQ(statistics.apply(trade(7, 1, 1, Action::bust)), StatisticStatus::unknown_trade);
    EXPECT_EQ(statistics.apply(trade(7, 1, 1, Action::correct)), StatisticStatus::unknown_trade);
    EXPECT_EQ(statistics.apply(trade(0, 1, 1, Action::bust)), StatisticStatus::unknown_trade);
    take(trade(1, 100, 5, Action::bust));
    EXPECT_EQ(statistics.apply(trade(1, 100, 5, Action::bust)), StatisticStatus::unknown_trade);
    EXPECT_EQ(session(), "last 101x6 high 101 low 101");
}

TEST_F(Contract, ForgottenTradesAreUnknownAndTheExtremesStay)
{
    take(trade(1, 200, 5));
    for (std::uint32_t i = 2; i <= RecentTrades::trades_max + 1; ++i) take(trade(i, 100, i));
    EXPECT_EQ(statistics.apply(trade(1, 200, 5, Action::bust)), StatisticStatus::unknown_trade);
    take(trade(2, 100, 2, Action::bust));
    EXPECT_EQ(session(), "last 100x17 high 200 low 100");
    for (std::uint32_t i = 3; i <= RecentTrades::trades_max + 1; ++i)
        take(trade(i, 100, i, Action::bust));
    EXPECT_EQ(session(), "last none high 200 low 100") << "there may be one, nobody knows which";
}

TEST_F(Contract, FiguresAreKeptByKind)
{
    take(price_of(StatisticKind::open, 100));
    take(price_of(StatisticKind::indicative_open, 99));
    take(price_of(StatisticKind::vwap, 101));
    take(price_of(StatisticKind::highest_bid, 102));
    take(price_of(StatisticKind::lowest_offer, 98));
    take(price_of(StatisticKind::fixing, 97));
    EXPECT_EQ(text(statistics.told(StatisticKind::open)), "100");
    EXPECT_EQ(text(statistics.told(StatisticKind::indicative_open)), "99");
    EXPECT_EQ(text(statistics.told(StatisticKind::vwap)), "101");
    EXPECT_EQ(text(statistics.told(StatisticKind::highest_bid)), "102");
    EXPECT_EQ(text(statistics.told(StatisticKind::lowest_offer)), "98");
    EXPECT_EQ(text(statistics.told(StatisticKind::fixing)), "97");
    EXPECT_EQ(statistics.volume(), std::nullopt);
    take(quantity_of(StatisticKind::volume, 5000, date_none));
    take(quantity_of(StatisticKind::open_interest, 0, 19));
    take(quantity_of(StatisticKind::cleared_volume, 7, 19));
    EXPECT_EQ(statistics.volume(), 5000u);
    EXPECT_EQ(statistics.open_interest(), (DatedQuantity{0, 19}));
    EXPECT_EQ(statistics.cleared_volume(), (DatedQuantity{7, 19}));
    take(no_more(StatisticKind::volume));
    EXPECT_EQ(statistics.volume(), std::nullopt);
    EXPECT_EQ(statistics.apply(no_more(StatisticKind::volume)), StatisticStatus::nothing_to_remove);
}

TEST_F(Contract, ASettlementArrivesTwice)
{
    take(trade(1, 100, 5));
    take(settled(20, 105, preliminary));
    EXPECT_EQ(statistics.settlements().reference_for(21), std::nullopt);
    EXPECT_EQ(statistics.settlements().preliminary_for(21)->price.units, 105);
    take(settled(20, 106, final_actual));
    EXPECT_EQ(statistics.settlements().reference_for(20), std::nullopt) << "not on its own date";
    EXPECT_EQ(statistics.settlements().reference_for(21)->price.units, 106);
    EXPECT_EQ(session(), "last 100x5 high 100 low 100") << "a settlement is no trade";
}

TEST_F(Contract, SettlementsAreTakenBackByRemovalOrByNoPrice)
{
    take(settled(20, 106, final_actual));
    take(settled(20, none, final_actual));
    EXPECT_EQ(statistics.settlements().reference_for(21), std::nullopt);
    take(settled(20, 107, final_actual));
    StatisticEvent gone = settled(20, 107, final_actual);
    gone.removed = true;
    take(gone);
    EXPECT_EQ(statistics.settlements().reference_for(21), std::nullopt);
    EXPECT_EQ(statistics.apply(gone), StatisticStatus::nothing_to_remove);
    EXPECT_EQ(statistics.apply(settled(date_none, 1, final_actual)), StatisticStatus::unusable);
}

TEST_F(Contract, NoLimitRemovesTheLimit)
{
    EXPECT_EQ(statistics.limits(), PriceLimits{});
    statistics.apply(LimitsEvent{.high = 110, .low = 90, .variation_max = 5});
    EXPECT_EQ(statistics.limits(), (PriceLimits{{110}, {90}, {5}}));
    statistics.apply(LimitsEvent{.low = 80});
    EXPECT_EQ(statistics.limits(), (PriceLimits{Price::none(), {80}, Price::none()}));
}

TEST_F(Contract, DefinitionsTellTheSettlementBefore)
{
    take(ContractDefinition{.reference = 105,
                            .reference_date = 19,
                            .reference_type = final_actual,
                            .high_limit = 110,
                            .low_limit = 90});
    EXPECT_EQ(statistics.settlements().reference_for(20)->price.units, 105);
    EXPECT_EQ(statistics.limits(), (PriceLimits{{110}, {90}, Price::none()}));
    EXPECT_EQ(session(), "last none high none low none");
    EXPECT_EQ(statistics.apply(ContractDefinition{.reference = 1}), StatisticStatus::unusable);
    take(ContractDefinition{.reference_date = 18});
}

TEST_F(Contract, ALoopsDefinitionReplacesNothingThatTheChannelTold)
{
    take(settled(19, 106, final_actual));
    statistics.apply(LimitsEvent{});
    statistics.apply(status(17));
    ContractDefinition definition{.status = 2,
                                  .reference = 105,
                                  .reference_date = 19,
                                  .reference_type = final_actual,
                                  .high_limit = 110,
                                  .reports_in_loop = 500};
    take(definition);
    EXPECT_EQ(statistics.settlements().reference_for(20)->price.units, 106);
    EXPECT_EQ(statistics.limits(), PriceLimits{});
    EXPECT_EQ(statistics.status(), 17);
    definition.reports_in_loop = 0;
    take(definition);
    EXPECT_EQ(statistics.settlements().reference_for(20)->price.units, 105) << "sent by change";
    EXPECT_EQ(statistics.limits(), PriceLimits{});
}

TEST_F(Contract, AnIdUsedAgainIsAnotherContract)
{
    take(settled(19, 106, final_actual));
    take(trade(1, 100, 5));
    take(ContractDefinition{.action = 'A'});
    take(ContractDefinition{.action = 'D'});
    EXPECT_EQ(session(), "last 100x5 high 100 low 100") << "it may still be asked for";
    take(ContractDefinition{.action = 'A', .reference = 7, .reference_date = 20});
    EXPECT_EQ(session(), "last none high none low none");
    EXPECT_EQ(statistics.settlements().reference_for(21), std::nullopt);
    EXPECT_NE(statistics.settlements().find(20, SettlementGrade::other), std::nullopt);
}

TEST_F(Contract, StatusesBecomeTradingStates)
{
    EXPECT_EQ(statistics.trading(), TradingState::unknown);
    EXPECT_EQ(statistics.trade_date(), date_none);
    const auto after = [&](std::uint8_t code, std::uint8_t reason = 0) {
        statistics.apply(status(code, reason));
        return statistics.trading();
    };
    EXPECT_EQ(after(17), TradingState::trading);
    EXPECT_EQ(after(103), TradingState::trading) << "no change";
    EXPECT_EQ(after(255), TradingState::trading) << "not told";
    EXPECT_EQ(after(2), TradingState::paused) << "by schedule";
    for (const std::uint8_t reason : {1, 2, 5, 6})
        EXPECT_EQ(after(2, reason), TradingState::halted);
    EXPECT_EQ(statistics.halt_reason(), 6);
    for (const std::uint8_t code : {15, 21, 24, 25})
        EXPECT_EQ(after(code), TradingState::quotation_only);
    for (const std::uint8_t code : {4, 18, 26}) EXPECT_EQ(after(code), TradingState::paused);
    for (const std::uint8_t code : {201, 202}) EXPECT_EQ(after(code), TradingState::trading);
    for (const std::uint8_t code : {0, 20, 99}) EXPECT_EQ(after(code), TradingState::unknown);
    EXPECT_EQ(statistics.trade_date(), 20);
}

TEST_F(Contract, AStatusCoversAContractOrItsGroup)
{
    const Text<6> nq{{'N', 'Q', ' ', ' ', ' ', ' '}};
    const Text<6> mnq{{'M', 'N', 'Q'}};
    EXPECT_TRUE(covers(status(17), 42, nq, nq));
    EXPECT_FALSE(covers(status(17), 43, nq, nq));
    FuturesStatus of_group = status(17);
    of_group.for_group = true;
    of_group.group = {{'N', 'Q'}};
    EXPECT_TRUE(covers(of_group, 43, nq, nq));
    EXPECT_TRUE(covers(of_group, 43, nq, mnq));
    EXPECT_FALSE(covers(of_group, 42, mnq, nq));
    of_group.asset = mnq;
    EXPECT_TRUE(covers(of_group, 43, nq, mnq));
    EXPECT_FALSE(covers(of_group, 43, nq, nq));
}

TEST_F(Contract, ResetStatisticsForgetsTheSessionOnly)
{
    take(price_of(StatisticKind::open, 100));
    take(price_of(StatisticKind::high, 110));
    take(price_of(StatisticKind::fixing, 97));
    take(trade(1, 120, 5));
    take(settled(20, 106, final_actual));
    statistics.apply(LimitsEvent{.high = 130});
    statistics.apply(status(103, 0, 4));
    EXPECT_EQ(session(), "last 120x5 high none low none");
    EXPECT_EQ(text(statistics.told(StatisticKind::open)), "none");
    EXPECT_EQ(text(statistics.told(StatisticKind::fixing)), "97");
    EXPECT_EQ(statistics.settlements().reference_for(21)->price.units, 106);
    EXPECT_EQ(statistics.limits().high.units, 130);
    take(trade(2, 115, 5));
    take(trade(1, 120, 5, Action::bust));
    EXPECT_EQ(session(), "last 115x5 high 115 low 115");
}

TEST_F(Contract, AChannelResetKeepsWhatIsNotSentAgain)
{
    take(trade(1, 120, 5));
    take(price_of(StatisticKind::high, 110));
    take(price_of(StatisticKind::fixing, 97));
    take(quantity_of(StatisticKind::volume, 5000, date_none));
    take(quantity_of(StatisticKind::open_interest, 9, 19));
    take(quantity_of(StatisticKind::cleared_volume, 8, 19));
    take(settled(19, 106, final_actual));
    statistics.apply(LimitsEvent{.high = 130});
    statistics.apply(status(17));
    statistics.reset();
    EXPECT_EQ(session(), "last none high none low none");
    EXPECT_EQ(statistics.volume(), std::nullopt);
    EXPECT_EQ(statistics.limits(), PriceLimits{});
    EXPECT_EQ(statistics.trading(), TradingState::unknown);
    EXPECT_EQ(statistics.settlements().reference_for(20)->price.units, 106);
    EXPECT_EQ(statistics.open_interest(), (DatedQuantity{9, 19}));
    EXPECT_EQ(statistics.cleared_volume(), (DatedQuantity{8, 19}));
    EXPECT_EQ(text(statistics.told(StatisticKind::fixing)), "97");
    EXPECT_EQ(statistics.trade_date(), 20);
}

TEST_F(Contract, ASnapshotReplacesFiguresAndLimits)
{
    take(trade(1, 120, 5));
    take(price_of(StatisticKind::open, 100));
    statistics.apply(LimitsEvent{.high = 130});
    statistics.begin({.last_packet = 1,
                      .reports_in_loop = 1,
                      .sequence = 9,
                      .security = 42,
                      .time_ns = 1,
                      .date = 21,
                      .status = 2});
    EXPECT_EQ(session(), "last 120x5 high none low none");
    EXPECT_EQ(text(statistics.told(StatisticKind::open)), "none");
    EXPECT_EQ(statistics.limits(), PriceLimits{});
    EXPECT_EQ(statistics.trading(), TradingState::halted) << "a snapshot tells no reason";
    EXPECT_EQ(statistics.trade_date(), 21);
}

TEST_F(Contract, ASnapshotsTradeIsTheLastOneOnce)
{
    take(trade(1, 100, 5));
    take(trade(2, 120, 5));
    take(trade(0, 120, 5, Action::report, 0));
    take(trade(2, 120, 5, Action::bust));
    EXPECT_EQ(session(), "last 100x5 high 100 low 100") << "it was the same trade";
    take(trade(0, 130, 6, Action::report, 0));
    EXPECT_EQ(session(), "last 130x6 high 100 low 100") << "the snapshot tells the extremes";
}

}  // namespace
}  // namespace gapwire::test
