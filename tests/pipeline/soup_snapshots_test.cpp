// Snapshots among SoupBinTCP sessions, limits, and any segmentation.
#include <gmock/gmock.h>

#include <random>

#include "tests/pipeline/random_day.hpp"
#include "tests/pipeline/soup_fixture.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;

TEST_F(SoupRouter, ASnapshotIsAStreamOfItsOwn)
{
    log_in(one, 1, 1);
    serve(one, sequenced(first_messages()));
    serve(one, sequenced(messages(execute(1, 4))));
    two.server = Conversation::endpoint(20, 18'500);
    log_in(two, 1, 1);
    serve(two, sequenced(messages(directory("ACME"), add(1, 'B', 6, 100))));
    serve(two, end_of_snapshot("5"));
    ASSERT_EQ(router.feeds().size(), 2u);
    EXPECT_EQ(book(0), "bid 100x6 | ask 102x5");
    EXPECT_EQ(book(1), "bid 100x6 | ask");
    EXPECT_FALSE(feed(0).is_snapshot);
    EXPECT_TRUE(feed(1).is_snapshot);
    EXPECT_EQ(feed(1).continues_at, 5u);
    EXPECT_EQ(state(0), BookState::valid);
    EXPECT_EQ(count(Counter::soup_snapshots), 1u);
    router.finish();
    EXPECT_EQ(count(Counter::losses), 0u);
}

TEST_F(SoupRouter, TheNextSnapshotIsAnotherOne)
{
    log_in(one, 1, 1);
    serve(one, sequenced(first_messages()));
    serve(one, end_of_snapshot("5"));
    serve(one, sequenced(messages(add(9, 'B', 9, 9))));
    hang_up(one);
    log_in(two, 1, 1);
    serve(two, sequenced(messages(directory("ACME"), add(3, 'B', 3, 90))));
    serve(two, end_of_snapshot("9"));
    ASSERT_EQ(router.feeds().size(), 2u);
    EXPECT_EQ(book(0), "bid 100x10 | ask 102x5");
    EXPECT_EQ(book(1), "bid 90x3 | ask");
    EXPECT_EQ(feed(1).continues_at, 9u);
    EXPECT_EQ(count(Counter::messages_duplicate), 0u);
}

TEST_F(SoupRouter, RulesHearNothingOfASnapshot)
{
    log_in(one, 1, 1);
    serve(one, sequenced(first_messages()));
    serve(one, end_of_snapshot("5"));
    EXPECT_THAT(heard(), ElementsAre());
}

TEST_F(SoupRouter, RulesHearOfASessionFromItsFirstMessageThatNoSnapshotHas)
{
    log_in(one, 1, 1);
    ByteVector all = sequenced(first_messages());
    soup::append(all, sequenced(messages(execute(1, 4), add(3, 'B', 1, 101))));
    serve(one, all);
    const auto in_one_piece = heard();
    EXPECT_EQ(in_one_piece.size(), 2u);

    two.server = Conversation::endpoint(20, 18'500);
    log_in(two, 1, 1, "OTHER");
    for (const std::uint8_t byte : all) serve(two, {byte});
    EXPECT_EQ(heard(), in_one_piece);
}

// ---- limits, and anything

TEST_F(SoupRouter, SessionsBeyondTheLimitAreCountedAndIgnored)
{
    context.limits = {.orders_max = 8, .ladder_bytes = 1024};
    const std::size_t limit = pipeline::SoupRouter::sessions_max;
    for (std::size_t i = 0; i < limit + 2; ++i) {
        Conversation with{.client = Conversation::endpoint(9, static_cast<std::uint16_t>(i + 1))};
        log_in(with, 1, 1, "S" + std::to_string(i));
        serve(with, sequenced(messages(system_event('O'))));
        serve(with, sequenced(messages(system_event('S'))));
        hang_up(with);
    }
    EXPECT_EQ(router.feeds().size(), limit);
    EXPECT_EQ(count(Counter::soup_sessions_refused), 2u);
}

TEST_F(SoupRouter, AnySegmentationAndReorderingGivesTheSameUpdates)
{
    const Messages day = random_day(3, 2'000);
    ByteVector bytes = accepted("TODAY", 1);
    soup::append(bytes, sequenced(day));
    std::vector<std::string> whole;
    for (std::uint32_t seed = 0; seed < 6; ++seed) {
        std::mt19937 random(seed);
        Surroundings around;
        pipeline::SoupRouter routed(around.context);
        Conversation with;
        routed.on_segment(with.from_server({}, 0x12));
        std::vector<std::pair<std::uint32_t, ByteVector>> segments;
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t size =
                std::min<std::size_t>(seed == 0 ? 1'460 : 1 + random() % 3'000, bytes.size() - at);
            segments.push_back({static_cast<std::uint32_t>(at),
                                {bytes.begin() + static_cast<std::ptrdiff_t>(at),
                                 bytes.begin() + static_cast<std::ptrdiff_t>(at + size)}});
            at += size;
            if (seed > 0 && segments.size() > 2 && random() % 4 == 0)
                std::swap(segments.back(), segments[segments.size() - 2]);
            if (seed > 0 && random() % 8 == 0) segments.push_back(segments.back());
        }
        const std::uint32_t first = with.server_next;
        for (const auto& [offset, payload] : segments) {
            with.server_next = first + offset;
            transport::Segment segment = with.from_server(payload);
            segment.captured = {5};
            routed.on_segment(segment);
        }
        routed.finish();
        ASSERT_EQ(routed.feeds().size(), 1u);
        EXPECT_EQ(around.count(Counter::messages_delivered), day.bytes.size());
        EXPECT_EQ(around.count(Counter::losses), 0u);
        expect_published(around, routed.feeds()[0]->stream);
        if (seed == 0)
            whole = around.heard();
        else
            EXPECT_EQ(around.heard(), whole) << seed;
    }
    EXPECT_GT(whole.size(), 200u);
}

}  // namespace
}  // namespace gapwire::test
