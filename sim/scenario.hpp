// A scripted market: what `config/scenarios/*.toml` says, checked and complete.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "sim/frame_builder.hpp"

namespace gapwire::sim {

/// Times of day count ns since midnight Eastern; prices 1e-4 dollars.
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
};

/// One redundant line as the capturing machine hears it.
struct LinePlan {
    std::string interface {};
    UdpPath path{};
    std::uint64_t latency_ns = 0;
    std::uint64_t jitter_ns = 0;  // added on average
    std::uint32_t loss_ppm = 0;   // packets lost, in a million
};

struct Scenario {
    std::string title;
    Date date;
    Date previous_date;  // of the previous closes
    std::uint64_t from_ns = 0;
    std::uint64_t until_ns = 0;
    std::uint64_t seed = 0;
    std::uint32_t messages_per_second = 0;
    std::uint32_t reference_streams = 1;
    std::string session;
    std::optional<std::uint64_t> index_close;  // S&P 500, 1e-8 points
    std::array<LinePlan, 2> lines;             // A, B
    std::vector<InstrumentPlan> instruments;   // with the calm ones, which come last
};

/// Orders are accepted in between.
inline constexpr std::uint64_t system_hours_from_ns = 4 * 3'600'000'000'000;
inline constexpr std::uint64_t system_hours_until_ns = 20 * 3'600'000'000'000;

/// Reads and checks a scenario; config/scenarios/deepseek-premarket.toml documents every key.
/// Throws OperatorError(config): `file:line: key: reason`.
Scenario load_scenario(const std::filesystem::path& file);
/// The same from text; `file` is what errors call it.
Scenario parse_scenario(std::string_view text, const std::string& file);

}  // namespace gapwire::sim
