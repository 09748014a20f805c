// What systemd is told: that the service is ready, reads again, stops, and that its rules go on.
#pragma once

#include <cstdint>
#include <string>

namespace gapwire::app {

/// Says nothing where nobody asked: without NOTIFY_SOCKET in the environment.
/// Threads: one.
class ServiceManager {
 public:
    ServiceManager();

    void ready(const std::string& status);
    void reloading();  // ready() when it is done
    void stopping();

    /// Feeds the watchdog, if `progress` is another than the last time: who looks is a thread with
    /// a timer, but only what the rules have done counts. To be called more often than
    /// watchdog_ns().
    void watch(std::uint64_t progress);

    /// How long the manager waits for progress; 0: it does not.
    std::int64_t watchdog_ns() const noexcept { return watchdog_ns_; }

 private:
    std::int64_t watchdog_ns_ = 0;
    std::uint64_t progress_ = 0;
};

}  // namespace gapwire::app
