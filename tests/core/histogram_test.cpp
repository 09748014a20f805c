// Quantiles to better than one percent over the whole range.
#include "core/histogram.hpp"

#include <gtest/gtest.h>

namespace gapwire {
namespace {

TEST(Histogram, SmallValuesAreExact)
{
    Histogram histogram;
    for (std::uint64_t value = 1; value <= 200; ++value) histogram.add(value);
    EXPECT_EQ(histogram.count(), 200u);
    EXPECT_EQ(histogram.quantile(500), 100u);
    EXPECT_EQ(histogram.quantile(990), 198u);
    EXPECT_EQ(histogram.quantile(0), 1u);
    EXPECT_EQ(histogram.quantile(1000), 200u);
}

TEST(Histogram, AQuantileIsNeverTooLowAndAtMostOnePercentTooHigh)
{
    for (std::uint64_t value = 1; value < UINT64_MAX / 3; value = value * 3 + 1) {
        Histogram histogram;
        histogram.add(value);
        histogram.add(UINT64_MAX);
        const std::uint64_t median = histogram.quantile(500);
        EXPECT_GE(median, value);
        EXPECT_LE(median - value, value / 100) << value;
    }
}

TEST(Histogram, NoQuantileIsAboveTheLargestValue)
{
    Histogram histogram;
    EXPECT_EQ(histogram.quantile(990), 0u);
    histogram.add(1'000'001);
    EXPECT_EQ(histogram.quantile(990), 1'000'001u);
    histogram.add(UINT64_MAX);
    EXPECT_EQ(histogram.quantile(1000), UINT64_MAX);
    EXPECT_EQ(histogram.max(), UINT64_MAX);
}

}  // namespace
}  // namespace gapwire
