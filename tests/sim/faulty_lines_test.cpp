// One session on several lines: losses of one line, of all at once, of chosen messages.
#include "sim/faulty_lines.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

class FaultyLinesTest : public testing::Test {
 protected:
    /// The numbers that arrive on each line of messages sent one a packet, 1 us apart.
    std::vector<std::set<std::uint64_t>> run(const LinkPlan& shared,
                                             const std::vector<FaultyLinePlan>& plans,
                                             std::uint64_t messages)
    {
        MessageStore store("S");
        lines_.emplace(store, MoldPublisherOptions{.packing_ns = 0}, shared, plans, 3,
                       Timestamp{0});
        std::vector<std::set<std::uint64_t>> arrived(plans.size());
        for (std::uint64_t number = 1; number <= messages + 10; ++number) {
            if (number <= messages) {
                EXPECT_TRUE(store.append(ByteVector{1}));
            }
            take(Timestamp{static_cast<std::int64_t>(number) * 1'000}, arrived);
        }
        return arrived;
    }
    void take(Timestamp now, std::vector<std::set<std::uint64_t>>& arrived)
    {
        lines_->poll(now);
        std::size_t line = 0;
        for (Arrival arrival; lines_->pop_until(now, line, arrival);) {
            const auto& header = view_as<moldudp64::PacketHeader>(arrival.bytes.data());
            if (header.message_count == 1) arrived[line].insert(header.sequence_number);
        }
        EXPECT_GT(lines_->next_time(), now);
    }
    std::optional<FaultyLines> lines_;
};

std::set<std::uint64_t> numbers(std::uint64_t first, std::uint64_t last)
{
    std::set<std::uint64_t> all;
    for (; first <= last; ++first) all.insert(first);
    return all;
}

TEST_F(FaultyLinesTest, WithoutFaultsEveryLineHasEveryMessage)
{
    const auto arrived = run({}, {{}, {.link = {.delay_ns = 1'500}}, {}}, 20);
    for (const auto& line : arrived) EXPECT_EQ(line, numbers(1, 20));
}

TEST_F(FaultyLinesTest, EachLineLosesForItself)
{
    const LinkPlan lossy{.loss_ppm = 100'000};
    const auto arrived = run({}, {{.link = lossy}, {.link = lossy}}, 1'000);
    EXPECT_NE(arrived[0], arrived[1]);
    EXPECT_EQ(arrived[0].size() + lines_->links().count(0).link.lost, 1'000u);
    EXPECT_EQ(arrived[1].size() + lines_->links().count(1).link.lost, 1'000u);
}

TEST_F(FaultyLinesTest, SharedLossesHitEveryLineAtOnce)
{
    const auto arrived = run({.loss_ppm = 100'000}, {{}, {}}, 1'000);
    EXPECT_EQ(arrived[0], arrived[1]);
    EXPECT_GT(lines_->links().shared_count().lost, 50u);
    EXPECT_EQ(arrived[0].size() + lines_->links().shared_count().lost, 1'000u);
}

TEST_F(FaultyLinesTest, ChosenMessagesAreLostOnTheirLineOnly)
{
    const auto arrived = run({}, {{.lose = {{3, 4}, {20, 20}}}, {}}, 20);
    std::set<std::uint64_t> expected = numbers(1, 19);
    expected.erase(3);
    expected.erase(4);
    EXPECT_EQ(arrived[0], expected);
    EXPECT_EQ(arrived[1], numbers(1, 20));
    EXPECT_EQ(lines_->links().count(0).lost_by_number, 3u);
    EXPECT_EQ(lines_->links().count(1).lost_by_number, 0u);
}

}  // namespace
}  // namespace gapwire::sim
