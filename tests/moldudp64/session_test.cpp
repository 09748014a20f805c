// One session in order: duplicates, early packets, holes that close and holes that become losses.
#include "feed/moldudp64/session.hpp"

#include <gtest/gtest.h>

#include "tests/moldudp64/recorder.hpp"

namespace gapwire::moldudp64 {
namespace {

using test::at_ms;
using test::Feed;
using test::packet_bytes;

TEST(Session, PacketsInOrderAreDeliveredAtOnce)
{
    Feed feed;
    feed.data(1, {"a", "b"}, 5);
    feed.data(3, {"c"}, 6);
    EXPECT_EQ(feed.story(), "1@5:a,b | 3@6:c");
    EXPECT_EQ(feed.next_sequence(), 4u);
    EXPECT_EQ(feed[Counter::mold_packets], 2u);
    EXPECT_EQ(feed[Counter::messages_delivered], 3u);
}

TEST(Session, ALongPacketIsDeliveredInBatches)
{
    Feed feed;
    feed.data(1, std::vector<std::string>(2 * Session::batch_max + 1, "x"));
    std::string batch = "x";
    for (std::size_t i = 1; i < Session::batch_max; ++i) batch += ",x";
    EXPECT_EQ(feed.story(), "1@0:" + batch + " | 65@0:" + batch + " | 129@0:x");
}

TEST(Session, EmptyMessagesKeepTheirNumber)
{
    Feed feed;
    feed.data(1, {"", "b", ""});
    feed.data(4, {"d"});
    EXPECT_EQ(feed.story(), "1@0:,b, | 4@0:d");
}

TEST(Session, DuplicatesAreDropped)
{
    Feed feed;
    feed.data(1, {"a", "b"});
    feed.data(1, {"a", "b"});
    feed.data(3, {"c"});
    feed.data(2, {"b"});
    EXPECT_EQ(feed.story(), "1@0:a,b | 3@0:c");
    EXPECT_EQ(feed[Counter::messages_duplicate], 3u);
}

TEST(Session, APacketThatIsHalfNewDeliversItsNewHalf)
{
    Feed feed;
    feed.data(1, {"a", "b"});
    feed.data(1, {"a", "b", "c", "d"});
    EXPECT_EQ(feed.story(), "1@0:a,b | 3@0:c,d");
    EXPECT_EQ(feed[Counter::messages_duplicate], 2u);
}

TEST(Session, AnEarlyPacketWaitsForTheHoleBeforeIt)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.data(3, {"c", "d"}, 1);
    EXPECT_EQ(feed.story(), "1@0:a");
    feed.data(2, {"b"}, 2);
    EXPECT_EQ(feed.story(), "1@0:a | 2@2:b | 3@1:c,d");
    EXPECT_EQ(feed[Counter::messages_reordered], 2u);
    EXPECT_EQ(feed[Counter::losses], 0u);
}

TEST(Session, APacketThatCoversAHoleAndMoreClosesIt)
{
    Feed feed;
    feed.data(1, {"a"});
    feed.data(4, {"d", "e"});
    feed.data(2, {"b", "c", "d"});
    EXPECT_EQ(feed.story(), "1@0:a | 2@0:b,c,d | 5@0:e");
    EXPECT_EQ(feed[Counter::messages_duplicate], 1u);
}

TEST(Session, EveryOrderOfSixPacketsGivesTheSameMessages)
{
    std::array<int, 6> order{1, 2, 3, 4, 5, 6};
    do {
        Feed feed;
        for (const int n : order)
            feed.data(static_cast<std::uint64_t>(n), {std::string(1, static_cast<char>('`' + n))});
        feed.finish();
        std::string letters = feed.story();
        std::erase_if(letters, [](char c) { return c < 'a' || c > 'z'; });
        EXPECT_EQ(letters, "abcdef") << fmt::format("{}", order);
        EXPECT_EQ(feed[Counter::messages_lost], 0u);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Session, AHoleIsLostWhenTheWaitIsOver)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.data(4, {"d"}, 10);
    feed.pass_time(109);
    EXPECT_EQ(feed.story(), "1@0:a");
    feed.pass_time(110);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+2 | 4@10:d");
    EXPECT_EQ(feed[Counter::losses], 1u);
    EXPECT_EQ(feed[Counter::messages_lost], 2u);
}

TEST(Session, TheNextPacketEndsAWaitToo)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.data(3, {"c"}, 10);
    feed.data(4, {"d"}, 110);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@10:c | 4@110:d");
}

TEST(Session, WhatComesAfterItsLossIsDropped)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.data(3, {"c"}, 10);
    feed.data(2, {"b"}, 110);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@10:c");
    EXPECT_EQ(feed[Counter::messages_duplicate], 1u);
}

// A hole used to be as old as the lowest early packet: each lower one began the wait anew.
TEST(Session, LowerEarlyPacketsDoNotProlongTheWait)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.data(9, {"i"}, 10);
    feed.data(6, {"f"}, 60);
    feed.data(3, {"c"}, 105);
    feed.pass_time(110);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@105:c | loss 4+2 | 6@60:f | loss 7+2 | 9@10:i");
}

TEST(Session, EachHoleHasItsOwnWait)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.data(3, {"c"}, 10);
    feed.data(5, {"e"}, 60);
    feed.pass_time(110);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@10:c");
    feed.data(4, {"d"}, 159);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@10:c | 4@159:d | 5@60:e");
}

TEST(Session, TwoHolesFilledInTheWrongOrderLoseNothing)
{
    Feed feed;
    feed.data(1, {"a"});
    feed.data(3, {"c"});
    feed.data(5, {"e"});
    feed.data(4, {"d"});
    feed.data(2, {"b"});
    EXPECT_EQ(feed.story(), "1@0:a | 2@0:b | 3@0:c | 4@0:d | 5@0:e");
    EXPECT_EQ(feed[Counter::messages_lost], 0u);
}

TEST(Session, HeartbeatRevealsTheLossOfTheLastPacket)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.heartbeat(4, 1'000);
    EXPECT_EQ(feed.story(), "1@0:a");
    feed.heartbeat(4, 2'000);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+2");
    feed.data(4, {"d"}, 2'001);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+2 | 4@2001:d");
    EXPECT_EQ(feed[Counter::mold_heartbeats], 2u);
    EXPECT_EQ(feed[Counter::losses], 1u);
}

TEST(Session, AHeartbeatWithoutAHoleSaysNothing)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.heartbeat(2, 1'000);
    feed.heartbeat(1, 2'000);
    feed.pass_time(9'000);
    feed.finish();
    EXPECT_EQ(feed.story(), "1@0:a");
}

TEST(Session, TheFirstHeartbeatTellsOfTheLossOfTheFirstPacket)
{
    Feed feed;
    feed.heartbeat(1, 0);
    feed.data(2, {"b"}, 1);
    feed.pass_time(101);
    EXPECT_EQ(feed.story(), "loss 1+1 | 2@1:b");
}

// A second heartbeat inside the wait of the first used to be judged by the time of the first.
TEST(Session, EachHeartbeatHasItsOwnWait)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.heartbeat(3, 10);
    feed.heartbeat(5, 90);
    feed.data(2, {"b", "c"}, 95);
    feed.data(4, {"d"}, 189);
    EXPECT_EQ(feed.story(), "1@0:a | 2@95:b,c | 4@189:d");
}

// An early packet behind a hole used to hide when a heartbeat had shown it.
TEST(Session, AHoleIsAsOldAsTheHeartbeatThatShowedIt)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.heartbeat(4, 10);
    feed.data(3, {"c"}, 90);
    feed.pass_time(110);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@90:c");
}

TEST(Session, FinishLosesWhatIsMissing)
{
    Feed feed;
    feed.data(1, {"a"});
    feed.data(3, {"c"});
    feed.data(6, {"f"});
    feed.heartbeat(9);
    feed.finish();
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@0:c | loss 4+2 | 6@0:f | loss 7+2");
    EXPECT_EQ(feed[Counter::losses], 3u);
    EXPECT_EQ(feed[Counter::messages_lost], 5u);
}

TEST(Session, NumbersNearTheLastAreDelivered)
{
    constexpr std::uint64_t last = UINT64_MAX;
    Feed feed;
    feed.heartbeat(last - 4, 0);
    feed.data(last - 4, {"a"}, 200);
    feed.data(last - 2, {"c", "d"}, 201);
    feed.data(last - 3, {"b"}, 202);
    feed.end(last, 203);
    feed.data(last - 2, {"c", "d"}, 204);
    feed.finish();
    EXPECT_EQ(feed.story(),
              "joined 18446744073709551611 | 18446744073709551611@200:a | "
              "18446744073709551612@202:b | 18446744073709551613@201:c,d | "
              "end 18446744073709551615");
}

TEST(Session, WithoutTimesAHoleStaysOpenUntilTheEnd)
{
    Feed feed;
    feed.bytes(packet_bytes(1, {"a"}), Timestamp::none());
    feed.bytes(packet_bytes(3, {"c"}), Timestamp::none());
    feed.bytes(packet_bytes(4, {"d"}), Timestamp::none());
    EXPECT_EQ(feed.story(), "1@-:a");
    feed.finish();
    EXPECT_EQ(feed.story(), "1@-:a | loss 2+1 | 3@-:c | 4@-:d");
}

// An early packet without a time used to keep its hole open for ever.
TEST(Session, AMissingTimeDoesNotKeepAHoleOpen)
{
    Feed feed;
    feed.data(1, {"a"}, 0);
    feed.bytes(packet_bytes(3, {"c"}), Timestamp::none());
    feed.data(4, {"d"}, 10);
    feed.data(5, {"e"}, 110);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@-:c | 4@10:d | 5@110:e");
}

TEST(Session, ATimeThatGoesBackEndsNoWait)
{
    Feed feed;
    feed.data(1, {"a"}, 500);
    feed.data(3, {"c"}, 500);
    feed.data(4, {"d"}, 0);
    feed.data(2, {"b"}, 99);
    EXPECT_EQ(feed.story(), "1@500:a | 2@99:b | 3@500:c | 4@0:d");
}

TEST(Session, TimesAtBothEndsOfTheirRangeDoNotOverflow)
{
    Feed feed;
    feed.bytes(packet_bytes(1, {"a"}), {INT64_MIN + 1});
    feed.bytes(packet_bytes(3, {"c"}), {INT64_MIN + 1});
    feed.bytes(packet_bytes(4, {"d"}), {INT64_MAX});
    feed.finish();
    EXPECT_EQ(feed[Counter::messages_delivered], 3u);
    EXPECT_EQ(feed[Counter::messages_lost], 1u);
}

TEST(Session, AFullMemoryGivesTheFirstHoleUp)
{
    Feed feed({.reorder_packets_max = 2});
    feed.data(1, {"a"});
    feed.data(3, {"c"});
    feed.data(5, {"e"});
    EXPECT_EQ(feed.story(), "1@0:a");
    feed.data(7, {"g"});
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@0:c");
    feed.data(4, {"d"});
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@0:c | 4@0:d | 5@0:e");
}

TEST(Session, AFullMemoryDeliversAPacketThatItsLossReaches)
{
    Feed feed({.reorder_packets_max = 1});
    feed.data(1, {"a"});
    feed.data(3, {"c"});
    feed.data(4, {"d"});
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@0:c | 4@0:d");
}

// Places of packets that were delivered used to count until the memory was empty once.
TEST(Session, MemoryOfDeliveredPacketsIsFreeWhileOthersWait)
{
    Feed feed({.reorder_packets_max = 4, .reorder_bytes_max = Session::datagram_bytes_max});
    const std::string large(20'000, 'x');
    feed.data(1, {"a"});
    for (std::uint64_t n = 2; n < 200; n += 2) {
        feed.data(n + 1, {large});
        feed.data(n + 3, {large});
        feed.data(n, {"b"});
    }
    EXPECT_EQ(feed[Counter::messages_lost], 0u);
    feed.finish();
    EXPECT_EQ(feed[Counter::messages_delivered], 200u);
    EXPECT_EQ(feed[Counter::losses], 1u);
}

}  // namespace
}  // namespace gapwire::moldudp64
