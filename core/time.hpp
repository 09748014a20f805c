// Calendar days and time zones: trading dates in exchange time, timestamps as RFC 3339.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/types.hpp"

namespace gapwire {

/// A day of the civil calendar. The default is "no date".
struct Date {
    std::int16_t year = 0;
    std::int8_t month = 0;
    std::int8_t day = 0;

    constexpr bool is_none() const noexcept { return year == 0; }
    friend constexpr auto operator<=>(Date, Date) = default;
};

/// Reads "2025-01-27"; nothing for anything else or for a day that does not exist.
std::optional<Date> parse_date(std::string_view text);
/// "2025-01-27", or "" for no date.
std::string to_text(Date date);

/// Days since 1970-01-01, and back. REQUIRES: a date, and one.
std::int32_t day_number(Date date);
Date date_of_day(std::int32_t days);
/// Saturday or Sunday, in days since 1970-01-01 (a Thursday).
constexpr bool is_weekend(std::int32_t day) noexcept
{
    return (day % 7 + 10) % 7 >= 5;
}

/// The civil day in `zone` (an IANA name) at `time`. Throws OperatorError for an unknown zone.
Date date_in_zone(Timestamp time, std::string_view zone);

/// Nanoseconds since midnight on a wall clock in `zone`. Throws OperatorError for an unknown zone.
std::int64_t time_of_day(Timestamp time, std::string_view zone);

/// The instant at which a clock on the wall in `zone` shows `date` 00:00:00 plus `ns_of_day`, by
/// the zone's offset at noon of that day (exchanges are closed when clocks are changed).
Timestamp wall_time(Date date, std::int64_t ns_of_day, std::string_view zone);

/// UTC with nine digits: "2025-01-27T09:00:00.000000123Z".
std::string rfc3339(Timestamp time);

/// Reads RFC 3339 with any offset and up to nine digits behind the point; nothing for anything
/// else, or a time that nanoseconds in an int64 do not reach.
std::optional<Timestamp> parse_rfc3339(std::string_view text);

/// "HH:MM:SS.nnnnnnnnn" of a nanosecond of the day (hours may pass 24: sessions over midnight).
std::string clock_text(std::uint64_t ns_of_day);

/// Reads "HH:MM[:SS[.fraction]]" (up to nine digits) into nanoseconds of the day.
std::optional<std::uint64_t> parse_clock(std::string_view text);

}  // namespace gapwire
