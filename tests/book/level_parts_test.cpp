// Implied levels beside the outright ones, and both together as tops and depths.
#include <gtest/gtest.h>

#include "tests/book/level_events.hpp"

namespace gapwire::test {
namespace {

using book::BookPart;
using book::LevelBook;
using book::LevelCheck;
using book::LevelStatus;

TEST(LevelParts, ImpliedLevelsThatCrossAreToldApart)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(implied(inserted(Side::buy, 1, 101, 5))), touched);
    EXPECT_EQ(book.check(true), LevelCheck::implied_crossed);
    EXPECT_EQ(book.check(false), LevelCheck::ok);
}

TEST(LevelParts, ImpliedLevelsStandBesideTheOutrightOnes)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(implied(inserted(Side::buy, 1, 99, 3))), touched);
    EXPECT_EQ(book.apply(implied(inserted(Side::buy, 1, 100, 4))), touched);
    EXPECT_EQ(book.apply(implied(inserted(Side::buy, 3, 98, 4))),
              refused(LevelStatus::level_out_of_range));
    EXPECT_EQ(levels_of(book), three);
    EXPECT_EQ(levels_of(book, BookPart::implied), "bid 100x4/0 99x3/0 | ask");
    EXPECT_EQ(book.apply(implied(inserted(Side::buy, 2, 100, 5))), below_top) << "drops level 3";
    EXPECT_EQ(levels_of(book, BookPart::implied), "bid 100x4/0 100x5/0 | ask");
}

TEST(LevelParts, BothPartsTogetherAddAtTheSamePriceAndPutTheBetterFirst)
{
    LevelBook book = three_a_side();
    EXPECT_EQ(book.apply(implied(inserted(Side::buy, 1, 101, 3))), touched);
    EXPECT_EQ(book.apply(implied(inserted(Side::buy, 2, 99, 4))), below_top);
    EXPECT_EQ(book.apply(implied(inserted(Side::sell, 1, 101, 5))), touched);
    EXPECT_EQ(book.apply(implied(inserted(Side::sell, 2, 110, 6))), below_top);
    EXPECT_EQ(depth_of(book),
              "bid 101x3/0 100x10/1 99x24/1 98x30/1 | ask 101x16/1 102x21/1 103x31/1 110x6/0");
    EXPECT_EQ(text_of(book.best(Side::buy)), " 101x3/0");
    EXPECT_EQ(text_of(book.best(Side::sell)), " 101x16/1");
}

TEST(LevelParts, ImpliedLevelsAloneMakeATop)
{
    LevelBook book;
    EXPECT_EQ(book.apply(implied(inserted(Side::sell, 1, 101, 5))), touched);
    EXPECT_EQ(depth_of(book), "bid | ask 101x5/0");
    EXPECT_EQ(text_of(book.best(Side::sell)), " 101x5/0");
}

TEST(LevelParts, SummedQuantitiesStopAtTheGreatest)
{
    LevelBook book;
    EXPECT_EQ(book.apply(inserted(Side::sell, 1, 101, UINT64_MAX - 1)), touched);
    EXPECT_EQ(book.apply(implied(inserted(Side::sell, 1, 101, 5))), touched);
    EXPECT_EQ(book.best(Side::sell).quantity, UINT64_MAX);
}

TEST(LevelParts, TopAndDepthAreFilledAndTheRestOfThemLeft)
{
    LevelBook book = three_a_side();
    TopOfBook top{.exchange_time = 7, .instrument = 3, .state = BookState::suspect};
    book.fill(top);
    EXPECT_EQ(top, (TopOfBook{.bid_price = 100,
                              .ask_price = 101,
                              .bid_quantity = 10,
                              .ask_quantity = 11,
                              .exchange_time = 7,
                              .bid_orders = 1,
                              .ask_orders = 1,
                              .instrument = 3,
                              .state = BookState::suspect}));
    book.clear();
    book.fill(top);
    EXPECT_EQ(top, (TopOfBook{.exchange_time = 7, .instrument = 3, .state = BookState::suspect}));

    Depth depth{.exchange_time = 9};
    depth.sides[0][4] = {{5}, 5, 5};
    book.fill(depth);
    EXPECT_EQ(depth, (Depth{.exchange_time = 9}));
}

TEST(LevelParts, ADepthHasTheBestTenLevels)
{
    LevelBook book;
    EXPECT_TRUE(book.define(12, 2));
    fill_side(book, Side::buy, 12, 100);
    EXPECT_EQ(book.apply(implied(inserted(Side::buy, 1, 200, 1))), touched);
    Depth depth;
    book.fill(depth);
    EXPECT_EQ(depth.sides[0].front().price.units, 200);
    EXPECT_EQ(depth.sides[0].back().price.units, 92);
}

}  // namespace
}  // namespace gapwire::test
