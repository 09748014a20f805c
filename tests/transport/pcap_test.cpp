// Classic pcap: what good, odd and broken files give.
#include "feed/transport/pcap.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "tests/transport/capture_builder.hpp"

namespace gapwire::test {
namespace {

using transport::ReadStatus;

constexpr std::uint32_t seconds = 1'737'990'000;
constexpr std::int64_t seconds_ns = std::int64_t{seconds} * 1'000'000'000;

TEST(Pcap, EveryByteOrderAndFractionGivesTheSamePacket)
{
    const Buffer data = counting(60);
    for (const Order order : {Order::little, Order::big}) {
        const Listing us = list(
            joined({pcap_header(order, magic_us), pcap_record(seconds, 123'456, data, 60, order)}));
        EXPECT_EQ(us.packets, (std::vector<Read>{{1, seconds_ns + 123'456'000, 1, 60, data}}));
        EXPECT_EQ(us.end.status, ReadStatus::end);

        const Listing ns = list(joined(
            {pcap_header(order, magic_ns), pcap_record(seconds, 123'456'789, data, 60, order)}));
        EXPECT_EQ(ns.packets, (std::vector<Read>{{1, seconds_ns + 123'456'789, 1, 60, data}}));
        EXPECT_EQ(ns.end.status, ReadStatus::end);
    }
}

TEST(Pcap, NoRecordsIsAProperEnd)
{
    const Listing listing = list(pcap_header());
    EXPECT_TRUE(listing.packets.empty());
    EXPECT_EQ(listing.end.status, ReadStatus::end);
    EXPECT_EQ(listing.end.reason, "");
}

TEST(Pcap, EveryTruncationGivesTheWholeRecordsAndSaysWhereItStopped)
{
    const Buffer file =
        joined({pcap_header(), pcap_record(seconds, 1, counting(7)),
                pcap_record(seconds, 2, counting(0)), pcap_record(seconds, 3, counting(5, 9))});
    const std::vector<std::size_t> ends = {24, 24 + 23, 24 + 23 + 16, 24 + 23 + 16 + 21};
    const std::vector<Read> whole = list(file).packets;
    ASSERT_EQ(whole.size(), 3u);
    ASSERT_EQ(file.size(), ends.back());

    for (std::size_t size = 4; size <= file.size(); ++size) {
        const Listing listing = list(Buffer(file.begin(), file.begin() + size));
        std::size_t complete = 0;
        while (complete < 3 && ends[complete + 1] <= size) ++complete;
        const bool at_boundary = std::find(ends.begin(), ends.end(), size) != ends.end();
        EXPECT_EQ(listing.packets, (std::vector<Read>(whole.begin(), whole.begin() + complete)))
            << size;
        EXPECT_EQ(listing.end.status, at_boundary ? ReadStatus::end : ReadStatus::truncated)
            << size;
        EXPECT_EQ(listing.end.offset, size < ends[0] ? 0 : ends[complete]) << size;
    }
}

TEST(Pcap, TruncationSaysHowMuchOfTheRecordIsThere)
{
    Counters counters;
    Buffer file = joined({pcap_header(), pcap_record(seconds, 1, counting(7))});
    file.pop_back();
    const Listing listing = list(file, counters);
    EXPECT_EQ(listing.end.reason, "the file ends inside a packet record, after 22 bytes of it");
    EXPECT_EQ(counters[Counter::capture_truncated_files], 1u);
}

TEST(Pcap, ARecordBeyondTheLimitEndsTheFileThere)
{
    Counters counters;
    Buffer huge = pcap_record(seconds, 0, counting(300'000));
    const Listing listing =
        list(joined({pcap_header(), pcap_record(seconds, 0, counting(3)), huge}), counters);
    EXPECT_EQ(listing.packets.size(), 1u);
    EXPECT_EQ(listing.end.status, ReadStatus::malformed);
    EXPECT_EQ(listing.end.offset, 24u + 16 + 3);
    EXPECT_EQ(listing.end.reason, "a packet of 300000 bytes, more than 262144");
    EXPECT_EQ(counters[Counter::capture_malformed_files], 1u);
}

TEST(Pcap, LongerThanSnapOrOriginalIsReadAndCounted)
{
    Counters counters;
    const Buffer data = counting(60);
    const Listing above_snap = list(
        joined({pcap_header(Order::little, magic_us, 1, 40), pcap_record(1, 0, data)}), counters);
    EXPECT_EQ(above_snap.packets, (std::vector<Read>{{1, 1'000'000'000, 1, 60, data}}));
    EXPECT_EQ(counters[Counter::capture_length_oddities], 1u);

    const Listing above_original =
        list(joined({pcap_header(), pcap_record(1, 0, data, 20)}), counters);
    EXPECT_EQ(above_original.packets, (std::vector<Read>{{1, 1'000'000'000, 1, 20, counting(20)}}));
    EXPECT_EQ(counters[Counter::capture_length_oddities], 2u);

    list(joined({pcap_header(Order::little, magic_us, 1, 0), pcap_record(1, 0, data)}), counters);
    EXPECT_EQ(counters[Counter::capture_length_oddities], 2u) << "snap length 0 is no limit";
}

TEST(Pcap, FractionsOfASecondOrMoreAreCarriedAndCounted)
{
    Counters counters;
    const Listing listing = list(joined({pcap_header(), pcap_record(10, 1'500'000, counting(1)),
                                         pcap_record(10, 0xffffffff, counting(1))}),
                                 counters);
    ASSERT_EQ(listing.packets.size(), 2u);
    EXPECT_EQ(listing.packets[0].ns, 11'500'000'000);
    EXPECT_EQ(listing.packets[1].ns, 10'000'000'000 + 4'294'967'295'000);
    EXPECT_EQ(counters[Counter::capture_fraction_overflow], 2u);
}

TEST(Pcap, SecondsAreUnsignedUntil2106)
{
    const Listing listing = list(joined({pcap_header(), pcap_record(0xfffffff0, 5, counting(1))}));
    ASSERT_EQ(listing.packets.size(), 1u);
    EXPECT_EQ(listing.packets[0].ns, std::int64_t{0xfffffff0} * 1'000'000'000 + 5'000);
}

TEST(Pcap, FcsBitsAreNoPartOfTheLinkType)
{
    const std::uint32_t two_words_of_fcs = 2u << 28 | 1u << 26;
    const Listing listing = list(joined(
        {pcap_header(Order::little, magic_us, two_words_of_fcs | 113), pcap_record(1, 0, {1})}));
    ASSERT_EQ(listing.packets.size(), 1u);
    EXPECT_EQ(listing.packets[0].link_type, 113u);
}

TEST(Pcap, TimeThatGoesBackIsKeptAndCounted)
{
    Counters counters;
    const Listing listing = list(joined({pcap_header(), pcap_record(5, 0, {1}),
                                         pcap_record(4, 0, {2}), pcap_record(4, 0, {3})}),
                                 counters);
    ASSERT_EQ(listing.packets.size(), 3u);
    EXPECT_EQ(listing.packets[1].ns, 4'000'000'000);
    EXPECT_EQ(counters[Counter::capture_time_reversed], 1u);
    EXPECT_EQ(counters[Counter::capture_packets], 3u);
    EXPECT_EQ(counters[Counter::capture_bytes], 3u);
}

TEST(Pcap, AnotherVersionIsRefusedByName)
{
    try {
        list(pcap_header(Order::big, magic_ns, 1, 0, 2));
        FAIL() << "pcap 2.2 was accepted";
    } catch (const OperatorError& error) {
        EXPECT_EQ(error.code(), ExitCode::bad_input);
        EXPECT_STREQ(error.what(), "memory: pcap version 2.2, only 2.4 is read");
    }
}

TEST(Pcap, TheEndIsSaidAgainAndAgain)
{
    Counters counters;
    const Buffer file = pcap_header();
    auto capture = transport::open_capture(transport::Input::of_bytes(file, "memory"), counters);
    auto& reader = std::get<transport::CaptureReader>(capture);
    transport::Packet packet;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(reader.next(packet), ReadStatus::end);
    EXPECT_EQ(reader.format(), "pcap");
}

}  // namespace
}  // namespace gapwire::test
