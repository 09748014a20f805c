// What a sink gets, and how often it is tried.
#pragma once

#include <cstdint>
#include <string>

#include "core/alert.hpp"

namespace gapwire::alerts {

/// Every day from one minute of the day to another, on the wall clock of a zone; over midnight
/// where `to` is before `from`. Both the same: never.
struct QuietHours {
    int from_minute = 0;
    int to_minute = 0;
    std::string zone = "UTC";  // IANA

    bool is_any() const noexcept { return from_minute != to_minute; }
    /// "22:00 to 06:00 America/New_York"
    std::string text() const;
};

/// Whether `time` is in the quiet hours. A zone that does not exist is UTC.
bool is_quiet(const QuietHours& quiet, Timestamp time);

struct DeliveryPolicy {
    Severity severity = Severity::info;  // this one or worse
    bool is_paging = false;              // silences and quiet hours hold for it
    QuietHours quiet{};
    std::uint32_t attempts_max = 0;  // then an alert is given up; 0: never
    std::int64_t retry_ns = 1'000'000'000;
    std::int64_t retry_max_ns = 300'000'000'000;
    std::int64_t trouble_ns = 30'000'000'000;  // failing for so long is an alert itself
};

/// How long to wait before the next attempt when `attempts` have failed: `retry_ns` after the
/// first, twice as long after each further one, up to `retry_max_ns`, and of that a part between
/// half and all, as `random` says, so that sinks of many machines do not come back at one moment.
/// At least `asked_ns`, up to a day.
std::int64_t retry_wait(const DeliveryPolicy& policy, std::uint32_t attempts, std::int64_t asked_ns,
                        std::uint64_t random) noexcept;

/// Alerts of an incident that nobody has acknowledged go to another sink, which gets nothing else.
struct Escalation {
    std::string sink;
    std::int64_t after_ns = 0;
    Severity severity = Severity::critical;  // this one or worse
};

}  // namespace gapwire::alerts
