// What is doubtful about rules that can be read: overlaps, rungs that never fire, unknown names.
#pragma once

#include <string>
#include <vector>

#include "strategies/config.hpp"
#include "strategies/settings.hpp"

namespace gapwire::strategies {

/// One thing an operator should look at.
struct Finding {
    std::string place;  // "desk.toml:12", of the rule
    std::string rule;
    std::string text;
    friend bool operator==(const Finding&, const Finding&) = default;
};

/// Looks through the rules of a configuration, in their order: two that fire at the same rung of
/// the same symbol; a hysteresis from which the first rung never recovers before the reference; a
/// rung that a price limit of its venue comes before; names without a reference price, series
/// without a history.
///
/// Input    the settings that `config` was read from.
std::vector<Finding> check_rules(const Setting& root, const Config& config);

}  // namespace gapwire::strategies
