// What each sink gets: silences, quiet hours, drills, escalation.
#include <boost/json.hpp>

#include "tests/sinks/rig.hpp"

namespace gapwire::alerts::test {
namespace {

using Keys = std::vector<std::string>;

Alert severe(std::uint64_t number, Severity severity, std::uint64_t incident = 0xa1)
{
    Alert alert = numbered(number, incident);
    alert.severity = severity;
    return alert;
}

SinkOptions pager(const HttpServer& server, const std::string& name = "pager")
{
    SinkOptions sink = webhook(name, server);
    sink.policy.is_paging = true;
    return sink;
}

OperatorAction silence(const std::string& symbol, Timestamp until)
{
    return action(ActionKind::silence, ActionScope::symbol, symbol, until);
}

TEST(Selection, ASinkGetsItsSeverityOrWorse)
{
    HttpServer server;
    SinkOptions sink = webhook("desk", server);
    sink.policy.severity = Severity::critical;
    Rig rig({sink});
    rig.take({severe(1, Severity::warning), severe(2, Severity::critical),
              severe(3, Severity::emergency)});
    rig.deliver();
    EXPECT_EQ(server.values("webhook-id"), (Keys{key_of(2), key_of(3)}));
    EXPECT_EQ(rig.count("desk", Counter::sink_skips), 1u);
}

TEST(Selection, ASilenceHoldsForSinksThatPageAndNotForAnEmergency)
{
    HttpServer desk;
    HttpServer phone;
    Rig rig({webhook("desk", desk), pager(phone)});
    rig.act(silence("NVDA", {rig.now.ns + 60'000'000'000}));
    rig.take({severe(1, Severity::critical), severe(2, Severity::emergency)});
    rig.deliver();
    EXPECT_EQ(desk.values("webhook-id"), (Keys{key_of(1), key_of(2)}));
    EXPECT_EQ(phone.values("webhook-id"), (Keys{key_of(2)}));
    const std::string why =
        sql_value(rig.folder.options().path, "SELECT payload FROM log WHERE kind = 'skipped'");
    EXPECT_EQ(why.find(R"({"sink":"pager","alerts":[)"), 0u) << why;
    EXPECT_NE(why.find(R"("why":"silenced by desk")"), std::string::npos) << why;
    rig.pass(61);
    rig.take({severe(3, Severity::critical)});
    rig.deliver();
    EXPECT_EQ(phone.values("webhook-id"), (Keys{key_of(2), key_of(3)})) << "the silence is over";
}

TEST(Selection, ADrillIsMarked)
{
    HttpServer server;
    Rig rig({pager(server)});
    rig.act(action(ActionKind::drill, ActionScope::symbol, "NVDA", {rig.now.ns + 60'000'000'000}));
    rig.take({numbered(1)});
    rig.deliver();
    EXPECT_NE(server.requests().at(0).body.find("\"drill\":true"), std::string::npos);
}

TEST(Selection, QuietHoursHoldBackAndListWhatTheyMuted)
{
    HttpServer server;
    SinkOptions sink = pager(server);
    sink.policy.quiet = {9 * 60, 11 * 60, "UTC"};
    Rig rig({sink});
    rig.take({severe(1, Severity::critical), severe(2, Severity::emergency),
              severe(3, Severity::warning, 0xa2)});
    rig.deliver();
    EXPECT_EQ(server.values("webhook-id"), (Keys{key_of(2)})) << "an emergency comes through";
    rig.pass(1'800);
    rig.start();
    rig.deliver();
    EXPECT_EQ(server.requests().size(), 1u) << "also over a restart";
    rig.pass(1'800);  // 11:00
    rig.take({severe(4, Severity::warning)});
    rig.deliver();
    ASSERT_EQ(server.requests().size(), 3u);
    const auto list = boost::json::parse(server.requests().at(1).body);
    EXPECT_EQ(list.at("list"), "muted in quiet hours, 09:00 to 11:00 UTC");
    ASSERT_EQ(list.at("alerts").as_array().size(), 2u);
    EXPECT_EQ(list.at("alerts").at(0).at("id"), "0000000000000001");
    EXPECT_EQ(list.at("alerts").at(1).at("id"), "0000000000000003");
    EXPECT_EQ(server.values("webhook-id").at(2), key_of(4));
    rig.pass(10);
    rig.deliver();
    EXPECT_EQ(server.requests().size(), 3u) << "it is listed once";
}

TEST(Selection, AnEmergencyComesThroughHoweverManyAreMuted)
{
    HttpServer server;
    SinkOptions sink = pager(server);
    sink.policy.quiet = {9 * 60, 11 * 60, "UTC"};
    Rig rig({sink});
    for (std::uint64_t number = 1; number <= 300; number += 100) {
        std::vector<Alert> alerts;
        for (std::uint64_t i = 0; i < 100; ++i)
            alerts.push_back(severe(number + i, Severity::critical, number));
        rig.take(alerts);
    }
    rig.take({severe(1'000, Severity::emergency)});
    rig.deliver();
    EXPECT_EQ(server.values("webhook-id"), (Keys{key_of(1'000)}));
}

TEST(QuietHours, AreByTheWallClockOfTheirZoneAndMayPassMidnight)
{
    const QuietHours night{22 * 60, 6 * 60, "America/New_York"};
    const auto at_utc = [](int hour, int minute) {
        return Timestamp{1'737'936'000'000'000'000 + (hour * 60LL + minute) * 60'000'000'000};
    };
    EXPECT_TRUE(is_quiet(night, at_utc(3, 0)));  // 22:00 the day before
    EXPECT_FALSE(is_quiet(night, at_utc(2, 59)));
    EXPECT_TRUE(is_quiet(night, at_utc(10, 59)));  // 05:59
    EXPECT_FALSE(is_quiet(night, at_utc(11, 0)));
    EXPECT_FALSE(is_quiet({}, at_utc(0, 0)));
    EXPECT_EQ(night.text(), "22:00 to 06:00 America/New_York");
}

Escalation to_phone()
{
    return {.sink = "phone", .after_ns = 120'000'000'000, .severity = Severity::critical};
}

TEST(Escalation, WhatNobodyAcknowledgesGoesToTheNextSink)
{
    HttpServer desk;
    HttpServer phone;
    Rig rig({webhook("desk", desk), pager(phone, "phone")}, {to_phone()});
    rig.take({severe(1, Severity::critical, 0xa1), severe(2, Severity::warning, 0xa2)});
    rig.deliver();
    EXPECT_EQ(desk.requests().size(), 2u);
    rig.pass(119);
    rig.deliver();
    EXPECT_EQ(phone.requests().size(), 0u);
    rig.start();  // the time does not begin anew
    rig.pass(1);
    rig.deliver();
    EXPECT_EQ(phone.values("webhook-id"), (Keys{key_of(1)}));
    const std::string row =
        sql_value(rig.folder.options().path, "SELECT payload FROM log WHERE kind = 'escalate'");
    EXPECT_NE(row.find(R"("target":"00000000000000a1")"), std::string::npos) << row;
    EXPECT_NE(row.find("nobody acknowledged it: to phone"), std::string::npos) << row;

    // From then on what belongs to it goes there at once, also when it is less severe.
    rig.take({severe(3, Severity::warning, 0xa1)});
    rig.deliver();
    EXPECT_EQ(phone.values("webhook-id"), (Keys{key_of(1), key_of(3)}));
}

TEST(Escalation, AnAcknowledgementStopsItForWhatWasThere)
{
    HttpServer phone;
    Rig rig({pager(phone, "phone")}, {to_phone()});
    rig.take({severe(1, Severity::critical)});
    rig.deliver();
    rig.pass(60);
    rig.act(action(ActionKind::acknowledge, ActionScope::incident, incident_text(0xa1)));
    rig.pass(60);
    rig.take({severe(2, Severity::critical)});  // the same incident goes deeper
    rig.deliver();
    EXPECT_EQ(phone.requests().size(), 0u);
    rig.pass(120);
    rig.deliver();
    EXPECT_EQ(phone.values("webhook-id"), (Keys{key_of(2)}));
}

TEST(Escalation, WhatIsOverBeforeItsTimeIsNotEscalated)
{
    HttpServer phone;
    Rig rig({pager(phone, "phone")}, {to_phone()});
    Alert over = severe(1, Severity::critical);
    over.revision = 2;
    over.state = AlertState::recovering;
    rig.take({severe(1, Severity::critical), over});
    rig.deliver();
    rig.pass(121);
    rig.deliver();
    EXPECT_EQ(phone.requests().size(), 0u);
    EXPECT_EQ(rig.count("phone", Counter::sink_skips), 2u);
}

TEST(Escalation, ByHandItGoesAtOnce)
{
    HttpServer phone;
    Rig rig({pager(phone, "phone")}, {to_phone()});
    rig.take({severe(1, Severity::critical)});
    rig.deliver();
    rig.act(action(ActionKind::escalate, ActionScope::incident, incident_text(0xa1)));
    rig.deliver();
    EXPECT_EQ(phone.values("webhook-id"), (Keys{key_of(1)}));
}

}  // namespace
}  // namespace gapwire::alerts::test
