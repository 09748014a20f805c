// THE LIST of rules: every kind can be made from its name alone, with names that fit an alert.
#include "strategies/rules.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gapwire::strategies {
namespace {

TEST(Rules, EveryKindIsMadeFromItsNameAlone)
{
    std::set<std::string_view> names;
    for (const RuleKind& kind : rule_kinds()) {
        EXPECT_TRUE(names.insert(kind.name).second) << kind.name << " is listed twice";
        const std::string text = "[[rule]]\nkind = \"" + std::string(kind.name) + "\"";
        const Rules rules = load_rules(parse_toml(text, "desk.toml"));
        ASSERT_EQ(rules.size(), 1u);
        EXPECT_EQ(rules[0]->name(), kind.name);
    }
    EXPECT_EQ(names, std::set<std::string_view>{"gap_down"});
}

}  // namespace
}  // namespace gapwire::strategies
