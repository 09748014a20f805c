// Holes that request servers close, and those that they do not.
#include <gtest/gtest.h>

#include "tests/moldudp64/recorder.hpp"

namespace gapwire::moldudp64 {
namespace {

using test::at_ms;
using test::Feed;

/// Holes wait 2 ms; two servers, which have 10 ms each; four tries; five seconds become 1,000 ms.
SessionLimits limits()
{
    SessionLimits limits;
    limits.reorder_wait_max = 2'000'000;
    limits.requests = {.servers = 2,
                       .messages_max = 3,
                       .answer_wait_max = 10'000'000,
                       .tries_max = 4,
                       .requests_per_second_max = 100,
                       .hole_messages_max = 100,
                       .hole_wait_max = 1'000'000'000};
    return limits;
}

TEST(Recovery, AHoleThatOutlastsTheReorderWaitIsAskedForAndClosed)
{
    Feed feed(limits());
    feed.data(1, {"a"}, 0);
    feed.data(3, {"c"}, 10);
    feed.pass_time(11);
    EXPECT_EQ(feed.story(), "1@0:a");
    feed.pass_time(12);
    feed.data(2, {"b"}, 13);
    EXPECT_EQ(feed.story(), "1@0:a | hole 2 | ask 2+1 of 0 | 2@13:b | 3@10:c | closed");
    EXPECT_EQ(feed[Counter::holes_declared], 1u);
    EXPECT_EQ(feed[Counter::requests_sent], 1u);
    EXPECT_EQ(feed[Counter::losses], 0u);
}

TEST(Recovery, AShortAnswerIsContinuedWithTheSameServer)
{
    Feed feed(limits());
    feed.data(1, {"a"}, 0);
    feed.data(7, {"g"}, 0);
    feed.pass_time(2);
    feed.data(2, {"b", "c"}, 3);
    feed.pass_time(3);
    feed.data(3, {"c", "d", "e", "f"}, 4);
    EXPECT_EQ(feed.story(),
              "1@0:a | hole 2 | ask 2+3 of 0 | 2@3:b,c | ask 4+3 of 0 | 4@4:d,e,f | 7@0:g | "
              "closed");
}

TEST(Recovery, AServerThatDoesNotAnswerMakesRoomForTheNext)
{
    Feed feed(limits());
    feed.data(1, {"a"}, 0);
    feed.data(3, {"c"}, 0);
    for (std::int64_t ms = 2; ms < 100; ++ms) feed.pass_time(ms);
    EXPECT_EQ(feed.story(),
              "1@0:a | hole 2 | ask 2+1 of 0 | ask 2+1 of 1 | ask 2+1 of 0 | ask 2+1 of 1 | "
              "loss 2+1 | 3@0:c | closed");
    EXPECT_EQ(feed[Counter::requests_unanswered], 4u);
    EXPECT_EQ(feed[Counter::holes_given_up], 1u);
    EXPECT_EQ(feed[Counter::messages_lost], 1u);
}

TEST(Recovery, EveryProgressGivesNewTries)
{
    Feed feed(limits());
    feed.data(1, {"a"}, 0);
    feed.data(4, {"d"}, 0);
    for (std::int64_t ms = 2; ms < 39; ++ms) feed.pass_time(ms);  // the fourth try is under way
    feed.data(2, {"b"}, 39);
    feed.pass_time(39);
    for (std::int64_t ms = 40; ms < 68; ++ms) feed.pass_time(ms);
    feed.data(3, {"c"}, 68);
    EXPECT_EQ(feed[Counter::losses], 0u);
    EXPECT_EQ(feed.next_sequence(), 5u);
}

TEST(Recovery, AskingForOneHoleEndsHoweverSlowlyItCloses)
{
    Feed feed(limits());
    feed.data(1, {"a"}, 0);
    feed.data(100, {"z"}, 0);
    std::uint64_t next = 2;
    for (std::int64_t ms = 2; feed[Counter::losses] == 0 && ms < 5'000; ms += 20) {
        feed.data(next++, {"x"}, ms);
        feed.pass_time(ms);
    }
    EXPECT_EQ(feed[Counter::messages_lost], 100 - next + 1);
    EXPECT_EQ(next, 53u);  // 1,000 ms after the first request
}

TEST(Recovery, RequestsASecondAreLimited)
{
    SessionLimits few = limits();
    few.requests.requests_per_second_max = 2;
    few.requests.hole_wait_max = 10'000'000'000;
    Feed feed(few);
    feed.data(1, {"a"}, 0);
    feed.data(20, {"z"}, 0);
    feed.pass_time(2);
    feed.data(2, {"b"}, 3);
    feed.pass_time(3);
    feed.data(3, {"c"}, 4);
    for (std::int64_t ms = 4; ms < 1'002; ++ms) feed.pass_time(ms);
    EXPECT_EQ(feed.story(), "1@0:a | hole 2 | ask 2+3 of 0 | 2@3:b | ask 3+3 of 0 | 3@4:c");
    feed.pass_time(1'002);
    EXPECT_EQ(feed.story(),
              "1@0:a | hole 2 | ask 2+3 of 0 | 2@3:b | ask 3+3 of 0 | 3@4:c | ask 4+3 of 0");
    EXPECT_EQ(feed[Counter::requests_held_back], 1u);
}

TEST(Recovery, AHoleTooLargeToAskForIsLost)
{
    Feed feed(limits());
    feed.data(1, {"a"}, 0);
    feed.data(103, {"z"}, 0);
    feed.pass_time(2);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+101 | 103@0:z");
}

TEST(Recovery, EachHoleIsAskedForInItsTurn)
{
    Feed feed(limits());
    feed.data(1, {"a"}, 0);
    feed.data(3, {"c"}, 0);
    feed.data(5, {"e"}, 0);
    feed.pass_time(2);
    feed.data(2, {"b"}, 3);
    feed.pass_time(3);
    feed.data(4, {"d"}, 4);
    EXPECT_EQ(feed.story(),
              "1@0:a | hole 2 | ask 2+1 of 0 | 2@3:b | 3@0:c | ask 4+1 of 0 | 4@4:d | 5@0:e | "
              "closed");
    EXPECT_EQ(feed[Counter::holes_declared], 1u);
}

TEST(Recovery, AHeartbeatMakesTheLossOfTheLastPacketKnownAndAskedFor)
{
    Feed feed(limits());
    feed.data(1, {"a"}, 0);
    feed.heartbeat(3, 1'000);
    feed.pass_time(1'002);
    feed.data(2, {"b"}, 1'003);
    EXPECT_EQ(feed.story(), "1@0:a | hole 2 | ask 2+1 of 0 | 2@1003:b | closed");
}

TEST(Recovery, ASessionJoinedEarlyIsAskedForFromItsFirstMessage)
{
    Feed feed(limits());
    feed.data(3, {"c"}, 0);
    feed.pass_time(2);
    feed.data(1, {"a", "b"}, 3);
    EXPECT_EQ(feed.story(), "hole 1 | ask 1+2 of 0 | 1@3:a,b | 3@0:c | closed");
}

TEST(Recovery, ASessionJoinedLateIsNot)
{
    Feed feed(limits());
    feed.data(102, {"y"}, 0);
    feed.pass_time(2);
    EXPECT_EQ(feed.story(), "joined 102 | 102@0:y");
}

TEST(Recovery, ANumberAbsurdlyFarAheadIsNeverAskedFor)
{
    Feed feed(limits());
    feed.data(1, {"a"}, 0);
    feed.data(std::uint64_t{1} << 60, {"z"}, 0);
    for (std::int64_t ms = 1; ms < 10'000; ms += 10) feed.pass_time(ms);
    feed.data(2, {"b"}, 10'000);
    EXPECT_EQ(feed.story(), "1@0:a | 2@10000:b");
    EXPECT_EQ(feed[Counter::requests_sent], 0u);
    EXPECT_EQ(feed[Counter::mold_too_far], 1u);
}

TEST(Recovery, ASessionHeldBackDeliversWhenItIsReleased)
{
    Feed feed(limits());
    feed.hold_back();
    feed.data(2, {"b"}, 0);
    feed.data(1, {"a"}, 1);
    feed.pass_time(1'000);
    EXPECT_EQ(feed.story(), "");
    feed.release(1'000);
    EXPECT_EQ(feed.story(), "1@1:a | 2@0:b");
}

TEST(Recovery, MemoryLimitsWhatASessionHeldBackCollects)
{
    SessionLimits small = limits();
    small.reorder_packets_max = 2;
    Feed feed(small);
    feed.hold_back();
    for (std::uint64_t n = 1; n <= 4; ++n) feed.data(n, {"x"}, 0);
    EXPECT_EQ(feed[Counter::mold_too_far], 2u);
    feed.release(0);
    EXPECT_EQ(feed.next_sequence(), 3u);
}

TEST(Recovery, AResetSessionKnowsNothingOfTheOneBefore)
{
    Feed feed(limits());
    feed.set_line_count(2);
    feed.data(1, {"a", "b"}, 0);
    feed.data(9, {"i"}, 0);
    feed.pass_time(2);
    feed.reset();
    feed.data(1, {"c"}, 3);
    feed.data(1, {"c"}, 3);
    feed.pass_time(99);
    EXPECT_EQ(feed.story(), "1@0:a,b | hole 3 | ask 3+3 of 0 | 1@3:c");
}

TEST(Recovery, ARequestIsTwentyBytesOnTheWire)
{
    const RequestPacket packet =
        packet_of({.server = 0, .sequence = 8, .count = 100}, Ascii<10>::of("000010059B").text());
    const Bytes bytes = gapwire::bytes_of(packet);
    EXPECT_EQ(std::vector<std::uint8_t>(bytes.begin(), bytes.end()),
              (std::vector<std::uint8_t>{'0', '0', '0', '0', '1', '0', '0', '5', '9', 'B',
                                         0,   0,   0,   0,   0,   0,   0,   8,   0,   100}));
}

}  // namespace
}  // namespace gapwire::moldudp64
