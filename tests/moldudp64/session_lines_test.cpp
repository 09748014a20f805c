// Redundant lines: one fills what the other lost, however each packs, and where they disagree.
#include <gtest/gtest.h>

#include "tests/moldudp64/recorder.hpp"

namespace gapwire::moldudp64 {
namespace {

using test::Feed;

TEST(SessionLines, TheSecondCopyIsADuplicate)
{
    Feed feed;
    feed.set_line_count(2);
    for (int line = 0; line < 2; ++line) feed.data(1, {"a", "b"}, line);
    for (int line = 0; line < 2; ++line) feed.data(3, {"c"}, line);
    EXPECT_EQ(feed.story(), "1@0:a,b | 3@0:c");
    EXPECT_EQ(feed[Counter::messages_duplicate], 3u);
    EXPECT_EQ(feed[Counter::line_disagreements], 0u);
}

TEST(SessionLines, OneFillsWhatTheOtherLost)
{
    Feed feed;
    feed.set_line_count(2);
    feed.data(1, {"a"}, 0);
    feed.data(3, {"c"}, 1);  // A lost 2
    feed.data(1, {"a"}, 5);  // B, later
    feed.data(2, {"b"}, 6);
    feed.data(3, {"c"}, 7);
    EXPECT_EQ(feed.story(), "1@0:a | 2@6:b | 3@1:c");
    EXPECT_EQ(feed[Counter::messages_lost], 0u);
}

TEST(SessionLines, EachMayPackAsItLikes)
{
    Feed feed;
    feed.set_line_count(2);
    feed.data(1, {"a", "b", "c"});  // A
    feed.data(1, {"a", "b"});       // B
    feed.data(3, {"c", "d", "e"});  // B
    feed.data(6, {"f", "g"});       // A; it lost 4 and 5
    feed.data(6, {"f"});            // B
    feed.data(7, {"g", "h"});       // B
    EXPECT_EQ(feed.story(), "1@0:a,b,c | 4@0:d,e | 6@0:f,g | 8@0:h");
    EXPECT_EQ(feed[Counter::messages_duplicate], 5u);
    EXPECT_EQ(feed[Counter::line_disagreements], 0u);
}

TEST(SessionLines, EarlyPacketsOfDifferentPackingAreMergedMessageByMessage)
{
    Feed feed;
    feed.set_line_count(2);
    feed.data(1, {"a"});
    feed.data(3, {"c", "d", "e"});
    feed.data(3, {"c"});
    feed.data(4, {"d", "e", "f"});
    feed.data(3, {"c", "d", "e"});
    feed.data(2, {"b"});
    EXPECT_EQ(feed.story(), "1@0:a | 2@0:b | 3@0:c,d,e | 6@0:f");
    EXPECT_EQ(feed[Counter::messages_delivered] + feed[Counter::messages_duplicate], 12u);
}

TEST(SessionLines, OtherBytesOnTheOtherLineAreReported)
{
    Feed feed;
    feed.set_line_count(2);
    feed.data(1, {"abcdef", "b"});
    feed.data(1, {"abcdeX", "b"});
    feed.data(3, {"c"});
    EXPECT_EQ(feed.story(), "1@0:abcdef,b | differs abcd/abcdeX | 3@0:c");
    EXPECT_EQ(feed[Counter::line_disagreements], 1u);
}

TEST(SessionLines, AnotherLengthIsADisagreementToo)
{
    Feed feed;
    feed.set_line_count(2);
    feed.data(1, {std::string("a\0", 2)});
    feed.data(1, {"a"});
    EXPECT_EQ(feed[Counter::line_disagreements], 1u);
}

// The second of two early copies used to be dropped unseen.
TEST(SessionLines, OtherBytesOfAnEarlyPacketAreReported)
{
    Feed feed;
    feed.set_line_count(2);
    feed.data(1, {"a"});
    feed.data(3, {"cc", "d"});
    feed.data(3, {"cX", "d"});
    feed.data(2, {"b"});
    EXPECT_EQ(feed.story(), "1@0:a | 2@0:b | 3@0:cc,d | differs cc/cX");
    EXPECT_EQ(feed[Counter::messages_duplicate], 2u);
}

TEST(SessionLines, OneLineIsNotComparedWithItself)
{
    Feed feed;
    feed.data(1, {"a"});
    feed.data(1, {"X"});
    EXPECT_EQ(feed.story(), "1@0:a");
}

TEST(SessionLines, WhatWasLostIsNotCompared)
{
    Feed feed;
    feed.set_line_count(2);
    feed.data(1, {"a"}, 0);
    feed.data(3, {"c"}, 0);
    feed.data(2, {"b"}, 100);
    EXPECT_EQ(feed.story(), "1@0:a | loss 2+1 | 3@0:c");
    EXPECT_EQ(feed[Counter::line_disagreements], 0u);
}

// Numbers of the last window of 2^48 used to look like an unused place of the memory.
TEST(SessionLines, WhatWasLostNearTheLastNumberIsNotCompared)
{
    constexpr std::uint64_t last = UINT64_MAX;
    Feed feed;
    feed.set_line_count(2);
    feed.heartbeat(last - 4, 0);
    feed.data(last - 3, {"b"}, 200);
    feed.data(last - 4, {"a"}, 300);
    EXPECT_EQ(feed.story(),
              "joined 18446744073709551611 | loss 18446744073709551611+1 | "
              "18446744073709551612@200:b");
    EXPECT_EQ(feed[Counter::line_disagreements], 0u);
}

// Numbers 2^47 apart used to be taken for one another.
TEST(SessionLines, MessagesOfOnePlaceFarApartAreNotCompared)
{
    constexpr std::uint64_t apart = std::uint64_t{1} << 47;
    Feed feed;
    feed.set_line_count(2);
    feed.data(1, {"a", "b"});
    for (std::uint64_t n = 0; n < 4; ++n) feed.data(apart + 2 + n, {"x"});
    feed.data(apart + 1, {"y"});
    EXPECT_EQ(feed[Counter::line_disagreements], 0u);
    EXPECT_EQ(feed[Counter::messages_duplicate], 1u);
}

TEST(SessionLines, ComparisonReachesBackOneWindow)
{
    Feed feed({.reorder_messages_max = 10});
    feed.set_line_count(2);
    const std::vector<std::string> many(arbitration::LineCompare::window / 4, "m");
    feed.data(1, {"a"});
    for (std::uint64_t n = 2; n < arbitration::LineCompare::window; n += many.size())
        feed.data(n, many);
    feed.data(1, {"X"});  // its place is taken by number 1 + window
    EXPECT_EQ(feed[Counter::line_disagreements], 0u);
    feed.data(2, {"X"});
    EXPECT_EQ(feed[Counter::line_disagreements], 1u);
}

}  // namespace
}  // namespace gapwire::moldudp64
