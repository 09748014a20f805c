// Scenarios from TOML: every key is checked where it is read, what spans keys after that.
#include "sim/scenario.hpp"

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>

#include "core/error.hpp"
#include "sim/toml_section.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t price_low = 1'000;  // 0.10 dollars
constexpr std::uint64_t price_high =
    1'800'000'000;  // 180,000 dollars, so that noise cannot reach the highest legal price
constexpr std::uint64_t weight_max = 10'000;
constexpr std::uint64_t noise_bp_max = 1'000;
constexpr std::uint64_t calm_max = 10'000;
constexpr std::size_t calm_letters = 3;  // 26^3 >= calm_max
constexpr std::uint64_t delay_ns_max = 1'000'000'000;
constexpr std::uint64_t loss_ppm_max = 500'000;
constexpr std::size_t title_bytes_max = 200;
constexpr std::size_t instruments_max = 1'000;

Ipv4 read_address(TomlSection& toml, std::string_view key)
{
    const std::string text = toml.text(key, 15);
    const auto address = parse_ipv4(text);
    if (!address) toml.fail(key, fmt::format("\"{}\" is not an IPv4 address", text));
    return *address;
}

LinePlan read_line(TomlSection toml)
{
    LinePlan line;
    line.interface = toml.text("interface", 15);
    line.path.destination = read_address(toml, "group");
    if (!line.path.destination.is_multicast()) toml.fail("group", "must be a multicast address");
    line.path.destination_port = static_cast<std::uint16_t>(toml.integer("port", 1, UINT16_MAX));
    line.path.source = read_address(toml, "source");
    line.path.source_port =
        static_cast<std::uint16_t>(toml.integer_or("source_port", 1, UINT16_MAX, 1'025));
    if (toml.has("vlan"))
        line.path.vlan = static_cast<std::uint16_t>(toml.integer("vlan", 1, 4'094));
    line.latency_ns = toml.integer("latency_ns", 0, delay_ns_max);
    line.jitter_ns = toml.integer("jitter_ns", 0, delay_ns_max);
    line.loss_ppm = static_cast<std::uint32_t>(toml.integer("loss_ppm", 0, loss_ppm_max));
    toml.refuse_unknown_keys();
    return line;
}

void read_lines(Scenario& scenario, TomlSection toml)
{
    scenario.lines = {read_line(toml.section("A")), read_line(toml.section("B"))};
    const auto& [a, b] = scenario.lines;
    if (a.path.destination == b.path.destination &&
        a.path.destination_port == b.path.destination_port)
        toml.fail("B", "has the group and port of line A");
    if (a.interface == b.interface) toml.fail("B", "has the interface of line A");
    toml.refuse_unknown_keys();
}

std::vector<Knot> read_path(TomlSection& instrument)
{
    std::vector<Knot> path;
    for (TomlSection& toml : instrument.sections("path")) {
        Knot knot;
        knot.time_ns = toml.time_of_day("at");
        knot.price = static_cast<std::uint32_t>(toml.decimal("price", 4, price_low, price_high));
        if (!path.empty() && knot.time_ns <= path.back().time_ns)
            toml.fail("at", "must be later than the knot before");
        toml.refuse_unknown_keys();
        path.push_back(knot);
    }
    return path;
}

void read_instrument(Scenario& scenario, TomlSection toml)
{
    InstrumentPlan plan;
    plan.symbol = toml.text("symbol", 8);
    for (const char c : plan.symbol)
        if (c <= ' ' || c > '~') toml.fail("symbol", "must be printable ASCII without spaces");
    for (const InstrumentPlan& other : scenario.instruments)
        if (other.symbol == plan.symbol)
            toml.fail("symbol", fmt::format("\"{}\" is listed already", plan.symbol));
    plan.previous_close =
        static_cast<std::uint32_t>(toml.decimal("close", 4, price_low, price_high));
    plan.path = read_path(toml);
    plan.weight = static_cast<std::uint32_t>(toml.integer_or("weight", 1, weight_max, 1));
    plan.noise_bp = static_cast<std::uint32_t>(toml.integer_or("noise_bp", 0, noise_bp_max, 3));
    plan.test_issue = toml.flag_or("test_issue", false);
    toml.refuse_unknown_keys();
    scenario.instruments.push_back(std::move(plan));
}

/// "QAAC" for number 2: the prefix and the number in letters.
std::string calm_symbol(const std::string& prefix, std::uint64_t number)
{
    std::string letters(calm_letters, 'A');
    for (std::size_t i = calm_letters; i-- > 0; number /= 26)
        letters[i] = static_cast<char>('A' + number % 26);
    return prefix + letters;
}

/// Closes that spread over [low, high] in whole cents, each computed from its number alone.
std::uint32_t calm_close(std::uint64_t number, std::uint64_t low, std::uint64_t high)
{
    const std::uint64_t cents = (high - low) / 100 + 1;
    return static_cast<std::uint32_t>(low + (number + 1) * 61'803'399 % cents * 100);
}

void add_calm_instruments(Scenario& scenario, TomlSection toml)
{
    const std::uint64_t count = toml.integer("count", 0, calm_max);
    const std::string prefix = toml.text("prefix", 8 - calm_letters);
    const std::uint64_t low = toml.decimal("close_min", 4, price_low, price_high);
    const std::uint64_t high = toml.decimal("close_max", 4, low, price_high);
    const auto weight = static_cast<std::uint32_t>(toml.integer_or("weight", 1, weight_max, 1));
    const auto noise_bp =
        static_cast<std::uint32_t>(toml.integer_or("noise_bp", 0, noise_bp_max, 3));
    toml.refuse_unknown_keys();

    std::set<std::string> taken;
    for (const InstrumentPlan& plan : scenario.instruments) taken.insert(plan.symbol);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string symbol = calm_symbol(prefix, i);
        const std::uint32_t close = calm_close(i, low, high);
        if (taken.contains(symbol))
            toml.fail("prefix", fmt::format("makes \"{}\", which is listed already", symbol));
        scenario.instruments.push_back({.symbol = symbol,
                                        .previous_close = close,
                                        .path = {{scenario.from_ns, close}},
                                        .weight = weight,
                                        .noise_bp = noise_bp});
    }
}

void read_times(Scenario& scenario, TomlSection& toml)
{
    scenario.date = toml.date("date");
    scenario.previous_date = toml.date("previous_date");
    if (scenario.previous_date >= scenario.date) toml.fail("previous_date", "must be before date");
    scenario.from_ns = toml.time_of_day("from");
    if (scenario.from_ns < system_hours_from_ns) toml.fail("from", "is before 04:00:00");
    scenario.until_ns = toml.time_of_day("until");
    if (scenario.until_ns <= scenario.from_ns) toml.fail("until", "must be later than from");
    if (scenario.until_ns > system_hours_until_ns) toml.fail("until", "is after 20:00:00");
}

Scenario read_scenario(TomlSection toml)
{
    Scenario scenario;
    scenario.title = toml.text("title", title_bytes_max);
    read_times(scenario, toml);
    scenario.seed = toml.integer("seed", 0, INT64_MAX);
    scenario.messages_per_second =
        static_cast<std::uint32_t>(toml.integer("messages_per_second", 1, 1'000'000));
    scenario.reference_streams =
        static_cast<std::uint32_t>(toml.integer_or("reference_streams", 1, 4, 1));
    if (scenario.reference_streams != 1 && scenario.reference_streams != 4)
        toml.fail("reference_streams", "must be 1 or 4");
    scenario.session = toml.text("session", 10);
    if (toml.has("index_close"))
        scenario.index_close = toml.decimal("index_close", 8, 1, 10'000'000'000'000);
    read_lines(scenario, toml.section("lines"));
    for (TomlSection& instrument : toml.sections("instruments")) {
        if (scenario.instruments.size() == instruments_max)
            toml.fail("instruments", fmt::format("more than {}", instruments_max));
        read_instrument(scenario, instrument);
    }
    if (toml.has("calm")) add_calm_instruments(scenario, toml.section("calm"));
    toml.refuse_unknown_keys();
    return scenario;
}

}  // namespace

Scenario load_scenario(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf()))
        throw OperatorError(ExitCode::config, fmt::format("{}: cannot be read", file.string()));
    return parse_scenario(text.view(), file.string());
}

Scenario parse_scenario(std::string_view text, const std::string& file)
{
    toml::table table;
    try {
        table = toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        throw OperatorError(
            ExitCode::config,
            fmt::format("{}:{}: syntax: {}", file, error.source().begin.line, error.description()));
    }
    return read_scenario(TomlSection(table, file, ""));
}

}  // namespace gapwire::sim
