// The rule runner: who hears what, timers in order, blindness for all.
#include "app/pipeline/rule_runner.hpp"

#include <gtest/gtest.h>

#include "strategies/blind.hpp"
#include "tests/pipeline/running_rules.hpp"

namespace gapwire::test {
namespace {

TEST(RuleRunner, AnUpdateReachesTheRulesThatWatchItsInstrument)
{
    RunningRules running;
    for (const char* symbol : {"NVDA", "PLTR"}) {
        strategies::GapSettings settings;
        settings.name = symbol;
        settings.symbols = {symbol};
        settings.ladder = {{400}};
        running.config.rules.push_back(std::make_unique<strategies::Gap>(settings));
    }
    running.begin();
    running.runner->on_update(trade_of(2, 95));
    running.runner->on_update(trade_of(77, 95));
    EXPECT_EQ(running.text(), "PLTR PLTR fired; ");
}

TEST(RuleRunner, UpdatesThatComeBehindALaterOneOrTheClockAreCounted)
{
    RunningRules running;
    running.begin();
    running.runner->on_update(trade_of(1, 95, 2));
    running.runner->on_update(trade_of(2, 95, 2));
    EXPECT_EQ(running.counters[Counter::rule_updates_late], 0u);
    running.runner->on_update(trade_of(2, 95, 1));
    running.runner->on_time({rules_start + 4'500'000'000});
    running.runner->on_update(trade_of(1, 95, 4));
    EXPECT_EQ(running.counters[Counter::rule_updates_late], 2u);
}

TEST(RuleRunner, WhatFallsSilentAllRulesLoseSightOf)
{
    RunningRules running;
    strategies::GapSettings gap;
    gap.ladder = {{400}};
    running.config.rules.push_back(std::make_unique<strategies::Gap>(gap));
    running.config.rules.push_back(
        std::make_unique<strategies::Blind>(strategies::BlindSettings{}));
    running.begin();
    running.runner->on_update(trade_of(1, 95));
    running.runner->on_update(trade_of(1, 95, 1));
    MarketUpdate silent = trade_of(1, 95, 4);
    silent.kinds = update_status;
    silent.book_state = BookState::stale;
    silent.lines = 0;
    running.runner->on_update(silent);
    running.runner->on_time({rules_start + 4'500'000'000});
    running.runner->on_update(trade_of(1, 95, 9));
    EXPECT_EQ(running.text(),
              "gap_down NVDA fired; gap_down NVDA confirmed; blind XNAS fired; "
              "gap_down NVDA sight_lost; gap_down NVDA seen_again; blind XNAS over; ");
}

}  // namespace
}  // namespace gapwire::test
