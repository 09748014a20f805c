// Which futures are listed on which day: months, expiries, settlements, prices.
#include "sim/futures_listings.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "core/time.hpp"

namespace gapwire::sim {
namespace {

using testing::ElementsAre;

Timestamp noon_of(Date date)
{
    return wall_time(date, 12 * std::int64_t{3'600'000'000'000}, "UTC");
}

std::vector<std::string> symbols_on(Date date, std::uint32_t months = 2)
{
    std::vector<std::string> symbols;
    for (const MdpListing& listing : listings_of({"NQ"}, months, 0, noon_of(date)))
        symbols.push_back(listing.symbol);
    return symbols;
}

TEST(FuturesListings, TheNearestMonthIsTheOneThatHasNotExpiredByTomorrow)
{
    EXPECT_THAT(symbols_on({2025, 1, 27}), ElementsAre("NQH5", "NQM5"));
    EXPECT_THAT(symbols_on({2025, 3, 19}), ElementsAre("NQH5", "NQM5"));
    EXPECT_THAT(symbols_on({2025, 3, 20}), ElementsAre("NQM5", "NQU5"));  // expires on the 21st
    EXPECT_THAT(symbols_on({2025, 12, 24}), ElementsAre("NQH6", "NQM6"));
    EXPECT_THAT(symbols_on({2025, 10, 1}, 5), ElementsAre("NQZ5", "NQH6", "NQM6", "NQU6", "NQZ6"));
}

TEST(FuturesListings, EndsOnTheThirdFridayWhenNewYorkOpens)
{
    const auto last_trade = [](Date date) {
        return listings_of({"ES"}, 1, 0, noon_of(date)).front().last_trade_ns;
    };
    // In summer time and not; a month that begins on a Friday, and one on a Saturday.
    EXPECT_EQ(last_trade({2025, 1, 27}), 1'742'563'800'000'000'000u);  // 2025-03-21 13:30 UTC
    EXPECT_EQ(last_trade({2024, 10, 1}), 1'734'705'000'000'000'000u);  // 2024-12-20 14:30 UTC
    EXPECT_EQ(last_trade({2024, 2, 1}), 1'710'509'400'000'000'000u);   // 2024-03-15 13:30 UTC
    EXPECT_EQ(last_trade({2024, 4, 1}), 1'718'976'600'000'000'000u);   // 2024-06-21 13:30 UTC
}

TEST(FuturesListings, IsSettledOnTheWeekdayBefore)
{
    const auto settled = [](Date date) {
        return date_of_day(listings_of({"NQ"}, 1, 0, noon_of(date)).front().settlement_date);
    };
    EXPECT_EQ(settled({2025, 1, 28}), (Date{2025, 1, 27}));
    for (const std::int8_t day : {25, 26, 27})  // a Saturday, a Sunday, a Monday
        EXPECT_EQ(settled({2025, 1, day}), (Date{2025, 1, 24}));
}

TEST(FuturesListings, FallsByTheShareToAWholeTick)
{
    const auto listings = listings_of({"NQ", "ES"}, 2, 40'000, noon_of({2025, 1, 27}));
    ASSERT_EQ(listings.size(), 4u);
    for (const MdpListing& listing : listings) {
        EXPECT_EQ(listing.settlement % listing.tick, 0) << listing.symbol;
        EXPECT_EQ(listing.last_price % listing.tick, 0) << listing.symbol;
        const std::int64_t exact = listing.settlement / 100 * 96;
        EXPECT_LE(listing.last_price, exact) << listing.symbol;
        EXPECT_GT(listing.last_price, exact - listing.tick) << listing.symbol;
    }
    EXPECT_EQ(listings[0].product, "NQ");
    EXPECT_EQ(listings[0].settlement, 2'191'125 * Price::scale);
    EXPECT_GT(listings[1].settlement, listings[0].settlement);
    EXPECT_EQ(listings[2].product, "ES");
}

TEST(FuturesListings, AnUnknownProductIsRefusedWithThoseThatAreKnown)
{
    try {
        (void)listings_of({"NQ", "CL"}, 1, 0, noon_of({2025, 1, 27}));
        FAIL() << "CL was listed";
    } catch (const OperatorError& error) {
        EXPECT_STREQ(error.what(), "--products CL: is none of ES MES MNQ NQ");
        EXPECT_EQ(error.code(), ExitCode::usage);
    }
}

}  // namespace
}  // namespace gapwire::sim
