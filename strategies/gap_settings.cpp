// The settings of gap_down and gap_up, read from their tables.
#include "strategies/gap_settings.hpp"

#include "strategies/rule_settings.hpp"

namespace gapwire::strategies {
namespace {

GapSettings read_gap(const Setting& table, Direction direction)
{
    allow_keys(table,
               {"kind", "name", "symbols", "ladder", "severity", "reference", "ago", "hysteresis",
                "say_no_reference", "trigger", "mid_spread_max", "print_size_min", "quote_size_min",
                "for", "prints_min", "volume_min", "recovery", "cool_down", "unseen"});
    GapSettings settings;
    settings.direction = direction;
    settings.name = direction == Direction::down ? "gap_down" : "gap_up";
    read_name(table, settings.name);
    read_symbols(table, "symbols", settings.symbols);
    read_ladder(table, "ladder", ladder_rungs_max, settings.ladder);
    read_severities(table, "severity", settings.severity);
    read_reference(table, settings.reference);
    read_duration(table, "ago", settings.ago_ns);
    read_percent(table, "hysteresis", settings.hysteresis);
    read_flag(table, "say_no_reference", settings.say_no_reference);
    read_prices(table, settings.prices, settings.condition.prints_min);
    read_condition(table, settings.condition);
    return settings;
}

}  // namespace

GapSettings read_gap_down(const Setting& table)
{
    return read_gap(table, Direction::down);
}

GapSettings read_gap_up(const Setting& table)
{
    return read_gap(table, Direction::up);
}

}  // namespace gapwire::strategies
