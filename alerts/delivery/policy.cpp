// What a sink gets, and how often it is tried.
#include "alerts/delivery/policy.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <algorithm>

namespace gapwire::alerts {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;
constexpr int minutes_an_hour = 60;

absl::TimeZone zone_of(const std::string& name)
{
    absl::TimeZone zone;
    return absl::LoadTimeZone(name, &zone) ? zone : absl::UTCTimeZone();
}

}  // namespace

std::string QuietHours::text() const
{
    return fmt::format("{:02}:{:02} to {:02}:{:02} {}", from_minute / minutes_an_hour,
                       from_minute % minutes_an_hour, to_minute / minutes_an_hour,
                       to_minute % minutes_an_hour, zone);
}

bool is_quiet(const QuietHours& quiet, Timestamp time)
{
    if (!quiet.is_any()) return false;
    const auto wall = zone_of(quiet.zone).At(absl::FromUnixNanos(time.ns)).cs;
    const int minute = wall.hour() * minutes_an_hour + wall.minute();
    const bool is_after = minute >= quiet.from_minute;
    const bool is_before = minute < quiet.to_minute;
    return quiet.from_minute < quiet.to_minute ? is_after && is_before : is_after || is_before;
}

std::int64_t retry_wait(const DeliveryPolicy& policy, std::uint32_t attempts, std::int64_t asked_ns,
                        std::uint64_t random) noexcept
{
    std::int64_t wait = policy.retry_ns;
    for (std::uint32_t i = 1; i < attempts && wait < policy.retry_max_ns; ++i) wait *= 2;
    wait = std::max<std::int64_t>(std::min(wait, policy.retry_max_ns), 1);
    const auto half = static_cast<std::uint64_t>(wait / 2);
    wait -= static_cast<std::int64_t>(random % (half + 1));
    return std::max(wait, std::min(asked_ns, day_ns));
}

}  // namespace gapwire::alerts
