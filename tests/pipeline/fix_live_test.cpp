// A live FIX feed and a venue with a market of its own, on a virtual clock: what they agree on.
#include "app/pipeline/fix_live.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/fix_session/peers.hpp"

namespace gapwire::test {
namespace {

using pipeline::FixLive;
using pipeline::FixWish;
using testing::ElementsAre;
using testing::HasSubstr;

/// The true books of a venue, and what it says of them.
class Venue {
 public:
    using SideLevels = std::map<int, int>;  // price, quantity

    explicit Venue(const fix_session::Settings& settings) : peer(settings, monday_ns) {}

    /// Answers the requests that have come.
    void answer(std::int64_t now)
    {
        for (; answered_ < peer.raw.size(); ++answered_) {
            const std::string request = peer.raw[answered_];
            if (value_in(request, "35") != "V") continue;
            requests.push_back(value_in(request, "262") + ' ' + value_in(request, "263"));
            const bool is_on = value_in(request, "263") == "1";
            for (std::size_t at = request.find("\x01"
                                               "55=");
                 at != std::string::npos; at = request.find("\x01"
                                                            "55=",
                                                            at + 1)) {
                const std::string symbol =
                    request.substr(at + 4, request.find('\x01', at + 4) - at - 4);
                if (!is_on) {
                    subscribed_.erase(symbol);
                } else if (symbol == refused) {
                    peer.session.send("Y", {{262, value_in(request, "262")}, {281, "0"}}, now);
                } else {
                    subscribed_[symbol] = value_in(request, "262");
                    snapshot(symbol, now);
                }
            }
        }
    }
    void snapshot(const std::string& symbol, std::int64_t now)
    {
        Fields fields{{262, subscribed_[symbol]}, {55, symbol}};
        const auto& [bids, asks] = books[symbol];
        fields.emplace_back(268, std::to_string(bids.size() + asks.size()));
        for (const auto& [price, quantity] : bids) add(fields, "0", price, quantity);
        for (const auto& [price, quantity] : asks) add(fields, "1", price, quantity);
        peer.session.send("W", fields, now);
    }
    /// One random change of one book, told if it is subscribed.
    void change(std::mt19937_64& random, const std::vector<std::string>& symbols, std::int64_t now)
    {
        const std::string& symbol = symbols[random() % symbols.size()];
        const bool is_ask = random() % 2 == 0;
        auto& side = is_ask ? books[symbol].second : books[symbol].first;
        const int price = static_cast<int>((is_ask ? 1'000 : 900) + random() % 80);
        const auto found = side.find(price);
        std::string action = found == side.end() ? "0" : (random() % 2 == 0 ? "1" : "2");
        const int quantity = static_cast<int>(1 + random() % 500);
        if (action == "2")
            side.erase(found);
        else
            side[price] = quantity;
        if (subscribed_.count(symbol) == 0) return;
        Fields fields{{262, subscribed_[symbol]}, {268, "1"},   {279, action},
                      {269, is_ask ? "1" : "0"},  {55, symbol}, {270, std::to_string(price)}};
        if (action != "2") fields.emplace_back(271, std::to_string(quantity));
        peer.session.send("X", fields, now);
        ++told;
    }
    void forget() { subscribed_.clear(); }
    std::string shown(const std::string& symbol)
    {
        std::string text;
        const auto& [bids, asks] = books[symbol];
        for (auto it = bids.rbegin(); it != bids.rend(); ++it)
            text += fmt::format("{}x{} ", it->first, it->second);
        text += "|";
        for (const auto& [price, quantity] : asks) text += fmt::format(" {}x{}", price, quantity);
        return text;
    }

    Peer peer;
    std::map<std::string, std::pair<SideLevels, SideLevels>> books;
    std::vector<std::string> requests;
    std::string refused;
    std::size_t told = 0;

 private:
    static void add(Fields& fields, const char* type, int price, int quantity)
    {
        fields.emplace_back(269, type);
        fields.emplace_back(270, std::to_string(price));
        fields.emplace_back(271, std::to_string(quantity));
    }

    std::map<std::string, std::string> subscribed_;  // symbol, request
    std::size_t answered_ = 0;
};

struct LiveFix {
    explicit LiveFix(bool venue_persists = true,
                     const std::vector<std::string>& symbols = {"NQ", "ES"})
        : wanted(symbols),
          venue([&] {
              auto settings = settings_of(Role::acceptor);
              settings.persist_messages = venue_persists;
              return settings;
          }()),
          feed(context, 1, "ecn", options(symbols),
               {this,
                [](void* to, Bytes bytes) noexcept {
                    static_cast<LiveFix*>(to)->out.emplace_back(
                        reinterpret_cast<const char*>(bytes.data()), bytes.size());
                },
                [](void* to, std::string_view event) noexcept {
                    static_cast<LiveFix*>(to)->events.emplace_back(event);
                }},
               {now})
    {}

    static pipeline::FixLiveOptions options(const std::vector<std::string>& symbols)
    {
        pipeline::FixLiveOptions options;
        options.session = settings_of(Role::initiator);
        options.subscriptions.symbols = symbols;
        options.quotes.symbols = symbols;
        options.quotes.quotes_expected = true;
        return options;
    }

    /// Time passes, connections are made and closed as they are wanted, and bytes flow.
    void turn(std::int64_t ns)
    {
        now += ns;
        if (is_up) venue.peer.session.on_time(now);
        feed.on_time({now});
        follow();
        while (is_up && (!out.empty() || !venue.peer.out.empty())) {
            for (; !out.empty(); out.pop_front())
                venue.peer.session.on_message(out.front().data(), out.front().size(), now);
            venue.answer(now);
            while (!venue.peer.out.empty()) {
                std::string bytes = std::move(venue.peer.out.front());
                venue.peer.out.pop_front();
                if (!to_feed(bytes)) continue;
                // In two pieces, as TCP likes it.
                const std::size_t half = bytes.size() / 2;
                const Bytes all(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
                feed.on_bytes(all.first(half), {now});
                feed.on_bytes(all.subspan(half), {now});
            }
            follow();
        }
    }
    void follow()
    {
        const FixWish wish = feed.wish({now});
        if (wish == FixWish::connect && !is_up && venue_is_there) {
            is_up = true;
            ++connections;
            venue.peer.session.on_connected(now);
            feed.on_connected({now});
        } else if (wish == FixWish::close && is_up) {
            cut();
        }
    }
    void cut()
    {
        is_up = false;
        out.clear();
        venue.peer.out.clear();
        venue.forget();
        feed.on_disconnected({now});
        venue.peer.session.on_disconnected(now);
    }
    std::string shown(std::uint32_t place) const
    {
        std::string text;
        for (const Side side : {Side::buy, Side::sell}) {
            if (side == Side::sell) text += "|";
            for (std::size_t i = 0; i < feed.stream().level_count(place, side); ++i) {
                const Level level = feed.stream().level(place, side, i);
                const std::string one =
                    fmt::format("{}x{}", level.price.units / Price::scale, level.quantity);
                text += side == Side::buy ? one + ' ' : ' ' + one;
            }
        }
        return text;
    }
    void expect_equal_books(BookState state = BookState::valid)
    {
        for (std::uint32_t place = 0; place < wanted.size(); ++place) {
            EXPECT_EQ(feed.stream().state(place), state) << wanted[place];
            EXPECT_EQ(shown(place), venue.shown(wanted[place]));
        }
    }

    std::vector<std::string> wanted;
    std::int64_t now = monday_ns;
    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context{.instruments = &instruments, .counters = &counters};
    Venue venue;
    std::deque<std::string> out;
    std::vector<std::string> events;
    bool is_up = false;
    bool venue_is_there = true;
    int connections = 0;
    std::function<bool(std::string&)> to_feed = [](std::string&) { return true; };
    FixLive feed;
};

TEST(FixLive, LogsOnAsksAndKeepsTheBooksOfTheVenue)
{
    LiveFix live;
    std::mt19937_64 random(1);
    for (int i = 0; i < 100; ++i) live.venue.change(random, live.wanted, live.now);
    live.turn(0);
    EXPECT_THAT(live.venue.requests, ElementsAre("gw1 1"));
    EXPECT_EQ(live.feed.subscriptions().subscribed(), 2u);
    live.expect_equal_books();
    for (int i = 0; i < 1'000; ++i) {
        live.venue.change(random, live.wanted, live.now);
        live.turn(1'000'000);
    }
    live.expect_equal_books();
    EXPECT_GT(live.venue.told, 900u);
}

TEST(FixLive, AHundredThousandChangesWithTwoDisconnectsAndAResendEndInEqualBooks)
{
    LiveFix live;
    std::mt19937_64 random(20250127);
    live.turn(0);
    std::size_t lost = 0;
    std::size_t resent = 0;
    live.to_feed = [&](std::string& bytes) {
        resent += value_in(bytes, "43") == "Y" && value_in(bytes, "35") == "X" ? 1 : 0;
        const bool is_lost = live.venue.told == 70'000 && lost == 0;
        lost += is_lost ? 1 : 0;
        return !is_lost;
    };
    for (int i = 0; i < 100'000; ++i) {
        if (i == 30'000 || i == 50'000) live.cut();
        live.venue.change(random, live.wanted, live.now);
        live.turn(100'000);
        while (!live.is_up) live.turn(50'000'000);
    }
    live.turn(1'000'000);
    live.expect_equal_books();
    EXPECT_EQ(live.connections, 3);
    EXPECT_EQ(lost, 1u);
    EXPECT_GE(resent, 1u);
    EXPECT_EQ(live.counters[Counter::quote_refused], 0u);
    EXPECT_GT(live.counters[Counter::messages_delivered], 95'000u);
}

TEST(FixLive, AGapThatIsFilledWithNothingMakesItAskAgainUnderAnotherId)
{
    LiveFix live(false);
    std::mt19937_64 random(3);
    live.turn(0);
    bool has_lost = false;
    std::string state_in_between;
    live.to_feed = [&](std::string& bytes) {
        if (value_in(bytes, "35") == "X" && !has_lost) {
            has_lost = true;
            return false;
        }
        if (value_in(bytes, "35") == "W" && has_lost && state_in_between.empty())
            state_in_between = to_text(live.feed.stream().state(0));
        return true;
    };
    for (int i = 0; i < 50; ++i) {
        live.venue.change(random, live.wanted, live.now);
        live.turn(1'000'000);
    }
    EXPECT_TRUE(has_lost);
    EXPECT_EQ(state_in_between, "stale");
    EXPECT_THAT(live.venue.requests, ElementsAre("gw1 1", "gw1 2", "gw2 1"));
    EXPECT_EQ(live.counters[Counter::losses], 1u);
    live.expect_equal_books();
}

TEST(FixLive, AGarbledMessageIsAskedForAgainAndNothingIsLost)
{
    LiveFix live;
    std::mt19937_64 random(4);
    live.turn(0);
    bool has_garbled = false;
    live.to_feed = [&](std::string& bytes) {
        if (value_in(bytes, "35") == "X" && !has_garbled) {
            has_garbled = true;
            bytes[bytes.size() / 2] ^= 0x10;
        }
        return true;
    };
    for (int i = 0; i < 50; ++i) {
        live.venue.change(random, live.wanted, live.now);
        live.turn(1'000'000);
    }
    EXPECT_EQ(live.counters[Counter::fix_garbled], 1u);
    live.expect_equal_books();
    EXPECT_THAT(live.events, testing::Contains(HasSubstr("garbled bytes skipped")));
}

TEST(FixLive, AGroupWithAWrongCountIsRejectedAndTheBooksAreAskedForAgain)
{
    LiveFix live;
    std::mt19937_64 random(5);
    live.turn(0);
    live.venue.change(random, live.wanted, live.now);
    live.turn(1'000'000);
    // The only group that a sender of ours cannot get wrong is one it never sends.
    live.venue.peer.session.send("X", {{262, "gw1"}, {55, "NQ"}}, live.now);
    live.turn(1'000'000);
    EXPECT_EQ(live.counters[Counter::fix_malformed], 1u);
    EXPECT_THAT(live.venue.peer.told, testing::Contains(testing::StartsWith("3 ")));
    EXPECT_EQ(live.venue.requests.back(), "gw2 1");
    EXPECT_TRUE(live.feed.is_logged_on());
    live.expect_equal_books();
}

TEST(FixLive, AnUnknownMessageIsAnsweredAndChangesNothing)
{
    LiveFix live;
    live.turn(0);
    live.venue.peer.session.send("ZZ", {{58, "?"}}, live.now);
    live.turn(1'000'000);
    EXPECT_EQ(live.counters[Counter::fix_unknown_type], 1u);
    EXPECT_THAT(live.venue.peer.told, testing::Contains(testing::StartsWith("j ")));
    live.expect_equal_books();
}

TEST(FixLive, AnUnknownSymbolIsToldAndCostsNoOther)
{
    LiveFix live(true, {"NQ", "NOSUCH"});
    live.venue.refused = "NOSUCH";
    live.turn(0);
    live.turn(1'000'000);
    live.turn(1'000'000);
    EXPECT_THAT(live.feed.subscriptions().refused(), ElementsAre("NOSUCH"));
    EXPECT_EQ(live.feed.stream().state(0), BookState::valid);
    EXPECT_EQ(live.feed.stream().state(1), BookState::unknown);
    EXPECT_THAT(live.events, testing::Contains(HasSubstr("unknown symbol (NOSUCH)")));
    EXPECT_GE(live.counters[Counter::fix_requests_refused], 1u);
}

TEST(FixLive, ConnectsAgainLaterAndLaterWhileNobodyIsThere)
{
    LiveFix live;
    live.venue_is_there = false;
    int tries = 0;
    for (int i = 0; i < 600; ++i) {
        live.turn(100'000'000);
        if (live.feed.wish({live.now}) == FixWish::connect) {
            ++tries;
            live.feed.on_disconnected({live.now});
        }
    }
    EXPECT_GT(tries, 5);
    EXPECT_LT(tries, 20);
    live.venue_is_there = true;
    for (int i = 0; i < 400 && !live.feed.is_logged_on(); ++i) live.turn(100'000'000);
    EXPECT_TRUE(live.feed.is_logged_on());
}

TEST(FixLive, StopsWithAGoodBye)
{
    LiveFix live;
    live.turn(0);
    live.feed.stop({live.now});
    for (; !live.out.empty(); live.out.pop_front())
        live.venue.peer.session.on_message(live.out.front().data(), live.out.front().size(),
                                           live.now);
    EXPECT_THAT(live.venue.peer.told, testing::Contains("logout"));
    EXPECT_EQ(live.feed.wish({live.now}), FixWish::close);
    live.cut();
    live.now += 3'600 * second_ns;
    EXPECT_EQ(live.feed.wish({live.now}), FixWish::wait);
    live.expect_equal_books();
}

}  // namespace
}  // namespace gapwire::test
