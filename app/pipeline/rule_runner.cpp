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
    raised_.clear();
    begin_rules();
    return wall_time(day_.date, 0, config_.time_zone);
}

void RuleRunner::begin_rules()
{
    day_.references = &config_.references;
    day_.products = &config_.products;
    day_.counters = &counters_;
    for (const auto& rule : config_.rules) rule->begin(day_);
}

void RuleRunner::replace(strategies::Config config)
{
    config_ = std::move(config);
    begin_rules();
}

std::uint8_t RuleRunner::on_instrument(const Instrument& instrument)
{
    std::uint8_t kinds = 0;
    for (const auto& rule : config_.rules)
        kinds = static_cast<std::uint8_t>(kinds | rule->on_instrument(instrument).kinds);
    return kinds;
}

void RuleRunner::on_close(const Instrument& instrument, const ReferencePrice& close)
{
    if (!close.date.is_none()) config_.references.learn(instrument.symbol.view(), close);
}

void RuleRunner::on_update(const MarketUpdate& update) noexcept
{
    auto writer = strategies::AlertWriter::to(*this);
    for (const auto& rule : config_.rules) rule->on_update(update, writer);
}

void RuleRunner::on_alert(const Alert& alert) noexcept
{
    if (!raised_.insert({alert.id, alert.revision, alert.state}).second) return;
    counters_.add(Counter::alerts_fired);
    ++alert_count_;
    const bool delivered =
        sink_.deliver(alert) == alerts::SinkStatus::ok && sink_.flush() == alerts::SinkStatus::ok;
    delivery_failed_ = !delivered;
}

}  // namespace gapwire::pipeline
