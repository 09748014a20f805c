// TCP segments to SoupBinTCP sessions and books: recognised, resumed, merged, lost, and snapshots.
#include "app/pipeline/soup_router.hpp"

#include <gmock/gmock.h>

#include <random>

#include "tests/pipeline/random_day.hpp"
#include "tests/pipeline/soup_capture.hpp"

namespace gapwire::test {
namespace {

using soup::accepted;
using testing::ElementsAre;

ByteVector sequenced(const Messages& all)
{
    return test::sequenced(all.bytes);
}

class SoupRouter : public testing::Test, public Surroundings {
 protected:
    bool give(transport::Segment segment, std::int64_t ms = 0)
    {
        segment.captured = {(now_ms += ms) * 1'000'000};
        return router.on_segment(segment);
    }
    bool serve(Conversation& with, const ByteVector& bytes, std::int64_t ms = 0)
    {
        return give(with.from_server(bytes), ms);
    }
    /// Handshake and login, answered with this number.
    void log_in(Conversation& with, std::uint64_t asked, std::uint64_t answered,
                std::string_view session = "TODAY")
    {
        connect(with);
        give(with.from_client(login(asked == 1 ? "" : session, asked)));
        serve(with, accepted(session, answered));
    }
    void connect(Conversation& with)
    {
        give(with.from_client({}, 0x02));
        give(with.from_server({}, 0x12));
        give(with.from_client({}));
    }
    void hang_up(Conversation& with)
    {
        give(with.from_server({}, 0x11));
        give(with.from_client({}, 0x11));
    }
    const pipeline::SoupFeed& feed(std::size_t index = 0) const
    {
        return *router.feeds().at(index);
    }
    std::string book(std::size_t index = 0) const { return book_text(feed(index).stream); }
    BookState state(std::size_t index = 0) const { return feed(index).stream.state(acme); }

    std::int64_t now_ms = 0;
    pipeline::SoupRouter router{context};
    Conversation one;
    Conversation two{.client = Conversation::endpoint(11, 40'001), .client_next = 7'000'000};
};

Messages first_messages()
{
    return messages(directory("ACME"), add(1, 'B', 10, 100), add(2, 'S', 5, 102));
}

TEST_F(SoupRouter, BuildsTheBooksOfASession)
{
    log_in(one, 1, 1);
    EXPECT_TRUE(serve(one, sequenced(first_messages())));
    EXPECT_TRUE(serve(one, sequenced(messages(execute(1, 4)))));
    ASSERT_EQ(router.feeds().size(), 1u);
    EXPECT_EQ(feed().stream.name(), "TODAY");
    EXPECT_EQ(book(), "bid 100x6 | ask 102x5");
    EXPECT_EQ(state(), BookState::valid);
    EXPECT_EQ(count(Counter::messages_delivered), 4u);
    EXPECT_EQ(feed().lines.size(), 1u);
    EXPECT_EQ(to_text(feed().lines[0].server), "10.0.0.20:18000");
    EXPECT_EQ(to_text(feed().lines[0].client), "10.0.0.10:40000");
    router.finish();
    EXPECT_EQ(state(), BookState::valid);
    EXPECT_EQ(count(Counter::losses), 0u);
}

TEST_F(SoupRouter, LeavesOtherTcpAlone)
{
    connect(one);
    EXPECT_FALSE(give(one.from_client(ByteVector(100, 'G'))));
    EXPECT_FALSE(serve(one, ByteVector(70'000 / 2, 'x')));
    EXPECT_FALSE(serve(two, ByteVector(65'000, 'x')));
    router.finish();
    EXPECT_TRUE(router.feeds().empty());
    EXPECT_EQ(count(Counter::soup_packets), 0u);
    EXPECT_EQ(count(Counter::tcp_connections), 2u);
}

TEST_F(SoupRouter, ASessionThatCarriesSomethingElseIsCountedAndIgnored)
{
    log_in(one, 1, 1);
    serve(one, soup::data({"OUCH order accepted", "and more"}));
    serve(one, sequenced(first_messages()));
    EXPECT_TRUE(router.feeds().empty());
    EXPECT_EQ(count(Counter::soup_not_itch), 1u);
}

TEST_F(SoupRouter, ALoginAnsweredWithALaterNumberIsALoss)
{
    log_in(one, 1, 4);
    serve(one, sequenced(messages(add(1, 'B', 10, 100))));
    EXPECT_EQ(count(Counter::messages_lost), 3u);
    EXPECT_EQ(state(), BookState::stale);
}

TEST_F(SoupRouter, WithoutTheRequestASessionFromALaterNumberIsUnknown)
{
    give(one.from_server({}, 0x12));
    serve(one, accepted("TODAY", 4));
    serve(one, sequenced(messages(add(1, 'B', 10, 100))));
    EXPECT_EQ(count(Counter::losses), 0u);
    EXPECT_EQ(state(), BookState::unknown);
}

TEST_F(SoupRouter, AReconnectResumesTheStream)
{
    log_in(one, 1, 1);
    serve(one, sequenced(first_messages()));
    hang_up(one);
    log_in(two, 4, 4);
    serve(two, sequenced(messages(execute(1, 4))));
    ASSERT_EQ(router.feeds().size(), 1u);
    EXPECT_EQ(book(), "bid 100x6 | ask 102x5");
    EXPECT_EQ(state(), BookState::valid);
    EXPECT_EQ(feed().lines.size(), 2u);
    EXPECT_FALSE(feed().lines[0].is_open);
    EXPECT_EQ(instruments.size(), 1u);
}

TEST_F(SoupRouter, AReconnectToAnotherServerOfTheSameSessionResumesTheStream)
{
    log_in(one, 1, 1);
    serve(one, sequenced(first_messages()));
    hang_up(one);
    two.server = Conversation::endpoint(21, 18'000);
    log_in(two, 4, 4);
    serve(two, sequenced(messages(execute(1, 4))));
    ASSERT_EQ(router.feeds().size(), 1u);
    EXPECT_EQ(book(), "bid 100x6 | ask 102x5");
}

TEST_F(SoupRouter, AReconnectThatBeginsEarlierBringsDuplicates)
{
    log_in(one, 1, 1);
    serve(one, sequenced(first_messages()));
    hang_up(one);
    log_in(two, 1, 1);
    serve(two, sequenced(first_messages()));
    serve(two, sequenced(messages(execute(1, 4))));
    EXPECT_EQ(book(), "bid 100x6 | ask 102x5");
    EXPECT_EQ(state(), BookState::valid);
    EXPECT_EQ(count(Counter::messages_duplicate), 3u);
}

TEST_F(SoupRouter, AReconnectThatSkipsNumbersIsAnExactLoss)
{
    log_in(one, 1, 1);
    serve(one, sequenced(first_messages()));
    hang_up(one);
    log_in(two, 4, 9);
    serve(two, sequenced(messages(execute(1, 4))));
    EXPECT_EQ(count(Counter::messages_lost), 5u);
    EXPECT_EQ(state(), BookState::stale);
}

TEST_F(SoupRouter, TwoClientsOfASessionAreDuplicates)
{
    log_in(one, 1, 1);
    log_in(two, 1, 1);
    serve(one, sequenced(first_messages()));
    serve(two, sequenced(first_messages()));
    serve(two, sequenced(messages(execute(1, 4))));
    serve(one, sequenced(messages(execute(1, 4))));
    ASSERT_EQ(router.feeds().size(), 1u);
    EXPECT_EQ(book(), "bid 100x6 | ask 102x5");
    EXPECT_EQ(count(Counter::messages_duplicate), 4u);
    EXPECT_EQ(count(Counter::losses), 0u);
}

TEST_F(SoupRouter, AClientThatJoinsAheadWaitsForTheOneThatBringsWhatIsBefore)
{
    log_in(one, 1, 1);
    serve(one, sequenced(messages(directory("ACME"))));
    log_in(two, 3, 3);
    serve(two, sequenced(messages(add(2, 'S', 5, 102))));
    serve(one, sequenced(messages(add(1, 'B', 10, 100), add(2, 'S', 5, 102))));
    serve(two, sequenced(messages(execute(1, 4))));
    EXPECT_EQ(book(), "bid 100x6 | ask 102x5");
    EXPECT_EQ(count(Counter::messages_too_far), 1u);
    router.finish();
    EXPECT_EQ(count(Counter::losses), 0u);
}

TEST_F(SoupRouter, AConnectionThatIsSilentOrOverIsNotWaitedFor)
{
    for (const bool is_over : {false, true}) {
        Surroundings around;
        pipeline::SoupRouter routed(around.context);
        Conversation a;
        Conversation b{.client = Conversation::endpoint(11, 40'001)};
        const auto say = [&](transport::Segment segment, std::int64_t ms) {
            segment.captured = {ms * 1'000'000};
            routed.on_segment(segment);
        };
        const auto start = accepted("TODAY", 1);
        const auto later = accepted("TODAY", 5);
        const auto begin = sequenced(messages(directory("ACME")));
        const auto more = sequenced(messages(add(1, 'B', 10, 100)));
        say(a.from_server({}, 0x12), 0);
        say(a.from_server(start), 0);
        say(a.from_server(begin), 0);
        say(b.from_server({}, 0x12), 1);
        say(b.from_server(later), 1);
        if (is_over) say(a.from_server({}, 0x14), 2);
        say(b.from_server(more), is_over ? 3 : 15'001);
        EXPECT_EQ(around.count(Counter::messages_lost), 3u) << is_over;
        EXPECT_EQ(routed.feeds().at(0)->stream.state(acme), BookState::stale) << is_over;
    }
}

TEST_F(SoupRouter, WhatWasDroppedAheadIsALossIfTheOtherNeverBringsIt)
{
    log_in(one, 1, 1);
    serve(one, sequenced(messages(directory("ACME"))));
    log_in(two, 3, 3);
    serve(two, sequenced(messages(add(2, 'S', 5, 102))));
    router.finish();
    EXPECT_EQ(count(Counter::messages_lost), 2u);
    EXPECT_EQ(state(), BookState::stale);
}

TEST_F(SoupRouter, ANewSessionOnAServerBeginsCleanBooksOfTheSameInstruments)
{
    log_in(one, 1, 1, "MONDAY");
    serve(one, sequenced(first_messages()));
    serve(one, soup::packet('Z'));
    hang_up(one);
    log_in(two, 1, 1, "TUESDAY");
    serve(two, sequenced(messages(directory("ACME"))));
    ASSERT_EQ(router.feeds().size(), 2u);
    EXPECT_EQ(instruments.size(), 1u);
    EXPECT_EQ(book(1), "bid | ask");
    EXPECT_EQ(count(Counter::soup_end_of_session), 1u);
}

TEST_F(SoupRouter, AConnectionJoinedLateHasNoNumbersAndItsBooksAreUnknown)
{
    serve(one, sequenced(first_messages()));
    EXPECT_TRUE(router.feeds().empty());
    EXPECT_TRUE(serve(one, sequenced(messages(execute(1, 4)))));
    EXPECT_EQ(book(), "bid 100x6 | ask 102x5");
    EXPECT_EQ(state(), BookState::unknown);
    EXPECT_EQ(feed().stream.name(), "");
    EXPECT_EQ(to_text(feed().lines[0].server), "10.0.0.20:18000");
    give(one.from_client(soup::packet('R')));
    router.finish();
    EXPECT_EQ(count(Counter::losses), 0u);
}

TEST_F(SoupRouter, BytesThatTheCaptureHasNotAreALoss)
{
    log_in(one, 1, 1);
    serve(one, sequenced(first_messages()));
    one.miss(11);
    serve(one, sequenced(messages(add(3, 'B', 1, 90), add(4, 'B', 1, 91), add(5, 'B', 1, 92),
                                  add(6, 'B', 1, 93))));
    EXPECT_EQ(book(), "bid 100x10 | ask 102x5") << "until the client acknowledges it";
    give(one.from_client({}));
    EXPECT_EQ(book(), "bid 100x10 93x1 92x1 91x1 90x1 | ask 102x5");
    EXPECT_EQ(state(), BookState::stale);
    EXPECT_EQ(count(Counter::tcp_bytes_lost), 11u);
    EXPECT_EQ(count(Counter::losses), 1u);
    EXPECT_EQ(feed().lines[0].lost, 1u);
}

TEST_F(SoupRouter, BytesLostRightBehindTheLoginAreALossToo)
{
    log_in(one, 1, 1);
    one.miss(11);
    serve(one, sequenced(messages(directory("ACME"), add(4, 'B', 1, 91), add(5, 'B', 1, 92),
                                  add(6, 'B', 1, 93))));
    give(one.from_client({}));
    EXPECT_EQ(book(), "bid 93x1 92x1 91x1 | ask");
    EXPECT_EQ(state(), BookState::stale);
    EXPECT_EQ(count(Counter::losses), 1u);
}

TEST_F(SoupRouter, AfterALossTheNextLoginTellsTheNumbersAgain)
{
    log_in(one, 1, 1);
    serve(one, sequenced(first_messages()));
    one.miss(40);
    serve(one, sequenced(messages(add(3, 'B', 1, 90), add(4, 'B', 1, 91), add(5, 'B', 1, 92),
                                  add(6, 'B', 1, 93))));
    give(one.from_client({}));
    hang_up(one);
    log_in(two, 9, 9);
    serve(two, sequenced(messages(system_event('O'), directory("ACME"), add(1, 'B', 7, 70))));
    EXPECT_EQ(router.feeds().size(), 1u);
    EXPECT_EQ(feed().numbering.next(), 12u);
    EXPECT_EQ(book(), "bid 70x7 | ask") << "a start of messages makes books whole again";
    EXPECT_EQ(state(), BookState::valid);
}

TEST_F(SoupRouter, ALossOnOneOfTwoConnectionsIsNone)
{
    log_in(one, 1, 1);
    log_in(two, 1, 1);
    serve(one, sequenced(first_messages()));
    serve(two, sequenced(first_messages()));
    two.miss(31);
    const Messages more =
        messages(add(4, 'B', 1, 91), add(5, 'B', 1, 92), add(6, 'B', 1, 93), add(7, 'B', 1, 94));
    serve(one, sequenced(messages(execute(1, 4))));
    serve(two, sequenced(more));
    give(two.from_client({}));
    serve(one, sequenced(more));
    EXPECT_EQ(book(), "bid 100x6 94x1 93x1 92x1 91x1 | ask 102x5");
    EXPECT_EQ(state(), BookState::valid);
    EXPECT_EQ(count(Counter::soup_unnumbered), 4u);
    EXPECT_EQ(count(Counter::losses), 0u);
}

// ---- snapshots

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
