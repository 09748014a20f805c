// The calendars that are delivered, and answers as text: times in UTC to the minute.
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "strategies/calendar.hpp"

namespace gapwire::strategies {

inline const Calendar& calendar(std::string_view mic)
{
    static const Calendars all = load_calendars(GAPWIRE_SOURCE_DIR "/config/calendars");
    const Calendar* const found = all.find(mic);
    if (found == nullptr) throw std::invalid_argument(std::string(mic));
    return *found;
}

/// A day such as "2025-01-27".
inline Date date(std::string_view text)
{
    return parse_date(text).value();
}

/// A time in UTC such as "2025-01-26 23:00".
inline Timestamp utc(std::string_view text)
{
    const auto clock = static_cast<std::int64_t>(parse_clock(text.substr(11)).value());
    return wall_time(date(text.substr(0, 10)), clock, "UTC");
}

/// "2025-01-26 23:00", with seconds and more only where there are any; "none".
inline std::string text(Timestamp time)
{
    if (time.is_none()) return "none";
    std::string text = rfc3339(time);
    text[10] = ' ';
    return text.substr(0, text.ends_with(":00.000000000Z") ? 16 : 29);
}

inline std::string text(const TradingTime& time)
{
    return std::string(to_text(time.phase)) + " of " + to_text(time.trading_date) + ", " +
           text(time.begin) + " to " + text(time.end);
}

inline std::string text(const MarketDay& day)
{
    constexpr std::string_view kinds[] = {"unknown", "closed", "holiday_halt", "early_close",
                                          "full"};
    return std::string(kinds[static_cast<std::size_t>(day.kind)]) + ", close " + text(day.close);
}

/// What a market does at a time in UTC.
inline std::string at(std::string_view mic, std::string_view time)
{
    return text(calendar(mic).at(utc(time)));
}

inline std::string on(std::string_view mic, std::string_view day)
{
    return text(calendar(mic).day(date(day)));
}

inline std::string previous(std::string_view mic, std::string_view day)
{
    return to_text(calendar(mic).previous_close(date(day)));
}

inline std::string next(std::string_view mic, std::string_view day)
{
    return to_text(calendar(mic).next_close(date(day)));
}

/// Every phase from one time in UTC up to another, and that each lasts from its begin to its end.
inline std::vector<std::string> phases(std::string_view mic, std::string_view from,
                                       std::string_view to)
{
    std::vector<std::string> all;
    for (Timestamp time = utc(from); time < utc(to);) {
        const TradingTime phase = calendar(mic).at(time);
        all.push_back(text(phase));
        if (phase.end.is_none()) break;
        EXPECT_EQ(calendar(mic).at(phase.begin), phase);
        EXPECT_EQ(calendar(mic).at({phase.end.ns - 1}), phase);
        time = phase.end;
    }
    return all;
}

}  // namespace gapwire::strategies
