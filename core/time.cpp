// Calendar days and time zones, on Abseil's.
#include "core/time.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>
#include <fmt/format.h>

#include <charconv>

#include "core/error.hpp"

namespace gapwire {
namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;

absl::TimeZone load_zone(std::string_view zone)
{
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone(std::string(zone), &loaded))
        throw OperatorError(ExitCode::config, fmt::format("unknown time zone \"{}\"", zone));
    return loaded;
}

std::optional<std::uint64_t> parse_number(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Date date_of(absl::CivilDay day)
{
    return {static_cast<std::int16_t>(day.year()), static_cast<std::int8_t>(day.month()),
            static_cast<std::int8_t>(day.day())};
}

}  // namespace

std::optional<Date> parse_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = parse_number(text.substr(0, 4));
    const auto month = parse_number(text.substr(5, 2));
    const auto day = parse_number(text.substr(8, 2));
    if (!year || !month || !day || *year == 0) return std::nullopt;
    const absl::CivilDay civil(static_cast<std::int64_t>(*year), static_cast<int>(*month),
                               static_cast<int>(*day));
    if (civil.month() != static_cast<int>(*month) || civil.day() != static_cast<int>(*day))
        return std::nullopt;
    return date_of(civil);
}

std::string to_text(Date date)
{
    if (date.is_none()) return "";
    return fmt::format("{:04}-{:02}-{:02}", int{date.year}, int{date.month}, int{date.day});
}

std::int32_t day_number(Date date)
{
    return static_cast<std::int32_t>(absl::CivilDay(date.year, date.month, date.day) -
                                     absl::CivilDay());
}

Date date_of_day(std::int32_t days)
{
    return date_of(absl::CivilDay() + days);
}

Date date_in_zone(Timestamp time, std::string_view zone)
{
    return date_of(absl::ToCivilDay(absl::FromUnixNanos(time.ns), load_zone(zone)));
}

std::int64_t time_of_day(Timestamp time, std::string_view zone)
{
    const absl::CivilSecond wall =
        absl::ToCivilSecond(absl::FromUnixNanos(time.ns), load_zone(zone));
    const std::int64_t second = wall - absl::CivilSecond(absl::CivilDay(wall));
    const std::int64_t part = time.ns % ns_per_second;
    return second * ns_per_second + (part < 0 ? part + ns_per_second : part);
}

Timestamp wall_time(Date date, std::int64_t ns_of_day, std::string_view zone)
{
    const absl::CivilSecond noon(date.year, date.month, date.day, 12);
    const std::int64_t at_noon = absl::ToUnixNanos(absl::FromCivil(noon, load_zone(zone)));
    return {at_noon - 12 * 3600 * ns_per_second + ns_of_day};
}

std::string rfc3339(Timestamp time)
{
    return absl::FormatTime("%Y-%m-%dT%H:%M:%E9SZ", absl::FromUnixNanos(time.ns),
                            absl::UTCTimeZone());
}

std::optional<Timestamp> parse_rfc3339(std::string_view text)
{
    absl::Time time;
    std::string error;
    const bool is_time =
        absl::ParseTime(absl::RFC3339_full, {text.data(), text.size()}, &time, &error);
    const bool fits =
        time >= absl::FromUnixNanos(INT64_MIN) && time <= absl::FromUnixNanos(INT64_MAX);
    if (!is_time || !fits) return std::nullopt;
    return Timestamp{absl::ToUnixNanos(time)};
}

std::string clock_text(std::uint64_t ns_of_day)
{
    const std::uint64_t seconds = ns_of_day / ns_per_second;
    return fmt::format("{:02}:{:02}:{:02}.{:09}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                       ns_of_day % ns_per_second);
}

std::optional<std::uint64_t> parse_clock(std::string_view text)
{
    std::string_view fraction;
    if (const auto point = text.find('.'); point != std::string_view::npos) {
        fraction = text.substr(point + 1);
        text = text.substr(0, point);
        if (fraction.empty() || fraction.size() > 9 || text.size() != 8) return std::nullopt;
    }
    if ((text.size() != 5 && text.size() != 8) || text[2] != ':') return std::nullopt;
    if (text.size() == 8 && text[5] != ':') return std::nullopt;

    const auto hours = parse_number(text.substr(0, 2));
    const auto minutes = parse_number(text.substr(3, 2));
    const auto seconds =
        text.size() == 8 ? parse_number(text.substr(6, 2)) : std::optional<std::uint64_t>{0};
    std::string padded(fraction);
    padded.resize(9, '0');
    const auto ns = parse_number(padded);
    if (!hours || !minutes || !seconds || !ns || *minutes > 59 || *seconds > 59)
        return std::nullopt;
    return (*hours * 3600 + *minutes * 60 + *seconds) * ns_per_second + *ns;
}

}  // namespace gapwire
