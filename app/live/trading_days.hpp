// Which trading date a live feed is in.
#pragma once

#include <string>

#include "core/time.hpp"
#include "strategies/trading_date.hpp"

namespace gapwire::app {

/// The configured date, or the day of the exchange's clock on the wall.
struct TradingDays {
    Date fixed{};  // no date: today
    std::string zone{strategies::default_time_zone};

    /// When the trading date began that a session beginning `now` belongs to.
    Timestamp midnight_of(Timestamp now) const
    {
        return wall_time(fixed.is_none() ? date_in_zone(now, zone) : fixed, 0, zone);
    }
};

}  // namespace gapwire::app
