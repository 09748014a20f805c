// `gapwire rules`: what rules say, whether they can, why they did not, what they would have said.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>

#include "alerts/alert_json.hpp"
#include "alerts/alert_text.hpp"
#include "alerts/rule_text.hpp"
#include "app/commands.hpp"
#include "app/daily_table.hpp"
#include "app/rule_replay.hpp"
#include "core/decimal.hpp"
#include "core/error.hpp"
#include "strategies/daily_backtest.hpp"
#include "strategies/rule_check.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::app {
namespace {

struct RulesCommand {
    RuleOptions rules;
    std::string language = "en";
    std::string rule;
    std::string symbol;
    std::string at;
    std::string against;
    std::string by = "close";
    std::string from;
    std::string to;
    bool json = false;
};

alerts::Language language_of(const std::string& name)
{
    const auto language = alerts::parse_language(name);
    if (!language) usage_error(fmt::format("--lang {}: want en or ar", name));
    return *language;
}

// ---- explain and check

int explain_rules(const RulesCommand& options)
{
    const strategies::Config config = load_rules_config(options.rules, options.rules.config);
    const alerts::Language language = language_of(options.language);
    for (const auto& rule : config.rules)
        fmt::print("{}\n", alerts::rule_text(rule->explain(), language));
    return 0;
}

int check_rule_file(const RulesCommand& options)
{
    const std::filesystem::path file = options.rules.config;
    const strategies::Setting root =
        strategies::parse_toml(strategies::read_text_file(file), file.string());
    const strategies::Config config = strategies::config_of(root, file.parent_path());
    const auto findings = strategies::check_rules(root, config);
    for (const strategies::Finding& finding : findings)
        fmt::print("{}: {}: {}\n", finding.place, finding.rule, finding.text);
    fmt::print(stderr, "{} rules read, {} findings\n", config.rules.size(), findings.size());
    return findings.empty() ? 0 : static_cast<int>(ExitCode::config);
}

// ---- why

const strategies::Rule& rule_named(const strategies::Config& config, const std::string& name)
{
    std::vector<std::string_view> names;
    for (const auto& rule : config.rules) {
        if (rule->name() == name) return *rule;
        names.push_back(rule->name());
    }
    usage_error(fmt::format("--rule {}: there are {}", name, fmt::join(names, ", ")));
}

/// Forgets alerts.
class NoSink final : public alerts::Sink {
 public:
    std::string_view name() const noexcept override { return "none"; }
    alerts::SinkStatus deliver(const Alert&) override { return alerts::SinkStatus::ok; }
    alerts::SinkStatus flush() override { return alerts::SinkStatus::ok; }
    std::string_view failure() const noexcept override { return {}; }
};

int why_rule(const RulesCommand& options)
{
    strategies::Config config = load_rules_config(options.rules, options.rules.config);
    const strategies::Rule& rule = rule_named(config, options.rule);
    const auto clock = parse_clock(options.at);
    if (!options.at.empty() && !clock)
        usage_error(fmt::format("--at {}: want HH:MM[:SS[.fraction]]", options.at));

    NoSink sink;
    RuleReplay replay(config, sink, options.rules);
    std::map<std::uint32_t, MarketUpdate> last;
    Timestamp until{INT64_MAX};
    bool has_begun = false;
    replay.admits = [&](const MarketUpdate& update) {
        if (!std::exchange(has_begun, true) && clock)
            until = wall_time(replay.runner().trading_date(), static_cast<std::int64_t>(*clock),
                              config.time_zone);
        if (update.exchange_time > until) return false;
        last[update.instrument.value] = update;
        return true;
    };
    replay.play(options.rules.capture.captures);
    if (clock && has_begun) replay.runner().on_time(until);

    bool is_known = false;
    for (std::uint32_t id = 0; id < replay.instruments().size(); ++id) {
        const Instrument& instrument = replay.instruments()[{id}];
        if (instrument.symbol.view() != options.symbol) continue;
        is_known = true;
        const auto update = last.find(id);
        fmt::print("{} on {}, rule {}:\n", options.symbol, instrument.venue.view(), options.rule);
        for (const std::string& clause :
             rule.why({id}, update == last.end() ? nullptr : &update->second))
            fmt::print("  {}\n", clause);
    }
    if (!is_known)
        throw OperatorError(ExitCode::bad_input,
                            fmt::format("{} is not in the capture", options.symbol));
    return 0;
}

// ---- backtest

/// Keeps alerts.
class KeepingSink final : public alerts::Sink {
 public:
    std::string_view name() const noexcept override { return "kept"; }
    alerts::SinkStatus deliver(const Alert& alert) override
    {
        kept.push_back(alert);
        return alerts::SinkStatus::ok;
    }
    alerts::SinkStatus flush() override { return alerts::SinkStatus::ok; }
    std::string_view failure() const noexcept override { return {}; }

    std::vector<Alert> kept;
};

std::vector<Alert> alerts_of(const RulesCommand& options, const std::string& file)
{
    strategies::Config config = load_rules_config(options.rules, file);
    KeepingSink sink;
    RuleReplay replay(config, sink, options.rules);
    replay.play(options.rules.capture.captures);
    finish(replay.player().files(), replay.player().used(), replay.counters(),
           options.rules.capture);
    return sink.kept;
}

void print_alert(const Alert& alert, const RulesCommand& options, std::string_view mark)
{
    if (options.json)
        fmt::print("{}\n", alerts::alert_json(alert));
    else
        fmt::print("{}{}\n", mark,
                   alerts::alert_text(alert, strategies::default_time_zone,
                                      language_of(options.language)));
}

/// What one file raises and the other does not: `-` only the first, `+` only the second.
int compare_alerts(const std::vector<Alert>& first, const std::vector<Alert>& second,
                   const RulesCommand& options)
{
    const auto has = [](const std::vector<Alert>& all, const Alert& wanted) {
        return std::any_of(all.begin(), all.end(), [&](const Alert& alert) {
            return alert.id == wanted.id && alert.revision == wanted.revision &&
                   alert.state == wanted.state && alert.price == wanted.price;
        });
    };
    std::size_t differences = 0;
    const auto print_missing = [&](const std::vector<Alert>& from, const std::vector<Alert>& in,
                                   std::string_view mark) {
        for (const Alert& alert : from) {
            if (has(in, alert)) continue;
            ++differences;
            print_alert(alert, options, mark);
        }
    };
    print_missing(first, second, "- ");
    print_missing(second, first, "+ ");
    fmt::print(stderr, "{} alerts, {} against them, {} differences\n", first.size(), second.size(),
               differences);
    return 0;
}

int backtest_capture(const RulesCommand& options)
{
    const auto first = alerts_of(options, options.rules.config);
    if (!options.against.empty())
        return compare_alerts(first, alerts_of(options, options.against), options);
    for (const Alert& alert : first) print_alert(alert, options, "");
    fmt::print(stderr, "{} alerts\n", first.size());
    return 0;
}

bool is_daily(const std::string& file)
{
    return file.size() > 4 && file.ends_with(".csv");
}

int backtest(const RulesCommand& options)
{
    const auto& inputs = options.rules.capture.captures;
    const bool all_daily = std::all_of(inputs.begin(), inputs.end(), is_daily);
    const bool any_daily = std::any_of(inputs.begin(), inputs.end(), is_daily);
    if (any_daily && !all_daily) usage_error("backtest: captures or daily bars, not both");
    if (!all_daily) return backtest_capture(options);
    return backtest_daily_bars({.rules = options.rules.config,
                                .against = options.against,
                                .bars = inputs,
                                .by = options.by,
                                .from = options.from,
                                .to = options.to,
                                .json = options.json});
}

void add_language(CLI::App& command, RulesCommand& options)
{
    command.add_option("--lang", options.language, "en or ar")->capture_default_str();
}

}  // namespace

void add_rules(CLI::App& program, Run& run)
{
    auto options = std::make_shared<RulesCommand>();
    CLI::App* const rules = program.add_subcommand(
        "rules", "What rules say, whether they can, why they did not, what they would have said");
    rules->require_subcommand(1);

    CLI::App* const explain = rules->add_subcommand("explain", "Each rule as a sentence");
    explain->add_option("--config", options->rules.config, "TOML with the rules (else: defaults)");
    add_language(*explain, *options);
    explain->callback([options, &run] { run = [options] { return explain_rules(*options); }; });

    CLI::App* const check = rules->add_subcommand(
        "check", "Overlaps, rungs that never fire, unknown names; exit code 78 if there are any");
    check->add_option("--config", options->rules.config, "TOML with the rules")->required();
    check->callback([options, &run] { run = [options] { return check_rule_file(*options); }; });

    CLI::App* const why =
        rules->add_subcommand("why", "Which clause stopped a rule at a moment of a capture");
    add_capture_options(*why, options->rules.capture);
    why->add_option("--config", options->rules.config, "TOML with the rules (else: defaults)");
    add_rule_options(*why, options->rules);
    why->add_option("--rule", options->rule, "Its name")->required();
    why->add_option("--symbol", options->symbol, "The instrument")->required();
    why->add_option("--at", options->at,
                    "HH:MM[:SS[.fraction]] on the exchange's clock (else: end)");
    why->callback([options, &run] { run = [options] { return why_rule(*options); }; });

    CLI::App* const backtested = rules->add_subcommand(
        "backtest", "What would have fired and when: on captures, or on daily bars (*.csv)");
    add_capture_options(*backtested, options->rules.capture);
    backtested->add_option("--rules", options->rules.config,
                           "TOML with the rules (else: defaults)");
    backtested->add_option("--against", options->against, "Another TOML: print the differences");
    add_rule_options(*backtested, options->rules);
    backtested->add_option("--by", options->by, "Daily bars: judge the open, extreme or close")
        ->check(CLI::IsMember({"open", "extreme", "close"}))
        ->capture_default_str();
    backtested->add_option("--from", options->from, "Daily bars: first day YYYY-MM-DD");
    backtested->add_option("--to", options->to, "Daily bars: last day YYYY-MM-DD");
    backtested->add_flag("--json", options->json, "JSON Lines instead of a table");
    add_language(*backtested, *options);
    backtested->callback([options, &run] { run = [options] { return backtest(*options); }; });
}

}  // namespace gapwire::app
