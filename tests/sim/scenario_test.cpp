// Scenarios read right, and every fault named with file, line and key.
#include "sim/scenario.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "core/error.hpp"
#include "tests/sim/scenarios.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t minute = 60'000'000'000;

std::string good()
{
    return test::small_scenario("09:20:00", "09:31:00");
}

/// What is printed for a scenario in which `from` has become `to`; the exit code is checked.
std::string error_of(const std::string& from, const std::string& to)
{
    std::string text = good();
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    try {
        parse_scenario(text, "s.toml");
    } catch (const OperatorError& error) {
        EXPECT_EQ(error.code(), ExitCode::config);
        return error.what();
    }
    return "no error";
}

TEST(Scenario, EveryKeyArrives)
{
    const Scenario scenario = parse_scenario(good(), "s.toml");
    EXPECT_EQ(scenario.title, "Test");
    EXPECT_EQ(to_text(scenario.date), "2025-01-27");
    EXPECT_EQ(to_text(scenario.previous_date), "2025-01-24");
    EXPECT_EQ(scenario.from_ns, 560 * minute);
    EXPECT_EQ(scenario.until_ns, 571 * minute);
    EXPECT_EQ(scenario.seed, 7u);
    EXPECT_EQ(scenario.messages_per_second, 40u);
    EXPECT_EQ(scenario.reference_streams, 1u);
    EXPECT_EQ(scenario.session, "TEST");
    EXPECT_EQ(scenario.index_close, 610'124'000'000u);

    const LinePlan& b = scenario.lines[1];
    EXPECT_EQ(b.interface, "eth1");
    EXPECT_EQ(b.path.destination, Ipv4{0xE931C46F});
    EXPECT_EQ(b.path.destination_port, 26'478);
    EXPECT_EQ(b.path.source, Ipv4{0x0A000002});
    EXPECT_EQ(b.path.source_port, 1'025);
    EXPECT_EQ(b.path.vlan, std::uint16_t{7});
    EXPECT_EQ(scenario.lines[0].path.vlan, std::nullopt);
    EXPECT_EQ(b.latency_ns, 3'000u);
    EXPECT_EQ(b.jitter_ns, 2'000u);
    EXPECT_EQ(b.loss_ppm, 30'000u);
}

TEST(Scenario, CalmInstrumentsFollowTheNamedOnes)
{
    const Scenario scenario = parse_scenario(good(), "s.toml");
    ASSERT_EQ(scenario.instruments.size(), 5u);
    const InstrumentPlan& named = scenario.instruments[0];
    EXPECT_EQ(named.symbol, "FALL");
    EXPECT_EQ(named.previous_close, 1'000'000u);
    EXPECT_EQ(named.weight, 5u);
    EXPECT_EQ(named.path, (std::vector<Knot>{{560 * minute, 990'000}, {565 * minute, 899'000}}));
    EXPECT_FALSE(named.test_issue);
    EXPECT_TRUE(scenario.instruments[1].test_issue);

    const InstrumentPlan& calm = scenario.instruments[4];
    EXPECT_EQ(calm.symbol, "ZAAC");
    EXPECT_EQ(calm.path, (std::vector<Knot>{{560 * minute, calm.previous_close}}));
    for (std::size_t i = 2; i < 5; ++i) {
        const std::uint32_t close = scenario.instruments[i].previous_close;
        EXPECT_TRUE(close >= 5'000 && close <= 9'000'000 && close % 100 == 0) << close;
    }
}

TEST(Scenario, FaultsNameFileLineAndKey)
{
    EXPECT_EQ(error_of("seed = 7\n", ""), "s.toml:1: seed: missing; expected a whole number");
    EXPECT_EQ(error_of("seed = 7", "seed = \"7\""), "s.toml:6: seed: must be a whole number");
    EXPECT_EQ(error_of("seed = 7", "seed = -1"),
              "s.toml:6: seed: -1 is not between 0 and 9223372036854775807");
    EXPECT_EQ(error_of("seed = 7", "seed = 7\nsede = 8"), "s.toml:7: sede: unknown key");
    EXPECT_EQ(error_of("date = 2025-01-27", "date = \"2025-01-27\""),
              "s.toml:2: date: must be a date such as 2025-01-27");
    EXPECT_EQ(error_of("2025-01-24", "2025-01-27"), "s.toml:3: previous_date: must be before date");
    EXPECT_EQ(error_of("from = 09:20:00", "from = 03:59:59"), "s.toml:4: from: is before 04:00:00");
    EXPECT_EQ(error_of("until = 09:31:00", "until = 09:20:00"),
              "s.toml:5: until: must be later than from");
    EXPECT_EQ(error_of("until = 09:31:00", "until = 20:00:01"),
              "s.toml:5: until: is after 20:00:00");
    EXPECT_EQ(error_of("\"TEST\"", "\"ELEVENCHARS\""),
              "s.toml:8: session: must have 1 to 10 characters");
    EXPECT_EQ(error_of("session", "reference_streams = 2\nsession"),
              "s.toml:8: reference_streams: must be 1 or 4");
}

TEST(Scenario, FaultsOfLinesNameTheLine)
{
    EXPECT_EQ(error_of("233.54.12.111", "233.54.12"),
              "s.toml:12: lines.A.group: \"233.54.12\" is not an IPv4 address");
    EXPECT_EQ(error_of("233.54.12.111", "10.0.0.9"),
              "s.toml:12: lines.A.group: must be a multicast address");
    EXPECT_EQ(error_of("port = 26477", "port = 65536"),
              "s.toml:13: lines.A.port: 65536 is not between 1 and 65535");
    EXPECT_EQ(error_of("eth1", "eth0"), "s.toml:18: lines.B: has the interface of line A");
    EXPECT_EQ(error_of("loss_ppm = 20000", "loss_ppm = 500001"),
              "s.toml:17: lines.A.loss_ppm: 500001 is not between 0 and 500000");
    EXPECT_EQ(error_of("[lines.B]", "[lines.C]"), "s.toml:10: lines.B: missing; expected a table");
}

TEST(Scenario, FaultsOfInstrumentsNameTheInstrument)
{
    EXPECT_EQ(error_of("close = \"100.00\"", "close = 100.00"),
              "s.toml:34: instruments[0].close: must be a decimal in quotes");
    EXPECT_EQ(error_of("\"100.00\"", "\"100.00001\""),
              "s.toml:34: instruments[0].close: \"100.00001\" is not a decimal of 4 places");
    EXPECT_EQ(error_of("\"100.00\"", "\"0\""),
              "s.toml:34: instruments[0].close: 0 is not between 0.1 and 180000");
    EXPECT_EQ(error_of("TESTISSU", "FALL"),
              "s.toml:38: instruments[1].symbol: \"FALL\" is listed already");
    EXPECT_EQ(error_of("TESTISSU", "A B"),
              "s.toml:38: instruments[1].symbol: must be printable ASCII without spaces");
    EXPECT_EQ(error_of("at = 09:25:00", "at = 09:20:00"),
              "s.toml:36: instruments[0].path[1].at: must be later than the knot before");
    EXPECT_EQ(error_of("path = [{ at = 04:00:00, price = \"10\" }]", "path = []"),
              "s.toml:41: instruments[1].path: must be a list of one or more tables");
    EXPECT_EQ(error_of("prefix = \"Z\"", "prefix = \"LONGER\""),
              "s.toml:29: calm.prefix: must have 1 to 5 characters");
    EXPECT_EQ(error_of("FALL", "ZAAB"),
              "s.toml:29: calm.prefix: makes \"ZAAB\", which is listed already");
}

TEST(Scenario, SyntaxFaultsNameTheLine)
{
    EXPECT_EQ(error_of("seed = 7", "seed =").substr(0, 16), "s.toml:6: syntax");
}

TEST(Scenario, AMissingFileIsTheOperatorsFault)
{
    try {
        load_scenario("/nowhere/s.toml");
        FAIL() << "was read";
    } catch (const OperatorError& error) {
        EXPECT_STREQ(error.what(), "/nowhere/s.toml: cannot be read");
        EXPECT_EQ(error.code(), ExitCode::config);
    }
}

}  // namespace
}  // namespace gapwire::sim
