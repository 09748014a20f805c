// Packets are refused as a whole where a size is wrong, and only there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mdp3/event_text.hpp"
#include "tests/mdp3/message_builder.hpp"

namespace gapwire::mdp3 {
namespace {

using test::bid;
using test::bytes_from;
using test::ByteVector;
using test::MessageBuilder;
using test::packet_of;
using testing::ElementsAre;

PacketStatus status_of(const ByteVector& datagram)
{
    Packet packet;
    return parse_packet(datagram, packet);
}
PacketStatus status_of(const MessageBuilder& message)
{
    return status_of(packet_of({message}));
}

MessageBuilder heartbeat()
{
    return MessageBuilder(12);
}
MessageBuilder book(std::size_t entry_length = 32)
{
    return MessageBuilder(46).root().group(entry_length, 1).block(bid(), entry_length);
}

constexpr auto bid_text = "level 42 #1001 B 1 change 21300.25 x 12 orders=5";

TEST(MdpPacket, HeaderIsLittleEndian)
{
    Packet packet;
    const ByteVector datagram = packet_of({heartbeat()});
    EXPECT_EQ(parse_packet(datagram, packet), PacketStatus::ok);
    EXPECT_EQ(packet.sequence, 500u);
    EXPECT_EQ(packet.sending_time_ns, 1'737'988'200'000'000'000u);
    EXPECT_EQ(packet.messages.size(), 10u);
    EXPECT_EQ(take_message(packet.messages).size(), 10u);
    EXPECT_TRUE(packet.messages.empty());
}

TEST(MdpPacket, TcpPrefixIsRequiredOnTcp)
{
    const ByteVector datagram = packet_of({heartbeat()});
    ByteVector bytes = bytes_from("feca");
    test::append(bytes, datagram);
    Packet packet;
    EXPECT_EQ(parse_tcp_packet(bytes, packet), PacketStatus::ok);
    EXPECT_EQ(packet.sequence, 500u);
    bytes[0] = 0xFF;
    EXPECT_EQ(parse_tcp_packet(bytes, packet), PacketStatus::no_tcp_prefix);
    EXPECT_EQ(parse_tcp_packet(Bytes(bytes).first(1), packet), PacketStatus::too_short);
}

TEST(MdpPacket, EveryTruncationIsRefused)
{
    const ByteVector datagram = packet_of({heartbeat(), book(), heartbeat()});
    EXPECT_EQ(status_of(datagram), PacketStatus::ok);
    const std::size_t first = 12 + 10;  // behind the first message, and the second
    const std::size_t second = datagram.size() - 10;
    for (std::size_t size = 0; size < datagram.size(); ++size) {
        const ByteVector cut(datagram.begin(),
                             datagram.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(status_of(cut) == PacketStatus::ok, size == first || size == second) << size;
    }
}

TEST(MdpPacket, MessageSizeBelowAHeaderIsRefused)
{
    EXPECT_EQ(status_of(heartbeat().claim_size(9)), PacketStatus::bad_message_size);
    EXPECT_EQ(status_of(heartbeat().claim_size(0)), PacketStatus::bad_message_size);
}

TEST(MdpPacket, MessageBeyondThePacketIsRefused)
{
    EXPECT_EQ(status_of(heartbeat().claim_size(11)), PacketStatus::bad_message_size);
    EXPECT_EQ(status_of(heartbeat().claim_size(65535)), PacketStatus::bad_message_size);
}

TEST(MdpPacket, NothingIsDeliveredOfAPacketWithOneBadMessage)
{
    EXPECT_THAT(test::decode_packet(packet_of({book(), heartbeat().claim_size(11)})),
                ElementsAre("refused 3"));
}

TEST(MdpPacket, RootBlockBeyondItsMessageIsRefused)
{
    const IncrementalRoot root{};
    EXPECT_EQ(status_of(MessageBuilder(46).root(root, 9)), PacketStatus::ok);
    auto message = MessageBuilder(46).root(root, 100);
    EXPECT_EQ(status_of(message.claim_size(60)), PacketStatus::bad_block_length);
}

TEST(MdpPacket, RootBlockShorterThanItEverWasIsRefused)
{
    EXPECT_EQ(status_of(MessageBuilder(46).root(IncrementalRoot{}, 8)), PacketStatus::short_block);
    EXPECT_EQ(status_of(MessageBuilder(30).root(SecurityStatusRoot{}, 29)),
              PacketStatus::short_block);
}

TEST(MdpPacket, GroupBeyondItsMessageIsRefused)
{
    EXPECT_EQ(status_of(MessageBuilder(46).root().group(32, 2).block(bid(), 32)),
              PacketStatus::bad_group);
    EXPECT_EQ(status_of(MessageBuilder(46).root().group(33, 1).block(bid(), 32)),
              PacketStatus::bad_group);
    EXPECT_EQ(status_of(MessageBuilder(46).root().group(65535, 255).block(bid(), 32)),
              PacketStatus::bad_group);
    EXPECT_EQ(status_of(book().group8(24, 1).pad(23)), PacketStatus::bad_group);
}

TEST(MdpPacket, GroupMayNotReachIntoTheNextMessage)
{
    EXPECT_EQ(status_of(packet_of({MessageBuilder(46).root().group(32, 1), book()})),
              PacketStatus::bad_group);
}

TEST(MdpPacket, EntryShorterThanItEverWasIsRefused)
{
    EXPECT_EQ(status_of(book(27)), PacketStatus::ok);
    EXPECT_EQ(status_of(book(26)), PacketStatus::short_block);
    EXPECT_EQ(status_of(MessageBuilder(46).root().group(0, 255)), PacketStatus::short_block);
}

TEST(MdpPacket, EntriesAreWalkedWithTheLengthOnTheWire)
{
    const auto message =
        MessageBuilder(46).root().group(50, 2).block(bid(), 50, 0xEE).block(bid(), 50, 0xEE);
    EXPECT_THAT(test::decode_packet(packet_of({message})),
                ElementsAre("46 v13 at=7 indicator=80", bid_text, bid_text, "end at=7"));
}

TEST(MdpPacket, LongerRootBlockIsSteppedOver)
{
    const IncrementalRoot root{U64le::of(7), 0x80};
    const auto message = MessageBuilder(46, 14).root(root, 40, 0xEE).group(32, 1).block(bid(), 32);
    EXPECT_THAT(test::decode_packet(packet_of({message})),
                ElementsAre("46 v14 at=7 indicator=80", bid_text, "end at=7"));
}

TEST(MdpPacket, BytesBehindTheLastGroupAreSteppedOver)
{
    const auto message = book().group8(24, 0).pad(100, 0xEE);
    EXPECT_THAT(
        test::decode_packet(packet_of({message, heartbeat()})),
        ElementsAre("46 v13 at=7 indicator=80", bid_text, "end at=7", "12 v13 at=0 indicator=00"));
}

TEST(MdpPacket, GroupIsAbsentWhereItsMessageEnds)
{
    for (const std::size_t padding : {0u, 1u, 7u})
        EXPECT_THAT(test::decode_packet(packet_of({book().pad(padding, 0xEE)})),
                    ElementsAre("46 v13 at=7 indicator=80", bid_text, "end at=7"));
    EXPECT_THAT(test::decode_packet(packet_of({MessageBuilder(46).root()})),
                ElementsAre("46 v13 at=7 indicator=80", "end at=7"));
}

TEST(MdpPacket, GroupIsAbsentBeforeItsVersion)
{
    const auto message = MessageBuilder(32, 6).root().group(32, 1).block(bid(), 32);
    const std::vector<std::string> expected = test::decode_packet(packet_of({message}));
    EXPECT_EQ(expected.size(), 3u);
    auto padded = message;
    EXPECT_EQ(test::decode_packet(packet_of({padded.pad(30, 0xEE)})), expected);
}

TEST(MdpPacket, EmptyGroupCarriesTheEndOfAnEvent)
{
    EXPECT_THAT(
        test::decode_packet(packet_of({MessageBuilder(46).root().group(32, 0).group8(0, 0)})),
        ElementsAre("46 v13 at=7 indicator=80", "end at=7"));
}

TEST(MdpPacket, UnknownTemplateIsSteppedOverAndCounted)
{
    for (const std::uint16_t id : {0, 26, 45, 70, 65535}) {
        const auto unknown = MessageBuilder(id).root(IncrementalRoot{}, 200).claim_size(20);
        ByteVector datagram = packet_of({unknown});
        datagram.resize(12 + 20);
        test::append(datagram, heartbeat().bytes());
        EXPECT_THAT(test::decode_packet(datagram),
                    ElementsAre("12 v13 at=0 indicator=00", "mdp_unknown_template=1"));
    }
}

TEST(MdpPacket, OtherSchemaIsSteppedOverAndCounted)
{
    const auto other = MessageBuilder(46, 0, 2).root(IncrementalRoot{}, 3);
    EXPECT_THAT(test::decode_packet(packet_of({other, heartbeat(), other})),
                ElementsAre("12 v13 at=0 indicator=00", "mdp_other_schema=2"));
}

TEST(MdpPacket, KnownTemplateWithoutEventsMayCloseAnEvent)
{
    struct Root {
        U64le transact_time = U64le::of(9);
        std::uint8_t request[23]{};
        std::uint8_t match_event_indicator = 0x80;
    };
    const auto request = MessageBuilder(39).root(Root{}, 35).group(32, 0);
    EXPECT_THAT(test::decode_packet(packet_of({request})),
                ElementsAre("39 v13 at=9 indicator=80", "end at=9", "mdp_ignored=1"));
}

}  // namespace
}  // namespace gapwire::mdp3
