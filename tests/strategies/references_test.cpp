// Reference prices: which source and which day wins, and every CSV that is refused.
#include "strategies/references.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"
#include "refusal.hpp"

namespace gapwire::strategies {
namespace {

constexpr Date monday{2025, 1, 27};

References of_csv(std::string_view text)
{
    References references;
    references.add_csv(text, "closes.csv");
    return references;
}

std::optional<ReferencePrice> close(std::string_view text, Date date,
                                    ReferenceSource source = ReferenceSource::file,
                                    std::uint16_t version = 1)
{
    return ReferencePrice{ReferenceKind::official_close, price(text), date, source, version};
}

std::string refused(std::string_view text)
{
    return refusal([&] { of_csv(text); });
}

TEST(References, TheNewestCloseStrictlyBeforeTheTradingDateWins)
{
    const References references = of_csv(
        "symbol,date,close\n"
        "NVDA,2025-01-27,118.42\n"
        "NVDA,2025-01-23,147.22\n"
        "NVDA,2025-01-24,142.62\n");
    EXPECT_EQ(references.find("NVDA", monday), close("142.62", {2025, 1, 24}));
    EXPECT_EQ(references.find("NVDA", {2025, 1, 28}), close("118.42", monday));
    EXPECT_EQ(references.find("NVDA", {2025, 1, 24}), close("147.22", {2025, 1, 23}));
    EXPECT_EQ(references.find("NVDA", {2025, 1, 23}), std::nullopt);
    EXPECT_EQ(references.find("NVD", monday), std::nullopt);
}

TEST(References, FixedWinsOverLearntAndLearntOverCsv)
{
    References references = of_csv("symbol,date,close\nNVDA,2025-01-24,142.62\n");
    references.learn("NVDA", {ReferenceKind::official_close, price("142.5"), {2025, 1, 23}});
    EXPECT_EQ(references.find("NVDA", monday),
              close("142.5", {2025, 1, 23}, ReferenceSource::feed));
    references.learn("NVDA", {ReferenceKind::official_close, price("142.6"), {2025, 1, 24}});
    references.learn("NVDA", {ReferenceKind::official_close, price("142.61"), {2025, 1, 24}});
    references.learn("NVDA", {ReferenceKind::official_close, price("118.42"), monday});
    EXPECT_EQ(references.find("NVDA", monday),
              close("142.61", {2025, 1, 24}, ReferenceSource::feed, 2))
        << "corrected";
    references.set_fixed("NVDA", price("140"));
    EXPECT_EQ(references.find("NVDA", monday),
              (ReferencePrice{ReferenceKind::fixed, price("140"), Date{},
                              ReferenceSource::configuration}));
}

TEST(References, ACloseLearntOnTheTradingDateLeavesTheCsvInForce)
{
    References references = of_csv("symbol,date,close\nNVDA,2025-01-24,142.62\n");
    references.learn("NVDA", {ReferenceKind::official_close, price("118.42"), monday});
    EXPECT_EQ(references.find("NVDA", monday), close("142.62", {2025, 1, 24}));
}

TEST(References, CsvToleratesLineEndsBlankLinesAndQuotes)
{
    const References references = of_csv(
        "\xEF\xBB\xBF\"symbol\", date ,close\r\n"
        "\r\n \t\r\n"
        "\"BRK.B\" ,\t\"2025-01-24\", \"461.50\" \r\n"
        "A\"B\",2025-01-24,1\r\n"
        "\"A,\"\"B\",2025-01-24,-2.000000001\r\n"
        "BRK.B,2025-01-24,461.5");
    EXPECT_EQ(references.find("BRK.B", monday), close("461.5", {2025, 1, 24}));
    EXPECT_EQ(references.find("A\"B\"", monday), close("1", {2025, 1, 24}));
    EXPECT_EQ(references.find("A,\"B", monday), close("-2.000000001", {2025, 1, 24}));
}

TEST(References, EveryBadLineIsRefusedWithItsPlace)
{
    EXPECT_EQ(refused(""),
              "78 closes.csv:1: header: expected \"symbol,date,close\", found nothing");
    EXPECT_EQ(refused("\n\nNVDA,2025-01-24,142.62\n"),
              "78 closes.csv:3: header: expected \"symbol,date,close\", found "
              "\"NVDA,2025-01-24,142.62\"");
    const std::string header = "symbol,date,close\n";
    EXPECT_EQ(refused(header + "NVDA,2025-01-24\n"),
              "78 closes.csv:2: row: expected 3 fields, found 2");
    EXPECT_EQ(refused(header + "\nNVDA,2025-01-24,142,62\n"),
              "78 closes.csv:3: row: expected 3 fields, found 4");
    EXPECT_EQ(refused(header + "\"NVDA,2025-01-24,142.62\n"),
              "78 closes.csv:2: row: a quoted field does not end, or text follows it");
    EXPECT_EQ(refused(header + "\"NV\"DA,2025-01-24,142.62\n"),
              "78 closes.csv:2: row: a quoted field does not end, or text follows it");
    EXPECT_EQ(refused(header + ",2025-01-24,142.62\n"),
              "78 closes.csv:2: symbol: \"\" is no symbol of 1 to 20 printable characters");
    EXPECT_EQ(refused(header + "NVDANVDANVDANVDANVDAN,2025-01-24,142.62\n"),
              "78 closes.csv:2: symbol: \"NVDANVDANVDANVDANVDAN\" is no symbol of 1 to 20 "
              "printable characters");
    EXPECT_EQ(refused(header + "\"NVDA \",2025-01-24,142.62\n"),
              "78 closes.csv:2: symbol: \"NVDA \" is no symbol of 1 to 20 printable characters");
    EXPECT_EQ(refused(header + "NVDA,2025-02-29,142.62\n"),
              "78 closes.csv:2: date: \"2025-02-29\" is not a date");
    for (const char* bad : {"14x", "", "1e3", "1.0000000001", "nan", "99999999999", "1 2"})
        EXPECT_EQ(refused(header + "NVDA,2025-01-24," + bad + "\n"),
                  std::string("78 closes.csv:2: close: \"") + bad + "\" is not a price");
    EXPECT_EQ(refused(header + "NVDA,2025-01-24,142.62\nNVDA,2025-01-24,142.620\n"
                               "NVDA,2025-01-24,142.61\n"),
              "78 closes.csv:4: close: 142.61 for NVDA on 2025-01-24, but line 2 says 142.62");
}

TEST(References, AFileThatCannotBeReadIsRefused)
{
    References references;
    EXPECT_EQ(refusal([&] { references.load_csv("/nowhere/closes.csv"); }),
              "78 /nowhere/closes.csv: cannot be read: No such file or directory");
    EXPECT_EQ(refusal([&] { references.load_csv("/"); }), "78 /: cannot be read: Is a directory");
}

TEST(References, EachKindHasItsOwnHistoryAndAChoiceTakesNoOther)
{
    References references = of_csv(
        "symbol,date,kind,price\n"
        "NQ,2025-01-24,settlement,21911.25\n"
        "NQ,2025-01-24,limit_ref,21910\n"
        "NQ,2025-01-24,last_regular_trade,21900\n"
        "NQ,2025-01-27,settlement,21258.5\n");
    const auto found = [&](ReferenceChoice choice) {
        const auto price = references.find("NQ", monday, choice);
        return price ? decimal(price->price) : "none";
    };
    EXPECT_EQ(found(ReferenceChoice::automatic), "21911.25");
    EXPECT_EQ(found(ReferenceChoice::settlement), "21911.25");
    EXPECT_EQ(found(ReferenceChoice::limit_reference), "21910");
    EXPECT_EQ(found(ReferenceChoice::last_regular_trade), "21900");
    EXPECT_EQ(found(ReferenceChoice::official_close), "none");
    EXPECT_EQ(found(ReferenceChoice::fixed), "none");
    EXPECT_EQ(found(ReferenceChoice::session_open), "none");

    references.learn("NQ", {ReferenceKind::session_open, price("21800"), {2025, 1, 24}});
    EXPECT_EQ(found(ReferenceChoice::session_open), "none") << "of another day";
    references.learn("NQ", {ReferenceKind::session_open, price("21771"), monday});
    EXPECT_EQ(found(ReferenceChoice::session_open), "21771");
    EXPECT_EQ(found(ReferenceChoice::automatic), "21911.25") << "an opening price is no close";

    const auto all = references.known("NQ", monday);
    const auto of = [&](ReferenceKind kind) { return all[static_cast<std::size_t>(kind)]; };
    EXPECT_EQ(decimal(of(ReferenceKind::settlement).price), "21911.25");
    EXPECT_EQ(decimal(of(ReferenceKind::session_open).price), "21771");
    EXPECT_TRUE(of(ReferenceKind::official_close).price.is_none());
    EXPECT_EQ(refused("symbol,date,kind,price\nNQ,2025-01-24,guess,1\n"),
              "78 closes.csv:2: kind: \"guess\" is none of official_close, settlement, "
              "last_regular_trade, limit_ref");
}

TEST(References, AListingMayHavePricesOfItsOwn)
{
    References references =
        of_csv("symbol,date,close\nASML,2025-01-24,732.25\nASML@XAMS,2025-01-24,700\n");
    Instrument here{.id = {1}, .symbol = symbol_of("ASML")};
    Instrument there = here;
    there.venue = {{'X', 'A', 'M', 'S'}};
    EXPECT_EQ(references.key_of(here), "ASML");
    EXPECT_EQ(references.key_of(there), "ASML@XAMS");
    EXPECT_EQ(references.find(references.key_of(there), monday)->price, price("700"));

    there.venue = {{'X', 'E', 'C', 'N'}};
    EXPECT_EQ(references.key_of(there), "ASML") << "quoted elsewhere, the same share";
    references.learn(there, {ReferenceKind::official_close, price("731"), {2025, 1, 24}});
    EXPECT_EQ(references.find("ASML", monday)->price, price("732.25"));
    EXPECT_EQ(references.key_of(there), "ASML@XECN") << "it has told a price of its own";
}

TEST(References, AMarketThatNobodyNamesMayBeAnyThatIsListed)
{
    References references = of_csv("symbol,date,close\nASML,2025-01-24,732.25\n");
    Instrument somewhere{.id = {1}, .symbol = symbol_of("ASML")};
    somewhere.venue = {{'X', 'X', 'X', 'X'}};
    EXPECT_EQ(references.key_of(somewhere), "ASML");
    references.set_fixed("ASMLX@XAMS", price("1"));
    EXPECT_EQ(references.key_of(somewhere), "ASML") << "another symbol's";
    references.set_fixed("ASML@XAMS", price("700"));
    EXPECT_FALSE(references.find(references.key_of(somewhere), monday).has_value())
        << "euros or dollars, nobody knows";
}

}  // namespace
}  // namespace gapwire::strategies
