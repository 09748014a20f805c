// Once running, the feed path takes no memory: every operator new of this program is counted.
#include <gtest/gtest.h>

#include "app/pipeline/itch_channel.hpp"
#include "tests/counted_allocations.hpp"
#include "tests/pipeline/packets.hpp"
#include "tests/pipeline/random_day.hpp"
#include "tests/pipeline/running_rules.hpp"

namespace gapwire::test {
namespace {

#ifdef GAPWIRE_SANITIZED
constexpr std::size_t day_messages = 10'000;
#else
constexpr std::size_t day_messages = 100'000;
#endif

TEST(Allocation, IsCountedHere)
{
    const std::uint64_t before = allocations;
    const auto memory = std::make_unique<int>(1);
    EXPECT_EQ(allocations, before + 1);
}

TEST(Allocation, NoneByAnyMessageOfARunningStream)
{
    const Messages day = random_day(1, day_messages);
    const std::vector<Bytes> views = day.views();
    Surroundings around;
    around.recording = false;
    around.publication.want_depth({1});
    pipeline::ItchStream stream(around.context, 0, "test");
    const std::size_t warm = views.size() / 10;
    std::uint64_t before = 0;
    for (std::size_t at = 0; at < views.size(); at += 64) {
        if (at < warm) before = allocations;
        stream.on_messages(at + 1, {&views[at], std::min<std::size_t>(64, views.size() - at)}, {5});
    }
    stream.on_loss(views.size() + 1, 1);
    EXPECT_EQ(allocations, before);
    EXPECT_EQ(stream.messages(), views.size());
    EXPECT_GT(around.count(Counter::rule_updates), day_messages / 10);
    EXPECT_GT(around.count(Counter::depths_published), 100u);
}

/// Two lines of the same packets: every tenth one place late on both, each hundredth lost on the
/// first.
std::vector<transport::Datagram> two_lines(std::vector<ByteVector>& packets)
{
    std::vector<transport::Datagram> datagrams;
    for (std::size_t i = 10; i < packets.size(); i += 10) packets[i].swap(packets[i - 1]);
    for (std::size_t i = 0; i < packets.size(); ++i) {
        const Timestamp captured{static_cast<std::int64_t>(i) * 1000};
        if (i % 100 != 7) datagrams.push_back(datagram_of(packets[i], 1, captured));
        datagrams.push_back(datagram_of(packets[i], 2, captured));
    }
    return datagrams;
}

TEST(Allocation, NoneByAnyPacketOfRunningLines)
{
    const Messages day = random_day(2, day_messages);
    sim::MoldPacketizer packetizer("TODAY");
    std::vector<ByteVector> packets;
    for (const ByteVector& message : day.bytes) {
        if (!packetizer.fits(message.size())) packets.push_back(packetizer.take());
        packetizer.add(message);
    }
    packets.push_back(packetizer.take());
    const std::vector<transport::Datagram> datagrams = two_lines(packets);

    Surroundings around;
    around.recording = false;
    pipeline::MoldRouter router(around.context, {});
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < datagrams.size(); ++i) {
        if (i < datagrams.size() / 10) before = allocations;
        router.on_datagram(datagrams[i]);
    }
    EXPECT_EQ(allocations, before);
    EXPECT_EQ(around.count(Counter::messages_delivered), day.bytes.size());
    EXPECT_GT(around.count(Counter::messages_reordered), 0u);
    EXPECT_EQ(around.count(Counter::messages_lost), 0u);
}

TEST(Allocation, NoneByALiveChannelNotEvenForAHole)
{
    const Messages day = random_day(3, day_messages / 10);
    std::vector<ByteVector> packets;
    for (std::size_t i = 0; i < day.bytes.size(); ++i) {
        sim::MoldPacketizer packetizer("TODAY", i + 1);
        packetizer.add(day.bytes[i]);
        packets.push_back(packetizer.take());
    }
    Surroundings around;
    around.recording = false;
    pipeline::ChannelOptions options;
    options.lines = {"A"};
    options.session.requests.servers = 1;
    std::uint64_t asked = 0;
    const pipeline::ChannelOutput output{.context = &asked,
                                         .send_request = [](void* to, std::size_t, Bytes) noexcept {
                                             ++*static_cast<std::uint64_t*>(to);
                                         }};
    pipeline::ItchChannel channel(around.context, 0, "TEST", options, output);
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < packets.size(); ++i) {
        if (i < packets.size() / 10) before = allocations;
        const Timestamp now{static_cast<std::int64_t>(i) * 1'000'000};
        if (i % 100 != 50) channel.on_datagram(0, packets[i], now);
        if (i % 100 == 60)
            channel.on_datagram(pipeline::ItchChannel::answer_line, packets[i - 10], now);
        channel.on_time(now);
    }
    EXPECT_EQ(allocations, before);
    EXPECT_EQ(asked, packets.size() / 100);
    EXPECT_EQ(around.count(Counter::messages_delivered), packets.size());
}

TEST(Allocation, NoneByAnUpdateThatRaisesNothing)
{
    RunningRules running;
    running.config.rules.push_back(std::make_unique<strategies::Gap>(strategies::GapSettings{}));
    running.begin();
    for (int i = 0; i < 100; ++i) running.runner->on_update(trade_of(1, 100, i));
    const std::uint64_t before = allocations;
    for (int i = 100; i < 100'000; ++i)
        running.runner->on_update(trade_of(1u + static_cast<std::uint32_t>(i) % 2u, 99 + i % 2, i));
    EXPECT_EQ(allocations, before);
    EXPECT_EQ(running.text(), "");
}

}  // namespace
}  // namespace gapwire::test
