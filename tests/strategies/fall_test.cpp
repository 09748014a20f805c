// Falls in percent: exact at the threshold, and equal to what rational arithmetic says.
#include "strategies/fall.hpp"

#include <gtest/gtest.h>

#include <random>

#include "core/decimal.hpp"

namespace gapwire::strategies {
namespace {

struct Threshold {
    const char* from;
    const char* reaches;  // the highest price that has fallen far enough
    std::int32_t fall;
};

/// One unit of 1e-9 above `reaches` is not enough.
constexpr Threshold thresholds[] = {
    {"142.62", "128.358", 1000},
    {"142.62", "136.9152", 400},
    {"100", "96", 400},
    {"100", "98", 200},
    {"78.98", "73.4514", 700},
    {"199999.99", "191999.9904", 400},
    {"199999.99", "199979.990001", 1},
    {"0.0001", "0.000096", 400},
    {"0.0001", "0.00009", 1000},
    {"1.123456789", "1.078518517", 400},  // 1.07851851744
    {"0.000000003", "0.000000002", 1},    // 2.9997 units
    {"0.000000001", "0", 10'000},
    {"0.000000001", "-0.000000001", 20'000},
    {"37.63", "-37.63", 20'000},
    {"9223372036.854775807", "8854437155.380584774", 400},  // ...774.72
    {"9223372036.854775807", "-9223372036.854775807", 20'000},
};

TEST(Fall, IsReachedAtTheThresholdAndNotOneUnitAbove)
{
    for (const auto& [from, reaches, fall] : thresholds) {
        const HalfUnits reference = exact(parse_price(from).value());
        const Price at = parse_price(reaches).value();
        EXPECT_TRUE(fell_at_least(reference, exact(at), {fall})) << from << " to " << reaches;
        EXPECT_FALSE(fell_at_least(reference, exact({at.units + 1}), {fall})) << from;
        EXPECT_GE(fall_between(reference, exact(at)).value, fall) << from;
        EXPECT_LT(fall_between(reference, exact({at.units + 1})).value, fall) << from;
    }
}

TEST(Fall, OfAMidHalfAUnitAboveTheThresholdIsNotReached)
{
    const HalfUnits reference = exact(Price{100});
    EXPECT_TRUE(fell_at_least(reference, exact_mid(Price{95}, Price{97}), {400}));
    EXPECT_FALSE(fell_at_least(reference, exact_mid(Price{96}, Price{97}), {400}));
    EXPECT_TRUE(fell_at_least(reference, exact_mid(Price{95}, Price{96}), {400}));
    EXPECT_EQ(price_at_or_below(exact_mid(Price{95}, Price{96})), Price{95});
    EXPECT_EQ(price_at_or_below(exact_mid(Price{-95}, Price{-96})), Price{-96});
}

TEST(Fall, IsTruncatedTowardZeroAndHeldInRange)
{
    const auto fall = [](const char* from, const char* to) {
        return fall_between(exact(parse_price(from).value()), exact(parse_price(to).value())).value;
    };
    EXPECT_EQ(fall("142.62", "128.35"), 1000);  // 10.0056 %
    EXPECT_EQ(fall("100", "96.0001"), 399);
    EXPECT_EQ(fall("100", "100.0001"), 0);
    EXPECT_EQ(fall("100", "100.0199"), -1);
    EXPECT_EQ(fall("0.000000001", "-9000000000"), INT32_MAX);
    EXPECT_EQ(fall("0.000000001", "9000000000"), -INT32_MAX);
}

// The oracle shares no arithmetic with the code: schoolbook long division, one decimal at a time.
// Whether (from - to) / from >= fall / 10,000 follows from quotient and remainder.
struct Naive {
    std::int64_t whole;
    bool exactly;
};

Naive naive_fall(std::int64_t from, std::int64_t to)
{
    std::uint64_t rest = static_cast<std::uint64_t>(from - to);
    const std::uint64_t divisor = static_cast<std::uint64_t>(from);
    std::uint64_t quotient = rest / divisor;
    rest %= divisor;
    for (int digit = 0; digit < 4; ++digit) {
        quotient = quotient * 10 + rest * 10 / divisor;
        rest = rest * 10 % divisor;
    }
    return {static_cast<std::int64_t>(quotient), rest == 0};
}

TEST(Fall, AgreesWithLongDivisionOnRandomPrices)
{
    std::mt19937_64 random(20250127);
    for (int i = 0; i < 4'000'000; ++i) {
        const std::int64_t magnitude = std::int64_t{1} << random() % 59;
        const auto from = static_cast<std::int64_t>(random() % magnitude) + 1;
        // Half of the cases close to a whole number of basis points, where mistakes would be.
        const auto near = static_cast<std::int64_t>(random() % 10'001);
        const auto exact_to = static_cast<std::int64_t>(wide(from) * (10'000 - near) / 10'000);
        const auto to = i % 2 == 0 ? exact_to + static_cast<std::int64_t>(random() % 3) - 1
                                   : static_cast<std::int64_t>(random() % from);
        if (to > from) continue;
        const Naive naive = naive_fall(from, to);
        const HalfUnits reference = exact(Price{from});
        const HalfUnits seen = exact(Price{to});
        ASSERT_EQ(fall_between(reference, seen).value, naive.whole) << from << " to " << to;
        const auto whole = static_cast<std::int32_t>(naive.whole);
        ASSERT_TRUE(fell_at_least(reference, seen, {whole})) << from << " to " << to;
        ASSERT_FALSE(fell_at_least(reference, seen, {whole + 1})) << from << " to " << to;
        if (naive.exactly && whole > 0) {
            ASSERT_FALSE(fell_at_least(reference, {seen.value + 1}, {whole})) << from << " " << to;
        }
    }
}

}  // namespace
}  // namespace gapwire::strategies
