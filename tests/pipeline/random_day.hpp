// A random stretch of a trading day as messages: good orders of a few stocks, and their trades.
#pragma once

#include <algorithm>
#include <random>

#include "tests/pipeline/line.hpp"

namespace gapwire::test {

/// Directory entries first, then `count` messages that no feed handler need refuse, save one in a
/// thousand.
class RandomDay {
 public:
    static constexpr std::uint16_t stocks = 6;

    explicit RandomDay(std::uint64_t seed) : random_(seed) {}

    Messages messages(std::size_t count)
    {
        for (std::uint16_t i = 0; i < stocks; ++i) day_.add(directory(names[i], at(i)));
        while (day_.bytes.size() < count + stocks) next();
        return std::move(day_);
    }

 private:
    static constexpr std::string_view names[stocks] = {"ACME", "NVDA", "QQQ", "ORCL", "PLTR", "A"};

    struct Open {
        std::uint64_t reference;
        std::uint16_t stock;
        std::uint32_t shares;
    };

    std::uint32_t below(std::uint32_t bound)
    {
        return static_cast<std::uint32_t>(random_() % bound);
    }
    itch::At at(std::uint16_t stock)
    {
        time_ns_ += below(1000);
        return {.locate = static_cast<std::uint16_t>(stock + 1), .time_ns = time_ns_};
    }
    std::uint32_t price() { return 1'000'000 + below(60) * 100; }

    void next()
    {
        const std::uint32_t kind = below(1000);
        if (kind < 10) return print();
        if (kind < 14) return turn();
        if (kind < 15)
            return day_.add(remove(below(1'000'000'000) + (1ull << 40), at(below_stock())));
        if (open_.size() < 50 || (kind < 450 && open_.size() < 3000)) return order();
        change(kind);
    }

    std::uint16_t below_stock() { return static_cast<std::uint16_t>(below(stocks)); }

    void order()
    {
        const std::uint16_t stock = below_stock();
        const std::uint32_t shares = 1 + below(500);
        reference_ += 1 + below(3);
        itch::AddOrder message =
            add(reference_, below(2) == 0 ? 'B' : 'S', shares, price(), at(stock));
        message.stock = names[stock];
        day_.add(message);
        open_.push_back({reference_, stock, shares});
    }

    void change(std::uint32_t kind)
    {
        const std::size_t place = below(static_cast<std::uint32_t>(open_.size()));
        Open& order = open_[place];
        const std::uint32_t part = 1 + below(order.shares);
        const itch::At when = at(order.stock);
        std::uint32_t taken = part;
        if (kind % 5 == 0) {
            day_.add(execute(order.reference, part, ++match_, when));
        } else if (kind % 5 == 1) {
            day_.add(cancel(order.reference, part, when));
        } else if (kind % 5 == 2) {
            reference_ += 1 + below(3);
            day_.add(itch::OrderReplace{.at = when,
                                        .old_reference = order.reference,
                                        .new_reference = reference_,
                                        .shares = part,
                                        .price = price()});
            order = {reference_, order.stock, part};
            taken = 0;
        } else {
            day_.add(remove(order.reference, when));
            taken = order.shares;
        }
        if ((order.shares -= taken) > 0) return;
        order = open_.back();
        open_.pop_back();
    }

    void print()
    {
        const std::uint16_t stock = below_stock();
        const itch::At when = at(stock);
        if (match_ > 0 && below(4) == 0)
            return day_.add(itch::BrokenTrade{.at = when, .match = match_ - below(3) % match_});
        day_.add(itch::Trade{.at = when,
                             .shares = 1 + below(100),
                             .stock = names[stock],
                             .price = price(),
                             .match = ++match_});
    }

    void turn()
    {
        const std::uint16_t stock = below_stock();
        day_.add(itch::StockTradingAction{
            .at = at(stock), .stock = names[stock], .state = "HPQTTT"[below(6)]});
    }

    std::mt19937_64 random_;
    Messages day_;
    std::vector<Open> open_;
    std::uint64_t time_ns_ = 0;
    std::uint64_t reference_ = 0;
    std::uint64_t match_ = 0;
};

inline Messages random_day(std::uint64_t seed, std::size_t count)
{
    return RandomDay(seed).messages(count);
}

}  // namespace gapwire::test
