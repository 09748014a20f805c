// rules check: what is found, where, and what is let be.
#include "strategies/rule_check.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

std::vector<std::string> found(const std::string& text)
{
    const Setting root = parse_toml(text, "desk.toml");
    std::vector<std::string> findings;
    for (const Finding& finding : check_rules(root, config_of(root, ".")))
        findings.push_back(finding.place + ' ' + finding.rule + ": " + finding.text);
    return findings;
}

using Lines = std::vector<std::string>;

TEST(RuleCheck, ARungThatAVenueLimitComesBeforeIsFound)
{
    EXPECT_EQ(
        found("[[rule]]\nkind = \"gap_down\"\nsymbols = [\"NQ\"]\nladder = [4, 8, 21]\n"),
        (Lines{"desk.toml:1 gap_down: -8 % overnight on NQ can never fire: the limit is 7 % "
               "(20 % in the day session)",
               "desk.toml:1 gap_down: -21 % on NQ can never fire: the lowest limit is 20 %"}));
    EXPECT_EQ(found("[[rule]]\nkind = \"gap_up\"\nsymbols = [\"ES\"]\nladder = [7, 7.01]\n"),
              (Lines{"desk.toml:1 gap_up: +7.01 % overnight on ES can never fire: the limit is "
                     "7 %"}));
}

TEST(RuleCheck, TwoRulesThatFireAtOneRungOfOneSymbolAreFoundAtTheSecond)
{
    const std::string text =
        "[references.static]\nNVDA = \"100\"\nPLTR = \"10\"\n"
        "[[rule]]\nkind = \"gap_down\"\nsymbols = [\"NVDA\", \"PLTR\"]\nladder = [2, 4]\n"
        "[[rule]]\nkind = \"gap_down\"\nname = \"b\"\nsymbols = [\"PLTR\"]\nladder = [3, 4]\n";
    EXPECT_EQ(found(text),
              (Lines{"desk.toml:8 b: 4 % of PLTR also fires in \"gap_down\" (desk.toml:4)"}));
    EXPECT_EQ(found(text + "reference = \"session_open\"\n"), Lines{}) << "another reference";
}

TEST(RuleCheck, AHysteresisThatNeverLetsTheFirstRungRecoverIsFound)
{
    EXPECT_EQ(found("[[rule]]\nkind = \"gap_down\"\nladder = [0.5, 2]\n"),
              (Lines{"desk.toml:1 gap_down: the first rung of 0.5 % recovers only at the reference "
                     "price or beyond: hysteresis is 0.75"}));
}

TEST(RuleCheck, NamesWithoutAReferenceAndSeriesWithoutAHistoryAreFound)
{
    EXPECT_EQ(found("[[rule]]\nkind = \"basket\"\nmembers = [\"NQ\", \"TYPO\"]\n"
                    "[[rule]]\nkind = \"record\"\nsymbol = \"NQ\"\n"),
              (Lines{"desk.toml:1 basket: no reference price is known of TYPO: unless a feed tells "
                     "one, it is only said to have none",
                     "desk.toml:4 record: there is no history of NQ: nothing is ever told"}));
}

}  // namespace
}  // namespace gapwire::strategies
