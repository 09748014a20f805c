// A live channel, call by call: holes, sessions, silence, lines and snapshots.
#include "app/pipeline/itch_channel.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/mold_packetizer.hpp"
#include "tests/pipeline/line.hpp"

namespace gapwire::test {
namespace {

using pipeline::ChannelOptions;
using pipeline::ItchChannel;

constexpr std::int64_t ms = 1'000'000;
constexpr Timestamp start{1'737'968'400'000'000'000};

Timestamp at(std::int64_t milliseconds)
{
    return {start.ns + milliseconds * ms};
}

/// A channel of two lines and one request server; what it sends is kept as text.
class Channel : public testing::Test {
 protected:
    Channel() { make({}); }

    void make(ChannelOptions options)
    {
        options.lines = {"A", "B"};
        options.session.requests.servers = 1;
        context.instruments = &instruments;
        context.counters = &counters;
        context.limits = {.orders_max = 1'024, .ladder_bytes = std::size_t{1} << 20};
        channel.emplace(
            context, 0, "TEST", options,
            pipeline::ChannelOutput{
                .context = this,
                .send_request =
                    [](void* to, std::size_t server, Bytes packet) noexcept {
                        const auto& request = view_as<moldudp64::RequestPacket>(packet.data());
                        static_cast<Channel*>(to)->said =
                            fmt::format("ask {} for {}+{} of {}", server,
                                        static_cast<std::uint64_t>(request.sequence_number),
                                        static_cast<std::uint16_t>(request.requested_message_count),
                                        request.session.view());
                    },
                .connect_snapshot =
                    [](void* to) noexcept { static_cast<Channel*>(to)->said = "connect"; },
                .send_snapshot = [](void*, Bytes) noexcept {},
                .close_snapshot =
                    [](void* to) noexcept { static_cast<Channel*>(to)->said = "close"; }});
    }
    void packet(std::size_t line, std::string_view session, std::uint64_t sequence,
                const Messages& messages, std::int64_t milliseconds)
    {
        sim::MoldPacketizer packets(session, sequence);
        for (const ByteVector& message : messages.bytes) packets.add(message);
        const auto bytes = messages.bytes.empty() ? packets.heartbeat() : packets.take();
        channel->on_datagram(line, bytes, at(milliseconds));
    }
    void end(std::string_view session, std::uint64_t next, std::int64_t milliseconds)
    {
        channel->on_datagram(0, sim::MoldPacketizer(session, next).end_of_session(),
                             at(milliseconds));
    }
    std::string state() const { return std::string(to_text(channel->stream().state(acme))); }

    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context;
    std::string said;
    std::optional<ItchChannel> channel;
};

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

TEST_F(Channel, SilenceMakesBooksStaleAndTheNextMessageInSequenceEndsIt)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    channel->on_time(at(2'999));
    EXPECT_EQ(state(), "valid");
    channel->on_time(at(3'000));
    EXPECT_EQ(state(), "stale");
    EXPECT_EQ(counters[Counter::feed_silences], 1u);
    EXPECT_EQ(channel->lines()[0]->counters[Counter::line_silences], 1u);
    EXPECT_EQ(channel->lines()[1]->counters[Counter::line_silences], 0u);  // never heard
    packet(0, "ONE", 5, {}, 3'500);  // a heartbeat: something is missing
    EXPECT_EQ(state(), "stale");
    packet(0, "ONE", 3, messages(add(2, 'B', 60, 99), add(3, 'B', 60, 99)), 3'501);
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(counters[Counter::feed_resumptions], 1u);
    EXPECT_EQ(channel->lines()[0]->counters[Counter::line_resumptions], 1u);
}

TEST_F(Channel, HeartbeatsKeepAQuietMarketValid)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    for (std::int64_t second = 1; second < 3'600; ++second) {
        packet(second % 2, "ONE", 3, {}, second * 1'000);
        channel->on_time(at(second * 1'000 + 999));
        ASSERT_EQ(state(), "valid") << second;
    }
}

TEST_F(Channel, AnotherSessionWaitsForTheEndOfThisOne)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(1, "TWO", 1, messages(directory("ACME"), add(7, 'S', 5, 101)), 1);
    channel->on_time(at(2));
    EXPECT_EQ(channel->session_id().view(), "ONE");
    EXPECT_EQ(channel->stream().books().best(acme, Side::sell).orders, 0u);
    end("ONE", 3, 10);
    channel->on_time(at(11));
    EXPECT_EQ(channel->session_id().view(), "TWO");
    EXPECT_EQ(channel->stream().books().best(acme, Side::sell).quantity, 5u);
    EXPECT_EQ(channel->stream().books().best(acme, Side::buy).orders, 0u);
    packet(0, "ONE", 3, messages(add(9, 'B', 60, 99)), 12);
    EXPECT_EQ(channel->session_id().view(), "TWO");
    EXPECT_EQ(counters[Counter::mold_former_session], 1u);
}

TEST_F(Channel, ASessionThatIsSilentMakesRoom)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    for (std::int64_t second = 1; second <= 3; ++second)
        packet(0, "TWO", 1, messages(directory("ACME")), second * 1'000 - 1);
    channel->on_time(at(2'999));
    EXPECT_EQ(channel->session_id().view(), "ONE");
    channel->on_time(at(3'000));
    EXPECT_EQ(channel->session_id().view(), "ONE");
    packet(0, "TWO", 2, {}, 3'000);
    channel->on_time(at(3'000));
    EXPECT_EQ(channel->session_id().view(), "TWO");
    EXPECT_EQ(channel->next_sequence(), 2u);
}

TEST_F(Channel, AStrayPacketOfAnotherSessionChangesNothing)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "TEST", 1, messages(directory("WRONG")), 1);
    for (std::int64_t second = 1; second < 10; ++second) {
        packet(0, "ONE", 3, {}, second * 1'000);
        channel->on_time(at(second * 1'000 + 1));
    }
    EXPECT_EQ(channel->session_id().view(), "ONE");
    EXPECT_EQ(state(), "valid");
    packet(0, "THIRD", 1, messages(directory("WRONG")), 9'500);  // the stray one has gone silent
    EXPECT_EQ(counters[Counter::mold_sessions], 3u);
}

// A stray packet used to take over in the next outage, and the real session was refused for good.
TEST_F(Channel, AStraySessionIsForgottenInAnOutage)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "TEST", 1, messages(directory("WRONG")), 1);
    for (std::int64_t second = 1; second < 10; ++second) channel->on_time(at(second * 1'000));
    EXPECT_EQ(state(), "stale");
    packet(0, "ONE", 3, messages(add(2, 'B', 60, 99)), 10'000);
    channel->on_time(at(10'001));
    EXPECT_EQ(channel->session_id().view(), "ONE");
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(channel->next_sequence(), 4u);
}

// One end of session used to switch the watch for silence off, whatever came after it.
TEST_F(Channel, ASessionThatGoesOnAfterItsEndMayFallSilent)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    end("ONE", 3, 1);
    EXPECT_TRUE(channel->session_has_ended());
    packet(0, "ONE", 3, messages(add(2, 'B', 60, 99)), 2);
    EXPECT_FALSE(channel->session_has_ended());
    channel->on_time(at(3'002));
    EXPECT_EQ(state(), "stale");
}

// The hole of a session that was given up used to keep the next one's books recovering.
TEST_F(Channel, AnOpenHoleEndsWithItsSession)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "ONE", 4, messages(add(3, 'B', 60, 99)), 1);
    channel->on_time(at(4));
    EXPECT_EQ(state(), "recovering");
    for (std::int64_t second = 1; second <= 3; ++second)
        packet(0, "TWO", 1, messages(directory("ACME"), add(7, 'S', 5, 101)), second * 1'000 + 1);
    channel->on_time(at(3'001));
    EXPECT_EQ(channel->session_id().view(), "TWO");
    EXPECT_EQ(state(), "valid");
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
