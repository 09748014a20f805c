// Snapshots of an MDP 3.0 channel: what they may mend, and when.
#include "app/pipeline/mdp_snapshots.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "sim/mdp3_encoder.hpp"

namespace gapwire::test {
namespace {

constexpr std::uint64_t now_ns = 1'800'000'000'000'000'000;
constexpr SecurityId nq = 42;
constexpr std::int64_t price = 21'000'000'000'000;

LevelEvent level(std::uint32_t sequence, std::uint64_t quantity,
                 LevelAction action = LevelAction::insert)
{
    return {.price = price,
            .quantity = quantity,
            .orders = 1,
            .sequence = sequence,
            .security = nq,
            .level = 1,
            .action = action};
}

/// A stream, and what is said to it by packet numbers.
struct Channel {
    Channel()
    {
        context.instruments = &instruments;
        context.counters = &counters;
        stream.emplace(context, 0, "test");
        snapshots.emplace(*stream, counters);
    }
    void hear(const sim::MdpPacket& packet)
    {
        const Bytes datagram = packet.bytes();
        mdp3::Packet parsed;
        ASSERT_EQ(mdp3::parse_packet(datagram, parsed), mdp3::PacketStatus::ok);
        stream->on_messages(parsed.sequence, {&datagram, 1}, Timestamp{1});
    }
    void hear_level(std::uint32_t packet, const LevelEvent& event)
    {
        hear(sim::MdpPacket(packet, now_ns).levels(now_ns, {&event, 1}));
    }
    /// One bid of that quantity, as of a packet.
    void snapshot(std::uint32_t last_packet, std::uint32_t sequence, std::uint64_t quantity)
    {
        const LevelEvent bid = level(0, quantity);
        sim::MdpPacket packet(1, now_ns);
        packet.snapshot({.last_packet = last_packet,
                         .reports_in_loop = 1,
                         .sequence = sequence,
                         .security = nq,
                         .time_ns = now_ns},
                        {}, {&bid, 1}, {});
        mdp3::Packet parsed;
        ASSERT_EQ(mdp3::parse_packet(packet.bytes(), parsed), mdp3::PacketStatus::ok);
        snapshots->on_packet(parsed);
    }
    std::string book() const
    {
        return std::string(to_text(stream->state(0))) + ' ' +
               std::to_string(stream->book(0).best(Side::buy).quantity);
    }

    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context{};
    std::optional<pipeline::MdpStream> stream;
    std::optional<pipeline::MdpSnapshots> snapshots;
};

// A snapshot from before the first packet heard was taken as certain: what had come between was
// never heard, and the book was valid without it.
TEST(MdpSnapshots, OneOfBeforeALateJoinLeavesDoubt)
{
    Channel channel;
    channel.stream->on_joined(100);
    channel.hear(sim::MdpPacket(100, now_ns).heartbeat());
    channel.snapshot(90, 7, 5);
    EXPECT_EQ(channel.book(), "stale 5");
    channel.hear_level(101, level(8, 6, LevelAction::change));
    EXPECT_EQ(channel.book(), "valid 6");
}

// After a reset that was lost every number was one that was known already, and the book of before
// it stayed, valid again when the numbers had come as far.
TEST(MdpSnapshots, NumbersThatGoBackShowALostReset)
{
    Channel channel;
    channel.hear_level(1, level(1, 5));
    channel.hear_level(2, level(2, 6, LevelAction::change));
    channel.stream->on_loss(3, 1);
    channel.hear_level(4, level(2, 9, LevelAction::change));
    EXPECT_EQ(channel.book(), "unknown 9");
    channel.snapshot(4, 2, 9);
    EXPECT_EQ(channel.book(), "valid 9");
}

// A snapshot of before a reset was loaded, as its number was the higher one.
TEST(MdpSnapshots, OneOfBeforeAResetIsTooOld)
{
    Channel channel;
    channel.hear_level(1, level(1, 5));
    channel.hear(sim::MdpPacket(2, now_ns).channel_reset(now_ns, 310));
    channel.stream->on_loss(3, 1);
    channel.hear_level(4, level(2, 7));
    channel.snapshot(1, 50, 5);
    EXPECT_EQ(channel.book(), "stale 7");
}

// A snapshot ahead of the stream was followed by entries that it holds; behind a reset their
// numbers could fit.
TEST(MdpSnapshots, OneAheadOfTheStreamIsNotToldAgainWhatItHolds)
{
    Channel channel;
    channel.hear_level(1, level(3, 5));
    channel.snapshot(5, 4, 8);
    EXPECT_EQ(channel.book(), "valid 8");
    channel.hear_level(2, level(5, 1, LevelAction::change));
    EXPECT_EQ(channel.book(), "valid 8");
    channel.hear_level(6, level(5, 2, LevelAction::change));
    EXPECT_EQ(channel.book(), "valid 2");
}

// The first entry heard of a book that a reset had emptied was taken as its first one.
TEST(MdpSnapshots, AnEmptiedBookKnowsThatEntriesAreMissing)
{
    Channel channel;
    channel.hear_level(1, level(1, 5));
    channel.hear(sim::MdpPacket(2, now_ns).channel_reset(now_ns, 310));
    channel.stream->on_loss(3, 1);
    channel.hear_level(4, level(3, 7));
    EXPECT_EQ(channel.book(), "stale 7");
}

// A definition of another depth than was assumed left a valid book with levels that are no more.
TEST(MdpSnapshots, AnotherDepthMakesABookStale)
{
    Channel channel;
    channel.hear_level(1, level(1, 5));
    channel.stream->on(ContractDefinition{.security = nq, .depth = 5});
    EXPECT_EQ(channel.book(), "stale 0");
    channel.snapshot(1, 1, 5);
    EXPECT_EQ(channel.book(), "valid 5");
}

}  // namespace
}  // namespace gapwire::test
