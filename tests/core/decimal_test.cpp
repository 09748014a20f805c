// Exact decimals: text to units and back.
#include "core/decimal.hpp"

#include <gtest/gtest.h>

namespace gapwire {
namespace {

TEST(Decimal, HasNoTrailingZerosAndNoExponent)
{
    EXPECT_EQ(decimal(805'200, 4), "80.52");
    EXPECT_EQ(decimal(1'000'000, 4), "100");
    EXPECT_EQ(decimal(1, 4), "0.0001");
    EXPECT_EQ(decimal(0, 4), "0");
    EXPECT_EQ(decimal(-5'000, 4), "-0.5");
    EXPECT_EQ(decimal(INT64_MIN, 0), "-9223372036854775808");
    EXPECT_EQ(decimal(Price{142'620'000'000}), "142.62");
    EXPECT_EQ(decimal(Price::none()), "");
}

TEST(Decimal, ParsesWhatItPrints)
{
    EXPECT_EQ(parse_decimal("80.52", 4), 805'200);
    EXPECT_EQ(parse_decimal("-0.5", 4), -5'000);
    EXPECT_EQ(parse_decimal("100", 4), 1'000'000);
    EXPECT_EQ(parse_decimal("1.50000", 4), 15'000) << "trailing zeros carry no digits";
    EXPECT_EQ(parse_decimal("9223372036854775807", 0), INT64_MAX);
}

TEST(Decimal, RefusesWhatIsNotAnExactDecimal)
{
    for (const char* text : {"", "-", ".", "1e5", "1,5", "0x10", "1.2.3", " 1", "1 ", "nan",
                             "1.00001", "9223372036854775808", "922337203685477.5808001"})
        EXPECT_EQ(parse_decimal(text, 4), std::nullopt) << text;
}

}  // namespace
}  // namespace gapwire
