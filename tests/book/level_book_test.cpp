// Level books: every action, every refusal, full and short books, and snapshots.
#include "book/level_book.hpp"

#include <gtest/gtest.h>

#include "tests/book/level_events.hpp"

namespace gapwire::test {
namespace {

using book::BookPart;
using book::LevelBook;
using book::LevelChange;
using book::LevelCheck;
using book::LevelStatus;

TEST(LevelBook, BeginsEmpty)
{
    const LevelBook book;
    EXPECT_EQ(levels_of(book), "bid | ask");
    EXPECT_EQ(levels_of(book, BookPart::implied), "bid | ask");
    EXPECT_EQ(book.best(Side::buy), Level{});
    EXPECT_EQ(book.level(Side::sell, BookPart::outright, 0), Level{});
    EXPECT_EQ(book.depth(BookPart::outright), 10u);
    EXPECT_EQ(book.depth(BookPart::implied), 2u);
}

TEST(LevelBook, InsertMovesLevelsBelowDown)
{
    LevelBook book;
    EXPECT_EQ(book.apply(inserted(Side::buy, 1, 100, 5, 2)), touched);
    EXPECT_EQ(book.apply(inserted(Side::buy, 2, 98, 7, 3)), below_top);
    EXPECT_EQ(book.apply(inserted(Side::buy, 2, 99, 6, 4)), below_top);
    EXPECT_EQ(levels_of(book), "bid 100x5/2 99x6/4 98x7/3 | ask");
    EXPECT_EQ(book.apply(inserted(Side::buy, 1, 101, 4, 1)), touched);
    EXPECT_EQ(book.apply(inserted(Side::sell, 1, 102, 9, 5)), touched);
    EXPECT_EQ(levels_of(book), "bid 101x4/1 100x5/2 99x6/4 98x7/3 | ask 102x9/5");
    EXPECT_EQ(book.check(true), LevelCheck::ok);
}

TEST(LevelBook, ChangeSetsQuantityAndOrders)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(changed(Side::buy, 1, 100, 8, 2)), touched);
    EXPECT_EQ(book.apply(changed(Side::sell, 3, 103, 7, 4)), below_top);
    EXPECT_EQ(levels_of(book), "bid 100x8/2 99x20/1 98x30/1 | ask 101x11/1 102x21/1 103x7/4");
}

TEST(LevelBook, RemoveMovesLevelsBelowUp)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(removed(Side::buy, 1, 100, 10)), touched);
    EXPECT_EQ(book.apply(removed(Side::sell, 2, 102, 21)), below_top);
    EXPECT_EQ(levels_of(book), "bid 99x20/1 98x30/1 | ask 101x11/1 103x31/1");
    EXPECT_EQ(book.apply(removed(Side::buy, 2, 98, 30)), below_top);
    EXPECT_EQ(book.apply(removed(Side::buy, 1, 99, 20)), touched);
    EXPECT_EQ(levels_of(book), "bid | ask 101x11/1 103x31/1");
}

TEST(LevelBook, OverlayReplacesTheLevel)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(overlaid(Side::sell, 2, 1020, 5, 2)), below_top);
    EXPECT_EQ(book.check(true), LevelCheck::unordered);
    EXPECT_EQ(book.apply(overlaid(Side::sell, 3, 1030, 6, 3)), below_top);
    EXPECT_EQ(book.apply(overlaid(Side::sell, 1, 1010, 4, 1)), touched);
    EXPECT_EQ(levels_of(book), "bid 100x10/1 99x20/1 98x30/1 | ask 1010x4/1 1020x5/2 1030x6/3");
    EXPECT_EQ(book.check(true), LevelCheck::ok);
}

TEST(LevelBook, RemoveThroughEmptiesTheSide)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(removed_through(Side::buy)), touched);
    EXPECT_EQ(levels_of(book), "bid | ask 101x11/1 102x21/1 103x31/1");
    EXPECT_EQ(book.apply(removed_through(Side::buy)), below_top) << "nothing was there";
}

TEST(LevelBook, RemoveFromTakesTheLevelsAboveToo)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(removed_from(Side::buy, 2)), (LevelChange{LevelStatus::doubtful, true}));
    EXPECT_EQ(levels_of(book), "bid 98x30/1 | ask 101x11/1 102x21/1 103x31/1");
    EXPECT_EQ(book.apply(removed_from(Side::sell, 3)), (LevelChange{LevelStatus::doubtful, true}));
    EXPECT_EQ(levels_of(book), "bid 98x30/1 | ask");
    EXPECT_EQ(book.apply(removed_from(Side::sell, 1)), refused(LevelStatus::absent_level));
}

TEST(LevelBook, AFullBookDropsLevelEleven)
{
    LevelBook book;
    fill_side(book, Side::buy, 10, 100);
    EXPECT_EQ(book.apply(inserted(Side::buy, 1, 101, 7)), touched);
    EXPECT_EQ(book.level_count(Side::buy, BookPart::outright), 10u);
    EXPECT_EQ(text_of(book.level(Side::buy, BookPart::outright, 0)), " 101x7/1");
    EXPECT_EQ(text_of(book.level(Side::buy, BookPart::outright, 9)), " 92x1/1");
    EXPECT_EQ(book.level(Side::buy, BookPart::outright, 10), Level{});

    EXPECT_EQ(book.apply(inserted(Side::buy, 10, 93, 8)), below_top) << "in the last one's place";
    EXPECT_EQ(text_of(book.level(Side::buy, BookPart::outright, 9)), " 93x8/1");
    EXPECT_EQ(book.check(true), LevelCheck::unordered) << "93 stands twice";
    EXPECT_EQ(book.apply(removed(Side::buy, 10, 93, 8)), below_top);
    EXPECT_EQ(book.check(true), LevelCheck::ok);
}

TEST(LevelBook, DepthIsTheDefinitions)
{
    LevelBook book;
    EXPECT_TRUE(book.define(3, 0));
    fill_side(book, Side::sell, 3, 100);
    EXPECT_EQ(book.apply(inserted(Side::sell, 4, 103, 1)),
              refused(LevelStatus::level_out_of_range));
    EXPECT_EQ(book.apply(inserted(Side::sell, 1, 99, 1)), touched);
    EXPECT_EQ(levels_of(book), "bid | ask 99x1/1 100x1/1 101x1/1");
    EXPECT_EQ(book.apply(implied(inserted(Side::sell, 1, 99, 1))),
              refused(LevelStatus::level_out_of_range));
}

TEST(LevelBook, ADefinitionThatTellsNoDepthLeavesTheUsualOnes)
{
    LevelBook book;
    EXPECT_TRUE(book.define(3, 1));
    EXPECT_TRUE(book.define(0, 0));
    EXPECT_EQ(book.depth(BookPart::outright), 10u);
    EXPECT_EQ(book.depth(BookPart::implied), 2u);
}

TEST(LevelBook, ALesserDepthDropsLevels)
{
    LevelBook book = three_a_side();
    EXPECT_TRUE(book.define(2, 2));
    EXPECT_EQ(levels_of(book), "bid 100x10/1 99x20/1 | ask 101x11/1 102x21/1");
    book.clear();
    EXPECT_EQ(book.depth(BookPart::outright), 2u);
}

TEST(LevelBook, ADepthThereIsNoRoomForIsToldAndItsLevelsRefused)
{
    LevelBook book;
    EXPECT_TRUE(book.define(LevelBook::depth_max, 2));
    EXPECT_FALSE(book.define(10, 3));
    EXPECT_FALSE(book.define(255, 2));
    fill_side(book, Side::buy, LevelBook::depth_max, 100);
    EXPECT_EQ(book.apply(inserted(Side::buy, LevelBook::depth_max + 1, 1, 1)),
              refused(LevelStatus::level_out_of_range));
    EXPECT_EQ(book.apply(inserted(Side::buy, 1, 101, 1)), touched);
    EXPECT_EQ(book.check(true), LevelCheck::ok);
    EXPECT_EQ(book.level_count(Side::buy, BookPart::outright), 15u);
    EXPECT_EQ(levels_of(book, BookPart::implied), "bid | ask") << "the last level moved out of it";
}

TEST(LevelBook, LevelsOutOfRangeAreRefused)
{
    LevelBook book = three_a_side();
    for (const LevelAction action : {LevelAction::insert, LevelAction::change, LevelAction::remove,
                                     LevelAction::remove_from, LevelAction::overlay})
        for (const int level : {0, 11, 255})
            EXPECT_EQ(book.apply(level_event(action, Side::buy, level, 100, 10)),
                      refused(LevelStatus::level_out_of_range));
    EXPECT_EQ(levels_of(book), three);
}

TEST(LevelBook, AHoleIsRefused)
{
    LevelBook book;
    EXPECT_EQ(book.apply(inserted(Side::buy, 2, 99, 1)), refused(LevelStatus::hole));
    book = three_a_side();
    EXPECT_EQ(book.apply(inserted(Side::buy, 5, 90, 1)), refused(LevelStatus::hole));
    EXPECT_EQ(book.apply(inserted(Side::buy, 10, 90, 1)), refused(LevelStatus::hole));
    EXPECT_EQ(levels_of(book), three);
}

TEST(LevelBook, AbsentLevelsAreRefused)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(changed(Side::buy, 4, 97, 1)), refused(LevelStatus::absent_level));
    EXPECT_EQ(book.apply(removed(Side::sell, 4, 104, 1)), refused(LevelStatus::absent_level));
    EXPECT_EQ(book.apply(overlaid(Side::buy, 4, 97, 1)), refused(LevelStatus::absent_level));
    EXPECT_EQ(book.apply(removed_from(Side::buy, 4)), refused(LevelStatus::absent_level));
    EXPECT_EQ(book.apply(implied(changed(Side::buy, 1, 100, 1))),
              refused(LevelStatus::absent_level));
    EXPECT_EQ(levels_of(book), three);
}

TEST(LevelBook, AnotherPriceThanTheStoredOneIsRefused)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(changed(Side::buy, 1, 99, 5)), refused(LevelStatus::price_differs));
    EXPECT_EQ(book.apply(removed(Side::sell, 2, 103, 21)), refused(LevelStatus::price_differs));
    EXPECT_EQ(levels_of(book), three);
}

TEST(LevelBook, RemovingAnotherQuantityThanTheStoredOneIsRefused)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(removed(Side::buy, 1, 100, 9)), refused(LevelStatus::quantity_differs));
    EXPECT_EQ(book.apply(removed(Side::buy, 1, 100, 0)), refused(LevelStatus::quantity_differs));
    EXPECT_EQ(levels_of(book), three);
}

TEST(LevelBook, NoPriceIsRefused)
{
    LevelBook book = three_a_side();
    for (const LevelAction action :
         {LevelAction::insert, LevelAction::change, LevelAction::remove, LevelAction::overlay})
        EXPECT_EQ(book.apply(level_event(action, Side::buy, 1, no_price, 10)),
                  refused(LevelStatus::no_price));
    EXPECT_EQ(levels_of(book), three);
}

TEST(LevelBook, NoQuantityIsRefused)
{
    LevelBook book = three_a_side();
    for (const LevelAction action :
         {LevelAction::insert, LevelAction::change, LevelAction::overlay})
        EXPECT_EQ(book.apply(level_event(action, Side::buy, 1, 100, 0)),
                  refused(LevelStatus::no_quantity));
    EXPECT_EQ(levels_of(book), three);
}

TEST(LevelBook, ASnapshotIsClearAndInserts)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(overlaid(Side::buy, 1, 90, 1)), touched);
    EXPECT_EQ(book.apply(implied(inserted(Side::buy, 1, 90, 1))), touched);
    EXPECT_EQ(book.check(true), LevelCheck::unordered);
    book.clear();
    EXPECT_EQ(levels_of(book), "bid | ask");
    EXPECT_EQ(levels_of(book, BookPart::implied), "bid | ask");
    EXPECT_EQ(book.apply(inserted(Side::buy, 1, 50, 1)), touched);
    EXPECT_EQ(book.apply(inserted(Side::buy, 2, 49, 2)), below_top);
    EXPECT_EQ(levels_of(book), "bid 50x1/1 49x2/1 | ask");
    EXPECT_EQ(book.check(true), LevelCheck::ok);
}

TEST(LevelBook, NegativeAndZeroPricesAreOrdered)
{
    LevelBook book;
    EXPECT_EQ(book.apply(inserted(Side::buy, 1, 0, 1)), touched);
    EXPECT_EQ(book.apply(inserted(Side::buy, 2, -5, 1)), below_top);
    EXPECT_EQ(book.apply(inserted(Side::buy, 3, INT64_MIN + 1, 1)), below_top);
    EXPECT_EQ(book.apply(inserted(Side::sell, 1, 5, 1)), touched);
    EXPECT_EQ(book.apply(inserted(Side::sell, 2, INT64_MAX, 1)), below_top);
    EXPECT_EQ(book.check(true), LevelCheck::ok);
}

TEST(LevelBook, PricesOutOfOrderAreFoundUntilTheyAreMended)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(inserted(Side::buy, 3, 99, 5)), below_top) << "99 stands twice";
    EXPECT_EQ(book.check(false), LevelCheck::unordered);
    EXPECT_EQ(book.check(false), LevelCheck::unordered);
    EXPECT_EQ(book.apply(inserted(Side::buy, 1, 101, 1)), touched);
    EXPECT_EQ(book.check(false), LevelCheck::unordered);
    EXPECT_EQ(book.apply(removed(Side::buy, 4, 99, 5)), below_top);
    EXPECT_EQ(book.check(false), LevelCheck::ok);

    EXPECT_EQ(book.apply(implied(inserted(Side::sell, 1, 110, 1))), touched);
    EXPECT_EQ(book.apply(implied(inserted(Side::sell, 2, 109, 1))), below_top);
    EXPECT_EQ(book.check(false), LevelCheck::unordered);
    EXPECT_EQ(book.apply(implied(removed_through(Side::sell))), touched);
    EXPECT_EQ(book.check(false), LevelCheck::ok);
}

TEST(LevelBook, ACrossedBookIsAContradictionOnlyWhileTrading)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(inserted(Side::buy, 1, 101, 5)), touched);
    EXPECT_EQ(book.check(true), LevelCheck::crossed);
    EXPECT_EQ(book.check(false), LevelCheck::ok);
    EXPECT_EQ(book.apply(removed(Side::sell, 1, 101, 11)), touched);
    EXPECT_EQ(book.check(true), LevelCheck::ok);
}

TEST(LevelBooks, BooksAreApartAndEmptyAtFirst)
{
    book::LevelBooks books(4);
    EXPECT_EQ(books.instruments_max(), 4u);
    books.prefetch(3, Side::sell);
    EXPECT_EQ(books[3].apply(inserted(Side::buy, 1, 100, 1)), touched);
    EXPECT_EQ(levels_of(books[2]), "bid | ask");
    EXPECT_EQ(levels_of(books[3]), "bid 100x1/1 | ask");
    EXPECT_EQ(books[0].depth(BookPart::outright), 10u);
    EXPECT_DEATH(books[4].clear(), "index < books_.size()");
}

}  // namespace
}  // namespace gapwire::test
