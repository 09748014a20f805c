// Early packets in their memory: order, duplicates, limits, and room that is used again.
#include "feed/arbitration/reorder_buffer.hpp"

#include <gtest/gtest.h>

#include "tests/moldudp64/recorder.hpp"

namespace gapwire::arbitration {
namespace {

using moldudp64::test::at_ms;
using moldudp64::test::bytes_of;
using PushStatus = ReorderBuffer::PushStatus;

/// `blocks` are not looked at by the buffer: plain text does.
PushStatus push(ReorderBuffer& buffer, std::uint64_t sequence, std::string_view blocks,
                Timestamp received = at_ms(0))
{
    Packet packet;
    packet.sequence = sequence;
    packet.count = 1;
    packet.blocks = bytes_of(blocks);
    return buffer.push(packet, received);
}

/// "3:c@5 4:d@6", the time being that of `since`; empties the buffer.
std::string drain(ReorderBuffer& buffer)
{
    std::string text;
    for (; !buffer.empty(); buffer.pop()) {
        const HeldPacket& held = buffer.front();
        text += fmt::format("{}{}:{}@{}", text.empty() ? "" : " ", held.sequence,
                            moldudp64::test::text_of(held.blocks), held.since.ns / 1'000'000);
    }
    return text;
}

TEST(ReorderBuffer, GivesPacketsInOrderOfTheirNumbers)
{
    ReorderBuffer buffer(4, 100);
    for (const char c : {'5', '3', '9', '4'})
        EXPECT_EQ(push(buffer, static_cast<std::uint64_t>(c - '0'), {&c, 1}), PushStatus::held);
    EXPECT_EQ(buffer.back().sequence, 9u);
    EXPECT_EQ(drain(buffer), "3:3@0 4:4@0 5:5@0 9:9@0");
}

TEST(ReorderBuffer, SameNumbersAndBytesAreADuplicate)
{
    ReorderBuffer buffer(4, 100);
    EXPECT_EQ(push(buffer, 3, "c"), PushStatus::held);
    EXPECT_EQ(push(buffer, 3, "C"), PushStatus::held);
    EXPECT_EQ(push(buffer, 3, "c"), PushStatus::duplicate);
    EXPECT_EQ(push(buffer, 3, "C"), PushStatus::duplicate);
    EXPECT_EQ(drain(buffer), "3:c@0 3:C@0");
}

TEST(ReorderBuffer, IsFullAtEitherLimitExactly)
{
    ReorderBuffer packets(2, 100);
    EXPECT_EQ(push(packets, 3, "c"), PushStatus::held);
    EXPECT_EQ(push(packets, 4, "d"), PushStatus::held);
    EXPECT_EQ(push(packets, 5, "e"), PushStatus::full);
    EXPECT_EQ(push(packets, 4, "d"), PushStatus::duplicate);

    ReorderBuffer bytes(9, 4);
    EXPECT_EQ(push(bytes, 3, "abc"), PushStatus::held);
    EXPECT_EQ(push(bytes, 4, "de"), PushStatus::full);
    EXPECT_EQ(push(bytes, 4, "d"), PushStatus::held);
    EXPECT_EQ(push(bytes, 5, "e"), PushStatus::full);
    EXPECT_EQ(push(bytes, 6, ""), PushStatus::held);
}

TEST(ReorderBuffer, RoomOfPoppedPacketsIsUsedAgainAtBothEnds)
{
    ReorderBuffer buffer(3, 6);
    ASSERT_EQ(push(buffer, 1, "aa"), PushStatus::held);
    for (std::uint64_t n = 2; n < 50; ++n) {
        ASSERT_EQ(push(buffer, n, n % 2 == 0 ? "bb" : "cc"), PushStatus::held) << n;
        ASSERT_EQ(push(buffer, 1'000 + n, "zz"), PushStatus::held) << n;
        ASSERT_EQ(push(buffer, n + 1, "xx"), PushStatus::full) << n;
        buffer.pop_back();
        buffer.pop();
        ASSERT_EQ(moldudp64::test::text_of(buffer.front().blocks), n % 2 == 0 ? "bb" : "cc");
    }
    EXPECT_EQ(drain(buffer), "49:cc@0");
}

TEST(ReorderBuffer, BytesSurviveWhenTheyAreMovedTogether)
{
    ReorderBuffer buffer(4, 8);
    ASSERT_EQ(push(buffer, 9, "nine"), PushStatus::held);
    for (std::uint64_t n = 1; n < 9; ++n) {
        ASSERT_EQ(push(buffer, n, "one"), PushStatus::held);
        ASSERT_EQ(moldudp64::test::text_of(buffer.front().blocks), "one");
        buffer.pop();
        ASSERT_EQ(moldudp64::test::text_of(buffer.front().blocks), "nine");
    }
}

TEST(ReorderBuffer, APacketIsAsOldAsTheOldestBehindIt)
{
    ReorderBuffer buffer(9, 100);
    push(buffer, 5, "e", at_ms(20));
    push(buffer, 3, "c", at_ms(30));
    push(buffer, 7, "g", at_ms(40));
    push(buffer, 4, "d", at_ms(50));
    push(buffer, 8, "h", at_ms(35));
    EXPECT_EQ(drain(buffer), "3:c@20 4:d@20 5:e@20 7:g@35 8:h@35");
}

TEST(ReorderBuffer, AMissingTimeIsNoTime)
{
    ReorderBuffer buffer(9, 100);
    push(buffer, 3, "c", Timestamp::none());
    push(buffer, 5, "e", at_ms(20));
    push(buffer, 6, "f", Timestamp::none());
    EXPECT_EQ(buffer.front().since, at_ms(20));
    EXPECT_TRUE(buffer.front().received.is_none());
    EXPECT_TRUE(buffer.back().since.is_none());
}

TEST(ReorderBuffer, AGroupIsWhatLiesTogether)
{
    ReorderBuffer buffer(9, 100);
    for (const std::uint64_t n : {3, 4, 50, 100, 105, 110, 111}) push(buffer, n, "x");
    EXPECT_EQ(buffer.first_group(0, 10, 2), 3u);
    EXPECT_EQ(buffer.first_group(3, 10, 2), 100u);
    EXPECT_EQ(buffer.first_group(3, 10, 3), 100u);
    EXPECT_EQ(buffer.first_group(3, 10, 4), std::nullopt);
    EXPECT_EQ(buffer.first_group(3, 11, 4), 100u);
    push(buffer, 50, "x");
    EXPECT_EQ(buffer.first_group(3, 10, 2), 50u);
    EXPECT_EQ(buffer.first_group(111, 10, 1), std::nullopt);
}

}  // namespace
}  // namespace gapwire::arbitration
