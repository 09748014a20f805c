// `gapwire bench`: measures the line on a capture, stage by stage, from memory.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>

#include "app/bench_replay.hpp"
#include "app/commands.hpp"
#include "app/version.hpp"
#include "core/region.hpp"

namespace gapwire::app {
namespace {

struct BenchCommand {
    std::string capture;
    BenchPlan plan;
    bool json = false;
};

void print_json(const BenchReport& report)
{
    boost::json::array stages;
    for (const StageResult& stage : report.stages)
        stages.push_back({{"name", stage.name},
                          {"ns_per_message_median", stage.median},
                          {"min", stage.min},
                          {"max", stage.max},
                          {"runs", stage.runs}});
    const boost::json::object object{{"machine", machine_text()},
                                     {"build", build_text()},
                                     {"capture", report.capture},
                                     {"messages", report.messages},
                                     {"unit", report.unit},
                                     {"batch", report.batch},
                                     {"books_instruction_set", report.instruction_set},
                                     {"peak_memory_bytes", peak_resident_bytes()},
                                     {"stages", std::move(stages)},
                                     {"latency",
                                      {{"p50_ns", report.latency.p50},
                                       {"p99_ns", report.latency.p99},
                                       {"p999_ns", report.latency.p999},
                                       {"max_ns", report.latency.max}}}};
    fmt::print("{}\n", boost::json::serialize(object));
}

void print_text(const BenchReport& report)
{
    fmt::print("machine  {}\nbuild    {}\ncapture  {}, {} {}s, {} at a time\n", machine_text(),
               build_text(), report.capture, report.messages, report.unit, report.batch);
    fmt::print("{:<8} {:>10} {:>10} {:>10} {:>5}   ns a {}\n", "stage", "median", "min", "max",
               "runs", report.unit);
    for (const StageResult& stage : report.stages)
        fmt::print("{:<8} {:>10.2f} {:>10.2f} {:>10.2f} {:>5}\n", stage.name, stage.median,
                   stage.min, stage.max, stage.runs);
    const Latency& latency = report.latency;
    fmt::print("one by one, ns: p50 {:.0f}, p99 {:.0f}, p99.9 {:.0f}, worst {:.0f}\n", latency.p50,
               latency.p99, latency.p999, latency.max);
    fmt::print("memory   {} MiB at most, with the capture\n", peak_resident_bytes() >> 20);
}

int bench(const BenchCommand& options)
{
    const BenchReport report = bench_replay(options.capture, options.plan);
    if (options.json)
        print_json(report);
    else
        print_text(report);
    return 0;
}

}  // namespace

void add_bench(CLI::App& program, Run& run)
{
    auto options = std::make_shared<BenchCommand>();
    CLI::App* const command = program.add_subcommand("bench", "Measure gapwire on this machine");
    command->require_subcommand(1);
    CLI::App* const replay = command->add_subcommand(
        "replay",
        "ns per message from memory: framing walk, decode, + books, + publication and "
        "rules");
    replay
        ->add_option("CAPTURE", options->capture,
                     "A capture of ITCH or MDP 3.0, any kind, or a FIX log")
        ->required();
    replay->add_option("--runs", options->plan.runs, "Runs of each stage")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    replay->add_option("--batch", options->plan.batch, "Messages handed on at once; 1: one by one")
        ->check(CLI::Range(std::size_t{1}, pipeline::ItchStream::batch_max))
        ->capture_default_str();
    replay->add_option("--cpu", options->plan.cpu, "Pin to this core");
    replay->add_flag("--json", options->json, "One JSON object");
    add_bench_wire(*command, run);
    replay->callback([options, &run] { run = [options] { return bench(*options); }; });
}

}  // namespace gapwire::app
