// The trading date: as given, from the first capture time, or a configuration error.
#include "strategies/trading_date.hpp"

#include <gtest/gtest.h>

#include "refusal.hpp"

namespace gapwire::strategies {
namespace {

constexpr Timestamp four_utc{1'737'950'400'000'000'000};  // 2025-01-27 04:00 UTC

TEST(TradingDate, TheGivenDateWins)
{
    EXPECT_EQ(trading_date({2025, 1, 24}, four_utc), (Date{2025, 1, 24}));
    EXPECT_EQ(trading_date({2025, 1, 24}, Timestamp::none()), (Date{2025, 1, 24}));
}

TEST(TradingDate, ElseItIsTheDayOfTheFirstCaptureTimeInTheZone)
{
    EXPECT_EQ(trading_date({}, four_utc), (Date{2025, 1, 26}));
    EXPECT_EQ(trading_date({}, four_utc, "Asia/Tokyo"), (Date{2025, 1, 27}));
}

TEST(TradingDate, WithNeitherItIsAConfigurationErrorThatSaysWhatToDo)
{
    EXPECT_EQ(refusal([] { trading_date({}, Timestamp::none()); }),
              "78 trading_date: the capture has no capture times to take it from: give --date "
              "YYYY-MM-DD, or trading_date in the configuration");
}

}  // namespace
}  // namespace gapwire::strategies
