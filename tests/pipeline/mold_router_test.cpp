// Datagrams to sessions, lines and books: what is recognised, merged, lost and begun anew.
#include "app/pipeline/mold_router.hpp"

#include <gmock/gmock.h>

#include <random>

#include "tests/pipeline/packets.hpp"
#include "tests/pipeline/random_day.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;

constexpr std::uint16_t line_a = 1;
constexpr std::uint16_t line_b = 2;

class MoldRouter : public testing::Test, public Surroundings {
 protected:
    bool send(const ByteVector& payload, std::uint16_t port = line_a)
    {
        return router.on_datagram(datagram_of(payload, port, {++now_ns}));
    }
    const pipeline::ItchStream& stream(std::size_t feed = 0) const
    {
        return router.feeds().at(feed)->stream;
    }

    std::int64_t now_ns = 0;
    pipeline::MoldRouter router{context, {}};
};

TEST_F(MoldRouter, BuildsTheBooksOfASession)
{
    EXPECT_TRUE(send(packet("TODAY", 1, messages(directory("ACME"), add(1, 'B', 10, 100)))));
    EXPECT_TRUE(send(packet("TODAY", 3, messages(add(2, 'S', 5, 101)))));
    ASSERT_EQ(router.feeds().size(), 1u);
    EXPECT_EQ(stream().name(), "TODAY");
    EXPECT_EQ(book_text(stream()), "bid 100x10 | ask 101x5");
    EXPECT_EQ(stream().state(acme), BookState::valid);
}

TEST_F(MoldRouter, AnAnonymisedSessionIsOneToo)
{
    EXPECT_TRUE(send(
        packet(std::string_view("\0\0\0\0\0\0\0\0\0\0", 10), 1, messages(add(1, 'B', 10, 100)))));
    EXPECT_EQ(book_text(stream()), "bid 100x10 | ask");
}

TEST_F(MoldRouter, LeavesStrangersAlone)
{
    EXPECT_FALSE(
        send(packet(std::string_view("\x01\x02zzzzzzzz", 10), 1, messages(add(1, 'B', 10, 100)))));
    EXPECT_FALSE(send(ByteVector(5, 'x')));
    EXPECT_FALSE(send({}));
    EXPECT_EQ(count(Counter::datagrams_unrecognised), 3u);
    EXPECT_TRUE(router.feeds().empty());
}

TEST_F(MoldRouter, ADamagedPacketOfAKnownSessionIsDroppedWhole)
{
    send(packet("TODAY", 1, messages(directory("ACME"))));
    ByteVector damaged = packet("TODAY", 2, messages(add(1, 'B', 10, 100), remove(1)));
    damaged.pop_back();
    EXPECT_FALSE(send(damaged));
    EXPECT_EQ(count(Counter::mold_malformed), 1u);
    EXPECT_TRUE(send(packet("TODAY", 2, messages(add(1, 'B', 10, 100)))));
    EXPECT_EQ(book_text(stream()), "bid 100x10 | ask");
    EXPECT_EQ(stream().state(acme), BookState::valid);
}

TEST_F(MoldRouter, TwoDestinationsOfASessionAreTwoLines)
{
    const ByteVector first = packet("TODAY", 1, messages(directory("ACME"), add(1, 'B', 10, 100)));
    const ByteVector second = packet("TODAY", 3, messages(trade(5, 101, 1)));
    send(first, line_a);
    send(first, line_b);
    send(second, line_b);
    send(second, line_a);
    ASSERT_EQ(router.feeds().size(), 1u);
    EXPECT_EQ(router.feeds()[0]->lines.size(), 2u);
    EXPECT_EQ(count(Counter::messages_delivered), 3u);
    EXPECT_EQ(count(Counter::messages_duplicate), 3u);
    EXPECT_EQ(stream().statistics(acme).volume, 5u);
    EXPECT_EQ(updates.back().lines, 2);
    EXPECT_EQ(pipeline::Line::letter(0) + pipeline::Line::letter(1), "AB");
}

TEST_F(MoldRouter, OneLineFillsTheHolesOfTheOther)
{
    const Messages all = messages(directory("ACME"), add(1, 'B', 10, 100), add(2, 'B', 10, 101));
    const auto nth = [&](std::uint64_t n) { return Messages{{all.bytes[n - 1]}}; };
    send(packet("TODAY", 1, nth(1)), line_a);
    send(packet("TODAY", 3, nth(3)), line_a);
    send(packet("TODAY", 1, nth(1)), line_b);
    send(packet("TODAY", 2, nth(2)), line_b);
    EXPECT_EQ(book_text(stream()), "bid 101x10 100x10 | ask");
    EXPECT_EQ(router.feeds()[0]->lines[0].lost, 1u);
    EXPECT_EQ(router.feeds()[0]->lines[1].lost, 0u);
    router.finish();
    EXPECT_EQ(count(Counter::losses), 0u);
    EXPECT_EQ(stream().state(acme), BookState::valid);
}

TEST_F(MoldRouter, LinesThatDisagreeMakeTheBookSuspect)
{
    send(packet("TODAY", 1, messages(directory("ACME"))), line_a);
    send(packet("TODAY", 1, messages(directory("ACME"))), line_b);
    send(packet("TODAY", 2, messages(add(1, 'B', 10, 100))), line_a);
    send(packet("TODAY", 2, messages(add(1, 'B', 11, 100))), line_b);
    EXPECT_EQ(count(Counter::line_disagreements), 1u);
    EXPECT_EQ(stream().state(acme), BookState::suspect);
    EXPECT_EQ(book_text(stream()), "bid 100x10 | ask");
}

TEST_F(MoldRouter, AHoleOnEveryLineIsALossAndStale)
{
    send(packet("TODAY", 1, messages(directory("ACME"), add(1, 'B', 10, 100))));
    send(packet("TODAY", 5, messages(add(2, 'B', 10, 101))));
    EXPECT_EQ(book_text(stream()), "bid 100x10 | ask");
    router.finish();
    EXPECT_EQ(book_text(stream()), "bid 101x10 100x10 | ask");
    EXPECT_EQ(count(Counter::messages_lost), 2u);
    EXPECT_EQ(stream().state(acme), BookState::stale);
    EXPECT_EQ(publication.top({0})->state, BookState::stale);
}

TEST_F(MoldRouter, ASessionThatWasJoinedLateIsUnknown)
{
    send(packet("TODAY", 1000, messages(add(1, 'B', 10, 100), remove(7))));
    router.finish();
    EXPECT_EQ(book_text(stream()), "bid 100x10 | ask");
    EXPECT_EQ(stream().state(acme), BookState::unknown);
    EXPECT_EQ(count(Counter::losses), 0u);
}

TEST_F(MoldRouter, HeartbeatsAndEndsCarryNoMessages)
{
    sim::MoldPacketizer packetizer("TODAY");
    packetizer.add(itch::encode(add(1, 'B', 10, 100)));
    EXPECT_TRUE(send(packetizer.take()));
    EXPECT_TRUE(send(packetizer.heartbeat()));
    EXPECT_TRUE(send(packetizer.end_of_session()));
    router.finish();
    EXPECT_EQ(count(Counter::messages_delivered), 1u);
    EXPECT_EQ(count(Counter::messages_lost), 0u);
    EXPECT_EQ(count(Counter::mold_heartbeats), 1u);
    EXPECT_EQ(count(Counter::mold_end_of_session), 1u);
    EXPECT_EQ(stream().state(acme), BookState::valid);
}

TEST_F(MoldRouter, ANewSessionOnALineBeginsCleanBooksOfTheSameInstruments)
{
    send(packet("MONDAY", 1, messages(directory("ACME"), add(1, 'B', 10, 100), trade(5, 99, 1))));
    heard();
    const itch::At at{.locate = 9};  // dealt out anew
    send(packet("TUESDAY", 1, messages(directory("ACME", at), remove(1, at))));
    ASSERT_EQ(router.feeds().size(), 2u);
    EXPECT_EQ(instruments.size(), 1u);
    EXPECT_EQ(stream(1).instrument_of(9), stream(0).instrument_of(acme));
    EXPECT_EQ(book_text(stream(1), 9), "bid | ask");
    EXPECT_EQ(stream(1).statistics(9).last, std::nullopt);
    EXPECT_EQ(publication.top({0})->bid_quantity, 0u);
    EXPECT_THAT(heard(), ElementsAre("status last none bid none ask none valid unknown",
                                     "status last none bid none ask none suspect unknown"));
}

TEST_F(MoldRouter, AnotherFeedHasInstrumentsOfItsOwn)
{
    send(packet("NASDAQ", 1, messages(directory("ACME"), add(1, 'B', 10, 100))), line_a);
    send(packet("BX", 1, messages(directory("ACME"), add(1, 'B', 20, 90))), line_b);
    ASSERT_EQ(router.feeds().size(), 2u);
    EXPECT_EQ(instruments.size(), 2u);
    EXPECT_EQ(publication.top({0})->bid_quantity, 10u);
    EXPECT_EQ(publication.top({1})->bid_quantity, 20u);
}

TEST_F(MoldRouter, SessionsBeyondTheLimitAreCountedAndIgnored)
{
    context.limits = {.orders_max = 8, .ladder_bytes = 1024};
    const std::size_t limit = pipeline::MoldRouter::sessions_max;
    for (std::size_t i = 0; i < limit + 3; ++i)
        EXPECT_EQ(send(packet("S" + std::to_string(i), 1, messages(system_event('O')))), i < limit);
    EXPECT_EQ(router.feeds().size(), limit);
    EXPECT_EQ(count(Counter::mold_sessions_refused), 3u);
}

TEST_F(MoldRouter, LinesBeyondTheLimitAreCountedAndIgnored)
{
    const std::size_t limit = pipeline::MoldRouter::lines_max;
    for (std::uint16_t port = 1; port <= limit + 2; ++port)
        EXPECT_EQ(send(packet("TODAY", 1, messages(system_event('O'))), port), port <= limit);
    EXPECT_EQ(router.feeds()[0]->lines.size(), limit);
    EXPECT_EQ(count(Counter::mold_sessions_refused), 2u);
}

TEST_F(MoldRouter, PacketsNumberedZeroAreTakenOnlyWhenAsked)
{
    const ByteVector unnumbered = packet("TODAY", 0, messages(add(1, 'B', 10, 100)));
    EXPECT_FALSE(send(unnumbered));
    EXPECT_EQ(count(Counter::mold_sequence_zero), 1u);

    pipeline::MoldRouter taking(context, {.accept_sequence_zero = true});
    EXPECT_TRUE(taking.on_datagram(datagram_of(unnumbered, line_a)));
    const ByteVector more = packet("TODAY", 0, messages(add(2, 'B', 5, 101), remove(99)));
    EXPECT_TRUE(taking.on_datagram(datagram_of(more, line_a)));
    const pipeline::ItchStream& stream = taking.feeds().at(0)->stream;
    EXPECT_EQ(book_text(stream), "bid 101x5 100x10 | ask");
    EXPECT_EQ(stream.state(acme), BookState::unknown);
}

/// The updates of a day cut into packets of random sizes on two lines, in their order or not.
std::vector<std::string> told(const Messages& day, std::uint32_t seed)
{
    std::mt19937 random(seed);
    Surroundings around;
    pipeline::MoldRouter router(around.context, {});
    std::size_t sent[2] = {0, 0};
    while (sent[0] < day.bytes.size() || sent[1] < day.bytes.size()) {
        const std::uint32_t line = random() % 2;
        std::size_t& from = sent[line];
        const std::size_t size = std::min<std::size_t>(1 + random() % 40, day.bytes.size() - from);
        if (size == 0) continue;
        const auto first = day.bytes.begin() + static_cast<std::ptrdiff_t>(from);
        const ByteVector payload =
            packet("TODAY", from + 1, {{first, first + static_cast<std::ptrdiff_t>(size)}});
        from += size;
        if (random() % 10 == 0 && line == 0) continue;  // lost on the first line
        router.on_datagram(datagram_of(payload, static_cast<std::uint16_t>(line + 1)));
    }
    router.finish();
    EXPECT_EQ(around.count(Counter::messages_lost), 0u);
    expect_published(around, router.feeds().at(0)->stream);
    return around.heard();
}

TEST(MoldPacking, UpdatesAreTheSameHoweverMessagesArePackedAndWhicheverLineIsFirst)
{
    const Messages day = random_day(3, 3'000);
    Line line;
    line.feed(day, 1);
    const std::vector<std::string> one_by_one = line.heard();
    EXPECT_GT(one_by_one.size(), 300u);
    for (std::uint32_t seed = 1; seed <= 8; ++seed) EXPECT_EQ(told(day, seed), one_by_one) << seed;
}

}  // namespace
}  // namespace gapwire::test
