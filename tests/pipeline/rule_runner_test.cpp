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

/// Rules that are read again while NVDA has fallen.
struct Reloaded : RunningRules {
    Reloaded()
    {
        config = rules();
        begin();
    }
    static strategies::Config rules()
    {
        strategies::Config config;
        strategies::GapSettings gap;
        gap.ladder = {{400}};
        gap.condition.recovery_ns = 1'000'000'000;
        gap.condition.cool_down_ns = 0;
        config.rules.push_back(std::make_unique<strategies::Gap>(gap));
        config.references.set_fixed("NVDA", {100 * Price::scale});
        return config;
    }
    void reload()
    {
        runner->replace(rules());
        runner->on_instrument(instrument_of(1, "NVDA"));
    }
    /// "1 firing fired; 2 firing confirmed; " of all that came since it was asked last.
    std::string news()
    {
        std::string text;
        for (const Alert& alert : sink.kept)
            text += std::to_string(alert.revision) + ' ' + std::string(to_text(alert.state)) + ' ' +
                    std::string(to_text(alert.reason)) + "; ";
        sink.kept.clear();
        return text;
    }
    struct Print {
        std::int64_t units;
        std::int64_t seconds;
    };
    std::string after(std::initializer_list<Print> prints)
    {
        for (const Print& print : prints)
            runner->on_update(trade_of(1, print.units, print.seconds));
        return news();
    }
};

TEST(RuleRunner, RulesReadAgainRaiseNothingAgainThatStands)
{
    Reloaded day;
    EXPECT_EQ(day.after({{95, 0}, {95, 1}}), "1 firing fired; 2 firing confirmed; ");
    day.reload();
    EXPECT_EQ(day.after({{95, 2}, {95, 3}}), "");
    EXPECT_EQ(day.counters[Counter::alerts_fired], 1u);
}

TEST(RuleRunner, RulesReadAgainNumberOn)
{
    Reloaded day;
    EXPECT_EQ(day.after({{95, 0}, {95, 1}}), "1 firing fired; 2 firing confirmed; ");
    day.reload();
    EXPECT_EQ(day.after({{95, 2}, {95, 3}, {99, 4}, {99, 6}}), "3 recovering recovered; ");
    EXPECT_EQ(day.after({{95, 7}}), "4 firing returned; ");
    day.reload();
    EXPECT_EQ(day.after({{95, 8}, {99, 9}, {99, 11}}), "5 recovering recovered; ");
    day.reload();
    EXPECT_EQ(day.after({{95, 12}}), "6 firing returned; ") << "fired, for rules that know nothing";
}

TEST(RuleRunner, RulesReadAgainConfirmWhatWasNot)
{
    Reloaded day;
    EXPECT_EQ(day.after({{95, 0}}), "1 firing fired; ");
    day.reload();
    EXPECT_EQ(day.after({{95, 1}}), "") << "one print, as before";
    EXPECT_EQ(day.after({{95, 2}}), "2 firing confirmed; ");
    EXPECT_EQ(day.after({{95, 3}}), "");
}

}  // namespace
}  // namespace gapwire::test
