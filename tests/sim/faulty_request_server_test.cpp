// Requests answered late, wrongly or not at all, in their windows and only there.
#include "sim/faulty_request_server.hpp"

#include <gtest/gtest.h>

#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

using moldudp64::PacketHeader;

ByteVector request(std::uint64_t first, std::uint16_t count)
{
    ByteVector out;
    append_layout(out,
                  moldudp64::RequestPacket{Ascii<10>::of("S"), U64be::of(first), U16be::of(count)});
    return out;
}

class FaultyRequestServerTest : public testing::Test {
 protected:
    FaultyRequestServerTest()
    {
        for (std::uint8_t n = 1; n <= 9; ++n) EXPECT_TRUE(store_.append(ByteVector(n, n)));
    }
    MessageStore store_{"S"};
};

TEST_F(FaultyRequestServerTest, EachWindowHasItsFault)
{
    FaultyRequestServer server(store_,
                               {{Misconduct::late, {Timestamp{10}, Timestamp{20}}, 7},
                                {Misconduct::silent, {Timestamp{20}, Timestamp{30}}}},
                               1);
    const auto leaves = [&](std::int64_t now) {
        const auto packet = server.answer(request(1, 1), Timestamp{now});
        return packet ? std::to_string(packet->time.ns) : "silence";
    };
    EXPECT_EQ(leaves(9), "9");
    EXPECT_EQ(leaves(10), "17");
    EXPECT_EQ(leaves(19), "26");
    EXPECT_EQ(leaves(20), "silence");
    EXPECT_EQ(leaves(30), "30");
    EXPECT_EQ(server.count(), (RequestServerCount{.answered = 2, .late = 2, .silent = 1}));
}

TEST_F(FaultyRequestServerTest, ABadRequestIsNoAnswerThatWentMissing)
{
    FaultyRequestServer server(store_, {{Misconduct::silent}}, 1);
    EXPECT_FALSE(server.answer(request(10, 1), Timestamp{0}));
    EXPECT_EQ(server.count(), RequestServerCount{});
    EXPECT_EQ(server.refused(), 1u);
}

/// Whatever is wrong with it, no answer tells other bytes under a number of the session.
TEST_F(FaultyRequestServerTest, AWrongAnswerCanBeSeenThrough)
{
    FaultyRequestServer server(store_, {{Misconduct::wrong}}, 1);
    for (int i = 0; i < 300; ++i) {
        const RequestServerCount before = server.count();
        const auto packet = server.answer(request(5, 2), Timestamp{0});
        ASSERT_TRUE(packet);
        MoldRequestServer honest(store_);
        const ByteVector right = *honest.answer(request(5, 2));
        if (server.count().wrong_session > before.wrong_session) {
            EXPECT_NE(packet->bytes.front(), 'S');
            EXPECT_EQ(packet->bytes.size(), right.size());
        } else if (server.count().wrong_lengths > before.wrong_lengths) {
            EXPECT_LT(packet->bytes.size(), right.size());
        } else {
            const std::uint64_t number =
                view_as<PacketHeader>(packet->bytes.data()).sequence_number;
            EXPECT_NE(number, 5u);
            EXPECT_EQ(test::hex(packet->bytes), test::hex(*honest.answer(request(number, 2))));
        }
    }
    const RequestServerCount count = server.count();
    EXPECT_EQ(count.wrong(), 300u);
    for (const std::uint64_t kind : {count.wrong_session, count.wrong_lengths, count.wrong_numbers})
        EXPECT_GT(kind, 50u);
}

TEST_F(FaultyRequestServerTest, OneMessageHasNoOtherNumbers)
{
    MessageStore store("S");
    ASSERT_TRUE(store.append(ByteVector{1}));
    FaultyRequestServer server(store, {{Misconduct::wrong}}, 1);
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(server.answer(request(1, 1), Timestamp{0}));
    EXPECT_EQ(server.count().wrong_numbers, 0u);
    EXPECT_EQ(server.count().wrong(), 50u);
}

}  // namespace
}  // namespace gapwire::sim
