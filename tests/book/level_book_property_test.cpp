// Random level events, good and bad: the fast book and a naive one agree after each of them.
#include <gtest/gtest.h>

#include <random>

#include "tests/book/level_events.hpp"
#include "tests/book/naive_level_book.hpp"

namespace gapwire::test {
namespace {

using book::BookPart;
using book::LevelBook;
using book::LevelChange;
using book::LevelCheck;
using book::LevelStatus;
using Random = std::mt19937_64;

int below(Random& random, int bound)
{
    return static_cast<int>(random() % static_cast<std::uint64_t>(bound));
}

/// A price that fits at `at`: between its neighbours where there is room, beside them else.
std::int64_t price_at(const NaiveLevelBook::Levels& levels, std::size_t at, Side side,
                      Random& random)
{
    const std::int64_t away = side == Side::buy ? -1 : 1;  // from the other side
    if (levels.empty()) return 1000 + away * below(random, 20);
    if (at == 0) return levels.front().price.units - away * (1 + below(random, 4));
    const std::int64_t above = levels[std::min(at, levels.size()) - 1].price.units;
    if (at >= levels.size()) return above + away * (1 + below(random, 9));
    return above + (levels[at].price.units - above) / 2;
}

/// Mostly what a feed would send next; sometimes what contradicts the book in one way or more.
LevelEvent next_event(const NaiveLevelBook& naive, Random& random)
{
    LevelEvent event{.quantity = static_cast<std::uint64_t>(1 + below(random, 500)),
                     .orders = static_cast<std::uint32_t>(below(random, 9)),
                     .action = static_cast<LevelAction>(below(random, 20) == 0 ? below(random, 6)
                                                                               : below(random, 3)),
                     .side = below(random, 2) == 0 ? Side::buy : Side::sell,
                     .implied = below(random, 5) == 0};
    const auto& levels = naive.side(event.side, event.implied);
    const int count = static_cast<int>(levels.size());
    if (count == 0) event.action = LevelAction::insert;
    const int places = event.action == LevelAction::insert
                           ? std::min(count + 1, static_cast<int>(naive.depth(event.implied)))
                           : count;
    event.level = static_cast<std::uint8_t>(1 + below(random, std::max(places, 1)));
    const std::size_t at = event.level - 1u;
    if (event.action == LevelAction::insert || event.action == LevelAction::overlay) {
        event.price = price_at(levels, at, event.side, random);
    } else {
        event.price = levels[at].price.units;
        if (event.action == LevelAction::remove) event.quantity = levels[at].quantity;
    }
    if (below(random, 25) == 0) event.level = static_cast<std::uint8_t>(below(random, 20));
    if (below(random, 50) == 0) event.price = below(random, 3) == 0 ? no_price : event.price + 1;
    if (below(random, 50) == 0) event.quantity = static_cast<std::uint64_t>(below(random, 3));
    return event;
}

/// The levels of one side and part.
NaiveLevelBook::Levels levels_in(const LevelBook& book, Side side, bool implied)
{
    const BookPart part = implied ? BookPart::implied : BookPart::outright;
    NaiveLevelBook::Levels levels;
    for (std::size_t rank = 0; rank < book.level_count(side, part); ++rank)
        levels.push_back(book.level(side, part, rank));
    return levels;
}

void expect_same_levels(const LevelBook& book, const NaiveLevelBook& naive)
{
    for (const Side side : {Side::buy, Side::sell})
        for (const bool implied : {false, true})
            ASSERT_EQ(levels_in(book, side, implied), naive.side(side, implied));
}

void expect_same_views(LevelBook& book, const NaiveLevelBook& naive)
{
    const LevelCheck check = book.check(true);
    ASSERT_EQ(check != LevelCheck::unordered, naive.is_ordered());
    if (check == LevelCheck::unordered) return;
    const auto bids = naive.together(Side::buy);
    const auto asks = naive.together(Side::sell);
    const bool crossed = !bids.empty() && !asks.empty() && bids[0].price >= asks[0].price;
    ASSERT_EQ(check != LevelCheck::ok, crossed);

    Depth depth;
    book.fill(depth);
    TopOfBook top;
    book.fill(top);
    for (const Side side : {Side::buy, Side::sell}) {
        auto expected = side == Side::buy ? bids : asks;
        expected.resize(depth_levels);
        const auto& filled = depth.sides[index_of(side)];
        ASSERT_EQ(NaiveLevelBook::Levels(filled.begin(), filled.end()), expected);
        ASSERT_EQ(book.best(side), expected[0]);
    }
    const Level bid{{top.bid_price}, top.bid_quantity, top.bid_orders};
    const Level ask{{top.ask_price}, top.ask_quantity, top.ask_orders};
    ASSERT_EQ(bid, book.best(Side::buy));
    ASSERT_EQ(ask, book.best(Side::sell));
}

struct Best {
    Level levels[2][2];
    explicit Best(const LevelBook& book)
    {
        for (const Side side : {Side::buy, Side::sell})
            for (const BookPart part : {BookPart::outright, BookPart::implied})
                levels[index_of(side)][part == BookPart::implied] = book.level(side, part, 0);
    }
    bool operator==(const Best&) const = default;
};

void run(std::uint64_t seed, std::uint8_t depth, std::uint8_t implied_depth)
{
    Random random(seed);
    LevelBook book;
    NaiveLevelBook naive(depth, implied_depth);
    ASSERT_TRUE(book.define(depth, implied_depth));
    std::size_t statuses[9] = {};
    for (int i = 0; i < 4000; ++i) {
        const LevelEvent event = next_event(naive, random);
        const Best before(book);
        const LevelChange change = book.apply(event);
        ASSERT_EQ(change.status, naive.apply(event)) << "seed " << seed << ", event " << i;
        ASSERT_TRUE(change.top_changed || before == Best(book));
        ++statuses[static_cast<std::size_t>(change.status)];
        expect_same_levels(book, naive);
        expect_same_views(book, naive);
        ASSERT_FALSE(testing::Test::HasFatalFailure()) << "seed " << seed << ", event " << i;
        // As a receiver would: what is out of order is loaded anew.
        if (book.check(false) == LevelCheck::unordered && below(random, 4) == 0) {
            book.clear();
            naive.clear();
        }
    }
    EXPECT_GT(statuses[0], 2000u);
    for (const std::size_t count : statuses) EXPECT_GT(count, 0u) << "seed " << seed;
}

TEST(LevelBookProperty, AgreesWithANaiveBookOnAnyEvents)
{
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        run(seed, 10, 2);
        if (HasFatalFailure()) return;
    }
}

TEST(LevelBookProperty, AgreesAtEveryDepth)
{
    for (std::uint8_t depth = 2; depth <= LevelBook::depth_max; ++depth) {
        run(100 + depth, depth, 1 + depth % 2);
        if (HasFatalFailure()) return;
    }
}

}  // namespace
}  // namespace gapwire::test
