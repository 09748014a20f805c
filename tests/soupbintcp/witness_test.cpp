// SoupBinTCP in captures: recognised, joined late, lost and found again.
#include "feed/soupbintcp/witness.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/soupbintcp/recorder.hpp"

namespace gapwire::soupbintcp {
namespace {

using test::accepted;
using test::ByteVector;
using test::data;
using test::joined;
using test::packet;

/// The protocol carried: 'a' has three bytes, 'b' five.
bool is_message(Bytes message) noexcept
{
    if (message.empty()) return false;
    return (message[0] == 'a' && message.size() == 3) || (message[0] == 'b' && message.size() == 5);
}

struct Heard : test::Recorder {
    bool on_accepted(const Accepted& accepted) noexcept
    {
        say(fmt::format("accepted {} {}", accepted.session.view(), accepted.sequence));
        return true;
    }
    void on_rejected(char reason) noexcept { say(fmt::format("rejected {}", reason)); }
    void on_sequenced(std::uint64_t first, std::span<const Bytes> messages, Timestamp) noexcept
    {
        for (const Bytes message : messages) {
            say(fmt::format("{}:{}", first, test::text_of(message)));
            if (first != 0) ++first;
        }
    }
    void on_end() noexcept { say("end"); }
    void on_place_lost() noexcept { say("lost"); }
};

struct Direction {
    void bytes(const ByteVector& all, std::size_t piece = 100'000)
    {
        for (std::size_t at = 0; at < all.size(); at += piece) {
            const auto begin = all.begin() + static_cast<std::ptrdiff_t>(at);
            const auto size = static_cast<std::ptrdiff_t>(std::min(piece, all.size() - at));
            const ByteVector copy(begin, begin + size);
            witness.on_bytes(copy, {0}, heard);
        }
    }
    void lose() { witness.on_lost(heard); }
    std::string story() { return heard.story(); }

    Counters counters;
    Heard heard;
    Witness witness{&is_message, counters};
};

struct Late : Direction {
    Late() { witness.join_late(); }
};

const ByteVector four = data({"a11", "b2222", "a33", "b4444"});
constexpr auto four_heard = "0:a11 | 0:b2222 | 0:a33 | 0:b4444";

ByteVector from(const ByteVector& bytes, std::size_t offset)
{
    return {bytes.begin() + static_cast<std::ptrdiff_t>(offset), bytes.end()};
}

TEST(Witness, AnAcceptedLoginBeginsAStream)
{
    const ByteVector all = joined({packet('+', "welcome"), packet('H'), accepted("S1", 7),
                                   data({"a77", "x", "b8888"}), packet('Z'), data({"a99"})});
    for (std::size_t piece = 1; piece < 60; ++piece) {
        Direction server;
        server.bytes(all, piece);
        EXPECT_EQ(server.story(), "accepted S1 7 | 7:a77 | 8:x | 9:b8888 | end") << piece;
        EXPECT_TRUE(server.witness.is_recognised());
    }
}

TEST(Witness, ARejectedLoginIsSoupBinTcpToo)
{
    Direction server;
    server.bytes(packet('J', "A"));
    EXPECT_EQ(server.story(), "rejected A");
    EXPECT_TRUE(server.witness.is_recognised());
}

TEST(Witness, OtherFirstBytesAreForeign)
{
    for (const ByteVector& other :
         {test::joined({packet('S', "a11"), four}), packet('L', std::string(46, ' ')), packet('R'),
          ByteVector{0, 0}, accepted("S1", "x"), packet('A', "short"),
          packet('A', std::string(100, ' ')), packet('J', "AA"), packet('H', "x"),
          packet('+', "\x01"), packet('+', std::string(200, 'x')), packet('?'),
          ByteVector{'H', 'T', 'T', 'P', '/', '1'}}) {
        for (const std::size_t piece : {1u, 1'000u}) {
            Direction server;
            server.bytes(joined({other, accepted("S1", 1), four, four}), piece);
            EXPECT_EQ(server.story(), "");
            EXPECT_TRUE(server.witness.is_foreign());
            EXPECT_FALSE(server.witness.is_recognised());
        }
    }
    Direction only_heartbeats;
    for (int i = 0; i < 200; ++i) only_heartbeats.bytes(packet('H'));
    EXPECT_TRUE(only_heartbeats.witness.is_foreign());
}

TEST(Witness, JoinedAnywhereItFindsTheNextPacket)
{
    const ByteVector all = joined({data({"b0000"}), four, packet('H'), data({"a55"})});
    for (std::size_t cut = 1; cut <= 8; ++cut) {
        for (const std::size_t piece : {1u, 7u, 1'000u}) {
            Late server;
            server.bytes(from(all, cut), piece);
            EXPECT_EQ(server.story(), std::string(four_heard) + " | 0:a55") << cut << ' ' << piece;
            EXPECT_TRUE(server.witness.is_recognised());
        }
    }
}

TEST(Witness, FewerThanFourPacketsAreNotBelieved)
{
    Late server;
    server.bytes(data({"a11", "b2222", "a33"}));
    EXPECT_EQ(server.story(), "");
    EXPECT_FALSE(server.witness.is_recognised());
    server.bytes(packet('H'));
    EXPECT_EQ(server.story(), "0:a11 | 0:b2222 | 0:a33");
}

TEST(Witness, WrongLengthsOfMessagesAreNotBelieved)
{
    Late server;
    server.bytes(data({"a1", "b222", "a3333", "b", "c44"}));
    EXPECT_EQ(server.story(), "");
    server.bytes(four);
    EXPECT_EQ(server.story(), four_heard);
}

TEST(Witness, ClientsAreNotTakenForServers)
{
    Late client;
    for (int i = 0; i < 20; ++i) client.bytes(packet('R'));
    EXPECT_FALSE(client.witness.is_recognised());
    EXPECT_EQ(client.story(), "");
}

TEST(Witness, SomethingElseIsGivenUpAfterAWhile)
{
    std::mt19937 random(1);
    Late other;
    std::size_t given = 0;
    while (!other.witness.is_foreign()) {
        ByteVector bytes(1'000);
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
        other.bytes(bytes);
        given += bytes.size();
        ASSERT_LT(given, 2 * Witness::search_bytes_max);
    }
    EXPECT_GT(given, Witness::search_bytes_max);
    other.bytes(four);
    EXPECT_EQ(other.story(), "");
}

TEST(Witness, AfterLostBytesItGoesOnWithTheNextPacketThatItFinds)
{
    const ByteVector before = joined({accepted("S1", 1), data({"a11"})});
    for (std::size_t cut = 0; cut < 8; ++cut) {
        Direction server;
        server.bytes(before);
        server.bytes({0, 6, 'S', 'b'});
        server.lose();
        server.bytes(from(data({"b0000"}), cut == 0 ? 8 : cut));
        server.bytes(four);
        EXPECT_EQ(server.story(), std::string("accepted S1 1 | 1:a11 | lost | ") + four_heard)
            << cut;
    }
}

TEST(Witness, BytesLostAtTheBeginningLeaveItUnrecognisedUntilItIsFound)
{
    Direction server;
    server.lose();
    server.lose();
    EXPECT_FALSE(server.witness.is_recognised());
    server.bytes(four);
    EXPECT_EQ(server.story(), four_heard);
}

TEST(Witness, BytesLostWhileItSearchesAreNoNews)
{
    Direction server;
    server.bytes(joined({accepted("S1", 1)}));
    server.lose();
    server.bytes({0, 4, 'S', 'a'});
    server.lose();
    server.bytes(four);
    EXPECT_EQ(server.story(), std::string("accepted S1 1 | lost | ") + four_heard);
}

TEST(Witness, AServerThatBreaksTheProtocolHasLostItsPlace)
{
    Direction server;
    server.bytes(joined({accepted("S1", 1), data({"a11"}), {0, 0}}));
    server.bytes(four);
    EXPECT_EQ(server.story(), std::string("accepted S1 1 | 1:a11 | lost | ") + four_heard);
    EXPECT_EQ(server.counters[Counter::soup_protocol_errors], 1u);
}

TEST(Witness, AfterTheEndNothingIsLost)
{
    Direction server;
    server.bytes(joined({accepted("S1", 1), packet('Z')}));
    server.lose();
    server.bytes(four);
    EXPECT_EQ(server.story(), "accepted S1 1 | end");
}

TEST(LoginWitness, ReadsWhatTheClientAsksFor)
{
    const std::string fields = "me    secret    S1        " + test::padded_left("12", 20);
    for (const std::string& payload : {fields, fields + "   15"}) {  // 4.10 appends a field
        const ByteVector login = joined({packet('L', payload), packet('R')});
        for (std::size_t piece = 1; piece <= login.size(); ++piece) {
            LoginWitness witness;
            for (std::size_t at = 0; at < login.size(); at += piece)
                witness.on_bytes(Bytes(login).subspan(at, std::min(piece, login.size() - at)));
            ASSERT_TRUE(witness.request());
            EXPECT_EQ(witness.request()->session.view(), "S1");
            EXPECT_EQ(witness.request()->sequence, 12u);
        }
    }
}

TEST(LoginWitness, IgnoresWhatIsNoLogin)
{
    for (const ByteVector& bytes :
         {packet('R'), packet('L', "short"), packet('L', std::string(46, 'x')),
          packet('L', std::string(65, ' ')), ByteVector{'G', 'E', 'T', ' '}, ByteVector{0, 0, 'L'},
          ByteVector{}}) {
        LoginWitness witness;
        witness.on_bytes(bytes);
        EXPECT_FALSE(witness.request());
    }
}

}  // namespace
}  // namespace gapwire::soupbintcp
