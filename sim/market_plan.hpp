// What scenarios say of instruments, their faults and the lines they are told on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "sim/frame_builder.hpp"

namespace gapwire::sim {

/// From `from_ns` up to, and without, `until_ns`.
struct TimeRange {
    std::uint64_t from_ns = 0;
    std::uint64_t until_ns = 0;
    constexpr bool holds(std::uint64_t time_ns) const noexcept
    {
        return time_ns >= from_ns && time_ns < until_ns;
    }
    friend constexpr bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// Times of day count ns since midnight on the exchange's clock; prices 1e-4 of its currency.
struct Knot {
    std::uint64_t time_ns = 0;
    std::uint32_t price = 0;
    friend constexpr bool operator==(const Knot&, const Knot&) = default;
};

struct InstrumentPlan {
    std::string symbol{};
    std::uint32_t previous_close = 0;
    std::vector<Knot> path{};    // times rise; flat before the first and after the last
    std::uint32_t weight = 1;    // share of the messages
    std::uint32_t noise_bp = 0;  // the mid stays this close to the path
    bool test_issue = false;
    std::uint32_t tick = 0;                        // 0: a cent, below a dollar a hundredth of it
    std::optional<std::uint32_t> opening_cross{};  // its price; else the mid
    std::optional<std::uint32_t> closing_cross{};
    std::optional<Knot> low{};  // traded then; nothing but a fault trades below it
};

/// When an exchange opens and closes, and when it does neither quote nor trade.
struct TradingHours {
    std::uint64_t open_ns = 34'200'000'000'000;   // 09:30
    std::uint64_t close_ns = 57'600'000'000'000;  // 16:00
    std::vector<TimeRange> breaks{};              // in order
};

/// A trade far from the market. One that is broken is the only one of its instrument until then.
struct PrintFault {
    std::size_t instrument = 0;
    Knot at{};
    std::optional<std::uint64_t> broken_ns{};
};

/// A volatility pause (LUDP): nothing trades until the cross that ends it.
struct PauseFault {
    std::size_t instrument = 0;
    TimeRange time{};
    std::uint32_t cross = 0;  // its price
};

struct MarketFaults {
    std::vector<PrintFault> prints{};
    std::vector<PauseFault> pauses{};
};

/// One redundant line as the capturing machine hears it.
struct LinePlan {
    std::string interface {};
    UdpPath path{};
    std::uint64_t latency_ns = 0;
    std::uint64_t jitter_ns = 0;      // added on average
    std::uint32_t loss_ppm = 0;       // packets lost, in a million
    std::vector<TimeRange> silent{};  // everything is lost, in the time of what it carries
};

}  // namespace gapwire::sim
