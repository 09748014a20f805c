// Tells when the rules thread stands still.
#include "app/pipeline/rules_watchdog.hpp"

#include <algorithm>
#include <utility>

#include "strategies/alert_id.hpp"

namespace gapwire::pipeline {
namespace {

constexpr std::string_view rule_name = "watchdog";
constexpr std::string_view symbol = "rules";
constexpr std::int32_t rung = static_cast<std::int32_t>(BlindCause::rules_stalled);

}  // namespace

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
    Alert alert;
    alert.id = strategies::alert_id({rule_name, {}, symbol, Direction::down, day_, {rung}});
    alert.incident = strategies::incident_id(rule_name, Direction::down, day_);
    alert.revision = ++revision_;
    alert.state = reason == AlertReason::over ? AlertState::recovering : AlertState::firing;
    alert.reason = reason;
    alert.kind = AlertKind::blind;
    alert.severity = Severity::emergency;
    rule_name.copy(alert.rule.raw.data(), alert.rule.raw.size());
    symbol.copy(alert.symbol.raw.data(), alert.symbol.raw.size());
    alert.trading_date = day_;
    alert.rung = {rung};
    alert.cause = BlindCause::rules_stalled;
    alert.exchange_time = time;
    alert.window_ns = lasted_ns;
    return alert;
}

}  // namespace gapwire::pipeline
