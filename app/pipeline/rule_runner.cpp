// Instruments and updates to rules, alerts to a sink.
#include "app/pipeline/rule_runner.hpp"

#include <utility>

namespace gapwire::pipeline {

Timestamp RuleRunner::begin(Timestamp first_captured)
{
    return begin_on(
        strategies::trading_date(config_.trading_date, first_captured, config_.time_zone));
}

Timestamp RuleRunner::begin_on(Date date)
{
    day_.date = date;
    told_.clear();
    begin_rules();
    return wall_time(day_.date, 0, config_.time_zone);
}

void RuleRunner::begin_rules()
{
    day_.references = &config_.references;
    day_.products = &config_.products;
    day_.counters = &counters_;
    day_.timers = &timers_;
    day_.corporate_actions = &config_.corporate_actions;
    day_.calendars = config_.calendars ? &*config_.calendars : nullptr;
    day_.history = &config_.history;
    timers_.clear();
    watchers_.clear();
    for (const auto& rule : config_.rules) rule->begin(day_);
}

void RuleRunner::replace(strategies::Config config)
{
    config_ = std::move(config);
    for (auto& [id, told] : told_) told.is_forgotten = true;
    begin_rules();
}

std::uint8_t RuleRunner::on_instrument(const Instrument& instrument)
{
    const std::size_t id = instrument.id.value;
    if (id >= watchers_.size()) watchers_.resize(id + 1);
    watchers_[id].clear();
    std::uint8_t kinds = 0;
    for (const auto& rule : config_.rules) {
        const std::uint8_t wanted = rule->on_instrument(instrument).kinds;
        if (wanted != 0) watchers_[id].push_back(rule.get());
        kinds = static_cast<std::uint8_t>(kinds | wanted);
    }
    return kinds;
}

void RuleRunner::on_close(const Instrument& instrument, const ReferencePrice& close)
{
    if (!close.date.is_none()) config_.references.learn(instrument, close);
}

void RuleRunner::on_update(const MarketUpdate& update) noexcept
{
    if (update.exchange_time < now_) counters_.add(Counter::rule_updates_late);
    on_time(update.exchange_time);
    if (update.instrument.value >= watchers_.size()) return;
    auto writer = strategies::AlertWriter::to(*this);
    for (strategies::Rule* const rule : watchers_[update.instrument.value])
        rule->on_update(update, writer);
    if (!blind_.empty()) tell_blind();
}

void RuleRunner::on_time(Timestamp now) noexcept
{
    if (now <= now_) return;
    now_ = now;
    auto writer = strategies::AlertWriter::to(*this);
    while (timers_.is_due(now_)) {
        const auto timer = timers_.take();
        timer.rule->on_timer(timer.due, timer.what, writer);
        if (!blind_.empty()) tell_blind();
    }
}

/// What falls silent, all rules lose sight of.
void RuleRunner::tell_blind() noexcept
{
    auto writer = strategies::AlertWriter::to(*this);
    for (const auto& [market, time] : std::exchange(blind_, {}))
        for (const auto& rule : config_.rules) rule->on_blind(market, time, writer);
}

/// Whether it was not raised yet. Rules that were replaced begin again with revision 1: what they
/// say of an alert of before is numbered on, and has become news only if it says something else.
bool RuleRunner::is_news(Alert& alert) noexcept
{
    const auto [entry, is_new] = told_.try_emplace(alert.id);
    Told& told = entry->second;
    if (!is_new && told.is_forgotten) {
        const bool says_no_more = alert.state == told.state && alert.confidence >= told.confidence;
        const bool is_start =
            alert.reason == AlertReason::fired || alert.reason == AlertReason::confirmed;
        if (is_start && says_no_more) return false;
        if (alert.reason == AlertReason::fired)
            alert.reason = told.state == AlertState::firing    ? AlertReason::confirmed
                           : told.state == AlertState::unknown ? AlertReason::seen_again
                                                               : AlertReason::returned;
        alert.revision = told.revision + 1;
    } else if (!is_new && alert.revision <= told.revision) {
        return false;
    }
    told.revision = alert.revision;
    told.state = alert.state;
    told.confidence = alert.confidence;
    return true;
}

void RuleRunner::on_alert(const Alert& raised) noexcept
{
    Alert alert = raised;
    if (alert.cause == BlindCause::lines_silent && alert.state == AlertState::firing)
        blind_.emplace_back(alert.venue, alert.exchange_time);
    if (!is_news(alert)) return;
    if (alert.reason == AlertReason::fired) {
        counters_.add(Counter::alerts_fired);
        ++alert_count_;
    }
    const bool delivered =
        sink_.deliver(alert) == alerts::SinkStatus::ok && sink_.flush() == alerts::SinkStatus::ok;
    delivery_failed_ = !delivered;
}

}  // namespace gapwire::pipeline
