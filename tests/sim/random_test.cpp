// Random numbers: the reference values of the generator, and the shape of what is made of them.
#include "sim/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace gapwire::sim {
namespace {

TEST(Random, NumbersAreThoseOfTheReferenceImplementation)
{
    Random random(0);
    EXPECT_EQ(random.next(), 0x99EC5F36CB75F2B4u);
    EXPECT_EQ(random.next(), 0xBF6E1F784956452Au);
    EXPECT_EQ(random.next(), 0x1A5F849D4933E6E0u);
}

TEST(Random, BetweenReachesBothEndsAndNothingElse)
{
    Random random(1);
    std::vector<int> seen(3);
    for (int i = 0; i < 3'000; ++i) ++seen.at(random.between(5, 7) - 5);
    for (const int count : seen) EXPECT_NEAR(count, 1'000, 120);
}

TEST(Random, WaitingHasItsMeanAndManyShortOnes)
{
    Random random(2);
    double sum = 0;
    int short_ones = 0;
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t waited = random.waiting(10'000);
        sum += static_cast<double>(waited);
        short_ones += waited < 10'000;
    }
    EXPECT_NEAR(sum / 100'000, 10'000, 150);
    EXPECT_NEAR(short_ones / 100'000.0, 0.63, 0.05);
    EXPECT_EQ(random.waiting(0), 0u);
}

TEST(Random, LogNormalHasItsMedianAndALongTail)
{
    Random random(3);
    std::vector<std::uint64_t> drawn(10'001);
    for (auto& value : drawn) value = random.log_normal(10 << 16, 2 << 16);
    std::sort(drawn.begin(), drawn.end());
    EXPECT_NEAR(static_cast<double>(drawn[5'000]), 1'024, 100);
    EXPECT_NEAR(static_cast<double>(drawn[8'413]), 4'096, 500);  // one deviation above
    EXPECT_GE(drawn.front(), 1u);
    EXPECT_LT(drawn.back(), 1u << 17);
}

}  // namespace
}  // namespace gapwire::sim
