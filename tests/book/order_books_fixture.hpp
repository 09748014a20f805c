// Order books, and what the tests of them ask of an event.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "book/order_books.hpp"
#include "tests/book/events.hpp"

namespace gapwire::test {

class OrderBooks : public testing::Test {
 protected:
    book::ApplyStatus apply(const OrderEvent& event)
    {
        change = {};
        change = books.apply(event);
        return change.status();
    }
    void apply_all(std::initializer_list<OrderEvent> events)
    {
        for (const OrderEvent& event : events) ASSERT_EQ(apply(event), book::ApplyStatus::ok);
    }
    /// Expects a refusal that leaves every order where it was.
    void expect_refused(const OrderEvent& event, book::ApplyStatus why)
    {
        const std::string before = queues(books);
        const std::size_t live = books.live_orders();
        EXPECT_EQ(apply(event), why);
        EXPECT_EQ(queues(books), before);
        EXPECT_EQ(books.live_orders(), live);
        EXPECT_FALSE(change.top_changed());
    }

    book::OrderBooks books{{.orders_max = 4096, .ladder_bytes = std::size_t{1} << 20}};
    book::BookChange change;
};

}  // namespace gapwire::test
