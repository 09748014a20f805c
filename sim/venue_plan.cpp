// One of [[venues]] of a scenario.
#include "sim/venue_plan.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "sim/plan_reader.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t day_begin_ns = 4 * 3'600 * second;
constexpr std::uint64_t day_end_ns = 20 * 3'600 * second;
constexpr std::size_t instruments_max = 100;

void read_session(VenuePlan& plan, TomlSection& toml)
{
    plan.begin_string = toml.text("begin_string", 8);
    if (plan.begin_string != "FIX.4.4" && plan.begin_string != "FIXT.1.1")
        toml.fail("begin_string", "must be \"FIX.4.4\" or \"FIXT.1.1\"");
    plan.sender = toml.text("sender", 32);
    plan.target = toml.text("target", 32);
    if (plan.sender == plan.target) toml.fail("target", "is the sender too");
    plan.interface = toml.text("interface", 15);
    plan.path = {.source = read_address(toml, "client"),
                 .source_port = read_port(toml, "client_port"),
                 .destination = read_address(toml, "server"),
                 .destination_port = read_port(toml, "port")};
    plan.latency_ns = toml.integer("latency_ns", 0, delay_ns_max);
    plan.heartbeat_ns = toml.integer("heartbeat_s", 1, 3'600) * second;
}

void read_zone(VenuePlan& plan, TomlSection& toml)
{
    plan.zone = toml.text("zone", 40);
    try {
        static_cast<void>(date_in_zone({0}, plan.zone));
    } catch (const OperatorError&) {
        toml.fail("zone", fmt::format("\"{}\" is not known", plan.zone));
    }
}

void read_hours(VenuePlan& plan, TomlSection& toml)
{
    read_zone(plan, toml);
    plan.time = read_range(toml, read_time_of_day);
    if (plan.time.from_ns < day_begin_ns) toml.fail("from", "is before 04:00:00");
    if (plan.time.until_ns > day_end_ns) toml.fail("until", "is after 20:00:00");
    plan.logon_ns = toml.time_of_day("logon");
    if (plan.logon_ns >= plan.time.from_ns) toml.fail("logon", "must be before from");
    plan.hours.open_ns = toml.time_of_day("open");
    plan.hours.close_ns = toml.time_of_day("close");
    if (plan.hours.open_ns <= plan.time.from_ns) toml.fail("open", "must be later than from");
    if (plan.hours.close_ns <= plan.hours.open_ns) toml.fail("close", "must be later than open");
    if (plan.hours.close_ns >= plan.time.until_ns) toml.fail("close", "must be before until");
    plan.hours.breaks = read_ranges(toml, "breaks", read_time_of_day);
}

}  // namespace

VenuePlan read_venue(TomlSection toml)
{
    VenuePlan plan;
    plan.mic = toml.text("mic", 4);
    if (plan.mic.size() != 4) toml.fail("mic", "must have four characters");
    plan.currency = toml.text("currency", 3);
    read_session(plan, toml);
    read_hours(plan, toml);
    plan.messages_per_minute =
        static_cast<std::uint32_t>(toml.integer("messages_per_minute", 1, 60'000));
    for (TomlSection& instrument : toml.sections("instruments")) {
        if (plan.instruments.size() == instruments_max)
            toml.fail("instruments", fmt::format("more than {}", instruments_max));
        plan.instruments.push_back(read_instrument(instrument, plan.instruments));
    }
    toml.refuse_unknown_keys();
    return plan;
}

}  // namespace gapwire::sim
