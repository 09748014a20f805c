// A language on a wall clock.
#include "alerts/text/voice.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <cstdlib>

#include "alerts/text/messages.hpp"
#include "core/assert.hpp"
#include "core/decimal.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::string_view right_to_left_mark = "\u200f";
constexpr std::string_view isolate_left_to_right = "\u2066";
constexpr std::string_view end_of_isolate = "\u2069";

constexpr std::int64_t millisecond = 1'000'000;
constexpr std::int64_t second = 1'000 * millisecond;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;

std::string joined(std::span<const Field> fields)
{
    std::string names;
    for (const Field& field : fields) names += (names.empty() ? "" : " ") + std::string(field.name);
    return names;
}

/// Which form of a word goes with a number, as the catalogues name it.
std::string_view plural_of(std::uint64_t count)
{
    const std::uint64_t last = count % 100;
    if (count == 1) return "one";
    if (count == 2) return "two";
    return last >= 3 && last <= 10 ? "few" : "other";
}

}  // namespace

Voice::Voice(Language language, std::string_view zone)
    : language_(language), zone_(absl::UTCTimeZone())
{
    if (!absl::LoadTimeZone(std::string(zone), &zone_)) zone_ = absl::UTCTimeZone();
}

std::string Voice::say(std::string_view key, std::span<const Field> fields) const
{
    const auto found = catalogue(language_).find(key);
    GAPWIRE_ASSERT(found != catalogue(language_).end());
    GAPWIRE_ASSERT(joined(fields) == fields_of(key));
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const Field& field : fields) store.push_back(fmt::arg(field.name, field.text));
    return fmt::vformat(found->second, store);
}

std::string Voice::say_in(std::string_view table, std::string_view key,
                          std::initializer_list<Field> fields) const
{
    return say(fmt::format("{}.{}", table, key), fields);
}

bool Voice::knows(std::string_view table, std::string_view key) const
{
    return catalogue(language_).count(fmt::format("{}.{}", table, key)) > 0;
}

// ---- runs

std::string_view Voice::opening() const noexcept
{
    return language_ == Language::arabic ? right_to_left_mark : "";
}

std::string Voice::run(std::string_view text) const
{
    if (language_ != Language::arabic || text.empty()) return std::string(text);
    return fmt::format("{}{}{}", isolate_left_to_right, text, end_of_isolate);
}

std::string Voice::name(std::string_view text) const
{
    std::string safe(text);
    for (char& c : safe)
        if (c < ' ' || c > '~') c = '?';
    return run(safe);
}

std::string Voice::number(std::uint64_t value) const
{
    return run(fmt::to_string(value));
}

std::string Voice::price(Price price) const
{
    return run(decimal(price));
}

std::string Voice::date(Date date) const
{
    return run(to_text(date));
}

std::string Voice::change(BasisPoints fall) const
{
    const std::int64_t size = std::abs(std::int64_t{fall.value});
    const char* const sign = fall.value > 0 ? "-" : fall.value < 0 ? "+" : "";
    return run(fmt::format("{}{}.{:02} %", sign, size / 100, size % 100));
}

std::string Voice::percent(BasisPoints part) const
{
    return run(decimal(part.value, 2) + " %");
}

std::string Voice::rung(BasisPoints rung, Direction direction) const
{
    const bool is_rise = direction == Direction::up;
    const std::int64_t move = is_rise ? rung.value : -std::int64_t{rung.value};
    return run(fmt::format("{}{} %", is_rise && move > 0 ? "+" : "", decimal(move, 2)));
}

// ---- time

std::string Voice::clock_or_not(Timestamp time, std::string_view format) const
{
    if (time.is_none()) return say("place.no_time");
    return run(absl::FormatTime(std::string(format), absl::FromUnixNanos(time.ns), zone_));
}

std::string Voice::clock(Timestamp time) const
{
    return clock_or_not(time, "%H:%M:%E9S %Z");
}

std::string Voice::short_clock(Timestamp time, Timestamp beside) const
{
    const auto day = [&](Timestamp at) {
        return absl::ToCivilDay(absl::FromUnixNanos(at.ns), zone_);
    };
    const bool is_same_day = !beside.is_none() && !time.is_none() && day(time) == day(beside);
    return clock_or_not(time, is_same_day ? "%H:%M:%E3S" : "%Y-%m-%d %H:%M:%E3S");
}

std::string Voice::part_of_time(std::string_view unit, std::int64_t count) const
{
    const auto size = static_cast<std::uint64_t>(count);
    return say_in("duration", fmt::format("{}_{}", unit, plural_of(size)),
                  {{"count", number(size)}});
}

std::string Voice::duration(std::int64_t ns) const
{
    if (ns < millisecond) return say("duration.instant");
    const std::int64_t thousandths = ns / millisecond;
    if (ns < minute && thousandths % 1'000 != 0)
        return say("duration.seconds_other", {{"count", run(decimal(thousandths, 3))}});
    std::string text;
    const auto add = [&](std::string_view unit, std::int64_t count) {
        if (count == 0) return;
        const std::string part = part_of_time(unit, count);
        text = text.empty() ? part : say("duration.join", {{"longer", text}, {"shorter", part}});
    };
    add("hours", ns / hour);
    add("minutes", ns % hour / minute);
    add("seconds", ns % minute / second);
    return text;
}

std::string Voice::shares(std::uint64_t count) const
{
    return say_in("shares", plural_of(count), {{"count", number(count)}});
}

}  // namespace gapwire::alerts
