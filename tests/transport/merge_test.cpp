// Captures merged into one stream of datagrams.
#include "feed/transport/merge.hpp"

#include <gtest/gtest.h>

#include "tests/transport/capture_builder.hpp"

namespace gapwire::test {
namespace {

using transport::CaptureReader;
using transport::Datagram;
using transport::DatagramSource;
using transport::ReadStatus;

constexpr std::uint32_t raw_ip = 101;

/// IPv4 and UDP around one letter.
Buffer datagram(char letter, std::uint8_t protocol = 17)
{
    return Writer(Order::big)
        .u16(0x4500)
        .u16(29)
        .u32(0)
        .u16(0x4000 | protocol)
        .u16(0)
        .u32(0x0a000001)
        .u32(0xe0000001)
        .u16(1)
        .u16(2)
        .u16(9)
        .u16(0)
        .bytes({static_cast<std::uint8_t>(letter)})
        .done();
}

Buffer pcap_of(std::initializer_list<Buffer> records)
{
    return joined({pcap_header(Order::little, magic_ns, raw_ip), joined(records)});
}

Buffer at(std::uint32_t ns, char letter)
{
    return pcap_record(0, ns, datagram(letter));
}

CaptureReader reader_of(transport::Input input, Counters& counters)
{
    return std::get<CaptureReader>(transport::open_capture(std::move(input), counters));
}

/// "a@5 b@6": letters and times in the order they come.
std::string stream(DatagramSource& source)
{
    std::string text;
    Datagram next;
    while (source.next(next)) {
        if (!text.empty()) text += ' ';
        text += static_cast<char>(next.payload[0]);
        text += '@' + (next.captured.is_none() ? "none" : std::to_string(next.captured.ns));
    }
    return text;
}

std::string stream(const std::vector<Buffer>& files, Counters& counters)
{
    std::vector<CaptureReader> readers;
    readers.reserve(files.size());
    for (const Buffer& file : files)
        readers.push_back(reader_of(transport::Input::of_bytes(file, "F"), counters));
    DatagramSource source(std::move(readers), counters);
    return stream(source);
}

TEST(Merge, DatagramsComeByTimeAndTheEarlierFileFirstOnTies)
{
    Counters counters;
    const Buffer a = pcap_of({at(1, 'a'), at(5, 'b'), at(5, 'c'), at(9, 'd')});
    const Buffer b = pcap_of({at(0, 'p'), at(5, 'q'), at(5, 'r'), at(20, 's')});
    const Buffer c = pcap_of({at(5, 'x'), at(7, 'y')});
    EXPECT_EQ(stream({a, b, c}, counters), "p@0 a@1 b@5 c@5 q@5 r@5 x@5 y@7 d@9 s@20");
    EXPECT_EQ(stream({c, b, a}, counters), "p@0 a@1 x@5 q@5 r@5 b@5 c@5 y@7 d@9 s@20");
    EXPECT_EQ(counters[Counter::datagrams], 20u);
}

TEST(Merge, TimeThatGoesBackInsideAFileKeepsTheOrderOfTheFile)
{
    Counters counters;
    const Buffer a = pcap_of({at(10, 'a'), at(3, 'b'), at(12, 'c')});
    const Buffer b = pcap_of({at(4, 'p'), at(11, 'q')});
    EXPECT_EQ(stream({a, b}, counters), "p@4 a@10 b@3 q@11 c@12");
    EXPECT_EQ(counters[Counter::capture_time_reversed], 1u);
}

TEST(Merge, PacketsWithoutATimeKeepTheirPlace)
{
    const auto simple = [](char letter) {
        return block(Order::little, 3,
                     Writer(Order::little).u32(29).bytes(datagram(letter)).done());
    };
    const auto enhanced = [](std::uint64_t us, char letter) {
        return packet_block(0, us, datagram(letter));
    };
    Counters counters;
    const Buffer a = joined({section(), interface_block(Order::little, raw_ip), simple('a'),
                             enhanced(5, 'b'), simple('c'), enhanced(9, 'd')});
    const Buffer b = pcap_of({at(4'999, 'p'), at(5'000, 'q'), at(6'000, 'r')});
    EXPECT_EQ(stream({a, b}, counters), "a@none p@4999 b@5000 c@5000 q@5000 r@6000 d@9000");
    EXPECT_EQ(counters[Counter::capture_no_timestamp], 2u);
}

TEST(Merge, FramesWithoutADatagramAreCountedByReason)
{
    Counters counters;
    const Buffer snapped = pcap_record(0, 1, counting(0), 60);
    const Buffer file = pcap_of({pcap_record(0, 1, datagram('t', 6)), at(2, 'a'), snapped,
                                 pcap_record(0, 3, datagram('i', 2)), pcap_record(0, 4, {0x55})});
    EXPECT_EQ(stream({file}, counters), "a@2");
    EXPECT_EQ(counters[Counter::frame_tcp], 1u);
    EXPECT_EQ(counters[Counter::frame_snapped], 1u);
    EXPECT_EQ(counters[Counter::frame_igmp], 1u);
    EXPECT_EQ(counters[Counter::frame_malformed], 1u);
    EXPECT_EQ(counters[Counter::datagrams], 1u);
    EXPECT_EQ(counters[Counter::capture_packets], 5u);
}

TEST(Merge, SegmentsComeAmongDatagramsWhereTheyAreAskedFor)
{
    const Buffer segment = Writer(Order::big)
                               .u16(0x4500)
                               .u16(41)
                               .u32(0)
                               .u16(0x4006)
                               .u16(0)
                               .u32(0x0a000001)
                               .u32(0x0a000002)
                               .u32(0x00010002)
                               .u32(77)
                               .u32(0)
                               .u16(0x5018)
                               .u16(0)
                               .u32(0)
                               .bytes({'t'})
                               .done();
    Counters counters;
    const Buffer file = pcap_of(
        {at(1, 'a'), pcap_record(0, 2, segment), pcap_record(0, 3, datagram('?', 6)), at(4, 'b')});
    std::vector<CaptureReader> readers;
    readers.push_back(reader_of(transport::Input::of_bytes(file, "F"), counters));
    DatagramSource source(std::move(readers), counters);
    Datagram next;
    transport::Segment found;
    EXPECT_EQ(source.next(next, found), transport::Given::datagram);
    EXPECT_EQ(source.next(next, found), transport::Given::segment);
    EXPECT_EQ(found.packet, 2u);
    EXPECT_EQ(found.captured.ns, 2);
    EXPECT_EQ(found.sequence, 77u);
    EXPECT_EQ(found.payload[0], 't');
    EXPECT_EQ(source.next(next, found), transport::Given::datagram);
    EXPECT_EQ(next.packet, 4u);
    EXPECT_EQ(source.next(next, found), transport::Given::end);
    EXPECT_EQ(counters[Counter::frame_tcp], 2u);
    EXPECT_EQ(stream({file}, counters), "a@1 b@4");
}

TEST(Merge, EveryDatagramNamesItsFileAndItsPacket)
{
    Counters counters;
    const Buffer a = pcap_of({pcap_record(0, 1, datagram('t', 6)), at(4, 'a')});
    const Buffer b = pcap_of({at(3, 'p')});
    std::vector<CaptureReader> readers;
    readers.push_back(reader_of(transport::Input::of_bytes(a, "A"), counters));
    readers.push_back(reader_of(transport::Input::of_bytes(b, "B"), counters));
    DatagramSource source(std::move(readers), counters);

    Datagram next;
    ASSERT_TRUE(source.next(next));
    EXPECT_EQ(next.capture, 1u);
    EXPECT_EQ(next.packet, 1u);
    ASSERT_TRUE(source.next(next));
    EXPECT_EQ(next.capture, 0u);
    EXPECT_EQ(next.packet, 2u);
    EXPECT_EQ(to_text(next.source), "10.0.0.1:1");
    EXPECT_EQ(to_text(next.destination), "224.0.0.1:2");
    EXPECT_FALSE(source.next(next));
    EXPECT_FALSE(source.next(next)) << "the end stays the end";
}

TEST(Merge, ReportsSayWhatEachFileHeldAndHowItEnded)
{
    Counters counters;
    Buffer cut = pcap_of({at(1, 'a'), at(2, 'b')});
    cut.pop_back();
    const Buffer mixed = joined({section(Order::little, 1), interface_block(Order::little, raw_ip),
                                 interface_block(Order::little, 1), packet_block(1, 0, {1}),
                                 packet_block(0, 0, datagram('x')), packet_block(1, 0, {2})});
    std::vector<CaptureReader> readers;
    readers.push_back(reader_of(transport::Input::of_bytes(cut, "cut.pcap"), counters));
    readers.push_back(reader_of(transport::Input::of_bytes(mixed, "mixed.pcapng"), counters));
    DatagramSource source(std::move(readers), counters);
    EXPECT_EQ(stream(source), "x@0 a@1");

    const auto& reports = source.reports();
    ASSERT_EQ(reports.size(), 2u);
    EXPECT_EQ(reports[0].name, "cut.pcap");
    EXPECT_EQ(reports[0].format, "pcap");
    EXPECT_EQ(reports[0].packets, 1u);
    EXPECT_EQ(reports[0].link_types, (std::vector<std::uint32_t>{raw_ip}));
    EXPECT_EQ(reports[0].end.status, ReadStatus::truncated);
    EXPECT_EQ(reports[0].end.offset, 24u + 16 + 29);
    EXPECT_EQ(reports[1].format, "pcapng");
    EXPECT_EQ(reports[1].packets, 3u);
    EXPECT_EQ(reports[1].link_types, (std::vector<std::uint32_t>{1, raw_ip}));
    EXPECT_EQ(reports[1].end.status, ReadStatus::end);
    EXPECT_EQ(reports[0].warning, "");
    EXPECT_EQ(reports[1].warning, "pcapng version 1.1 is read as 1.0");
}

TEST(Merge, OnlyTheFirstLinkTypesAreReported)
{
    Counters counters;
    Buffer file = section();
    for (std::uint16_t link = 0; link < 40; ++link)
        file =
            joined({file, interface_block(Order::little, 300 + link), packet_block(link, 0, {1})});
    std::vector<CaptureReader> readers;
    readers.push_back(reader_of(transport::Input::of_bytes(file, "F"), counters));
    DatagramSource source(std::move(readers), counters);
    EXPECT_EQ(stream(source), "");
    EXPECT_EQ(source.reports()[0].link_types.size(), transport::CaptureReport::link_types_max);
    EXPECT_EQ(counters[Counter::frame_unknown_link], 40u);
}

TEST(Merge, PayloadsOfStreamsStayUntilTheNextCall)
{
    // Enough packets to fill a stream's buffer several times, through a pipe.
    Buffer file = pcap_of({});
    const Buffer filler(60'000);
    for (std::uint32_t i = 0; i < 60; ++i) {
        const Buffer one = joined({at(i, static_cast<char>('A' + i)), pcap_record(0, i, filler)});
        file.insert(file.end(), one.begin(), one.end());
    }
    const TemporaryFile temporary(file);
    FILE* const pipe = ::popen(("cat " + temporary.path()).c_str(), "r");
    ASSERT_NE(pipe, nullptr);
    Counters counters;
    std::vector<CaptureReader> readers;
    readers.push_back(reader_of(
        transport::Input::of_descriptor(transport::Descriptor(::dup(::fileno(pipe))), "pipe"),
        counters));
    DatagramSource source(std::move(readers), counters);
    EXPECT_FALSE(source.is_stable());
    Datagram next;
    for (int i = 0; i < 60; ++i) {
        ASSERT_TRUE(source.next(next));
        EXPECT_EQ(next.payload[0], 'A' + i);
    }
    EXPECT_FALSE(source.next(next));
    ::pclose(pipe);
}

TEST(Merge, NoCapturesGiveNothing)
{
    Counters counters;
    EXPECT_EQ(stream({}, counters), "");
}

}  // namespace
}  // namespace gapwire::test
