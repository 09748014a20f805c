// Futures, venues and faults of scenarios read right, and every fault named with its key.
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "sim/scenario.hpp"
#include "tests/sim/scenarios.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t hour = 3'600 * second;

constexpr const char* told_beside = R"([faults]
prints = [{ symbol = "FALL", at = 09:21:00, price = "9.90", broken_at = 09:21:20 }]
pauses = [{ symbol = "ZAAA", from = 09:22:00, until = 09:27:00, cross = "5.00" }]
[futures]
from = 2025-01-26T18:00:00
until = 2025-01-27T17:00:00
event_every_ms = 9000
loop_every_ms = 30000
busy = [{ from = 2025-01-27T09:30:00, until = 2025-01-27T09:31:00, event_every_ms = 500 }]
[futures.lines.A]
interface = "cmeA"
group = "224.0.31.9"
port = 14318
source = "10.0.0.3"
latency_ns = 1
jitter_ns = 1
loss_ppm = 1
silent = [{ from = 2025-01-27T04:00:00, until = 2025-01-27T04:00:05 }]
[futures.lines.B]
interface = "cmeB"
group = "224.0.32.9"
port = 15318
source = "10.0.0.4"
latency_ns = 1
jitter_ns = 1
loss_ppm = 1
[futures.snapshots]
interface = "loops"
group = "224.0.31.30"
port = 14318
source = "10.0.0.3"
latency_ns = 1
jitter_ns = 1
loss_ppm = 0
[futures.definitions]
interface = "loops"
group = "224.0.31.51"
port = 14318
source = "10.0.0.3"
latency_ns = 1
jitter_ns = 1
loss_ppm = 0
[[futures.contracts]]
symbol = "NQH5"
product = "NQ"
last_trade = 2025-03-21T09:30:00
tick = "0.25"
settlement = "21911.25"
limit_low = "20387.25"
limit_high = "23435.25"
high = "21771.00"
low = { at = 2025-01-27T05:52:00, price = "20763.75" }
settled = { at = 2025-01-27T16:00:00, price = "21258.50" }
path = [{ at = 2025-01-26T18:00:00, price = "21771.00" }]
[[venues]]
mic = "XTKS"
zone = "Asia/Tokyo"
currency = "JPY"
begin_string = "FIX.4.4"
sender = "TOKYO"
target = "DESK"
interface = "fix"
client = "10.0.0.5"
client_port = 40101
server = "10.0.0.6"
port = 9876
latency_ns = 1
heartbeat_s = 60
logon = 08:58:00
from = 08:59:00
open = 09:00:00
close = 15:30:00
until = 15:31:00
breaks = [{ from = 11:30:00, until = 12:30:00 }]
messages_per_minute = 7
[[venues.instruments]]
symbol = "9984"
close = "10560"
tick = "1"
opening_cross = "10425"
low = { at = 15:00:00, price = "9678" }
path = [{ at = 09:00:00, price = "10425" }]
)";

std::string good()
{
    return test::small_scenario("09:20:00", "09:31:00") + told_beside;
}

/// What is printed for a scenario in which `from` has become `to`, without file and line.
std::string error_of(const std::string& from, const std::string& to)
{
    std::string text = good();
    const std::size_t at = text.find(from, text.find("[faults]"));
    EXPECT_NE(at, std::string::npos) << from;
    if (at == std::string::npos) return {};
    text.replace(at, from.size(), to);
    try {
        parse_scenario(text, "s.toml");
    } catch (const OperatorError& error) {
        EXPECT_EQ(error.code(), ExitCode::config);
        const std::string said = error.what();
        EXPECT_EQ(said.substr(0, 7), "s.toml:");
        return said.substr(said.find(": ") + 2);
    }
    return "no error";
}

TEST(StoryScenario, FuturesArrive)
{
    const Scenario scenario = parse_scenario(good(), "s.toml");
    ASSERT_TRUE(scenario.futures.has_value());
    const FuturesPlan& futures = *scenario.futures;
    const auto midnight =
        static_cast<std::uint64_t>(wall_time({2025, 1, 27}, 0, "America/New_York").ns);
    EXPECT_EQ(futures.time, (TimeRange{midnight - 6 * hour, midnight + 17 * hour}));
    EXPECT_EQ(futures.event_every_ns, 9 * second);
    ASSERT_EQ(futures.busy.size(), 1u);
    EXPECT_EQ(futures.busy[0].event_every_ns, second / 2);
    EXPECT_EQ(futures.lines[0].silent,
              (std::vector<TimeRange>{{midnight + 4 * hour, midnight + 4 * hour + 5 * second}}));
    ASSERT_EQ(futures.contracts.size(), 1u);
    const ContractPlan& nq = futures.contracts[0];
    EXPECT_EQ(nq.settlement, 2'191'125 * Price::scale);
    EXPECT_EQ(nq.tick, 25 * Price::scale);
    EXPECT_EQ(nq.low.price, 2'076'375 * Price::scale);
    EXPECT_EQ(nq.settled, (FuturesKnot{midnight + 16 * hour, 2'125'850 * Price::scale}));
    EXPECT_EQ(nq.noise_ticks, 8u);
}

TEST(StoryScenario, VenuesAndFaultsArrive)
{
    const Scenario scenario = parse_scenario(good(), "s.toml");
    ASSERT_EQ(scenario.venues.size(), 1u);
    const VenuePlan& tokyo = scenario.venues[0];
    EXPECT_EQ(tokyo.mic, "XTKS");
    EXPECT_EQ(tokyo.path.destination_port, 9'876);
    EXPECT_EQ(tokyo.heartbeat_ns, 60 * second);
    EXPECT_EQ(tokyo.hours.open_ns, 9 * hour);
    EXPECT_EQ(tokyo.hours.breaks.size(), 1u);
    EXPECT_EQ(tokyo.instruments[0].tick, 10'000u);
    EXPECT_EQ(tokyo.instruments[0].opening_cross, 104'250'000u);
    EXPECT_EQ(tokyo.instruments[0].low, (Knot{15 * hour, 96'780'000}));

    ASSERT_EQ(scenario.faults.prints.size(), 1u);
    EXPECT_EQ(scenario.faults.prints[0].instrument, 0u);
    EXPECT_EQ(scenario.faults.prints[0].at, (Knot{9 * hour + 1'260 * second, 99'000}));
    EXPECT_EQ(scenario.faults.prints[0].broken_ns, 9 * hour + 1'280 * second);
    ASSERT_EQ(scenario.faults.pauses.size(), 1u);
    EXPECT_EQ(scenario.faults.pauses[0].instrument, 2u);  // the first calm one
    EXPECT_EQ(scenario.faults.pauses[0].cross, 50'000u);
}

TEST(StoryScenario, FaultsOfFaultsNameTheKey)
{
    EXPECT_EQ(error_of("symbol = \"FALL\"", "symbol = \"NONE\""),
              "faults.prints[0].symbol: \"NONE\" is none of the instruments");
    EXPECT_EQ(error_of("broken_at = 09:21:20", "broken_at = 09:21:00"),
              "faults.prints[0].broken_at: must be later than at");
    EXPECT_EQ(error_of("at = 09:21:00", "at = 09:19:00"),
              "faults.prints[0].at: is before the scenario");
    EXPECT_EQ(error_of("from = 09:22:00", "from = 09:19:00"),
              "faults.pauses[0].from: is before the scenario");
    EXPECT_EQ(error_of("until = 09:27:00", "until = 09:22:00"),
              "faults.pauses[0].until: must be later than from");
    EXPECT_EQ(error_of("pauses", "paused"), "faults.paused: unknown key");
}

TEST(StoryScenario, FaultsOfFuturesNameTheKey)
{
    EXPECT_EQ(error_of("from = 2025-01-26T18:00:00", "from = 18:00:00"),
              "futures.from: must be a date and time such as 2025-01-26T18:00:00");
    EXPECT_EQ(
        error_of("from = 2025-01-26T18:00:00", "from = 2025-01-26T18:00:00Z"),
        "futures.from: must be a date and time such as 2025-01-26T18:00:00, without an offset");
    EXPECT_EQ(error_of("event_every_ms = 9000", "event_every_ms = 0"),
              "futures.event_every_ms: 0 is not between 1 and 600000");
    EXPECT_EQ(error_of("cmeB", "cmeA"), "futures.lines.B: has the interface of line A");
    EXPECT_EQ(error_of("\"20763.75\"", "\"20763.80\""),
              "futures.contracts[0].low.price: is no multiple of the tick");
    EXPECT_EQ(error_of("2025-01-27T16:00:00", "2025-01-27T17:00:00"),
              "futures.contracts[0].settled.at: is not within futures.from and futures.until");
    EXPECT_EQ(error_of("high = \"21771.00\"", "high = \"20763.75\""),
              "futures.contracts[0].high: must be a multiple of the tick above low.price");
    EXPECT_EQ(error_of("high = \"21771.00\"", "high = \"21770.00\""),
              "futures.contracts[0].path: leaves the range from low to high");
    EXPECT_EQ(error_of("path = [{ at = 2025-01-26T18:00:00", "path = [{ at = 2025-01-26T18:00:01"),
              "futures.contracts[0].path: must begin at futures.from");
}

TEST(StoryScenario, FaultsOfVenuesNameTheKey)
{
    EXPECT_EQ(error_of("XTKS", "TKS"), "venues[0].mic: must have four characters");
    EXPECT_EQ(error_of("Asia/Tokyo", "Asia/Edo"), "venues[0].zone: \"Asia/Edo\" is not known");
    EXPECT_EQ(error_of("FIX.4.4", "FIX.4.2"),
              "venues[0].begin_string: must be \"FIX.4.4\" or \"FIXT.1.1\"");
    EXPECT_EQ(error_of("open = 09:00:00", "open = 08:59:00"),
              "venues[0].open: must be later than from");
    EXPECT_EQ(error_of("close = 15:30:00", "close = 15:31:00"),
              "venues[0].close: must be before until");
    EXPECT_EQ(error_of("tick = \"1\"", "tick = \"0.001\""),
              "venues[0].instruments[0].tick: 0.001 is not between 0.01 and 1000");
}

TEST(StoryScenario, ARateIsByTheSecondOrByTheMinute)
{
    std::string text = good();
    const std::string by_second = "messages_per_second = 40";
    text.replace(text.find(by_second), by_second.size(), "messages_per_minute = 45");
    const Scenario scenario = parse_scenario(text, "s.toml");
    EXPECT_EQ(scenario.messages_per_second, 45u);
    EXPECT_EQ(scenario.rate_period_ns, 60 * second);
    text.insert(text.find("messages_per_minute"), by_second + "\n");
    EXPECT_THROW(parse_scenario(text, "s.toml"), OperatorError);
}

}  // namespace
}  // namespace gapwire::sim
