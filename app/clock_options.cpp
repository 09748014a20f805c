// The options of a rehearsal's clock.
#include "app/clock_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "core/error.hpp"
#include "core/time.hpp"

namespace gapwire::app {
namespace {

Timestamp time_in(std::string_view option, const std::string& text, Timestamp otherwise)
{
    if (text.empty()) return otherwise;
    const auto time = parse_rfc3339(text);
    if (!time)
        throw OperatorError(ExitCode::usage,
                            fmt::format("{} {}: want a time: 2025-01-27T09:00:00Z", option, text));
    return *time;
}

}  // namespace

void add_clock_options(CLI::App& command, ClockOptions& options)
{
    command.add_option("--clock-scale", options.scale, "Rehearsal: the clock runs N times as fast")
        ->check(CLI::Range(std::int64_t{1}, ScaledClock::scale_max))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--clock-start", options.start, "What it says at --clock-from (RFC 3339)")
        ->type_name("TIME");
    command.add_option("--clock-from", options.from, "When, by the clock of the machine")
        ->type_name("TIME");
}

ScaledClock clock_of(const ClockOptions& options, Timestamp start, Timestamp from)
{
    return {.start = time_in("--clock-start", options.start, start),
            .from = time_in("--clock-from", options.from, from),
            .scale = options.scale};
}

}  // namespace gapwire::app
