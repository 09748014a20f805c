// `gapwire simulate`: a synthetic capture of a scripted market, or a day for measuring speed.
#include "sim/simulate.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "app/commands.hpp"
#include "core/error.hpp"
#include "sim/day.hpp"

namespace gapwire::app {
namespace {

struct SimulateCommand {
    std::string scenario;
    std::string output;
    std::string references;
    std::string truth;
    std::string lines = "AB";
    std::optional<std::uint64_t> seed;
    bool lossless = false;
    bool day = false;
    sim::DayPlan plan;
};

std::optional<std::filesystem::path> path_or_nothing(const std::string& text)
{
    if (text.empty()) return std::nullopt;
    return text;
}

bool is_heard(const SimulateCommand& options, std::size_t line)
{
    return options.lines.find("AB"[line]) != std::string::npos;
}

sim::Scenario scenario_of(const SimulateCommand& options)
{
    sim::Scenario scenario = sim::load_scenario(options.scenario);
    if (options.seed) scenario.seed = *options.seed;
    if (!options.lossless) return scenario;
    for (sim::LinePlan& line : scenario.lines) line.loss_ppm = 0;
    if (scenario.futures)
        for (sim::LinePlan& line : scenario.futures->lines) line.loss_ppm = 0;
    return scenario;
}

void print_lines(const SimulateCommand& options, std::string_view of,
                 const std::array<sim::LineCount, 2>& lines)
{
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (is_heard(options, i))
            fmt::print("{}line {}: {} packets, {} lost\n", of, "AB"[i], lines[i].packets,
                       lines[i].lost);
}

void print_report(const SimulateCommand& options, const sim::ScenarioReport& report)
{
    print_lines(options, "", report.lines);
    if (report.futures) {
        fmt::print("futures: {} market events, {} packets of loops\n", report.futures->events,
                   report.futures->loop_packets);
        print_lines(options, "futures: ", report.futures->lines);
    }
    for (const sim::VenueReport& venue : report.venues)
        fmt::print("{}: {} FIX messages, {} full and {} incremental refreshes\n", venue.mic,
                   venue.messages, venue.refreshes, venue.increments);
}

int run_scenario(const SimulateCommand& options)
{
    const sim::Scenario scenario = scenario_of(options);
    const sim::ScenarioReport report =
        sim::simulate(scenario, {.capture = options.output,
                                 .references = path_or_nothing(options.references),
                                 .truth = path_or_nothing(options.truth),
                                 .lines = {is_heard(options, 0), is_heard(options, 1)}});
    fmt::print("{}\n{}: {} messages, {} bytes\n", sim::capture_comment(scenario), options.output,
               report.messages, report.bytes);
    if (sim::capture_kind(options.output) == sim::CaptureKind::pcapng)
        print_report(options, report);
    return 0;
}

int run_day(const SimulateCommand& options)
{
    if (sim::capture_kind(options.output) != sim::CaptureKind::binary_file)
        usage_error("simulate: --day writes a BinaryFILE: -o must end in .itch");
    if (!options.references.empty()) usage_error("simulate: --references needs --scenario");
    sim::DayPlan plan = options.plan;
    if (options.seed) plan.seed = *options.seed;
    if (plan.messages < sim::day_messages_min(plan))
        usage_error(
            fmt::format("simulate: --messages must be {} at least, for {} symbols and {} "
                        "resting orders",
                        sim::day_messages_min(plan), plan.symbols, plan.resting));
    const sim::DayReport report =
        sim::write_day(plan, options.output, path_or_nothing(options.truth));
    fmt::print("Synthetic: made by gapwire simulate, not recorded. Seed {}.\n", plan.seed);
    fmt::print("{}: {} messages, {} bytes, {} orders live at the end, {} at most\n", options.output,
               report.messages, report.bytes, report.live_orders, report.live_orders_max);
    return 0;
}

int run_simulate(const SimulateCommand& options)
{
    if (options.day == !options.scenario.empty())
        usage_error("simulate: give either --scenario FILE or --day");
    if (options.output.empty()) usage_error("simulate: --output is required");
    if (!sim::capture_kind(options.output))
        usage_error(fmt::format("simulate: {}: -o must end in .pcapng or .itch", options.output));
    return options.day ? run_day(options) : run_scenario(options);
}

void add_options(CLI::App& command, SimulateCommand& options)
{
    auto* const scenario =
        command.add_option("--scenario", options.scenario, "Play this script (TOML)");
    auto* const day = command.add_flag("--day", options.day, "Write a busy day of order flow");
    command.add_option("-o,--output", options.output, "The capture: FILE.pcapng or FILE.itch");
    command.add_option("--truth", options.truth, "Write the final books here (CSV)");
    command.add_option("--seed", options.seed, "Another seed: another market");

    command.add_option("--references", options.references, "Write the previous closes here (CSV)")
        ->needs(scenario);
    command.add_option("--lines", options.lines, "Lines in the capture")
        ->check(CLI::IsMember({"AB", "A", "B"}))
        ->capture_default_str()
        ->needs(scenario);
    command.add_flag("--lossless", options.lossless, "No line loses a packet by chance")
        ->needs(scenario);

    command.add_option("--messages", options.plan.messages, "Messages of the day")
        ->capture_default_str()
        ->needs(day);
    command.add_option("--symbols", options.plan.symbols, "Instruments of the day")
        ->check(CLI::Range(1, 65'535))
        ->capture_default_str()
        ->needs(day);
    command.add_option("--resting", options.plan.resting, "Orders that stand before the open")
        ->check(CLI::Range(0, 100'000'000))
        ->capture_default_str()
        ->needs(day);
    command
        .add_option("--reference-streams", options.plan.reference_streams,
                    "Streams of order references")
        ->check(CLI::IsMember({1, 4}))
        ->capture_default_str()
        ->needs(day);
}

}  // namespace

void add_simulate(CLI::App& program, Run& run)
{
    const auto options = std::make_shared<SimulateCommand>();
    CLI::App* const command = program.add_subcommand(
        "simulate", "Make a synthetic capture: a scripted market, or a day for measuring speed");
    add_options(*command, *options);
    add_simulate_check(*command, run);
    add_simulate_play(*command, run);
    add_simulate_serve(*command, run);
    command->callback([command, options, &run] {
        if (command->get_subcommands().empty()) run = [options] { return run_simulate(*options); };
    });
}

}  // namespace gapwire::app
