// Datagrams that are MoldUDP64 packets, and all the ways in which they are not.
#include "feed/moldudp64/packet.hpp"

#include <gtest/gtest.h>

#include "tests/moldudp64/recorder.hpp"

namespace gapwire::moldudp64 {
namespace {

using test::packet_bytes;
using test::text_of;

/// "SESSION 7 x2 end: a,b" of an accepted packet, or the number of its status.
std::string describe(const sim::ByteVector& datagram)
{
    // Exactly sized, so that the address sanitizer sees any read beyond the datagram.
    const auto exact = std::make_unique<std::uint8_t[]>(datagram.size());
    std::copy(datagram.begin(), datagram.end(), exact.get());
    Packet packet;
    const PacketStatus status = parse_packet({exact.get(), datagram.size()}, packet);
    if (status != PacketStatus::ok) return fmt::format("status {}", static_cast<int>(status));
    std::vector<std::string> messages;
    messages.reserve(packet.count);
    for (int i = 0; i < packet.count; ++i) messages.push_back(text_of(take_block(packet.blocks)));
    return fmt::format("{} {} x{}{}: {}{}", packet.session.view(), packet.sequence, packet.count,
                       packet.end_of_session ? " end" : "", fmt::join(messages, ","),
                       packet.blocks.empty() ? "" : " and more");
}

constexpr std::string_view too_short = "status 1";
constexpr std::string_view bad_length = "status 2";
constexpr std::string_view sequence_zero = "status 3";
constexpr std::string_view sequence_overflow = "status 4";

TEST(MoldPacket, ItsMessagesAreItsBlocks)
{
    EXPECT_EQ(describe(packet_bytes(7, {"a", "bc"})), "SESSION 7 x2: a,bc");
}

TEST(MoldPacket, AnEmptyMessageUsesANumber)
{
    EXPECT_EQ(describe(packet_bytes(7, {"", "b", ""})), "SESSION 7 x3: ,b,");
}

TEST(MoldPacket, HeartbeatAndEndOfSessionAreTheHeaderAlone)
{
    EXPECT_EQ(describe(packet_bytes(7, {})), "SESSION 7 x0: ");
    EXPECT_EQ(describe(sim::MoldPacketizer("SESSION", 7).end_of_session()), "SESSION 7 x0 end: ");
}

TEST(MoldPacket, SessionIsTenRawBytes)
{
    sim::ByteVector datagram = packet_bytes(1, {});
    std::fill_n(datagram.begin(), 10, std::uint8_t{0xFF});
    Packet packet;
    ASSERT_EQ(parse_packet(datagram, packet), PacketStatus::ok);
    EXPECT_EQ(std::string(packet.session.raw.data(), 10), std::string(10, '\xFF'));
}

TEST(MoldPacket, EveryTruncationIsRefused)
{
    const sim::ByteVector whole = packet_bytes(7, {"abc", "", "defgh"});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const sim::ByteVector cut(whole.begin(), whole.begin() + static_cast<long>(size));
        EXPECT_EQ(describe(cut), size < sizeof(PacketHeader) ? too_short : bad_length) << size;
    }
}

TEST(MoldPacket, BytesBehindTheLastBlockAreRefused)
{
    for (sim::ByteVector datagram : {packet_bytes(7, {"abc"}), packet_bytes(7, {}),
                                     sim::MoldPacketizer("SESSION", 7).end_of_session()}) {
        datagram.push_back(0);
        EXPECT_EQ(describe(datagram), bad_length);
    }
}

TEST(MoldPacket, EveryCountButTheRightOneIsRefused)
{
    sim::ByteVector datagram = packet_bytes(7, {"a", "b"});
    for (std::uint32_t count = 0; count <= 0xFFFF; ++count) {
        datagram[18] = static_cast<std::uint8_t>(count >> 8);
        datagram[19] = static_cast<std::uint8_t>(count);
        ASSERT_EQ(describe(datagram), count == 2 ? "SESSION 7 x2: a,b" : bad_length) << count;
    }
}

TEST(MoldPacket, EveryBlockLengthButTheRightOneIsRefused)
{
    sim::ByteVector datagram = packet_bytes(7, {"abc"});
    for (std::uint32_t length = 0; length <= 0xFFFF; ++length) {
        datagram[20] = static_cast<std::uint8_t>(length >> 8);
        datagram[21] = static_cast<std::uint8_t>(length);
        ASSERT_EQ(describe(datagram), length == 3 ? "SESSION 7 x1: abc" : bad_length) << length;
    }
}

TEST(MoldPacket, MostMessagesThatACountCanSay)
{
    Packet packet;
    sim::ByteVector datagram = packet_bytes(1, std::vector<std::string>(0x7000));
    EXPECT_EQ(parse_packet(datagram, packet), PacketStatus::ok);
    EXPECT_EQ(packet.count, 0x7000);

    datagram[18] = 0xFF;
    datagram[19] = 0xFE;
    datagram.resize(sizeof(PacketHeader) + 2 * 0xFFFE);
    EXPECT_EQ(parse_packet(datagram, packet), PacketStatus::ok);
    EXPECT_EQ(packet.count, 0xFFFE);
    EXPECT_FALSE(packet.end_of_session);
}

TEST(MoldPacket, DataNumberedFromZeroIsRefusedByName)
{
    EXPECT_EQ(describe(packet_bytes(0, {"a"})), sequence_zero);
    EXPECT_EQ(describe(packet_bytes(0, {})), "SESSION 0 x0: ");
}

TEST(MoldPacket, NumbersPastTheLastAreRefusedByName)
{
    constexpr std::uint64_t last = UINT64_MAX;
    EXPECT_EQ(describe(packet_bytes(last - 2, {"a", "b"})), "SESSION 18446744073709551613 x2: a,b");
    EXPECT_EQ(describe(packet_bytes(last - 1, {"a", "b"})), sequence_overflow);
    EXPECT_EQ(describe(packet_bytes(last, {"a"})), sequence_overflow);
    EXPECT_EQ(describe(packet_bytes(last, {})), "SESSION 18446744073709551615 x0: ");
}

}  // namespace
}  // namespace gapwire::moldudp64
