// Datagrams of MDP 3.0 in captures: channels, lines, kinds of feeds.
#include "app/pipeline/mdp_router.hpp"

#include "tests/pipeline/mdp_channel.hpp"

namespace gapwire::test {
namespace {

class MdpRouterTest : public testing::Test, public Surroundings {
 protected:
    /// A packet of one bid with the same entry as its number.
    pipeline::Outcome send(std::uint16_t port, std::uint32_t sequence, std::uint64_t time_ns)
    {
        const auto action = sequence == 1 ? LevelAction::insert : LevelAction::overlay;
        const sim::MdpPacket packet =
            sim::MdpPacket(sequence, time_ns)
                .levels(time_ns, std::array{bid(1, 100, sequence, sequence, action)});
        return offer(port, packet);
    }
    pipeline::Outcome offer(std::uint16_t port, const sim::MdpPacket& packet)
    {
        transport::Datagram datagram;
        datagram.captured = {static_cast<std::int64_t>(++time_ * 10'000'000)};  // 10 ms apart
        datagram.destination.port = port;
        datagram.payload = packet.bytes();
        return router.offer(datagram);
    }
    std::size_t lines(std::size_t channel) const
    {
        return router.channels().at(channel)->lines.size();
    }

    pipeline::MdpRouter router{context, {}};

 private:
    std::uint64_t time_ = 0;
};

TEST_F(MdpRouterTest, DestinationsThatSendTheSameAreLinesOfOneChannel)
{
    EXPECT_EQ(send(1, 500, noon_ns), pipeline::Outcome::used);
    send(1, 501, noon_ns + 1'000);
    send(2, 500, noon_ns);
    send(2, 501, noon_ns + 1'000);
    ASSERT_EQ(router.channels().size(), 1u);
    EXPECT_EQ(lines(0), 2u);
    EXPECT_EQ(count(Counter::messages_duplicate), 2u);
    router.finish();
    EXPECT_EQ(count(Counter::messages_delivered), 2u);
}

// A line whose first packet was ahead of the other one used to become a channel of its own.
TEST_F(MdpRouterTest, ALineMayBeginAheadOfTheOther)
{
    send(1, 500, noon_ns);
    send(2, 502, noon_ns + 2'000);
    send(1, 501, noon_ns + 1'000);
    send(1, 502, noon_ns + 2'000);
    ASSERT_EQ(router.channels().size(), 1u);
    EXPECT_EQ(lines(0), 2u);
}

TEST_F(MdpRouterTest, OtherNumbersOrTimesAreAnotherChannel)
{
    send(1, 500, noon_ns);
    send(2, 500, noon_ns + 5);
    send(3, 90'000, noon_ns);
    send(4, 501, noon_ns + 10'000'000'000);
    EXPECT_EQ(router.channels().size(), 4u);
}

TEST_F(MdpRouterTest, LoopsBelongToTheOnlyChannel)
{
    EXPECT_EQ(offer(3, sim::MdpPacket(1, noon_ns).definition(definition())),
              pipeline::Outcome::refused);  // of which channel?
    EXPECT_EQ(count(Counter::mdp_not_placed), 1u);
    send(1, 500, noon_ns);
    EXPECT_EQ(offer(3, sim::MdpPacket(1, noon_ns).definition(definition())),
              pipeline::Outcome::used);
    EXPECT_EQ(router.channels().size(), 1u);
    EXPECT_EQ(router.channels()[0]->channel.stream.symbol(0), "NQH5");
}

// One damaged number used to lose thousands of packets, and one damaged time the whole channel.
TEST_F(MdpRouterTest, ASingleDamagedPacketMovesNothing)
{
    for (std::uint32_t i = 0; i < 200; ++i) {
        send(1, 500 + i, noon_ns + i * 1'000);
        if (i == 150) {
            send(1, 30'000, noon_ns + i * 1'000);            // its number
            send(1, 400, noon_ns + 10'000'000'000);          // its number and time
            send(1, 500 + i, noon_ns + 90'000'000'000'000);  // its time
        }
    }
    router.finish();
    EXPECT_EQ(count(Counter::messages_delivered), 200u);
    EXPECT_EQ(count(Counter::losses), 0u);
    EXPECT_EQ(count(Counter::mdp_begun_anew), 0u);
    EXPECT_EQ(count(Counter::mdp_too_far), 1u);
}

TEST_F(MdpRouterTest, AnotherWeekBeginsWithItsFirstPacket)
{
    constexpr std::uint64_t week_ns = 7 * std::uint64_t{86'400'000'000'000};
    for (std::uint32_t i = 0; i < 100; ++i) send(1, 500 + i, noon_ns + i * 1'000);
    for (std::uint32_t i = 0; i < 3; ++i) send(1, 1 + i, noon_ns + week_ns + i * 1'000);
    EXPECT_EQ(count(Counter::mdp_begun_anew), 1u);
    EXPECT_EQ(count(Counter::messages_delivered), 103u);
    EXPECT_EQ(router.channels()[0]->channel.stream.state(0), BookState::valid);
}

TEST_F(MdpRouterTest, WhatIsNoPacketIsAStrangerUnlessItsDestinationIsKnown)
{
    transport::Datagram datagram;
    const ByteVector garbage(100, 0xA5);
    datagram.payload = garbage;
    datagram.destination.port = 1;
    EXPECT_EQ(router.offer(datagram), pipeline::Outcome::stranger);
    send(1, 500, noon_ns);
    EXPECT_EQ(router.offer(datagram), pipeline::Outcome::refused);
    EXPECT_EQ(count(Counter::mdp_malformed), 1u);
}

}  // namespace
}  // namespace gapwire::test
