// Captures through books and rules into a sink.
#include "app/rule_replay.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/commands.hpp"
#include "core/decimal.hpp"
#include "core/error.hpp"

namespace gapwire::app {
namespace {

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
void learn_closes(strategies::Config& config, const std::string& text, const RuleOptions& options)
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
        learning.references.learn(instrument, learnt);
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

pipeline::RouterOptions router_options(const RuleOptions& options, const strategies::Config& config)
{
    pipeline::RouterOptions router = options.capture.router();
    router.silence_max = config.silence_ns;
    return router;
}

}  // namespace

strategies::Config load_rules_config(const RuleOptions& options, const std::string& file)
{
    strategies::Config config =
        file.empty() ? strategies::default_config() : strategies::load_config(file);
    if (!options.date.empty()) {
        const auto date = parse_date(options.date);
        if (!date) usage_error(fmt::format("--date {}: want YYYY-MM-DD", options.date));
        config.trading_date = *date;
    }
    for (const std::string& csv : options.reference_files) config.references.load_csv(csv);
    for (const std::string& text : options.references) add_fixed_reference(config.references, text);
    for (const std::string& text : options.closes_from) learn_closes(config, text, options);
    return config;
}

void add_rule_options(CLI::App& command, RuleOptions& options)
{
    command.add_option("--date", options.date,
                       "Trading date YYYY-MM-DD (else the configuration's, else New York's date "
                       "of the first packet)");
    command
        .add_option("--references", options.reference_files,
                    "CSV symbol,date,close with previous closes; may be repeated")
        ->allow_extra_args(false);
    command
        .add_option("--reference", options.references,
                    "SYMBOL=PRICE, a fixed reference price; may be repeated")
        ->allow_extra_args(false);
    command
        .add_option("--closes-from", options.closes_from,
                    "[DATE=]CAPTURE of an earlier day: learn its closing crosses; may be repeated")
        ->allow_extra_args(false);
}

alerts::Language configured_language(const strategies::Config& config)
{
    const auto language = alerts::parse_language(config.language);
    if (!language)
        throw OperatorError(ExitCode::config,
                            fmt::format("language: \"{}\" is none of \"{}\"", config.language,
                                        fmt::join(alerts::language_names, "\", \"")));
    return *language;
}

RuleReplay::RuleReplay(strategies::Config& config, alerts::Sink& sink, const RuleOptions& options,
                       transport::Speed speed)
    : runner_(config, sink, counters_),
      tops_(book::Publication::bytes_for(pipeline::Instruments::instruments_max)),
      publication_(book::Publication::create({tops_.data(), tops_.size()},
                                             pipeline::Instruments::instruments_max, 1)),
      context_{.instruments = &instruments_,
               .counters = &counters_,
               .publication = &publication_,
               .observer = observer(),
               .futures = {.products = config.products},
               .quotes = options.capture.quotes()},
      player_(context_,
              {.router = router_options(options, config),
               .speed = speed,
               .batch_max = options.batch,
               .on_start = [this](Timestamp first) { context_.midnight = runner_.begin(first); },
               .on_progress =
                   [this] {
                       if (on_progress) on_progress();
                   }})
{
    context_.quotes.zone = config.time_zone;
    if (config.calendars) context_.quotes.zones = config.calendars->zones();
}

void RuleReplay::play(const std::vector<std::string>& captures)
{
    player_.play(captures);
}

pipeline::Observer RuleReplay::observer() noexcept
{
    return {.context = this,
            .on_instrument =
                [](void* to, const Instrument& instrument) {
                    return static_cast<RuleReplay*>(to)->runner_.on_instrument(instrument);
                },
            .on_update =
                [](void* to, const MarketUpdate& update) noexcept {
                    auto& replay = *static_cast<RuleReplay*>(to);
                    if (!replay.admits || replay.admits(update)) replay.runner_.on_update(update);
                },
            .on_close =
                [](void* to, const Instrument& instrument, const ReferencePrice& close) {
                    static_cast<RuleReplay*>(to)->runner_.on_close(instrument, close);
                }};
}

}  // namespace gapwire::app
