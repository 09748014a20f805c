// [futures] of a scenario.
#include "sim/futures_plan.hpp"

#include <fmt/format.h>

#include "sim/plan_reader.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t points_low = 1;  // 0.01
constexpr std::uint64_t points_high = 10'000'000;
constexpr std::uint64_t every_ms_max = 600'000;
constexpr std::uint64_t noise_ticks_max = 1'000;
constexpr std::size_t contracts_max = 16;

/// Points with two decimals, which the wire sends as hundredths.
std::int64_t read_points(TomlSection& toml, std::string_view key)
{
    return static_cast<std::int64_t>(toml.decimal(key, 2, points_low, points_high)) * Price::scale;
}

std::uint64_t read_every(TomlSection& toml, std::string_view key)
{
    return toml.integer(key, 1, every_ms_max) * 1'000'000;
}

FuturesKnot read_knot(TomlSection& toml, const FuturesPlan& plan, std::int64_t tick)
{
    const FuturesKnot knot{read_moment(toml, "at"), read_points(toml, "price")};
    if (knot.time_ns < plan.time.from_ns || knot.time_ns >= plan.time.until_ns)
        toml.fail("at", "is not within futures.from and futures.until");
    if (knot.price % tick != 0) toml.fail("price", "is no multiple of the tick");
    toml.refuse_unknown_keys();
    return knot;
}

std::vector<FuturesKnot> read_path(TomlSection& contract, const FuturesPlan& plan,
                                   std::int64_t tick)
{
    std::vector<FuturesKnot> path;
    for (TomlSection& toml : contract.sections("path")) {
        const FuturesKnot knot = read_knot(toml, plan, tick);
        if (!path.empty() && knot.time_ns <= path.back().time_ns)
            toml.fail("at", "must be later than the knot before");
        path.push_back(knot);
    }
    return path;
}

ContractPlan read_contract(TomlSection toml, const FuturesPlan& plan)
{
    ContractPlan contract;
    contract.symbol = toml.text("symbol", 20);
    contract.product = toml.text("product", 6);
    contract.last_trade_ns = read_moment(toml, "last_trade");
    contract.tick = read_points(toml, "tick");
    contract.settlement = read_points(toml, "settlement");
    contract.limit_low = read_points(toml, "limit_low");
    contract.limit_high = read_points(toml, "limit_high");
    contract.high = read_points(toml, "high");
    TomlSection low = toml.section("low");
    contract.low = read_knot(low, plan, contract.tick);
    if (contract.high <= contract.low.price || contract.high % contract.tick != 0)
        toml.fail("high", "must be a multiple of the tick above low.price");
    TomlSection settled = toml.section("settled");
    contract.settled = read_knot(settled, plan, contract.tick);
    contract.path = read_path(toml, plan, contract.tick);
    if (contract.path.front().time_ns != plan.time.from_ns)
        toml.fail("path", "must begin at futures.from");
    contract.noise_ticks =
        static_cast<std::uint32_t>(toml.integer_or("noise_ticks", 0, noise_ticks_max, 8));
    contract.weight = static_cast<std::uint32_t>(toml.integer_or("weight", 1, weight_max, 1));
    for (const FuturesKnot& knot : contract.path)
        if (knot.price < contract.low.price || knot.price > contract.high)
            toml.fail("path", "leaves the range from low to high");
    toml.refuse_unknown_keys();
    return contract;
}

std::vector<BusyTime> read_busy(TomlSection& toml)
{
    std::vector<BusyTime> busy;
    if (!toml.has("busy")) return busy;
    for (TomlSection& each : toml.sections("busy")) {
        busy.push_back({read_range(each, read_moment), read_every(each, "event_every_ms")});
        each.refuse_unknown_keys();
    }
    return busy;
}

}  // namespace

FuturesPlan read_futures(TomlSection toml)
{
    FuturesPlan plan;
    plan.time = read_range(toml, read_moment);
    plan.event_every_ns = read_every(toml, "event_every_ms");
    plan.loop_every_ns = read_every(toml, "loop_every_ms");
    plan.busy = read_busy(toml);
    plan.lines = read_lines(toml.section("lines"), read_moment);
    plan.snapshots = read_line(toml.section("snapshots"), read_moment);
    plan.definitions = read_line(toml.section("definitions"), read_moment);
    for (TomlSection& contract : toml.sections("contracts")) {
        if (plan.contracts.size() == contracts_max)
            toml.fail("contracts", fmt::format("more than {}", contracts_max));
        plan.contracts.push_back(read_contract(contract, plan));
    }
    toml.refuse_unknown_keys();
    return plan;
}

}  // namespace gapwire::sim
