// `gapwire simulate check`: the deterministic simulation over a range of seeds.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <optional>

#include "app/commands.hpp"
#include "app/simulation/mdp_world.hpp"
#include "app/simulation/world.hpp"
#include "core/error.hpp"

namespace gapwire::app {
namespace {

struct SimulateCheckCommand {
    std::string seeds;
    std::string protocol = "itch";
    bool verbose = false;
};

struct Seeds {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

std::optional<std::uint64_t> number(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// "7" or "1..500".
Seeds parse_seeds(const std::string& text)
{
    const std::size_t dots = text.find("..");
    const auto first = number(std::string_view(text).substr(0, dots));
    const auto last =
        dots == std::string::npos ? first : number(std::string_view(text).substr(dots + 2));
    if (!first || !last || *first > *last)
        throw OperatorError(ExitCode::usage, fmt::format("--seeds {}: want A or A..B", text));
    return {*first, *last};
}

void print(const SimulationReport& report)
{
    fmt::print("seed {}: {}: {} messages, {} checks, valid {} ms after the last fault", report.seed,
               report.situation, report.messages, report.checks, report.recovered_ns / 1'000'000);
    for (const auto& [what, count] : report.happened)
        if (count > 0) fmt::print("; {} {}", count, what);
    fmt::print("\n");
}

int check(const SimulateCheckCommand& options)
{
    const Seeds seeds = parse_seeds(options.seeds);
    const auto run = options.protocol == "mdp3" ? run_mdp_simulation : run_simulation;
    std::map<std::string, std::uint64_t> happened;
    std::uint64_t checks = 0;
    std::uint64_t failed = 0;
    std::int64_t slowest_ns = 0;
    for (std::uint64_t seed = seeds.first;; ++seed) {
        const SimulationReport report = run(seed);
        if (options.verbose) print(report);
        if (!report.failure.empty()) {
            ++failed;
            fmt::print("seed {}: {}: FAILED {}\n", seed, report.situation, report.failure);
        }
        checks += report.checks;
        slowest_ns = std::max(slowest_ns, report.recovered_ns);
        for (const auto& [what, count] : report.happened) happened[what] += count;
        if (seed == seeds.last) break;
    }
    fmt::print(
        "{} seeds, {} failed; {} comparisons of all books with the truth; every book valid "
        "{} ms after the last fault at the latest (the bound is {})\n",
        seeds.last - seeds.first + 1, failed, checks, slowest_ns / 1'000'000,
        recovery_bound_ns / 1'000'000);
    for (const auto& [what, count] : happened) fmt::print("{:>12}  {}\n", count, what);
    return static_cast<int>(failed == 0 ? ExitCode::ok : ExitCode::runtime);
}

}  // namespace

void add_simulate_check(CLI::App& simulate, Run& run)
{
    const auto options = std::make_shared<SimulateCheckCommand>();
    CLI::App* const command = simulate.add_subcommand(
        "check",
        "Run whole markets on a virtual clock, with losses and failing servers or loops, each from "
        "one seed, and compare every book that says it is valid with the true one");
    command->add_option("--seeds", options->seeds, "A or A..B: which seeds")->required();
    command
        ->add_option("--protocol", options->protocol,
                     "itch: sessions of MoldUDP64 with requests and GLIMPSE; mdp3: a channel of "
                     "futures with its loops")
        ->check(CLI::IsMember({"itch", "mdp3"}))
        ->capture_default_str();
    command->add_flag("--verbose", options->verbose, "One line a seed: what happened");
    command->callback([options, &run] { run = [options] { return check(*options); }; });
}

}  // namespace gapwire::app
