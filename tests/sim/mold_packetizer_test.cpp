// Packets of MoldUDP64 against the vectors of the sheet, and the limits of packing.
#include "sim/mold_packetizer.hpp"

#include <gtest/gtest.h>

#include "sim/itch_encoder.hpp"
#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

using test::hex;

TEST(MoldPacketizer, HeartbeatCarriesTheNextNumber)
{
    EXPECT_EQ(hex(MoldPacketizer("000010059B", 12'345).heartbeat()),
              hex("30303030 31303035 3942 0000000000003039 0000"));
}

TEST(MoldPacketizer, EndOfSessionCarriesTheNextNumber)
{
    EXPECT_EQ(hex(MoldPacketizer("000010059B", 12'345).end_of_session()),
              hex("30303030 31303035 3942 0000000000003039 ffff"));
}

TEST(MoldPacketizer, OneMessageIsOneBlock)
{
    MoldPacketizer packets("000010059B", 7);
    packets.add(encode(itch::SystemEvent{.at = {.time_ns = 34'200'000'070'226}, .event = 'Q'}));
    EXPECT_EQ(hex(packets.take()), hex("30303030 31303035 3942 0000000000000007 0001 000c 53 0000 "
                                       "0000 1f1acedb0252 51"));
    EXPECT_EQ(packets.next_sequence(), 8u);
}

TEST(MoldPacketizer, NumbersGoOnOverPacketsAndEmptyMessagesUseOne)
{
    MoldPacketizer packets("S");
    const ByteVector message{0xAB};
    packets.add(message);
    packets.add(Bytes{});
    EXPECT_EQ(hex(packets.take()), hex("53202020202020202020 0000000000000001 0002 0001 ab 0000"));
    packets.add(message);
    EXPECT_EQ(packets.next_sequence(), 4u);
    EXPECT_EQ(hex(packets.take()), hex("53202020202020202020 0000000000000003 0001 0001 ab"));
    EXPECT_EQ(hex(packets.heartbeat()), hex("53202020202020202020 0000000000000004 0000"));
}

TEST(MoldPacketizer, APacketIsFullAtItsByteLimitExactly)
{
    MoldPacketizer packets("S", 1, {.payload_bytes_max = 30, .messages_max = 9});
    EXPECT_TRUE(packets.fits(8));
    EXPECT_FALSE(packets.fits(9));
    packets.add(ByteVector(4));
    EXPECT_TRUE(packets.fits(2));
    EXPECT_FALSE(packets.fits(3));
    packets.add(ByteVector(2));
    EXPECT_EQ(packets.take().size(), 30u);
    EXPECT_TRUE(packets.fits(8));
}

TEST(MoldPacketizer, APacketIsFullAtItsMessageLimit)
{
    MoldPacketizer packets("S", 1, {.payload_bytes_max = 1'472, .messages_max = 2});
    packets.add(ByteVector(1));
    EXPECT_TRUE(packets.fits(1));
    packets.add(ByteVector(1));
    EXPECT_FALSE(packets.fits(1));
}

}  // namespace
}  // namespace gapwire::sim
