// Alerts about gapwire itself, which no rule raises.
#include "app/pipeline/service_alerts.hpp"

#include <algorithm>

#include "strategies/alert_id.hpp"

namespace gapwire::pipeline {
namespace {

constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::int64_t ms_per_day = 86'400'000;

template <std::size_t N>
void copy_to(Text<N>& text, std::string_view from) noexcept
{
    from.copy(text.raw.data(), N);
}

}  // namespace

Alert service_alert(std::string_view rule, std::string_view symbol, BlindCause cause,
                    Date trading_date, Timestamp time) noexcept
{
    Alert alert;
    alert.kind = AlertKind::blind;
    alert.cause = cause;
    alert.rung = {static_cast<std::int32_t>(cause)};
    alert.trading_date = trading_date;
    alert.exchange_time = time;
    copy_to(alert.rule, rule);
    copy_to(alert.symbol, symbol);
    alert.id = strategies::alert_id({rule, {}, symbol, Direction::down, trading_date, alert.rung});
    alert.incident = strategies::incident_id(rule, Direction::down, trading_date);
    return alert;
}

Alert sink_alert(std::string_view sink, bool is_failing, std::int64_t lasted_ns, Date trading_date,
                 Timestamp time, std::uint32_t revision) noexcept
{
    Alert alert = service_alert("delivery", sink, BlindCause::sink_failing, trading_date, time);
    alert.severity = Severity::critical;
    alert.revision = revision;
    alert.state = is_failing ? AlertState::firing : AlertState::recovering;
    alert.reason = AlertReason::over;
    if (is_failing) alert.reason = revision == 1 ? AlertReason::fired : AlertReason::returned;
    alert.window_ns = lasted_ns;
    return alert;
}

Alert downtime_alert(Timestamp from, Timestamp to, bool was_stopped, Date trading_date) noexcept
{
    constexpr std::string_view rule = "downtime";
    constexpr std::string_view symbol = "gapwire";
    Alert alert = service_alert(rule, symbol, BlindCause::not_running, trading_date, to);
    const auto began = static_cast<std::int32_t>(from.ns / ns_per_ms % ms_per_day);
    alert.id = strategies::alert_id({rule, {}, symbol, Direction::down, trading_date, {began}});
    alert.severity = was_stopped ? Severity::info : Severity::warning;
    alert.state = AlertState::recovering;
    alert.reason = AlertReason::over;
    alert.window_ns = std::max<std::int64_t>(to.ns - from.ns, 0);
    copy_to(alert.detail, was_stopped ? "stopped" : "killed");
    return alert;
}

}  // namespace gapwire::pipeline
