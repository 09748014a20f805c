// halt: stops, reasons, resumption and the gap at the first trade.
#include "strategies/halt.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

struct Stops : RuleDesk {
    Stops() : RuleDesk(std::make_unique<Halt>(HaltSettings{}))
    {
        begin();
        know("ACME", 1);
        know("OTHER", 2);
    }
};

MarketUpdate action(TradingState state, std::string_view reason, std::int64_t seconds,
                    std::uint32_t id = 1)
{
    MarketUpdate update = later(seconds, trade("1", id));
    update.kinds = update_status;
    update.trade_price = Price::none();
    update.trading_state = state;
    std::copy(reason.begin(), reason.end(), update.halt_reason.raw.begin());
    return update;
}

TEST(Halt, IsToldWithItsReasonAndItsEndAndTheGapAtTheReopening)
{
    Stops desk;
    EXPECT_EQ(desk.raised({trade("100"), action(TradingState::paused, "LUDP", 10)}),
              "1.1 firing fired @100");
    EXPECT_EQ(desk.alerts[0].detail.view(), "LUDP");
    EXPECT_EQ(desk.raised({action(TradingState::quotation_only, "LUDP", 300),
                           action(TradingState::trading, "LUDP", 310)}),
              "1.2 recovering over @100");
    EXPECT_EQ(desk.alerts[0].window_ns, 300 * second_ns);
    EXPECT_EQ(desk.raised({later(311, trade("88")), later(312, trade("87"))}),
              "1.3 recovering changed @88");
    EXPECT_EQ(desk.alerts[0].fall, BasisPoints{1200});
    EXPECT_EQ(desk.alerts[0].reference.price, price("100"));
}

TEST(Halt, TheSecondOfADayIsAnAlertOfItsOwnAndAnotherReasonIsARevision)
{
    Stops desk;
    desk.raised({action(TradingState::halted, "T1", 0), action(TradingState::trading, "", 60)});
    EXPECT_EQ(desk.raised({action(TradingState::halted, "T1", 100),
                           action(TradingState::halted, "T1", 101),
                           action(TradingState::halted, "T2", 110)}),
              "2.1 firing fired @, 2.2 firing changed @");
}

TEST(Halt, OfTheWholeMarketIsOneAlert)
{
    Stops desk;
    EXPECT_EQ(desk.raised({action(TradingState::halted, "MWC1", 0, 1),
                           action(TradingState::halted, "MWC1", 0, 2),
                           action(TradingState::trading, "MWCQ", 900, 1)}),
              "2.1 firing fired @");
    EXPECT_EQ(desk.alerts[0].severity, Severity::emergency);
    EXPECT_EQ(desk.alerts[0].symbol.view(), "");
}

TEST(Halt, TradingAsUsualIsNoNews)
{
    Stops desk;
    EXPECT_EQ(desk.raised({action(TradingState::trading, "", 0), trade("100"),
                           action(TradingState::trading, "", 1)}),
              "");
}

}  // namespace
}  // namespace gapwire::strategies
