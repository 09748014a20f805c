// One exchange of a simulation: a session's script, its publishers and its request servers.
#include "app/simulation/exchange_site.hpp"

#include <algorithm>

#include "sim/market.hpp"

namespace gapwire::app {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t pause_max = 3'000'000;  // the hours before the market are cut short

/// A few instruments in lively trading.
sim::Scenario scenario_of(std::uint64_t seed, std::uint64_t seconds)
{
    sim::Scenario scenario;
    scenario.date = {2025, 1, 27};
    scenario.from_ns = 9 * 3'600 * second;
    scenario.until_ns = scenario.from_ns + seconds * second;
    scenario.seed = seed;
    scenario.messages_per_second = 700;
    scenario.reference_streams = seed % 2 == 0 ? 1 : 4;
    for (const char* const symbol : {"NVDA", "ORCL", "PLTR", "QQQ", "ASML"})
        scenario.instruments.push_back(
            {.symbol = symbol,
             .previous_close = 1'426'200,
             .path = {{scenario.from_ns, 1'426'200}, {scenario.until_ns, 1'283'500}},
             .weight = 1,
             .noise_bp = 30});
    return scenario;
}

/// Lines pack the same messages differently.
sim::MoldPublisherOptions packing_of(std::size_t line)
{
    sim::MoldPublisherOptions options;
    if (line == 1) options.packet = {.payload_bytes_max = 300, .messages_max = 5};
    options.packing_ns = line == 1 ? 0 : 500'000;
    options.heartbeat_ns = 100'000'000;  // so that a line is never dead without losing something
    return options;
}

}  // namespace

ExchangeSite::ExchangeSite(std::string_view session, std::uint64_t seed, std::uint64_t seconds,
                           const SimulationPlan& plan, Timestamp start)
    : store_(session)
{
    const sim::Scenario scenario = scenario_of(seed, seconds);
    Timestamp at = start;
    std::uint64_t before = 0;
    sim::Market market(scenario, [&](std::uint64_t time_ns, Bytes message) {
        std::uint64_t pause = times_.empty() ? 0 : time_ns - before;
        if (before <= scenario.from_ns) pause = std::min(pause, pause_max);
        at.ns += static_cast<std::int64_t>(pause);
        before = time_ns;
        times_.push_back(at);
        GAPWIRE_ASSERT(store_.prepare(message));
    });
    market.run();
    for (std::size_t i = 0; i < 2; ++i) {
        publishers_[i] = std::make_unique<sim::MoldPublisher>(store_, packing_of(i), start);
        request_servers_[i] =
            std::make_unique<sim::FaultyRequestServer>(store_, plan.request_servers[i], seed + i);
    }
}

void ExchangeSite::send_until(Timestamp now)
{
    for (; !all_sent() && times_[store_.sent()] <= now; store_.send())
        state_.apply(store_[store_.next()]);
}

Timestamp ExchangeSite::next_time() const noexcept
{
    const Timestamp message = all_sent() ? sim::never : times_[store_.sent()];
    return std::min({message, publishers_[0]->next_time(), publishers_[1]->next_time()});
}

}  // namespace gapwire::app
