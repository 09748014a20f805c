// `gapwire serve`: live feeds in, alerts out, until told to stop.
#include "app/live/serve.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/clock_options.hpp"
#include "app/commands.hpp"

namespace gapwire::app {
namespace {

struct LiveCommand {
    ServeOptions serve;
    ClockOptions clock;
    bool check = false;
};

int run_serve(const LiveCommand& options)
{
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
    command->add_option("--config", options->serve.config, "TOML: feeds, references, rules")
        ->required();
    command->add_option("--date", options->serve.date,
                        "Trading date YYYY-MM-DD (else the configuration's, else today's in its "
                        "time zone)");
    command->add_option("--books-on-exit", options->serve.books_on_exit,
                        "Write every book here when it ends, as `book --all --csv` does");
    command->add_flag("--until-end-of-session", options->serve.until_end_of_session,
                      "End when every feed's session has ended");
    command->add_flag("--check-config", options->check,
                      "Only say whether the configuration is right (0) or what is wrong (78)");
    add_clock_options(*command, options->clock);
    command->callback([options, &run] { run = [options] { return run_serve(*options); }; });
}

}  // namespace gapwire::app
