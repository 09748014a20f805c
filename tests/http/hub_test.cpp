// What waits for a client, and what is left out, without sockets.
#include "app/http/hub.hpp"

#include "tests/http/world.hpp"

namespace gapwire::http::test {
namespace {

class HubTest : public testing::Test {
 protected:
    HubTest() { desk_.look(); }

    void ticks(int count)
    {
        for (int i = 0; i < count; ++i) {
            desk_.look();
            hub_.tick();
        }
    }
    /// What waits for a client, taken.
    static std::vector<std::string> taken(Subscriber& client)
    {
        std::vector<std::string> texts;
        while (const std::string* front = client.front()) {
            texts.push_back(*front);
            client.sent();
        }
        return texts;
    }
    static std::size_t count_of(const std::vector<std::string>& texts, std::string_view type)
    {
        return static_cast<std::size_t>(
            std::count_if(texts.begin(), texts.end(), [&](const std::string& text) {
                return text.starts_with("{\"type\":\"" + std::string(type) + '"');
            }));
    }

    World world_;
    Desk desk_{{}, world_.sources(), std::nullopt};
    Hub hub_{desk_, world_.counters};
};

TEST_F(HubTest, QuotesComeAtTheRateOfTheClient)
{
    Subscriber slow(10);
    Subscriber quick(10);
    hub_.join(slow);
    hub_.join(quick);
    hub_.on_text(slow, R"({"type":"watch","rate":2})", 0);
    hub_.on_text(quick, R"({"type":"watch","rate":20})", 0);
    std::size_t slow_quotes = 0;
    std::size_t quick_quotes = 0;
    for (std::int64_t i = 1; i <= 20; ++i) {
        world_.trade(0, {i * 1'000'000'000});
        ticks(1);
        slow_quotes += count_of(taken(slow), "quotes");
        quick_quotes += count_of(taken(quick), "quotes");
    }
    EXPECT_EQ(slow_quotes, 2u);
    EXPECT_EQ(quick_quotes, 20u);
    hub_.leave(slow);
    hub_.leave(quick);
}

TEST_F(HubTest, ClientsOfOneRateShareTheirFrames)
{
    Subscriber a(10);
    Subscriber b(10);
    hub_.join(a);
    hub_.join(b);
    taken(a);
    taken(b);
    ticks(5);
    taken(a);
    taken(b);
    world_.trade(0, {1'000'000'000});
    ticks(5);
    ASSERT_NE(a.front(), nullptr);
    EXPECT_EQ(a.front(), b.front());
    hub_.leave(a);
    hub_.leave(b);
}

TEST_F(HubTest, WhatASlowClientMissesIsToldAndMadeGood)
{
    Subscriber client(10);
    hub_.join(client);
    taken(client);
    hub_.on_text(client, R"({"type":"watch","rate":20})", 0);
    ticks(1);  // all quotes, which are not taken
    for (std::int64_t i = 1; i <= 3; ++i) {
        world_.trade(0, {i * 1'000'000'000});
        ticks(1);
    }
    EXPECT_EQ(client.queued(), 1u);
    EXPECT_EQ(world_.counters[Counter::ws_quotes_dropped], 3u);
    taken(client);
    ticks(1);
    const auto texts = taken(client);
    ASSERT_EQ(texts.size(), 2u);
    EXPECT_EQ(texts[0], R"({"type":"dropped","quotes":3})");
    EXPECT_NE(texts[1].find(R"("last":"3")"), std::string::npos) << texts[1];
    hub_.leave(client);
}

TEST_F(HubTest, AClientWithTooManyAlertsIsCut)
{
    Subscriber client(4);
    int code = 0;
    client.on_cut = [&](int why, const std::string&) { code = why; };
    hub_.join(client);
    for (std::uint64_t id = 1; id <= 4 && code == 0; ++id) {
        DeskNews news;
        desk_.hear(alert_of(0x100 + id), 0, news);
        hub_.tell(news);
    }
    EXPECT_EQ(code, 1013);
    EXPECT_EQ(world_.counters[Counter::ws_clients_cut], 1u);
    hub_.leave(client);
}

TEST_F(HubTest, AlertsThatWereAskedForCutNobody)
{
    for (std::uint64_t id = 1; id <= 50; ++id) {
        DeskNews news;
        desk_.hear(alert_of(0x100 + id), 0, news);
    }
    Subscriber client(4);
    hub_.join(client);
    hub_.on_text(client, R"({"type":"since","seq":0})", 0);
    EXPECT_FALSE(client.is_cut());
    EXPECT_EQ(count_of(taken(client), "alert"), 50u);
    hub_.leave(client);
}

TEST_F(HubTest, StatusAndFeedsNeverPileUp)
{
    Subscriber client(4);
    hub_.join(client);
    ticks(200);
    EXPECT_FALSE(client.is_cut());
    const auto texts = taken(client);
    EXPECT_EQ(count_of(texts, "status"), 1u);
    EXPECT_EQ(count_of(texts, "feeds"), 1u);
    hub_.leave(client);
}

TEST_F(HubTest, TooManyTextsASecondCutAClient)
{
    Subscriber client(10);
    int code = 0;
    client.on_cut = [&](int why, const std::string&) { code = why; };
    hub_.join(client);
    for (int i = 0; i < 20; ++i) hub_.on_text(client, R"({"type":"watch"})", 1);
    EXPECT_EQ(code, 0);
    hub_.on_text(client, R"({"type":"watch"})", 1);
    EXPECT_EQ(code, 1008);
    hub_.leave(client);
}

TEST(IncidentBook, TheStateIsTheWorstOfItsAlerts)
{
    IncidentBook book;
    book.apply(alert_of(0x101), 0);
    book.apply(alert_of(0x102, "ORCL"), 0);
    EXPECT_EQ(book.find(0x10)->state(), AlertState::firing);
    book.apply(alert_of(0x101, "NVDA", AlertState::recovering, 2), 0);
    EXPECT_EQ(book.find(0x10)->state(), AlertState::firing);
    book.apply(alert_of(0x102, "ORCL", AlertState::unknown, 2), 0);
    EXPECT_EQ(book.find(0x10)->state(), AlertState::unknown);
    book.apply(alert_of(0x102, "ORCL", AlertState::withdrawn, 3), 0);
    EXPECT_EQ(book.find(0x10)->state(), AlertState::recovering);
    EXPECT_EQ(book.find(0x10)->symbols, (std::vector<std::string>{"NVDA", "ORCL"}));
}

TEST(IncidentBook, ARowThatComesLaterIsTheSameAlert)
{
    IncidentBook book;
    EXPECT_EQ(book.apply(alert_of(0x101), 0), IncidentBook::Outcome::news);
    EXPECT_EQ(book.apply(alert_of(0x101), 7), IncidentBook::Outcome::row);
    EXPECT_EQ(book.apply(alert_of(0x101), 7), IncidentBook::Outcome::known);
    EXPECT_EQ(book.find(0x10)->latest.seq, 7);
    EXPECT_EQ(book.last_seq(), 7);
}

TEST(TradeBoard, ABrokenTradeTakesTheBoundsThatRestedOnIt)
{
    TradeBoard board(8);
    const auto trade = [](std::int64_t price) {
        return MarketUpdate{
            .instrument = {1}, .kinds = update_trade, .trade_price = {price}, .day = 1};
    };
    board.note(trade(100));
    board.note(trade(50));
    board.note(trade(80));
    board.note({.instrument = {1},
                .kinds = update_trade_broken,
                .trade_price = {80},
                .day = 1,
                .broken_price = {50}});
    const auto figures = board.of({1});
    ASSERT_TRUE(figures);
    EXPECT_EQ(figures->last, 80);
    EXPECT_EQ(figures->high, 100);
    EXPECT_EQ(figures->low, Price::none().units);
    EXPECT_FALSE(board.of({2}));
    EXPECT_FALSE(board.of({8}));
}

TEST(QuoteBoard, BarsAreMadeOfWhatWasSeenEverySecond)
{
    World world;
    const DeskSources sources = world.sources();
    QuoteBoard quotes(sources);
    for (const std::int64_t second : {0, 1, 59, 60}) {
        world.trade(0, {(100 + second) * 1'000'000'000});
        quotes.refresh({second * 1'000'000'000});
    }
    EXPECT_EQ(quotes.bars_json(0, 60),
              R"({"id":0,"seconds":60,"sampled":true,"bars":[)"
              R"({"time":"1970-01-01T00:00:00.000000000Z","open":"100","high":"159","low":"100",)"
              R"("close":"159"},)"
              R"({"time":"1970-01-01T00:01:00.000000000Z","open":"160","high":"160",)"
              R"("low":"160","close":"160"}]})");
    EXPECT_EQ(quotes.bars_json(1, 60), "");
}

}  // namespace
}  // namespace gapwire::http::test
