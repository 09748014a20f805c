// Packets out of bytes in any pieces.
#include "feed/soupbintcp/framer.hpp"

#include <gtest/gtest.h>

#include "tests/soupbintcp/packets.hpp"

namespace gapwire::soupbintcp {
namespace {

using test::ByteVector;
using test::packet;

/// "S(ab) H()" of what comes out of pieces of `size` bytes; "!" where the framer gives up.
std::string framed(const ByteVector& stream, std::size_t size)
{
    Framer framer;
    std::string text;
    for (std::size_t at = 0; at < stream.size(); at += size) {
        // A copy of its own, so that a view into an earlier piece would be found by sanitizers.
        const ByteVector piece(
            stream.begin() + static_cast<std::ptrdiff_t>(at),
            stream.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, stream.size())));
        framer.give(piece);
        Packet found;
        Framer::Status status = framer.next(found);
        for (; status == Framer::Status::packet; status = framer.next(found))
            text += std::string(1, found.type) + '(' + test::text_of(found.payload) + ") ";
        if (status == Framer::Status::bad_length) return text + '!';
        framer.keep_rest();
    }
    return text + '+' + std::to_string(framer.pending());
}

TEST(Framer, PiecesOfAnySizeGiveTheSamePackets)
{
    const ByteVector stream = test::joined(
        {packet('S', "abc"), packet('H'), packet('S', ""), packet('+', "hello"), packet('Z')});
    for (std::size_t size = 1; size <= stream.size(); ++size)
        EXPECT_EQ(framed(stream, size), "S(abc) H() S() +(hello) Z() +0") << size;
}

TEST(Framer, APacketThatIsNotCompleteWaits)
{
    const ByteVector stream = packet('S', "abcd");
    for (std::size_t size = 0; size < stream.size(); ++size) {
        const ByteVector cut(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(framed(cut, 1), '+' + std::to_string(size));
        EXPECT_EQ(framed(cut, 64), '+' + std::to_string(size));
    }
}

TEST(Framer, LengthZeroEndsIt)
{
    const ByteVector stream = test::joined({packet('S', "a"), {0, 0}, packet('S', "b")});
    for (std::size_t size = 1; size <= stream.size(); ++size)
        EXPECT_EQ(framed(stream, size), "S(a) !") << size;
}

TEST(Framer, AfterAResetItBeginsAnew)
{
    Framer framer;
    Packet found;
    for (const ByteVector& bad : {ByteVector{0, 0}, ByteVector{0}, ByteVector{0, 9, 'S', 1}}) {
        framer.give(bad);
        EXPECT_NE(framer.next(found), Framer::Status::packet);
        framer.reset();
        const ByteVector good = packet('S', "a");
        framer.give(good);
        EXPECT_EQ(framer.next(found), Framer::Status::packet);
        EXPECT_EQ(test::text_of(found.payload), "a");
        EXPECT_EQ(framer.next(found), Framer::Status::need_more);
        framer.keep_rest();
    }
}

TEST(Framer, TheLargestPacketIsTakenInPiecesAndWhole)
{
    const std::string payload(packet_bytes_max - sizeof(PacketHeader), 'x');
    const ByteVector stream = test::joined({packet('S', payload), packet('H')});
    const std::string expected = "S(" + payload + ") H() +0";
    for (const std::size_t size : {1u, 1'000u, 65'537u, 100'000u})
        EXPECT_EQ(framed(stream, size), expected) << size;
}

TEST(Framer, WholePacketsAreViewedInPlaceHoweverMany)
{
    ByteVector stream;
    for (int i = 0; i < 10'000; ++i) test::append(stream, packet('S', std::to_string(i)));
    Framer framer;
    framer.give(stream);
    Packet found;
    int count = 0;
    const std::uint8_t* at = stream.data();
    for (; framer.next(found) == Framer::Status::packet; ++count) {
        EXPECT_EQ(found.payload.data(), at + sizeof(PacketHeader));
        EXPECT_EQ(test::text_of(found.payload), std::to_string(count));
        at = found.payload.data() + found.payload.size();
    }
    EXPECT_EQ(count, 10'000);
}

TEST(Framer, APacketOfTwoPiecesLivesBesideThoseOfTheSecond)
{
    Framer framer;
    Packet first;
    Packet second;
    const ByteVector stream =
        test::joined({packet('S', "first"), packet('S', "second"), packet('S', "third")});
    const Bytes bytes = stream;
    framer.give(bytes.first(4));
    ASSERT_EQ(framer.next(first), Framer::Status::need_more);
    framer.keep_rest();
    framer.give(bytes.subspan(4, 16));  // and a few bytes of the third
    ASSERT_EQ(framer.next(first), Framer::Status::packet);
    ASSERT_EQ(framer.next(second), Framer::Status::packet);
    Packet third;
    ASSERT_EQ(framer.next(third), Framer::Status::need_more);
    EXPECT_EQ(test::text_of(first.payload), "first");
    EXPECT_EQ(test::text_of(second.payload), "second");
    framer.keep_rest();
    framer.give(bytes.subspan(20));
    ASSERT_EQ(framer.next(third), Framer::Status::packet);
    EXPECT_EQ(test::text_of(third.payload), "third");
}

}  // namespace
}  // namespace gapwire::soupbintcp
