// The sinks thread: alerts from the ring to where they leave gapwire.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <string>

#include "app/live/alert_ring.hpp"
#include "app/live/alert_tap.hpp"
#include "app/live/rules_thread.hpp"
#include "app/pipeline/rules_watchdog.hpp"

namespace gapwire::app {

/// Hands over what the rules raise, and watches that they run. What cannot be written is kept, and
/// tried again. Ends when the rules are over and everything was handed over.
/// Threads  run() on the sinks thread.
class SinksThread {
 public:
    /// `zone`: IANA; the wall clock that text shows. The others outlive it.
    SinksThread(const std::string& zone, const ThreadConfig& threads, AlertRing& from_rules,
                const RulesThread& rules);

    /// Whoever hears every alert, and outlives the run. REQUIRES: before run().
    void set_tap(AlertTap& tap) noexcept { tap_ = &tap; }

    void run();

    /// Changes with every turn. From any thread.
    std::uint64_t progress() const noexcept { return progress_.load(std::memory_order_relaxed); }

    /// Empty when everything got out. REQUIRES: run() is over.
    std::string failure() const { return failed_ ? std::string(sink_->failure()) : ""; }

 private:
    void watch_rules();
    void hand_over();
    void take(const Alert& alert);

    ThreadConfig threads_;
    AlertRing& from_rules_;
    const RulesThread& rules_;
    pipeline::RulesWatchdog watchdog_;
    std::unique_ptr<alerts::Sink> sink_;
    std::deque<Alert> waiting_;  // not taken by the sink: grows while that fails
    bool failed_ = false;
    AlertTap* tap_ = nullptr;
    std::atomic<std::uint64_t> progress_{0};
};

}  // namespace gapwire::app
