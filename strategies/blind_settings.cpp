// The settings of blind, read from its table.
#include "strategies/blind.hpp"
#include "strategies/rule_settings.hpp"

namespace gapwire::strategies {

BlindSettings read_blind(const Setting& table)
{
    allow_keys(table, {"kind", "name", "symbols", "stale", "lost", "line", "clock_step", "calm",
                       "severity"});
    BlindSettings settings;
    read_name(table, settings.name);
    read_symbols(table, "symbols", settings.symbols);
    read_duration(table, "stale", settings.stale_ns);
    read_duration(table, "lost", settings.lost_ns);
    read_duration(table, "line", settings.line_ns);
    read_duration(table, "clock_step", settings.clock_step_ns);
    read_duration(table, "calm", settings.calm_ns);
    read_severity(table, settings.severity);
    return settings;
}

}  // namespace gapwire::strategies
