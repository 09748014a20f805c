// Snapshots: what they contain, which number they end with, and how a bad one goes wrong.
#include "sim/glimpse_server.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/book_csv.hpp"
#include "sim/market.hpp"
#include "tests/sim/scenarios.hpp"
#include "tests/sim/soup_client.hpp"

namespace gapwire::sim {
namespace {

using itch::encode;
using test::login_packet;
using test::soup_story;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::string_view accepted = "A[         S:                   1] ";

class GlimpseServerTest : public testing::Test {
 protected:
    GlimpseServerTest()
    {
        state_.apply(encode(itch::SystemEvent{.event = 'O'}));
        state_.apply(encode(add(5, 100)));
        state_.apply(encode(itch::OrderCancel{.at = {.locate = 1}, .reference = 5, .shares = 40}));
    }
    static itch::AddOrder add(std::uint64_t reference, std::uint32_t shares)
    {
        return {.at = {.locate = 1, .time_ns = 9},
                .reference = reference,
                .side = 'B',
                .shares = shares,
                .stock = "AAA",
                .price = 10'000};
    }
    std::string snapshot(const GlimpseOptions& options = {}, std::int64_t until = 0)
    {
        server_.emplace(state_, "S", options, Timestamp{0});
        server_->on_bytes(login_packet({}), Timestamp{0});
        ByteVector out;
        for (std::int64_t ns = 0; ns <= until; ns += second)
            server_->produce(1 << 20, Timestamp{ns}, out);
        return soup_story(out);
    }
    static std::string said(const ByteVector& message) { return "S[" + test::hex(message) + "] "; }

    FeedState state_;
    std::optional<GlimpseServer> server_;
    const std::string body_ =
        said(encode(itch::SystemEvent{.event = 'O'})) + said(encode(add(5, 60)));
};

/// G of Nasdaq with this text, right-justified.
std::string end(std::string_view number)
{
    const std::string text = fmt::format("G{:>20}", number);
    return "S[" + test::hex(Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), 21)) + "] ";
}

TEST_F(GlimpseServerTest, ASnapshotHoldsRemainingSharesAndEndsWithTheNextNumber)
{
    EXPECT_EQ(snapshot(), std::string(accepted) + body_ + end("4") + "Z ");
    EXPECT_TRUE(server_->is_over());
    EXPECT_EQ(server_->next(), 4u);
    EXPECT_EQ(snapshot({.binary_end = true}),
              std::string(accepted) + body_ + "S[470000000000000004] Z ");
    EXPECT_FALSE(server_->fault_happened());
}

TEST_F(GlimpseServerTest, WhatComesAfterTheLoginIsNotInTheSnapshot)
{
    server_.emplace(state_, "S", GlimpseOptions{}, Timestamp{0});
    server_->on_bytes(login_packet({}), Timestamp{0});
    state_.apply(encode(add(6, 1)));
    ByteVector out;
    server_->produce(1 << 20, Timestamp{0}, out);
    EXPECT_EQ(soup_story(out), std::string(accepted) + body_ + end("4") + "Z ");
}

TEST_F(GlimpseServerTest, AnEmptyStateIsAValidSnapshot)
{
    const FeedState empty;
    server_.emplace(empty, "S", GlimpseOptions{}, Timestamp{0});
    server_->on_bytes(login_packet({}), Timestamp{0});
    ByteVector out;
    server_->produce(1 << 20, Timestamp{0}, out);
    EXPECT_EQ(soup_story(out), std::string(accepted) + end("1") + "Z ");
}

TEST_F(GlimpseServerTest, LoginsAreThoseOfSoupBinTcp)
{
    server_.emplace(state_, "S", GlimpseOptions{.user = "fred"}, Timestamp{0});
    server_->on_bytes(login_packet({.user = "frida"}), Timestamp{0});
    ByteVector out;
    server_->produce(1 << 20, Timestamp{0}, out);
    EXPECT_EQ(soup_story(out), "JA ");
    EXPECT_EQ(server_->next(), 0u);
}

TEST_F(GlimpseServerTest, ASnapshotBeyondTheLimitsEndsBeforeG)
{
    EXPECT_EQ(snapshot({.limits = {.messages_max = 1}}),
              std::string(accepted) + body_.substr(0, body_.find(' ') + 1));
    EXPECT_EQ(server_->end(), SoupEnd::fault);
    EXPECT_EQ(snapshot({.limits = {.messages_max = 2}}), std::string(accepted) + body_);
}

TEST_F(GlimpseServerTest, FaultsHappenAsAsked)
{
    const auto story = [&](GlimpseFault fault, std::int64_t until = 0) {
        std::string told = snapshot({.fault = fault, .delay_ns = second}, until);
        EXPECT_TRUE(server_->fault_happened());
        return told;
    };
    const std::string ok(accepted);
    EXPECT_EQ(story(GlimpseFault::late), ok);
    EXPECT_EQ(story(GlimpseFault::late, second), ok + body_ + end("4") + "Z ");
    EXPECT_EQ(story(GlimpseFault::silent, second), "");
    EXPECT_EQ(story(GlimpseFault::end_missing), ok + body_ + "Z ");
    EXPECT_EQ(story(GlimpseFault::end_malformed), ok + body_ + end("12x4") + "Z ");
    EXPECT_EQ(story(GlimpseFault::other_session),
              "A[         ~:                   1] " + body_ + end("4") + "Z ");
}

TEST_F(GlimpseServerTest, ACutOffSnapshotIsCutAnywhereButAlwaysBeforeG)
{
    std::set<std::string> stories;
    for (std::uint64_t seed = 0; seed < 50; ++seed)
        stories.insert(snapshot({.fault = GlimpseFault::cut_off, .seed = seed}));
    const std::string ok(accepted);
    EXPECT_EQ(stories,
              (std::set<std::string>{ok, ok + body_.substr(0, body_.find(' ') + 1), ok + body_}));
}

TEST(GlimpseFault, EveryKindOfWrongIsDrawn)
{
    Random random(1);
    const ServerFault wrong{.kind = Misconduct::wrong};
    std::set<GlimpseFault> drawn;
    for (int i = 0; i < 100; ++i) drawn.insert(glimpse_fault(&wrong, random));
    EXPECT_EQ(drawn, (std::set{GlimpseFault::cut_off, GlimpseFault::end_missing,
                               GlimpseFault::end_malformed, GlimpseFault::other_session}));
    EXPECT_EQ(glimpse_fault(nullptr, random), GlimpseFault::none);
    const ServerFault late{.kind = Misconduct::late};
    EXPECT_EQ(glimpse_fault(&late, random), GlimpseFault::late);
}

/// The self-test of the sheet: what a snapshot at N leads to is what 1 to N-1 led to, and with the
/// messages from N on it stays that way.
TEST(GlimpseServer, ASnapshotAndTheRestOfTheStreamAreTheWholeStream)
{
    const Scenario scenario =
        parse_scenario(test::small_scenario("09:20:00", "09:31:00"), "test.toml");
    FeedState whole;
    FeedState joined;
    std::optional<GlimpseServer> server;
    Market market(scenario, [&](std::uint64_t, Bytes message) {
        if (whole.next() == 5'000) {
            server.emplace(whole, scenario.session, GlimpseOptions{}, Timestamp{0});
            server->on_bytes(login_packet({}), Timestamp{0});
            ByteVector out;
            server->produce(SIZE_MAX, Timestamp{0}, out);
            for (Bytes rest = out; !rest.empty();) {
                const std::size_t size = 2u + view_as<U16be>(rest.data());
                if (rest[2] == 'S' && rest[3] != 'G') joined.apply(rest.subspan(3, size - 3));
                rest = rest.subspan(size);
            }
            EXPECT_EQ(joined.refused(), 0u);
            EXPECT_EQ(book_csv(joined), book_csv(whole));
        }
        whole.apply(message);
        if (server) joined.apply(message);
    });
    market.run();
    ASSERT_TRUE(server);
    EXPECT_EQ(server->next(), 5'000u);
    EXPECT_EQ(joined.refused(), 0u);
    EXPECT_EQ(book_csv(joined), book_csv(whole));
}

}  // namespace
}  // namespace gapwire::sim
