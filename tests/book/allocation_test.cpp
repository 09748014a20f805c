// Memory of running books: every operator new of this program is counted.
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "book/queued_orders.hpp"
#include "tests/book/level_events.hpp"
#include "tests/counted_allocations.hpp"

namespace gapwire::test {
namespace {

TEST(Allocation, IsCountedHere)
{
    const std::uint64_t before = allocations;
    const auto memory = std::make_unique<int>(1);
    EXPECT_EQ(allocations, before + 1);
}

TEST(LevelAllocation, NoneByAnyEvent)
{
    book::LevelBooks books(100);
    const std::uint64_t before = allocations;
    std::size_t applied = 0;
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        book::LevelBook& book = books[i * 7 % 100];
        const Side side = i % 2 == 0 ? Side::buy : Side::sell;
        const auto level = static_cast<int>(i / 3 % 12);
        const std::int64_t price = side == Side::buy ? -i : i;
        for (LevelEvent event :
             {inserted(side, 1, price, 5), inserted(side, level, price + level, 5),
              changed(side, 1, price, 6), overlaid(side, level, price, 7),
              removed(side, 1, price, 6), removed_from(side, level)}) {
            event.implied = i % 5 == 0;
            applied += book.apply(event).is_applied();
        }
        if (i % 100 == 0) applied += book.apply(removed_through(side)).is_applied();
        TopOfBook top;
        Depth depth;
        book.fill(top);
        book.fill(depth);
        if (book.check(true) != book::LevelCheck::ok && i % 1000 == 0) book.clear();
        EXPECT_TRUE(book.define(10, 2));
    }
    EXPECT_EQ(allocations, before);
    EXPECT_GT(applied, 20'000u);
}

/// A full table that turns over many times neither grows nor takes a node for each order.
TEST(QueuedOrdersAllocation, OneForSeveralEventsAtMost)
{
    constexpr std::uint64_t live = 1000;
    constexpr std::uint64_t events = 100'000;
    book::QueuedOrders books(1, live);
    std::mt19937_64 random(1);
    std::uint64_t before = 0;
    for (std::uint64_t i = 1; i <= events; ++i) {
        if (i == live + 1) before = allocations;
        QueuedOrderEvent event{.order = i * 0x9E37'79B9, .priority = i, .quantity = 1};
        event.price = static_cast<std::int64_t>(random() % 50);
        const auto added = books.apply(0, event);
        EXPECT_EQ(added, book::QueueStatus::ok);
        event.order = (i - live + 1) * 0x9E37'79B9;
        event.action = QueuedOrderEvent::Action::remove;
        if (i < live) continue;
        const auto removed = books.apply(0, event);
        EXPECT_EQ(removed, book::QueueStatus::ok);
    }
    EXPECT_LT(allocations - before, events / 5);
}

}  // namespace
}  // namespace gapwire::test
