// pcapng: sections, interfaces and blocks, good, odd and broken.
#include "feed/transport/pcapng.hpp"

#include <gtest/gtest.h>

#include "tests/transport/capture_builder.hpp"

namespace gapwire::test {
namespace {

using transport::ReadStatus;

constexpr Order le = Order::little;
constexpr Order be = Order::big;
constexpr std::int64_t seconds = 1'737'990'000;
constexpr std::int64_t seconds_ns = seconds * 1'000'000'000;
constexpr std::uint64_t in_us = seconds * 1'000'000;

const Buffer data = counting(61);  // not a multiple of 4

Buffer u64_option(Order order, std::uint16_t code, std::uint64_t value)
{
    return option(order, code, Writer(order).u64(value).done());
}

Buffer statistics(std::uint32_t interface, const Buffer& options)
{
    return block(le, 5, Writer(le).u32(interface).u64(0).bytes(options).done());
}

TEST(Pcapng, EachInterfaceHasItsOwnLinkTypeSnapLengthAndClock)
{
    const Buffer ns_clock = option(le, 9, {9});
    const Buffer halves_since = joined({option(le, 9, {0x81}), u64_option(le, 14, seconds)});
    const Listing listing = list(
        joined({section(), interface_block(le, 1, 65535), interface_block(le, 113, 9000, ns_clock),
                interface_block(le, 276, 0, halves_since), packet_block(0, in_us + 5, data),
                packet_block(1, seconds_ns + 6, data), packet_block(2, 3, data)}));
    EXPECT_EQ(listing.packets, (std::vector<Read>{{1, seconds_ns + 5'000, 1, 61, data},
                                                  {2, seconds_ns + 6, 113, 61, data},
                                                  {3, seconds_ns + 1'500'000'000, 276, 61, data}}));
    EXPECT_EQ(listing.end.status, ReadStatus::end);
}

TEST(Pcapng, SectionsOfEitherByteOrderFollowOneAnother)
{
    const Listing listing = list(joined(
        {section(le), interface_block(le, 1), interface_block(le, 113), packet_block(1, 1, data),
         section(be), interface_block(be, 276), packet_block(be, 0, 2, data, 61), section(le),
         interface_block(le, 12), packet_block(0, 3, data)}));
    EXPECT_EQ(listing.packets,
              (std::vector<Read>{
                  {1, 1'000, 113, 61, data}, {2, 2'000, 276, 61, data}, {3, 3'000, 12, 61, data}}));
    EXPECT_EQ(listing.end.status, ReadStatus::end);
}

TEST(Pcapng, InterfaceNumbersRestartWithTheSection)
{
    Counters counters;
    const Listing listing = list(
        joined({section(), interface_block(), interface_block(), packet_block(1, 1, data),
                section(), interface_block(), packet_block(1, 2, data), packet_block(0, 3, data)}),
        counters);
    EXPECT_EQ(listing.packets,
              (std::vector<Read>{{1, 1'000, 1, 61, data}, {3, 3'000, 1, 61, data}}));
    EXPECT_EQ(counters[Counter::capture_bad_blocks], 1u);
}

TEST(Pcapng, SimplePacketsHaveNoTimeAndTheSnapLengthOfInterface0)
{
    Counters counters;
    const Buffer cut = Writer(le).u32(61).padded(counting(40)).done();
    const Listing listing = list(
        joined({section(), interface_block(le, 1, 40), block(le, 3, cut), section(),
                interface_block(le, 1, 0), block(le, 3, Writer(le).u32(61).bytes(data).done())}),
        counters);
    constexpr std::int64_t none = Timestamp::none().ns;
    EXPECT_EQ(listing.packets,
              (std::vector<Read>{{1, none, 1, 61, counting(40)}, {2, none, 1, 61, data}}));
    EXPECT_EQ(counters[Counter::capture_no_timestamp], 2u);
}

TEST(Pcapng, ObsoletePacketsAreReadAndTheirDropsCounted)
{
    const auto obsolete = [](std::uint16_t drops) {
        return block(le, 2,
                     Writer(le).u16(0).u16(drops).u32(0).u32(7).u32(61).u32(61).bytes(data).done());
    };
    Counters counters;
    const Listing listing =
        list(joined({section(), interface_block(), obsolete(0xffff), obsolete(3), obsolete(4)}),
             counters);
    EXPECT_EQ(listing.packets,
              (std::vector<Read>{
                  {1, 7'000, 1, 61, data}, {2, 7'000, 1, 61, data}, {3, 7'000, 1, 61, data}}));
    EXPECT_EQ(counters[Counter::capture_drops_reported], 7u) << "65,535 means unknown";
}

TEST(Pcapng, DropsToldTwiceAreCountedOnce)
{
    Counters counters;
    list(joined({section(), interface_block(), packet_block(0, 1, data, u64_option(le, 4, 10)),
                 statistics(0, joined({u64_option(le, 4, 1'000), u64_option(le, 5, 8),
                                       u64_option(le, 7, 4), option(le, 0, {})})),
                 packet_block(0, 2, data, joined({u64_option(le, 4, 1), option(le, 0, {})})),
                 statistics(0, u64_option(le, 7, 11))}),
         counters);
    EXPECT_EQ(counters[Counter::capture_drops_reported], 12u);
}

TEST(Pcapng, UnknownBlocksAndOptionsAreSkipped)
{
    const Buffer options = joined({option(le, 2, {'e', 't', 'h', '0', '1'}), option(le, 0x8001, {}),
                                   option(le, 9, {9}), option(le, 0, {}), option(le, 9, {6})});
    Counters counters;
    const Listing listing = list(
        joined({section(), block(le, 0x80000001, {1, 2, 3}), block(le, 4, {}), block(le, 10, {}),
                interface_block(le, 1, 0, options), block(le, 0x0bad, counting(4)),
                packet_block(0, 7, data, option(le, 2, {0, 0, 0, 1}))}),
        counters);
    EXPECT_EQ(listing.packets, (std::vector<Read>{{1, 7, 1, 61, data}}));
    EXPECT_EQ(listing.end.status, ReadStatus::end);
    EXPECT_EQ(counters[Counter::capture_bad_blocks], 0u);
}

TEST(Pcapng, AnOptionLongerThanItsBlockIsCountedAndTheBlockKept)
{
    const Buffer overrunning = Writer(le).u16(9).u16(200).u32(0).done();
    Counters counters;
    const Listing listing = list(
        joined({section(), interface_block(le, 1, 0, joined({option(le, 9, {9}), overrunning})),
                packet_block(0, 7, data, overrunning), statistics(0, overrunning)}),
        counters);
    EXPECT_EQ(listing.packets, (std::vector<Read>{{1, 7, 1, 61, data}}));
    EXPECT_EQ(counters[Counter::capture_bad_blocks], 3u);
}

TEST(Pcapng, PacketsWithoutAnInterfaceAreSkippedAndCounted)
{
    Counters counters;
    const Listing listing =
        list(joined({section(), packet_block(0, 1, data), block(le, 3, Writer(le).u32(0).done()),
                     statistics(0, {}), interface_block(), packet_block(5, 2, data),
                     packet_block(0, 3, data)}),
             counters);
    EXPECT_EQ(listing.packets, (std::vector<Read>{{4, 3'000, 1, 61, data}}));
    EXPECT_EQ(counters[Counter::capture_bad_blocks], 4u);
    EXPECT_EQ(listing.end.status, ReadStatus::end);
}

TEST(Pcapng, LongerThanSnapOrOriginalIsReadAndCounted)
{
    Counters counters;
    const Listing listing =
        list(joined({section(), interface_block(le, 1, 40), packet_block(0, 1, data),
                     packet_block(le, 0, 2, counting(30), 20)}),
             counters);
    EXPECT_EQ(listing.packets,
              (std::vector<Read>{{1, 1'000, 1, 61, data}, {2, 2'000, 1, 20, counting(20)}}));
    EXPECT_EQ(counters[Counter::capture_length_oddities], 2u);
}

TEST(Pcapng, EveryTruncationGivesTheWholeBlocksAndSaysWhereItStopped)
{
    const std::vector<Buffer> blocks = {
        section(le), interface_block(le), packet_block(0, 1, data),
        section(be), interface_block(be), packet_block(be, 0, 2, counting(3), 3)};
    Buffer file;
    std::vector<std::size_t> ends = {0};
    for (const Buffer& one : blocks) {
        file.insert(file.end(), one.begin(), one.end());
        ends.push_back(file.size());
    }
    const std::vector<Read> whole = list(file).packets;
    ASSERT_EQ(whole.size(), 2u);

    for (std::size_t size = 4; size <= file.size(); ++size) {
        const Listing listing = list(Buffer(file.begin(), file.begin() + size));
        const auto next = std::upper_bound(ends.begin(), ends.end(), size);
        const std::size_t last_end = *(next - 1);
        const std::size_t packets = (last_end >= ends[3]) + (last_end >= ends[6]);
        EXPECT_EQ(listing.packets, (std::vector<Read>(whole.begin(), whole.begin() + packets)))
            << size;
        EXPECT_EQ(listing.end.status, last_end == size ? ReadStatus::end : ReadStatus::truncated)
            << size;
        EXPECT_EQ(listing.end.offset, last_end) << size;
    }
}

/// A good packet, then `bad`: what the reader says of it.
std::string said_of(const Buffer& bad)
{
    const Buffer good = joined({section(), interface_block(), packet_block(0, 1, data)});
    Counters counters;
    const Listing listing = list(joined({good, bad, packet_block(0, 2, data)}), counters);
    EXPECT_EQ(listing.packets.size(), 1u);
    EXPECT_EQ(listing.end.status, ReadStatus::malformed);
    EXPECT_EQ(listing.end.offset, good.size());
    EXPECT_EQ(counters[Counter::capture_malformed_files], 1u);
    return listing.end.reason;
}

TEST(Pcapng, LengthsThatContradictOneAnotherEndTheFileThere)
{
    Buffer trailer = packet_block(0, 2, data);
    trailer[trailer.size() - 4] = 0x10;
    EXPECT_EQ(said_of(trailer), "a block that says length 96 in front and 16 behind");

    const auto lone = [](std::uint32_t type, std::uint32_t length) {
        return Writer(le).u32(type).u32(length).bytes(Buffer(200)).done();
    };
    EXPECT_EQ(said_of(lone(6, 34)), "a block of type 0x6 and length 34");
    EXPECT_EQ(said_of(lone(77, 8)), "a block of type 0x4d and length 8");
    EXPECT_EQ(said_of(lone(77, 0)), "a block of type 0x4d and length 0");
    EXPECT_EQ(said_of(lone(6, 28)), "a block of type 0x6 and length 28");
    EXPECT_EQ(said_of(lone(1, 16)), "a block of type 0x1 and length 16");
    EXPECT_EQ(said_of(lone(5, 20)), "a block of type 0x5 and length 20");
    EXPECT_EQ(said_of(lone(6, (16u << 20) + 4)), "a block of type 0x6 and length 16777220");

    Buffer captured = packet_block(0, 2, data);
    captured[20] = 200;
    EXPECT_EQ(said_of(captured), "a packet of 200 bytes in a block with room for 64");
    const Buffer simple = block(le, 3, Writer(le).u32(61).bytes(counting(8)).done());
    EXPECT_EQ(said_of(simple), "a packet of 61 bytes in a block with room for 8");
}

TEST(Pcapng, SectionsThatCannotBeReadEndTheFileThere)
{
    EXPECT_EQ(said_of(section(le, 0, 2)), "a section of pcapng version 2.0");
    EXPECT_EQ(said_of(Writer(le).u32(0x0a0d0d0a).u32(28).u32(0x11111111).bytes(Buffer(16)).done()),
              "a section header with byte-order magic 0x11111111");
    EXPECT_EQ(said_of(Writer(be).u32(0x0a0d0d0a).u32(24).u32(0x1a2b3c4d).bytes(Buffer(12)).done()),
              "a block of type 0xa0d0d0a and length 24");
}

TEST(Pcapng, AnyMinorVersionIsReadAndAnUnknownOneIsWarnedOf)
{
    const auto warning_of = [](std::uint16_t minor) {
        Counters counters;
        const Buffer file =
            joined({section(), section(le, minor), interface_block(), packet_block(0, 1, data)});
        auto capture =
            transport::open_capture(transport::Input::of_bytes(file, "memory"), counters);
        auto& reader = std::get<transport::CaptureReader>(capture);
        EXPECT_EQ(list(reader).packets.size(), 1u);
        return std::string(reader.warning());
    };
    EXPECT_EQ(warning_of(0), "");
    EXPECT_EQ(warning_of(2), "");
    EXPECT_EQ(warning_of(1), "pcapng version 1.1 is read as 1.0");
    EXPECT_EQ(warning_of(77), "pcapng version 1.77 is read as 1.0");
}

}  // namespace
}  // namespace gapwire::test
