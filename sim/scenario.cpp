// Scenarios from TOML: every key is checked where it is read, what spans keys after that.
#include "sim/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "core/error.hpp"
#include "sim/plan_reader.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t calm_max = 10'000;
constexpr std::size_t calm_letters = 3;  // 26^3 >= calm_max
constexpr std::size_t title_bytes_max = 200;
constexpr std::size_t instruments_max = 1'000;
constexpr std::size_t venues_max = 8;
constexpr std::uint64_t minute_ns = 60'000'000'000;

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

void read_rate(Scenario& scenario, TomlSection& toml)
{
    constexpr std::uint64_t rate_max = 1'000'000;
    const bool is_slow = toml.has("messages_per_minute");
    if (is_slow && toml.has("messages_per_second"))
        toml.fail("messages_per_minute", "messages_per_second is given too");
    const std::string_view key = is_slow ? "messages_per_minute" : "messages_per_second";
    scenario.messages_per_second = static_cast<std::uint32_t>(toml.integer(key, 1, rate_max));
    if (is_slow) scenario.rate_period_ns = minute_ns;
}

void read_instruments(Scenario& scenario, TomlSection& toml)
{
    for (TomlSection& instrument : toml.sections("instruments")) {
        if (scenario.instruments.size() == instruments_max)
            toml.fail("instruments", fmt::format("more than {}", instruments_max));
        scenario.instruments.push_back(read_instrument(instrument, scenario.instruments));
    }
    if (toml.has("calm")) add_calm_instruments(scenario, toml.section("calm"));
}

std::size_t read_symbol(TomlSection& toml, const Scenario& scenario)
{
    const std::string symbol = toml.text("symbol", 8);
    const auto found = std::ranges::find(scenario.instruments, symbol, &InstrumentPlan::symbol);
    if (found == scenario.instruments.end())
        toml.fail("symbol", fmt::format("\"{}\" is none of the instruments", symbol));
    return static_cast<std::size_t>(found - scenario.instruments.begin());
}

/// [faults]: of the market. Those of a line are said where the line is.
void read_faults(Scenario& scenario, TomlSection toml)
{
    if (toml.has("prints"))
        for (TomlSection& each : toml.sections("prints")) {
            PrintFault fault{.instrument = read_symbol(each, scenario), .at = read_knot(each)};
            if (each.has("broken_at")) fault.broken_ns = each.time_of_day("broken_at");
            if (fault.at.time_ns < scenario.from_ns) each.fail("at", "is before the scenario");
            if (fault.broken_ns && *fault.broken_ns <= fault.at.time_ns)
                each.fail("broken_at", "must be later than at");
            each.refuse_unknown_keys();
            scenario.faults.prints.push_back(fault);
        }
    if (toml.has("pauses"))
        for (TomlSection& each : toml.sections("pauses")) {
            const PauseFault fault{.instrument = read_symbol(each, scenario),
                                   .time = read_range(each, read_time_of_day),
                                   .cross = read_price(each, "cross")};
            if (fault.time.from_ns < scenario.from_ns) each.fail("from", "is before the scenario");
            scenario.faults.pauses.push_back(fault);
            each.refuse_unknown_keys();
        }
    toml.refuse_unknown_keys();
}

Scenario read_scenario(TomlSection toml)
{
    Scenario scenario;
    scenario.title = toml.text("title", title_bytes_max);
    read_times(scenario, toml);
    scenario.seed = toml.integer("seed", 0, INT64_MAX);
    read_rate(scenario, toml);
    scenario.reference_streams =
        static_cast<std::uint32_t>(toml.integer_or("reference_streams", 1, 4, 1));
    if (scenario.reference_streams != 1 && scenario.reference_streams != 4)
        toml.fail("reference_streams", "must be 1 or 4");
    scenario.session = toml.text("session", 10);
    if (toml.has("index_close"))
        scenario.index_close = toml.decimal("index_close", 8, 1, 10'000'000'000'000);
    scenario.lines = read_lines(toml.section("lines"), read_time_of_day);
    read_instruments(scenario, toml);
    if (toml.has("faults")) read_faults(scenario, toml.section("faults"));
    if (toml.has("futures")) scenario.futures = read_futures(toml.section("futures"));
    if (toml.has("venues"))
        for (TomlSection& venue : toml.sections("venues")) {
            if (scenario.venues.size() == venues_max)
                toml.fail("venues", fmt::format("more than {}", venues_max));
            scenario.venues.push_back(read_venue(venue));
        }
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
