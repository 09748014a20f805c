// What the tables of rules have in common: names, symbols, percents, times, prices, conditions.
#pragma once

#include <string>
#include <vector>

#include "core/alert.hpp"
#include "strategies/condition.hpp"
#include "strategies/evidence.hpp"
#include "strategies/limit_distance.hpp"
#include "strategies/references.hpp"
#include "strategies/settings.hpp"

namespace gapwire::strategies {

// Each throws OperatorError(config) `file:line: key: reason` for what it does not understand. Those
// that take a table and a key keep `value` where the key is left out.

/// 1 to 16 letters, digits, '_', '-' or '.'.
void read_name(const Setting& table, std::string& value);
/// "*" or a list of symbols, listings and products; "*" is an empty list.
void read_symbols(const Setting& table, std::string_view key, std::vector<std::string>& value);
/// One symbol, listing or product, which must be there.
std::string read_listing(const Setting& table, std::string_view key);
/// A percent above 0 and up to 100, with at most two decimals.
BasisPoints read_percent(const Setting& setting);
void read_percent(const Setting& table, std::string_view key, BasisPoints& value);
/// Rising percents, up to `rungs_max`.
void read_ladder(const Setting& table, std::string_view key, std::size_t rungs_max,
                 std::vector<BasisPoints>& value);
/// "250ms", "30s", "5m", "2h"; at most a day.
std::int64_t read_duration(const Setting& setting);
void read_duration(const Setting& table, std::string_view key, std::int64_t& value);
/// A whole number from `least` to `most`.
std::int64_t read_count(const Setting& setting, std::int64_t least, std::int64_t most);
void read_flag(const Setting& table, std::string_view key, bool& value);
/// "info", "warning", "critical" or "emergency".
Severity read_severity(const Setting& setting);
void read_severity(const Setting& table, Severity& value);
/// direction = "down" or "up".
void read_direction(const Setting& table, Direction& value);
void read_severities(const Setting& table, std::string_view key, std::vector<Severity>& value);
/// A price in quotes above 0.
Price read_price(const Setting& setting);

/// trigger, mid_spread_max, print_size_min, quote_size_min. "double_bid" and "double_ask" ask for
/// two in a row: `prints_min` becomes 2.
void read_prices(const Setting& table, PriceChoice& value, std::uint32_t& prints_min);
/// for, prints_min, volume_min, recovery, cool_down, unseen.
void read_condition(const Setting& table, ConditionSettings& value);
/// stop = "price_limit", "dynamic", "luld" or "mwcb".
void read_stop(const Setting& table, StopKind& value);
void read_reference(const Setting& table, ReferenceChoice& value);

}  // namespace gapwire::strategies
