// THE LIST of rules: every kind can be made from its name and what it cannot do without.
#include "strategies/rules.hpp"

#include <gtest/gtest.h>

#include <map>

namespace gapwire::strategies {
namespace {

TEST(Rules, EveryKindIsMadeFromItsNameAndWhatItCannotDoWithout)
{
    const std::map<std::string_view, std::string> required{
        {"basket", "members = [\"NVDA\", \"PLTR\"]"},
        {"contagion", "markets = { Tokyo = [\"9984\"], Globex = [\"NQ\"] }"},
        {"record", "symbol = \"NQ\""},
    };
    std::map<std::string_view, int> names;
    for (const RuleKind& kind : rule_kinds()) {
        EXPECT_EQ(++names[kind.name], 1) << kind.name << " is listed twice";
        const auto lines = required.find(kind.name);
        const std::string text = "[[rule]]\nkind = \"" + std::string(kind.name) + "\"\n" +
                                 (lines == required.end() ? "" : lines->second);
        const Rules rules = load_rules(parse_toml(text, "desk.toml"));
        ASSERT_EQ(rules.size(), 1u);
        EXPECT_EQ(rules[0]->name(), kind.name);
    }
    EXPECT_EQ(names.size(), 10u);
}

}  // namespace
}  // namespace gapwire::strategies
