// `gapwire simulate serve --protocol mdp3`: a channel of futures on sockets.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "app/pipeline/mdp_live.hpp"
#include "app/serve_command.hpp"
#include "core/clock.hpp"
#include "sim/book_csv.hpp"
#include "sim/futures_listings.hpp"
#include "sim/output_file.hpp"

namespace gapwire::app {
namespace {

constexpr std::uint64_t rate_by_default = 500;
constexpr std::string_view loop_names = "SOD";  // snapshots, orders, definitions

sim::Mdp3Channel channel_of(const ServeCommand& command)
{
    const auto fall = parse_share(command.fall);
    if (!fall) usage_error(fmt::format("--fall {}: want a share: 5%", command.fall));
    const std::set<std::string> products(command.products.begin(), command.products.end());
    if (products.size() != command.products.size()) usage_error("--products: one is named twice");
    return {command.seed.value_or(1),
            {.listings = sim::listings_of(command.products, command.months, *fall, wall_clock()),
             .first_security = 5'002,
             .remembers = false}};
}

sim::MdpServeOptions options_of(const ServeCommand& command)
{
    sim::MdpServeOptions serve{.lines = lines_in(command, pipeline::MdpLive::lines_max),
                               .ttl = command.ttl,
                               .seed = command.seed.value_or(1)};
    const sim::Ipv4 interface = address_in("--interface", command.interface);
    serve.loops = {parse_line("--snapshot-line", command.snapshot_line, interface),
                   parse_line("--order-line", command.order_line, interface),
                   parse_line("--definition-line", command.definition_line, interface)};
    serve.start_after_ns = duration_in("--start-after", command.start_after);
    serve.linger_ns = duration_in("--linger", command.linger);
    const std::uint64_t rate = command.rate == 0 ? rate_by_default : command.rate;
    serve.publisher = {.events = command.events,
                       .event_every_ns = static_cast<std::int64_t>(1'000'000'000 / rate),
                       .heartbeat_ns = duration_in("--heartbeat", command.heartbeat),
                       .loop_every_ns = duration_in("--loop-every", command.loop_every),
                       .loop_gap_ns = 100'000,
                       .seed = command.seed.value_or(1)};
    for (const auto& [option, ns] : {std::pair{"--heartbeat", serve.publisher.heartbeat_ns},
                                     std::pair{"--loop-every", serve.publisher.loop_every_ns}})
        if (ns < 1'000'000) usage_error(fmt::format("{}: at least 1ms", option));

    // Lines and loops are faulty in the same ways, but loops only where they are named.
    std::vector<sim::ServeLine> all = serve.lines;
    all.insert(all.end(), serve.loops.begin(), serve.loops.end());
    const std::string names =
        std::string("ABCDEFGH").substr(0, serve.lines.size()) + std::string(loop_names);
    const NamedLines named{.lines = all, .names = names, .by_default = serve.lines.size()};
    set_link_faults(command, named, serve.shared);
    set_lost_messages(command, named, 0);
    std::copy_n(all.begin(), serve.lines.size(), serve.lines.begin());
    std::copy_n(all.end() - sim::mdp_loop_kinds, sim::mdp_loop_kinds, serve.loops.begin());
    return serve;
}

/// One line of JSON: where everything is.
void print_ready(const sim::MdpServeOptions& options, const sim::Mdp3Channel& channel)
{
    std::string symbols;
    for (std::size_t i = 0; i < channel.instruments(); ++i)
        symbols += fmt::format(R"({}"{}")", i == 0 ? "" : ",", channel.symbol(i));
    std::string lines;
    for (std::size_t i = 0; i < options.lines.size(); ++i)
        lines += (i == 0 ? "" : ",") + line_json(static_cast<char>('A' + i), options.lines[i]);
    fmt::print(R"({{"protocol":"mdp3","symbols":[{}],"events":{},"lines":[{}],)"
               R"("snapshot_line":{},"order_line":{},"definition_line":{}}})"
               "\n",
               symbols, options.publisher.events, lines, line_json(loop_names[0], options.loops[0]),
               line_json(loop_names[1], options.loops[1]),
               line_json(loop_names[2], options.loops[2]));
    std::fflush(stdout);
}

void print_report(const sim::MdpServeReport& report)
{
    fmt::print(stderr, "{} market events sent, {}\n", report.events,
               report.has_ended ? "all of them" : "stopped before the end");
    print_shared(report.shared);
    const std::size_t lines = report.lines.size() - sim::mdp_loop_kinds;
    for (std::size_t i = 0; i < report.lines.size(); ++i) {
        const char name = i < lines ? static_cast<char>('A' + i) : loop_names[i - lines];
        print_line({&name, 1}, report.lines[i], report.send_errors[i]);
    }
}

}  // namespace

int serve_futures(const ServeCommand& command)
{
    const sim::MdpServeOptions options = options_of(command);
    sim::Mdp3Channel channel = channel_of(command);
    const sim::MdpServeReport report =
        sim::serve_mdp3(channel, options, [&] { print_ready(options, channel); });
    if (!command.truth.empty()) sim::write_text(command.truth, sim::book_csv(channel));
    print_report(report);
    return 0;
}

}  // namespace gapwire::app
