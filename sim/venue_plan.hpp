// A venue of a scenario that quotes in FIX: its hours, its instruments, its session.
#pragma once

#include "sim/market_plan.hpp"
#include "sim/toml_section.hpp"

namespace gapwire::sim {

/// Times of day are those of its own clock.
struct VenuePlan {
    std::string mic{};
    std::string zone{};      // IANA
    std::string currency{};  // of all prices
    std::string begin_string{};
    std::string sender{};  // CompIDs: the venue's, and the client's
    std::string target{};
    std::string interface {};
    UdpPath path{};  // from the client to the venue
    std::uint64_t latency_ns = 0;
    std::uint64_t heartbeat_ns = 0;
    std::uint64_t logon_ns = 0;
    TimeRange time{};  // from the first order to the logout
    TradingHours hours{};
    std::uint32_t messages_per_minute = 0;
    std::vector<InstrumentPlan> instruments{};
};

/// Reads one of [[venues]]. Errors as TomlSection.
VenuePlan read_venue(TomlSection toml);

}  // namespace gapwire::sim
