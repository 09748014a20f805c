// `gapwire alerts`: the store of alerts, read, acted on and verified.
#include <absl/time/time.h>
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <memory>

#include "alerts/store/verify_store.hpp"
#include "app/alert_history.hpp"
#include "app/commands.hpp"
#include "app/json_text.hpp"
#include "app/live/store_config.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

namespace gapwire::app {
namespace {

using alerts::ActionKind;
using alerts::ActionScope;

struct AlertsCommand {
    std::string store;
    std::string config;
    // list, show
    std::string since;
    std::string symbol;
    std::string rule;
    std::string severity;
    std::string incident;
    std::string state;
    std::size_t limit = 1'000;
    HistoryFormat format;
    std::string lang = "en";
    std::string id;
    // ack, silence, unsilence, note
    std::string by;
    std::string why;
    std::string until;
    // verify
    std::string expect;
};

alerts::StoreOptions store_of(const AlertsCommand& options)
{
    if (options.store.empty() == options.config.empty())
        usage_error("want either --store or --config");
    if (!options.config.empty()) return load_store_config(options.config).store;
    return {.path = options.store};
}

std::uint64_t hex_id(const std::string& text)
{
    const auto id = alerts::parse_incident(text);
    if (!id) usage_error(fmt::format("{}: want up to 16 hexadecimal digits", text));
    return *id;
}

Timestamp instant(const std::string& option, const std::string& text)
{
    if (const auto date = parse_date(text)) return wall_time(*date, 0, "UTC");
    absl::Time time;
    std::string ignored;
    if (!absl::ParseTime(absl::RFC3339_full, text, &time, &ignored))
        usage_error(fmt::format("{} {}: want YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ", option, text));
    return {absl::ToUnixNanos(time)};
}

/// A later instant: "+30m", or as instant() reads it.
Timestamp later_instant(const std::string& text, Timestamp now)
{
    Timestamp until = Timestamp::none();
    if (text.starts_with('+')) {
        absl::Duration length;
        if (!absl::ParseDuration(text.substr(1), &length) || length > absl::Hours(24 * 366))
            usage_error(fmt::format("--until {}: want +30m, +2h, up to 366 days", text));
        until = {now.ns + absl::ToInt64Nanoseconds(length)};
    } else {
        until = instant("--until", text);
    }
    if (until <= now) usage_error(fmt::format("--until {}: that is over", text));
    return until;
}

/// One of an enumeration by its name, which CLI11 has checked.
template <class E, std::size_t N>
E named_in(const std::array<E, N>& all, const std::string& name)
{
    for (const E one : all)
        if (to_text(one) == name) return one;
    usage_error(fmt::format("{} is none of them", name));
}

constexpr std::array severities{Severity::info, Severity::warning, Severity::critical,
                                Severity::emergency};
constexpr std::array alert_states{AlertState::firing, AlertState::recovering, AlertState::unknown,
                                  AlertState::withdrawn};

template <class E, std::size_t N>
std::vector<std::string> names_of(const std::array<E, N>& all)
{
    std::vector<std::string> names;
    for (const E one : all) names.emplace_back(to_text(one));
    return names;
}

HistoryFormat format_of(const AlertsCommand& options)
{
    HistoryFormat format = options.format;
    const auto parsed = alerts::parse_language(options.lang);
    if (!parsed) usage_error(fmt::format("--lang {}: want en or ar", options.lang));
    format.language = *parsed;
    static_cast<void>(time_of_day(wall_clock(), format.zone));  // throws for an unknown zone
    return format;
}

// ---- list, show

int list_alerts(const AlertsCommand& options)
{
    alerts::AlertFilter filter;
    if (!options.since.empty()) filter.since = instant("--since", options.since);
    if (!options.symbol.empty()) filter.symbol = options.symbol;
    if (!options.rule.empty()) filter.rule = options.rule;
    if (!options.severity.empty()) filter.severity = named_in(severities, options.severity);
    if (!options.incident.empty()) filter.incident = hex_id(options.incident);
    if (!options.state.empty()) filter.state = named_in(alert_states, options.state);
    filter.limit = options.limit;
    AlertHistory history(store_of(options));
    fmt::print("{}", history.list(filter, format_of(options), wall_clock()));
    return 0;
}

int show_alert(const AlertsCommand& options)
{
    const std::uint64_t id = hex_id(options.id);
    AlertHistory history(store_of(options));
    fmt::print("{}", history.show(id, format_of(options), wall_clock()));
    return 0;
}

// ---- ack, silence, unsilence, note

std::string who(const AlertsCommand& options)
{
    if (!options.by.empty()) return options.by;
    const passwd* const user = ::getpwuid(::getuid());
    return user == nullptr ? fmt::format("uid {}", ::getuid()) : user->pw_name;
}

/// What it is about: the one option of three that is given.
void set_target(const AlertsCommand& options, alerts::OperatorAction& action)
{
    const std::array given{std::pair{ActionScope::incident, &options.incident},
                           std::pair{ActionScope::rule, &options.rule},
                           std::pair{ActionScope::symbol, &options.symbol}};
    int count = 0;
    for (const auto& [scope, target] : given) {
        if (target->empty()) continue;
        action.scope = scope;
        action.target = *target;
        ++count;
    }
    if (count != 1) usage_error("want one of --incident, --rule and --symbol");
}

int act(const AlertsCommand& options, ActionKind kind)
{
    const Timestamp now = wall_clock();
    alerts::OperatorAction action;
    action.kind = kind;
    action.who = who(options);
    action.why = options.why;
    if (kind == ActionKind::silence || kind == ActionKind::unsilence || kind == ActionKind::drill)
        set_target(options, action);
    else
        action.target = options.incident;
    if (kind == ActionKind::silence || kind == ActionKind::drill)
        action.until = later_instant(options.until, now);
    const alerts::StoreOptions store = store_of(options);
    if (action.scope == ActionScope::incident) {
        const std::uint64_t incident = hex_id(action.target);
        action.target = alerts::incident_text(incident);
        AlertHistory(store).require_incident(incident);
    }
    alerts::AlertStore writer;
    check(writer.open_existing(store));
    check(writer.act(action, now));
    return 0;
}

// ---- verify

std::string verified_json(const alerts::Verification& found)
{
    const auto seq_or_null = [](std::int64_t seq) {
        return seq == 0 ? std::string("null") : fmt::to_string(seq);
    };
    return fmt::format(R"({{"rows":{},"alerts":{},"last_hash":{},"broken_seq":{},"broken_why":{},)"
                       R"("expected_seq":{}}})"
                       "\n",
                       found.rows, found.alerts, json_quoted(found.last_hash),
                       seq_or_null(found.broken_seq), json_quoted(found.broken_why),
                       seq_or_null(found.expected_seq));
}

int verify_alerts(const AlertsCommand& options)
{
    const alerts::StoreOptions store = store_of(options);
    const std::string path = store.path.string();
    alerts::Verification found;
    check(alerts::verify_store(store, options.expect, found));
    if (options.format.json) fmt::print("{}", verified_json(found));
    if (found.broken_seq != 0)
        throw OperatorError(ExitCode::bad_input,
                            fmt::format("{}: row {}: {}; {} rows before it are right", path,
                                        found.broken_seq, found.broken_why, found.rows));
    if (!options.expect.empty() && found.expected_seq == 0)
        throw OperatorError(ExitCode::bad_input,
                            fmt::format("{}: no row has the hash {}: rows at the end are missing, "
                                        "or all were written anew",
                                        path, options.expect));
    if (options.format.json) return 0;
    fmt::print("{}: {} rows, {} alerts, none broken\nlast row {}, hash {}\n", path, found.rows,
               found.alerts, found.rows, found.last_hash);
    if (found.expected_seq != 0) fmt::print("expected hash: row {}\n", found.expected_seq);
    return 0;
}

// ---- options

CLI::App& add_one(CLI::App& parent, const std::string& name, const std::string& help,
                  AlertsCommand& options)
{
    CLI::App* const command = parent.add_subcommand(name, help);
    command->add_option("--store", options.store, "The store's file");
    command->add_option("--config", options.config, "TOML whose [store] names the file");
    return *command;
}

void add_format(CLI::App& command, AlertsCommand& options)
{
    command.add_flag("--json", options.format.json, "JSON instead of text");
    command.add_option("--time-zone", options.format.zone, "IANA name, of text")
        ->capture_default_str();
    command.add_option("--lang", options.lang, "en or ar, of text")->capture_default_str();
}

void add_actor(CLI::App& command, AlertsCommand& options)
{
    command.add_option("--by", options.by, "Who (else: the user's name)");
}

void add_target(CLI::App& command, AlertsCommand& options)
{
    command.add_option("--incident", options.incident, "Hexadecimal, as alerts have it");
    command.add_option("--rule", options.rule, "Its name");
    command.add_option("--symbol", options.symbol, "As alerts have it");
}

using Shared = std::shared_ptr<AlertsCommand>;

void add_readers(CLI::App& parent, const Shared& options, Run& run)
{
    CLI::App& list = add_one(parent, "list", "The newest alerts, oldest first", *options);
    list.add_option("--since", options->since, "By exchange time: a day or instant, UTC");
    add_target(list, *options);
    list.add_option("--severity", options->severity, "This one or worse")
        ->check(CLI::IsMember(names_of(severities)));
    list.add_option("--state", options->state, "Of the revision")
        ->check(CLI::IsMember(names_of(alert_states)));
    list.add_option("--limit", options->limit, "How many")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    add_format(list, *options);
    list.callback([options, &run] { run = [options] { return list_alerts(*options); }; });

    CLI::App& show = add_one(
        parent, "show", "Every revision, delivery and action of an alert or incident", *options);
    show.add_option("ID", options->id, "Of an alert or incident, hexadecimal")->required();
    add_format(show, *options);
    show.callback([options, &run] { run = [options] { return show_alert(*options); }; });

    CLI::App& verify =
        add_one(parent, "verify", "Check the chain of hashes, name the first broken row", *options);
    verify.add_option("--expect", options->expect, "A hash noted earlier: some row must have it");
    verify.add_flag("--json", options->format.json, "One JSON object");
    verify.callback([options, &run] { run = [options] { return verify_alerts(*options); }; });
}

void add_actions(CLI::App& parent, const Shared& options, Run& run)
{
    const auto runs = [options, &run](CLI::App& command, ActionKind kind) {
        command.callback(
            [options, &run, kind] { run = [options, kind] { return act(*options, kind); }; });
    };
    CLI::App& ack = add_one(parent, "ack", "Acknowledge an incident", *options);
    ack.add_option("INCIDENT", options->incident, "Hexadecimal")->required();
    ack.add_option("--why", options->why, "In words");
    add_actor(ack, *options);
    runs(ack, ActionKind::acknowledge);

    CLI::App& silence = add_one(parent, "silence", "Silence an incident, rule or symbol", *options);
    add_target(silence, *options);
    silence.add_option("--until", options->until, "+30m, +2h, or an instant, UTC")->required();
    silence.add_option("--why", options->why, "In words")->required();
    add_actor(silence, *options);
    runs(silence, ActionKind::silence);

    CLI::App& unsilence = add_one(parent, "unsilence", "End every silence of it", *options);
    add_target(unsilence, *options);
    unsilence.add_option("--why", options->why, "In words");
    add_actor(unsilence, *options);
    runs(unsilence, ActionKind::unsilence);

    CLI::App& escalate =
        add_one(parent, "escalate", "Escalate an incident now, until it is acknowledged", *options);
    escalate.add_option("INCIDENT", options->incident, "Hexadecimal")->required();
    escalate.add_option("--why", options->why, "In words");
    add_actor(escalate, *options);
    runs(escalate, ActionKind::escalate);

    CLI::App& drill =
        add_one(parent, "drill", "Mark alerts of an incident, rule or symbol as a drill", *options);
    add_target(drill, *options);
    drill.add_option("--until", options->until, "+30m, +2h, or an instant, UTC")->required();
    drill.add_option("--why", options->why, "In words")->required();
    add_actor(drill, *options);
    runs(drill, ActionKind::drill);

    CLI::App& note = add_one(parent, "note", "Add a note to an incident", *options);
    note.add_option("INCIDENT", options->incident, "Hexadecimal")->required();
    note.add_option("TEXT", options->why, "The note")->required();
    add_actor(note, *options);
    runs(note, ActionKind::note);
}

}  // namespace

void add_alerts(CLI::App& program, Run& run)
{
    const auto options = std::make_shared<AlertsCommand>();
    CLI::App* const parent = program.add_subcommand("alerts", "The store of alerts");
    parent->require_subcommand(1);
    add_readers(*parent, options, run);
    add_actions(*parent, options, run);
}

}  // namespace gapwire::app
