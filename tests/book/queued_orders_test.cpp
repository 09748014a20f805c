// Books by order and priority: every action and refusal, and a naive book on random events.
#include "book/queued_orders.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <random>
#include <string>

namespace gapwire::book {

std::ostream& operator<<(std::ostream& out, QueueStatus status)
{
    constexpr const char* names[] = {"ok",       "unknown_order", "duplicate_order", "wrong_side",
                                     "no_price", "no_quantity",   "no_priority",     "full"};
    return out << names[static_cast<std::size_t>(status)];
}

}  // namespace gapwire::book

namespace gapwire::test {
namespace {

using book::QueuedOrder;
using book::QueuedOrders;
using book::QueueStatus;
using Action = QueuedOrderEvent::Action;

constexpr std::uint32_t nq = 3;
constexpr std::int64_t no_price = Price::none().units;

QueuedOrderEvent event(Action action, std::uint64_t order, Side side, std::int64_t price,
                       std::uint64_t quantity, std::uint64_t priority)
{
    return {.order = order,
            .priority = priority,
            .price = price,
            .quantity = quantity,
            .action = action,
            .side = side};
}
QueuedOrderEvent remove(std::uint64_t order, Side side)
{
    return event(Action::remove, order, side, no_price, 0, 0);
}

/// "bid 100: 1x5 2x6, 99: 3x7 | ask": every order as id x quantity, the first in line first.
std::string lines(const QueuedOrders& books, std::uint32_t instrument = nq)
{
    std::string text;
    for (const Side side : {Side::buy, Side::sell}) {
        text += side == Side::buy ? "bid" : " | ask";
        Price price = Price::none();
        books.for_each_order(instrument, side, [&](const QueuedOrder& order) {
            if (order.price != price)
                text += (price.is_none() ? " " : ", ") + std::to_string(order.price.units) + ':';
            price = order.price;
            text += ' ' + std::to_string(order.order) + 'x' + std::to_string(order.quantity);
        });
    }
    return text;
}

class QueuedOrdersTest : public testing::Test {
 protected:
    QueueStatus add(std::uint64_t order, Side side, std::int64_t price, std::uint64_t quantity,
                    std::uint64_t priority)
    {
        return books.apply(nq, event(Action::add, order, side, price, quantity, priority));
    }
    QueueStatus change(std::uint64_t order, Side side, std::int64_t price, std::uint64_t quantity,
                       std::uint64_t priority)
    {
        return books.apply(nq, event(Action::change, order, side, price, quantity, priority));
    }
    void add_some()
    {
        EXPECT_EQ(add(1, Side::buy, 100, 5, 11), QueueStatus::ok);
        EXPECT_EQ(add(2, Side::buy, 100, 6, 12), QueueStatus::ok);
        EXPECT_EQ(add(3, Side::buy, 99, 7, 10), QueueStatus::ok);
        EXPECT_EQ(add(4, Side::sell, 101, 8, 13), QueueStatus::ok);
    }
    static constexpr const char* some = "bid 100: 1x5 2x6, 99: 3x7 | ask 101: 4x8";

    QueuedOrders books{8, 10};
};

TEST_F(QueuedOrdersTest, OrdersStandByPriceThenPriority)
{
    add_some();
    EXPECT_EQ(lines(books), some);
    EXPECT_EQ(add(5, Side::buy, 100, 1, 9), QueueStatus::ok);
    EXPECT_EQ(add(6, Side::sell, 100, 2, 20), QueueStatus::ok);
    EXPECT_EQ(lines(books), "bid 100: 5x1 1x5 2x6, 99: 3x7 | ask 100: 6x2, 101: 4x8");
    EXPECT_EQ(books.live_orders(), 6u);
}

TEST_F(QueuedOrdersTest, LevelsAreTotalsOfTheirOrders)
{
    EXPECT_EQ(books.best(nq, Side::buy), Level{});
    add_some();
    EXPECT_EQ(books.best(nq, Side::buy), (Level{{100}, 11, 2}));
    EXPECT_EQ(books.best(nq, Side::sell), (Level{{101}, 8, 1}));
    std::vector<Level> levels;
    books.for_each_level(nq, Side::buy, [&](const Level& level) { levels.push_back(level); });
    EXPECT_EQ(levels, (std::vector<Level>{{{100}, 11, 2}, {{99}, 7, 1}}));
}

TEST_F(QueuedOrdersTest, AChangeOfQuantityKeepsThePlace)
{
    add_some();
    EXPECT_EQ(change(1, Side::buy, 100, 2, 11), QueueStatus::ok);
    EXPECT_EQ(lines(books), "bid 100: 1x2 2x6, 99: 3x7 | ask 101: 4x8");
    EXPECT_EQ(change(1, Side::buy, 100, 3, priority_none), QueueStatus::ok) << "no priority told";
    EXPECT_EQ(lines(books), "bid 100: 1x3 2x6, 99: 3x7 | ask 101: 4x8");
}

TEST_F(QueuedOrdersTest, AChangeOfPriorityOrPriceMovesTheOrder)
{
    add_some();
    EXPECT_EQ(change(1, Side::buy, 100, 9, 15), QueueStatus::ok);
    EXPECT_EQ(lines(books), "bid 100: 2x6 1x9, 99: 3x7 | ask 101: 4x8");
    EXPECT_EQ(change(3, Side::buy, 101, 7, 16), QueueStatus::ok);
    EXPECT_EQ(lines(books), "bid 101: 3x7, 100: 2x6 1x9 | ask 101: 4x8");
    EXPECT_EQ(books.live_orders(), 4u);
}

TEST_F(QueuedOrdersTest, RemovedOrdersAreGone)
{
    add_some();
    EXPECT_EQ(books.apply(nq, remove(1, Side::buy)), QueueStatus::ok);
    EXPECT_EQ(books.apply(nq, remove(4, Side::sell)), QueueStatus::ok);
    EXPECT_EQ(lines(books), "bid 100: 2x6, 99: 3x7 | ask");
    EXPECT_EQ(books.apply(nq, remove(1, Side::buy)), QueueStatus::unknown_order);
    EXPECT_EQ(add(1, Side::sell, 102, 1, 30), QueueStatus::ok) << "the id may come again";
}

TEST_F(QueuedOrdersTest, RefusedEventsChangeNothing)
{
    add_some();
    EXPECT_EQ(add(1, Side::buy, 98, 5, 40), QueueStatus::duplicate_order);
    EXPECT_EQ(add(9, Side::buy, no_price, 5, 40), QueueStatus::no_price);
    EXPECT_EQ(add(9, Side::buy, 98, 0, 40), QueueStatus::no_quantity);
    EXPECT_EQ(add(9, Side::buy, 98, 5, priority_none), QueueStatus::no_priority);
    EXPECT_EQ(change(9, Side::buy, 98, 5, 40), QueueStatus::unknown_order);
    EXPECT_EQ(change(1, Side::sell, 98, 5, 40), QueueStatus::wrong_side);
    EXPECT_EQ(change(1, Side::buy, no_price, 5, 40), QueueStatus::no_price);
    EXPECT_EQ(change(1, Side::buy, 98, 0, 40), QueueStatus::no_quantity);
    EXPECT_EQ(books.apply(nq, remove(9, Side::buy)), QueueStatus::unknown_order);
    EXPECT_EQ(books.apply(nq, remove(1, Side::sell)), QueueStatus::wrong_side);
    EXPECT_EQ(books.apply(nq + 1, remove(1, Side::buy)), QueueStatus::unknown_order);
    EXPECT_EQ(lines(books), some);
}

TEST_F(QueuedOrdersTest, AFullTableRefusesOrders)
{
    for (std::uint64_t i = 1; i <= 10; ++i)
        EXPECT_EQ(add(i, Side::buy, 100, 1, i), QueueStatus::ok);
    EXPECT_EQ(add(11, Side::buy, 100, 1, 11), QueueStatus::order_table_full);
    EXPECT_EQ(books.apply(nq, remove(3, Side::buy)), QueueStatus::ok);
    EXPECT_EQ(add(11, Side::buy, 100, 1, 11), QueueStatus::ok);
}

TEST_F(QueuedOrdersTest, ClearForgetsOneInstrument)
{
    add_some();
    EXPECT_EQ(books.apply(5, event(Action::add, 1, Side::buy, 7, 7, 7)), QueueStatus::ok);
    books.clear(nq);
    EXPECT_EQ(lines(books), "bid | ask");
    EXPECT_EQ(lines(books, 5), "bid 7: 1x7 | ask");
    EXPECT_EQ(books.live_orders(), 1u);
    add_some();
    EXPECT_EQ(lines(books), some);
}

TEST_F(QueuedOrdersTest, ExtremePricesAreOrdered)
{
    EXPECT_EQ(add(1, Side::buy, INT64_MIN + 1, 1, 1), QueueStatus::ok);
    EXPECT_EQ(add(2, Side::buy, -1, 1, 1), QueueStatus::ok);
    EXPECT_EQ(add(3, Side::buy, INT64_MAX, UINT64_MAX, 1), QueueStatus::ok);
    EXPECT_EQ(add(4, Side::buy, INT64_MAX, 5, 1), QueueStatus::ok);
    EXPECT_EQ(books.best(nq, Side::buy), (Level{{INT64_MAX}, UINT64_MAX, 2}));
    EXPECT_EQ(lines(books).substr(0, 30), "bid 9223372036854775807: 3x184");
}

/// Orders by id; a side is sorted anew whenever it is asked for.
class NaiveOrders {
 public:
    QueueStatus apply(const QueuedOrderEvent& event)
    {
        const auto found = orders.find(event.order);
        const bool adds = event.action == Action::add;
        if (adds && found != orders.end()) return QueueStatus::duplicate_order;
        if (!adds && found == orders.end()) return QueueStatus::unknown_order;
        if (!adds && found->second.side != event.side) return QueueStatus::wrong_side;
        if (event.action == Action::remove) {
            orders.erase(found);
            return QueueStatus::ok;
        }
        if (event.price == no_price) return QueueStatus::no_price;
        if (event.quantity == 0) return QueueStatus::no_quantity;
        if (adds && event.priority == priority_none) return QueueStatus::no_priority;
        const std::uint64_t before = adds ? 0 : found->second.priority;
        QueuedOrderEvent& order = orders[event.order] = event;
        if (event.priority == priority_none) order.priority = before;
        return QueueStatus::ok;
    }
    std::vector<QueuedOrder> side(Side side) const
    {
        std::vector<QueuedOrder> all;
        for (const auto& [id, order] : orders)
            if (order.side == side)
                all.push_back({id, order.priority, {order.price}, order.quantity});
        std::sort(all.begin(), all.end(), [&](const QueuedOrder& a, const QueuedOrder& b) {
            if (a.price != b.price) return (a.price > b.price) == (side == Side::buy);
            return std::pair(a.priority, a.order) < std::pair(b.priority, b.order);
        });
        return all;
    }

    std::map<std::uint64_t, QueuedOrderEvent> orders;
};

TEST(QueuedOrdersProperty, AgreesWithANaiveBookOnAnyEvents)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        std::mt19937_64 random(seed);
        QueuedOrders books(2, 1000);
        NaiveOrders naive;
        for (int i = 0; i < 2000; ++i) {
            const auto below = [&](std::uint64_t bound) { return random() % bound; };
            const auto made = event(static_cast<Action>(below(3)), below(60),
                                    below(2) == 0 ? Side::buy : Side::sell,
                                    below(50) == 0 ? no_price : 100 - static_cast<int>(below(9)),
                                    below(20), below(30) == 0 ? 0 : 1 + below(40));
            ASSERT_EQ(books.apply(1, made), naive.apply(made)) << "seed " << seed << ' ' << i;
            for (const Side side : {Side::buy, Side::sell}) {
                std::vector<QueuedOrder> orders;
                books.for_each_order(1, side, [&](const auto& order) { orders.push_back(order); });
                ASSERT_EQ(orders, naive.side(side)) << "seed " << seed << ' ' << i;
            }
            ASSERT_EQ(books.live_orders(), naive.orders.size());
        }
    }
}

}  // namespace
}  // namespace gapwire::test
