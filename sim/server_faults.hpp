// How request and snapshot servers misbehave, and when.
#pragma once

#include <span>

#include "sim/time_window.hpp"

namespace gapwire::sim {

enum class Misconduct : std::uint8_t {
    late,    // answers, but later
    wrong,   // answers something that must not be believed
    silent,  // does not answer
};

struct ServerFault {
    Misconduct kind = Misconduct::silent;
    TimeWindow when{};
    std::int64_t delay_ns = 500'000'000;  // of `late`
};

/// The first fault that lasts at `now`, or nothing.
inline const ServerFault* fault_at(std::span<const ServerFault> faults, Timestamp now) noexcept
{
    for (const ServerFault& fault : faults)
        if (fault.when.contains(now)) return &fault;
    return nullptr;
}

}  // namespace gapwire::sim
