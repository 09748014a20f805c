// Corporate actions: which lie between two days, what looks like a split, what is refused.
#include "strategies/corporate_actions.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"
#include "refusal.hpp"

namespace gapwire::strategies {
namespace {

using Actions = std::vector<CorporateAction>;

constexpr std::string_view header = "symbol,ex_date,kind,numerator,denominator,new_symbol,note\n";

CorporateActions actions_of(const std::string& rows)
{
    CorporateActions actions;
    actions.add_csv(std::string(header) + rows, "actions.csv");
    return actions;
}

Actions between(const CorporateActions& actions, std::string_view symbol, Date reference_date,
                Date trading_date)
{
    const auto found = actions.between(symbol, reference_date, trading_date);
    return {found.begin(), found.end()};
}

const CorporateAction nvda_2024{"NVDA", {2024, 6, 10}, ActionKind::split, Ratio{10, 1}, "", ""};

TEST(CorporateActions, AnActionLiesAfterTheReferenceAndNotAfterTheTradingDate)
{
    const CorporateActions actions = actions_of("NVDA,2024-06-10,split,10,1,,\n");
    const Actions split{nvda_2024};
    EXPECT_EQ(between(actions, "NVDA", {2024, 6, 7}, {2024, 6, 10}), split);
    EXPECT_EQ(between(actions, "NVDA", {2024, 6, 9}, {2024, 6, 28}), split);
    EXPECT_EQ(between(actions, "NVDA", {2024, 6, 10}, {2024, 6, 11}), Actions{});
    EXPECT_EQ(between(actions, "NVDA", {2024, 6, 6}, {2024, 6, 9}), Actions{});
    EXPECT_EQ(between(actions, "NVDA", {2024, 6, 10}, {2024, 6, 10}), Actions{});
    EXPECT_EQ(between(actions, "NVDA", {2024, 6, 11}, {2024, 6, 7}), Actions{});
    EXPECT_EQ(between(actions, "NVD", {2024, 6, 7}, {2024, 6, 10}), Actions{});
}

TEST(CorporateActions, SeveralComeOldestFirstInWhateverOrderTheyWereRead)
{
    const CorporateActions actions = actions_of(
        "X,2025-03-03,spin_off,1,4,Y,a part\nX,2025-01-02,split,1,8,,\n"
        "X,2025-02-03,special_dividend,,,,\nX,2025-02-03,dividend,25,100,,quarterly\n");
    const CorporateAction split{"X", {2025, 1, 2}, ActionKind::split, Ratio{1, 8}, "", ""};
    const CorporateAction special{"X", {2025, 2, 3}, ActionKind::special_dividend, {}, "", ""};
    const CorporateAction dividend{"X", {2025, 2, 3}, ActionKind::dividend, Ratio{25, 100},
                                   "",  "quarterly"};
    const CorporateAction part{"X", {2025, 3, 3}, ActionKind::spin_off, Ratio{1, 4}, "Y", "a part"};
    EXPECT_EQ(between(actions, "X", {2025, 1, 1}, {2025, 12, 31}),
              (Actions{split, special, dividend, part}));
    EXPECT_EQ(between(actions, "X", {2025, 1, 2}, {2025, 2, 3}), (Actions{special, dividend}));
    EXPECT_EQ(between(actions, "Y", {2025, 1, 1}, {2025, 12, 31}), Actions{});
}

TEST(CorporateActions, AChangeOfSymbolIsOneForBothSymbols)
{
    const CorporateActions actions =
        actions_of("FB,2022-06-09,symbol_change,,,META,\nOLD,2022-06-09,symbol_change,,,FB,\n");
    const CorporateAction meta{"FB", {2022, 6, 9}, ActionKind::symbol_change, {}, "META", ""};
    const CorporateAction fb{"OLD", {2022, 6, 9}, ActionKind::symbol_change, {}, "FB", ""};
    EXPECT_EQ(between(actions, "META", {2022, 6, 8}, {2022, 6, 9}), Actions{meta});
    EXPECT_EQ(between(actions, "FB", {2022, 6, 8}, {2022, 6, 9}), (Actions{meta, fb}));
    EXPECT_EQ(between(actions, "META", {2022, 6, 9}, {2022, 6, 10}), Actions{});
}

TEST(CorporateActions, RowsMayComeTwiceAndQuoted)
{
    CorporateActions actions;
    EXPECT_TRUE(actions.empty());
    actions.add_csv(
        "\xEF\xBB\xBF" + std::string(header) + "\r\n\"NVDA\", 2024-06-10 ,split,\"10\",1,,\"\"\r\n",
        "a.csv");
    actions.add_csv(std::string(header) + "NVDA,2024-06-10,split,10,1,,", "b.csv");
    EXPECT_FALSE(actions.empty());
    EXPECT_EQ(between(actions, "NVDA", {2024, 6, 7}, {2024, 6, 10}), Actions{nvda_2024});
}

std::string refused(const std::string& rows)
{
    return refusal([&] { actions_of(rows); });
}

TEST(CorporateActions, EveryBadRowIsRefusedWithItsPlace)
{
    EXPECT_EQ(refusal([] { CorporateActions{}.add_csv("", "actions.csv"); }),
              "78 actions.csv:1: header: expected "
              "\"symbol,ex_date,kind,numerator,denominator,new_symbol,note\", found nothing");
    EXPECT_EQ(refused("X,2025-01-02,split,2,1,"),
              "78 actions.csv:2: row: expected 7 fields, found 6");
    EXPECT_EQ(refused("\"X,2025-01-02,split,2,1,,"),
              "78 actions.csv:2: row: a quoted field does not end, or text follows it");
    EXPECT_EQ(refused("X Y,2025-01-02,split,2,1,,"),
              "78 actions.csv:2: symbol: \"X Y\" is no symbol of 1 to 20 printable characters");
    EXPECT_EQ(refused("X,2025-02-30,split,2,1,,"),
              "78 actions.csv:2: ex_date: \"2025-02-30\" is not a date");
    EXPECT_EQ(refused("X,2025-01-02,Split,2,1,,"),
              "78 actions.csv:2: kind: \"Split\" is none of split, dividend, special_dividend, "
              "spin_off, symbol_change");
    EXPECT_EQ(refused("X,2025-01-02,split,,,,"),
              "78 actions.csv:2: numerator: \"\" is not a whole number above 0");
    EXPECT_EQ(refused("X,2025-01-02,split,0,1,,"),
              "78 actions.csv:2: numerator: \"0\" is not a whole number above 0");
    EXPECT_EQ(refused("X,2025-01-02,spin_off,1,0.5,,"),
              "78 actions.csv:2: denominator: \"0.5\" is not a whole number above 0");
    EXPECT_EQ(refused("X,2025-01-02,dividend,1,,,"),
              "78 actions.csv:2: denominator: \"\" is not a whole number above 0");
    EXPECT_EQ(refused("X,2025-01-02,split,2,2,,"),
              "78 actions.csv:2: numerator: 2:2 splits nothing");
    EXPECT_EQ(refused("X,2025-01-02,symbol_change,1,1,Y,"),
              "78 actions.csv:2: numerator: a symbol_change has no ratio");
    EXPECT_EQ(refused("X,2025-01-02,symbol_change,,,,"),
              "78 actions.csv:2: new_symbol: \"\" is no symbol of 1 to 20 printable characters");
    EXPECT_EQ(refused("X,2025-01-02,symbol_change,,,X,"),
              "78 actions.csv:2: new_symbol: \"X\" is the old one");
    EXPECT_EQ(refused("X,2025-01-02,spin_off,,,Y Z,"),
              "78 actions.csv:2: new_symbol: \"Y Z\" is no symbol of 1 to 20 printable characters");
    EXPECT_EQ(refused("X,2025-01-02,split,2,1,Y,"),
              "78 actions.csv:2: new_symbol: a split has none");
    EXPECT_EQ(refused("X,2025-01-02,split,2,1,,\nX,2025-01-02,split,3,1,,"),
              "78 actions.csv:3: kind: another split of X on 2025-01-02");
}

TEST(CorporateActions, AFileThatCannotBeReadIsRefused)
{
    EXPECT_EQ(refusal([] { CorporateActions{}.load_csv("/nowhere/actions.csv"); }),
              "78 /nowhere/actions.csv: cannot be read: No such file or directory");
}

TEST(CorporateActions, TheTableThatIsShippedSaysWhatHappened)
{
    CorporateActions actions;
    actions.load_csv(std::filesystem::path(GAPWIRE_SOURCE_DIR) / "config/corporate_actions.csv");
    EXPECT_EQ(between(actions, "NVDA", {2024, 6, 7}, {2024, 6, 10}), Actions{nvda_2024});
    const CorporateAction softbank{
        "9984.T",
        {2025, 12, 29},
        ActionKind::split,
        Ratio{4, 1},
        "",
        "effective 2026-01-01; the ex-date is derived by T+2 from the record date 2025-12-31, a "
        "holiday"};
    EXPECT_EQ(between(actions, "9984.T", {2025, 12, 26}, {2025, 12, 29}), Actions{softbank});
}

std::string looks(std::string_view reference, std::string_view at)
{
    const auto split = looks_like_split(price(reference), price(at));
    return split ? fmt::format("{}:{}", split->numerator, split->denominator) : "none";
}

TEST(LooksLikeSplit, ARatioOfEveryUsualSplitIsSeen)
{
    for (const int many : {2, 3, 4, 5, 10, 20}) {
        const std::string large = std::to_string(60 * many);
        EXPECT_EQ(looks(large, "60"), fmt::format("{}:1", many));
        EXPECT_EQ(looks("60", large), fmt::format("1:{}", many));
    }
    for (const char* at : {"60", "70", "100", "360", "540", "7.5", "8.6", "51.03"})
        EXPECT_EQ(looks("60", at), "none") << at;
    EXPECT_EQ(looks("1208.88", "121.79"), "10:1");  // NVDA, 2024-06-07 and 2024-06-10
    EXPECT_EQ(looks("142.62", "118.42"), "none");   // NVDA, 2025-01-24 and 2025-01-27
}

TEST(LooksLikeSplit, OneAndAHalfPercentIsTheLastThatDoes)
{
    EXPECT_EQ(looks("200", "101.5"), "2:1");
    EXPECT_EQ(looks("200", "101.500000001"), "none");
    EXPECT_EQ(looks("200", "98.5"), "2:1");
    EXPECT_EQ(looks("200", "98.499999999"), "none");
    EXPECT_EQ(looks("100", "203"), "1:2");
    EXPECT_EQ(looks("100", "203.000000001"), "none");
    EXPECT_EQ(looks("100", "197"), "1:2");
    EXPECT_EQ(looks("100", "196.999999999"), "none");
}

TEST(LooksLikeSplit, NothingIsSaidOfPricesThatAreNotAboveZero)
{
    EXPECT_EQ(looks("0", "0"), "none");
    EXPECT_EQ(looks("-10", "-1"), "none");
    EXPECT_EQ(looks("0", "1"), "none");
    EXPECT_EQ(looks("1", "0"), "none");
    EXPECT_EQ(looks_like_split(Price::none(), price("1")), std::nullopt);
    EXPECT_EQ(looks_like_split(price("1"), Price::none()), std::nullopt);
    EXPECT_EQ(looks("9223372036", "922337203.6"), "10:1");
}

}  // namespace
}  // namespace gapwire::strategies
