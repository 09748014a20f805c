// What systemd is told.
#include "app/live/service_manager.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include "core/clock.hpp"

namespace gapwire::app {
namespace {

void tell(const std::string& state)
{
    static_cast<void>(sd_notify(0, state.c_str()));  // nobody to tell, or nobody who hears
}

}  // namespace

ServiceManager::ServiceManager()
{
    std::uint64_t watchdog_us = 0;
    if (sd_watchdog_enabled(0, &watchdog_us) > 0)
        watchdog_ns_ = static_cast<std::int64_t>(watchdog_us) * 1'000;
}

void ServiceManager::ready(const std::string& status)
{
    tell(fmt::format("READY=1\nSTATUS={}", status));
}

void ServiceManager::reloading()
{
    tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", monotonic_ns() / 1'000));
}

void ServiceManager::stopping()
{
    tell("STOPPING=1\nSTATUS=delivering what was received");
}

void ServiceManager::watch(std::uint64_t progress)
{
    if (progress == progress_) return;
    progress_ = progress;
    if (watchdog_ns_ > 0) tell("WATCHDOG=1");
}

}  // namespace gapwire::app
