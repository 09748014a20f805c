// THE LIST of rules.
#include "strategies/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "strategies/basket.hpp"
#include "strategies/blind.hpp"
#include "strategies/gap.hpp"
#include "strategies/gap_settings.hpp"
#include "strategies/halt.hpp"
#include "strategies/imbalance.hpp"
#include "strategies/limit_distance.hpp"
#include "strategies/record.hpp"
#include "strategies/velocity.hpp"

namespace gapwire::strategies {
namespace {

template <class Made, auto read>
std::unique_ptr<Rule> make(const Setting& table)
{
    return std::make_unique<Made>(read(table));
}

constexpr std::array kinds{
    RuleKind{"gap_down", make<Gap, read_gap_down>},
    RuleKind{"gap_up", make<Gap, read_gap_up>},
    RuleKind{"velocity", make<Velocity, read_velocity>},
    RuleKind{"basket", make<Basket, read_basket>},
    RuleKind{"contagion", make<Basket, read_contagion>},
    RuleKind{"record", make<Record, read_record>},
    RuleKind{"limit_distance", make<LimitDistance, read_limit_distance>},
    RuleKind{"halt", make<Halt, read_halt>},
    RuleKind{"blind", make<Blind, read_blind>},
    RuleKind{"imbalance", make<Imbalance, read_imbalance>},
};

const RuleKind& kind_of(const Setting& table)
{
    const Setting* const kind = table.find("kind");
    if (kind == nullptr) refuse(table, "has no kind");
    expect_kind(*kind, {SettingKind::text}, "a kind in quotes");
    for (const RuleKind& known : kinds)
        if (known.name == kind->text) return known;

    std::vector<std::string_view> names;
    names.reserve(std::size(kinds));
    for (const RuleKind& known : kinds) names.push_back(known.name);
    refuse(*kind,
           fmt::format("unknown kind \"{}\" (known: {})", kind->text, fmt::join(names, ", ")));
}

}  // namespace

std::span<const RuleKind> rule_kinds() noexcept
{
    return kinds;
}

Rules load_rules(const Setting& root)
{
    Rules rules;
    const Setting* const list = root.find("rule");
    if (list == nullptr) return rules;
    expect_kind(*list, {SettingKind::list}, "[[rule]] tables");
    for (const Setting& table : list->children) {
        expect_kind(table, {SettingKind::table}, "[[rule]] tables");
        auto rule = kind_of(table).make(table);
        const bool taken = std::any_of(rules.begin(), rules.end(), [&](const auto& other) {
            return other->name() == rule->name();
        });
        if (taken)
            refuse(table, fmt::format("another rule is named \"{}\"; give each a name of its own",
                                      rule->name()));
        rules.push_back(std::move(rule));
    }
    return rules;
}

Rules default_rules()
{
    Rules rules;
    rules.push_back(std::make_unique<Gap>(GapSettings{}));
    return rules;
}

}  // namespace gapwire::strategies
