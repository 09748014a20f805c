// `gapwire replay`: captures in, alerts out as they fire, a summary at the end.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "alerts/sinks.hpp"
#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/rule_replay.hpp"
#include "app/summary.hpp"
#include "core/error.hpp"

namespace gapwire::app {
namespace {

struct ReplayCommand {
    RuleOptions rules;
    std::string summary;
    std::string speed = "max";
    bool json = false;
};

int replay(const ReplayCommand& options)
{
    const transport::Speed speed = transport::parse_speed(options.speed);
    strategies::Config config = load_rules_config(options.rules, options.rules.config);
    const CaptureOptions& capture = options.rules.capture;
    const auto& captures = capture.captures.empty() ? config.captures : capture.captures;
    if (captures.empty()) usage_error("replay: no capture given, and none in the configuration");
    if (config.references.empty())
        warn(
            "no reference prices (--references FILE, --config FILE): only futures whose "
            "settlement is in the capture can be measured");

    const auto sink = alerts::make_sink(
        "stdout", {.format = options.json ? alerts::AlertFormat::json : alerts::AlertFormat::text,
                   .zone = config.time_zone,
                   .language = configured_language(config)});
    RuleOptions run = options.rules;
    run.capture.accept_sequence_zero |= config.accept_sequence_zero;
    RuleReplay replayed(config, *sink, run, speed);
    Progress progress(captures);
    replayed.on_progress = [&] { progress.show(replayed.counters()); };
    const auto started = std::chrono::steady_clock::now();
    replayed.play(captures);
    const auto elapsed = std::chrono::steady_clock::now() - started;
    progress.clear();

    const pipeline::Player& player = replayed.player();
    const int code = finish(player.files(), player.used(), replayed.counters(), run.capture);
    const Summary summary =
        summarise(player, replayed.counters(), replayed.instruments(),
                  replayed.runner().trading_date(), replayed.runner().alert_count(),
                  std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count());
    fmt::print(stderr, "{}", summary_text(summary));
    if (!options.summary.empty()) write_summary_json(summary, options.summary);
    if (replayed.runner().delivery_failed())
        throw OperatorError(ExitCode::io,
                            fmt::format("alerts could not be written: {}", sink->failure()));
    return code;
}

}  // namespace

void add_replay(CLI::App& program, Run& run)
{
    auto options = std::make_shared<ReplayCommand>();
    CLI::App* const command = program.add_subcommand(
        "replay", "Play captures through books and rules: alerts on stdout, a summary at the end");
    add_capture_options(*command, options->rules.capture, false);
    command->add_option("--config", options->rules.config, "TOML: trading date, references, rules");
    add_rule_options(*command, options->rules);
    command->add_flag("--json", options->json, "Alerts as JSON Lines");
    command->add_option("--summary", options->summary, "Write the summary as JSON to this file");
    command->add_option("--speed", options->speed, "max, real or xN (x0.5, x10)")
        ->capture_default_str();
    command
        ->add_option("--batch", options->rules.batch,
                     "Messages of a BinaryFILE handed on at once; changes no result")
        ->check(CLI::Range(std::size_t{1}, pipeline::ItchStream::batch_max))
        ->capture_default_str();
    command->callback([options, &run] { run = [options] { return replay(*options); }; });
}

}  // namespace gapwire::app
