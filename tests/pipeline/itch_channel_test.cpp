// A live channel, call by call: holes, lines and snapshots.
#include "tests/pipeline/channel_fixture.hpp"

namespace gapwire::test {
namespace {

TEST_F(Channel, AHoleMakesBooksRecoveringUntilItIsClosed)
{
    packet(0, "ONE", 1, messages(directory("ACME"), action('T'), add(1, 'B', 60, 99)), 0);
    EXPECT_EQ(state(), "valid");
    packet(1, "ONE", 5, messages(add(3, 'B', 10, 98)), 1);
    channel->on_time(at(2));
    EXPECT_EQ(state(), "valid");  // another line may still bring it
    channel->on_time(at(3));
    EXPECT_EQ(state(), "recovering");
    EXPECT_EQ(said, "ask 0 for 4+1 of ONE");
    packet(ItchChannel::answer_line, "ONE", 4, messages(add(2, 'B', 20, 98)), 4);
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(channel->next_sequence(), 6u);
    EXPECT_EQ(channel->stream().books().live_orders(), 3u);
}

// A burst that lay unread in the socket of one line used to be declared a hole by the other's.
TEST_F(Channel, StampsOfOneLineEndNoWaitForAnother)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "ONE", 4, messages(add(3, 'B', 60, 99)), 10);
    packet(0, "ONE", 5, messages(add(4, 'B', 60, 99)), 50);
    packet(1, "ONE", 3, messages(add(2, 'B', 60, 99)), 9);
    channel->on_time(at(60));
    EXPECT_EQ(counters[Counter::holes_declared], 0u);
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(channel->next_sequence(), 6u);
}

// What a hole held back used to be published as valid while the hole was being filled.
TEST_F(Channel, ReadersSeeRecoveringUntilTheWholeHoleIsClosed)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "ONE", 6, messages(add(5, 'B', 60, 99)), 1);
    channel->on_time(at(4));
    packet(ItchChannel::answer_line, "ONE", 3, messages(action('T')), 2);  // with an older stamp
    EXPECT_EQ(state(), "recovering");
    packet(ItchChannel::answer_line, "ONE", 4, messages(action('T'), action('T')), 5);
    EXPECT_EQ(state(), "valid");
}

TEST_F(Channel, WhatWaitsAtTheEndIsDeliveredAndWhatIsMissingIsLost)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "ONE", 4, messages(add(3, 'B', 60, 99)), 1);
    channel->finish();
    EXPECT_EQ(channel->stream().books().live_orders(), 2u);
    EXPECT_EQ(counters[Counter::messages_lost], 1u);
    EXPECT_EQ(state(), "stale");
}

TEST_F(Channel, LinesAreMeasuredAgainstOneAnother)
{
    packet(0, "ONE", 1, messages(directory("ACME")), 0);
    packet(1, "ONE", 1, messages(directory("ACME")), 2);
    packet(1, "ONE", 2, messages(add(1, 'B', 60, 99)), 3);
    packet(0, "ONE", 3, messages(add(2, 'B', 60, 99)), 4);
    const auto& a = *channel->lines()[0];
    const auto& b = *channel->lines()[1];
    EXPECT_EQ(a.counters[Counter::line_packets], 2u);
    EXPECT_EQ(a.counters[Counter::line_first], 2u);
    EXPECT_EQ(a.counters[Counter::line_lost], 1u);
    EXPECT_EQ(b.counters[Counter::line_first], 1u);
    EXPECT_EQ(b.counters[Counter::line_lost], 0u);
    EXPECT_EQ(b.skew_ns.count(), 1u);
    EXPECT_EQ(b.skew_ns.max(), 2'000'000u);
}

TEST_F(Channel, GarbageIsCountedAndHarmsNothing)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    const ByteVector garbage(100, 0xA5);
    for (std::size_t size = 0; size <= garbage.size(); ++size)
        channel->on_datagram(size % 3, Bytes(garbage).first(size), at(1));
    EXPECT_EQ(counters[Counter::mold_malformed], garbage.size() + 1);
    EXPECT_EQ(state(), "valid");
}

TEST_F(Channel, ALossWithoutASnapshotServerLeavesBooksStale)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "ONE", 4, messages(add(3, 'B', 60, 99)), 1);
    for (std::int64_t i = 2; i < 2'000; ++i) {
        packet(0, "ONE", 5, {}, i);
        channel->on_time(at(i));
    }
    EXPECT_EQ(state(), "stale");
    EXPECT_EQ(counters[Counter::messages_lost], 1u);
}

TEST_F(Channel, ASnapshotIsAskedForAgainAfterEachFailureButNotAtOnce)
{
    ChannelOptions options;
    options.snapshot = glimpse::Settings{};
    options.snapshot_backoff = {.wait_first = 100 * ms, .wait_max = 100 * ms};
    channel.reset();
    make(options);
    packet(0, "ONE", 100'000, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    int asked = 0;
    for (std::int64_t i = 1; i <= 1'000; ++i) {
        said.clear();
        channel->on_time(at(i));
        if (said != "connect") continue;
        ++asked;
        EXPECT_EQ(state(), "recovering");
        channel->on_snapshot_disconnected(at(i));
    }
    EXPECT_GE(asked, 10);
    EXPECT_LE(asked, 20);
}

/// What a GLIMPSE server says: accepted, and the end of an empty snapshot of that number.
std::string empty_snapshot(std::string_view session, std::uint64_t next)
{
    const std::string accepted = fmt::format("A{:>10}{:>20}", session, 1);
    const std::string end = fmt::format("SG{:>20}", next);
    const auto framed = [](const std::string& packet) {
        return std::string{'\0', static_cast<char>(packet.size())} + packet;
    };
    return framed(accepted) + framed(end);
}

class ChannelWithSnapshots : public Channel {
 protected:
    ChannelWithSnapshots()
    {
        ChannelOptions options;
        options.snapshot = glimpse::Settings{};
        options.snapshot->limits.snapshot_wait_max = 1'000 * ms;
        options.snapshot_backoff = {.wait_first = 100 * ms, .wait_max = 100 * ms};
        channel.reset();
        make(options);
        packet(0, "ONE", 100'000, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
        channel->on_time(at(3));
        EXPECT_EQ(said, "connect");
    }
    void answer(const std::string& text, std::int64_t milliseconds)
    {
        channel->on_snapshot_bytes(
            {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, at(milliseconds));
    }
};

TEST_F(ChannelWithSnapshots, AnEmptySnapshotAtTheLiveMessageMakesBooksValid)
{
    channel->on_snapshot_connected(at(4));
    answer(empty_snapshot("ONE", 100'002), 5);
    channel->on_time(at(6));
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(channel->stream().books().live_orders(), 0u);
    EXPECT_EQ(said, "close");
}

// A login that is refused used to be tried again, and again: accounts get locked by that.
TEST_F(ChannelWithSnapshots, ALoginThatIsRefusedIsNotTriedAgain)
{
    channel->on_snapshot_connected(at(4));
    answer(std::string("\0\x02JA", 4), 5);
    channel->on_snapshot_disconnected(at(6));
    said.clear();
    for (std::int64_t i = 7; i < 2'000; ++i) {
        packet(0, "ONE", 100'002, {}, i);
        channel->on_time(at(i));
    }
    EXPECT_EQ(said, "");
    EXPECT_EQ(state(), "unknown");
}

// A number that the live stream never reaches used to keep books recovering without end.
TEST_F(ChannelWithSnapshots, ASnapshotThatIsNeverReachedIsGivenUp)
{
    channel->on_snapshot_connected(at(4));
    answer(empty_snapshot("ONE", std::uint64_t{1} << 62), 5);
    channel->on_snapshot_disconnected(at(6));
    for (std::int64_t i = 7; i < 2'000; ++i) channel->on_time(at(i));
    EXPECT_EQ(state(), "recovering");
    said.clear();
    for (std::int64_t i = 2'000; i < 2'200; ++i) {
        packet(0, "ONE", 100'002, {}, i);
        channel->on_time(at(i));
    }
    EXPECT_EQ(said, "connect");
}

// A connection under way when its snapshot was given up used to come about and stay for ever.
TEST_F(ChannelWithSnapshots, AConnectionThatNobodyNeedsAnyMoreIsClosed)
{
    packet(0, "TWO", 1, messages(directory("ACME")), 4);
    end("ONE", 100'002, 5);
    channel->on_time(at(6));
    EXPECT_EQ(channel->session_id().view(), "TWO");
    EXPECT_EQ(said, "close");
}

}  // namespace
}  // namespace gapwire::test
