// `gapwire inspect`: what a capture holds, and a configuration that replays it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "app/capture_command.hpp"
#include "app/commands.hpp"
#include "app/inspection.hpp"
#include "core/error.hpp"

namespace gapwire::app {
namespace {

struct InspectCommand {
    CaptureOptions capture;
    bool json = false;
};

int inspect(const InspectCommand& options)
{
    Counters counters;
    Inspection inspection(counters, options.capture.router());
    inspection.read(options.capture.captures);
    fmt::print("{}", options.json ? inspection.json() : inspection.text());
    return finish(inspection.files(), inspection.used(), counters, options.capture);
}

}  // namespace

void add_inspect(CLI::App& program, Run& run)
{
    auto options = std::make_shared<InspectCommand>();
    CLI::App* const command = program.add_subcommand(
        "inspect",
        "Say what captures hold: link types, streams, sessions, losses, times; and "
        "print a configuration that replays them");
    add_capture_options(*command, options->capture);
    command->add_flag("--json", options->json, "One JSON object");
    command->callback([options, &run] { run = [options] { return inspect(*options); }; });
}

}  // namespace gapwire::app
