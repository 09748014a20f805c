// When a simulated channel of futures says what: events, heartbeats, loops, a new week.
#include "sim/mdp3_publisher.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "feed/mdp3/wire.hpp"

namespace gapwire::sim {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr std::int64_t ms = 1'000'000;
constexpr std::size_t heartbeat_size = sizeof(mdp3::PacketHeader) + sizeof(mdp3::MessageHeader);

class Mdp3PublisherTest : public testing::Test {
 protected:
    Mdp3PublisherTest() { options_.wire_epoch_ns = 1'000'000'000'000; }

    void open() { publisher_.emplace(channel_, options_, Timestamp{0}, Timestamp{0}); }
    /// Something was told of every instrument before, so that loops have something to say.
    void open_with_history()
    {
        for (int i = 0; i < 40; ++i) (void)channel_.event(1);
        open();
    }
    /// Everything that is due by then.
    std::vector<MdpDuePacket> at(std::int64_t ns)
    {
        std::vector<MdpDuePacket> due;
        for (MdpDuePacket packet; publisher_->poll({ns}, packet);) due.push_back(packet);
        return due;
    }
    static std::vector<std::uint32_t> numbers(const std::vector<MdpDuePacket>& packets,
                                              MdpFeedKind feed)
    {
        std::vector<std::uint32_t> numbers;
        for (const MdpDuePacket& packet : packets)
            if (packet.feed == feed) numbers.push_back(header(packet).sequence);
        return numbers;
    }
    static const mdp3::PacketHeader& header(const MdpDuePacket& packet)
    {
        return view_as<mdp3::PacketHeader>(packet.bytes.data());
    }
    Mdp3Channel channel_{7, {.instruments = 3}};
    MdpPublisherOptions options_;
    std::optional<Mdp3Publisher> publisher_;
};

TEST_F(Mdp3PublisherTest, EventsComeAtTheRateAndAreNumberedWithoutAHole)
{
    options_.events = 1'000;
    options_.loop_every_ns = 3'600'000 * ms;
    open();
    const auto due = at(60'000 * ms);
    EXPECT_EQ(publisher_->events(), 1'000u);
    EXPECT_FALSE(publisher_->has_events());
    const auto sent = numbers(due, MdpFeedKind::incremental);
    ASSERT_GE(sent.size(), 1'000u);
    for (std::size_t i = 0; i < sent.size(); ++i) ASSERT_EQ(sent[i], i + 1);
    EXPECT_EQ(publisher_->packets()[0], sent.size());
    // 2 ms on average, so that a thousand take two seconds; the rest are heartbeats.
    std::int64_t last_event = 0;
    for (const MdpDuePacket& packet : due)
        if (packet.feed == MdpFeedKind::incremental && packet.bytes.size() > heartbeat_size)
            last_event = static_cast<std::int64_t>(header(packet).sending_time) - 1'000'000 * ms;
    EXPECT_GT(last_event, 1'700 * ms);
    EXPECT_LT(last_event, 2'300 * ms);
}

TEST_F(Mdp3PublisherTest, SilenceOfTheIncrementalFeedIsFilledWithHeartbeats)
{
    options_.events = 0;
    options_.heartbeat_ns = 30 * ms;
    options_.loop_every_ns = 3'600'000 * ms;
    open();
    (void)at(0);  // the loops
    EXPECT_THAT(at(30 * ms - 1), testing::Each(testing::Field(
                                     &MdpDuePacket::feed, testing::Ne(MdpFeedKind::incremental))));
    EXPECT_EQ(publisher_->next_time(), Timestamp{30 * ms});
    EXPECT_THAT(at(30 * ms), SizeIs(1));
    EXPECT_EQ(publisher_->last_sent(), Timestamp{30 * ms});
    EXPECT_THAT(numbers(at(90 * ms), MdpFeedKind::incremental), SizeIs(2));
}

TEST_F(Mdp3PublisherTest, LoopsBeginInTurnAndSpreadTheirPackets)
{
    options_.events = 0;
    options_.heartbeat_ns = 3'600'000 * ms;
    options_.loop_every_ns = 100 * ms;
    options_.loop_gap_ns = ms;
    open_with_history();
    const auto first = at(0);  // one of each feed at once
    EXPECT_THAT(first, SizeIs(3));
    const auto rest = at(99 * ms);
    EXPECT_THAT(numbers(rest, MdpFeedKind::definitions), ElementsAre(2, 3));
    EXPECT_THAT(numbers(rest, MdpFeedKind::books), ElementsAre(2, 3));
    EXPECT_EQ(publisher_->next_time(), Timestamp{100 * ms});
    // Every loop numbers its packets from 1.
    EXPECT_THAT(numbers(at(199 * ms), MdpFeedKind::books), ElementsAre(1, 2, 3));
}

TEST_F(Mdp3PublisherTest, ALoopThatTakesLongerThanItsTurnDelaysTheNext)
{
    options_.events = 0;
    options_.heartbeat_ns = 3'600'000 * ms;
    options_.loop_every_ns = 2 * ms;
    options_.loop_gap_ns = 10 * ms;
    open_with_history();
    const auto due = at(500 * ms);
    for (const auto feed : {MdpFeedKind::books, MdpFeedKind::orders, MdpFeedKind::definitions}) {
        const auto sent = numbers(due, feed);
        ASSERT_GT(sent.size(), 6u);
        EXPECT_THAT(std::vector(sent.begin(), sent.begin() + 3), ElementsAre(1, 2, 3));
        for (std::size_t i = 1; i < sent.size(); ++i)  // none is cut
            EXPECT_TRUE(sent[i] == sent[i - 1] + 1 || (sent[i] == 1 && sent[i - 1] >= 3));
    }
}

TEST_F(Mdp3PublisherTest, ANewWeekNumbersFromOneAndDropsTheLoopUnderWay)
{
    options_.loop_gap_ns = 5 * ms;
    options_.loop_every_ns = 1'000 * ms;
    open();
    ASSERT_FALSE(at(ms).empty());
    const std::uint32_t week = channel_.now().week;
    publisher_->begin_week({5'000 * ms});
    EXPECT_EQ(publisher_->next_time(), Timestamp{5'000 * ms});
    EXPECT_TRUE(at(5'000 * ms - 1).empty());
    const auto due = at(5'002 * ms);
    EXPECT_EQ(numbers(due, MdpFeedKind::incremental).front(), 1u);
    EXPECT_EQ(numbers(due, MdpFeedKind::books).front(), 1u);
    EXPECT_EQ(channel_.now().week, week + 1);
}

TEST_F(Mdp3PublisherTest, TheSameSeedSaysTheSameAtTheSameTimes)
{
    const auto story = [this] {
        Mdp3Channel channel(7, {.instruments = 3});
        Mdp3Publisher publisher(channel, options_, Timestamp{0}, Timestamp{5 * ms});
        std::vector<std::pair<std::int64_t, ByteVector>> said;
        while (publisher.next_time() < Timestamp{300 * ms}) {
            const Timestamp now = publisher.next_time();
            for (MdpDuePacket packet; publisher.poll(now, packet);)
                said.emplace_back(now.ns, packet.bytes);
        }
        return said;
    };
    const auto first = story();
    EXPECT_GT(first.size(), 100u);
    EXPECT_EQ(first, story());
}

}  // namespace
}  // namespace gapwire::sim
