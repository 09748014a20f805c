// `gapwire serve`: live feeds in, alerts out, until told to stop.
#include "app/live/serve.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/clock_options.hpp"
#include "app/commands.hpp"
#include "app/live/demo.hpp"
#include "app/serve_command.hpp"

namespace gapwire::app {
namespace {

struct LiveCommand {
    ServeOptions serve;
    ClockOptions clock;
    DemoOptions demo;
    bool check = false;
    bool is_demo = false;
};

/// The synthetic day, on the page until a signal.
int run_demo(const LiveCommand& options)
{
    if (!options.serve.config.empty() || options.check || !options.clock.start.empty() ||
        !options.clock.from.empty())
        usage_error("--demo has a configuration and a clock of its own");
    DemoOptions wanted = options.demo;
    if (options.clock.scale != 1) wanted.clock_scale = options.clock.scale;
    Demo demo(wanted);
    ServeOptions live = options.serve;
    live.config = demo.config();
    live.clock = demo.clock();
    if (live.until_end_of_session) live.is_over = [&] { return demo.has_ended(); };
    return serve(live);
}

int run_serve(const LiveCommand& options)
{
    if (options.is_demo) return run_demo(options);
    if (options.serve.config.empty()) usage_error("--config or --demo is needed");
    const Timestamp now = wall_clock();
    ServeOptions live = options.serve;
    live.clock = clock_of(options.clock, now, now);
    if (!options.check) return serve(live);
    const ServeConfig config = load_serve_config(options.serve.config);
    fmt::print("{}: fine: {} feeds, {} rules\n", options.serve.config, config.feeds.size(),
               config.rules.rules.size());
    return 0;
}

}  // namespace

void add_serve(CLI::App& program, Run& run)
{
    const auto options = std::make_shared<LiveCommand>();
    CLI::App* const command = program.add_subcommand(
        "serve", "Receive live feeds and say what falls: alerts as JSON Lines on stdout");
    command->add_option("--config", options->serve.config, "TOML: feeds, references, rules");
    command->add_flag("--demo", options->is_demo,
                      "A synthetic falling day on loopback instead, 120 times as fast (or as "
                      "--clock-scale says), with store and page");
    command
        ->add_option("--demo-port", options->demo.port, "Of the demo's page on 127.0.0.1; 0: any")
        ->capture_default_str();
    command->add_flag("--demo-in-step", options->demo.in_step,
                      "The demo's player waits for its readers: the order of its capture is kept");
    command->add_option("--date", options->serve.date,
                        "Trading date YYYY-MM-DD (else the configuration's, else today's in its "
                        "time zone)");
    command->add_option("--books-on-exit", options->serve.books_on_exit,
                        "Write every book here when it ends, as `book --all --csv` does");
    command->add_flag("--until-end-of-session", options->serve.until_end_of_session,
                      "End when every feed's session has ended, or the day of the demo");
    command->add_flag("--check-config", options->check,
                      "Only say whether the configuration is right (0) or what is wrong (78)");
    add_clock_options(*command, options->clock);
    command->callback([options, &run] { run = [options] { return run_serve(*options); }; });
}

}  // namespace gapwire::app
