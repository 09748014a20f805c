// The low limit by the exchange's rule: which day's references serve, and when.
#include "strategies/low_limit.hpp"

#include <gtest/gtest.h>

#include "core/decimal.hpp"

namespace gapwire::strategies {
namespace {

constexpr Date monday{2025, 1, 27};

Product nasdaq_100(Date date)
{
    Product product;
    product.limits = {
        date, {*parse_price("21911.25"), *parse_price("21774.01")}, *parse_price("0.25")};
    return product;
}

Timestamp in_chicago(Date date, std::int64_t hour)
{
    return wall_time(date, hour * 3'600'000'000'000, "America/Chicago");
}

TEST(LowLimit, IsThatOfTheTimeOfDay)
{
    const Product nq = nasdaq_100({2025, 1, 24});
    const LowLimit seven{*parse_price("20387.25"), LimitSource::rule};
    EXPECT_EQ(low_limit_by_rule(nq, monday, in_chicago({2025, 1, 26}, 17)), seven);
    EXPECT_EQ(low_limit_by_rule(nq, monday, in_chicago(monday, 8)), seven);
    EXPECT_EQ(low_limit_by_rule(nq, monday, in_chicago(monday, 9)), seven);
    const LowLimit twenty{*parse_price("17556.50"), LimitSource::rule};  // the last half hour
    EXPECT_EQ(low_limit_by_rule(nq, monday, {in_chicago(monday, 15).ns - 1}), twenty);
}

TEST(LowLimit, IsUnknownWithoutReferencesOfADayShortlyBefore)
{
    const LowLimit unknown{};
    EXPECT_EQ(unknown.source, LimitSource::unknown);
    const Timestamp morning = in_chicago(monday, 9);
    EXPECT_EQ(low_limit_by_rule(Product{}, monday, morning), unknown);
    EXPECT_EQ(low_limit_by_rule(nasdaq_100(monday), monday, morning), unknown);
    EXPECT_EQ(low_limit_by_rule(nasdaq_100({2025, 1, 21}), monday, morning), unknown);
    EXPECT_NE(low_limit_by_rule(nasdaq_100({2025, 1, 22}), monday, morning), unknown);
    EXPECT_EQ(low_limit_by_rule(nasdaq_100({2025, 1, 24}), Date{}, morning), unknown);
    // Between 15:00 and 17:00 the rule measures from the afternoon's own price.
    EXPECT_EQ(low_limit_by_rule(nasdaq_100({2025, 1, 24}), monday, in_chicago(monday, 15)),
              unknown);
    EXPECT_EQ(low_limit_by_rule(nasdaq_100({2025, 1, 24}), monday, in_chicago(monday, 16)),
              unknown);
}

}  // namespace
}  // namespace gapwire::strategies
