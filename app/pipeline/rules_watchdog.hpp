// Tells when the rules thread stands still, and when it goes on.
#pragma once

#include <cstdint>
#include <optional>

#include "core/alert.hpp"

namespace gapwire::pipeline {

/// Looks at the progress of the rules thread from another one, which the rules cannot delay.
///
/// Its alerts are of kind blind with the cause rules_stalled, of a rule called `watchdog`, on the
/// symbol `rules` of no venue: fired when there was no progress for `stalled_ns`, over with the
/// next progress, returned when it happens again on the same trading date. Their time is that of
/// the clock, for there is no other. Threads: one.
class RulesWatchdog {
 public:
    static constexpr std::int64_t stalled_default_ns = 2'000'000'000;

    explicit RulesWatchdog(std::int64_t stalled_ns = stalled_default_ns) : stalled_ns_(stalled_ns)
    {}

    /// `progress` changes with every turn of the rules thread, idle ones too. `now`: of a clock
    /// that is never set back; `time`: the same moment, for the alert. To be called more often than
    /// every `stalled_ns`: time in which it was not called itself does not count.
    std::optional<Alert> look(std::uint64_t progress, Date trading_date, std::int64_t now_ns,
                              Timestamp time) noexcept;

    bool is_stalled() const noexcept { return is_stalled_; }

 private:
    Alert tell(AlertReason reason, Timestamp time, std::int64_t lasted_ns) noexcept;

    std::int64_t stalled_ns_;
    std::uint64_t progress_ = 0;
    std::int64_t still_ns_ = 0;  // without progress, as far as it was looked at
    std::int64_t looked_ns_ = 0;
    bool has_looked_ = false;
    bool is_stalled_ = false;
    Date day_{};  // of the alert
    std::uint32_t revision_ = 0;
};

}  // namespace gapwire::pipeline
