// Price limits and halts by rule and date: the dated tables, and the arithmetic on them.
#include "strategies/market_limits.hpp"

#include <algorithm>

namespace gapwire::strategies {
namespace {

constexpr ClockNs minute = 60'000'000'000;

constexpr ClockNs at(int hours, int minutes) noexcept
{
    return (hours * 60 + minutes) * minute;
}
constexpr ClockNs midnight = at(24, 0);

constexpr Price cents(std::int64_t count) noexcept
{
    return {count * (Price::scale / 100)};
}

/// The days of a rule, both ends included. No last day: until a row is added.
struct Effective {
    Date first;
    Date last;
};

// New York. Before the first row the Plan came in by steps that are not known here.
struct LuldRule {
    Effective days;
    BasisPoints tier_1;        // previous close above 3.00
    BasisPoints tier_2;        // previous close above 3.00
    BasisPoints low;           // from 0.75 to 3.00
    BasisPoints lowest;        // below 0.75: the lesser of this
    Price lowest_amount;       // and this
    ClockNs opening_until;     // all bands are doubled from 09:30 until then
    ClockNs closing;           // doubled for so long before the close
    bool closing_tier_2_high;  // also for Tier 2 above 3.00
};
constexpr std::array luld_rules{
    // The Plan under its pilot. In force on the first day; since when in this form, is not known.
    LuldRule{
        .days = {{2017, 4, 21}, {2020, 2, 23}},
        .tier_1 = {500},
        .tier_2 = {1000},
        .low = {2000},
        .lowest = {7500},
        .lowest_amount = cents(15),
        .opening_until = at(9, 45),
        .closing = 25 * minute,
        .closing_tier_2_high = true,
    },
    // Amendment 18: nothing doubled at the open, nor at the close for Tier 2 above 3.00.
    LuldRule{
        .days = {{2020, 2, 24}, {}},
        .tier_1 = {500},
        .tier_2 = {1000},
        .low = {2000},
        .lowest = {7500},
        .lowest_amount = cents(15),
        .opening_until = at(9, 30),
        .closing = 25 * minute,
        .closing_tier_2_high = false,
    },
};
constexpr Price luld_low_from = cents(75);
constexpr Price luld_low_to = cents(300);

// New York. Before the first row: 10, 20, 30 % of the Dow Jones average, set once a quarter.
struct MwcbRule {
    Effective days;
    std::array<BasisPoints, 3> falls;
    ClockNs halts_until;  // levels 1 and 2, included
    ClockNs halts_until_early;
};
constexpr std::array mwcb_rules{
    MwcbRule{
        .days = {{2013, 4, 8}, {}},
        .falls = {{{700}, {1300}, {2000}}},
        .halts_until = at(15, 25),
        .halts_until_early = at(12, 25),
    },
};

// Chicago, by trade date. Before the first row: 10, 20, 30 % set once a quarter; from 2013-04-08
// 7, 13, 20 % set daily, but with what references and times of day is not known here.
struct CmeRule {
    Effective days;
    std::array<BasisPoints, 3> falls;  // by day
    BasisPoints both_ways;             // overnight and after the cash close
    BasisPoints dynamic;               // in a rolling hour of the same phases
};
constexpr std::array cme_rules{
    // In force on the first day, when 5 % was reached; since when in this form, is not known.
    CmeRule{
        .days = {{2020, 3, 9}, {2020, 10, 11}},
        .falls = {{{700}, {1300}, {2000}}},
        .both_ways = {500},
        .dynamic = {0},
    },
    CmeRule{
        .days = {{2020, 10, 12}, {}},
        .falls = {{{700}, {1300}, {2000}}},
        .both_ways = {700},
        .dynamic = {350},
    },
};
struct CmeTimes {
    ClockNs until;
    CmePhase phase;
};
constexpr std::array cme_times{
    CmeTimes{at(8, 30), CmePhase::overnight}, CmeTimes{at(14, 25), CmePhase::day},
    CmeTimes{at(15, 0), CmePhase::late_day},  CmeTimes{at(16, 0), CmePhase::after_cash},
    CmeTimes{at(17, 0), CmePhase::closed},    CmeTimes{midnight, CmePhase::overnight},
};

constexpr ClockNs stocks_open = at(9, 30);
constexpr ClockNs stocks_close(bool early) noexcept
{
    return early ? at(13, 0) : at(16, 0);
}

/// Rows rise, none overlaps the next, and only the last has no end.
template <typename Table>
constexpr bool in_order(const Table& table) noexcept
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        const Effective& days = table[i].days;
        const bool is_last = i + 1 == table.size();
        if (days.first.is_none() || days.last.is_none() != is_last) return false;
        if (!is_last && !(days.first <= days.last && days.last < table[i + 1].days.first))
            return false;
    }
    return true;
}
static_assert(in_order(luld_rules) && in_order(mwcb_rules) && in_order(cme_rules));

template <typename Table>
constexpr auto rule_on(const Table& table, Date date) noexcept -> decltype(table.data())
{
    for (const auto& rule : table) {
        if (date < rule.days.first) return nullptr;
        if (rule.days.last.is_none() || date <= rule.days.last) return &rule;
    }
    return nullptr;
}

constexpr bool is_price(Price price) noexcept
{
    return price.units > 0 && price <= limits_price_max;
}
constexpr bool is_clock(ClockNs time) noexcept
{
    return time >= 0 && time < midnight;
}

constexpr Wide whole = 10'000;  // basis points
constexpr Wide leverage_whole = 100;

/// What `rule` allows on either side of the reference, in units of 1e-9 / whole / leverage_whole.
Wide luld_width(const LuldRule& rule, const LuldQuestion& question) noexcept
{
    const bool high = question.previous_close > luld_low_to;
    const bool lowest = question.previous_close < luld_low_from;
    const BasisPoints percentage = lowest                              ? rule.lowest
                                   : !high                             ? rule.low
                                   : question.tier == LuldTier::tier_1 ? rule.tier_1
                                                                       : rule.tier_2;
    Wide width = wide(question.reference.units) * percentage.value;
    if (lowest) width = std::min(width, wide(rule.lowest_amount.units) * whole);

    const bool at_open = question.time < rule.opening_until;
    const bool at_close = question.time >= stocks_close(question.early_close) - rule.closing;
    const bool spared = high && question.tier == LuldTier::tier_2 && !rule.closing_tier_2_high;
    const bool doubled = at_open || (at_close && !spared);
    return width * question.leverage_hundredths * (doubled ? 2 : 1);
}

bool is_answerable(const LuldQuestion& question) noexcept
{
    const bool leveraged = question.leverage_hundredths != leverage_whole;
    return is_price(question.reference) && is_price(question.previous_close) &&
           is_clock(question.time) && question.leverage_hundredths >= leverage_whole &&
           question.leverage_hundredths <= leverage_hundredths_max &&
           !(leveraged && question.tier == LuldTier::tier_1);
}

/// The nearest whole cent of a price in units of 1e-9 / whole / leverage_whole, half a cent up;
/// none for what is not above 0.
Price nearest_cent(Wide price) noexcept
{
    constexpr Wide cent = cents(1).units * whole * leverage_whole;
    const Wide count = price > 0 ? (price + cent / 2) / cent : 0;
    return count > 0 ? cents(static_cast<std::int64_t>(count)) : Price::none();
}

/// REQUIRES: `price` above 0.
constexpr std::int64_t part_of(Price price, BasisPoints part) noexcept
{
    return static_cast<std::int64_t>(wide(price.units) * part.value / whole);
}

/// `part` of `price`, down to a whole number of ticks. REQUIRES: both prices above 0.
constexpr std::int64_t ticks_of(Price price, BasisPoints part, Price tick) noexcept
{
    const Wide count = wide(price.units) * part.value / (whole * tick.units);
    return static_cast<std::int64_t>(count * tick.units);
}

constexpr bool is_reference(const CmeReference& reference) noexcept
{
    return is_price(reference.future) && is_price(reference.index);
}

constexpr CmePhase phase_at(ClockNs time) noexcept
{
    for (const CmeTimes& times : cme_times)
        if (time < times.until) return times.phase;
    return CmePhase::closed;
}

/// The limits both ways from `reference`.
void set_both_ways(CmeLimits& limits, const CmeReference& reference, const CmeRule& rule,
                   Price tick) noexcept
{
    const std::int64_t width = ticks_of(reference.index, rule.both_ways, tick);
    limits.lower = {reference.future.units - width};
    limits.upper = {reference.future.units + width};
    limits.dynamic = rule.dynamic;
}

void set_in_force(CmeLimits& limits, const CmeQuestion& question, const CmeRule& rule) noexcept
{
    switch (limits.phase) {
        case CmePhase::closed: limits.status = LimitsStatus::outside_hours; return;
        case CmePhase::overnight:
            set_both_ways(limits, question.previous, rule, question.tick);
            return;
        case CmePhase::day:
            limits.lower = limits.level[std::min<std::size_t>(question.level_reached, 2)];
            return;
        case CmePhase::late_day: limits.lower = limits.level[2]; return;
        case CmePhase::after_cash:
            set_both_ways(limits, question.today, rule, question.tick);
            limits.lower = std::max(limits.lower, limits.level[2]);
            return;
    }
}

constexpr CmeLimits no_cme_limits(LimitsStatus status, CmePhase phase = CmePhase::closed) noexcept
{
    CmeLimits limits;
    limits.status = status;
    limits.phase = phase;
    return limits;
}

}  // namespace

LuldBand luld_band(const LuldQuestion& question) noexcept
{
    if (!is_answerable(question)) return {.status = LimitsStatus::bad_input};
    const LuldRule* const rule = rule_on(luld_rules, question.date);
    if (rule == nullptr) return {.status = LimitsStatus::unknown_date};
    if (question.time < stocks_open || question.time >= stocks_close(question.early_close))
        return {.status = LimitsStatus::outside_hours};

    const Wide reference = wide(question.reference.units) * whole * leverage_whole;
    const Wide width = luld_width(*rule, question);
    return {.lower = nearest_cent(reference - width), .upper = nearest_cent(reference + width)};
}

MwcbLevels mwcb_levels(const MwcbQuestion& question) noexcept
{
    if (!is_price(question.index_close) || !is_clock(question.time) || question.level_reached > 3)
        return {.status = LimitsStatus::bad_input};
    const MwcbRule* const rule = rule_on(mwcb_rules, question.date);
    if (rule == nullptr) return {.status = LimitsStatus::unknown_date};

    const ClockNs halts_until = question.early_close ? rule->halts_until_early : rule->halts_until;
    const bool open =
        question.time >= stocks_open && question.time < stocks_close(question.early_close);
    MwcbLevels levels;
    for (std::size_t i = 0; i < levels.level.size(); ++i) {
        const BasisPoints left{static_cast<std::int32_t>(whole) - rule->falls[i].value};
        levels.level[i].price = {part_of(question.index_close, left)};
        if (!open || i < question.level_reached) continue;
        if (i == 2)
            levels.level[i].action = MwcbAction::close_for_the_day;
        else if (question.time <= halts_until)
            levels.level[i].action = MwcbAction::halt_15_minutes;
    }
    return levels;
}

CmeLimits cme_limits(const CmeQuestion& question) noexcept
{
    if (!is_reference(question.previous) || !is_price(question.tick) || !is_clock(question.time) ||
        question.level_reached > 3)
        return no_cme_limits(LimitsStatus::bad_input);
    const CmeRule* const rule = rule_on(cme_rules, question.trade_date);
    if (rule == nullptr) return no_cme_limits(LimitsStatus::unknown_date);

    CmeLimits limits = no_cme_limits(LimitsStatus::ok, phase_at(question.time));
    if (limits.phase == CmePhase::closed) return no_cme_limits(LimitsStatus::outside_hours);
    for (std::size_t i = 0; i < limits.level.size(); ++i)
        limits.level[i] = {question.previous.future.units -
                           ticks_of(question.previous.index, rule->falls[i], question.tick)};
    if (limits.phase == CmePhase::after_cash && !is_reference(question.today)) {
        limits.status = LimitsStatus::no_reference;
        return limits;
    }
    set_in_force(limits, question, *rule);
    return limits;
}

DynamicBand dynamic_band(HourRange hour, Price settlement, BasisPoints width, Price tick) noexcept
{
    if (!is_price(hour.high) || !is_price(hour.low) || hour.high < hour.low ||
        !is_price(settlement) || !is_price(tick) || width.value <= 0 || width.value > whole)
        return {.status = LimitsStatus::bad_input};
    const std::int64_t variant = ticks_of(settlement, width, tick);
    return {.lower = {hour.high.units - variant}, .upper = {hour.low.units + variant}};
}

}  // namespace gapwire::strategies
