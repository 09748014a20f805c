// `gapwire simulate serve`: the simulated exchange on sockets, fed by a scenario or by captures.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>

#include "app/capture_script.hpp"
#include "app/commands.hpp"
#include "app/fault_text.hpp"
#include "app/json_text.hpp"
#include "core/error.hpp"
#include "feed/transport/pacer.hpp"
#include "sim/book_csv.hpp"
#include "sim/output_file.hpp"
#include "sim/serve.hpp"

namespace gapwire::app {
namespace {

struct Options {
    CaptureOptions captures;
    std::string scenario;
    std::string session;
    std::vector<std::string> lines{"239.255.71.1:26477", "239.255.71.2:26478"};
    std::string interface = "127.0.0.1";
    std::string address = "127.0.0.1";
    std::vector<std::uint16_t> request_ports{0};
    std::string speed = "real";
    std::string start_after = "1s";
    std::string end_after = "0s";
    std::string linger = "5s";
    std::optional<std::uint64_t> seed;
    std::string truth;
    std::array<std::vector<std::string>, link_fault_options.size()> link_faults;
    std::vector<std::string> lost_messages;
    std::vector<std::string> request_faults;
    std::vector<std::string> glimpse_faults;
    sim::ServeOptions serve;
};

[[noreturn]] void usage_error(const std::string& reason)
{
    throw OperatorError(ExitCode::usage, reason);
}

sim::Ipv4 address_in(std::string_view option, const std::string& text)
{
    const auto address = sim::parse_ipv4(text);
    if (!address) usage_error(fmt::format("{} {}: want an IPv4 address", option, text));
    return *address;
}

std::int64_t duration_in(std::string_view option, const std::string& text)
{
    const auto duration = parse_duration(text);
    if (!duration) usage_error(fmt::format("{} {}: want a duration: 10s, 200ms", option, text));
    return *duration;
}

sim::Script script_of(const Options& options)
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
sim::ServeOptions serve_options(const Options& options)
{
    sim::ServeOptions serve = options.serve;
    const sim::Ipv4 interface = address_in("--interface", options.interface);
    for (const std::string& line : options.lines)
        serve.lines.push_back(parse_line(line, interface));
    if (serve.lines.size() > 26) usage_error("--line: at most 26 lines");
    serve.address = address_in("--bind", options.address);
    for (const std::uint16_t port : options.request_ports)
        serve.request_servers.push_back({.port = port});
    serve.pace.units = transport::parse_speed(options.speed).units;
    serve.start_after_ns = duration_in("--start-after", options.start_after);
    serve.end_after_ns = duration_in("--end-after", options.end_after);
    serve.linger_ns = duration_in("--linger", options.linger);
    serve.seed = options.seed.value_or(1);
    for (std::size_t i = 0; i < link_fault_options.size(); ++i)
        for (const std::string& fault : options.link_faults[i])
            set_link_fault(serve, link_fault_options[i], fault);
    for (const std::string& fault : options.request_faults) add_request_fault(serve, fault);
    for (const std::string& fault : options.glimpse_faults) add_glimpse_fault(serve, fault);
    return serve;
}

std::string ip_text(sim::Ipv4 ip)
{
    return fmt::format("{}.{}.{}.{}", ip.value >> 24, ip.value >> 16 & 0xFF, ip.value >> 8 & 0xFF,
                       ip.value & 0xFF);
}

char letter(std::size_t line)
{
    return static_cast<char>('A' + line);
}

/// One line of JSON: where everything is.
void print_ready(const sim::ServeOptions& options, const sim::Script& script,
                 const sim::ServePorts& ports)
{
    std::string lines;
    for (std::size_t i = 0; i < options.lines.size(); ++i)
        lines += fmt::format(R"({}{{"line":"{}","group":"{}","port":{},"interface":"{}"}})",
                             i == 0 ? "" : ",", letter(i), ip_text(options.lines[i].group),
                             options.lines[i].port, ip_text(options.lines[i].interface));
    fmt::print(R"({{"session":{},"messages":{},"lines":[{}],"address":"{}",)"
               R"("request_ports":[{}],"soup_port":{},"glimpse_port":{}}})"
               "\n",
               json_quoted(script.store.session().view()), script.store.prepared(), lines,
               ip_text(options.address), fmt::join(ports.request_servers, ","), ports.soup,
               ports.glimpse);
    std::fflush(stdout);
}

/// The counts that are not 0, in order: " lost 3, duplicated 1".
std::string counts_text(std::initializer_list<std::pair<std::string_view, std::uint64_t>> counts)
{
    std::string text;
    for (const auto& [name, count] : counts)
        if (count > 0) text += fmt::format("{} {} {}", text.empty() ? "" : ",", name, count);
    return text.empty() ? " none" : text;
}

std::string link_text(const sim::LinkCount& count, std::uint64_t by_number,
                      std::uint64_t send_errors)
{
    return counts_text({{"lost", count.lost},
                        {"lost in bursts", count.lost_in_bursts},
                        {"bursts", count.bursts},
                        {"lost while dead", count.lost_dead},
                        {"lost by number", by_number},
                        {"duplicated", count.duplicated},
                        {"overtaken", count.overtaken},
                        {"corrupted", count.corrupted},
                        {"refused by the system", send_errors}});
}

/// What really happened, on stderr.
void print_report(const sim::ServeReport& report)
{
    fmt::print(stderr, "{} messages sent, {}\n", report.messages,
               report.has_ended ? "session ended" : "stopped before the end");
    if (report.shared.all_lost() + report.shared.duplicated + report.shared.overtaken +
            report.shared.corrupted >
        0)
        fmt::print(stderr, "all lines: faults:{}\n", link_text(report.shared, 0, 0));
    for (std::size_t i = 0; i < report.lines.size(); ++i)
        fmt::print(
            stderr, "line {}: {} packets sent, {} arrived; faults:{}\n", letter(i),
            report.lines[i].link.sent, report.lines[i].link.delivered,
            link_text(report.lines[i].link, report.lines[i].lost_by_number, report.send_errors[i]));
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

int run_serve(const Options& options)
{
    sim::ServeOptions serve = serve_options(options);
    sim::Script script = script_of(options);
    for (const std::string& lost : options.lost_messages)
        set_lost_messages(serve, lost, script.store.prepared());
    sim::FeedState state;
    const sim::ServeReport report =
        sim::serve(script, serve, state,
                   [&](const sim::ServePorts& ports) { print_ready(serve, script, ports); });
    if (!options.truth.empty()) sim::write_text(options.truth, sim::book_csv(state));
    print_report(report);
    return 0;
}

void add_stream_options(CLI::App& command, Options& options)
{
    add_capture_options(command, options.captures, false);
    command.add_option("--scenario", options.scenario, "Play this script (TOML) instead");
    command.add_option("--session", options.session, "Name of the session, up to 10 characters");
    command.add_option("--seed", options.seed, "Of the market of a scenario, and of all faults");
    auto* const speed =
        command.add_option("--speed", options.speed, "max, real or xN, by the exchange's times")
            ->capture_default_str();
    command.add_option("--rate", options.serve.pace.rate, "Messages a second instead, evenly")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
        ->excludes(speed);
    command.add_option("--start-after", options.start_after, "Heartbeats before the stream")
        ->capture_default_str();
    command.add_option("--end-after", options.end_after, "Heartbeats before the end of session")
        ->capture_default_str();
    command.add_option("--linger", options.linger, "Ends of session and answers behind the end")
        ->capture_default_str();
    command.add_option("--truth", options.truth, "Write the books at the end here (CSV)");
}

void add_place_options(CLI::App& command, Options& options)
{
    command.add_option("--line", options.lines, "GROUP:PORT[@INTERFACE]; A, B, ... in this order")
        ->allow_extra_args(false)
        ->capture_default_str();
    command.add_option("--interface", options.interface, "By which packets leave")
        ->capture_default_str();
    command.add_option("--ttl", options.serve.ttl, "Hops of multicast packets")
        ->check(CLI::Range(0, 255))
        ->capture_default_str();
    command.add_option("--bind", options.address, "Address of the servers")->capture_default_str();
    command.add_option("--request-port", options.request_ports, "One a request server; 0: any")
        ->allow_extra_args(false)
        ->capture_default_str();
    command.add_option("--soup-port", options.serve.soup_port, "0: any")->capture_default_str();
    command.add_option("--glimpse-port", options.serve.glimpse_port, "0: any")
        ->capture_default_str();
    command.add_option("--user", options.serve.user,
                       "Of logins, up to 6 characters; none: anybody");
    command.add_option("--password", options.serve.password, "Of that user, up to 10 characters");
}

void add_fault_options(CLI::App& command, Options& options)
{
    for (std::size_t i = 0; i < link_fault_options.size(); ++i) {
        const LinkFaultOption& fault = link_fault_options[i];
        command
            .add_option(std::string(fault.name), options.link_faults[i], std::string(fault.help))
            ->type_name(fmt::format("[LINES=]{}", fault.value))
            ->allow_extra_args(false)
            ->group("Faults");
    }
    command.add_option("--lose", options.lost_messages, "Messages lost: A=7, 100..120, last")
        ->type_name("[LINES=]NUMBERS")
        ->allow_extra_args(false)
        ->group("Faults");
    command
        .add_option("--request-server", options.request_faults,
                    "late, wrong or silent: silent@10s..20s, 2=late:300ms")
        ->type_name("[N=]HOW")
        ->allow_extra_args(false)
        ->group("Faults");
    command
        .add_option("--glimpse", options.glimpse_faults,
                    "late, wrong or silent, as for --request-server")
        ->type_name("HOW")
        ->allow_extra_args(false)
        ->group("Faults");
}

}  // namespace

void add_simulate_serve(CLI::App& simulate, Run& run)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command = simulate.add_subcommand(
        "serve", "An exchange on sockets: multicast lines, request servers, SoupBinTCP, GLIMPSE");
    add_stream_options(*command, *options);
    add_place_options(*command, *options);
    add_fault_options(*command, *options);
    command->callback([options, &run] { run = [options] { return run_serve(*options); }; });
}

}  // namespace gapwire::app
