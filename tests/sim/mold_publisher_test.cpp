// The packets of a session over time: packing, heartbeats, the end.
#include "sim/mold_publisher.hpp"

#include <gtest/gtest.h>

#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

constexpr std::int64_t second = 1'000'000'000;

class MoldPublisherTest : public testing::Test {
 protected:
    void append(std::size_t bytes = 1) { ASSERT_TRUE(store_.append(ByteVector(bytes))); }
    /// "sequence/count" of every packet that is due.
    std::string at(std::int64_t ns)
    {
        std::string story;
        for (ByteVector packet; publisher_.poll({ns}, packet);) {
            const auto& header = view_as<moldudp64::PacketHeader>(packet.data());
            EXPECT_EQ(header.session.view(), "S");
            story +=
                fmt::format("{}/{} ", header.sequence_number.value(), header.message_count.value());
        }
        return story;
    }
    MessageStore store_{"S"};
    MoldPublisher publisher_{
        store_, {.packet = {.messages_max = 3}, .packing_ns = 100}, Timestamp{0}};
};

TEST_F(MoldPublisherTest, MessagesOfOneMomentShareAPacket)
{
    append();
    append();
    EXPECT_EQ(at(10), "");
    EXPECT_EQ(publisher_.next_time(), Timestamp{110});
    EXPECT_EQ(at(110), "1/2 ");
    EXPECT_EQ(publisher_.next_time(), Timestamp{second + 110});
}

TEST_F(MoldPublisherTest, AFullPacketLeavesAtOnce)
{
    for (int i = 0; i < 7; ++i) append();
    EXPECT_EQ(at(10), "1/3 4/3 ");
    EXPECT_EQ(at(110), "7/1 ");
    append(1'450);
    append(1);
    EXPECT_EQ(at(200), "8/1 ");
}

TEST_F(MoldPublisherTest, SilenceIsFilledWithHeartbeats)
{
    EXPECT_EQ(at(second - 1), "");
    EXPECT_EQ(at(second), "1/0 ");
    append();
    EXPECT_EQ(at(second + 1), "");
    EXPECT_EQ(at(second + 101), "1/1 ");
    EXPECT_EQ(at(second + second), "");
    EXPECT_EQ(at(second + 101 + second), "2/0 ");
}

TEST_F(MoldPublisherTest, TheEndFollowsTheLastMessageAndIsRepeated)
{
    append();
    store_.end();
    EXPECT_EQ(at(5), "1/1 2/65535 ");
    EXPECT_EQ(at(6), "");
    EXPECT_EQ(at(second + 5), "2/65535 ");
    EXPECT_EQ(at(second * 3), "2/65535 ");
}

}  // namespace
}  // namespace gapwire::sim
