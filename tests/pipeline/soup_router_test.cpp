// TCP segments to SoupBinTCP sessions and books: recognised, resumed, merged and lost.
#include "tests/pipeline/soup_fixture.hpp"

namespace gapwire::test {
namespace {

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

}  // namespace
}  // namespace gapwire::test
