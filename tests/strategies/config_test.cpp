// The configuration file: the example loads, and every mistake is named with its place.
#include "strategies/config.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"
#include "refusal.hpp"
#include "strategies/gap_settings.hpp"

namespace gapwire::strategies {
namespace {

std::string refused(std::string_view text)
{
    return refusal([&] { parse_config(text, "desk.toml", GAPWIRE_SOURCE_DIR "/config"); });
}

std::vector<std::string> names(const Rules& rules)
{
    std::vector<std::string> found;
    for (const auto& rule : rules) found.emplace_back(rule->name());
    return found;
}

GapSettings gap_down(const std::string& lines)
{
    const Setting root = parse_toml("[[rule]]\nkind = \"gap_down\"\n" + lines, "desk.toml");
    return read_gap_down(root.find("rule")->children.at(0));
}

TEST(Config, TheExampleLoads)
{
    const Config config = load_config(GAPWIRE_SOURCE_DIR "/config/gapwire.example.toml");
    EXPECT_EQ(config.trading_date, (Date{2025, 1, 27}));
    EXPECT_EQ(config.time_zone, "America/New_York");
    EXPECT_EQ(names(config.rules),
              (std::vector<std::string>{"gap_down", "index_gap_down", "gap_up", "velocity",
                                        "ai_names", "contagion", "record", "limit_distance", "halt",
                                        "blind", "imbalance"}));
    EXPECT_EQ(
        config.references.find("NVDA", config.trading_date),
        (ReferencePrice{
            ReferenceKind::official_close, price("142.62"), {2025, 1, 24}, ReferenceSource::file}));
    EXPECT_EQ(config.references.find("ASML", config.trading_date),
              (ReferencePrice{ReferenceKind::fixed, price("732.25"), Date{},
                              ReferenceSource::configuration}));
}

TEST(Config, AnEmptyFileIsTheDefault)
{
    for (const Config& config : {parse_config("", "desk.toml", "."), default_config()}) {
        EXPECT_TRUE(config.trading_date.is_none());
        EXPECT_EQ(config.time_zone, "America/New_York");
        EXPECT_TRUE(config.references.empty());
        EXPECT_EQ(names(config.rules), std::vector<std::string>{"gap_down"});
    }
}

TEST(Config, DatesAreDatesOrText)
{
    EXPECT_EQ(parse_config("trading_date = 2025-01-27", "f", ".").trading_date,
              (Date{2025, 1, 27}));
    EXPECT_EQ(parse_config("trading_date = \"2025-01-27\"", "f", ".").trading_date,
              (Date{2025, 1, 27}));
}

TEST(Config, GapDownReadsEveryKey)
{
    const GapSettings settings = gap_down(R"(
        name = "single-names"
        symbols = ["NVDA", "PLTR"]
        ladder = ["0.01", 2, 3.5, "4.50", 100]
        trigger = "both"
        mid_spread_max = 0.25)");
    EXPECT_EQ(settings.name, "single-names");
    EXPECT_EQ(settings.symbols, (std::vector<std::string>{"NVDA", "PLTR"}));
    EXPECT_EQ(settings.ladder, (std::vector<BasisPoints>{{1}, {200}, {350}, {450}, {10'000}}));
    EXPECT_EQ(settings.prices.trigger, Trigger::both);
    EXPECT_EQ(settings.prices.mid_spread_max, BasisPoints{25});
}

TEST(Config, GapDownHasDefaultsForEveryKey)
{
    const GapSettings settings = gap_down("symbols = \"*\"");
    EXPECT_EQ(settings.name, "gap_down");
    EXPECT_EQ(settings.symbols, std::vector<std::string>{});
    EXPECT_EQ(settings.ladder,
              (std::vector<BasisPoints>{{200}, {300}, {400}, {500}, {700}, {800}, {1000}}));
    EXPECT_EQ(settings.prices.trigger, Trigger::trade);
    EXPECT_EQ(settings.prices.mid_spread_max, BasisPoints{50});
}

TEST(Config, EveryMistakeAtTheTopIsNamedWithItsPlace)
{
    EXPECT_EQ(refused("\nladder = 1"),
              "78 desk.toml:2: ladder: unknown key (known: trading_date, time_zone, language, "
              "references, "
              "corporate_actions, calendars, history, product, replay, rule, serve, feed, "
              "shared_memory, store, sink, escalation, http)");
    EXPECT_EQ(refused("trading_date = 20250127"),
              "78 desk.toml:1: trading_date: expected a date, such as 2025-01-27");
    EXPECT_EQ(refused("trading_date = 2025-01-27T00:00:00"),
              "78 desk.toml:1: trading_date: expected a date, such as 2025-01-27");
    EXPECT_EQ(refused("trading_date = \"27.1.2025\""),
              "78 desk.toml:1: trading_date: \"27.1.2025\" is not a date");
    EXPECT_EQ(refused("time_zone = 5"),
              "78 desk.toml:1: time_zone: expected a time zone, such as \"America/New_York\"");
    EXPECT_EQ(refused("time_zone = \"Mars/Olympus\""),
              "78 desk.toml:1: time_zone: unknown time zone \"Mars/Olympus\"");
    EXPECT_EQ(refused("rule = 1"), "78 desk.toml:1: rule: expected [[rule]] tables");
    EXPECT_EQ(refused("rule = [1]"), "78 desk.toml:1: rule: expected [[rule]] tables");
    EXPECT_EQ(refused("time_zone = \"a\"\ntime_zone = \"b\"").substr(0, 24),
              "78 desk.toml:2: syntax: ");
    EXPECT_EQ(refused("[[rule").substr(0, 24), "78 desk.toml:1: syntax: ");
    EXPECT_EQ(refusal([] { load_config("/nowhere/desk.toml"); }),
              "78 /nowhere/desk.toml: cannot be read: No such file or directory");
}

TEST(Config, EveryMistakeInReferencesIsNamedWithItsPlace)
{
    EXPECT_EQ(refused("references = 1"), "78 desk.toml:1: references: expected a table");
    EXPECT_EQ(refused("[references]\ncvs = \"x\""),
              "78 desk.toml:2: references.cvs: unknown key (known: csv, static)");
    EXPECT_EQ(refused("[references]\ncsv = 1"),
              "78 desk.toml:2: references.csv: expected a file name in quotes");
    EXPECT_EQ(refused("[references]\ncsv = \"none.csv\""),
              "78 desk.toml:2: references.csv: " GAPWIRE_SOURCE_DIR
              "/config/none.csv: cannot be read: No such file or directory");
    EXPECT_EQ(refused("[references]\nstatic = 1"),
              "78 desk.toml:2: references.static: expected a table of symbols and prices");
    EXPECT_EQ(refused("[references.static]\nNVDA = 142.62"),
              "78 desk.toml:2: references.static.NVDA: expected a price in quotes, such as "
              "\"142.62\"");
    EXPECT_EQ(refused("[references.static]\nNVDA = \"142.62 USD\""),
              "78 desk.toml:2: references.static.NVDA: \"142.62 USD\" is not a price");
    EXPECT_EQ(refused("[references.static]\nNVDANVDANVDANVDANVDAN = \"1\""),
              "78 desk.toml:2: references.static.NVDANVDANVDANVDANVDAN: \"NVDANVDANVDANVDANVDAN\" "
              "is no symbol of 1 to 20 "
              "printable characters");
}

TEST(Config, EveryMistakeInARuleIsNamedWithItsPlace)
{
    const auto rule = [](const std::string& line) {
        return refused("[[rule]]\nkind = \"gap_down\"\n" + line);
    };
    EXPECT_EQ(refused("\n[[rule]]\n"), "78 desk.toml:2: rule: has no kind");
    EXPECT_EQ(refused("[[rule]]\nkind = 1"),
              "78 desk.toml:2: rule.kind: expected a kind in quotes");
    EXPECT_EQ(refused("[[rule]]\nkind = \"gap_sideways\""),
              "78 desk.toml:2: rule.kind: unknown kind \"gap_sideways\" (known: gap_down, gap_up, "
              "velocity, basket, contagion, record, limit_distance, halt, blind, imbalance)");
    EXPECT_EQ(rule("laddr = 1"),
              "78 desk.toml:3: rule.laddr: unknown key (known: kind, name, symbols, ladder, "
              "severity, reference, ago, hysteresis, say_no_reference, trigger, mid_spread_max, "
              "print_size_min, "
              "quote_size_min, for, prints_min, volume_min, recovery, cool_down, unseen)");
    EXPECT_EQ(rule("[[rule]]\nkind = \"gap_down\""),
              "78 desk.toml:3: rule: another rule is named \"gap_down\"; give each a name of its "
              "own");
    EXPECT_EQ(rule("name = 1"), "78 desk.toml:3: rule.name: expected a name in quotes");
    for (const std::string bad : {"", "seventeen_letters", "two words"})
        EXPECT_EQ(rule("name = \"" + bad + "\""),
                  "78 desk.toml:3: rule.name: \"" + bad +
                      "\" has not 1 to 16 letters, digits, '_', '-' or '.'");
    EXPECT_EQ(rule("symbols = \"NVDA\""),
              "78 desk.toml:3: rule.symbols: expected \"*\" or a list of symbols");
    EXPECT_EQ(rule("symbols = [1]"),
              "78 desk.toml:3: rule.symbols: expected \"*\" or a list of symbols");
    EXPECT_EQ(rule("symbols = []"),
              "78 desk.toml:3: rule.symbols: names no symbol; \"*\" stands for all");
    EXPECT_EQ(rule("symbols = [\"NVDA\",\n\"NVDANVDANVDANVDANVDAN\"]"),
              "78 desk.toml:4: rule.symbols: \"NVDANVDANVDANVDANVDAN\" is no symbol of 1 to 20 "
              "printable characters");
    EXPECT_EQ(rule("trigger = true"),
              "78 desk.toml:3: rule.trigger: expected \"trade\", \"mid\", \"both\", \"bid\" ...");
    EXPECT_EQ(
        rule("trigger = \"last\""),
        "78 desk.toml:3: rule.trigger: \"last\" is none of \"trade\", \"mid\", \"both\", \"bid\", "
        "\"ask\", \"double_bid\", \"double_ask\"");
    EXPECT_EQ(rule("mid_spread_max = false"),
              "78 desk.toml:3: rule.mid_spread_max: expected a percent, such as \"2.5\"");
    EXPECT_EQ(rule("mid_spread_max = \"0.505\""),
              "78 desk.toml:3: rule.mid_spread_max: \"0.505\" is not a percent with at most two "
              "decimals");
}

TEST(Config, EveryMistakeInALadderIsNamedWithItsPlace)
{
    const auto ladder = [](const std::string& value) {
        return refused("[[rule]]\nkind = \"gap_down\"\nladder = " + value);
    };
    const std::string at = "78 desk.toml:3: rule.ladder: ";
    EXPECT_EQ(ladder("5"), at + "expected a list of percents, such as [\"2\", \"3.5\"]");
    EXPECT_EQ(ladder("[]"), at + "needs at least one rung");
    EXPECT_EQ(ladder("[\"2\", []]"), at + "expected a percent, such as \"2.5\"");
    EXPECT_EQ(ladder("[\"2 %\"]"), at + "\"2 %\" is not a percent with at most two decimals");
    EXPECT_EQ(ladder("[2.005]"), at + "\"2.005\" is not a percent with at most two decimals");
    EXPECT_EQ(ladder("[nan]"), at + "\"nan\" is not a percent with at most two decimals");
    EXPECT_EQ(ladder("[0]"), at + "0 % is not above 0 % and up to 100 %");
    EXPECT_EQ(ladder("[\"-2\"]"), at + "-2 % is not above 0 % and up to 100 %");
    EXPECT_EQ(ladder("[\"100.01\"]"), at + "100.01 % is not above 0 % and up to 100 %");
    EXPECT_EQ(ladder("[2, 2.00]"), at + "2 % does not rise above the rung before it, 2 %");
    EXPECT_EQ(ladder("[\"3.5\",\n\"2\"]"),
              "78 desk.toml:4: rule.ladder: 2 % does not rise above the rung before it, 3.5 %");
    std::string long_ladder = "[1";
    for (int rung = 2; rung <= 33; ++rung) long_ladder += "," + std::to_string(rung);
    EXPECT_EQ(ladder(long_ladder + "]"), at + "has more than 32 rungs");
}

}  // namespace
}  // namespace gapwire::strategies
