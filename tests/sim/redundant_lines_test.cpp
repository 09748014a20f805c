// What each line delivers of a stream of messages.
#include "sim/redundant_lines.hpp"

#include <gtest/gtest.h>

#include <map>

#include "feed/moldudp64/wire.hpp"
#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

constexpr std::size_t frame_headers = 14 + 20 + 8;
constexpr std::uint64_t second = 1'000'000'000;

struct Heard {
    std::size_t line;
    std::uint64_t time_ns;
    std::uint64_t sequence;
    std::uint16_t count;
    friend bool operator==(const Heard&, const Heard&) = default;
    friend void PrintTo(const Heard& heard, std::ostream* out)
    {
        *out << fmt::format("{} at {}: {}+{}", "AB"[heard.line], heard.time_ns, heard.sequence,
                            heard.count);
    }
};

std::array<LinePlan, 2> quiet_lines()
{
    LinePlan a{.interface = "a", .latency_ns = 100};
    LinePlan b{.interface = "b", .latency_ns = 300};
    return {a, b};
}

class RedundantLinesTest : public testing::Test {
 protected:
    RedundantLines make(const std::array<LinePlan, 2>& lines)
    {
        return RedundantLines(lines, "S", 1, [this](const CapturedFrame& captured) {
            const auto& header =
                view_as<moldudp64::PacketHeader>(captured.frame.data() + frame_headers);
            heard_.push_back(
                {captured.line, captured.time_ns, header.sequence_number, header.message_count});
        });
    }

    std::vector<Heard> heard_;
    const ByteVector message_ = ByteVector(36);
};

TEST_F(RedundantLinesTest, MessagesCloseTogetherShareAPacketThatComesOnBothLines)
{
    RedundantLines lines = make(quiet_lines());
    lines.message(1'000, message_);
    lines.message(21'000, message_);
    lines.message(21'001, message_);
    lines.finish(30'000, false);
    EXPECT_EQ(heard_,
              (std::vector<Heard>{
                  {0, 21'100, 1, 2}, {0, 21'101, 3, 1}, {1, 21'300, 1, 2}, {1, 21'301, 3, 1}}));
}

TEST_F(RedundantLinesTest, AFullPacketDoesNotWait)
{
    RedundantLines lines = make(quiet_lines());
    for (int i = 0; i < 50; ++i) lines.message(1'000, message_);
    lines.finish(2'000, false);
    EXPECT_EQ(heard_,
              (std::vector<Heard>{
                  {0, 1'100, 1, 38}, {0, 1'101, 39, 12}, {1, 1'300, 1, 38}, {1, 1'301, 39, 12}}));
}

TEST_F(RedundantLinesTest, SilentSecondsHaveHeartbeatsAndTheSessionEnds)
{
    RedundantLines lines = make(quiet_lines());
    lines.message(second, message_);
    lines.message(3 * second + 500, message_);
    lines.finish(4 * second, true);
    EXPECT_EQ(heard_, (std::vector<Heard>{{0, second + 100, 1, 1},
                                          {1, second + 300, 1, 1},
                                          {0, 2 * second + 100, 2, 0},
                                          {1, 2 * second + 300, 2, 0},
                                          {0, 3 * second + 100, 2, 0},
                                          {1, 3 * second + 300, 2, 0},
                                          {0, 3 * second + 600, 2, 1},
                                          {1, 3 * second + 800, 2, 1},
                                          {0, 4 * second + 100, 3, 0xFFFF},
                                          {1, 4 * second + 300, 3, 0xFFFF}}));
}

TEST_F(RedundantLinesTest, EachLineLosesPacketsButNeverTheSameOne)
{
    std::array<LinePlan, 2> plans = quiet_lines();
    plans[0].loss_ppm = 50'000;
    plans[1].loss_ppm = 100'000;
    plans[0].jitter_ns = plans[1].jitter_ns = 400;
    RedundantLines lines = make(plans);
    for (std::uint64_t i = 1; i <= 10'000; ++i) lines.message(i * 50'000, message_);
    lines.finish(10'000 * 50'000, false);

    std::array<std::map<std::uint64_t, std::uint64_t>, 2> times;  // [line][sequence]
    std::uint64_t last = 0;
    for (const Heard& heard : heard_) {
        EXPECT_GE(heard.time_ns, last);
        last = heard.time_ns;
        EXPECT_TRUE(times[heard.line].empty() ||
                    times[heard.line].rbegin()->first < heard.sequence);
        times[heard.line][heard.sequence] = heard.time_ns;
    }
    EXPECT_NEAR(static_cast<double>(times[0].size()), 9'500, 150);
    EXPECT_NEAR(static_cast<double>(times[1].size()), 9'000, 150);
    EXPECT_EQ(lines.count(0),
              (RedundantLines::LineCount{times[0].size(), 10'000 - times[0].size()}));
    EXPECT_EQ(lines.count(1),
              (RedundantLines::LineCount{times[1].size(), 10'000 - times[1].size()}));
    for (std::uint64_t sequence = 1; sequence <= 10'000; ++sequence)
        EXPECT_TRUE(times[0].contains(sequence) || times[1].contains(sequence)) << sequence;
}

}  // namespace
}  // namespace gapwire::sim
