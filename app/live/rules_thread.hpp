// The rules thread: updates to alerts, and other rules when the operator says so.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "app/live/alert_ring.hpp"
#include "app/live/feed_thread.hpp"
#include "app/live/rules_teller.hpp"
#include "app/pipeline/rule_runner.hpp"

namespace gapwire::app {

/// Ends when the feed is over and everything it said has been judged.
/// Threads  run() on the rules thread; replace_rules() from one other.
class RulesThread {
 public:
    /// `boards`: where it tells what it knows; null: nobody looks.
    RulesThread(strategies::Config config, const TradingDays& days, const ThreadConfig& threads,
                FeedToRules& from_feed, AlertRing& to_sinks, RulesBoards* boards = nullptr);
    RulesThread(const RulesThread&) = delete;
    ~RulesThread() { delete next_.load(); }

    void run();

    /// Takes another configuration over, whole, at its next turn. One that was not taken over yet
    /// is forgotten.
    void replace_rules(std::unique_ptr<strategies::Config> config) noexcept
    {
        delete next_.exchange(config.release());
    }

    const Counters& counters() const noexcept { return counters_; }
    std::uint64_t alert_count() const noexcept { return runner_.alert_count(); }
    /// From any thread. Progress changes with every turn, idle ones too.
    std::uint64_t progress() const noexcept { return progress_.load(std::memory_order_relaxed); }
    Date trading_date() const noexcept
    {
        return date_of_day(told_day_.load(std::memory_order_relaxed));
    }

 private:
    static constexpr std::size_t updates_a_turn = 256;

    bool turn();
    void take_rules();
    void introduce(const Instrument& instrument);
    void introduce_all();
    void learn(const OfficialClose& close);
    void judge(const MarketUpdate& update);
    void pass_time();
    void set_interest(const Instrument& instrument);

    strategies::Config config_;
    const TradingDays& days_;
    ThreadConfig threads_;
    FeedToRules& from_feed_;
    AlertRing& to_sinks_;
    Counters counters_;
    pipeline::RuleRunner runner_;
    std::optional<RulesTeller> teller_;
    std::vector<Instrument> instruments_;          // [id]
    std::map<std::string, OfficialClose> closes_;  // learnt while running, by symbol
    Timestamp heard_ = Timestamp::none();          // the exchange time of the last update
    Timestamp heard_at_ = Timestamp::none();       // on the clock
    std::int32_t day_ = 0;                         // the trading date, in days since 1970-01-01
    std::atomic<strategies::Config*> next_{nullptr};
    std::atomic<std::uint64_t> progress_{0};
    std::atomic<std::int32_t> told_day_{0};  // day_
};

}  // namespace gapwire::app
