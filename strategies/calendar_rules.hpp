// The rules of trading calendars as they are written: hours by market, and days that differ.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "strategies/calendar.hpp"

namespace gapwire::strategies {

/// Nanoseconds since midnight of a trading date on the market's clock; below 0: the evening before.
using HoursNs = std::int64_t;

struct PhaseHours {
    TradingPhase phase = TradingPhase::closed;
    HoursNs begin = 0;
    HoursNs end = 0;
    bool moves_with_close = false;
};

/// The hours of a full day.
struct DayHours {
    Date since{};
    std::vector<PhaseHours> phases;  // in order, without a gap; those that move are the last
    HoursNs close = 0;               // an end of one of them
};

enum class ExceptionKind { closed, early_close, halt, check };

struct DayException {
    ExceptionKind kind = ExceptionKind::closed;
    HoursNs local_close = 0;  // of early_close and halt: inside the hours of that day
};

struct MarketRules {
    std::string name;
    std::vector<std::string> mics;
    std::string zone;
    Date first_day{};
    Date last_day{};
    std::vector<DayHours> hours;  // by `since`; the first is in force on first_day
    std::map<Date, DayException> exceptions;

    /// The hours of a full day on `date`. REQUIRES: not before the first.
    const DayHours& hours_on(Date date) const noexcept;
};

/// A file of the operator's, and what it is called in errors.
struct NamedText {
    std::string_view text;
    std::string name;
};

/// Reads the files markets.toml and exceptions.csv. Throws OperatorError(config)
/// `file:line: key: reason` for the first thing that is wrong. At most markets_max markets and
/// calendar_years_max years.
std::vector<MarketRules> read_market_rules(const NamedText& markets, const NamedText& exceptions);

inline constexpr std::size_t markets_max = 100;
inline constexpr std::int32_t calendar_years_max = 50;

}  // namespace gapwire::strategies
