// `gapwire rules backtest` on daily bars: a table, or JSON Lines.
#pragma once

#include <string>
#include <vector>

namespace gapwire::app {

struct DailyBacktestOptions {
    std::string rules;    // TOML; empty: the default rules
    std::string against;  // TOML; empty: none
    std::vector<std::string> bars;
    std::string by = "close";
    std::string from;
    std::string to;
    bool json = false;
};

/// Prints what the ladders (gap_down, gap_up) would have fired, which days were left out and why,
/// and how many pages a month. With `against`, only what differs. Returns the exit code.
int backtest_daily_bars(const DailyBacktestOptions& options);

}  // namespace gapwire::app
