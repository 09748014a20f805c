// Answers of the re-request server, byte for byte, and every request it is silent about.
#include "sim/mold_request_server.hpp"

#include <gtest/gtest.h>

#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

using test::hex;

ByteVector request(std::uint64_t first, std::uint16_t count, std::string_view session = "S")
{
    ByteVector out;
    append_layout(
        out, moldudp64::RequestPacket{Ascii<10>::of(session), U64be::of(first), U16be::of(count)});
    return out;
}

/// Messages "01", "0202", "030303", ...
MessageStore store_of(std::size_t messages)
{
    MessageStore store("S");
    for (std::size_t n = 1; n <= messages; ++n)
        EXPECT_TRUE(store.append(ByteVector(n, static_cast<std::uint8_t>(n))));
    return store;
}

std::string answer(MoldRequestServer& server, const ByteVector& asked)
{
    const std::optional<ByteVector> packet = server.answer(asked);
    return packet ? hex(*packet) : "silence";
}

TEST(MoldRequestServer, AnswersWithTheMessagesAskedFor)
{
    const MessageStore store = store_of(3);
    MoldRequestServer server(store);
    EXPECT_EQ(answer(server, request(2, 1)),
              hex("53202020202020202020 0000000000000002 0001 0002 0202"));
    EXPECT_EQ(answer(server, request(1, 2)),
              hex("53202020202020202020 0000000000000001 0002 0001 01 0002 0202"));
    EXPECT_EQ(server.answered(), 2u);
}

TEST(MoldRequestServer, AnswersNoMoreThanWasSent)
{
    MessageStore store = store_of(3);
    ASSERT_TRUE(store.prepare(ByteVector{4}));
    MoldRequestServer server(store);
    EXPECT_EQ(answer(server, request(3, 0xFFFF)),
              hex("53202020202020202020 0000000000000003 0001 0003 030303"));
}

TEST(MoldRequestServer, FillsOneDatagramAndNoMore)
{
    MessageStore store("S");
    for (int n = 0; n < 100; ++n) ASSERT_TRUE(store.append(ByteVector(31)));
    MoldRequestServer server(store);
    const std::optional<ByteVector> packet = server.answer(request(1, 100));
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->size(), 20u + 44 * 33);  // 45 would be 1,505
    EXPECT_EQ(view_as<moldudp64::PacketHeader>(packet->data()).message_count, 44);
}

TEST(MoldRequestServer, IsSilentAboutBadRequests)
{
    MessageStore store = store_of(3);
    ASSERT_TRUE(store.append(ByteVector(1'451)));  // 20 + 2 + 1,451 bytes are one too many
    MoldRequestServer server(store);
    ByteVector longer = request(1, 1);
    longer.push_back(0);
    ByteVector shorter = request(1, 1);
    shorter.pop_back();

    for (const ByteVector& asked :
         {longer, shorter, ByteVector(), request(1, 1, "T"), request(1, 1, ""), request(0, 1),
          request(1, 0), request(4, 1), request(5, 1), request(UINT64_MAX, 0xFFFF)})
        EXPECT_EQ(answer(server, asked), "silence") << hex(asked);
    EXPECT_EQ(server.refused(), 10u);
    EXPECT_EQ(server.answered(), 0u);
}

}  // namespace
}  // namespace gapwire::sim
