// What ladders would have fired on daily bars: the days, and how often a month.
#pragma once

#include <string>
#include <vector>

#include "strategies/gap.hpp"
#include "strategies/history.hpp"

namespace gapwire::strategies {

/// Which price of a day is judged against the close before.
enum class DailyPrice : std::uint8_t { open, extreme, close };  // extreme: low, or high of a rise

/// One rung on one day.
struct DailyFire {
    std::string rule;
    std::string instrument;
    Date date{};
    BasisPoints rung{};
    BasisPoints fall{};
    Price reference = Price::none();
    Price price = Price::none();
    friend bool operator==(const DailyFire&, const DailyFire&) = default;
};

/// A day whose close before is of another contract or is otherwise not to be compared.
struct DailyLeftOut {
    std::string instrument;
    Date date{};
    std::string reason;
    friend bool operator==(const DailyLeftOut&, const DailyLeftOut&) = default;
};

struct DailyBacktest {
    std::vector<DailyFire> fires;        // by date, then instrument, then rung
    std::vector<DailyLeftOut> left_out;  // that would have fired, by date
    std::int32_t days = 0;               // from the first day to the last
    /// Days on which something fired, of 30 days, in hundredths.
    std::int64_t pages_per_month_hundredths() const noexcept;
};

/// Judges every bar of [from, to] of the instruments that a ladder names (all of the history where
/// it names none). Exact, as live.
DailyBacktest backtest_daily(const std::vector<GapSettings>& ladders, const DailyHistory& history,
                             Date from, Date to, DailyPrice judged);

}  // namespace gapwire::strategies
