// Quote books: one case a rule of FIX market data, then random changes beside a naive book.
#include "book/quote_books.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <random>

#include "core/decimal.hpp"
#include "tests/book/naive_quote_book.hpp"

namespace gapwire::book {

inline std::ostream& operator<<(std::ostream& out, QuoteOutcome outcome)
{
    constexpr const char* names[] = {"ok",       "replaced",    "unknown",      "no_key",
                                     "no_price", "id_too_long", "out_of_range", "full"};
    return out << names[static_cast<std::size_t>(outcome)];
}

}  // namespace gapwire::book

namespace gapwire::test {
namespace {

using book::QuoteBooks;
using book::QuoteBooksSettings;
using book::QuoteChange;
using book::QuoteKey;
using book::QuoteOutcome;

QuoteBooks quote_books(QuoteKey key, std::uint32_t levels_max = 64, std::uint32_t depth = 0)
{
    return QuoteBooks({.key = key,
                       .instruments_max = 2,
                       .levels_max = levels_max,
                       .quotes_max = 64,
                       .depth = depth});
}

/// "100x5/1 99x2/1 | 101x7/1": bids, then asks, best first, with quantity and orders.
std::string shown(const QuoteBooks& books, std::uint32_t place = 0)
{
    std::string text;
    for (const Side side : {Side::buy, Side::sell}) {
        if (side == Side::sell) text += "| ";
        for (std::size_t rank = 0; rank < books.level_count(place, side); ++rank) {
            const Level level = books.level(place, side, rank);
            text += fmt::format("{}x{}/{} ", level.price.units, level.quantity, level.orders);
        }
    }
    return text.empty() ? text : text.substr(0, text.size() - 1);
}

QuoteChange entry(QuoteAction action, Side side, std::int64_t price, std::uint64_t quantity,
                  std::string_view id = {})
{
    return {.price = price, .quantity = quantity, .id = id, .action = action, .side = side};
}
QuoteChange bid(std::int64_t price, std::uint64_t quantity, std::string_view id = {})
{
    return entry(QuoteAction::add, Side::buy, price, quantity, id);
}
QuoteChange ask(std::int64_t price, std::uint64_t quantity, std::string_view id = {})
{
    return entry(QuoteAction::add, Side::sell, price, quantity, id);
}

TEST(QuoteBooksByPrice, LevelsAreAddedChangedAndRemoved)
{
    QuoteBooks books = quote_books(QuoteKey::price);
    EXPECT_EQ(books.apply(0, bid(99, 2)), (book::QuoteResult{QuoteOutcome::ok, true}));
    EXPECT_EQ(books.apply(0, bid(100, 5)), (book::QuoteResult{QuoteOutcome::ok, true}));
    EXPECT_EQ(books.apply(0, bid(98, 1)), (book::QuoteResult{QuoteOutcome::ok, false}));
    EXPECT_EQ(books.apply(0, ask(101, 7)), (book::QuoteResult{QuoteOutcome::ok, true}));
    EXPECT_EQ(shown(books), "100x5/0 99x2/0 98x1/0 | 101x7/0");

    EXPECT_EQ(books.apply(0, entry(QuoteAction::change, Side::buy, 99, 8)).outcome,
              QuoteOutcome::ok);
    EXPECT_EQ(books.apply(0, entry(QuoteAction::remove, Side::buy, 100, quantity_none)),
              (book::QuoteResult{QuoteOutcome::ok, true}));
    EXPECT_EQ(shown(books), "99x8/0 98x1/0 | 101x7/0");
}

TEST(QuoteBooksByPrice, WhatIsNotThereIsRefused)
{
    QuoteBooks books = quote_books(QuoteKey::price);
    ASSERT_TRUE(books.apply(0, bid(100, 5)).is_applied());
    EXPECT_EQ(books.apply(0, entry(QuoteAction::change, Side::buy, 99, 8)).outcome,
              QuoteOutcome::unknown);
    EXPECT_EQ(books.apply(0, entry(QuoteAction::remove, Side::sell, 100, 8)).outcome,
              QuoteOutcome::unknown);
    EXPECT_EQ(books.apply(0, entry(QuoteAction::remove, Side::buy, Price::none().units, 8)).outcome,
              QuoteOutcome::no_key);
    EXPECT_EQ(shown(books), "100x5/0 |");
}

TEST(QuoteBooksByPrice, AnEntryAddedWhereThereIsOneReplacesItAndIsDoubted)
{
    QuoteBooks books = quote_books(QuoteKey::price);
    ASSERT_TRUE(books.apply(0, bid(100, 5)).is_applied());
    EXPECT_EQ(books.apply(0, bid(100, 6)), (book::QuoteResult{QuoteOutcome::replaced, true}));
    EXPECT_EQ(shown(books), "100x6/0 |");
}

TEST(QuoteBooksByPrice, QuantityZeroRemovesAndAnUnsaidOneKeepsWhatItWas)
{
    QuoteBooks books = quote_books(QuoteKey::price);
    ASSERT_TRUE(books.apply(0, bid(100, 5)).is_applied());
    EXPECT_EQ(books.apply(0, entry(QuoteAction::change, Side::buy, 100, quantity_none)).outcome,
              QuoteOutcome::ok);
    EXPECT_EQ(shown(books), "100x5/0 |");
    EXPECT_EQ(books.apply(0, entry(QuoteAction::change, Side::buy, 100, 0)).outcome,
              QuoteOutcome::ok);
    EXPECT_EQ(books.apply(0, bid(50, 0)).outcome, QuoteOutcome::ok);
    EXPECT_EQ(shown(books), "|");
}

TEST(QuoteBooksByPrice, DeleteThroughTakesTheBetterAndDeleteFromTheWorse)
{
    QuoteBooks books = quote_books(QuoteKey::price);
    for (const int price : {96, 97, 98, 99, 100})
        ASSERT_TRUE(books.apply(0, bid(price, 1)).is_applied());
    EXPECT_EQ(books.apply(0, entry(QuoteAction::remove_through, Side::buy, 99, 0)).outcome,
              QuoteOutcome::ok);
    EXPECT_EQ(shown(books), "98x1/0 97x1/0 96x1/0 |");
    EXPECT_EQ(books.apply(0, entry(QuoteAction::remove_from, Side::buy, 97, 0)).outcome,
              QuoteOutcome::ok);
    EXPECT_EQ(shown(books), "98x1/0 |");
}

TEST(QuoteBooksByPrice, LevelsBeyondTheDepthOfTheVenueAreDropped)
{
    QuoteBooks books = quote_books(QuoteKey::price, 64, 2);
    for (const int price : {98, 99, 100}) ASSERT_TRUE(books.apply(0, bid(price, 1)).is_applied());
    for (const int price : {103, 102, 101}) ASSERT_TRUE(books.apply(0, ask(price, 1)).is_applied());
    EXPECT_EQ(shown(books), "100x1/0 99x1/0 | 101x1/0 102x1/0");
}

TEST(QuoteBooksByPrice, AFullSideRefusesOneMoreLevel)
{
    QuoteBooks books = quote_books(QuoteKey::price, 2);
    ASSERT_TRUE(books.apply(0, bid(98, 1)).is_applied());
    ASSERT_TRUE(books.apply(0, bid(99, 1)).is_applied());
    EXPECT_EQ(books.apply(0, bid(100, 1)).outcome, QuoteOutcome::full);
    EXPECT_EQ(shown(books), "99x1/0 98x1/0 |");
}

TEST(QuoteBooksByPrice, PricesMayBeNegativeAndZero)
{
    QuoteBooks books = quote_books(QuoteKey::price);
    for (const int price : {-5, 0, -1}) {
        ASSERT_TRUE(books.apply(0, bid(price, 1)).is_applied());
        ASSERT_TRUE(books.apply(0, ask(price, 1)).is_applied());
    }
    EXPECT_EQ(shown(books), "0x1/0 -1x1/0 -5x1/0 | -5x1/0 -1x1/0 0x1/0");
}

TEST(QuoteBooksById, QuotesOfOnePriceMakeOneLevel)
{
    QuoteBooks books = quote_books(QuoteKey::id);
    ASSERT_TRUE(books.apply(0, bid(100, 5, "a")).is_applied());
    ASSERT_TRUE(books.apply(0, bid(100, 7, "b")).is_applied());
    ASSERT_TRUE(books.apply(0, bid(99, 1, "c")).is_applied());
    EXPECT_EQ(shown(books), "100x12/2 99x1/1 |");
    EXPECT_EQ(books
                  .apply(0, entry(QuoteAction::remove, Side::buy, Price::none().units,
                                  quantity_none, "a"))
                  .outcome,
              QuoteOutcome::ok);
    EXPECT_EQ(shown(books), "100x7/1 99x1/1 |");
}

TEST(QuoteBooksById, AChangeKeepsWhatItDoesNotSay)
{
    QuoteBooks books = quote_books(QuoteKey::id);
    ASSERT_TRUE(books.apply(0, bid(100, 5, "a")).is_applied());
    EXPECT_EQ(
        books.apply(0, entry(QuoteAction::change, Side::buy, Price::none().units, 9, "a")).outcome,
        QuoteOutcome::ok);
    EXPECT_EQ(shown(books), "100x9/1 |");
    EXPECT_EQ(
        books.apply(0, entry(QuoteAction::change, Side::buy, 101, quantity_none, "a")).outcome,
        QuoteOutcome::ok);
    EXPECT_EQ(shown(books), "101x9/1 |");
}

TEST(QuoteBooksById, AChangeMayGiveAnotherId)
{
    QuoteBooks books = quote_books(QuoteKey::id);
    ASSERT_TRUE(books.apply(0, bid(100, 5, "a")).is_applied());
    QuoteChange renamed = entry(QuoteAction::change, Side::buy, 100, 6, "b");
    renamed.reference = "a";
    EXPECT_EQ(books.apply(0, renamed).outcome, QuoteOutcome::ok);
    EXPECT_EQ(books.apply(0, entry(QuoteAction::change, Side::buy, 100, 7, "a")).outcome,
              QuoteOutcome::unknown);
    EXPECT_EQ(books.apply(0, entry(QuoteAction::change, Side::buy, 100, 7, "b")).outcome,
              QuoteOutcome::ok);
    EXPECT_EQ(shown(books), "100x7/1 |");
}

TEST(QuoteBooksById, ADeleteWithoutASideLooksOnBoth)
{
    QuoteBooks books = quote_books(QuoteKey::id);
    ASSERT_TRUE(books.apply(0, ask(100, 5, "a")).is_applied());
    QuoteChange gone = entry(QuoteAction::remove, Side::buy, Price::none().units, 0, "a");
    gone.any_side = true;
    EXPECT_EQ(books.apply(0, gone), (book::QuoteResult{QuoteOutcome::ok, true}));
    EXPECT_EQ(books.apply(0, gone).outcome, QuoteOutcome::unknown);
    EXPECT_EQ(shown(books), "|");
}

TEST(QuoteBooksById, AnIdAfterItsDeletionIsNew)
{
    QuoteBooks books = quote_books(QuoteKey::id);
    for (int i = 0; i < 1'000; ++i) {
        ASSERT_EQ(books.apply(0, bid(100 + i, 5, "a")).outcome, QuoteOutcome::ok);
        ASSERT_EQ(books.apply(0, entry(QuoteAction::remove, Side::buy, 0, 0, "a")).outcome,
                  QuoteOutcome::ok);
    }
    EXPECT_EQ(shown(books), "|");
}

TEST(QuoteBooksById, FullPoolsAndLongIdsRefuseAndChangeNothing)
{
    QuoteBooks books({.key = QuoteKey::id, .instruments_max = 1, .levels_max = 2, .quotes_max = 3});
    ASSERT_TRUE(books.apply(0, bid(100, 1, "a")).is_applied());
    ASSERT_TRUE(books.apply(0, bid(100, 2, "b")).is_applied());
    ASSERT_TRUE(books.apply(0, bid(99, 4, "c")).is_applied());
    EXPECT_EQ(books.apply(0, bid(99, 8, "d")).outcome, QuoteOutcome::full);
    // A third level: "a" cannot move away from "b".
    EXPECT_EQ(books.apply(0, entry(QuoteAction::change, Side::buy, 98, 1, "a")).outcome,
              QuoteOutcome::full);
    EXPECT_EQ(books.apply(0, bid(98, 1, "a")).outcome, QuoteOutcome::full);
    EXPECT_EQ(books.apply(0, bid(98, 1, std::string(41, 'x'))).outcome, QuoteOutcome::id_too_long);
    EXPECT_EQ(shown(books), "100x3/2 99x4/1 |");
    EXPECT_EQ(books.apply(0, entry(QuoteAction::change, Side::buy, 98, 1, "c")).outcome,
              QuoteOutcome::ok);
    EXPECT_EQ(shown(books), "100x3/2 98x1/1 |");
}

TEST(QuoteBooksById, BooksOfOtherInstrumentsAndSidesMayUseTheSameId)
{
    QuoteBooks books = quote_books(QuoteKey::id);
    ASSERT_TRUE(books.apply(0, bid(100, 1, "a")).is_applied());
    ASSERT_TRUE(books.apply(0, ask(101, 2, "a")).is_applied());
    ASSERT_TRUE(books.apply(1, bid(50, 3, "a")).is_applied());
    books.clear(0);
    EXPECT_EQ(shown(books, 0), "|");
    EXPECT_EQ(shown(books, 1), "50x3/1 |");
    EXPECT_EQ(books.apply(0, bid(100, 1, "a")).outcome, QuoteOutcome::ok);
}

TEST(QuoteBooksByPosition, EntriesBelowShift)
{
    QuoteBooks books = quote_books(QuoteKey::position);
    const auto at = [](QuoteChange change, std::uint32_t position) {
        change.position = position;
        return change;
    };
    ASSERT_TRUE(books.apply(0, at(bid(100, 1), 1)).is_applied());
    ASSERT_TRUE(books.apply(0, at(bid(98, 3), 2)).is_applied());
    ASSERT_TRUE(books.apply(0, at(bid(99, 2), 2)).is_applied());
    EXPECT_EQ(shown(books), "100x1/0 99x2/0 98x3/0 |");
    EXPECT_EQ(books.apply(0, at(bid(90, 2), 5)).outcome, QuoteOutcome::out_of_range);
    EXPECT_EQ(books.apply(0, at(entry(QuoteAction::remove, Side::buy, 0, 0), 1)),
              (book::QuoteResult{QuoteOutcome::ok, true}));
    EXPECT_EQ(shown(books), "99x2/0 98x3/0 |");
    EXPECT_TRUE(books.is_ordered(0));
    ASSERT_TRUE(books.apply(0, at(bid(97, 3), 1)).is_applied());
    EXPECT_FALSE(books.is_ordered(0));
}

TEST(QuoteBooksByPosition, AFullSideDropsItsWorst)
{
    QuoteBooks books = quote_books(QuoteKey::position, 2);
    for (const int price : {98, 99, 100}) {
        QuoteChange change = bid(price, 1);
        change.position = 1;
        ASSERT_TRUE(books.apply(0, change).is_applied());
    }
    EXPECT_EQ(shown(books), "100x1/0 99x1/0 |");
}

TEST(QuoteBooks, QuotesOfSeveralMakersMayCross)
{
    QuoteBooks books = quote_books(QuoteKey::id);
    ASSERT_TRUE(books.apply(0, bid(100, 1, "a")).is_applied());
    ASSERT_TRUE(books.apply(0, ask(100, 1, "b")).is_applied());
    EXPECT_FALSE(books.is_crossed(0));
    ASSERT_TRUE(books.apply(0, ask(99, 1, "c")).is_applied());
    EXPECT_TRUE(books.is_crossed(0));
}

// ---- random changes

class QuoteBooksProperty : public testing::TestWithParam<QuoteKey> {};

TEST_P(QuoteBooksProperty, AgreeWithANaiveBookAfterEachChange)
{
    std::mt19937_64 random(20250127);
    const auto below = [&](std::uint64_t bound) { return random() % bound; };
    QuoteBooks books(
        {.key = GetParam(), .instruments_max = 1, .levels_max = 256, .quotes_max = 256});
    NaiveQuoteBook naive(GetParam());
    std::array<std::uint64_t, 8> met{};
    for (int step = 0; step < 60'000; ++step) {
        if (below(2'000) == 0) {
            books.clear(0);
            naive.clear();
        }
        const std::string id = below(30) == 0 ? "" : "q" + std::to_string(below(40));
        const std::string reference = below(8) == 0 ? "q" + std::to_string(below(40)) : "";
        const QuoteChange change{
            .price =
                below(12) == 0 ? Price::none().units : static_cast<std::int64_t>(below(25)) - 5,
            .quantity = below(10) == 0 ? quantity_none : below(12),
            .id = id,
            .reference = reference,
            .position = static_cast<std::uint32_t>(below(14)),
            .orders = static_cast<std::uint32_t>(below(3)),
            .action = static_cast<QuoteAction>(below(25) == 0 ? below(6) : below(3)),
            .side = below(2) == 0 ? Side::buy : Side::sell};
        const QuoteOutcome outcome = books.apply(0, change).outcome;
        ASSERT_EQ(outcome, naive.apply(change)) << "step " << step;
        ++met[static_cast<std::size_t>(outcome)];
        for (const Side side : {Side::buy, Side::sell}) {
            std::vector<Level> levels;
            for (std::size_t rank = 0; rank < books.level_count(0, side); ++rank)
                levels.push_back(books.level(0, side, rank));
            ASSERT_EQ(levels, naive.levels(side)) << "step " << step;
        }
    }
    EXPECT_GT(met[static_cast<std::size_t>(QuoteOutcome::ok)], 10'000u);
    EXPECT_GT(met[static_cast<std::size_t>(QuoteOutcome::unknown)], 1'000u);
}

std::string key_name(const testing::TestParamInfo<QuoteKey>& key)
{
    const std::array<const char*, 3> names{"Price", "Id", "Position"};
    return names[static_cast<std::size_t>(key.param)];
}

INSTANTIATE_TEST_SUITE_P(Keys, QuoteBooksProperty,
                         testing::Values(QuoteKey::price, QuoteKey::id, QuoteKey::position),
                         key_name);

}  // namespace
}  // namespace gapwire::test
