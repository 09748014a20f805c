// Order books as wholes: what each event does to them, and that a refused one does nothing.
#include "book/order_books.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <limits>

#include "tests/book/order_books_fixture.hpp"

namespace gapwire::test {
namespace {

using book::ApplyStatus;

constexpr std::uint32_t top_price = std::numeric_limits<std::uint32_t>::max();

TEST_F(OrderBooks, BeginEmpty)
{
    EXPECT_EQ(depth(books), "bid | ask");
    EXPECT_EQ(books.best(acme, Side::buy).orders, 0u);
    EXPECT_EQ(books.level(acme, Side::sell, 3).orders, 0u);
    EXPECT_EQ(books.live_orders(), 0u);
}

TEST_F(OrderBooks, SortBothSidesWithTheBestFirst)
{
    apply_all({added(1, Side::buy, 999, 50), added(2, Side::sell, 1002, 30),
               added(3, Side::buy, 1000, 60), added(4, Side::sell, 1001, 5),
               added(5, Side::buy, 1000, 7)});
    EXPECT_EQ(depth(books), "bid 1000x67 999x50 | ask 1001x5 1002x30");
    EXPECT_EQ(queues(books), "bid 1000: 3x60 5x7, 999: 1x50 | ask 1001: 4x5, 1002: 2x30");
    EXPECT_EQ(books.best(acme, Side::buy).orders, 2u);
}

TEST_F(OrderBooks, KeepInstrumentsApart)
{
    apply_all({added(1, Side::buy, 10, 1, 0), added(2, Side::buy, 20, 2, 65535),
               added(3, Side::sell, 30, 3, 0)});
    EXPECT_EQ(depth(books, 0), "bid 10x1 | ask 30x3");
    EXPECT_EQ(depth(books, 65535), "bid 20x2 | ask");
    EXPECT_EQ(depth(books), "bid | ask");
}

TEST_F(OrderBooks, MayBeLockedAndCrossed)
{
    apply_all({added(1, Side::buy, 1001, 1), added(2, Side::sell, 1001, 2),
               added(3, Side::sell, 900, 3)});
    EXPECT_EQ(depth(books), "bid 1001x1 | ask 900x3 1001x2");
}

TEST_F(OrderBooks, PartialExecutionReducesItsLevelOnly)
{
    apply_all({added(1, Side::buy, 1000, 100), added(2, Side::buy, 999, 50), executed(1, 40)});
    EXPECT_EQ(depth(books), "bid 1000x60 999x50 | ask");
    EXPECT_EQ(change.price(), 1000u);
    expect_refused(executed(1, 61), ApplyStatus::over_executed);
    EXPECT_EQ(depth(books), "bid 1000x60 999x50 | ask");
}

TEST_F(OrderBooks, ExecutionAtAnotherPriceTakesFromTheOrdersOwnLevel)
{
    apply_all({added(1, Side::sell, 1000, 100), executed_at(1, 30, 990)});
    EXPECT_EQ(queues(books), "bid | ask 1000: 1x70");
    EXPECT_EQ(change.price(), 1000u);
    EXPECT_EQ(change.side(), Side::sell);
    expect_refused(executed_at(1, 71, 990), ApplyStatus::over_executed);
}

TEST_F(OrderBooks, ExecutingAllOfAnOrderEndsIt)
{
    apply_all({added(1, Side::buy, 1000, 100), added(2, Side::buy, 1000, 1), executed(1, 60),
               executed(1, 40)});
    EXPECT_EQ(queues(books), "bid 1000: 2x1 | ask");
    expect_refused(removed(1), ApplyStatus::unknown_order);
    expect_refused(executed(1, 0), ApplyStatus::unknown_order);
    apply_all({executed(2, 1)});
    EXPECT_EQ(depth(books), "bid | ask");
    EXPECT_EQ(books.live_orders(), 0u);
    EXPECT_EQ(books.live_orders_peak(), 2u);
}

TEST_F(OrderBooks, CancellingKeepsPriority)
{
    apply_all({added(1, Side::buy, 1000, 100), added(2, Side::buy, 1000, 50), reduced(1, 99)});
    EXPECT_EQ(queues(books), "bid 1000: 1x1 2x50 | ask");
    expect_refused(reduced(1, 2), ApplyStatus::over_cancelled);
    apply_all({reduced(1, 1)});
    EXPECT_EQ(queues(books), "bid 1000: 2x50 | ask");
}

TEST_F(OrderBooks, TakingNothingChangesNothing)
{
    apply_all({added(1, Side::buy, 1000, 100)});
    for (const OrderEvent& event : {executed(1, 0), executed_at(1, 0, 5), reduced(1, 0)}) {
        EXPECT_EQ(apply(event), ApplyStatus::ok);
        EXPECT_FALSE(change.top_changed());
        EXPECT_EQ(queues(books), "bid 1000: 1x100 | ask");
    }
}

TEST_F(OrderBooks, LeaveAQueueInTheMiddleAndAtBothEnds)
{
    apply_all({added(1, Side::sell, 5, 1), added(2, Side::sell, 5, 2), added(3, Side::sell, 5, 3),
               added(4, Side::sell, 5, 4), added(5, Side::sell, 5, 5), removed(3)});
    EXPECT_EQ(queues(books), "bid | ask 5: 1x1 2x2 4x4 5x5");
    apply_all({removed(1), removed(5)});
    EXPECT_EQ(queues(books), "bid | ask 5: 2x2 4x4");
    apply_all({added(6, Side::sell, 5, 6), removed(2), removed(4)});
    EXPECT_EQ(queues(books), "bid | ask 5: 6x6");
}

TEST_F(OrderBooks, RefuseWhatNamesNoLiveOrder)
{
    apply_all({added(1, Side::buy, 1000, 100)});
    for (const OrderEvent& event :
         {executed(2, 1), executed_at(2, 1, 9), reduced(2, 1), removed(2), replaced(2, 3, 1000, 1)})
        expect_refused(event, ApplyStatus::unknown_order);
}

TEST_F(OrderBooks, RefuseAnOrderUnderAReferenceInUse)
{
    apply_all({added(1, Side::buy, 1000, 100)});
    expect_refused(added(1, Side::buy, 1000, 100), ApplyStatus::duplicate_order);
    expect_refused(added(1, Side::sell, 2000, 5, acme + 1), ApplyStatus::duplicate_order);
    EXPECT_EQ(depth(books, acme + 1), "bid | ask");
}

TEST_F(OrderBooks, RefuseAnOrderOfNothing)
{
    apply_all({added(1, Side::buy, 1000, 100)});
    expect_refused(added(2, Side::buy, 1000, 0), ApplyStatus::zero_quantity);
    expect_refused(removed(2), ApplyStatus::unknown_order);
}

TEST_F(OrderBooks, RefuseAnEventOfAnotherInstrumentThanItsOrder)
{
    apply_all({added(1, Side::buy, 1000, 100)});
    const std::uint32_t other = acme + 1;
    for (const OrderEvent& event :
         {executed(1, 1, other), executed_at(1, 1, 9, other), reduced(1, 1, other),
          removed(1, other), replaced(1, 2, 1000, 1, other)})
        expect_refused(event, ApplyStatus::wrong_instrument);
    EXPECT_EQ(depth(books, other), "bid | ask");
}

TEST_F(OrderBooks, AnEventWithoutActionOnlyKeepsItsPlace)
{
    apply_all({added(1, Side::buy, 1000, 100), OrderEvent{.reference = 1}});
    EXPECT_EQ(queues(books), "bid 1000: 1x100 | ask");
    EXPECT_FALSE(change.top_changed());
}

TEST_F(OrderBooks, ReplacingGoesToTheBackOfTheNewLevel)
{
    apply_all(
        {added(1, Side::buy, 1000, 100), added(2, Side::buy, 999, 50), replaced(1, 3, 999, 70)});
    EXPECT_EQ(queues(books), "bid 999: 2x50 3x70 | ask");
    EXPECT_EQ(change.side(), Side::buy);
    EXPECT_EQ(books.live_orders(), 2u);
}

TEST_F(OrderBooks, ReplacingWithTheSamePriceAndQuantityLosesPriority)
{
    apply_all({added(1, Side::sell, 1000, 100), added(2, Side::sell, 1000, 50),
               replaced(1, 3, 1000, 100)});
    EXPECT_EQ(queues(books), "bid | ask 1000: 2x50 3x100");
    EXPECT_TRUE(change.top_changed());
}

TEST_F(OrderBooks, ReplacingTheOnlyOrderOfALevelAtItsOwnPriceKeepsTheLevel)
{
    apply_all({added(1, Side::sell, 1000, 100), replaced(1, 2, 1000, 30)});
    EXPECT_EQ(queues(books), "bid | ask 1000: 2x30");
}

TEST_F(OrderBooks, AReplacedReferenceIsDeadForEver)
{
    apply_all({added(1, Side::buy, 1000, 100), replaced(1, 2, 1001, 10)});
    expect_refused(removed(1), ApplyStatus::unknown_order);
    expect_refused(replaced(1, 3, 1000, 1), ApplyStatus::unknown_order);
    apply_all({removed(2)});
    EXPECT_EQ(depth(books), "bid | ask");
}

TEST_F(OrderBooks, ReplacingByAReferenceInUseIsRefused)
{
    apply_all({added(1, Side::buy, 1000, 100), added(2, Side::buy, 999, 50)});
    expect_refused(replaced(1, 2, 1001, 10), ApplyStatus::duplicate_order);
    expect_refused(replaced(1, 1, 1001, 10), ApplyStatus::duplicate_order);
}

TEST_F(OrderBooks, ReplacingByNothingLeavesOnlyTheRestOfTheBook)
{
    apply_all({added(1, Side::buy, 1000, 100), added(2, Side::buy, 999, 50)});
    EXPECT_EQ(apply(replaced(1, 3, 1000, 0)), ApplyStatus::zero_quantity);
    EXPECT_EQ(queues(books), "bid 999: 2x50 | ask");
    EXPECT_TRUE(change.top_changed());
    expect_refused(removed(3), ApplyStatus::unknown_order);
}

TEST_F(OrderBooks, SayWhenTheBestLevelChanged)
{
    const auto changes = [&](const OrderEvent& event) {
        EXPECT_EQ(apply(event), ApplyStatus::ok);
        return change.top_changed();
    };
    EXPECT_TRUE(changes(added(1, Side::buy, 1000, 100)));
    EXPECT_FALSE(changes(added(2, Side::buy, 999, 100)));
    EXPECT_TRUE(changes(added(3, Side::buy, 1000, 1)));
    EXPECT_TRUE(changes(added(4, Side::sell, 1001, 1)));
    EXPECT_FALSE(changes(executed(2, 10)));
    EXPECT_FALSE(changes(reduced(2, 10)));
    EXPECT_TRUE(changes(reduced(1, 1)));
    EXPECT_TRUE(changes(removed(3)));
    EXPECT_FALSE(changes(replaced(2, 5, 998, 10)));
    EXPECT_TRUE(changes(replaced(5, 6, 1000, 10)));
    EXPECT_TRUE(changes(replaced(6, 7, 997, 10)));
    EXPECT_FALSE(changes(removed(7)));
    EXPECT_TRUE(changes(executed(1, 99)));
}

// ---- prices and quantities at their limits

TEST_F(OrderBooks, TakeEveryPriceThereIs)
{
    for (const Side side : {Side::buy, Side::sell}) {
        const std::uint64_t base = side == Side::buy ? 0 : 100;
        apply_all({added(base + 1, side, top_price, 1), added(base + 2, side, 0, 2),
                   added(base + 3, side, 0x8000'0000, 3), added(base + 4, side, 0x7FFF'FFFF, 4),
                   added(base + 5, side, 1, 5)});
    }
    EXPECT_EQ(depth(books),
              "bid 4294967295x1 2147483648x3 2147483647x4 1x5 0x2"
              " | ask 0x2 1x5 2147483647x4 2147483648x3 4294967295x1");
    apply_all({removed(1), executed(2, 2), reduced(101, 1), replaced(102, 106, top_price, 9)});
    EXPECT_EQ(depth(books),
              "bid 2147483648x3 2147483647x4 1x5"
              " | ask 1x5 2147483647x4 2147483648x3 4294967295x9");
}

TEST_F(OrderBooks, TakePricesOfStocksAboveTwoHundredThousandDollars)
{
    apply_all({added(1, Side::buy, 4'000'000'000, 1), added(2, Side::buy, 2'999'999'900, 2),
               added(3, Side::sell, 4'000'000'100, 3), added(4, Side::sell, 4'100'000'000, 4),
               added(5, Side::buy, 1, 5), added(6, Side::sell, 1'999'999'900, 6)});
    EXPECT_EQ(depth(books),
              "bid 4000000000x1 2999999900x2 1x5"
              " | ask 1999999900x6 4000000100x3 4100000000x4");
}

TEST_F(OrderBooks, TotalsOfALevelPass32Bits)
{
    apply_all({added(1, Side::buy, 1000, top_price), added(2, Side::buy, 1000, top_price),
               added(3, Side::buy, 1000, 10)});
    EXPECT_EQ(depth(books), "bid 1000x8589934600 | ask");
    expect_refused(added(1, Side::buy, 1000, top_price), ApplyStatus::duplicate_order);
    apply_all({executed(1, top_price), executed(2, top_price - 1)});
    EXPECT_EQ(queues(books), "bid 1000: 2x1 3x10 | ask");
}

TEST_F(OrderBooks, ATotalOfALevelThatWouldPass40BitsIsRefused)
{
    for (std::uint64_t ref = 1; ref <= 256; ++ref)
        apply_all({added(ref, Side::sell, 1000, top_price)});
    expect_refused(added(300, Side::sell, 1000, 256), ApplyStatus::level_table_full);
    EXPECT_EQ(apply(removed(300)), ApplyStatus::unknown_order);
    apply_all({added(300, Side::sell, 1000, 255), added(301, Side::sell, 1001, top_price)});
    EXPECT_EQ(books.best(acme, Side::sell).quantity, (std::uint64_t{1} << 40) - 1);
    EXPECT_EQ(books.best(acme, Side::sell).orders, 257u);
}

// ---- orders that grow old

/// Later references take the places of older ones over; who is still alive keeps its place in line.
class OldOrders : public OrderBooks {
 protected:
    /// References that come and go until every place in the window has been used again.
    void pass_by()
    {
        for (int i = 0; i < 4096; ++i, ++next_) {
            ASSERT_EQ(apply(added(next_, Side::sell, 9'000, 1)), ApplyStatus::ok);
            ASSERT_EQ(apply(removed(next_)), ApplyStatus::ok);
        }
    }
    std::uint64_t next_ = 1'000;
};

TEST_F(OldOrders, KeepTheirPlaceInTheQueue)
{
    apply_all({added(1, Side::buy, 1000, 10), added(2, Side::buy, 1000, 20)});
    pass_by();
    apply_all({added(next_ + 3, Side::buy, 1000, 30), added(3, Side::buy, 1000, 40)});
    EXPECT_EQ(queues(books), fmt::format("bid 1000: 1x10 2x20 {}x30 3x40 | ask", next_ + 3));
    apply_all({executed(2, 5), reduced(3, 10)});
    next_ += 4;
    pass_by();
    apply_all({removed(1)});
    EXPECT_EQ(queues(books), fmt::format("bid 1000: 2x15 {}x30 3x30 | ask", next_ - 4097));
    apply_all({removed(3), replaced(2, 4, 1000, 7)});
    EXPECT_EQ(queues(books), fmt::format("bid 1000: {}x30 4x7 | ask", next_ - 4097));
}

TEST_F(OldOrders, AreKnownByTheirReference)
{
    apply_all({added(1, Side::buy, 1000, 10)});
    pass_by();
    expect_refused(added(1, Side::buy, 1000, 10), ApplyStatus::duplicate_order);
    expect_refused(replaced(1, 1, 1000, 10), ApplyStatus::duplicate_order);
    expect_refused(removed(2), ApplyStatus::unknown_order);
    apply_all({removed(1)});
    expect_refused(removed(1), ApplyStatus::unknown_order);
    apply_all({added(1, Side::buy, 1000, 11)});  // its number is free again
    EXPECT_EQ(queues(books), "bid 1000: 1x11 | ask");
}

TEST_F(OldOrders, OfDeepLevelsMayBeAloneFirstOrLast)
{
    std::string expected = "bid";
    for (std::uint64_t level = 0; level < 40; ++level) {
        const auto price = static_cast<std::uint32_t>(1'000 - level);
        expected += fmt::format("{} {}:", level == 0 ? "" : ",", price);
        for (std::uint64_t i = 0; i <= level % 3; ++i) {
            apply_all({added(level * 3 + i + 1, Side::buy, price, 1)});
            expected += fmt::format(" {}x1", level * 3 + i + 1);
        }
    }
    pass_by();
    EXPECT_EQ(queues(books), expected + " | ask");
    for (std::uint64_t ref = 1; ref <= 120; ++ref) apply(removed(ref));
    EXPECT_EQ(queues(books), "bid | ask");
    EXPECT_EQ(books.live_orders(), 0u);
}

// ---- looking ahead

TEST_F(OrderBooks, LookingAheadChangesNothing)
{
    apply_all({added(1, Side::buy, 1000, 100), added(2, Side::sell, 1001, 50)});
    const OrderEvent batch[] = {executed(1, 100), added(3, Side::buy, 999, 1), removed(2),
                                replaced(9, 10, 5, 5), OrderEvent{}};
    books.look_ahead(batch, 0);
    EXPECT_EQ(queues(books), "bid 1000: 1x100 | ask 1001: 2x50");
}

TEST_F(OrderBooks, EventsOfABatchSeeThoseBeforeThem)
{
    apply_all({added(1, Side::buy, 1000, 100)});
    const OrderEvent batch[] = {replaced(1, 2, 1001, 60),     executed(2, 10), removed(1),
                                added(1, Side::buy, 1001, 5), executed(2, 50), executed(1, 5),
                                added(3, Side::buy, 1000, 7)};
    const ApplyStatus expected[] = {ApplyStatus::ok, ApplyStatus::ok, ApplyStatus::unknown_order,
                                    ApplyStatus::ok, ApplyStatus::ok, ApplyStatus::ok,
                                    ApplyStatus::ok};
    books.look_ahead(batch, 0);
    for (std::size_t i = 0; i < std::size(batch); ++i)
        EXPECT_EQ(books.apply(batch[i]).status(), expected[i]) << i;
    EXPECT_EQ(queues(books), "bid 1000: 3x7 | ask");
}

TEST_F(OrderBooks, ClearingForgetsEveryOrderAndKeepsWorking)
{
    for (std::uint64_t ref = 1; ref <= 200; ++ref)
        apply_all({added(ref, Side::buy, static_cast<std::uint32_t>(ref), 1)});
    const OrderEvent batch[] = {removed(7)};
    books.look_ahead(batch, 0);
    books.clear();
    EXPECT_EQ(depth(books), "bid | ask");
    EXPECT_EQ(books.live_orders(), 0u);
    EXPECT_EQ(books.apply(batch[0]).status(), ApplyStatus::unknown_order);
    apply_all({added(7, Side::sell, 70, 7)});
    EXPECT_EQ(queues(books), "bid | ask 70: 7x7");
}

}  // namespace
}  // namespace gapwire::test
