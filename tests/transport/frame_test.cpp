// Frames built by hand, layer by layer: what is a datagram, and why the others are none.
#include "feed/transport/frame.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/transport/capture_builder.hpp"

namespace gapwire::test {
namespace {

using transport::Datagram;
using transport::FrameStatus;

Writer network()
{
    return Writer(Order::big);
}

const Buffer payload = {'g', 'a', 'p'};

Buffer udp(const Buffer& data, int length = -1)
{
    const std::size_t real = data.size() + 8;
    const auto said = length < 0 ? real : static_cast<std::size_t>(length);
    return network().u16(4000).u16(26477).u16(said).u16(0).bytes(data).done();
}

struct Ipv4 {
    std::uint8_t version = 4;
    int header_words = -1;  // as said; -1: as it is
    int total_length = -1;  // as said; -1: as it is
    std::uint16_t fragment = 0;
    std::uint8_t protocol = 17;
    Buffer options = {};
};

Buffer ipv4(const Buffer& data, const Ipv4& ip = {})
{
    const std::size_t header = 20 + ip.options.size();
    const auto words = ip.header_words < 0 ? header / 4 : static_cast<std::size_t>(ip.header_words);
    const auto total =
        ip.total_length < 0 ? header + data.size() : static_cast<std::size_t>(ip.total_length);
    return network()
        .u16((ip.version << 4 | words) << 8)
        .u16(total)
        .u16(7)
        .u16(ip.fragment)
        .u16(64 << 8 | ip.protocol)
        .u16(0)
        .bytes({206, 200, 1, 2})
        .bytes({233, 54, 12, 111})
        .bytes(ip.options)
        .bytes(data)
        .done();
}

Buffer ipv6(std::uint8_t next_header, const Buffer& data, int length = -1)
{
    const auto said = length < 0 ? data.size() : static_cast<std::size_t>(length);
    Buffer source(16), group(16);
    source[0] = 0x20, source[1] = 0x01, source[15] = 9;
    group[0] = 0xff, group[1] = 0x15, group[15] = 1;
    return network()
        .u32(0x60000000)
        .u16(said)
        .u16(next_header << 8 | 64)
        .bytes(source)
        .bytes(group)
        .bytes(data)
        .done();
}

Buffer ethernet(std::uint16_t ether_type, const Buffer& data)
{
    return network().bytes(counting(12, 0x10)).u16(ether_type).bytes(data).done();
}

Buffer tag(std::uint16_t id, std::uint16_t ether_type, const Buffer& data)
{
    return network().u16(0xe000 | id).u16(ether_type).bytes(data).done();
}

std::string status_text(FrameStatus status)
{
    return std::string(text_of(transport::counter_of(status)).name);
}

/// "206.200.1.2:4000 > 233.54.12.111:26477 vlan 141: gap", or the counter of what it is instead.
std::string parsed(std::uint32_t link_type, const Buffer& frame, std::uint32_t original = 0)
{
    Datagram datagram;
    const FrameStatus status = parse_frame(link_type, frame, original, datagram);
    if (status != FrameStatus::datagram) return status_text(status);
    std::string text = to_text(datagram.source) + " > " + to_text(datagram.destination);
    for (const auto id : datagram.vlans.ids()) text += fmt::format(" vlan {}", id);
    return text + ": " + std::string(datagram.payload.begin(), datagram.payload.end());
}

constexpr auto whole_v4 = "206.200.1.2:4000 > 233.54.12.111:26477: gap";
constexpr auto whole_v6 = "[2001::9]:4000 > [ff15::1]:26477: gap";

const Buffer good_v4 = ipv4(udp(payload));
const Buffer good_v6 = ipv6(17, udp(payload));

TEST(Frame, EveryLinkTypeOfTheListGivesTheDatagram)
{
    const Buffer sll_v4 = joined({counting(14), {0x08, 0x00}, good_v4});
    const Buffer sll2_v6 = joined({{0x86, 0xdd}, counting(18), good_v6});
    EXPECT_EQ(parsed(1, ethernet(0x0800, good_v4)), whole_v4);
    EXPECT_EQ(parsed(1, ethernet(0x86dd, good_v6)), whole_v6);
    EXPECT_EQ(parsed(113, sll_v4), whole_v4);
    EXPECT_EQ(parsed(276, sll2_v6), whole_v6);
    for (const std::uint32_t raw : {12u, 14u, 101u}) {
        EXPECT_EQ(parsed(raw, good_v4), whole_v4);
        EXPECT_EQ(parsed(raw, good_v6), whole_v6);
    }
    EXPECT_EQ(parsed(228, good_v4), whole_v4);
    EXPECT_EQ(parsed(229, good_v6), whole_v6);
    EXPECT_EQ(parsed(228, good_v6), "frame_malformed");
    EXPECT_EQ(parsed(197, good_v4), "frame_unknown_link");
}

TEST(Frame, LoopbackFamiliesAreReadInBothByteOrders)
{
    for (const std::uint32_t link : {0u, 108u}) {
        EXPECT_EQ(parsed(link, joined({{2, 0, 0, 0}, good_v4})), whole_v4);
        EXPECT_EQ(parsed(link, joined({{0, 0, 0, 2}, good_v4})), whole_v4);
        for (const std::uint8_t family : {24, 28, 30}) {
            EXPECT_EQ(parsed(link, joined({{family, 0, 0, 0}, good_v6})), whole_v6);
            EXPECT_EQ(parsed(link, joined({{0, 0, 0, family}, good_v6})), whole_v6);
        }
        EXPECT_EQ(parsed(link, joined({{7, 0, 0, 0}, good_v4})), "frame_not_ip");
    }
}

TEST(Frame, VlanTagsOfEveryKindAreListedOutermostFirst)
{
    const Buffer inner = tag(3, 0x0800, good_v4);
    const Buffer all = tag(141, 0x88a8, tag(1, 0x9100, tag(2, 0x9200, inner)));
    EXPECT_EQ(parsed(1, ethernet(0x8100, all)),
              "206.200.1.2:4000 > 233.54.12.111:26477 vlan 141 vlan 1 vlan 2 vlan 3: gap");
    const Buffer sll = joined({counting(14), {0x81, 0x00}, tag(141, 0x86dd, good_v6)});
    EXPECT_EQ(parsed(113, sll), "[2001::9]:4000 > [ff15::1]:26477 vlan 141: gap");
}

TEST(Frame, EightTagsAreReadAndNineAreNot)
{
    Buffer inside = good_v4;
    std::uint16_t type = 0x0800;
    for (int i = 0; i < 8; ++i) inside = tag(5, std::exchange(type, 0x8100), inside);
    EXPECT_EQ(parsed(1, ethernet(0x8100, inside)),
              "206.200.1.2:4000 > 233.54.12.111:26477 vlan 5 vlan 5 vlan 5 vlan 5 vlan 5 vlan 5 "
              "vlan 5 vlan 5: gap");
    EXPECT_EQ(parsed(1, ethernet(0x8100, tag(5, 0x8100, inside))), "frame_malformed");
}

TEST(Frame, VlansOfTheFrameBeforeAreForgotten)
{
    Datagram datagram;
    const Buffer tagged = ethernet(0x8100, tag(7, 0x0800, good_v4));
    const Buffer plain = ethernet(0x0800, good_v4);
    ASSERT_EQ(parse_frame(1, tagged, 0, datagram), FrameStatus::datagram);
    ASSERT_EQ(datagram.vlans.ids().size(), 1u);
    ASSERT_EQ(parse_frame(1, plain, 0, datagram), FrameStatus::datagram);
    EXPECT_EQ(datagram.vlans, transport::VlanList{});
}

TEST(Frame, AristaTimeStampsArePassedBy)
{
    const Buffer utc_64 = joined({{0, 1, 0x01, 0x10}, counting(8), {0x08, 0x00}, good_v4});
    const Buffer tai_48 = joined({{0, 1, 0x00, 0x20}, counting(6), {0x86, 0xdd}, good_v6});
    EXPECT_EQ(parsed(1, ethernet(0xd28b, utc_64)), whole_v4);
    EXPECT_EQ(parsed(1, ethernet(0xd28b, tai_48)), whole_v6);
    EXPECT_EQ(parsed(1, ethernet(0xd28b, joined({{0, 2, 0, 0x10}, good_v4}))), "frame_not_ip");
    EXPECT_EQ(parsed(1, ethernet(0xd28b, joined({{0, 1, 0, 0x30}, good_v4}))), "frame_not_ip");
}

TEST(Frame, OtherEtherTypesAreNotIp)
{
    for (const std::uint16_t type : {0x0806, 0x8847, 0x88f7, 0x0100, 0x05dc})
        EXPECT_EQ(parsed(1, ethernet(type, counting(46))), "frame_not_ip") << type;
}

TEST(Frame, PaddingAndTrailersAreNoPayload)
{
    EXPECT_EQ(parsed(1, ethernet(0x0800, joined({good_v4, counting(15)}))), whole_v4);
    EXPECT_EQ(parsed(1, ethernet(0x86dd, joined({good_v6, counting(16)}))), whole_v6);
}

TEST(Frame, Ipv4OptionsAreSkipped)
{
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.options = counting(4)})), whole_v4);
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.options = counting(40)})), whole_v4);
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.header_words = 4})), "frame_malformed");
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.header_words = 15})), "frame_malformed");
}

TEST(Frame, Ipv4LengthDecides)
{
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.total_length = 0})), whole_v4);
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.total_length = 19})), "frame_malformed");
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.total_length = 30})), "frame_malformed");
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.total_length = 32})), "frame_malformed");
    EXPECT_EQ(parsed(1, ethernet(0x0800, ipv4(udp(payload), {.version = 5}))), "frame_malformed");
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.version = 5})), "frame_malformed");
}

TEST(Frame, FragmentsAreNeverParsed)
{
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.fragment = 0x2000})), "frame_fragment");
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.fragment = 0x0001})), "frame_fragment");
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.fragment = 0x1fff, .protocol = 6})),
              "frame_fragment");
    EXPECT_EQ(parsed(101, ipv4(udp(payload), {.fragment = 0x4000})), whole_v4) << "do not fragment";
    EXPECT_EQ(parsed(101, ipv6(44, joined({{17, 0, 0, 1, 0, 0, 0, 7}, udp(payload)}))),
              "frame_fragment");
    EXPECT_EQ(parsed(101, ipv6(44, joined({{17, 0, 0, 8, 0, 0, 0, 7}, udp(payload)}))),
              "frame_fragment");
    EXPECT_EQ(parsed(101, ipv6(44, joined({{17, 0, 0, 0, 0, 0, 0, 7}, udp(payload)}))), whole_v6)
        << "whole in spite of its fragment header";
}

TEST(Frame, OtherProtocolsAreNamed)
{
    EXPECT_EQ(parsed(101, ipv4(counting(20), {.protocol = 6})), "frame_tcp");
    EXPECT_EQ(parsed(101, ipv4(counting(8), {.protocol = 2})), "frame_igmp");
    EXPECT_EQ(parsed(101, ipv4(counting(8), {.protocol = 1})), "frame_other_protocol");
    EXPECT_EQ(parsed(101, ipv4(counting(8), {.protocol = 47})), "frame_other_protocol");
    EXPECT_EQ(parsed(101, ipv6(6, counting(20))), "frame_tcp");
    EXPECT_EQ(parsed(101, ipv6(58, counting(20))), "frame_other_protocol");
    EXPECT_EQ(parsed(101, ipv6(59, counting(20))), "frame_other_protocol");
}

TEST(Frame, Ipv6ExtensionsAreWalked)
{
    const Buffer hop = {60, 0, 0, 0, 0, 0, 0, 0};  // 8 bytes, then destination options
    const Buffer destination = joined({{43, 1}, counting(14)});     // 16, then routing
    const Buffer routing = {51, 0, 0, 0, 0, 0, 0, 0};               // 8, then authentication
    const Buffer authentication = joined({{17, 4}, counting(22)});  // (4 + 2) * 4, then UDP
    EXPECT_EQ(
        parsed(101, ipv6(0, joined({hop, destination, routing, authentication, udp(payload)}))),
        whole_v6);

    Buffer endless;
    for (int i = 0; i < 9; ++i) endless = joined({endless, {60, 0, 0, 0, 0, 0, 0, 0}});
    EXPECT_EQ(parsed(101, ipv6(60, joined({endless, udp(payload)}))), "frame_malformed");
    EXPECT_EQ(parsed(101, ipv6(60, {17, 2, 0, 0, 0, 0, 0, 0})), "frame_malformed");
}

TEST(Frame, Ipv6LengthDecides)
{
    EXPECT_EQ(parsed(101, ipv6(17, udp(payload), 0)), "frame_malformed") << "a jumbogram";
    EXPECT_EQ(parsed(101, ipv6(17, udp(payload), 12)), "frame_malformed");
    EXPECT_EQ(parsed(101, ipv6(17, udp(payload), 10)), "frame_malformed");
}

TEST(Frame, UdpLengthIsBoundedByIp)
{
    EXPECT_EQ(parsed(101, ipv4(udp(payload, 12))), "frame_malformed");
    EXPECT_EQ(parsed(101, ipv4(udp(payload, 7))), "frame_malformed");
    EXPECT_EQ(parsed(101, ipv4(udp(payload, 0))), "frame_malformed");
    EXPECT_EQ(parsed(101, ipv6(17, udp(payload, 0))), whole_v6);
    EXPECT_EQ(parsed(101, ipv4(udp(payload, 10))), "206.200.1.2:4000 > 233.54.12.111:26477: ga");
    EXPECT_EQ(parsed(101, ipv4(udp(payload, 8))), "206.200.1.2:4000 > 233.54.12.111:26477: ");
    EXPECT_EQ(parsed(101, ipv4({1, 2, 3})), "frame_malformed");
}

TEST(Frame, EveryCutIsSnappedWhereTheWireHadMoreAndMalformedWhereItHadNot)
{
    const Buffer hop = {17, 0, 0, 0, 0, 0, 0, 0};
    const Buffer v6 = ethernet(0x8100, tag(9, 0x86dd, ipv6(0, joined({hop, udp(payload)}))));
    const Buffer v4 = ethernet(0x8100, tag(9, 0x0800, good_v4));
    for (const Buffer& frame : {v4, v6}) {
        for (std::size_t size = 0; size < frame.size(); ++size) {
            const Buffer cut(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(size));
            const auto original = static_cast<std::uint32_t>(frame.size());
            EXPECT_EQ(parsed(1, cut, original), "frame_snapped") << size;
            EXPECT_EQ(parsed(1, cut), "frame_malformed") << size;
        }
    }
}

TEST(Frame, PayloadIsAViewOfTheFrame)
{
    Datagram datagram;
    const Buffer frame = ethernet(0x0800, good_v4);
    ASSERT_EQ(parse_frame(1, frame, 0, datagram), FrameStatus::datagram);
    EXPECT_EQ(datagram.payload.data(), frame.data() + 14 + 20 + 8);
    EXPECT_EQ(datagram.payload.size(), payload.size());
}

TEST(Endpoint, EqualityAndHashSeeAddressPortAndVersion)
{
    transport::Endpoint a{{233, 54, 12, 111}, 26477, false};
    transport::Endpoint other_port = a, other_version = a, other_address = a;
    other_port.port = 26478;
    other_version.is_v6 = true;
    other_address.address[15] = 1;
    const std::hash<transport::Endpoint> hash;
    EXPECT_EQ(hash(a), hash(transport::Endpoint{{233, 54, 12, 111}, 26477, false}));
    for (const auto& other : {other_port, other_version, other_address}) {
        EXPECT_NE(a, other);
        EXPECT_NE(hash(a), hash(other));
    }
}

Buffer tcp(const Buffer& data, int header_words = -1, const Buffer& options = {})
{
    const std::size_t real = 5 + options.size() / 4;
    const auto words = header_words < 0 ? real : static_cast<std::size_t>(header_words);
    return network()
        .u16(4000)
        .u16(26477)
        .u32(0x01020304)
        .u32(0xA0B0C0D0)
        .u16(words << 12 | 0x12)
        .u16(65'535)
        .u32(0)
        .bytes(options)
        .bytes(data)
        .done();
}

/// "206.200.1.2:4000 > 233.54.12.111:26477 seq ack flags payload"; "tcp" where there is no segment.
std::string segment_of(const Buffer& frame, std::size_t original = 0)
{
    Datagram ip;
    EXPECT_EQ(parse_frame(101, frame, static_cast<std::uint32_t>(original), ip), FrameStatus::tcp);
    transport::Segment segment;
    if (!parse_segment(ip, segment)) return "tcp";
    return fmt::format("{} > {} {:x} {:x} {:x} {}", to_text(segment.source),
                       to_text(segment.destination), segment.sequence, segment.acknowledgement,
                       segment.flags, std::string(segment.payload.begin(), segment.payload.end()));
}

TEST(Segment, HasItsEndsNumbersFlagsAndPayload)
{
    const std::string start = "206.200.1.2:4000 > 233.54.12.111:26477 1020304 a0b0c0d0 12 ";
    EXPECT_EQ(segment_of(ipv4(tcp(payload), {.protocol = 6})), start + "gap");
    EXPECT_EQ(segment_of(ipv4(tcp({}), {.protocol = 6})), start);
    EXPECT_EQ(segment_of(ipv4(tcp(payload, -1, Buffer(12)), {.protocol = 6})), start + "gap");
    EXPECT_EQ(segment_of(joined({ipv4(tcp(payload), {.protocol = 6}), {0, 0, 0}})), start + "gap")
        << "padding is none of it";
    EXPECT_EQ(segment_of(ipv6(6, tcp(payload))).substr(0, 14), "[2001::9]:4000");
}

TEST(Segment, CutOffByTheCaptureItHasWhatThereIs)
{
    const Buffer whole = ipv4(tcp(payload), {.protocol = 6});
    for (std::size_t size = 20; size < whole.size(); ++size) {
        const Buffer cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        const std::string text = segment_of(cut, whole.size());
        if (size < 40)
            EXPECT_EQ(text, "tcp") << size;
        else
            EXPECT_TRUE(text.ends_with(" 12 " + std::string("gap").substr(0, size - 40))) << size;
    }
}

TEST(Segment, AHeaderThatContradictsItselfGivesNone)
{
    for (const int words : {0, 4, 6, 15})
        EXPECT_EQ(segment_of(ipv4(tcp(payload, words), {.protocol = 6})), "tcp") << words;
}

}  // namespace
}  // namespace gapwire::test
