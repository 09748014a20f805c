// `gapwire simulate serve`: the simulated exchange on sockets, fed by a scenario or by captures.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/capture_script.hpp"
#include "app/commands.hpp"
#include "app/json_text.hpp"
#include "app/serve_command.hpp"
#include "feed/transport/pacer.hpp"
#include "sim/book_csv.hpp"
#include "sim/futures_listings.hpp"
#include "sim/output_file.hpp"
#include "sim/serve.hpp"

namespace gapwire::app {
namespace {

sim::Script script_of(const ServeCommand& options)
{
    if (options.scenario.empty() == options.captures.captures.empty())
        usage_error("simulate serve: give either --scenario FILE or captures");
    if (options.session.size() > 10) usage_error("--session: at most ten characters");
    if (options.scenario.empty())
        return script_of_captures(options.captures,
                                  options.session.empty() ? "GAPWIRE" : options.session);
    sim::Scenario scenario = sim::load_scenario(options.scenario);
    if (options.seed) scenario.seed = *options.seed;
    return sim::script_of(scenario, options.session.empty() ? scenario.session : options.session);
}

/// What does not depend on the messages.
sim::ServeOptions serve_options(const ServeCommand& options)
{
    sim::ServeOptions serve = options.serve;
    serve.lines = lines_in(options, 26);
    serve.ttl = options.ttl;
    serve.pace.rate = options.rate;
    serve.address = address_in("--bind", options.address);
    for (const std::uint16_t port : options.request_ports)
        serve.request_servers.push_back({.port = port});
    serve.pace.units = transport::parse_speed(options.speed).units;
    serve.start_after_ns = duration_in("--start-after", options.start_after);
    serve.end_after_ns = duration_in("--end-after", options.end_after);
    serve.linger_ns = duration_in("--linger", options.linger);
    serve.seed = options.seed.value_or(1);
    set_link_faults(options, {.lines = serve.lines}, serve.shared);
    for (const std::string& fault : options.request_faults) add_request_fault(serve, fault);
    for (const std::string& fault : options.glimpse_faults) add_glimpse_fault(serve, fault);
    return serve;
}

/// One line of JSON: where everything is.
void print_ready(const sim::ServeOptions& options, const sim::Script& script,
                 const sim::ServePorts& ports)
{
    std::string lines;
    for (std::size_t i = 0; i < options.lines.size(); ++i)
        lines += (i == 0 ? "" : ",") + line_json(static_cast<char>('A' + i), options.lines[i]);
    fmt::print(R"({{"session":{},"messages":{},"lines":[{}],"address":"{}",)"
               R"("request_ports":[{}],"soup_port":{},"glimpse_port":{}}})"
               "\n",
               json_quoted(script.store.session().view()), script.store.prepared(), lines,
               ip_text(options.address), fmt::join(ports.request_servers, ","), ports.soup,
               ports.glimpse);
    std::fflush(stdout);
}

/// What really happened, on stderr.
void print_report(const sim::ServeReport& report)
{
    fmt::print(stderr, "{} messages sent, {}\n", report.messages,
               report.has_ended ? "session ended" : "stopped before the end");
    print_shared(report.shared);
    for (std::size_t i = 0; i < report.lines.size(); ++i) {
        const char name = static_cast<char>('A' + i);
        print_line({&name, 1}, report.lines[i], report.send_errors[i]);
    }
    for (std::size_t i = 0; i < report.request_servers.size(); ++i) {
        const sim::RequestServerCount& count = report.request_servers[i];
        fmt::print(stderr, "request server {}: {} answered, {} bad requests; faults:{}\n", i + 1,
                   count.answered, report.requests_refused[i],
                   counts_text({{"late", count.late},
                                {"silent", count.silent},
                                {"wrong numbers", count.wrong_numbers},
                                {"wrong session", count.wrong_session},
                                {"wrong lengths", count.wrong_lengths}}));
    }
    fmt::print(stderr, "soupbintcp: {} connections; glimpse: {} connections, {} with faults",
               report.soup_connections, report.glimpse_connections, report.glimpse_faults);
    fmt::print(stderr, "; {} connections refused\n", report.connections_refused);
}

int serve_itch(const ServeCommand& options)
{
    sim::ServeOptions serve = serve_options(options);
    sim::Script script = script_of(options);
    set_lost_messages(options, {.lines = serve.lines}, script.store.prepared());
    sim::FeedState state;
    const sim::ServeReport report =
        sim::serve(script, serve, state,
                   [&](const sim::ServePorts& ports) { print_ready(serve, script, ports); });
    if (!options.truth.empty()) sim::write_text(options.truth, sim::book_csv(state));
    print_report(report);
    return 0;
}

// Groups of options that only some protocols have.
constexpr const char* of_script = "With --protocol itch or fix";
constexpr const char* of_lines = "With --protocol itch or mdp3";
constexpr const char* of_faulty_lines = "Faults, with --protocol itch or mdp3";
constexpr const char* of_itch = "With --protocol itch";
constexpr const char* of_futures = "With --protocol mdp3";
constexpr const char* of_fix = "With --protocol fix";

void add_stream_options(CLI::App& command, ServeCommand& options)
{
    command
        .add_option("--protocol", options.protocol,
                    "itch: a session of ITCH 5.0; mdp3: a channel of futures, MDP 3.0; fix: a "
                    "venue that quotes in FIX")
        ->check(CLI::IsMember({"itch", "mdp3", "fix"}))
        ->capture_default_str();
    command.add_option("--seed", options.seed, "Of the market, if it is no capture, and of faults");
    command
        .add_option("--rate", options.rate,
                    "Messages a second, evenly, instead of --speed; market events of futures (500)")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}));
    command.add_option("--start-after", options.start_after, "Heartbeats before the stream")
        ->capture_default_str();
    command
        .add_option("--linger", options.linger,
                    "Behind the last message: ends of session and answers, or loops; with FIX, the "
                    "good-bye comes after it")
        ->capture_default_str();
    command.add_option("--truth", options.truth, "Write the books at the end here (CSV)");
}

void add_line_options(CLI::App& command, ServeCommand& options)
{
    command.add_option("--line", options.lines, "GROUP:PORT[@INTERFACE]; A, B, ... in this order")
        ->allow_extra_args(false)
        ->capture_default_str();
    command.add_option("--interface", options.interface, "By which packets leave")
        ->capture_default_str();
    command.add_option("--ttl", options.ttl, "Hops of multicast packets")
        ->check(CLI::Range(0, 255))
        ->capture_default_str();
}

void add_script_options(CLI::App& command, ServeCommand& options)
{
    add_capture_options(command, options.captures, false);
    command.add_option("--scenario", options.scenario, "Play this script (TOML) instead");
    command.add_option("--speed", options.speed, "max, real or xN, by the exchange's times")
        ->capture_default_str()
        ->excludes(command.get_option("--rate"));
    command.add_option("--bind", options.address, "Address of the servers")->capture_default_str();
    command.add_option("--user", options.serve.user,
                       "Of logins, with ITCH up to 6 characters; none: anybody");
    command.add_option("--password", options.serve.password,
                       "Of that user, with ITCH up to 10 characters");
}

void add_itch_options(CLI::App& command, ServeCommand& options)
{
    command.add_option("--session", options.session, "Name of the session, up to 10 characters");
    command.add_option("--end-after", options.end_after, "Heartbeats before the end of session")
        ->capture_default_str();
    command.add_option("--request-port", options.request_ports, "One a request server; 0: any")
        ->allow_extra_args(false)
        ->capture_default_str();
    command.add_option("--soup-port", options.serve.soup_port, "0: any")->capture_default_str();
    command.add_option("--glimpse-port", options.serve.glimpse_port, "0: any")
        ->capture_default_str();
    command
        .add_option("--request-server", options.request_faults,
                    "late, wrong or silent: silent@10s..20s, 2=late:300ms")
        ->type_name("[N=]HOW")
        ->allow_extra_args(false);
    command
        .add_option("--glimpse", options.glimpse_faults,
                    "late, wrong or silent, as for --request-server")
        ->type_name("HOW")
        ->allow_extra_args(false);
}

void add_futures_options(CLI::App& command, ServeCommand& options)
{
    command.add_option("--products", options.products, "Of ES, MES, MNQ and NQ")
        ->delimiter(',')
        ->capture_default_str();
    command.add_option("--months", options.months, "Quarterly months of each")
        ->check(CLI::Range(std::uint32_t{1}, sim::listed_months_max))
        ->capture_default_str();
    command.add_option("--events", options.events, "Market events")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
        ->capture_default_str();
    command.add_option("--fall", options.fall, "From the settlement, until the last event")
        ->type_name("SHARE")
        ->capture_default_str();
    command.add_option("--loop-every", options.loop_every, "How often each loop begins")
        ->capture_default_str();
    command.add_option("--heartbeat", options.heartbeat, "After so long a silence of the lines")
        ->capture_default_str();
    command.add_option("--snapshot-line", options.snapshot_line, "Of books; in faults S")
        ->capture_default_str();
    command.add_option("--order-line", options.order_line, "Of books by order; in faults O")
        ->capture_default_str();
    command.add_option("--definition-line", options.definition_line, "Of instruments; in faults D")
        ->capture_default_str();
}

void add_fault_options(CLI::App& command, ServeCommand& options)
{
    for (std::size_t i = 0; i < link_fault_options.size(); ++i) {
        const LinkFaultOption& fault = link_fault_options[i];
        command
            .add_option(std::string(fault.name), options.link_faults[i], std::string(fault.help))
            ->type_name(fmt::format("[LINES=]{}", fault.value))
            ->allow_extra_args(false);
    }
    command
        .add_option("--lose", options.lost_messages,
                    "Messages lost, or packets of futures: A=7, 100..120, last")
        ->type_name("[LINES=]NUMBERS")
        ->allow_extra_args(false);
}

void add_fix_options(CLI::App& command, ServeCommand& options)
{
    sim::FixVenueOptions& venue = options.fix.venue;
    command.add_option("--fix-port", options.fix.port, "0: any")->capture_default_str();
    command.add_option("--begin-string", venue.begin_string, "FIX.4.4 or FIXT.1.1 (5.0 SP2)")
        ->check(CLI::IsMember({"FIX.4.4", "FIXT.1.1"}))
        ->capture_default_str();
    command.add_option("--sender", venue.sender, "CompID of the venue")->capture_default_str();
    command.add_option("--target", venue.target, "CompID of its client")->capture_default_str();
    command.add_flag("--gap-fill", options.gap_fill,
                     "Never send market data again: a gap fill answers every resend request");
    const auto add_share = [&](const char* name, std::string& value, const char* help) {
        command.add_option(name, value, help)->type_name("SHARE")->capture_default_str();
    };
    add_share("--drop", options.drop, "Fault: messages are numbered and never sent");
    add_share("--garble", options.garble, "Fault: messages are sent with a wrong byte");
    add_share("--deaf", options.deaf, "Fault: messages of the client are not heard");
    command
        .add_option("--heartbeat-delay", options.heartbeat_delay,
                    "Fault: heartbeats, and what is behind them, come so much later")
        ->type_name("DURATION")
        ->capture_default_str();
    command
        .add_option("--disconnect-at", options.disconnect_at,
                    "Fault: the connection is cut so long after the first message; repeatable")
        ->type_name("DURATION")
        ->allow_extra_args(false);
}

/// Puts every option that `add` adds into a group.
void add_group(CLI::App& command, ServeCommand& options, const char* group,
               void (*add)(CLI::App&, ServeCommand&))
{
    const std::size_t before = command.get_options().size();
    add(command, options);
    const auto all = command.get_options();
    for (std::size_t i = before; i < all.size(); ++i) all[i]->group(group);
}

/// The groups of options that a protocol does not have.
std::vector<std::string_view> foreign_groups(std::string_view protocol)
{
    if (protocol == "itch") return {of_futures, of_fix};
    if (protocol == "mdp3") return {of_script, of_itch, of_fix};
    return {of_lines, of_faulty_lines, of_itch, of_futures};
}

int run_serve(const CLI::App& command, const ServeCommand& options)
{
    const auto foreign = foreign_groups(options.protocol);
    for (const CLI::Option* const option : command.get_options())
        if (option->count() > 0 && std::ranges::count(foreign, option->get_group()) > 0)
            usage_error(fmt::format("simulate serve: {} is not for --protocol {}",
                                    option->get_name(), options.protocol));
    if (options.protocol == "mdp3") return serve_futures(options);
    if (options.protocol == "itch") return serve_itch(options);
    sim::Script script = script_of(options);
    return serve_quotes(options, script);
}

}  // namespace

void add_simulate_serve(CLI::App& simulate, Run& run)
{
    const auto options = std::make_shared<ServeCommand>();
    CLI::App* const command = simulate.add_subcommand(
        "serve",
        "An exchange on sockets: multicast lines, request servers, SoupBinTCP, GLIMPSE; or "
        "futures, with their loops; or a FIX venue");
    add_stream_options(*command, *options);
    add_group(*command, *options, of_script, add_script_options);
    add_group(*command, *options, of_lines, add_line_options);
    add_group(*command, *options, of_itch, add_itch_options);
    add_group(*command, *options, of_futures, add_futures_options);
    add_group(*command, *options, of_fix, add_fix_options);
    add_group(*command, *options, of_faulty_lines, add_fault_options);
    command->callback(
        [command, options, &run] { run = [=] { return run_serve(*command, *options); }; });
}

}  // namespace gapwire::app
