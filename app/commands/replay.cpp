// `gapwire replay`: captures in, alerts out as they fire, a summary at the end.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "alerts/sinks.hpp"
#include "app/capture_command.hpp"
#include "app/commands.hpp"
#include "app/pipeline/rule_runner.hpp"
#include "app/progress.hpp"
#include "app/summary.hpp"
#include "core/decimal.hpp"
#include "core/error.hpp"

namespace gapwire::app {
namespace {

struct ReplayCommand {
    CaptureOptions capture;
    std::string config;
    std::string date;
    std::vector<std::string> references;
    std::vector<std::string> reference_files;
    std::vector<std::string> closes_from;
    std::string summary;
    std::string speed = "max";
    std::size_t batch = pipeline::ItchStream::batch_max;
    bool json = false;
};

void add_fixed_reference(strategies::References& references, const std::string& text)
{
    const std::size_t equals = text.find('=');
    const auto price = equals == std::string::npos
                           ? std::nullopt
                           : parse_price(std::string_view(text).substr(equals + 1));
    if (!price) usage_error(fmt::format("--reference {}: want SYMBOL=PRICE", text));
    references.set_fixed(text.substr(0, equals), *price);
}

/// Learns closing crosses from an earlier capture, given as [DATE=]CAPTURE.
void learn_closes(strategies::Config& config, const std::string& text, const ReplayCommand& options)
{
    const std::size_t equals = text.find('=');
    const auto given = equals == 10 ? parse_date(text.substr(0, equals)) : std::nullopt;
    const std::string path = given ? text.substr(equals + 1) : text;

    struct Learner {
        strategies::References& references;
        Date date;
    } learner{config.references, given.value_or(Date{})};
    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context{.instruments = &instruments,
                                    .counters = &counters,
                                    .futures = {.products = config.products}};
    context.quotes = options.capture.quotes();
    context.quotes.zone = config.time_zone;
    context.observer.context = &learner;
    context.observer.on_close = [](void* to, const Instrument& instrument,
                                   const ReferencePrice& close) {
        auto& learning = *static_cast<Learner*>(to);
        ReferencePrice learnt = close;
        if (learnt.date.is_none()) learnt.date = learning.date;
        learning.references.learn(instrument.symbol.view(), learnt);
    };
    pipeline::Player player(
        context, {.router = options.capture.router(), .on_start = [&](Timestamp first) {
                      if (given) return;
                      if (first.is_none())
                          throw OperatorError(ExitCode::config,
                                              fmt::format("--closes-from {}: a BinaryFILE has no "
                                                          "date: write DATE={}",
                                                          path, path));
                      learner.date = date_in_zone(first, config.time_zone);
                  }});
    player.play({path});
}

strategies::Config load(const ReplayCommand& options)
{
    strategies::Config config = options.config.empty() ? strategies::default_config()
                                                       : strategies::load_config(options.config);
    if (!options.date.empty()) {
        const auto date = parse_date(options.date);
        if (!date) usage_error(fmt::format("--date {}: want YYYY-MM-DD", options.date));
        config.trading_date = *date;
    }
    for (const std::string& file : options.reference_files) config.references.load_csv(file);
    for (const std::string& text : options.references) add_fixed_reference(config.references, text);
    for (const std::string& text : options.closes_from) learn_closes(config, text, options);
    return config;
}

pipeline::Observer observe(pipeline::RuleRunner& runner)
{
    return {.context = &runner,
            .on_instrument =
                [](void* to, const Instrument& instrument) {
                    return static_cast<pipeline::RuleRunner*>(to)->on_instrument(instrument);
                },
            .on_update =
                [](void* to, const MarketUpdate& update) noexcept {
                    static_cast<pipeline::RuleRunner*>(to)->on_update(update);
                },
            .on_close =
                [](void* to, const Instrument& instrument, const ReferencePrice& close) {
                    static_cast<pipeline::RuleRunner*>(to)->on_close(instrument, close);
                }};
}

int replay(const ReplayCommand& options)
{
    const transport::Speed speed = transport::parse_speed(options.speed);
    strategies::Config config = load(options);
    const auto& captures =
        options.capture.captures.empty() ? config.captures : options.capture.captures;
    if (captures.empty()) usage_error("replay: no capture given, and none in the configuration");
    if (config.references.empty())
        warn(
            "no reference prices (--references FILE, --config FILE): only futures whose "
            "settlement is in the capture can be measured");

    Counters counters;
    const auto sink = alerts::make_sink(
        "stdout", {.format = options.json ? alerts::AlertFormat::json : alerts::AlertFormat::text,
                   .zone = config.time_zone});
    pipeline::RuleRunner runner(config, *sink, counters);
    pipeline::Instruments instruments;
    Region tops(book::Publication::bytes_for(pipeline::Instruments::instruments_max));
    book::Publication publication = book::Publication::create(
        {tops.data(), tops.size()}, pipeline::Instruments::instruments_max, 1);
    pipeline::StreamContext context{.instruments = &instruments,
                                    .counters = &counters,
                                    .publication = &publication,
                                    .observer = observe(runner),
                                    .futures = {.products = config.products}};
    Progress progress(captures);
    CaptureOptions capture = options.capture;
    context.quotes = capture.quotes();
    context.quotes.zone = config.time_zone;
    capture.accept_sequence_zero |= config.accept_sequence_zero;
    pipeline::Player player(
        context, {.router = capture.router(),
                  .speed = speed,
                  .batch_max = options.batch,
                  .on_start = [&](Timestamp first) { context.midnight = runner.begin(first); },
                  .on_progress = [&] { progress.show(counters); }});
    const auto started = std::chrono::steady_clock::now();
    player.play(captures);
    const auto elapsed = std::chrono::steady_clock::now() - started;
    progress.clear();

    const int code = finish(player.files(), player.used(), counters, capture);
    const Summary summary =
        summarise(player, counters, instruments, runner.trading_date(), runner.alert_count(),
                  std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count());
    fmt::print(stderr, "{}", summary_text(summary));
    if (!options.summary.empty()) write_summary_json(summary, options.summary);
    if (runner.delivery_failed())
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
    add_capture_options(*command, options->capture, false);
    command->add_option("--config", options->config, "TOML: trading date, references, rules");
    command->add_option("--date", options->date,
                        "Trading date YYYY-MM-DD (else the configuration's, else New York's date "
                        "of the first packet)");
    command
        ->add_option("--references", options->reference_files,
                     "CSV symbol,date,close with previous closes; may be repeated")
        ->allow_extra_args(false);
    command
        ->add_option("--reference", options->references,
                     "SYMBOL=PRICE, a fixed reference price; may be repeated")
        ->allow_extra_args(false);
    command
        ->add_option("--closes-from", options->closes_from,
                     "[DATE=]CAPTURE of an earlier day: learn its closing crosses; may be repeated")
        ->allow_extra_args(false);
    command->add_flag("--json", options->json, "Alerts as JSON Lines");
    command->add_option("--summary", options->summary, "Write the summary as JSON to this file");
    command->add_option("--speed", options->speed, "max, real or xN (x0.5, x10)")
        ->capture_default_str();
    command
        ->add_option("--batch", options->batch,
                     "Messages of a BinaryFILE handed on at once; changes no result")
        ->check(CLI::Range(std::size_t{1}, pipeline::ItchStream::batch_max))
        ->capture_default_str();
    command->callback([options, &run] { run = [options] { return replay(*options); }; });
}

}  // namespace gapwire::app
