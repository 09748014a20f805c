// Order books at their limits: many levels, tables that fill up, references of every kind.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <limits>

#include "book/order_books.hpp"
#include "tests/book/order_books_fixture.hpp"

namespace gapwire::test {
namespace {

using book::ApplyStatus;

// ---- many levels

/// `count` levels of one share each at prices from `first` on in steps of `step`.
std::string levels_text(std::int64_t first, std::int64_t step, int count)
{
    std::string text;
    for (int i = 0; i < count; ++i) text += ' ' + std::to_string(first + i * step) + "x1";
    return text;
}

class ManyLevels : public OrderBooks, public testing::WithParamInterface<Side> {
 protected:
    static constexpr int count = 700;

    /// Prices get worse by 10 from rank to rank.
    std::uint32_t price(int rank) const
    {
        const int distance = GetParam() == Side::buy ? -10 * rank : 10 * rank;
        return static_cast<std::uint32_t>(100'000 + distance);
    }
    std::uint64_t reference(int rank) const { return static_cast<std::uint64_t>(rank) + 1; }
    void add(int rank) { apply_all({added(reference(rank), GetParam(), price(rank), 1)}); }
    void remove(int rank) { apply_all({removed(reference(rank))}); }

    std::string expected(int first, int last) const
    {
        const std::int64_t step = GetParam() == Side::buy ? -10 : 10;
        const std::string levels = levels_text(price(first), step, last - first);
        return GetParam() == Side::buy ? "bid" + levels + " | ask" : "bid | ask" + levels;
    }
};

TEST_P(ManyLevels, FilledFromTheBestAndEmptiedFromTheBest)
{
    for (int rank = 0; rank < count; ++rank) add(rank);
    EXPECT_EQ(depth(books), expected(0, count));
    for (int rank = 0; rank < count; ++rank) {
        ASSERT_EQ(books.best(acme, GetParam()).price, price(rank));
        remove(rank);
        if (rank % 50 == 0) {
            ASSERT_EQ(depth(books), expected(rank + 1, count));
        }
    }
    EXPECT_EQ(depth(books), "bid | ask");
}

TEST_P(ManyLevels, FilledFromTheWorstAndEmptiedFromTheWorst)
{
    for (int rank = count - 1; rank >= 0; --rank) {
        add(rank);
        ASSERT_TRUE(change.top_changed());
    }
    EXPECT_EQ(depth(books), expected(0, count));
    for (int rank = count - 1; rank >= 0; --rank) {
        remove(rank);
        ASSERT_EQ(change.top_changed(), rank == 0);
        if (rank % 50 == 0) {
            ASSERT_EQ(depth(books), expected(0, rank));
        }
    }
}

TEST_P(ManyLevels, OpenedAndClosedInTheMiddle)
{
    for (int rank = 0; rank < count; rank += 2) add(rank);
    for (int rank = count - 1; rank > 0; rank -= 2) add(rank);
    EXPECT_EQ(depth(books), expected(0, count));
    for (int rank = 200; rank < 600; ++rank) remove(rank);
    for (int rank = 599; rank >= 200; --rank) add(rank);
    EXPECT_EQ(depth(books), expected(0, count));
}

TEST_P(ManyLevels, DeepLevelsKeepTheirQueues)
{
    for (int rank = 0; rank < 40; ++rank) add(rank);
    apply_all({added(1001, GetParam(), price(30), 5), added(1002, GetParam(), price(30), 6),
               reduced(reference(30), 0), executed(1001, 2), reduced(1002, 1)});
    EXPECT_FALSE(change.top_changed());
    std::string queue;
    books.for_each_order(acme, GetParam(), 30, [&](std::uint64_t ref, std::uint32_t size) {
        queue += std::to_string(ref) + 'x' + std::to_string(size) + ' ';
    });
    EXPECT_EQ(queue, "31x1 1001x3 1002x5 ");
    EXPECT_EQ(books.level(acme, GetParam(), 30).quantity, 9u);

    for (int rank = 0; rank < 30; ++rank) remove(rank);  // and when they become the best
    EXPECT_EQ(books.best(acme, GetParam()).quantity, 9u);
    EXPECT_EQ(books.best(acme, GetParam()).orders, 3u);
}

TEST_P(ManyLevels, ASideOfTooManyLevelsIsRefusedAndLeftAsItWas)
{
    book::OrderBooks many{{.orders_max = 80'000, .ladder_bytes = std::size_t{16} << 20}};
    std::uint64_t accepted = 0;
    ApplyStatus status = ApplyStatus::ok;
    while (accepted < 70'000) {  // from the worst: cheap for any sorted array
        const auto distance = static_cast<std::uint32_t>(70'000 - accepted);
        const std::uint32_t at = GetParam() == Side::buy ? 100'000 - distance : 100'000 + distance;
        status = many.apply(added(accepted + 1, GetParam(), at, 1)).status();
        if (status != ApplyStatus::ok) break;
        ++accepted;
    }
    EXPECT_EQ(status, ApplyStatus::level_table_full);
    EXPECT_GE(accepted, 65'536u);
    EXPECT_EQ(many.level_count(acme, GetParam()), accepted);
    EXPECT_EQ(many.live_orders(), accepted);
    for (std::uint64_t ref = accepted; ref > 0; --ref)
        ASSERT_EQ(many.apply(removed(ref)).status(), ApplyStatus::ok);
    EXPECT_EQ(many.level_count(acme, GetParam()), 0u);
}

INSTANTIATE_TEST_SUITE_P(Sides, ManyLevels, testing::Values(Side::buy, Side::sell),
                         [](const auto& side) { return side.param == Side::buy ? "Buy" : "Sell"; });

// ---- tables that fill up

TEST(OrderBooksLimits, AFullOrderTableRefusesAddsUntilAnOrderEnds)
{
    book::OrderBooks books{{.orders_max = 8, .ladder_bytes = 1 << 16}};
    book::BookChange change;
    for (std::uint64_t ref = 1; ref <= 8; ++ref)
        ASSERT_EQ(books.apply(added(ref, Side::buy, 1000, 1)).status(), ApplyStatus::ok);
    const std::string full = queues(books);
    EXPECT_EQ(books.apply(added(9, Side::buy, 1000, 1)).status(), ApplyStatus::order_table_full);
    EXPECT_EQ(books.apply(added(1, Side::buy, 1000, 1)).status(), ApplyStatus::duplicate_order);
    EXPECT_EQ(queues(books), full);

    EXPECT_EQ(books.apply(replaced(1, 9, 1000, 2)).status(), ApplyStatus::ok);
    EXPECT_EQ(books.apply(removed(2)).status(), ApplyStatus::ok);
    EXPECT_EQ(books.apply(added(10, Side::buy, 1000, 3)).status(), ApplyStatus::ok);
    EXPECT_EQ(queues(books), "bid 1000: 3x1 4x1 5x1 6x1 7x1 8x1 9x2 10x3 | ask");
    EXPECT_EQ(books.live_orders_peak(), 8u);
}

TEST(OrderBooksLimits, AFullLevelTableRefusesNewPricesOnly)
{
    book::OrderBooks books{{.orders_max = 64, .ladder_bytes = 64}};  // no deep level fits
    book::BookChange change;
    std::uint64_t ref = 0;
    ApplyStatus status = ApplyStatus::ok;
    for (std::uint32_t price = 1000; status == ApplyStatus::ok && ref < 60; price += 10)
        status = books.apply(added(++ref, Side::buy, price, 1)).status();
    ASSERT_EQ(status, ApplyStatus::level_table_full);
    ASSERT_GT(ref, 2u);

    const std::string full = queues(books);
    for (const std::uint32_t price : {999u, 1005u, 5000u})
        EXPECT_EQ(books.apply(added(100, Side::buy, price, 1)).status(),
                  ApplyStatus::level_table_full);
    EXPECT_EQ(queues(books), full);
    EXPECT_EQ(books.live_orders(), ref - 1);
    EXPECT_EQ(books.apply(removed(100)).status(), ApplyStatus::unknown_order);

    EXPECT_EQ(books.apply(added(101, Side::buy, 1000, 5)).status(), ApplyStatus::ok);
    EXPECT_EQ(books.apply(added(102, Side::sell, 9000, 5)).status(), ApplyStatus::ok);
    EXPECT_EQ(books.apply(removed(2)).status(), ApplyStatus::ok);
    EXPECT_EQ(books.apply(added(103, Side::buy, 5000, 1)).status(), ApplyStatus::ok);
    EXPECT_EQ(books.best(acme, Side::buy).price, 5000u);
}

// ---- references

/// Adds an order under every reference, then executes, replaces and removes them all by name.
void expect_exact(const std::vector<std::uint64_t>& references)
{
    book::OrderBooks books{{.orders_max = 1024, .ladder_bytes = std::size_t{1} << 20}};
    book::BookChange change;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < references.size(); ++i) {
        const auto size = static_cast<std::uint32_t>(i + 2);
        ASSERT_EQ(books.apply(added(references[i], Side::buy, 1000, size)).status(),
                  ApplyStatus::ok);
        total += size;
    }
    for (std::size_t i = 0; i < references.size(); ++i) {
        const auto size = static_cast<std::uint32_t>(i + 2);
        ASSERT_EQ(books.apply(executed(references[i], size + 1)).status(),
                  ApplyStatus::over_executed)
            << references[i];
        ASSERT_EQ(books.apply(executed(references[i], size - 1)).status(), ApplyStatus::ok);
        total -= size - 1;
        ASSERT_EQ(books.best(acme, Side::buy).quantity, total);
    }
    for (std::size_t i = references.size(); i-- > 0;) {
        ASSERT_EQ(books.apply(removed(references[i])).status(), ApplyStatus::ok);
        ASSERT_EQ(books.apply(removed(references[i])).status(), ApplyStatus::unknown_order);
    }
    ASSERT_EQ(depth(books), "bid | ask");
}

TEST(OrderReferences, MayBeAnyNumber)
{
    expect_exact({0, 1, UINT64_MAX, UINT64_MAX - 1, std::uint64_t{1} << 63, 0xFFFF'FFFF,
                  0x1'0000'0000, 13, 14, 15, 28});
}

TEST(OrderReferences, MayFallAllTheWay)
{
    std::vector<std::uint64_t> references;
    for (std::uint64_t i = 0; i < 1000; ++i) references.push_back(10'000'000 - i * 997);
    expect_exact(references);
}

TEST(OrderReferences, MayComeAsInterleavedStreamsFarApart)
{
    std::vector<std::uint64_t> references;
    const std::uint64_t starts[] = {1'000, 250'000'000, 90'000, std::uint64_t{1} << 40};
    for (std::uint64_t i = 0; i < 250; ++i)
        for (std::uint64_t stream = 0; stream < 4; ++stream)
            references.push_back((starts[stream] + i) * 4 + stream);
    expect_exact(references);
}

TEST(OrderReferences, MayShareAllTheirLowBits)
{
    for (const int shift : {10, 16, 20, 32, 53}) {
        std::vector<std::uint64_t> references;
        for (std::uint64_t i = 1; i <= 1000; ++i) references.push_back(i << shift);
        expect_exact(references);
    }
}

TEST(OrderReferences, MayBeMultiplesOfAnyPlaceInAWindow)
{
    for (const std::uint64_t step : {14u, 14u * 64, 14u * 128, 14u * 256, 14u * 4096, 16u * 128}) {
        std::vector<std::uint64_t> rising, falling;
        for (std::uint64_t i = 0; i < 1000; ++i) {
            rising.push_back(5 + i * step);
            falling.push_back(5 + (1000 - i) * step);
        }
        expect_exact(rising);
        expect_exact(falling);
    }
}

TEST(OrderReferences, MayFoldToTheSame32Bits)
{
    std::vector<std::uint64_t> references;
    for (std::uint64_t high = 0; high < 1000; ++high) references.push_back(high << 32 | (high ^ 5));
    expect_exact(references);
}

TEST(OrderReferences, MayBeUsedAgainOnceTheirOrderHasEnded)
{
    book::OrderBooks books{{.orders_max = 16, .ladder_bytes = 1 << 16}};
    book::BookChange change;
    for (std::uint32_t i = 1; i <= 1000; ++i) {
        ASSERT_EQ(books.apply(added(5, Side::buy, i, i)).status(), ApplyStatus::ok);
        ASSERT_EQ(books.apply(replaced(5, 6, i + 1, i)).status(), ApplyStatus::ok);
        ASSERT_EQ(queues(books),
                  "bid " + std::to_string(i + 1) + ": 6x" + std::to_string(i) + " | ask");
        ASSERT_EQ(books.apply(removed(6)).status(), ApplyStatus::ok);
    }
}

}  // namespace
}  // namespace gapwire::test
