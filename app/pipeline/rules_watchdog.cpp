// Tells when the rules thread stands still.
#include "app/pipeline/rules_watchdog.hpp"

#include <algorithm>
#include <utility>

#include "app/pipeline/service_alerts.hpp"

namespace gapwire::pipeline {

std::optional<Alert> RulesWatchdog::look(std::uint64_t progress, Date trading_date,
                                         std::int64_t now_ns, Timestamp time) noexcept
{
    // A machine that slept as a whole, or a process that was stopped, did not stall its rules.
    const std::int64_t passed = has_looked_ ? std::min(now_ns - looked_ns_, stalled_ns_ / 4) : 0;
    looked_ns_ = now_ns;
    const bool goes_on = !has_looked_ || progress != progress_;
    has_looked_ = true;
    progress_ = progress;
    if (goes_on) {
        const std::int64_t lasted = std::exchange(still_ns_, 0);
        if (!std::exchange(is_stalled_, false)) return std::nullopt;
        return tell(AlertReason::over, time, lasted);
    }
    still_ns_ += passed;
    if (is_stalled_ || still_ns_ < stalled_ns_) return std::nullopt;
    is_stalled_ = true;
    if (day_ != trading_date) revision_ = 0;
    day_ = trading_date;
    return tell(revision_ == 0 ? AlertReason::fired : AlertReason::returned, time, still_ns_);
}

Alert RulesWatchdog::tell(AlertReason reason, Timestamp time, std::int64_t lasted_ns) noexcept
{
    Alert alert = service_alert("watchdog", "rules", BlindCause::rules_stalled, day_, time);
    alert.revision = ++revision_;
    alert.state = reason == AlertReason::over ? AlertState::recovering : AlertState::firing;
    alert.reason = reason;
    alert.severity = Severity::emergency;
    alert.window_ns = lasted_ns;
    return alert;
}

}  // namespace gapwire::pipeline
