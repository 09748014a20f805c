// pcapng blocks against bytes written by hand.
#include "sim/pcapng_writer.hpp"

#include <gtest/gtest.h>

#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

using test::hex;

TEST(PcapngWriter, TheSectionHeaderHoldsTheComment)
{
    ByteVector block;
    append_section_header(block, "synth");
    EXPECT_EQ(hex(block), hex("0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff "
                              "0100 0500 73796e7468 000000 0000 0000 2c000000"));
}

TEST(PcapngWriter, AnInterfaceCountsNanoseconds)
{
    ByteVector block;
    append_interface(block, "lineA");
    EXPECT_EQ(hex(block), hex("01000000 2c000000 0100 0000 00000000 "
                              "0200 0500 6c696e6541 000000 0900 0100 09 000000 0000 0000 "
                              "2c000000"));
}

TEST(PcapngWriter, APacketIsPaddedToFourBytes)
{
    ByteVector block;
    append_packet(block, 1, Timestamp{0x0102030405060708},
                  ByteVector{0xAA, 0xBB, 0xCC, 0xDD, 0xEE});
    EXPECT_EQ(hex(block), hex("06000000 28000000 01000000 04030201 08070605 05000000 05000000 "
                              "aabbccddee 000000 28000000"));
}

}  // namespace
}  // namespace gapwire::sim
