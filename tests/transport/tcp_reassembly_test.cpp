// TCP connections out of captured segments: order, repeats, holes, ends and limits.
#include "feed/transport/tcp_reassembly.hpp"

#include <gtest/gtest.h>

#include "tests/transport/tcp_lines.hpp"

namespace gapwire::test {
namespace {

/// Whose handshake is done, its story so far forgotten.
struct Connected : Tcp {
    explicit Connected(const transport::TcpLimits& limits = {}) : Tcp(limits)
    {
        handshake();
        story();
    }
};

TEST(Tcp, BothSidesAreHandedOnInOrder)
{
    Tcp tcp;
    tcp.handshake();
    tcp.client(101, "login");
    tcp.server(501, "hello", 0, 106);
    tcp.server(506, " you");
    tcp.client(106, "", fin, 510);
    tcp.server(510, "!", fin, 107);
    tcp.client(107, "", 0, 512);
    EXPECT_EQ(tcp.story(), "open 0 | c:login | s:hello you! | close 0");
    EXPECT_EQ(tcp[Counter::tcp_connections], 1u);
    EXPECT_EQ(tcp[Counter::tcp_bytes_lost], 0u);
}

TEST(Tcp, ASecondCopyOfTheCaptureChangesNothing)
{
    Tcp tcp;
    for (int copy = 0; copy < 2; ++copy) {
        tcp.handshake();
        tcp.server(501, "ab");
        tcp.server(503, "", fin, 101);
        tcp.client(101, "", fin, 504);
    }
    EXPECT_EQ(tcp.story(), "open 0 | s:ab | close 0");
}

TEST(Tcp, RepeatedBytesAreDroppedAndThoseThatDifferCounted)
{
    Connected tcp;
    tcp.server(501, "abcd");
    tcp.server(501, "abcd");
    tcp.server(503, "cX");
    tcp.server(503, "cdef");
    EXPECT_EQ(tcp.story(), "s:abcdef");
    EXPECT_EQ(tcp[Counter::tcp_bytes_repeated], 8u);
    EXPECT_EQ(tcp[Counter::tcp_bytes_differing], 1u);
}

TEST(Tcp, EarlySegmentsWait)
{
    Connected tcp;
    tcp.server(504, "de");
    tcp.server(508, "hi");
    tcp.server(506, "fg");
    EXPECT_EQ(tcp.story(), "");
    tcp.server(501, "abc");
    EXPECT_EQ(tcp.story(), "s:abcdefghi");
    EXPECT_EQ(tcp[Counter::tcp_segments_early], 3u);
    EXPECT_EQ(tcp[Counter::tcp_bytes_repeated], 0u);
}

TEST(Tcp, OfOverlapsAmongEarlySegmentsTheFirstCopyCounts)
{
    Connected tcp;
    tcp.server(505, "ef");
    tcp.server(509, "ij");
    tcp.server(504, "dXXghYYk");
    tcp.server(502, "bcd");
    tcp.server(501, "aZ");
    EXPECT_EQ(tcp.story(), "s:abcdefghijk");
    EXPECT_EQ(tcp[Counter::tcp_bytes_differing], 5u);
}

TEST(Tcp, ASegmentThatFillsAHoleAndMoreIsCutAtWhatIsThere)
{
    Connected tcp;
    tcp.server(503, "cd");
    tcp.server(507, "gh");
    tcp.server(501, "abCDefGHi");
    EXPECT_EQ(tcp.story(), "s:abcdefghi");
    EXPECT_EQ(tcp[Counter::tcp_bytes_differing], 4u);
}

TEST(Tcp, SequenceNumbersWrapAround)
{
    Tcp tcp;
    tcp.client(100, "", syn);
    tcp.server(0xFFFF'FFFD, "", syn, 101);
    tcp.server(0xFFFF'FFFE, "abcd");
    tcp.server(4, "gh");
    tcp.server(2, "ef");
    tcp.server(0xFFFF'FFFE, "abcd");
    tcp.client(101, "", 0, 6);
    EXPECT_EQ(tcp.story(), "open 0 | s:abcdefgh");
    EXPECT_EQ(tcp[Counter::tcp_bytes_repeated], 4u);
}

// ---- holes

TEST(Tcp, AHoleIsGivenUpWhenWhatFollowsIsAcknowledged)
{
    Connected tcp;
    tcp.server(501, "ab");
    tcp.server(506, "fg");
    tcp.client(101, "", 0, 503);
    tcp.client(101, "", 0, 506);
    EXPECT_EQ(tcp.story(), "s:ab");
    tcp.client(101, "", 0, 508);
    EXPECT_EQ(tcp.story(), "s lost 3 | s:fg");
    tcp.server(503, "cde");  // too late
    tcp.server(508, "h");
    EXPECT_EQ(tcp.story(), "s:h");
    EXPECT_EQ(tcp[Counter::tcp_holes], 1u);
    EXPECT_EQ(tcp[Counter::tcp_bytes_lost], 3u);
    EXPECT_EQ(tcp[Counter::tcp_bytes_differing], 0u) << "what was lost cannot be compared";
}

TEST(Tcp, AnAcknowledgementThatComesFirstDecidesWhenTheDataComes)
{
    Connected tcp;
    tcp.client(101, "", 0, 508);
    EXPECT_EQ(tcp.story(), "");
    tcp.server(506, "fg");
    EXPECT_EQ(tcp.story(), "s lost 5 | s:fg");
}

TEST(Tcp, SeveralHolesAreSeveralLosses)
{
    Connected tcp;
    tcp.server(502, "b");
    tcp.server(505, "e");
    tcp.server(509, "i");
    tcp.client(101, "", 0, 506);
    EXPECT_EQ(tcp.story(), "s lost 1 | s:b | s lost 2 | s:e");
    tcp.finish();
    EXPECT_EQ(tcp.story(), "s lost 3 | s:i | close 0");
}

TEST(Tcp, AtTheEndWhatWasAcknowledgedAndNeverSeenIsLost)
{
    Connected tcp;
    tcp.server(501, "ab");
    tcp.client(101, "", 0, 600);
    EXPECT_EQ(tcp.story(), "s:ab");
    tcp.finish();
    EXPECT_EQ(tcp.story(), "s lost 97 | close 0");
}

TEST(Tcp, TheNumberOfAFinIsNoByte)
{
    Connected seen;
    seen.server(501, "ab", fin);
    seen.client(101, "", 0, 504);
    seen.finish();
    EXPECT_EQ(seen.story(), "s:ab | close 0");
    Connected unseen;
    unseen.server(501, "ab");
    unseen.client(101, "", 0, 504);
    unseen.finish();
    EXPECT_EQ(unseen.story(), "s:ab | close 0");
}

TEST(Tcp, AHoleBeforeTheFinIsGivenUpWhenTheFinIsAcknowledged)
{
    Connected tcp;
    tcp.server(501, "ab");
    tcp.server(508, "", fin);
    tcp.client(101, "", 0, 508);
    EXPECT_EQ(tcp.story(), "s:ab");
    tcp.client(101, "", fin, 509);
    EXPECT_EQ(tcp.story(), "s lost 5 | close 0");
}

TEST(Tcp, WhenTheMemoryIsFullTheFirstHoleIsGivenUp)
{
    constexpr std::size_t room = 1u << 17;
    Connected tcp({.early_bytes_max = room});
    const std::string piece(60'000, 'x');
    tcp.server(503, piece);
    tcp.server(503 + 60'000, piece);
    EXPECT_EQ(tcp.story(), "");
    tcp.server(503 + 120'000, piece);
    EXPECT_EQ(tcp.story(), "s lost 2 | s:" + piece + piece + piece);
    EXPECT_EQ(tcp[Counter::tcp_bytes_lost], 2u);
}

TEST(Tcp, WhenThereAreTooManyHolesTheFirstIsGivenUp)
{
    Connected tcp({.early_pieces_max = 3});
    tcp.server(502, "b");
    tcp.server(504, "d");
    tcp.server(506, "f");
    EXPECT_EQ(tcp.story(), "");
    tcp.server(508, "h");
    EXPECT_EQ(tcp.story(), "s lost 1 | s:b");
    tcp.server(503, "c");
    EXPECT_EQ(tcp.story(), "s:cd");
    tcp.server(510, "j");
    tcp.server(505, "efghij");  // in order, with no place left among the pieces
    EXPECT_EQ(tcp.story(), "s:efghij");
    Connected between({.early_pieces_max = 2});
    between.server(504, "d");
    between.server(508, "h");
    between.server(502, "b");  // before both: the hole before it goes
    EXPECT_EQ(between.story(), "s lost 1 | s:b");
}

TEST(Tcp, OneSegmentFarAheadIsNotBelieved)
{
    Connected tcp;
    tcp.server(501, "ab");
    tcp.server(501 + 5'000'000, "damaged");
    tcp.server(503, "cd");
    tcp.finish();
    EXPECT_EQ(tcp.story(), "s:abcd | close 0");
    EXPECT_EQ(tcp[Counter::tcp_segments_far], 1u);
    EXPECT_EQ(tcp[Counter::tcp_bytes_lost], 0u);
}

TEST(Tcp, TwoSegmentsOrAnAcknowledgementFarAheadAreBelieved)
{
    Connected two;
    two.server(501, "ab");
    two.server(1'000'000, "0123");
    two.server(1'000'004, "4567");
    EXPECT_EQ(two.story(), "s:ab | s lost 999501 | s:4567");
    EXPECT_EQ(two[Counter::tcp_bytes_lost], 999'501u);

    Connected acked;
    acked.server(501, "ab");
    acked.server(505, "ef");
    acked.client(101, "", 0, 1'000'004);
    EXPECT_EQ(acked.story(), "s:ab | s lost 2 | s:ef");
    acked.server(1'000'000, "0123");
    EXPECT_EQ(acked.story(), "s lost 999493 | s:0123");
}

// ---- keepalives and probes

TEST(Tcp, KeepalivesAreNoData)
{
    Connected tcp;
    tcp.server(501, "ab");
    tcp.server(502, "", 0, 101);
    tcp.server(502, std::string_view("\0", 1), 0, 101);
    tcp.client(100, "", 0, 503);
    tcp.client(100, std::string_view("\0", 1), 0, 503);
    tcp.server(503, "c");
    EXPECT_EQ(tcp.story(), "s:abc");
    EXPECT_EQ(tcp[Counter::tcp_bytes_differing], 0u);
}

TEST(Tcp, AZeroWindowProbeIsTheFirstByteOfWhatFollows)
{
    Connected tcp;
    tcp.server(501, "a");
    tcp.server(501, "abc");
    EXPECT_EQ(tcp.story(), "s:abc");
}

// ---- where a connection begins and ends

TEST(Tcp, AConnectionIsJoinedAtTheFirstByteCaptured)
{
    Tcp tcp;
    tcp.server(9'000, "", 0, 50);  // tells nothing
    EXPECT_EQ(tcp.story(), "");
    tcp.server(9'000, "cd", 0, 50);
    tcp.client(50, "x", 0, 9'002);
    tcp.server(8'998, "ab");  // from before
    tcp.server(9'002, "ef");
    EXPECT_EQ(tcp.story(), "join 0 | c:cd | s:x | c:ef");
}

TEST(Tcp, WithoutTheFirstSynTheSecondTellsWhoIsTheServer)
{
    Tcp tcp;
    tcp.server(500, "", syn, 101);
    tcp.client(101, "hi", 0, 501);
    tcp.server(501, "ho", 0, 103);
    EXPECT_EQ(tcp.story(), "open 0 | c:hi | s:ho");
}

TEST(Tcp, RepeatedSynsBeginNothing)
{
    Tcp tcp;
    tcp.client(100, "", syn);
    tcp.client(100, "", syn);
    tcp.server(500, "", syn, 101);
    tcp.client(101, "a");
    tcp.server(500, "", syn, 101);
    tcp.client(102, "b");
    EXPECT_EQ(tcp.story(), "open 0 | c:ab");
}

TEST(Tcp, AResetClosesAndWhatIsHeldComesBefore)
{
    Connected tcp;
    tcp.server(501, "a");
    tcp.server(503, "c");
    tcp.server(504, "", rst);
    EXPECT_EQ(tcp.story(), "s:a | s lost 1 | s:c | close 0");
    tcp.server(504, "late");
    tcp.client(101, "late");
    EXPECT_EQ(tcp.story(), "");
}

TEST(Tcp, AResetFromElsewhereClosesNothing)
{
    Connected tcp;
    tcp.server(501 + 50'000'000, "", rst);
    tcp.server(501, "a");
    EXPECT_EQ(tcp.story(), "s:a");
}

TEST(Tcp, TheSamePortsAgainAreAnotherConnection)
{
    Connected tcp;
    tcp.server(501, "old");
    tcp.client(7'000'000, "", syn);
    tcp.server(9'000'000, "", syn, 7'000'001);
    tcp.server(9'000'001, "new");
    EXPECT_EQ(tcp.story(), "s:old | close 0 | open 0 | s:new");

    tcp.server(9'000'004, "", rst);
    tcp.client(100, "", syn);  // also after an end
    EXPECT_EQ(tcp.story(), "close 0 | open 0");
    tcp.client(101, "", rst);
    tcp.client(3'000'000'000, "joined");  // and without a SYN, if it is far away
    EXPECT_EQ(tcp.story(), "close 0 | join 0 | c:joined");
    EXPECT_EQ(tcp[Counter::tcp_connections], 4u);
}

TEST(Tcp, ConnectionsAreKeptApart)
{
    Tcp tcp;
    for (const std::uint16_t port : {1, 2, 3}) tcp.send(TcpSide::client, 10, "", syn, 0, port);
    tcp.send(TcpSide::client, 12, "2", 0, 0, 2);
    tcp.send(TcpSide::client, 11, "one", 0, 0, 1);
    tcp.send(TcpSide::server, 500, "", syn, 11, 3);
    tcp.send(TcpSide::server, 501, "three", 0, 0, 3);
    tcp.send(TcpSide::client, 11, "1", 0, 0, 2);
    EXPECT_EQ(tcp.story(), "open 0 | open 1 | open 2 | c:one | s:three | c:12");
}

TEST(Tcp, BeyondTheLimitTheLongestSilentConnectionIsDropped)
{
    Tcp tcp({.connections_max = 2});
    tcp.send(TcpSide::client, 10, "a", 0, 0, 1);
    tcp.send(TcpSide::client, 10, "b", 0, 0, 2);
    tcp.send(TcpSide::client, 11, "c", 0, 0, 1);
    tcp.send(TcpSide::client, 10, "d", 0, 0, 3);
    EXPECT_EQ(tcp.story(), "join 0 | c:a | join 1 | c:bc | close 1 | join 1 | c:d");
    EXPECT_EQ(tcp[Counter::tcp_connections_evicted], 1u);
    tcp.send(TcpSide::client, 12, "", rst, 0, 1);
    tcp.send(TcpSide::client, 10, "e", 0, 0, 4);  // one that has ended goes first
    EXPECT_EQ(tcp.story(), "close 0 | join 0 | c:e");
    EXPECT_EQ(tcp[Counter::tcp_connections_evicted], 1u);
}

}  // namespace
}  // namespace gapwire::test
