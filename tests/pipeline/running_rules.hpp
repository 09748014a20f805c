// What the tests of the rule runner share: a runner, its instruments, updates, and kept alerts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/pipeline/rule_runner.hpp"
#include "strategies/gap.hpp"

namespace gapwire::test {

/// A sink that keeps what it gets.
class KeptAlerts final : public alerts::Sink {
 public:
    std::string_view name() const noexcept override { return "kept"; }
    alerts::SinkStatus deliver(const Alert& alert) override
    {
        kept.push_back(alert);
        return alerts::SinkStatus::ok;
    }
    alerts::SinkStatus flush() override { return alerts::SinkStatus::ok; }
    std::string_view failure() const noexcept override { return {}; }

    std::vector<Alert> kept;
};

inline constexpr std::int64_t rules_start = 1'737'968'400'000'000'000;

inline MarketUpdate trade_of(std::uint32_t id, std::int64_t units, std::int64_t seconds = 0)
{
    MarketUpdate update;
    update.instrument = {id};
    update.kinds = update_trade;
    update.book_state = BookState::valid;
    update.trading_state = TradingState::trading;
    update.lines = 2;
    update.exchange_time = {rules_start + seconds * 1'000'000'000};
    update.trade_price = {units * Price::scale};
    update.trade_quantity = 100;
    return update;
}

inline Instrument instrument_of(std::uint32_t id, std::string_view symbol)
{
    Instrument made{.id = {id}};
    symbol.copy(made.symbol.raw.data(), made.symbol.raw.size());
    return made;
}

/// Rules of 2025-01-27 that watch NVDA (1) and PLTR (2), both with the reference 100.
struct RunningRules {
    strategies::Config config;
    KeptAlerts sink;
    Counters counters;
    std::unique_ptr<pipeline::RuleRunner> runner;

    void begin()
    {
        for (const char* symbol : {"NVDA", "PLTR"})
            config.references.set_fixed(symbol, {100 * Price::scale});
        runner = std::make_unique<pipeline::RuleRunner>(config, sink, counters);
        runner->begin_on({2025, 1, 27});
        runner->on_instrument(instrument_of(1, "NVDA"));
        runner->on_instrument(instrument_of(2, "PLTR"));
    }
    std::string text() const
    {
        std::string text;
        for (const Alert& alert : sink.kept) {
            text += std::string(alert.rule.view()) + ' ' + std::string(alert.symbol.view()) + ' ' +
                    std::string(to_text(alert.reason)) + "; ";
        }
        return text;
    }
};

}  // namespace gapwire::test
