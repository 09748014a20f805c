// The server's side of SoupBinTCP: logins, the stream, heartbeats, and every end of a connection.
#include "sim/soup_server.hpp"

#include <gtest/gtest.h>

#include "sim/random.hpp"
#include "tests/sim/soup_client.hpp"

namespace gapwire::sim {
namespace {

using test::Login;
using test::login_packet;
using test::soup_packet;
using test::soup_story;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::string_view accepted = "A[         S:                   ";

class SoupServerTest : public testing::Test {
 protected:
    explicit SoupServerTest(SoupServerOptions options = {}) { connect(std::move(options)); }

    void connect(SoupServerOptions options)
    {
        server_.emplace(store_, std::move(options), Timestamp{0});
        now_ = {0};
    }
    void append(std::initializer_list<std::uint8_t> message)
    {
        ASSERT_TRUE(store_.append(ByteVector(message)));
    }
    void send(const ByteVector& bytes) { server_->on_bytes(bytes, now_); }
    /// What the server says at `ns`.
    std::string at(std::int64_t ns, std::size_t bytes_max = 1 << 20)
    {
        now_ = {ns};
        ByteVector out;
        server_->produce(bytes_max, now_, out);
        return soup_story(out);
    }
    std::string answer(const Login& login)
    {
        connect({.user = "Fred", .password = "secret"});
        send(login_packet(login));
        return at(0);
    }
    /// The answer to a login that must be accepted, without A's padding.
    void log_in(std::string_view number = "1")
    {
        send(login_packet({.number = number}));
        ASSERT_TRUE(at(now_.ns, 33).starts_with("A["));
        ASSERT_TRUE(server_->is_streaming());
    }

    MessageStore store_{"S"};
    std::optional<SoupServer> server_;
    Timestamp now_{0};
};

TEST_F(SoupServerTest, ALoginFromTheStartGetsEveryMessageAndThenWhatComes)
{
    append({0xA1});
    append({});
    EXPECT_EQ(at(0), "");
    send(login_packet({}));
    EXPECT_EQ(at(0), std::string(accepted) + "1] S[a1] S[] ");
    append({0xA3, 0xA4});
    EXPECT_EQ(at(10), "S[a3a4] ");
    EXPECT_EQ(at(20), "");
    store_.end();
    EXPECT_FALSE(server_->is_over());
    EXPECT_EQ(at(30), "Z ");
    EXPECT_TRUE(server_->is_over());
    EXPECT_EQ(server_->end(), SoupEnd::end_of_session);
    EXPECT_EQ(server_->messages_sent(), 3u);
}

TEST_F(SoupServerTest, LoginsAreAnsweredAsTheyDeserve)
{
    append({0xA1});
    append({0xA2});
    const Login good{.user = "FRED", .password = "Secret"};
    const auto with = [&](auto change) {
        Login login = good;
        change(login);
        return answer(login);
    };
    const std::string ok(accepted);
    EXPECT_EQ(answer(good), ok + "1] S[a1] S[a2] ");
    EXPECT_EQ(with([](Login& l) { l.number = "2"; }), ok + "2] S[a2] ");
    EXPECT_EQ(with([](Login& l) { l.number = "3"; }), ok + "3] ");
    EXPECT_EQ(with([](Login& l) { l.number = "0"; }), ok + "3] ");
    EXPECT_EQ(with([](Login& l) { l.number = "                   2"; }), ok + "2] S[a2] ");
    EXPECT_EQ(with([](Login& l) { l.number = "00000000000000000002"; }), ok + "2] S[a2] ");
    EXPECT_EQ(with([](Login& l) { l.session = "S"; }), ok + "1] S[a1] S[a2] ");
    EXPECT_EQ(with([](Login& l) { l.session = "         S"; }), ok + "1] S[a1] S[a2] ");
    EXPECT_EQ(with([](Login& l) { l.more = "00030"; }), ok + "1] S[a1] S[a2] ");
    EXPECT_EQ(with([](Login& l) { l.user = "  fred"; }), ok + "1] S[a1] S[a2] ");

    EXPECT_EQ(with([](Login& l) { l.number = "4"; }), "JS ");
    EXPECT_EQ(with([](Login& l) { l.session = "T"; }), "JS ");
    EXPECT_EQ(with([](Login& l) { l.session = "s"; }), "JS ");
    EXPECT_EQ(with([](Login& l) { l.user = "Frida"; }), "JA ");
    EXPECT_EQ(with([](Login& l) { l.password = "secre"; }), "JA ");
    for (const char* number : {"", "abc", "-1", "1 2", "1.0", "18446744073709551616"})
        EXPECT_EQ(with([&](Login& l) { l.number = number; }), "JA ") << number;
    EXPECT_EQ(server_->end(), SoupEnd::rejected);
    EXPECT_TRUE(server_->is_over());
}

TEST_F(SoupServerTest, SnapshotsAreOnlyToldFromTheStart)
{
    append({0xA1});
    for (const char* number : {"0", "2"}) {
        connect({.from_start_only = true});
        send(login_packet({.number = number}));
        EXPECT_EQ(at(0), "JS ") << number;
    }
    connect({.from_start_only = true});
    send(login_packet({.number = "1"}));
    EXPECT_EQ(at(0), std::string(accepted) + "1] S[a1] ");
}

TEST_F(SoupServerTest, BytesOneByOneMakeTheSameStory)
{
    append({0xA1});
    for (const std::uint8_t byte : login_packet({.more = "00030"})) send({byte});
    ByteVector all;
    for (ByteVector out; server_->produce(1, now_, out), !out.empty(); out.clear())
        all.insert(all.end(), out.begin(), out.end());
    EXPECT_EQ(soup_story(all), std::string(accepted) + "1] S[a1] ");
}

TEST_F(SoupServerTest, NoMoreIsProducedThanTheConnectionTakes)
{
    for (int i = 0; i < 10; ++i) append({1, 2, 3, 4});
    log_in();
    for (const std::size_t room : {0u, 6u, 1u, 13u, 50u}) {
        ByteVector out;
        server_->produce(room, now_, out);
        EXPECT_EQ(out.size(), room);
    }
    EXPECT_EQ(server_->messages_sent(), 10u);
    EXPECT_EQ(at(1), "");
}

TEST_F(SoupServerTest, AHeartbeatFollowsASecondOfSilence)
{
    log_in();
    EXPECT_EQ(server_->next_time(), Timestamp{second});
    EXPECT_EQ(at(second - 1), "");
    EXPECT_EQ(at(second), "H ");
    EXPECT_EQ(at(second + 1), "");
    append({0xA1});
    EXPECT_EQ(at(second + second / 2), "S[a1] ");
    EXPECT_EQ(server_->next_time(), Timestamp{second * 5 / 2});
    EXPECT_EQ(at(second * 2), "");
    EXPECT_EQ(at(second * 5 / 2), "H ");
}

TEST_F(SoupServerTest, ASilentClientIsDroppedAndAHeartbeatKeepsIt)
{
    log_in();
    at(10 * second);
    send(soup_packet('R'));
    EXPECT_EQ(at(25 * second - 1), "H ");
    EXPECT_EQ(server_->next_time(), Timestamp{25 * second});
    EXPECT_EQ(at(25 * second), "");
    EXPECT_EQ(server_->end(), SoupEnd::client_silent);
    EXPECT_EQ(server_->next_time(), never);
}

TEST_F(SoupServerTest, ALoginThatNeverComesIsNotWaitedFor)
{
    send(soup_packet('R'));
    EXPECT_EQ(server_->next_time(), Timestamp{30 * second});
    at(30 * second - 1);
    EXPECT_FALSE(server_->is_over());
    at(30 * second);
    EXPECT_EQ(server_->end(), SoupEnd::login_late);
}

TEST_F(SoupServerTest, ALogoutEndsTheConnectionAtOnce)
{
    append({0xA1});
    log_in();
    send(soup_packet('O'));
    EXPECT_EQ(at(1), "");
    EXPECT_EQ(server_->end(), SoupEnd::logged_out);
}

TEST_F(SoupServerTest, OtherPacketsArePassedOverHoweverLong)
{
    ByteVector all = soup_packet('+', ByteVector(65'534, 'x'));
    for (const ByteVector& packet :
         {login_packet({}), soup_packet('U', ByteVector(65'534)), soup_packet('?')})
        all.insert(all.end(), packet.begin(), packet.end());
    send(all);
    EXPECT_EQ(at(0), std::string(accepted) + "1] ");
    EXPECT_EQ(server_->packets_ignored(), 3u);
    EXPECT_TRUE(server_->is_streaming());
}

TEST_F(SoupServerTest, WhatBreaksTheProtocolEndsTheConnection)
{
    const ByteVector twice = [] {
        ByteVector all = login_packet({});
        const ByteVector again = login_packet({});
        all.insert(all.end(), again.begin(), again.end());
        return all;
    }();
    for (const ByteVector& bad : {ByteVector{0, 0}, ByteVector{0, 0, 'R'},
                                  soup_packet('L', ByteVector(45, ' ')), soup_packet('L'), twice}) {
        connect({});
        send(bad);
        EXPECT_EQ(at(0), "");
        EXPECT_EQ(server_->end(), SoupEnd::protocol_error) << test::hex(bad);
        send(login_packet({}));
        EXPECT_EQ(at(0), "") << "what follows is not heard";
    }
}

TEST_F(SoupServerTest, EveryCutOfALoginWaitsForTheRest)
{
    const ByteVector login = login_packet({});
    for (std::size_t size = 0; size < login.size(); ++size) {
        connect({});
        send(ByteVector(login.begin(), login.begin() + static_cast<std::ptrdiff_t>(size)));
        EXPECT_EQ(at(0), "");
        EXPECT_EQ(server_->end(), SoupEnd::none);
        send(ByteVector(login.begin() + static_cast<std::ptrdiff_t>(size), login.end()));
        EXPECT_EQ(at(0), std::string(accepted) + "1] ");
    }
}

/// Bytes that look like packets of every type, cut anywhere: an end or a stream, never a hang.
TEST_F(SoupServerTest, AnyBytesAreSurvived)
{
    append({0xA1});
    Random random(1);
    std::array<int, 8> ends{};
    for (int round = 0; round < 2'000; ++round) {
        connect({});
        for (int i = 0; i < 20; ++i) {
            ByteVector bytes(random.below(80));
            for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
            if (bytes.size() > 3 && random.chance(900'000)) {
                bytes[0] = 0;
                bytes[1] = static_cast<std::uint8_t>(bytes.size() - 2);
                bytes[2] = static_cast<std::uint8_t>("LRO+U?"[random.below(6)]);
            }
            send(random.chance(200'000) ? login_packet({}) : bytes);
            ByteVector out;
            server_->produce(100, Timestamp{i}, out);
            ASSERT_LE(out.size(), 100u);
        }
        ++ends[static_cast<std::size_t>(server_->end())];
    }
    for (const SoupEnd end : {SoupEnd::logged_out, SoupEnd::rejected, SoupEnd::protocol_error})
        EXPECT_GT(ends[static_cast<std::size_t>(end)], 20);
}

TEST_F(SoupServerTest, FaultsHappenAsAskedAndAreKnownToHaveHappened)
{
    for (int i = 1; i <= 3; ++i) append({static_cast<std::uint8_t>(i)});
    const auto story = [&](SoupFaults faults) {
        connect({.faults = std::move(faults)});
        send(login_packet({}));
        std::string told = at(0) + "| ";
        told += at(second);
        told += at(2 * second);
        EXPECT_TRUE(server_->fault_happened());
        return told;
    };
    const std::string ok(accepted);
    EXPECT_EQ(story({.silent = true}), "| ");
    EXPECT_EQ(story({.no_heartbeats = true}), ok + "1] S[01] S[02] S[03] | ");
    EXPECT_EQ(story({.reject = 'S'}), "JS | ");
    EXPECT_EQ(story({.skip = 2}), ok + "3] S[03] | H H ");
    EXPECT_EQ(story({.session = "T"}),
              "A[         T:                   1] S[01] S[02] S[03] | H H ");
    EXPECT_EQ(story({.data_delay_ns = second * 3 / 2}), ok + "1] | H S[01] S[02] S[03] ");
    EXPECT_EQ(story({.close_after = 2}), ok + "1] S[01] S[02] | ");
    EXPECT_EQ(server_->end(), SoupEnd::fault);
}

}  // namespace
}  // namespace gapwire::sim
