// What the rules thread tells those who look at it: rules, references, last trades.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "app/http/rules_view.hpp"
#include "app/http/trade_board.hpp"
#include "strategies/config.hpp"

namespace gapwire::app {

/// Where the rules thread tells it; any thread may read.
struct RulesBoards {
    explicit RulesBoards(std::size_t instruments_max) : trades(instruments_max) {}

    http::RulesBoard rules;
    http::TradeBoard trades;
    /// What rules were called in the configuration, by name: "gap_down".
    void set_kinds(std::map<std::string, std::string> kinds)
    {
        const std::lock_guard lock(mutex_);
        kinds_ = std::move(kinds);
    }
    std::string kind_of(const std::string& rule) const
    {
        const std::lock_guard lock(mutex_);
        const auto found = kinds_.find(rule);
        return found == kinds_.end() ? rule : found->second;
    }

 private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string> kinds_;
};

/// Remembers what was told of each instrument, and publishes it as a whole: only when something has
/// changed, and at most once a second.
/// Threads  the rules thread's.
class RulesTeller {
 public:
    /// Both outlive it.
    RulesTeller(const strategies::Config& config, RulesBoards& boards)
        : config_(config), boards_(boards)
    {}

    /// Other rules, or another trading date: instruments are told anew behind this.
    void on_rules(Date trading_date);
    /// `kinds`: what the rules want of it.
    void on_instrument(const Instrument& instrument, std::uint8_t kinds);
    void on_update(const MarketUpdate& update) noexcept { boards_.trades.note(update); }
    /// Publishes, if it is time. `now`: ns of a clock that never goes back.
    void turn(std::int64_t now);

 private:
    static constexpr std::int64_t interval_ns = 1'000'000'000;

    std::shared_ptr<const http::WatchedInstrument> describe(const Instrument& instrument) const;

    const strategies::Config& config_;
    RulesBoards& boards_;
    http::RulesView view_;
    bool has_changed_ = true;
    std::int64_t published_ = 0;
};

}  // namespace gapwire::app
