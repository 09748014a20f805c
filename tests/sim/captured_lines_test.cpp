// What lines bring of packets when one of them, or both, are silent.
#include "sim/captured_lines.hpp"

#include <gmock/gmock.h>

#include <set>

namespace gapwire::sim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Sends packets 1 to 100, one each ns, and notes which came on each line.
std::array<std::set<int>, 2> heard(const std::array<LinePlan, 2>& plans)
{
    std::array<std::set<int>, 2> heard;
    LinePair lines(plans, 3, [&](const CapturedFrame& captured) {
        heard[captured.line].insert(captured.frame.back());
    });
    for (std::uint8_t i = 1; i <= 100; ++i) lines.send(i, {i});
    lines.deliver_until(UINT64_MAX);
    for (std::size_t line = 0; line < 2; ++line) {
        EXPECT_EQ(lines.count(line).packets, heard[line].size());
        EXPECT_EQ(lines.count(line).lost, 100 - heard[line].size());
    }
    return heard;
}

std::array<LinePlan, 2> lossy_lines()
{
    return {LinePlan{.interface = "a", .latency_ns = 5, .loss_ppm = 300'000},
            LinePlan{.interface = "b", .latency_ns = 9, .loss_ppm = 300'000}};
}

TEST(LinePair, WhileOneLineIsSilentTheOtherLosesNothing)
{
    std::array<LinePlan, 2> plans = lossy_lines();
    plans[0].silent = {{20, 40}, {50, 60}};
    const auto [a, b] = heard(plans);
    for (int i = 1; i <= 100; ++i) {
        const bool is_silent = (i >= 20 && i < 40) || (i >= 50 && i < 60);
        EXPECT_FALSE(is_silent && a.contains(i)) << i;
        EXPECT_TRUE(a.contains(i) || b.contains(i)) << i;
        EXPECT_TRUE(!is_silent || b.contains(i)) << i;
    }
    EXPECT_LT(b.size(), 100u);
}

TEST(LinePair, WhatIsSentWhileBothAreSilentIsLost)
{
    std::array<LinePlan, 2> plans = lossy_lines();
    plans[0].silent = {{10, 30}};
    plans[1].silent = {{28, 32}};
    auto [all, b] = heard(plans);
    all.merge(b);
    std::vector<int> missing;
    for (int i = 1; i <= 100; ++i)
        if (!all.contains(i)) missing.push_back(i);
    EXPECT_THAT(missing, ElementsAre(28, 29));
}

TEST(CapturedLine, FramesComeLaterAndNeverAtTheSameTime)
{
    CapturedLine line({.interface = "a", .latency_ns = 100}, 1);
    ByteVector frame;
    EXPECT_THAT(frame, IsEmpty());
    EXPECT_EQ(line.carry(1'000, {}, frame), 1'100u);
    EXPECT_EQ(line.carry(1'000, {}, frame), 1'101u);
    EXPECT_EQ(line.carry(5'000, {}, frame), 5'100u);
}

}  // namespace
}  // namespace gapwire::sim
