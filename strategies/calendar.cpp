// Trading calendars by market: made from the rules once, then looked up.
#include "strategies/calendar.hpp"

#include <algorithm>
#include <iterator>

#include "strategies/calendar_rules.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::strategies {
namespace {

Timestamp instant(const MarketRules& rules, Date date, HoursNs hours)
{
    constexpr HoursNs day_ns = HoursNs{24} * 3600 * 1'000'000'000;
    if (hours >= 0) return wall_time(date, hours, rules.zone);
    return wall_time(date_of_day(day_number(date) - 1), hours + day_ns, rules.zone);
}

const DayException* exception_on(const MarketRules& rules, Date date)
{
    const auto found = rules.exceptions.find(date);
    return found == rules.exceptions.end() ? nullptr : &found->second;
}

MarketDay day_of(const MarketRules& rules, Date date)
{
    if (is_weekend(day_number(date))) return {DayKind::closed};
    const HoursNs close = rules.hours_on(date).close;
    const DayException* const exception = exception_on(rules, date);
    if (exception == nullptr) return {DayKind::full, instant(rules, date, close)};
    switch (exception->kind) {
        case ExceptionKind::closed: return {DayKind::closed};
        case ExceptionKind::halt: return {DayKind::holiday_halt};
        case ExceptionKind::check: return {DayKind::unknown};
        case ExceptionKind::early_close: break;
    }
    return {DayKind::early_close, instant(rules, date, std::min(close, exception->local_close))};
}

std::vector<MarketDay> days_of(const MarketRules& rules)
{
    std::vector<MarketDay> days;
    for (std::int32_t day = day_number(rules.first_day); day <= day_number(rules.last_day); ++day)
        days.push_back(day_of(rules, date_of_day(day)));
    return days;
}

/// The phases of a day that closes at `close`: moved, cut, or gone.
std::vector<PhaseHours> shortened(const DayHours& full, HoursNs close)
{
    const HoursNs earlier = full.close - close;
    HoursNs cut = close;
    for (const PhaseHours& hours : full.phases)
        if (hours.moves_with_close) cut = std::min(cut, hours.begin - earlier);

    std::vector<PhaseHours> phases;
    for (PhaseHours hours : full.phases) {
        if (hours.moves_with_close) {
            hours.begin -= earlier;
            hours.end -= earlier;
        } else {
            hours.end = std::min(hours.end, cut);
        }
        if (hours.begin < hours.end) phases.push_back(hours);
    }
    return phases;
}

/// The phases of the hours that begin for `date` and belong to `trading_date`; one unknown phase,
/// as long as a full day, when that is none.
std::vector<TradingTime> phases_on(const MarketRules& rules, Date date, Date trading_date)
{
    const DayHours& full = rules.hours_on(date);
    if (trading_date.is_none())
        return {{TradingPhase::unknown, Date{}, instant(rules, date, full.phases.front().begin),
                 instant(rules, date, full.phases.back().end)}};
    const DayException* const exception = exception_on(rules, date);
    std::vector<TradingTime> phases;
    for (const PhaseHours& hours :
         exception == nullptr ? full.phases : shortened(full, exception->local_close))
        phases.push_back({hours.phase, trading_date, instant(rules, date, hours.begin),
                          instant(rules, date, hours.end)});
    return phases;
}

/// The phase between two others. Inside one trading date there is none but a holiday's.
TradingTime between(const TradingTime& before, const TradingTime& after)
{
    const bool halted = before.trading_date == after.trading_date;
    return {halted ? TradingPhase::holiday_halt : TradingPhase::closed, after.trading_date,
            before.end, after.begin};
}

}  // namespace

std::string_view to_text(TradingPhase phase) noexcept
{
    switch (phase) {
        case TradingPhase::unknown: break;
        case TradingPhase::closed: return "closed";
        case TradingPhase::opening_auction: return "opening_auction";
        case TradingPhase::pre_market: return "pre_market";
        case TradingPhase::overnight: return "overnight";
        case TradingPhase::regular: return "regular";
        case TradingPhase::lunch: return "lunch";
        case TradingPhase::closing_auction: return "closing_auction";
        case TradingPhase::after_hours: return "after_hours";
        case TradingPhase::holiday_halt: return "holiday_halt";
    }
    return "unknown";
}

Calendar::Calendar(const MarketRules& rules)
    : name_(rules.name),
      zone_(rules.zone),
      first_day_(day_number(rules.first_day)),
      days_(days_of(rules))
{
    TradingTime last{TradingPhase::unknown, {}, {}, instant(rules, rules.first_day, 0)};
    for (std::size_t i = 0; i < days_.size(); ++i) {
        if (days_[i].kind == DayKind::closed) continue;
        const Date date = date_of_day(first_day_ + static_cast<std::int32_t>(i));
        for (TradingTime phase : phases_on(rules, date, trading_date_of(date))) {
            if (phase.phase == TradingPhase::unknown)
                phase.begin = last.end;
            else if (last.end < phase.begin)
                phases_.push_back(between(last, phase));
            phases_.push_back(phase);
            last = phase;
        }
    }
}

Date Calendar::trading_date_of(Date date) const noexcept
{
    const MarketDay on = day(date);
    if (on.kind == DayKind::holiday_halt) return next_close(date);
    return on.has_close() ? date : Date{};
}

TradingTime Calendar::at(Timestamp time) const noexcept
{
    const auto after = std::upper_bound(
        phases_.begin(), phases_.end(), time,
        [](Timestamp wanted, const TradingTime& phase) { return wanted < phase.begin; });
    if (after == phases_.begin() || time >= std::prev(after)->end) return {};
    return *std::prev(after);
}

MarketDay Calendar::day(Date date) const noexcept
{
    if (date.is_none()) return {};
    const std::int64_t index = std::int64_t{day_number(date)} - first_day_;
    if (index < 0 || index >= std::ssize(days_)) return {};
    return days_[static_cast<std::size_t>(index)];
}

Date Calendar::nearest_close(Date date, std::int32_t step) const noexcept
{
    if (date.is_none()) return {};
    std::int32_t number = day_number(date);
    while (true) {
        date = date_of_day(number += step);
        const MarketDay found = day(date);
        if (found.kind == DayKind::unknown) return {};
        if (found.has_close()) return date;
    }
}

Date Calendar::previous_close(Date date) const noexcept
{
    return nearest_close(date, -1);
}

Date Calendar::next_close(Date date) const noexcept
{
    return nearest_close(date, 1);
}

Calendars::Calendars(const std::vector<MarketRules>& markets)
{
    for (const MarketRules& market : markets) {
        for (const std::string& mic : market.mics) by_mic_.emplace(mic, calendars_.size());
        calendars_.emplace_back(market);
    }
}

const Calendar* Calendars::find(std::string_view mic) const noexcept
{
    const auto found = by_mic_.find(mic);
    return found == by_mic_.end() ? nullptr : &calendars_[found->second];
}

std::map<std::string, std::string, std::less<>> Calendars::zones() const
{
    std::map<std::string, std::string, std::less<>> zones;
    for (const auto& [mic, index] : by_mic_) zones.emplace(mic, calendars_[index].zone());
    return zones;
}

Calendars load_calendars(const std::filesystem::path& folder)
{
    const auto markets = folder / "markets.toml";
    const auto exceptions = folder / "exceptions.csv";
    const std::string markets_text = read_text_file(markets);
    const std::string exceptions_text = read_text_file(exceptions);
    return Calendars(read_market_rules({markets_text, markets.string()},
                                       {exceptions_text, exceptions.string()}));
}

}  // namespace gapwire::strategies
