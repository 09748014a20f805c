// The dispatcher: order within an incident, retries, dead letters, and sinks that do not answer.
#include <set>

#include "tests/sinks/rig.hpp"

namespace gapwire::alerts::test {
namespace {

using Keys = std::vector<std::string>;

TEST(Dispatcher, DeliversInOrderAndRecordsIt)
{
    HttpServer server;
    Rig rig({webhook("desk", server)});
    rig.take(numbered_up_to(3));
    rig.deliver();
    EXPECT_EQ(server.values("webhook-id"), (Keys{key_of(1), key_of(2), key_of(3)}));
    EXPECT_EQ(rig.count("desk", Counter::sink_deliveries), 3u);
    EXPECT_EQ(sql_value(rig.folder.options().path, "SELECT count(*) FROM outbox"), "0");
    rig.start();
    rig.deliver();
    EXPECT_EQ(server.requests().size(), 3u) << "what is recorded is not sent again";
}

TEST(Dispatcher, AFailureHoldsBackItsIncidentAlone)
{
    std::atomic<bool> fails = true;
    HttpServer server([&](const HttpRequest& request, int) {
        return HttpAnswer{fails.load() && request.headers.at("webhook-id") == key_of(1) ? 500
                                                                                        : 200};
    });
    Rig rig({webhook("desk", server)});
    rig.take({numbered(1, 0xa1), numbered(2, 0xa1), numbered(3, 0xa2)});
    rig.deliver();
    EXPECT_EQ(server.values("webhook-id"), (Keys{key_of(1), key_of(3)}));
    fails = false;
    rig.deliver();
    EXPECT_EQ(server.requests().size(), 2u) << "its time has not come";
    rig.pass(2);
    rig.deliver();
    EXPECT_EQ(server.values("webhook-id"), (Keys{key_of(1), key_of(3), key_of(1), key_of(2)}));
    EXPECT_EQ(rig.count("desk", Counter::sink_failures), 1u);
    EXPECT_EQ(rig.count("desk", Counter::sink_retries), 1u);
}

TEST(Dispatcher, WaitsAreLongerEachTimeAndAreKeptInTheStore)
{
    HttpServer server([](const HttpRequest&, int) { return HttpAnswer{500}; });
    Rig rig({webhook("desk", server)});
    rig.take({numbered(1)});
    rig.deliver();
    for (int attempts = 1; attempts < 5; ++attempts) {
        rig.start();  // also over a restart
        rig.deliver();
        EXPECT_EQ(server.requests().size(), static_cast<std::size_t>(attempts));
        rig.pass(std::int64_t{1} << (attempts - 1));
        rig.deliver();
        EXPECT_EQ(server.requests().size(), static_cast<std::size_t>(attempts) + 1);
    }
}

TEST(Dispatcher, RetryAfterIsHonoured)
{
    HttpServer server([](const HttpRequest&, int number) {
        return HttpAnswer{number == 1 ? 503 : 200, "Retry-After: 60\r\n"};
    });
    Rig rig({webhook("desk", server)});
    rig.take({numbered(1)});
    rig.deliver();
    rig.pass(59);
    rig.deliver();
    EXPECT_EQ(server.requests().size(), 1u);
    rig.pass(1);
    rig.deliver();
    EXPECT_EQ(server.requests().size(), 2u);
}

TEST(Dispatcher, GivesUpAfterSoManyAttemptsAndAtOnceWhereItIsGone)
{
    HttpServer server([](const HttpRequest& request, int) {
        return HttpAnswer{request.headers.at("webhook-id") == key_of(1) ? 500 : 410};
    });
    SinkOptions sink = webhook("desk", server);
    sink.policy.attempts_max = 2;
    Rig rig({sink});
    rig.take({numbered(1, 0xa1), numbered(2, 0xa2)});
    rig.deliver();
    rig.pass(2);
    rig.deliver();
    rig.pass(1'000);
    rig.deliver();
    EXPECT_EQ(server.values("webhook-id"), (Keys{key_of(1), key_of(2), key_of(1)}));
    EXPECT_EQ(rig.kinds(), "failed dead dead");
    EXPECT_EQ(rig.count("desk", Counter::sink_dead_letters), 2u);
    EXPECT_NE(rig.told.at(0).find("sink desk: an alert is given up after 1 attempts: answers 410"),
              std::string::npos);
}

TEST(Dispatcher, ASinkThatNeverAnswersDelaysOnlyItself)
{
    HttpServer never([](const HttpRequest&, int) { return HttpAnswer{.never = true}; });
    HttpServer server;
    Rig rig({webhook("slow", never), webhook("desk", server)});
    for (std::uint64_t number = 1; number <= 3; ++number) {
        rig.take({numbered(number)});
        for (int i = 0; i < 100'000 && server.requests().size() < number; ++i) {
            rig.turn(i == 0);
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    }
    EXPECT_EQ(server.values("webhook-id"), (Keys{key_of(1), key_of(2), key_of(3)}));
    EXPECT_EQ(never.requests().size(), 1u);
    rig.dispatcher->end(rig.now);
    EXPECT_EQ(rig.count("slow", Counter::sink_deliveries), 0u);
    EXPECT_EQ(rig.count("slow", Counter::sink_failures), 0u) << "it was cut short: no attempt";
}

TEST(Dispatcher, WhatIsDeliveredAndNotRecordedIsDeliveredAgainUnderItsKey)
{
    HttpServer server;
    Rig rig({webhook("desk", server)});
    rig.take({numbered(1)});
    rig.turn(true);
    ASSERT_TRUE(server.wait_for(1));
    rig.start();  // dies before it has recorded that
    rig.deliver();
    EXPECT_EQ(server.values("webhook-id"), (Keys{key_of(1), key_of(1)}));
}

TEST(Dispatcher, HandsOutUnstoredAlertsMarkedAndOnce)
{
    HttpServer server;
    Rig rig({webhook("desk", server)});
    const auto path = rig.folder.options().path;
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    rig.take({numbered(1)});
    rig.deliver();
    ASSERT_EQ(server.requests().size(), 1u);
    EXPECT_NE(server.requests().at(0).body.find("\"stored\":false"), std::string::npos);
    sqlite3_close(database);
    rig.pass(2);
    rig.deliver();
    rig.take({numbered(2)});
    rig.deliver();
    ASSERT_EQ(server.values("webhook-id"), (Keys{key_of(1), key_of(2)}));
    EXPECT_EQ(server.requests().at(1).body.find("\"stored\""), std::string::npos);
    EXPECT_EQ(sql_value(path, "SELECT count(*) FROM outbox"), "0");
}

TEST(Dispatcher, TroubleIsToldOnceAndWhenItIsOver)
{
    std::atomic<bool> fails = true;
    HttpServer server(
        [&](const HttpRequest&, int) { return HttpAnswer{fails.load() ? 500 : 200}; });
    Rig rig({webhook("desk", server)});
    rig.take({numbered(1)});
    rig.deliver();
    const std::int64_t second = 1'000'000'000;
    const std::int64_t start = monotonic_ns();
    EXPECT_TRUE(rig.dispatcher->troubles(start + 10 * second).empty());
    auto troubles = rig.dispatcher->troubles(start + 31 * second);
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_EQ(troubles[0].sink, "desk");
    EXPECT_TRUE(troubles[0].is_failing);
    EXPECT_EQ(troubles[0].why, "answers 500");
    EXPECT_TRUE(rig.dispatcher->troubles(start + 60 * second).empty());
    fails = false;
    rig.pass(10);
    rig.deliver();
    troubles = rig.dispatcher->troubles(start + 61 * second);
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_FALSE(troubles[0].is_failing);
    EXPECT_TRUE(rig.dispatcher->troubles(start + 90 * second).empty());
}

TEST(Dispatcher, WhatARunBeforeSaidOfASinkIsOverWithItsNextDelivery)
{
    HttpServer server;
    Rig rig({webhook("desk", server)});
    rig.dispatcher->was_failing("desk");
    EXPECT_TRUE(rig.dispatcher->troubles(monotonic_ns()).empty());
    rig.take({numbered(1)});
    rig.deliver();
    const auto troubles = rig.dispatcher->troubles(monotonic_ns());
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_FALSE(troubles[0].is_failing);
}

TEST(RetryWait, DoublesUpToItsMostAndIsAtLeastHalfOfThat)
{
    DeliveryPolicy policy;
    policy.retry_ns = 1'000;
    policy.retry_max_ns = 6'000;
    const std::vector<std::int64_t> most{1'000, 2'000, 4'000, 6'000, 6'000};
    for (std::uint32_t attempts = 1; attempts <= most.size(); ++attempts) {
        std::set<std::int64_t> waits;
        for (std::uint64_t random = 0; random < 10'000; ++random)
            waits.insert(retry_wait(policy, attempts, 0, random));
        EXPECT_EQ(*waits.rbegin(), most[attempts - 1]);
        EXPECT_EQ(*waits.begin(), most[attempts - 1] / 2);
    }
    EXPECT_EQ(retry_wait(policy, 1, 50'000, 3), 50'000);
    EXPECT_EQ(retry_wait(policy, 4'000'000'000, 0, 0), 6'000);
}

}  // namespace
}  // namespace gapwire::alerts::test
