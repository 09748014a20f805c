// What operators did: what holds, for what, until when.
#include "alerts/store/operator_state.hpp"

#include <gtest/gtest.h>

#include "tests/alerts/samples.hpp"

namespace gapwire::alerts {
namespace {

class Desk {
 public:
    void act(const OperatorAction& action)
    {
        ++seq_;
        state.apply({seq_, {seq_}, action});
    }
    OperatorState state;

 private:
    std::int64_t seq_ = 0;
};

Alert alert_of(std::uint64_t incident)
{
    Alert alert = sample();  // rule gap_down, symbol NVDA
    alert.incident = incident;
    return alert;
}

TEST(OperatorState, NothingHoldsAtFirst)
{
    const OperatorState state;
    EXPECT_EQ(state.acknowledged(1), nullptr);
    EXPECT_EQ(state.escalated(1), nullptr);
    EXPECT_EQ(state.silenced(alert_of(1), {0}), nullptr);
    EXPECT_EQ(state.drilled(alert_of(1), {0}), nullptr);
}

TEST(OperatorState, NewestAcknowledgementOfAnIncidentCounts)
{
    Desk desk;
    desk.act({ActionKind::acknowledge, ActionScope::incident, incident_text(1), "anna", ""});
    desk.act({ActionKind::acknowledge, ActionScope::incident, incident_text(1), "bob", ""});
    desk.act({ActionKind::escalate, ActionScope::incident, incident_text(2), "bob", ""});
    ASSERT_NE(desk.state.acknowledged(1), nullptr);
    EXPECT_EQ(desk.state.acknowledged(1)->action.who, "bob");
    EXPECT_EQ(desk.state.acknowledged(2), nullptr);
    EXPECT_NE(desk.state.escalated(2), nullptr);
}

TEST(OperatorState, SilenceIsAboutAnIncidentARuleOrASymbol)
{
    for (const auto& [scope, target] : {std::pair{ActionScope::incident, incident_text(1)},
                                        {ActionScope::rule, "gap_down"},
                                        {ActionScope::symbol, "NVDA"}}) {
        Desk desk;
        desk.act({ActionKind::silence, scope, target, "anna", "", {100}});
        EXPECT_NE(desk.state.silenced(alert_of(1), {99}), nullptr) << target;
        EXPECT_EQ(desk.state.silenced(alert_of(1), {100}), nullptr) << target;
        Alert other = alert_of(2);
        other.symbol = symbol_of("ORCL");
        put(other.rule, "velocity");
        EXPECT_EQ(desk.state.silenced(other, {99}), nullptr) << target;
        EXPECT_EQ(desk.state.drilled(alert_of(1), {99}), nullptr) << target;
    }
}

TEST(OperatorState, LongestSilenceCountsAndAllOfOneTargetEndTogether)
{
    Desk desk;
    desk.act({ActionKind::silence, ActionScope::symbol, "NVDA", "anna", "", {100}});
    desk.act({ActionKind::silence, ActionScope::symbol, "NVDA", "bob", "", {200}});
    desk.act({ActionKind::silence, ActionScope::rule, "gap_down", "carl", "", {150}});
    EXPECT_EQ(desk.state.silenced(alert_of(1), {0})->action.who, "bob");
    desk.act({ActionKind::unsilence, ActionScope::symbol, "NVDA", "bob", ""});
    EXPECT_EQ(desk.state.silenced(alert_of(1), {0})->action.who, "carl");
    desk.act({ActionKind::unsilence, ActionScope::rule, "gap_down", "bob", ""});
    EXPECT_EQ(desk.state.silenced(alert_of(1), {0}), nullptr);
}

TEST(OperatorState, ForgetsWhatIsOver)
{
    Desk desk;
    desk.act({ActionKind::drill, ActionScope::symbol, "NVDA", "anna", "", {100}});
    desk.act({ActionKind::drill, ActionScope::symbol, "NVDA", "bob", "", {200}});
    desk.state.forget({100});
    EXPECT_EQ(desk.state.drilled(alert_of(1), {0})->action.who, "bob");
    desk.state.forget({200});
    EXPECT_EQ(desk.state.drilled(alert_of(1), {0}), nullptr);
}

}  // namespace
}  // namespace gapwire::alerts
