// A scripted market: what `config/scenarios/*.toml` says, checked and complete.
#pragma once

#include <array>
#include <filesystem>

#include "sim/futures_plan.hpp"
#include "sim/venue_plan.hpp"

namespace gapwire::sim {

struct Scenario {
    std::string title;
    Date date;
    Date previous_date;  // of the previous closes
    std::uint64_t from_ns = 0;
    std::uint64_t until_ns = 0;
    std::uint64_t seed = 0;
    std::uint32_t messages_per_second = 0;
    std::uint64_t rate_period_ns = 1'000'000'000;  // what they are the messages of
    std::uint32_t reference_streams = 1;
    std::string session;
    std::optional<std::uint64_t> index_close;  // S&P 500, 1e-8 points
    std::array<LinePlan, 2> lines;             // A, B
    std::vector<InstrumentPlan> instruments;   // with the calm ones, which come last
    TradingHours hours{};
    MarketFaults faults{};
    bool trades_by_the_tick = false;  // no price between ticks, and no trade before the open
    // Told beside, in a pcapng only.
    std::optional<FuturesPlan> futures{};
    std::vector<VenuePlan> venues{};
};

/// Orders are accepted in between.
inline constexpr std::uint64_t system_hours_from_ns = 4 * 3'600'000'000'000;
inline constexpr std::uint64_t system_hours_until_ns = 20 * 3'600'000'000'000;

/// Reads and checks a scenario; config/scenarios/deepseek-premarket.toml documents every key of an
/// ITCH feed, deepseek-monday.toml all others.
/// Throws OperatorError(config): `file:line: key: reason`.
Scenario load_scenario(const std::filesystem::path& file);
/// The same from text; `file` is what errors call it.
Scenario parse_scenario(std::string_view text, const std::string& file);

}  // namespace gapwire::sim
