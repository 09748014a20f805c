// Order books the plain way, rebuilt from the messages alone: what a generator must not contradict.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "feed/itch50/wire.hpp"

namespace gapwire::sim::test {

/// Applies one message after the other; every contradiction is a failure of the running test.
class NaiveBooks {
 public:
    struct Print {
        std::string symbol;
        std::uint32_t price;
        std::uint64_t time_ns;
    };

    void apply(Bytes message)
    {
        using namespace itch50;
        ASSERT_EQ(message.size(), length_of(static_cast<char>(message[0])));
        const auto& header = view_as<Header>(message.data());
        ASSERT_GE(header.timestamp.value(), time_ns_) << "time goes back";
        time_ns_ = header.timestamp;
        locate_ = header.stock_locate;
        types_[header.type] += 1;
        const std::uint8_t* at = message.data();
        switch (header.type) {
            case 'R': symbols_[locate_] = view_as<StockDirectory>(at).stock.view(); break;
            case 'A': add(view_as<itch50::AddOrder>(at)); break;
            case 'F': add(view_as<AddOrderWithMpid>(at).order); break;
            case 'E': execute(view_as<OrderExecuted>(at)); break;
            case 'C': execute(view_as<OrderExecutedWithPrice>(at)); break;
            case 'X': cancel(view_as<OrderCancel>(at)); break;
            case 'D': remove(view_as<OrderDelete>(at).order_reference); break;
            case 'U': replace(view_as<OrderReplace>(at)); break;
            case 'P': print(view_as<Trade>(at).price); break;
            default: break;
        }
        expect_uncrossed();
    }

    /// As `gapwire book --all --csv` prints them.
    std::string csv() const
    {
        std::map<std::string, std::string> rows;
        for (const auto& [locate, sides] : books_) {
            std::string& out = rows[symbols_.at(locate)];
            const std::string& symbol = symbols_.at(locate);
            for (auto level = sides[0].rbegin(); level != sides[0].rend(); ++level)
                out += row(symbol, 'B', level->first, level->second);
            for (const auto& [price, level] : sides[1]) out += row(symbol, 'S', price, level);
        }
        std::string all = "symbol,side,price,quantity,orders\n";
        for (const auto& [symbol, text] : rows) all += text;
        return all;
    }

    const std::vector<Print>& prints() const { return prints_; }
    const std::map<char, std::uint64_t>& types() const { return types_; }
    std::size_t live_orders() const { return orders_.size(); }

 private:
    struct Order {
        int side;
        std::uint32_t price;
        std::uint32_t quantity;
        std::uint16_t locate;
    };
    struct Level {
        std::uint64_t quantity = 0;
        std::uint64_t orders = 0;
    };
    using Side = std::map<std::uint32_t, Level>;

    static std::string row(const std::string& symbol, char side, std::uint32_t price, Level level)
    {
        return fmt::format("{},{},{},{},{}\n", symbol, side, decimal(price, 4), level.quantity,
                           level.orders);
    }

    void add(const itch50::AddOrder& m)
    {
        ASSERT_EQ(m.stock.view(), symbols_[locate_]);
        insert(m.order_reference, {m.side == 'S', m.price, m.shares, locate_});
    }

    void insert(std::uint64_t reference, Order order)
    {
        ASSERT_GT(order.quantity, 0u);
        ASSERT_TRUE(seen_.insert(reference).second) << "reference used twice: " << reference;
        orders_[reference] = order;
        Level& level = books_[order.locate][order.side][order.price];
        level.quantity += order.quantity;
        level.orders += 1;
    }

    void reduce(std::uint64_t reference, std::uint32_t quantity)
    {
        const auto found = orders_.find(reference);
        ASSERT_NE(found, orders_.end()) << "unknown reference " << reference;
        Order& order = found->second;
        ASSERT_EQ(order.locate, locate_);
        ASSERT_GT(quantity, 0u);
        ASSERT_LE(quantity, order.quantity) << "more than is open: " << reference;
        Side& side = books_[order.locate][order.side];
        Level& level = side[order.price];
        level.quantity -= quantity;
        order.quantity -= quantity;
        if (order.quantity > 0) return;
        if (--level.orders == 0) side.erase(order.price);
        orders_.erase(found);
    }

    void remove(std::uint64_t reference)
    {
        reduce(reference, orders_.contains(reference) ? orders_[reference].quantity : 1);
    }

    void execute(const itch50::OrderExecuted& m)
    {
        print(orders_[m.order_reference].price);
        expect_best(m.order_reference);
        reduce(m.order_reference, m.executed_shares);
    }

    void execute(const itch50::OrderExecutedWithPrice& m)
    {
        if (m.printable == 'Y') print(m.execution_price);
        expect_best(m.order_reference);
        reduce(m.order_reference, m.executed_shares);
    }

    void cancel(const itch50::OrderCancel& m) { reduce(m.order_reference, m.cancelled_shares); }

    void replace(const itch50::OrderReplace& m)
    {
        Order order = orders_[m.original_order_reference];
        remove(m.original_order_reference);
        order.price = m.price;
        order.quantity = m.shares;
        insert(m.new_order_reference, order);
    }

    void print(std::uint32_t price) { prints_.push_back({symbols_[locate_], price, time_ns_}); }

    /// Nobody trades while a better price stands on the same side.
    void expect_best(std::uint64_t reference)
    {
        const Order& order = orders_[reference];
        const Side& side = books_[order.locate][order.side];
        const auto best = order.side == 0 ? std::prev(side.end()) : side.begin();
        ASSERT_EQ(order.price, best->first) << "traded behind the best price: " << reference;
    }

    void expect_uncrossed()
    {
        const auto found = books_.find(locate_);
        if (found == books_.end()) return;
        const auto& sides = found->second;
        if (sides[0].empty() || sides[1].empty()) return;
        ASSERT_LT(sides[0].rbegin()->first, sides[1].begin()->first) << symbols_[locate_];
    }

    std::uint64_t time_ns_ = 0;
    std::uint16_t locate_ = 0;
    std::map<std::uint16_t, std::string> symbols_;
    std::map<std::uint64_t, Order> orders_;
    std::set<std::uint64_t> seen_;
    std::map<std::uint16_t, std::array<Side, 2>> books_;
    std::vector<Print> prints_;
    std::map<char, std::uint64_t> types_;
};

}  // namespace gapwire::sim::test
