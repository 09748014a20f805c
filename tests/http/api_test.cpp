// Every path of the API, on real sockets.
#include "tests/http/world.hpp"

namespace gapwire::http::test {
namespace {

json::object object_of(const Answer& answer)
{
    EXPECT_EQ(answer.status / 100, 2) << answer.body;
    boost::system::error_code error;
    const json::value value = json::parse(answer.body, error);
    EXPECT_FALSE(error) << answer.body;
    return value.is_object() ? value.get_object() : json::object{};
}

TEST(Api, StatusSaysWhatRuns)
{
    World world;
    const Running running(world);
    const json::object status = object_of(get(running.port(), "/api/v1/status"));
    EXPECT_EQ(status.at("version"), "gapwire 0.1.0");
    EXPECT_EQ(status.at("trading_date"), "2025-01-27");
    EXPECT_EQ(status.at("now"), "2025-01-27T13:00:00.000000000Z");
    EXPECT_EQ(status.at("authentication"), "loopback");
    EXPECT_EQ(status.at("store").at("state"), "none");
}

TEST(Api, AQuoteMeasuresTheLastTradeFromItsReference)
{
    World world;
    world.trade(0, {130'000'000'000});
    world.trade(0, {128'330'000'000});
    const Running running(world);
    const json::object quote = object_of(get(running.port(), "/api/v1/instruments/0/book"));
    EXPECT_EQ(quote.at("symbol"), "NVDA");
    EXPECT_EQ(quote.at("feed"), "test");
    EXPECT_EQ(quote.at("bid"), "128.32");
    EXPECT_EQ(quote.at("bid_size"), 300);
    EXPECT_EQ(quote.at("last"), "128.33");
    EXPECT_EQ(quote.at("session_high"), "130");
    EXPECT_EQ(quote.at("session_low"), "128.33");
    EXPECT_EQ(quote.at("fall_bp"), 1'001);
    EXPECT_EQ(quote.at("rungs").as_array().size(), 2u);
}

TEST(Api, WithoutATradeTheMidOfAValidBookIsThePrice)
{
    World world;
    const Running running(world);
    const json::object quote = object_of(get(running.port(), "/api/v1/instruments/1/book"));
    EXPECT_EQ(quote.at("price"), "128.33");
    EXPECT_EQ(quote.at("last"), nullptr);
    EXPECT_EQ(quote.at("reference"), nullptr);
    EXPECT_EQ(quote.at("fall_bp"), nullptr);
}

TEST(Api, InstrumentsAreFoundBySymbolAndByPage)
{
    World world;
    const Running running(world);
    const json::object all = object_of(get(running.port(), "/api/v1/instruments"));
    EXPECT_EQ(all.at("total"), 2);
    EXPECT_EQ(all.at("instruments").at(0).at("watched"), true);
    EXPECT_EQ(all.at("instruments").at(1).at("watched"), false);
    const json::object one =
        object_of(get(running.port(), "/api/v1/instruments?symbol=QUIET&limit=1"));
    EXPECT_EQ(one.at("instruments").at(0).at("id"), 1);
    const json::object none = object_of(get(running.port(), "/api/v1/instruments?offset=2"));
    EXPECT_EQ(none.at("instruments").as_array().size(), 0u);
}

TEST(Api, ADepthHasTheLevelsThatThereAre)
{
    World world;
    const Running running(world);
    const json::object depth = object_of(get(running.port(), "/api/v1/instruments/0/depth"));
    EXPECT_EQ(json::serialize(depth.at("bids")),
              R"([{"price":"128.32","quantity":300,"orders":2}])");
    EXPECT_EQ(depth.at("state"), "valid");
}

TEST(Api, WithoutAStoreAlertsAreThoseHeardAndActionsAreRefused)
{
    World world;
    Running running(world);
    running.service().hear(alert_of(0x101), 0);
    running.service().hear(alert_of(0x102, "ORCL"), 0);
    json::object alerts;
    ASSERT_TRUE(eventually([&] {
        alerts = object_of(get(running.port(), "/api/v1/alerts"));
        return alerts.at("alerts").as_array().size() == 2;
    }));
    EXPECT_EQ(alerts.at("alerts").at(0).at("symbol"), "ORCL");
    EXPECT_EQ(alerts.at("alerts").at(0).at("seq"), nullptr);
    EXPECT_EQ(alerts.at("alerts").at(0).at("stored"), false);
    const json::object incidents = object_of(get(running.port(), "/api/v1/incidents?open=true"));
    ASSERT_EQ(incidents.at("incidents").as_array().size(), 1u);
    EXPECT_EQ(incidents.at("incidents").at(0).at("alerts"), 2);
    EXPECT_EQ(json::serialize(incidents.at("incidents").at(0).at("symbols")), R"(["NVDA","ORCL"])");
    const Answer refused = post(running.port(), "/api/v1/incidents/0000000000000010/acknowledge",
                                R"({"why":"","who":"anna"})");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.headers.at("content-type"), "application/problem+json");
    EXPECT_NE(refused.body.find("there is no [store]"), std::string::npos);
}

TEST(Api, ActionsAreStoredAndShown)
{
    World world;
    const Running running(world, {}, store_with({alert_of(0x101), alert_of(0x201, "ORCL")}));
    const std::string incident = "/api/v1/incidents/0000000000000010";
    const json::object done = object_of(
        post(running.port(), incident + "/acknowledge", R"({"why":"seen","who":"anna"})"));
    EXPECT_EQ(done.at("action").at("kind"), "acknowledge");
    EXPECT_EQ(done.at("action").at("target"), "0000000000000010");
    EXPECT_EQ(post(running.port(), incident + "/note", R"({"why":"w\u00e9","who":"b"})").status,
              201);
    EXPECT_EQ(post(running.port(), incident + "/escalate", R"({"who":"b"})").status, 201);
    EXPECT_EQ(post(running.port(), "/api/v1/drills",
                   R"({"scope":"symbol","target":"ORCL","minutes":5,"why":"d","who":"b"})")
                  .status,
              201);
    const json::object page = object_of(get(running.port(), incident));
    EXPECT_EQ(page.at("incident").at("acknowledged").at("who"), "anna");
    EXPECT_EQ(page.at("incident").at("escalated").at("who"), "b");
    EXPECT_EQ(page.at("incident").at("drill"), false);
    ASSERT_EQ(page.at("actions").as_array().size(), 3u);
    EXPECT_EQ(page.at("actions").at(1).at("why"), "w\u00e9");
    EXPECT_EQ(page.at("alerts").at(0).at("stored"), true);
    const json::object other = object_of(get(running.port(), "/api/v1/incidents/0000000000000020"));
    EXPECT_EQ(other.at("incident").at("drill"), true);
    EXPECT_EQ(world.counters[Counter::http_actions], 4u);
}

TEST(Api, ASilenceHoldsUntilItIsEnded)
{
    World world;
    const Running running(world, {}, store_with({alert_of(0x101)}));
    const std::string target = R"("scope":"rule","target":"gap_down","why":"noise","who":"b")";
    EXPECT_EQ(post(running.port(), "/api/v1/silences", "{\"minutes\":5," + target + '}').status,
              201);
    EXPECT_EQ(object_of(get(running.port(), "/api/v1/silences")).at("silences").as_array().size(),
              1u);
    const json::object page = object_of(get(running.port(), "/api/v1/incidents/10"));
    EXPECT_EQ(page.at("incident").at("silenced").at("why"), "noise");
    const Answer ended =
        fetch(running.port(), "DELETE", "/api/v1/silences",
              "X-Gapwire: 1\r\nContent-Type: application/json\r\n", '{' + target + '}');
    EXPECT_EQ(ended.status, 200) << ended.body;
    EXPECT_EQ(object_of(get(running.port(), "/api/v1/silences")).at("silences").as_array().size(),
              0u);
}

TEST(Api, AlertsOfTheStoreComeByPage)
{
    World world;
    std::vector<Alert> rows;
    for (std::uint64_t id = 1; id <= 5; ++id) rows.push_back(alert_of(0x100 + id));
    const Running running(world, {}, store_with(rows));
    const json::object first = object_of(get(running.port(), "/api/v1/alerts?limit=2"));
    ASSERT_EQ(first.at("alerts").as_array().size(), 2u);
    EXPECT_EQ(first.at("alerts").at(0).at("id"), "0000000000000105");
    const std::string before = json::serialize(first.at("next"));
    const json::object second =
        object_of(get(running.port(), "/api/v1/alerts?limit=3&before=" + before));
    ASSERT_EQ(second.at("alerts").as_array().size(), 3u);
    EXPECT_EQ(second.at("alerts").at(0).at("id"), "0000000000000103");
    EXPECT_EQ(
        object_of(get(running.port(), "/api/v1/alerts?id=102")).at("alerts").as_array().size(), 1u);
}

TEST(Api, WhatCannotBeUnderstoodIsRefused)
{
    World world;
    const Running running(world, {}, store_with({alert_of(0x101)}));
    for (const char* target :
         {"/api/v1/alerts?limit=0", "/api/v1/alerts?limit=x", "/api/v1/alerts?nothing=1",
          "/api/v1/alerts?limit=1&limit=2", "/api/v1/alerts?severity=bad",
          "/api/v1/alerts?since=yesterday", "/api/v1/incidents?date=27.1.", "/api/v1/status?x",
          "/api/v1/instruments/0/bars?seconds=0", "/api/v1/alerts?incident=xyz"})
        EXPECT_EQ(get(running.port(), target).status, 400) << target;
    for (const char* target :
         {"/api/v1/nothing", "/api/v1/instruments/9/book", "/api/v1/instruments/x/book",
          "/api/v1/instruments/0/nothing", "/api/v1/incidents/ff", "/api/v2/status",
          "/api/v1/instruments/99999999999999999999/depth", "/nothing"})
        EXPECT_EQ(get(running.port(), target).status, 404) << target;
    const std::string incident = "/api/v1/incidents/0000000000000010/note";
    for (const char* body :
         {"", "x", "[]", "{", R"({"why":"a"})", R"({"who":"a"})", R"({"why":"","who":"a"})",
          R"({"why":1,"who":"a"})", R"({"why":"a","who":"a","more":1})",
          R"({"why":"a","who":"a"}{})", R"({"why":"\u0000","who":"a"})", "{\"why\":\"\xff\"}",
          R"({"why":"a","who":{"x":[[[[[]]]]]}})"})
        EXPECT_EQ(post(running.port(), incident, body).status, 400) << body;
    for (const char* body :
         {R"({"scope":"all","target":"x","minutes":1,"why":"a","who":"a"})",
          R"({"scope":"rule","target":"","minutes":1,"why":"a","who":"a"})",
          R"({"scope":"rule","target":"x","why":"a","who":"a"})",
          R"({"scope":"rule","target":"x","minutes":0,"why":"a","who":"a"})",
          R"({"scope":"rule","target":"x","minutes":1,"until":"x","why":"a","who":"a"})",
          R"({"scope":"rule","target":"x","until":"2020-01-01T00:00:00Z","why":"a","who":"a"})",
          R"({"scope":"incident","target":"no","minutes":1,"why":"a","who":"a"})"})
        EXPECT_EQ(post(running.port(), "/api/v1/silences", body).status, 400) << body;
    EXPECT_EQ(post(running.port(), "/api/v1/incidents/ff/note", R"({"why":"a","who":"a"})").status,
              404);
}

TEST(Api, MethodsThatAPathDoesNotKnowAreRefused)
{
    World world;
    const Running running(world);
    const Answer answer = post(running.port(), "/api/v1/status", "{}");
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.headers.at("allow"), "GET, HEAD");
    EXPECT_EQ(get(running.port(), "/api/v1/drills").status, 405);
    EXPECT_EQ(fetch(running.port(), "TRACE", "/", "X-Gapwire: 1\r\n").status, 415);
    EXPECT_EQ(fetch(running.port(), "OPTIONS", "/api/v1/status").status, 405);
    const Answer head = fetch(running.port(), "HEAD", "/api/v1/status");
    EXPECT_EQ(head.status, 200);
    EXPECT_GT(std::stoul(head.headers.at("content-length")), 100u);
    EXPECT_EQ(get(running.port(), "/ws").status, 426);
}

TEST(Api, EveryAnswerKeepsBrowsersFromMischief)
{
    World world;
    const Running running(world);
    for (const char* target : {"/api/v1/status", "/nothing", "/livez"}) {
        const Answer answer = get(running.port(), target);
        EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
        EXPECT_EQ(answer.headers.at("referrer-policy"), "no-referrer");
        EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
        EXPECT_NE(answer.headers.at("content-security-policy").find("default-src 'self'"),
                  std::string::npos);
    }
}

TEST(Api, ProbesSayWhetherThreadsTurnAndFeedsAreSeen)
{
    World world;
    const Running running(world);
    EXPECT_EQ(get(running.port(), "/livez").body, "ok\n");
    EXPECT_TRUE(eventually([&] { return get(running.port(), "/readyz").status == 200; }));
}

TEST(Api, ActionsOfOthersAreSeen)
{
    World world;
    const auto store = store_with({alert_of(0x101)});
    const Running running(world, {}, store);
    alerts::AlertStore other;
    ASSERT_TRUE(other.open_existing(store).ok());
    ASSERT_TRUE(other
                    .act({.kind = alerts::ActionKind::acknowledge,
                          .target = "0000000000000010",
                          .who = "cli",
                          .why = ""},
                         wall_clock())
                    .ok());
    EXPECT_TRUE(eventually([&] {
        const json::object page = object_of(get(running.port(), "/api/v1/incidents/10"));
        const json::value& done = page.at("incident").at("acknowledged");
        return done.is_object() && done.at("who") == "cli";
    }));
}

}  // namespace
}  // namespace gapwire::http::test
