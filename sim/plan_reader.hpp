// What several sections of a scenario have in common, out of TOML.
#pragma once

#include <array>

#include "sim/market_plan.hpp"
#include "sim/toml_section.hpp"

namespace gapwire::sim {

inline constexpr std::string_view exchange_zone = "America/New_York";
inline constexpr std::uint64_t price_low = 1'000;  // 0.10 dollars
inline constexpr std::uint64_t price_high =
    1'800'000'000;  // 180,000 dollars, so that noise cannot reach the highest legal price
inline constexpr std::uint64_t weight_max = 10'000;
inline constexpr std::uint64_t noise_bp_max = 1'000;
inline constexpr std::uint64_t delay_ns_max = 1'000'000'000;

/// How a section writes times.
using ReadTime = std::uint64_t (*)(TomlSection&, std::string_view key);
std::uint64_t read_time_of_day(TomlSection& toml, std::string_view key);
std::uint64_t read_moment(TomlSection& toml, std::string_view key);  // of exchange_zone

Ipv4 read_address(TomlSection& toml, std::string_view key);
std::uint16_t read_port(TomlSection& toml, std::string_view key);
LinePlan read_line(TomlSection toml, ReadTime read_time);
std::array<LinePlan, 2> read_lines(TomlSection toml, ReadTime read_time);

/// `from` and `until` of a table that may have other keys.
TimeRange read_range(TomlSection& toml, ReadTime read_time);
/// A list of ranges that rise; empty where the key is missing.
std::vector<TimeRange> read_ranges(TomlSection& toml, std::string_view key, ReadTime read_time);

std::uint32_t read_price(TomlSection& toml, std::string_view key);
/// `at` and `price` of a table that may have other keys.
Knot read_knot(TomlSection& toml);
/// REQUIRES: `others` are those listed already.
InstrumentPlan read_instrument(TomlSection toml, const std::vector<InstrumentPlan>& others);

}  // namespace gapwire::sim
