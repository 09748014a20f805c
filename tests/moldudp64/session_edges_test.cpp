// Where a session begins, jumps and ends: late joins, absurd numbers, end of session.
#include <gtest/gtest.h>

#include "tests/moldudp64/recorder.hpp"

namespace gapwire::moldudp64 {
namespace {

using test::Feed;

constexpr std::uint64_t absurd = std::uint64_t{1} << 60;

TEST(SessionJoin, FromNumberOneNothingWaits)
{
    Feed feed;
    feed.data(1, {"a"});
    EXPECT_EQ(feed.story(), "1@0:a");
}

TEST(SessionJoin, LateItBeginsWithTheLowestNumberOfTheWait)
{
    Feed feed;
    feed.data(50, {"f"}, 0);
    feed.data(48, {"d", "e"}, 60);
    feed.data(51, {"g"}, 61);
    EXPECT_EQ(feed.story(), "");
    EXPECT_EQ(feed.next_sequence(), 0u);
    feed.pass_time(100);
    EXPECT_EQ(feed.story(), "joined 48 | 48@60:d,e | 50@0:f | 51@61:g");
    EXPECT_EQ(feed[Counter::messages_lost], 0u);
    EXPECT_EQ(feed[Counter::messages_reordered], 0u);
}

TEST(SessionJoin, APacketNumberedOneEndsTheWait)
{
    Feed feed;
    feed.data(3, {"c"}, 0);
    feed.data(1, {"a", "b"}, 1);
    EXPECT_EQ(feed.story(), "1@1:a,b | 3@0:c");
}

TEST(SessionJoin, HolesAmongTheFirstPacketsAreLosses)
{
    Feed feed;
    feed.data(50, {"a"}, 0);
    feed.data(53, {"d"}, 1);
    feed.pass_time(101);
    EXPECT_EQ(feed.story(), "joined 50 | 50@0:a | loss 51+2 | 53@1:d");
}

TEST(SessionJoin, AnIdleSessionBeginsWhereItsHeartbeatSays)
{
    Feed feed;
    feed.heartbeat(500, 0);
    feed.heartbeat(500, 1'000);
    EXPECT_EQ(feed.story(), "joined 500");
    feed.data(501, {"b"}, 1'001);
    feed.pass_time(1'101);
    EXPECT_EQ(feed.story(), "joined 500 | loss 500+1 | 501@1001:b");
}

// A heartbeat used to begin the session at once, although another line was behind it.
TEST(SessionJoin, AHeartbeatWaitsForLowerNumbersOfAnotherLine)
{
    Feed feed;
    feed.heartbeat(500, 0);
    feed.data(498, {"y", "z"}, 1);
    feed.pass_time(100);
    EXPECT_EQ(feed.story(), "joined 498 | 498@1:y,z");
}

TEST(SessionJoin, AnAnonymisedHeartbeatBeginsNothing)
{
    Feed feed;
    feed.heartbeat(0, 0);
    feed.end(0, 0);
    feed.data(500, {"a"}, 1);
    feed.finish();
    EXPECT_EQ(feed.story(), "joined 500 | 500@1:a");
}

TEST(SessionJoin, FinishEndsTheWait)
{
    Feed feed;
    feed.data(50, {"a"});
    feed.end(52);
    feed.finish();
    EXPECT_EQ(feed.story(), "joined 50 | 50@0:a | loss 51+1 | end 52");
}

// An absurd heartbeat among the first packets used to be believed when their wait was over.
TEST(SessionJoin, AnAbsurdNumberAmongTheFirstIsDropped)
{
    for (const bool is_heartbeat : {false, true}) {
        Feed feed;
        feed.data(50, {"a"}, 0);
        is_heartbeat ? feed.heartbeat(absurd, 1) : feed.data(absurd, {"x"}, 1);
        feed.data(51, {"b"}, 2);
        feed.data(52, {"c"}, 300);
        feed.finish();
        EXPECT_EQ(feed.story(), "joined 50 | 50@0:a | 51@2:b | 52@300:c");
        EXPECT_EQ(feed[Counter::mold_too_far], 1u);
    }
}

TEST(SessionJoin, ADamagedNumberOneAmongTheFirstDoesNotDropTheOthers)
{
    Feed feed;
    for (std::uint64_t n = 0; n < 4; ++n) feed.data(900'000 + n, {"x"});
    feed.data(1, {"a"});
    feed.finish();
    EXPECT_EQ(feed.story(),
              "joined 1 | 1@0:a | loss 2+899998 | 900000@0:x | 900001@0:x | 900002@0:x | "
              "900003@0:x");
}

TEST(SessionJump, AnAbsurdNumberIsDroppedWhenTheSessionGoesOn)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.data(absurd, {"x", "y"}, 1);
    feed.data(2, {"b"}, 2);
    EXPECT_EQ(feed.story(), "1@0:a | 2@2:b");
    EXPECT_EQ(feed[Counter::mold_too_far], 1u);
    EXPECT_EQ(feed[Counter::messages_too_far], 2u);
}

// Silence used to make any number true: a quiet session was lost to one damaged packet.
TEST(SessionJump, AnAbsurdNumberIsNotBelievedForTheSilenceAfterIt)
{
    for (const bool is_heartbeat : {false, true}) {
        Feed feed;
        feed.data(1, {"a"}, 0);
        is_heartbeat ? feed.heartbeat(absurd, 1) : feed.data(absurd, {"x"}, 1);
        feed.pass_time(900);
        feed.heartbeat(2, 1'000);
        feed.data(2, {"b"}, 2'000);
        feed.finish();
        EXPECT_EQ(feed.story(), "1@0:a | 2@2000:b");
        EXPECT_EQ(feed[Counter::mold_too_far], 1u);
    }
}

TEST(SessionJump, DuplicatesOfAnotherLineDoNotSpeakAgainstAJump)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.data(1'000'000, {"x"}, 1);
    feed.data(1, {"a"}, 2);
    for (std::uint64_t n = 1; n < 4; ++n) feed.data(1'000'000 + n, {"x"}, 3);
    EXPECT_EQ(feed.story(),
              "1@0:a | loss 2+999998 | 1000000@1:x | 1000001@3:x | 1000002@3:x | 1000003@3:x");
}

TEST(SessionJump, FourPacketsMakeItReal)
{
    Feed feed;
    feed.data(1, {"a"});
    feed.data(1'000'000, {"b"});
    feed.data(1'000'001, {"c"});
    feed.data(1'000'003, {"e"});
    EXPECT_EQ(feed.story(), "1@0:a");
    feed.data(1'000'004, {"f"});
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+999998 | 1000000@0:b | 1000001@0:c");
    feed.data(1'000'002, {"d"});
    EXPECT_EQ(feed.story(),
              "1@0:a | loss 2+999998 | 1000000@0:b | 1000001@0:c | 1000002@0:d | 1000003@0:e | "
              "1000004@0:f");
}

// With two packings, no packet followed exactly on the last: the jump was never seen.
TEST(SessionJump, LinesOfDifferentPackingMakeItReal)
{
    Feed feed;
    feed.data(1, {"a"});
    feed.data(1'000'000, {"b", "c"});
    feed.data(1'000'000, {"b"});
    feed.data(1'000'001, {"c", "d"});
    feed.data(1'000'002, {"d", "e"});
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+999998 | 1000000@0:b,c | 1000002@0:d | 1000003@0:e");
}

TEST(SessionJump, RepeatedHeartbeatsMakeItReal)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    for (int second = 1; second <= 4; ++second) feed.heartbeat(1'000'000, second * 1'000);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+999998");
    EXPECT_EQ(feed[Counter::losses], 1u);
}

TEST(SessionJump, ADamagedNumberBelowItIsDropped)
{
    Feed feed;
    feed.data(1, {"a"});
    feed.data(500'000, {"x"});
    for (std::uint64_t n = 0; n < 4; ++n) feed.data(1'000'000 + n, {"b"});
    EXPECT_EQ(feed.story(),
              "1@0:a | loss 2+999998 | 1000000@0:b | 1000001@0:b | 1000002@0:b | 1000003@0:b");
    EXPECT_EQ(feed[Counter::messages_too_far], 1u);
}

TEST(SessionJump, AHoleBeforeItIsALossOfItsOwn)
{
    Feed feed;
    feed.data(1, {"a"});
    feed.data(3, {"c"});
    for (std::uint64_t n = 0; n < 4; ++n) feed.data(1'000'000 + n, {"b"});
    EXPECT_EQ(feed.story(),
              "1@0:a | loss 2+1 | 3@0:c | loss 4+999996 | 1000000@0:b | 1000001@0:b | "
              "1000002@0:b | 1000003@0:b");
}

TEST(SessionJump, BeginsExactlyBehindTheWindow)
{
    Feed near({.reorder_messages_max = 10});
    near.data(1, {"a"});
    near.data(12, {"l"});
    near.finish();
    EXPECT_EQ(near.story(), "1@0:a | loss 2+10 | 12@0:l");

    Feed far({.reorder_messages_max = 10});
    far.data(1, {"a"});
    far.data(13, {"m"});
    EXPECT_EQ(far.story(), "1@0:a");
}

TEST(SessionJump, IsBelievedAtTheEndUnlessContradictedOrAbsurd)
{
    Feed excerpt({.reorder_messages_max = 10});
    excerpt.data(1, {"a"});
    excerpt.data(13, {"m"});
    excerpt.finish();
    EXPECT_EQ(excerpt.story(), "1@0:a | loss 2+11 | 13@0:m");

    Feed contradicted({.reorder_messages_max = 10});
    contradicted.data(1, {"a"});
    contradicted.data(13, {"m"});
    contradicted.data(2, {"b"});
    contradicted.finish();
    EXPECT_EQ(contradicted.story(), "1@0:a | 2@0:b");
    EXPECT_EQ(contradicted[Counter::messages_too_far], 1u);

    Feed corrupt({.reorder_messages_max = 10});
    corrupt.data(1, {"a"});
    corrupt.data(absurd, {"m"});
    corrupt.finish();
    EXPECT_EQ(corrupt.story(), "1@0:a");
    EXPECT_EQ(corrupt[Counter::messages_too_far], 1u);
}

TEST(SessionJump, ScatteredNumbersAreHeldInBoundedMemory)
{
    Feed feed({.reorder_packets_max = 8});
    feed.data(1, {"a"});
    for (std::uint64_t n = 1; n < 1'000; ++n) feed.data(absurd + n * 1'000'000, {"x"});
    feed.data(2, {"b"});
    EXPECT_EQ(feed.story(), "1@0:a | 2@0:b");
    EXPECT_EQ(feed[Counter::messages_too_far], 999u);
}

TEST(SessionEnd, IsReportedOnceWhenAllBeforeItIsThere)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.end(3, 1);
    feed.data(2, {"b"}, 2);
    feed.end(3, 3);
    feed.finish();
    EXPECT_EQ(feed.story(), "1@0:a | 2@2:b | end 3");
    EXPECT_EQ(feed[Counter::mold_end_of_session], 2u);
}

TEST(SessionEnd, WithAnOpenHoleItComesAfterTheLoss)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.end(4, 10);
    feed.end(4, 110);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+2 | end 4");
}

TEST(SessionEnd, OfAnEmptySession)
{
    Feed feed;
    feed.end(1);
    EXPECT_EQ(feed.story(), "end 1");
}

TEST(SessionEnd, OfASessionJoinedAtItsEnd)
{
    Feed feed;
    feed.end(500);
    feed.finish();
    EXPECT_EQ(feed.story(), "joined 500 | end 500");
}

// Any end used to count, also one below what had been delivered.
TEST(SessionEnd, BelowWhatWasDeliveredItIsNotBelieved)
{
    Feed feed;
    feed.data(1, {"a", "b", "c"});
    feed.end(2);
    feed.data(4, {"d"});
    EXPECT_EQ(feed.story(), "1@0:a,b,c | 4@0:d");
}

TEST(SessionEnd, MessagesBehindItTakeItBack)
{
    Feed feed;
    feed.data(1, {"a"});
    feed.data(3, {"c", "d"});
    feed.end(4);
    feed.data(2, {"b"});
    feed.finish();
    EXPECT_EQ(feed.story(), "1@0:a | 2@0:b | 3@0:c,d");
}

TEST(SessionEnd, AnAbsurdOneDoesNotHideTheRealOne)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.end(absurd, 1);
    feed.end(2, 2);
    EXPECT_EQ(feed.story(), "1@0:a | end 2");
    EXPECT_EQ(feed[Counter::mold_too_far], 1u);
}

}  // namespace
}  // namespace gapwire::moldudp64
