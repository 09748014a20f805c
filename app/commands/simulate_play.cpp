// `gapwire simulate play`: captures on sockets, by a clock that may run faster.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/clock_options.hpp"
#include "app/commands.hpp"
#include "app/json_text.hpp"
#include "app/playback.hpp"
#include "app/serve_command.hpp"

namespace gapwire::app {
namespace {

struct PlayCommand {
    PlaybackOptions playback;
    std::vector<std::string> routes;
    std::string interface = "127.0.0.1";
    std::string apart = "0s";
    std::string start_after = "1s";
    ClockOptions clock;
};

/// "ADDRESS:PORT"; port 0 is one, too.
std::optional<sim::ServeLine> destination_in(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    const auto address = sim::parse_ipv4(text.substr(0, colon));
    std::uint16_t port = 0;
    if (!address || !CLI::detail::lexical_cast(text.substr(colon + 1), port)) return std::nullopt;
    return sim::ServeLine{.group = *address, .port = port};
}

Route route_in(const std::string& text, sim::Ipv4 interface)
{
    const std::size_t equals = text.find('=');
    const std::size_t at = text.find('@');
    const auto from = destination_in(text.substr(0, equals));
    auto to = equals == std::string::npos
                  ? std::nullopt
                  : destination_in(text.substr(equals + 1, at - equals - 1));
    if (at != std::string::npos) interface = address_in("--route", text.substr(at + 1));
    if (!from || !to || from->port == 0)
        usage_error(fmt::format("--route {}: want FROM=TO[@INTERFACE], each ADDRESS:PORT", text));
    to->interface = interface;
    return {.from = *transport::parse_address(ip_text(from->group), from->port), .to = *to};
}

/// One line of JSON: what is played where, and by which clock.
void print_ready(const PlaybackReport& report, const ScaledClock& clock)
{
    std::string routes;
    for (const RouteReport& of : report.routes)
        routes += fmt::format(R"({}{{"from":{},"to":"{}:{}","kind":"{}","packets":{}}})",
                              routes.empty() ? "" : ",", json_quoted(to_text(of.route.from)),
                              ip_text(of.route.to.group), of.route.to.port,
                              of.is_fix ? "fix" : "udp", of.packets);
    fmt::print(R"({{"first_capture_time":"{}","last_capture_time":"{}","clock_scale":{},)"
               R"("clock_start":"{}","clock_from":"{}","routes":[{}]}})"
               "\n",
               rfc3339(report.first), rfc3339(report.last), clock.scale, rfc3339(clock.start),
               rfc3339(clock.from), routes);
    std::fflush(stdout);
}

/// What really happened, on stderr.
void print_report(const PlaybackReport& report)
{
    for (const RouteReport& of : report.routes) {
        fmt::print(stderr, "{}: ", to_text(of.route.from));
        if (of.is_fix)
            fmt::print(stderr, "{} messages said, {} not asked for; {} connections, {} refused\n",
                       of.fix.said, of.fix.unasked, of.connections, of.connections_refused);
        else
            fmt::print(stderr, "{} of {} datagrams sent, {} errors\n", of.sent, of.packets,
                       of.send_errors);
    }
    fmt::print(stderr, "{}; late by {} ns at most\n",
               report.has_ended ? "all of it" : "stopped before the end", report.lateness_ns_worst);
}

int run_play(const PlayCommand& command)
{
    PlaybackOptions options = command.playback;
    const sim::Ipv4 interface = address_in("--interface", command.interface);
    for (const std::string& text : command.routes)
        options.routes.push_back(route_in(text, interface));
    options.apart_ns = duration_in("--apart", command.apart);
    const std::int64_t start_after = duration_in("--start-after", command.start_after);
    ScaledClock clock;
    const PlaybackReport report = play(
        options,
        [&](Timestamp first) {
            return clock = clock_of(command.clock, first, {wall_clock().ns + start_after});
        },
        [&](const PlaybackReport& ready) { print_ready(ready, clock); });
    print_report(report);
    return 0;
}

}  // namespace

void add_simulate_play(CLI::App& simulate, Run& run)
{
    const auto options = std::make_shared<PlayCommand>();
    CLI::App* const command = simulate.add_subcommand(
        "play", "Captures on sockets again: datagrams, and FIX servers for a live client");
    command->add_option("captures", options->playback.captures, "pcap or pcapng; not -")
        ->required()
        ->type_name("CAPTURE");
    command
        ->add_option("--route", options->routes,
                     "What is played where: a destination of UDP, or a FIX server; repeatable")
        ->required()
        ->type_name("FROM=TO[@INTERFACE]")
        ->allow_extra_args(false);
    command->add_option("--interface", options->interface, "By which datagrams leave")
        ->capture_default_str();
    command->add_option("--ttl", options->playback.ttl, "Hops of multicast packets")
        ->check(CLI::Range(0, 255))
        ->capture_default_str();
    command
        ->add_option("--apart", options->apart,
                     "What was captured so far apart leaves so far apart, however fast it goes")
        ->type_name("DURATION")
        ->capture_default_str();
    command->add_flag("--in-step", options->playback.in_step,
                      "Send nothing while something sent is unread on this machine");
    command
        ->add_option("--start-after", options->start_after,
                     "Before the first packet, where --clock-from is not given")
        ->type_name("DURATION")
        ->capture_default_str();
    add_clock_options(*command, options->clock);
    command->callback([options, &run] { run = [options] { return run_play(*options); }; });
}

}  // namespace gapwire::app
