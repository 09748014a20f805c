// `gapwire simulate serve --protocol fix`: a venue that quotes in FIX, on a socket.
#include <fmt/format.h>

#include <cstdio>

#include "app/json_text.hpp"
#include "app/serve_command.hpp"
#include "feed/transport/pacer.hpp"
#include "sim/book_csv.hpp"
#include "sim/output_file.hpp"

namespace gapwire::app {
namespace {

std::uint32_t share_in(std::string_view option, const std::string& text)
{
    const auto share = parse_share(text);
    if (!share) usage_error(fmt::format("{} {}: want a share: 1%", option, text));
    return *share;
}

sim::FixServeOptions options_of(const ServeCommand& command)
{
    sim::FixServeOptions serve = command.fix;
    serve.address = address_in("--bind", command.address);
    serve.pace.rate = command.rate;
    serve.pace.units = transport::parse_speed(command.speed).units;
    serve.start_after_ns = duration_in("--start-after", command.start_after);
    serve.linger_ns = duration_in("--linger", command.linger);
    serve.venue.user = command.serve.user;
    serve.venue.password = command.serve.password;
    serve.venue.resends = !command.gap_fill;
    serve.venue.seed = command.seed.value_or(1);
    sim::FixFaults& faults = serve.venue.faults;
    faults.drop_ppm = share_in("--drop", command.drop);
    faults.garble_ppm = share_in("--garble", command.garble);
    faults.deaf_ppm = share_in("--deaf", command.deaf);
    faults.heartbeat_delay_ns = duration_in("--heartbeat-delay", command.heartbeat_delay);
    for (const std::string& at : command.disconnect_at)
        faults.disconnect_at.push_back(duration_in("--disconnect-at", at));
    return serve;
}

/// One line of JSON: where the venue is, and what it quotes.
void print_ready(const sim::FixServeOptions& options, const sim::Script& script,
                 const sim::FeedState& state, std::uint16_t port)
{
    std::string symbols;
    for (const auto& [locate, instrument] : state.instruments())
        symbols += (symbols.empty() ? "" : ",") + json_quoted(instrument.symbol.view());
    fmt::print(R"({{"protocol":"fix","address":"{}","port":{},"begin_string":"{}",)"
               R"("sender":{},"target":{},"messages":{},"symbols":[{}]}})"
               "\n",
               ip_text(options.address), port, options.venue.begin_string,
               json_quoted(options.venue.sender), json_quoted(options.venue.target),
               script.store.prepared(), symbols);
    std::fflush(stdout);
}

void print_report(const sim::FixServeReport& report)
{
    const sim::FixVenueCount& count = report.venue;
    fmt::print(stderr, "{} messages of the market, {}\n", report.messages,
               report.has_ended ? "all of them" : "stopped before the end");
    fmt::print(stderr, "{} full refreshes, {} increments; {} symbols subscribed\n", count.refreshes,
               count.increments, count.subscriptions);
    fmt::print(stderr, "{} connections, {} refused; {} logons, {} refused; requests refused: {}\n",
               report.connections, report.connections_refused, count.logons, count.logons_refused,
               count.requests_refused);
    fmt::print(stderr, "the client:{}\n",
               counts_text({{"resend requests", count.asked_again},
                            {"sent again", count.sent_again},
                            {"rejects", count.refused_by_client}}));
    fmt::print(stderr, "faults:{}\n",
               counts_text({{"dropped", count.dropped},
                            {"garbled", count.garbled},
                            {"unheard", count.unheard},
                            {"late heartbeats", count.delayed},
                            {"disconnects", count.disconnects}}));
}

}  // namespace

int serve_quotes(const ServeCommand& command, sim::Script& script)
{
    const sim::FixServeOptions options = options_of(command);
    sim::FeedState state;
    const sim::FixServeReport report =
        sim::serve_fix(script, options, state,
                       [&](std::uint16_t port) { print_ready(options, script, state, port); });
    if (!command.truth.empty()) sim::write_text(command.truth, sim::book_csv(state));
    print_report(report);
    return 0;
}

}  // namespace gapwire::app
