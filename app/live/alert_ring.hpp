// The way of alerts from the rules thread to the sinks thread.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "alerts/sink.hpp"
#include "core/spsc_ring.hpp"

namespace gapwire::app {

/// A ring behind the face of a sink: what the rules raise, the sinks thread pops. None is dropped
/// on the way: where the ring is full, the rules wait for the sinks, and updates are merged.
/// Threads: one delivers, one other pops.
class AlertRing final : public alerts::Sink {
 public:
    AlertRing() : ring_(alerts_max) {}

    std::string_view name() const noexcept override { return "ring"; }
    alerts::SinkStatus deliver(const Alert& alert) override
    {
        while (!ring_.try_push(alert)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return alerts::SinkStatus::ok;
    }
    alerts::SinkStatus flush() override { return alerts::SinkStatus::ok; }
    std::string_view failure() const noexcept override { return {}; }

    template <class Take>
    std::size_t pop(Take&& take) noexcept
    {
        return ring_.pop_batch(alerts_max, take);
    }

    std::atomic<bool> is_over{false};  // nothing more is delivered

 private:
    static constexpr std::size_t alerts_max = 1u << 12;

    SpscRing<Alert> ring_;
};

}  // namespace gapwire::app
