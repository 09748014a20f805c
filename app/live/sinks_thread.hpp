// The sinks thread: alerts from the ring to where they leave gapwire.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/live/alert_delivery.hpp"
#include "app/live/alert_ring.hpp"
#include "app/live/alert_tap.hpp"
#include "app/live/rules_thread.hpp"
#include "app/pipeline/rules_watchdog.hpp"

namespace gapwire::app {

/// Hands over what the rules raise, and watches that they run. With a store, by AlertDelivery;
/// without one, to standard output alone: what cannot be written is kept, and tried again. Ends
/// when the rules are over and everything was handed over.
/// Threads  run() on the sinks thread.
class SinksThread {
 public:
    /// `zone`: IANA; the wall clock that text shows. `delivery`: nothing without a store. The
    /// others outlive it. Throws OperatorError as AlertDelivery does.
    SinksThread(const std::string& zone, const ThreadConfig& threads, AlertRing& from_rules,
                const RulesThread& rules, std::optional<DeliveryConfig> delivery);

    /// Whoever hears every alert that is handed out, and outlives the run; without a store none has
    /// a row. REQUIRES: before run().
    void set_tap(AlertTap& tap) noexcept { tap_ = &tap; }

    void run();

    /// Changes with every turn. From any thread.
    std::uint64_t progress() const noexcept { return progress_.load(std::memory_order_relaxed); }

    /// What did not get out; empty: nothing. REQUIRES: run() is over.
    std::string failure() const;

    const Counters& counters() const noexcept
    {
        return delivery_ ? delivery_->counters() : no_counters_;
    }
    /// `each(name, counters)` for every sink that has its own.
    template <class Each>
    void for_each_sink(Each&& each) const
    {
        if (delivery_) delivery_->dispatcher().for_each_sink(each);
    }

 private:
    void watch_rules();
    void hand_over();
    void write_out();

    ThreadConfig threads_;
    AlertRing& from_rules_;
    const RulesThread& rules_;
    AlertTap* tap_ = nullptr;
    std::atomic<std::uint64_t> progress_{0};
    pipeline::RulesWatchdog watchdog_;
    std::vector<Alert> taken_;  // in this turn
    std::unique_ptr<AlertDelivery> delivery_;

    // Without a store.
    Counters no_counters_;
    std::unique_ptr<alerts::Sink> sink_;
    std::deque<Alert> waiting_;  // not taken by the sink: grows while that fails
    bool failed_ = false;
};

}  // namespace gapwire::app
