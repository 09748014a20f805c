// Lines, ranges of time and instruments out of TOML: every key is checked where it is read.
#include "sim/plan_reader.hpp"

#include <fmt/format.h>

namespace gapwire::sim {
namespace {

constexpr std::uint64_t loss_ppm_max = 500'000;

}  // namespace

std::uint64_t read_time_of_day(TomlSection& toml, std::string_view key)
{
    return toml.time_of_day(key);
}

std::uint64_t read_moment(TomlSection& toml, std::string_view key)
{
    return toml.moment(key, exchange_zone);
}

// ---- lines

Ipv4 read_address(TomlSection& toml, std::string_view key)
{
    const std::string text = toml.text(key, 15);
    const auto address = parse_ipv4(text);
    if (!address) toml.fail(key, fmt::format("\"{}\" is not an IPv4 address", text));
    return *address;
}

std::uint16_t read_port(TomlSection& toml, std::string_view key)
{
    return static_cast<std::uint16_t>(toml.integer(key, 1, UINT16_MAX));
}

LinePlan read_line(TomlSection toml, ReadTime read_time)
{
    LinePlan line;
    line.interface = toml.text("interface", 15);
    line.path.destination = read_address(toml, "group");
    if (!line.path.destination.is_multicast()) toml.fail("group", "must be a multicast address");
    line.path.destination_port = read_port(toml, "port");
    line.path.source = read_address(toml, "source");
    line.path.source_port =
        static_cast<std::uint16_t>(toml.integer_or("source_port", 1, UINT16_MAX, 1'025));
    if (toml.has("vlan"))
        line.path.vlan = static_cast<std::uint16_t>(toml.integer("vlan", 1, 4'094));
    line.latency_ns = toml.integer("latency_ns", 0, delay_ns_max);
    line.jitter_ns = toml.integer("jitter_ns", 0, delay_ns_max);
    line.loss_ppm = static_cast<std::uint32_t>(toml.integer("loss_ppm", 0, loss_ppm_max));
    line.silent = read_ranges(toml, "silent", read_time);
    toml.refuse_unknown_keys();
    return line;
}

std::array<LinePlan, 2> read_lines(TomlSection toml, ReadTime read_time)
{
    std::array<LinePlan, 2> lines = {read_line(toml.section("A"), read_time),
                                     read_line(toml.section("B"), read_time)};
    const auto& [a, b] = lines;
    if (a.path.destination == b.path.destination &&
        a.path.destination_port == b.path.destination_port)
        toml.fail("B", "has the group and port of line A");
    if (a.interface == b.interface) toml.fail("B", "has the interface of line A");
    toml.refuse_unknown_keys();
    return lines;
}

// ---- times

TimeRange read_range(TomlSection& toml, ReadTime read_time)
{
    const TimeRange range{read_time(toml, "from"), read_time(toml, "until")};
    if (range.until_ns <= range.from_ns) toml.fail("until", "must be later than from");
    return range;
}

std::vector<TimeRange> read_ranges(TomlSection& toml, std::string_view key, ReadTime read_time)
{
    std::vector<TimeRange> ranges;
    if (!toml.has(key)) return ranges;
    for (TomlSection& each : toml.sections(key)) {
        const TimeRange range = read_range(each, read_time);
        if (!ranges.empty() && range.from_ns < ranges.back().until_ns)
            each.fail("from", "must not be before the end of the one before");
        each.refuse_unknown_keys();
        ranges.push_back(range);
    }
    return ranges;
}

// ---- instruments

std::uint32_t read_price(TomlSection& toml, std::string_view key)
{
    return static_cast<std::uint32_t>(toml.decimal(key, 4, price_low, price_high));
}

Knot read_knot(TomlSection& toml)
{
    return {toml.time_of_day("at"), read_price(toml, "price")};
}

namespace {

std::vector<Knot> read_path(TomlSection& instrument)
{
    std::vector<Knot> path;
    for (TomlSection& toml : instrument.sections("path")) {
        const Knot knot = read_knot(toml);
        if (!path.empty() && knot.time_ns <= path.back().time_ns)
            toml.fail("at", "must be later than the knot before");
        toml.refuse_unknown_keys();
        path.push_back(knot);
    }
    return path;
}

Knot read_low(TomlSection toml)
{
    const Knot low = read_knot(toml);
    toml.refuse_unknown_keys();
    return low;
}

}  // namespace

InstrumentPlan read_instrument(TomlSection toml, const std::vector<InstrumentPlan>& others)
{
    InstrumentPlan plan;
    plan.symbol = toml.text("symbol", 8);
    for (const char c : plan.symbol)
        if (c <= ' ' || c > '~') toml.fail("symbol", "must be printable ASCII without spaces");
    for (const InstrumentPlan& other : others)
        if (other.symbol == plan.symbol)
            toml.fail("symbol", fmt::format("\"{}\" is listed already", plan.symbol));
    plan.previous_close = read_price(toml, "close");
    plan.path = read_path(toml);
    plan.weight = static_cast<std::uint32_t>(toml.integer_or("weight", 1, weight_max, 1));
    plan.noise_bp = static_cast<std::uint32_t>(toml.integer_or("noise_bp", 0, noise_bp_max, 3));
    plan.test_issue = toml.flag_or("test_issue", false);
    if (toml.has("opening_cross")) plan.opening_cross = read_price(toml, "opening_cross");
    if (toml.has("closing_cross")) plan.closing_cross = read_price(toml, "closing_cross");
    if (toml.has("low")) plan.low = read_low(toml.section("low"));
    if (toml.has("tick"))
        plan.tick = static_cast<std::uint32_t>(toml.decimal("tick", 4, 100, 10'000'000));
    toml.refuse_unknown_keys();
    return plan;
}

}  // namespace gapwire::sim
