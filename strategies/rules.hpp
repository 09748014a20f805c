// THE LIST of rules: from the `kind` in a configuration to the rule. A new one is one line.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "strategies/rule.hpp"
#include "strategies/settings.hpp"

namespace gapwire::strategies {

using Rules = std::vector<std::unique_ptr<Rule>>;

struct RuleKind {
    std::string_view name;
    std::unique_ptr<Rule> (*make)(const Setting& table);  // throws OperatorError(config)
};

std::span<const RuleKind> rule_kinds() noexcept;

/// Makes the rules of `[[rule]]`, in the order of the file. Throws OperatorError(config)
/// `file:line: key: reason` for anything it does not understand, and for two rules of one name:
/// their alerts would share ids.
Rules load_rules(const Setting& root);

/// What `gapwire replay` runs without a configuration: gap_down with its defaults.
Rules default_rules();

}  // namespace gapwire::strategies
