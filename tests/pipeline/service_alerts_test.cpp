// Alerts about gapwire itself: what they say, and that each downtime is one of its own.
#include "app/pipeline/service_alerts.hpp"

#include <gtest/gtest.h>

namespace gapwire::pipeline {
namespace {

constexpr Date monday{2025, 1, 27};
constexpr Timestamp noon{1'737'979'200'000'000'000};

TEST(ServiceAlerts, ASinkThatFailsIsBlindnessOfItsName)
{
    const Alert failing = sink_alert("desk", true, 30'000'000'000, monday, noon, 1);
    EXPECT_EQ(failing.kind, AlertKind::blind);
    EXPECT_EQ(failing.cause, BlindCause::sink_failing);
    EXPECT_EQ(failing.rule.view(), "delivery");
    EXPECT_EQ(failing.symbol.view(), "desk");
    EXPECT_EQ(failing.state, AlertState::firing);
    EXPECT_EQ(failing.reason, AlertReason::fired);
    EXPECT_EQ(failing.severity, Severity::critical);
    EXPECT_EQ(failing.window_ns, 30'000'000'000);

    const Alert over = sink_alert("desk", false, 0, monday, noon, 2);
    EXPECT_EQ(over.id, failing.id);
    EXPECT_EQ(over.state, AlertState::recovering);
    EXPECT_EQ(over.reason, AlertReason::over);
    EXPECT_EQ(sink_alert("desk", true, 0, monday, noon, 3).reason, AlertReason::returned);
    EXPECT_NE(sink_alert("mail", true, 0, monday, noon, 1).id, failing.id);
}

TEST(ServiceAlerts, EachDowntimeIsAnAlertOfItsOwn)
{
    const auto began_after = [](std::int64_t ms) { return Timestamp{noon.ns + ms * 1'000'000}; };
    const Alert killed = downtime_alert(began_after(0), began_after(2'500), false, monday);
    EXPECT_EQ(killed.cause, BlindCause::not_running);
    EXPECT_EQ(killed.rule.view(), "downtime");
    EXPECT_EQ(killed.detail.view(), "killed");
    EXPECT_EQ(killed.severity, Severity::warning);
    EXPECT_EQ(killed.state, AlertState::recovering);
    EXPECT_EQ(killed.window_ns, 2'500'000'000);
    EXPECT_EQ(killed.exchange_time, began_after(2'500));

    const Alert stopped = downtime_alert(began_after(5'000), began_after(6'000), true, monday);
    EXPECT_EQ(stopped.detail.view(), "stopped");
    EXPECT_EQ(stopped.severity, Severity::info);
    EXPECT_NE(stopped.id, killed.id);
    EXPECT_EQ(stopped.incident, killed.incident);
    EXPECT_EQ(downtime_alert(began_after(0), began_after(2'500), false, monday), killed);
    EXPECT_EQ(downtime_alert(began_after(9), began_after(8), false, monday).window_ns, 0);
}

}  // namespace
}  // namespace gapwire::pipeline
