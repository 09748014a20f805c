// The futures channel of a scenario: contracts, their prices, and the lines they are told on.
#pragma once

#include <array>

#include "sim/market_plan.hpp"
#include "sim/toml_section.hpp"

namespace gapwire::sim {

/// Times are ns since 1970 (UTC), prices those of the wire in 1e-9: hundredths of a point.
struct FuturesKnot {
    std::uint64_t time_ns = 0;
    std::int64_t price = 0;
    friend constexpr bool operator==(const FuturesKnot&, const FuturesKnot&) = default;
};

struct ContractPlan {
    std::string symbol{};
    std::string product{};
    std::uint64_t last_trade_ns = 0;
    std::int64_t tick = 0;
    std::int64_t settlement = 0;  // of the previous date, which its definition tells
    std::int64_t limit_low = 0;
    std::int64_t limit_high = 0;
    std::int64_t high = 0;          // nothing trades above it
    FuturesKnot low{};              // traded then; nothing trades below it
    FuturesKnot settled{};          // the final settlement of the date, told then
    std::vector<FuturesKnot> path;  // times rise; its first price is the first trade
    std::uint32_t noise_ticks = 0;  // trades stay this close to the path
    std::uint32_t weight = 1;       // share of the events
};

/// A time in which there are more events.
struct BusyTime {
    TimeRange time{};
    std::uint64_t event_every_ns = 0;
};

struct FuturesPlan {
    std::array<LinePlan, 2> lines{};  // A, B of the incremental feed
    LinePlan snapshots{};
    LinePlan definitions{};
    TimeRange time{};  // of trading
    std::uint64_t event_every_ns = 0;
    std::uint64_t loop_every_ns = 0;
    std::vector<BusyTime> busy{};
    std::vector<ContractPlan> contracts{};
};

/// Reads [futures]. Errors as TomlSection.
FuturesPlan read_futures(TomlSection toml);

}  // namespace gapwire::sim
