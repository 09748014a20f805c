// Alerts on their way out: stored first, then handed to every sink.
#include "app/live/alert_delivery.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <utility>

#include "app/live/operator_log.hpp"
#include "app/pipeline/service_alerts.hpp"
#include "core/clock.hpp"

namespace gapwire::app {
namespace {

constexpr std::chrono::milliseconds finish_wait{1};

alerts::KeeperOptions keeper_options(const DeliveryConfig& config)
{
    alerts::KeeperOptions options = config.store;
    options.sinks.clear();
    for (const alerts::SinkOptions& sink : config.sinks)
        options.sinks.push_back(sink.settings.name);
    return options;
}

}  // namespace

AlertDelivery::AlertDelivery(DeliveryConfig config, Observe observe)
    : sinks_(config.sinks),
      keeper_(keeper_options(config), log, wall_clock()),
      operators_(config.store.store),
      dispatcher_(config.sinks, config.escalations, keeper_, log)
{
    if (observe) keeper_.observe(std::move(observe));
}

void AlertDelivery::take(const std::vector<Alert>& alerts)
{
    if (alerts.empty()) return;
    keeper_.take(alerts, wall_clock());
    is_new_ = true;
}

void AlertDelivery::turn(const std::vector<Alert>& alerts, Date trading_date)
{
    tell_downtime(trading_date);
    take(alerts);
    tell_troubles(trading_date);
    const Timestamp now = wall_clock();
    const std::int64_t now_ns = monotonic_ns();
    const std::uint64_t files = keeper_.counters()[Counter::stores_set_aside];
    if (operators_.look(now, now_ns, files)) is_new_ = true;
    dispatcher_.turn(now, now_ns, operators_.state(), std::exchange(is_new_, false));
    keeper_.turn(now);
}

bool AlertDelivery::finish(Date trading_date, std::int64_t patience_ns)
{
    const std::int64_t until = monotonic_ns() + patience_ns;
    do {
        turn({}, trading_date);
        if (!dispatcher_.is_idle()) std::this_thread::sleep_for(finish_wait);
    } while (!dispatcher_.is_idle() && monotonic_ns() < until);
    dispatcher_.end(wall_clock());
    return keeper_.stop(wall_clock());
}

Alert AlertDelivery::numbered(Alert alert)
{
    auto [last, is_first] = revisions_.try_emplace(alert.id, 0);
    if (is_first)
        if (const auto stored = operators_.newest_of(alert.id))
            last->second = stored->alert.revision;
    alert.revision = ++last->second;
    if (alert.revision > 1 && alert.reason == AlertReason::fired)
        alert.reason = AlertReason::returned;
    return alert;
}

void AlertDelivery::tell_downtime(Date trading_date)
{
    if (told_downtime_ || !keeper_.downtime()) return;
    told_downtime_ = true;
    const alerts::BlindInterval& blind = *keeper_.downtime();
    take({pipeline::downtime_alert(blind.from, blind.to, blind.why == "stopped", trading_date)});
}

void AlertDelivery::tell_troubles(Date trading_date)
{
    const auto about = [&](const std::string& sink, bool is_failing, std::int64_t lasted_ns) {
        return pipeline::sink_alert(sink, is_failing, lasted_ns, trading_date, wall_clock(), 1);
    };
    if (!std::exchange(told_before_, true))
        for (const alerts::SinkOptions& sink : sinks_) {
            const std::string& name = sink.settings.name;
            const auto newest = operators_.newest_of(about(name, true, 0).id);
            if (newest && newest->alert.state == AlertState::firing) dispatcher_.was_failing(name);
        }
    for (const alerts::SinkTrouble& trouble : dispatcher_.troubles(monotonic_ns())) {
        log(trouble.is_failing ? fmt::format("sink {} fails: {}", trouble.sink, trouble.why)
                               : fmt::format("sink {} works again", trouble.sink));
        take({numbered(about(trouble.sink, trouble.is_failing, trouble.lasted_ns))});
    }
}

std::string AlertDelivery::stdout_failure() const
{
    for (const alerts::SinkOptions& sink : sinks_)
        if (sink.kind == "stdout") return dispatcher_.failure(sink.settings.name);
    return {};
}

}  // namespace gapwire::app
