// What ladders would have fired on daily bars.
#include "strategies/daily_backtest.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace gapwire::strategies {
namespace {

Price judged_price(const DailyBar& bar, DailyPrice judged, Direction direction) noexcept
{
    switch (judged) {
        case DailyPrice::open: return bar.open;
        case DailyPrice::close: return bar.close;
        case DailyPrice::extreme: return direction == Direction::down ? bar.low : bar.high;
    }
    return bar.close;
}

void judge(const GapSettings& ladder, const std::string& instrument, const DailyStep& step,
           DailyPrice judged, DailyBacktest& result)
{
    if (step.before <= Price{0}) return;
    const HalfUnits from = exact(step.before);
    const Price price = judged_price(step.bar, judged, ladder.direction);
    if (!moved_at_least(ladder.direction, from, exact(price), ladder.ladder.front())) return;
    if (!step.left_out.empty()) {
        result.left_out.push_back({instrument, step.bar.date, std::string(step.left_out)});
        return;
    }
    for (const BasisPoints rung : ladder.ladder) {
        if (!moved_at_least(ladder.direction, from, exact(price), rung)) return;
        result.fires.push_back({ladder.name, instrument, step.bar.date, rung,
                                fall_between(from, exact(price)), step.before, price});
    }
}

}  // namespace

std::int64_t DailyBacktest::pages_per_month_hundredths() const noexcept
{
    std::set<Date> pages;
    for (const DailyFire& fire : fires) pages.insert(fire.date);
    return days == 0 ? 0 : static_cast<std::int64_t>(pages.size()) * 30 * 100 / days;
}

DailyBacktest backtest_daily(const std::vector<GapSettings>& ladders, const DailyHistory& history,
                             Date from, Date to, DailyPrice judged)
{
    DailyBacktest result;
    result.days = day_number(to) - day_number(from) + 1;
    for (const GapSettings& ladder : ladders) {
        const auto& named = ladder.symbols;
        for (const std::string& instrument : named.empty() ? history.instruments() : named)
            for (const DailyStep& step : history.steps(instrument, from, to))
                judge(ladder, instrument, step, judged, result);
    }
    std::stable_sort(result.fires.begin(), result.fires.end(),
                     [](const DailyFire& a, const DailyFire& b) {
                         return std::tie(a.date, a.instrument) < std::tie(b.date, b.instrument);
                     });
    std::stable_sort(result.left_out.begin(), result.left_out.end(),
                     [](const DailyLeftOut& a, const DailyLeftOut& b) { return a.date < b.date; });
    return result;
}

}  // namespace gapwire::strategies
