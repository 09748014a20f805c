// Percentile tables against tables worked out by hand.
#include "core/hgrm.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace gapwire {
namespace {

TEST(Hgrm, FourValuesMakeTheTableWorkedOutByHand)
{
    Histogram histogram;
    for (const std::uint64_t value : {20, 40, 10, 30}) histogram.add(value);
    EXPECT_EQ(hgrm(histogram),
              "       Value     Percentile TotalCount 1/(1-Percentile)\n"
              "\n"
              "      10.000 0.000000000000          1           1.00\n"
              "      10.000 0.100000000000          1           1.11\n"
              "      10.000 0.200000000000          1           1.25\n"
              "      20.000 0.300000000000          2           1.43\n"
              "      20.000 0.400000000000          2           1.67\n"
              "      20.000 0.500000000000          2           2.00\n"
              "      30.000 0.550000000000          3           2.22\n"
              "      30.000 0.600000000000          3           2.50\n"
              "      30.000 0.650000000000          3           2.86\n"
              "      30.000 0.700000000000          3           3.33\n"
              "      30.000 0.750000000000          3           4.00\n"
              "      40.000 0.775000000000          4           4.44\n"
              "      40.000 1.000000000000          4\n"
              "#[Mean    =       25.000, StdDeviation   =       11.180]\n"
              "#[Max     =       40.000, Total count    =            4]\n"
              "#[Buckets =           58, SubBuckets     =          128]\n");
}

TEST(Hgrm, ValuesArePrintedInTheUnitAskedForAndNoneAboveTheMaximum)
{
    Histogram histogram;
    histogram.add(1'000'001);  // in a bucket of 999'424 to 1'003'519
    EXPECT_EQ(hgrm(histogram, 1000.0),
              "       Value     Percentile TotalCount 1/(1-Percentile)\n"
              "\n"
              "    1000.001 0.000000000000          1           1.00\n"
              "    1000.001 1.000000000000          1\n"
              "#[Mean    =      999.712, StdDeviation   =        0.000]\n"
              "#[Max     =     1000.001, Total count    =            1]\n"
              "#[Buckets =           58, SubBuckets     =          128]\n");
}

TEST(Hgrm, WithoutValuesThereAreNoRows)
{
    EXPECT_EQ(hgrm(Histogram()),
              "       Value     Percentile TotalCount 1/(1-Percentile)\n"
              "\n"
              "#[Mean    =        0.000, StdDeviation   =        0.000]\n"
              "#[Max     =        0.000, Total count    =            0]\n"
              "#[Buckets =           58, SubBuckets     =          128]\n");
}

TEST(Hgrm, BucketsAreVisitedInOrderWithTheirBounds)
{
    Histogram histogram;
    for (const std::uint64_t value : {0, 0, 127, 128, 256, 257, 300}) histogram.add(value);
    std::vector<std::array<std::uint64_t, 3>> buckets;
    histogram.for_each_bucket([&](std::uint64_t lowest, std::uint64_t highest, std::uint64_t n) {
        buckets.push_back({lowest, highest, n});
    });
    const std::vector<std::array<std::uint64_t, 3>> expected{
        {0, 0, 2}, {127, 127, 1}, {128, 128, 1}, {256, 257, 2}, {300, 300, 1}};
    EXPECT_EQ(buckets, expected);
}

}  // namespace
}  // namespace gapwire
