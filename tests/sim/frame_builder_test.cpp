// Frames against bytes written by hand.
#include "sim/frame_builder.hpp"

#include <gtest/gtest.h>

#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

using test::hex;

constexpr UdpPath path{.source = {0x0A000001},
                       .source_port = 1025,
                       .destination = {0xE9B60C6F},
                       .destination_port = 26477};
const ByteVector payload{0xDE, 0xAD, 0xBE};

TEST(FrameBuilder, EthernetIpAndUdpHaveRightLengthsAndChecksum)
{
    ByteVector frame;
    append_udp_frame(frame, path, 0x1234, payload);
    // Header sum: 4500 + 001f + 1234 + 4000 + 1011 + 0a00 + 0001 + e9b6 + 0c6f = 1a78a;
    // folded a78b, complement 5874.
    EXPECT_EQ(hex(frame), hex("01005e360c6f 02000a000001 0800 "
                              "45 00 001f 1234 4000 10 11 5874 0a000001 e9b60c6f "
                              "0401 676d 000b 0000 deadbe"));
}

TEST(FrameBuilder, ATcpSegmentHasItsFieldsInPlace)
{
    ByteVector frame;
    append_tcp_frame(frame, path, 0x1234, {.sequence = 0x01020304, .acknowledgement = 0xA0B0C0D0},
                     payload);
    // As above, with a total length of 2b and protocol 6: 1a78a + c - b.
    EXPECT_EQ(hex(frame), hex("01005e360c6f 02000a000001 0800 "
                              "45 00 002b 1234 4000 10 06 5873 0a000001 e9b60c6f "
                              "0401 676d 01020304 a0b0c0d0 50 10 ffff 0000 0000 deadbe"));
}

TEST(FrameBuilder, AVlanTagStandsBeforeTheEtherType)
{
    UdpPath tagged = path;
    tagged.vlan = 141;
    ByteVector plain;
    ByteVector frame;
    append_udp_frame(plain, path, 1, payload);
    append_udp_frame(frame, tagged, 1, payload);
    EXPECT_EQ(hex(frame), hex(Bytes(plain).first(12)) + "8100008d" + hex(Bytes(plain).subspan(12)));
}

TEST(FrameBuilder, AddressesAreReadStrictly)
{
    EXPECT_EQ(parse_ipv4("233.54.12.111"), Ipv4{0xE9360C6F});
    EXPECT_EQ(parse_ipv4("0.0.0.0"), Ipv4{0});
    for (const char* bad : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4 ", "1..3.4", "a.b.c.d",
                            "-1.2.3.4", "1.2.3."})
        EXPECT_EQ(parse_ipv4(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace gapwire::sim
