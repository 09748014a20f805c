// What the decoder does at the edges: versions, nulls, values that are not understood.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/mdp3/event_text.hpp"
#include "tests/mdp3/field_text.hpp"
#include "tests/mdp3/message_builder.hpp"

namespace gapwire::mdp3 {
namespace {

using test::bid;
using test::bytes_from;
using test::ByteVector;
using test::decode_packet;
using test::MessageBuilder;
using test::packet_of;
using testing::ElementsAre;

TEST(MdpDecoder, BookChangeOfTheSheet)
{
    EXPECT_THAT(
        decode_packet(bytes_from(
            "f40100000010d2440f931e1840000b002e0001000d000010d2440f931e1884000020000100da7c173f91"
            "07000c0000002a000000e903000005000000010130ffffff7f001800000000000000")),
        ElementsAre("46 v13 at=1737988200000000000 indicator=84",
                    "level 42 #1001 B 1 change 2130025 x 12 orders=5",
                    "end at=1737988200000000000"));
}

TEST(MdpDecoder, HeartbeatOfTheSheet)
{
    EXPECT_THAT(decode_packet(bytes_from("f50100000010d2440f931e180a0000000c0001000d00")),
                ElementsAre("12 v13 at=0 indicator=00"));
}

TEST(MdpDecoder, SettlementOfTheSheet)
{
    EXPECT_THAT(
        decode_packet(bytes_from(
            "f60100000010d2440f931e1838000b00310001000d000010d2440f931e188800002000010092480bd1c8"
            "0700ffffff7f2a000000ea030000904e03003600000000000000")),
        ElementsAre("49 v13 at=1737988200000000000 indicator=88",
                    "statistic 42 #1002 settlement 2191125 x none date=20112 settlement=03",
                    "end at=1737988200000000000"));
}

/// What one entry of template 46 becomes, without the message around it.
std::string level_of(const BookEntry& entry, std::uint16_t id = 46, std::uint16_t version = 13)
{
    const auto message = MessageBuilder(id, version).root().group(32, 1).block(entry, 32);
    const std::vector<std::string> lines = decode_packet(packet_of({message}));
    EXPECT_EQ(lines.size(), 3u);
    return lines.at(1);
}

TEST(MdpDecoder, EntryThatIsNotUnderstoodKeepsItsNumber)
{
    constexpr auto bad = "bad 42 #1001";
    BookEntry entry = bid();
    entry.update_action = 6;
    EXPECT_EQ(level_of(entry), bad);
    entry = bid();
    entry.entry_type = 'Z';
    EXPECT_EQ(level_of(entry), bad);
    entry = bid();
    entry.size = I32le::of(-1);
    EXPECT_EQ(level_of(entry), bad);
    entry = bid();
    entry.number_of_orders = I32le::of(-1);
    EXPECT_EQ(level_of(entry), bad);
    entry.entry_type = static_cast<char>(0xFF);
    EXPECT_EQ(level_of(entry), bad);
}

TEST(MdpDecoder, PricesBefore9AreOf7Decimals)
{
    BookEntry entry = bid();
    entry.price = I64le::of(11'269'000);
    EXPECT_EQ(level_of(entry, 32, 8), "level 42 #1001 B 1 change 1.1269 x 12 orders=5");
    entry.price = I64le::of(-1);
    EXPECT_EQ(level_of(entry, 32, 8), "level 42 #1001 B 1 change -0.0000001 x 12 orders=5");
}

TEST(MdpDecoder, PriceThatDoesNotFitIsNone)
{
    BookEntry entry = bid();
    entry.price = I64le::of(INT64_MAX / 100);
    EXPECT_EQ(level_of(entry, 32, 8), "level 42 #1001 B 1 change 9223372036.8547758 x 12 orders=5");
    for (const std::int64_t price : {INT64_MAX / 100 + 1, INT64_MIN, INT64_MAX}) {
        entry.price = I64le::of(price);
        EXPECT_EQ(level_of(entry, 32, 8), "level 42 #1001 B 1 change none x 12 orders=5");
    }
}

BookOrderEntry order(std::uint8_t reference, std::uint8_t action = 0, std::int32_t quantity = 4)
{
    return {U64le::of(9), U64le::of(8), I32le::of(quantity), reference, action};
}

std::string order_of(const BookOrderEntry& entry, const BookEntry& level = bid())
{
    const auto message =
        MessageBuilder(46).root().group(32, 1).block(level, 32).group8(24, 1).block(entry, 24);
    const std::vector<std::string> lines = decode_packet(packet_of({message}));
    EXPECT_EQ(lines.size(), 4u);
    return lines.at(2);
}

TEST(MdpDecoder, OrderTakesPriceAndSideOfItsEntry)
{
    EXPECT_EQ(order_of(order(1)), "order 42 9 add B 21300.25 x 4 priority=8");
    BookEntry offer = bid();
    offer.entry_type = '1';
    EXPECT_EQ(order_of(order(1, 2), offer), "order 42 9 remove S 21300.25 x 4 priority=8");
}

TEST(MdpDecoder, OrderOfNoEntryMayBeOfAnyInstrument)
{
    for (const std::uint8_t reference : {0, 2, 254, 255})
        EXPECT_EQ(order_of(order(reference)), "bad unknown #0 of orders");
}

TEST(MdpDecoder, OrderThatIsNotUnderstoodIsOfItsInstrument)
{
    EXPECT_EQ(order_of(order(1, 3)), "bad 42 #0 of orders");
    EXPECT_EQ(order_of(order(1, 0, -1)), "bad 42 #0 of orders");
    BookEntry entry = bid();
    for (const char type : {'E', 'J', 'x'}) {
        entry.entry_type = type;
        EXPECT_EQ(order_of(order(1), entry), "bad 42 #0 of orders");
    }
}

TEST(MdpDecoder, ReferenceOf255IsNullEvenWith255Entries)
{
    MessageBuilder message = MessageBuilder(46).root().group(27, 255);
    for (int i = 0; i < 255; ++i) message.block(bid());
    message.group8(22, 2).block(order(254)).block(order(255));
    const std::vector<std::string> lines = decode_packet(packet_of({message}));
    ASSERT_EQ(lines.size(), 259u);
    EXPECT_EQ(lines[256], "order 42 9 add B 21300.25 x 4 priority=8");
    EXPECT_EQ(lines[257], "bad unknown #0 of orders");
}

TEST(MdpDecoder, TradeableSizeIsAbsentBefore10)
{
    const auto fields = [](std::uint16_t version, std::size_t length) {
        const auto message =
            MessageBuilder(46, version).root().group(length, 1).block(bid(), length).bytes();
        return test::field_text(message);
    };
    EXPECT_EQ(fields(9, 32).find("TradeableSize"), std::string::npos);
    EXPECT_EQ(fields(10, 30).find("TradeableSize"), std::string::npos);
    EXPECT_NE(fields(10, 31).find("TradeableSize=0"), std::string::npos);
    EXPECT_NE(fields(13, 32).find("TradeableSize=0"), std::string::npos);
}

TEST(MdpDecoder, TradeThatIsNotUnderstoodKeepsItsNumber)
{
    TradeSummaryEntry trade{};
    trade.security_id = I32le::of(42);
    trade.rpt_seq = U32le::of(7);
    trade.update_action = 3;
    const auto message = [&] { return MessageBuilder(48).root().group(30, 1).block(trade); };
    EXPECT_EQ(decode_packet(packet_of({message()})).at(1), "bad 42 #7");
    trade.update_action = 0;
    trade.size = I32le::of(-1);
    EXPECT_EQ(decode_packet(packet_of({message()})).at(1), "bad 42 #7");
}

TEST(MdpDecoder, StatisticThatIsNotUnderstoodKeepsItsNumber)
{
    const auto lines = [](std::uint8_t flag, std::uint8_t action, char type) {
        SessionStatisticsEntry entry{};
        entry.security_id = I32le::of(42);
        entry.rpt_seq = U32le::of(7);
        entry.open_close_settl_flag = flag;
        entry.update_action = action;
        entry.entry_type = type;
        return decode_packet(packet_of({MessageBuilder(51).root().group(23, 1).block(entry)}));
    };
    EXPECT_EQ(lines(255, 0, '4').at(1), "bad 42 #7");  // open, or an indication of it
    EXPECT_EQ(lines(7, 0, '9').at(1), "bad 42 #7");
    EXPECT_EQ(lines(103, 0, '9').at(1), "skipped 42 #7");
    EXPECT_EQ(lines(103, 3, '9').at(1), "bad 42 #7");
    EXPECT_EQ(lines(255, 0, '6').at(1), "bad 42 #7");
    EXPECT_EQ(lines(255, 5, '7').at(1), "bad 42 #7");
    DailyStatisticsEntry daily{};
    daily.security_id = I32le::of(42);
    daily.rpt_seq = U32le::of(7);
    daily.entry_type = '4';
    EXPECT_EQ(decode_packet(packet_of({MessageBuilder(49).root().group(25, 1).block(daily)})).at(1),
              "bad 42 #7");
}

TEST(MdpDecoder, ChannelResetWithoutChannelIsOne)
{
    const auto entry = ChannelResetEntry{I16le::of(318)};
    for (const auto& message : {MessageBuilder(4).root().group(2, 0), MessageBuilder(4).root(),
                                MessageBuilder(4, 2).root().group(2, 1).block(entry)})
        EXPECT_EQ(decode_packet(packet_of({message})).at(1), "channel reset none");
    const auto two = MessageBuilder(4).root().group(2, 2).block(entry).block(entry);
    EXPECT_EQ(decode_packet(packet_of({two})).size(), 4u);
}

TEST(MdpDecoder, RecoveryIsSeenInTheIndicator)
{
    EXPECT_TRUE(MessageContext{.match_event_indicator = 0x20}.is_recovery());
    EXPECT_FALSE(MessageContext{.match_event_indicator = 0xDF}.is_recovery());
    EXPECT_TRUE(MessageContext{.match_event_indicator = 0x80}.ends_event());
    EXPECT_FALSE(MessageContext{.match_event_indicator = 0x7F}.ends_event());
}

TEST(MdpDecoder, EachRefusalHasItsCounter)
{
    EXPECT_EQ(counter_of(PacketStatus::bad_group), Counter::mdp_malformed);
    EXPECT_EQ(counter_of(DecodeStatus::ignored_template), Counter::mdp_ignored);
    EXPECT_EQ(counter_of(DecodeStatus::unknown_template), Counter::mdp_unknown_template);
    EXPECT_EQ(counter_of(DecodeStatus::other_schema), Counter::mdp_other_schema);
    EXPECT_EQ(counter_of(SkippedEntry{.is_bad = true}), Counter::mdp_bad_entry);
    EXPECT_EQ(counter_of(SkippedEntry{}), Counter::mdp_skipped_entry);
}

}  // namespace
}  // namespace gapwire::mdp3
