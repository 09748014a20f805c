// What a played scenario says, replayed into books that know only the messages.
#include "sim/market.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/book_csv.hpp"
#include "tests/sim/naive_books.hpp"
#include "tests/sim/scenarios.hpp"

namespace gapwire::sim {
namespace {

using test::NaiveBooks;

struct Played {
    NaiveBooks books;
    std::string system_events;
    std::string crosses;
    std::set<std::string> test_issues;
    std::string truth;
};

Played play(const Scenario& scenario)
{
    Played played;
    Market market(scenario, [&](std::uint64_t, Bytes message) {
        played.books.apply(message);
        const std::uint8_t* at = message.data();
        if (*at == 'S') played.system_events += view_as<itch50::SystemEvent>(at).event_code;
        if (*at == 'Q') played.crosses += view_as<itch50::CrossTrade>(at).cross_type;
        if (*at == 'R' && view_as<itch50::StockDirectory>(at).authenticity == 'T')
            played.test_issues.emplace(view_as<itch50::StockDirectory>(at).stock.view());
    });
    market.run();
    played.truth = book_csv(market.exchange());
    return played;
}

Scenario small(const std::string& from, const std::string& until)
{
    return parse_scenario(test::small_scenario(from, until), "small.toml");
}

std::uint32_t lowest_print(const NaiveBooks& books, std::string_view symbol)
{
    std::uint32_t lowest = UINT32_MAX;
    for (const NaiveBooks::Print& print : books.prints())
        if (print.symbol == symbol) lowest = std::min(lowest, print.price);
    return lowest;
}

/// Minutes since midnight of the first print that is `fall_bp` below `close`, or -1.
std::int64_t minute_of_fall(const NaiveBooks& books, std::string_view symbol, std::int64_t close,
                            std::int64_t fall_bp)
{
    for (const NaiveBooks::Print& print : books.prints())
        if (print.symbol == symbol && (close - print.price) * 10'000 >= close * fall_bp)
            return static_cast<std::int64_t>(print.time_ns / 60'000'000'000);
    return -1;
}

TEST(Market, BooksRebuiltFromTheMessagesAreTheTruth)
{
    const Played played = play(small("09:20:00", "09:31:00"));
    EXPECT_EQ(played.books.csv(), played.truth);
    EXPECT_GT(played.books.live_orders(), 100u);
}

TEST(Market, EveryTypeOfADayCycleOccurs)
{
    const Played played = play(small("09:20:00", "09:31:00"));
    std::string types;
    for (const auto& [type, count] : played.books.types()) types += type;
    EXPECT_EQ(types, "ACDEFHILPQRSUVXY");
}

TEST(Market, TheOpenIsAnEventAndThenACrossOfEveryInstrument)
{
    const Played played = play(small("09:29:00", "09:31:00"));
    EXPECT_EQ(played.system_events, "OSQ");
    EXPECT_EQ(played.crosses, "OOOOO");
}

TEST(Market, AnAfternoonStartsAfterTheOpenAndEndsTheDay)
{
    const Played played = play(small("15:59:00", "20:00:00"));
    EXPECT_EQ(played.system_events, "OSQMEC");
    EXPECT_EQ(played.crosses, "CCCCC");
    EXPECT_EQ(played.books.csv(), played.truth);
}

TEST(Market, TheDirectoryMarksTestIssues)
{
    EXPECT_EQ(play(small("09:20:00", "09:20:30")).test_issues, std::set<std::string>{"TESTISSU"});
}

TEST(Market, PrintsFollowThePathToItsEnd)
{
    const Played played = play(small("09:20:00", "09:27:00"));
    const std::uint32_t lowest = lowest_print(played.books, "FALL");
    EXPECT_LE(lowest, 900'000u);  // 10 % below the close of 100
    EXPECT_GE(lowest, 898'000u);  // the knot at 89.90, less noise and a tick
}

TEST(Market, DeepseekPremarketCrossesItsRungsOneAfterTheOther)
{
    const auto file =
        std::filesystem::path(GAPWIRE_SOURCE_DIR) / "config/scenarios/deepseek-premarket.toml";
    const Played played = play(load_scenario(file));
    EXPECT_EQ(played.books.csv(), played.truth);

    std::int64_t before = 4 * 60;
    for (const std::int64_t rung : {200, 300, 400, 500, 700, 800, 1'000}) {
        const std::int64_t minute = minute_of_fall(played.books, "NVDA", 1'426'200, rung);
        EXPECT_GT(minute, before + 5) << rung;
        before = minute;
    }
    const NaiveBooks& books = played.books;
    EXPECT_EQ(minute_of_fall(books, "NVDA", 1'426'200, 1'020), -1);
    EXPECT_NE(minute_of_fall(books, "PLTR", 789'800, 700), -1);
    EXPECT_EQ(minute_of_fall(books, "PLTR", 789'800, 800), -1);
    EXPECT_NE(minute_of_fall(books, "ORCL", 1'836'000, 800), -1);
    EXPECT_EQ(minute_of_fall(books, "ORCL", 1'836'000, 1'000), -1);
    EXPECT_NE(minute_of_fall(books, "ASML", 7'322'500, 800), -1);
    EXPECT_NEAR(minute_of_fall(books, "QQQ", 5'296'300, 500), 5 * 60 + 50, 3);
    EXPECT_GE(lowest_print(books, "QQQ"), 5'023'200u);  // the real low
}

}  // namespace
}  // namespace gapwire::sim
