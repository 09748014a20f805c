// The ring: order kept, nothing lost, nothing torn, and a full ring that refuses.
#include "core/spsc_ring.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

namespace gapwire::test {
namespace {

using Numbers = std::vector<std::uint64_t>;

Numbers popped(SpscRing<std::uint64_t>& ring, std::size_t items_max)
{
    Numbers all;
    ring.pop_batch(items_max, [&](const std::uint64_t& item) { all.push_back(item); });
    return all;
}

TEST(SpscRing, CapacityIsRoundedUpToAPowerOfTwo)
{
    EXPECT_EQ(SpscRing<int>(1).capacity(), 1u);
    EXPECT_EQ(SpscRing<int>(5).capacity(), 8u);
    EXPECT_EQ(SpscRing<int>(64).capacity(), 64u);
}

TEST(SpscRing, AnEmptyRingGivesNothingAndLeavesTheItemAlone)
{
    SpscRing<std::uint64_t> ring(4);
    std::uint64_t item = 7;
    EXPECT_FALSE(ring.try_pop(item));
    EXPECT_EQ(item, 7u);
    EXPECT_EQ(popped(ring, 10), Numbers{});
    EXPECT_EQ(ring.size(), 0u);
}

TEST(SpscRing, AFullRingRefusesAndLosesNothing)
{
    SpscRing<std::uint64_t> ring(4);
    std::uint64_t next = 0;
    std::uint64_t expected = 0;
    for (int lap = 0; lap < 5; ++lap) {  // the ring is full at every place of its slots
        while (ring.try_push(next)) ++next;
        EXPECT_EQ(ring.size(), 4u);
        EXPECT_FALSE(ring.try_push(99));
        std::uint64_t item = 0;
        ASSERT_TRUE(ring.try_pop(item));
        EXPECT_EQ(item, expected++);
        EXPECT_TRUE(ring.try_push(next++));
        EXPECT_FALSE(ring.try_push(99));
        EXPECT_EQ(popped(ring, 3), (Numbers{expected, expected + 1, expected + 2}));
        expected += 3;
    }
    EXPECT_EQ(popped(ring, 9), Numbers{expected});
    EXPECT_EQ(ring.size(), 0u);
}

TEST(SpscRing, ABatchTakesNoMoreThanAskedFor)
{
    SpscRing<std::uint64_t> ring(8);
    for (std::uint64_t i = 0; i < 5; ++i) ASSERT_TRUE(ring.try_push(i));
    EXPECT_EQ(popped(ring, 0), Numbers{});
    EXPECT_EQ(popped(ring, 2), (Numbers{0, 1}));
    EXPECT_EQ(ring.size(), 3u);
    EXPECT_EQ(popped(ring, 99), (Numbers{2, 3, 4}));
}

TEST(SpscRing, SidesHaveCacheLinesOfTheirOwn)
{
    EXPECT_EQ(alignof(SpscRing<int>), 128u);
    EXPECT_EQ(sizeof(SpscRing<int>), 3 * 128u);
}

/// Five words that follow from the first: a torn item gives itself away.
struct Item {
    std::array<std::uint64_t, 5> words{};

    static Item of(std::uint64_t number)
    {
        Item item;
        for (std::size_t i = 0; i < item.words.size(); ++i) item.words[i] = number * (2 * i + 1);
        return item;
    }
    friend bool operator==(const Item&, const Item&) = default;
};

#ifdef GAPWIRE_SANITIZED
constexpr std::uint64_t items_wanted = 20'000;
#else
constexpr std::uint64_t items_wanted = 200'000;
#endif

/// Pops by turns one at a time and in batches until all came; returns how many were not next.
std::uint64_t consume(SpscRing<Item>& ring)
{
    std::uint64_t expected = 0;
    std::uint64_t wrong = 0;
    const auto check = [&](const Item& item) { wrong += item != Item::of(expected++); };
    for (std::uint64_t turn = 0; expected < items_wanted; ++turn) {
        Item item;
        std::size_t count = 0;
        if (turn % 2 == 0)
            count = ring.pop_batch(7, check);
        else if (ring.try_pop(item))
            check(item), ++count;
        if (count == 0) std::this_thread::yield();
    }
    return wrong;
}

class SpscRingStress : public testing::TestWithParam<std::size_t> {};

TEST_P(SpscRingStress, EveryItemArrivesWholeAndInOrder)
{
    SpscRing<Item> ring(GetParam());
    std::uint64_t wrong = 0;
    std::thread consumer([&] { wrong = consume(ring); });
    std::uint64_t refused = 0;
    for (std::uint64_t number = 0; number < items_wanted;) {
        if (ring.try_push(Item::of(number))) {
            ++number;
        } else {
            ++refused;
            std::this_thread::yield();
        }
    }
    consumer.join();
    EXPECT_EQ(wrong, 0u);
    EXPECT_EQ(ring.size(), 0u);
    if (GetParam() == 1) {
        EXPECT_GT(refused, 0u);  // the full ring was met
    }
}
INSTANTIATE_TEST_SUITE_P(Capacities, SpscRingStress, testing::Values(1, 4, 1024));

}  // namespace
}  // namespace gapwire::test
