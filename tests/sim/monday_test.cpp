// The scenario of 2025-01-27: the capture as a whole, and Nasdaq in it.
#include "tests/sim/monday.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/sim/naive_books.hpp"

namespace gapwire::sim {
namespace {

using test::monday_at;
using test::of_day;
using testing::ElementsAre;
using testing::HasSubstr;

const test::Monday& day()
{
    return test::monday(GAPWIRE_SOURCE_DIR);
}

/// Messages of a type about a symbol.
std::vector<Bytes> itch_messages(char type, std::string_view symbol)
{
    std::vector<Bytes> found;
    std::map<std::uint16_t, std::string> symbols;
    for (const auto& [number, message] : day().itch) {
        const auto& header = view_as<itch50::Header>(message.data());
        if (header.type == 'R')
            symbols[header.stock_locate] =
                view_as<itch50::StockDirectory>(message.data()).stock.view();
        if (header.type == type && symbols[header.stock_locate] == symbol)
            found.emplace_back(message);
    }
    return found;
}

// ---- the capture

TEST(Monday, TheCaptureIsSmallInOrderAndOfTheWholeDay)
{
    const test::Captured& captured = day().captured;
    EXPECT_GT(captured.packets, 100'000u);
    EXPECT_LT(captured.packets, 150'000u);
    EXPECT_FALSE(captured.goes_back);
    EXPECT_EQ(rfc3339(captured.first).substr(0, 19), "2025-01-26T22:59:50");
    EXPECT_EQ(rfc3339(captured.last).substr(0, 19), "2025-01-27T22:00:00");
    EXPECT_EQ(captured.datagrams.size(), 6u);
}

TEST(Monday, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers)
{
    Scenario scenario = load_scenario(test::monday_scenario(GAPWIRE_SOURCE_DIR));
    const auto play = [&](const char* name) {
        const auto file = test::temporary(name);
        simulate(scenario, {.capture = file});
        return test::text_of(file);
    };
    const std::string first = play("1.pcapng");
    EXPECT_THAT(first.substr(0, 400), HasSubstr("Synthetic: made by gapwire simulate"));
    EXPECT_TRUE(first == play("2.pcapng"));
    scenario.seed += 1;
    EXPECT_FALSE(first == play("3.pcapng"));
}

TEST(Monday, ReferencesNameTheListingsOfVenues)
{
    const auto references = test::temporary("references.csv");
    simulate(load_scenario(test::monday_scenario(GAPWIRE_SOURCE_DIR)),
             {.capture = test::temporary("a.itch"), .references = references});
    EXPECT_THAT(test::text_of(references), HasSubstr("\nORCL,2025-01-24,183.6\n"));
    EXPECT_THAT(test::text_of(references),
                HasSubstr("\n9984@XTKS,2025-01-24,10560\nASML@XAMS,2025-01-24,700\n"));
}

// ---- Nasdaq

TEST(Monday, BothLinesOfItchTogetherMakeTheTrueBooks)
{
    test::NaiveBooks books;
    for (const auto& [number, message] : day().itch) books.apply(message);
    EXPECT_EQ(books.csv(), day().truth);
    EXPECT_EQ(day().itch.size(), day().report.messages);
    EXPECT_EQ(day().itch.rbegin()->first, day().report.messages);

    std::map<std::string, std::uint32_t> lowest;
    for (const auto& print : books.prints()) {
        const bool is_fault = print.price == 74'400 || print.time_ns == of_day(6, 55);
        auto& low = lowest.try_emplace(print.symbol, UINT32_MAX).first->second;
        if (!is_fault) low = std::min(low, print.price);
    }
    EXPECT_EQ(lowest["NVDA"], 1'167'000u);
    EXPECT_EQ(lowest["PLTR"], 726'700u);
    EXPECT_EQ(lowest["ORCL"], 1'525'700u);
    EXPECT_EQ(lowest["ASML"], 6'719'400u);
    EXPECT_EQ(lowest["QQQ"], 5'023'200u);
    EXPECT_EQ(lowest["SPY"], 5'897'500u);
}

TEST(Monday, CrossesPrintOpenAndCloseAndAreAnnounced)
{
    const auto crosses = [](std::string_view symbol) {
        std::string text;
        for (const Bytes message : itch_messages('Q', symbol)) {
            const auto& cross = view_as<itch50::CrossTrade>(message.data());
            text += fmt::format("{} {} ", cross.cross_type, cross.cross_price.value());
        }
        return text;
    };
    EXPECT_EQ(crosses("NVDA"), "O 1248000 C 1184200 ");
    EXPECT_EQ(crosses("PLTR"), "O 740700 C 754400 ");
    EXPECT_EQ(crosses("ORCL"), "O 1689100 C 1582600 ");
    EXPECT_EQ(crosses("ASML"), "O 6727900 C 6901500 ");
    EXPECT_EQ(crosses("QQQ"), "O 5110000 C 5142100 ");
    EXPECT_EQ(crosses("SPY"), "O 5948100 C 5993700 ");
    EXPECT_EQ(crosses("QHLT"), "O 12500 H 11000 C 11000 ");

    const auto announced = itch_messages('I', "NVDA");
    ASSERT_EQ(announced.size(), 24u + 120u);
    const auto& first = view_as<itch50::Noii>(announced.front().data());
    EXPECT_EQ(first.header.timestamp.value() / 1'000'000'000, of_day(9, 28) / 1'000'000'000);
    EXPECT_EQ(first.near_price.value(), 1'248'000u);
}

TEST(Monday, LineAIsSilentForHalfAMinuteAndLineBIsNot)
{
    const std::string a = "233.54.12.111:26477";
    const std::string b = "233.49.196.111:26477";
    EXPECT_EQ(day().datagrams(a, monday_at(8, 10, 1), monday_at(8, 10, 30)), 0u);
    EXPECT_GT(day().datagrams(a, monday_at(8, 9, 30), monday_at(8, 10)), 25u);
    EXPECT_GT(day().datagrams(b, monday_at(8, 10), monday_at(8, 10, 30)), 25u);
}

TEST(Monday, ABadPrintStandsAloneAndABustIsTakenBackBeforeTheNextTrade)
{
    std::vector<std::string> around;
    for (const Bytes message : itch_messages('P', "PLTR")) {
        const auto& trade = view_as<itch50::Trade>(message.data());
        if (trade.price.value() == 74'400) around.push_back(clock_text(trade.header.timestamp));
    }
    EXPECT_THAT(around, ElementsAre("07:30:00.000000000"));
    EXPECT_TRUE(itch_messages('B', "PLTR").empty());

    std::uint64_t match = 0;
    for (const Bytes message : itch_messages('P', "ORCL")) {
        const auto& trade = view_as<itch50::Trade>(message.data());
        if (trade.price.value() == 1'704'000 && trade.header.timestamp == of_day(6, 55))
            match = trade.match_number;
        EXPECT_FALSE(trade.header.timestamp > of_day(6, 55) &&
                     trade.header.timestamp < of_day(6, 55, 20));
    }
    const auto broken = itch_messages('B', "ORCL");
    ASSERT_EQ(broken.size(), 1u);
    const auto& bust = view_as<itch50::BrokenTrade>(broken.front().data());
    EXPECT_EQ(bust.match_number, match);
    EXPECT_EQ(bust.header.timestamp, of_day(6, 55, 20));
}

TEST(Monday, APauseHasItsReasonItsCollarsAndNoTradeUntilItsCross)
{
    std::vector<std::string> states;
    for (const Bytes message : itch_messages('H', "QHLT")) {
        const auto& action = view_as<itch50::StockTradingAction>(message.data());
        states.push_back(fmt::format("{} {} {}", clock_text(action.header.timestamp).substr(0, 8),
                                     action.trading_state, action.reason.view()));
    }
    EXPECT_THAT(states, ElementsAre("03:59:55 T ", "11:15:00 P LUDP", "11:20:00 T "));
    const auto collars = itch_messages('J', "QHLT");
    ASSERT_EQ(collars.size(), 1u);
    const auto& collar = view_as<itch50::LuldAuctionCollar>(collars.front().data());
    EXPECT_EQ(collar.reference_price.value(), 12'500u);
    EXPECT_EQ(collar.lower_price.value(), 11'000u);
    for (const char type : {'E', 'C', 'P'})
        for (const Bytes message : itch_messages(type, "QHLT")) {
            const std::uint64_t time = view_as<itch50::Header>(message.data()).timestamp;
            EXPECT_FALSE(time >= of_day(11, 15) && time < of_day(11, 20)) << type;
        }
}

}  // namespace
}  // namespace gapwire::sim
