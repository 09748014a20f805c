// The scenario of 2025-01-27, played and taken apart once a test program.
#pragma once

#include "sim/simulate.hpp"
#include "tests/sim/captured.hpp"
#include "tests/sim/files.hpp"

namespace gapwire::sim::test {

struct Monday {
    ScenarioReport report{};
    std::string truth{};
    Captured captured{};
    std::map<std::uint64_t, ByteVector> itch{};  // by number

    /// Datagrams to a destination that were captured from `from` up to `until`.
    std::size_t datagrams(const std::string& to, Timestamp from, Timestamp until) const
    {
        const auto is_between = [&](const CapturedPayload& each) {
            return each.captured >= from && each.captured < until;
        };
        return static_cast<std::size_t>(
            std::ranges::count_if(captured.datagrams.at(to), is_between));
    }
};

inline std::string monday_scenario(const char* source_dir)
{
    return std::string(source_dir) + "/config/scenarios/deepseek-monday.toml";
}

/// `source_dir`: the root of the source tree.
inline const Monday& monday(const char* source_dir)
{
    static const Monday played = [&] {
        const std::string file = temporary("monday.pcapng");
        const std::string truth = temporary("truth.csv");
        Monday out;
        out.report =
            simulate(load_scenario(monday_scenario(source_dir)), {.capture = file, .truth = truth});
        out.truth = text_of(truth);
        out.captured = taken_apart(file);
        for (const char* line : {"233.54.12.111:26477", "233.49.196.111:26477"})
            take_mold(out.captured.datagrams.at(line), out.itch);
        return out;
    }();
    return played;
}

inline constexpr std::uint64_t of_day(std::uint64_t hour, std::uint64_t minute,
                                      std::uint64_t second = 0)
{
    return ((hour * 60 + minute) * 60 + second) * 1'000'000'000;
}

/// A moment of 2025-01-27 in New York.
inline Timestamp monday_at(std::uint64_t hour, std::uint64_t minute, std::uint64_t second = 0)
{
    return wall_time({2025, 1, 27}, static_cast<std::int64_t>(of_day(hour, minute, second)),
                     "America/New_York");
}

}  // namespace gapwire::sim::test
