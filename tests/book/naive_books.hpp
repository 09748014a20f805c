// Order books as simple as they can be, to judge the fast ones by.
#pragma once

#include <array>
#include <list>
#include <map>
#include <optional>
#include <unordered_map>

#include "book/order_books.hpp"

namespace gapwire::test {

/// A map of levels a side, a list of orders a level. No limits.
class NaiveBooks {
 public:
    struct Resting {
        std::uint64_t reference;
        std::uint32_t quantity;
    };
    using Queue = std::list<Resting>;
    using Levels = std::map<std::uint32_t, Queue>;

    struct Outcome {
        book::ApplyStatus status = book::ApplyStatus::ok;
        bool top_changed = false;
        std::optional<std::uint32_t> price{};  // of the order that was found
        std::optional<Side> side{};
    };

    Outcome apply(const OrderEvent& event)
    {
        switch (event.action) {
            case OrderAction::add: return add(event);
            case OrderAction::execute:
            case OrderAction::execute_at_price:
                return take(event, book::ApplyStatus::over_executed);
            case OrderAction::reduce: return take(event, book::ApplyStatus::over_cancelled);
            case OrderAction::remove: return remove(event);
            case OrderAction::replace: return replace(event);
            case OrderAction::none: break;
        }
        return {};
    }

    const Levels& levels(std::uint32_t instrument, Side side)
    {
        return books_[instrument][index_of(side)];
    }
    std::size_t live_orders() const { return orders_.size(); }
    /// The open quantity of an order, nothing when there is no such order.
    std::optional<std::uint32_t> quantity(std::uint64_t reference) const
    {
        const auto found = orders_.find(reference);
        if (found == orders_.end()) return std::nullopt;
        return found->second.at->quantity;
    }
    std::uint32_t instrument_of(std::uint64_t reference) const
    {
        return orders_.at(reference).instrument;
    }

 private:
    struct Where {
        std::uint32_t instrument;
        Side side;
        std::uint32_t price;
        Queue::iterator at;
    };

    Levels& levels_of(const Where& where) { return books_[where.instrument][index_of(where.side)]; }
    bool is_best(std::uint32_t instrument, Side side, std::uint32_t price)
    {
        const Levels& all = levels(instrument, side);
        return price == (side == Side::buy ? all.rbegin()->first : all.begin()->first);
    }

    void insert(std::uint64_t reference, std::uint32_t instrument, Side side, std::uint32_t price,
                std::uint32_t quantity)
    {
        Queue& queue = books_[instrument][index_of(side)][price];
        queue.push_back({reference, quantity});
        orders_[reference] = {instrument, side, price, std::prev(queue.end())};
    }
    void erase(std::uint64_t reference)
    {
        const Where where = orders_.at(reference);
        Levels& all = levels_of(where);
        Queue& queue = all.at(where.price);
        queue.erase(where.at);
        if (queue.empty()) all.erase(where.price);
        orders_.erase(reference);
    }

    Outcome add(const OrderEvent& event)
    {
        if (event.quantity == 0) return {book::ApplyStatus::zero_quantity};
        if (orders_.count(event.reference) != 0) return {book::ApplyStatus::duplicate_order};
        insert(event.reference, event.instrument, event.side, event.price, event.quantity);
        return {book::ApplyStatus::ok, is_best(event.instrument, event.side, event.price),
                std::nullopt, event.side};
    }

    std::optional<Outcome> refusal(const OrderEvent& event) const
    {
        const auto found = orders_.find(event.reference);
        if (found == orders_.end()) return Outcome{book::ApplyStatus::unknown_order};
        if (found->second.instrument != event.instrument)
            return Outcome{book::ApplyStatus::wrong_instrument};
        return std::nullopt;
    }

    Outcome take(const OrderEvent& event, book::ApplyStatus too_much)
    {
        if (const auto refused = refusal(event)) return *refused;
        const Where where = orders_.at(event.reference);
        if (event.quantity > where.at->quantity) return {too_much};
        const bool best = is_best(where.instrument, where.side, where.price);
        where.at->quantity -= event.quantity;
        if (where.at->quantity == 0) erase(event.reference);
        return {book::ApplyStatus::ok, best && event.quantity > 0, where.price, where.side};
    }

    Outcome remove(const OrderEvent& event)
    {
        if (const auto refused = refusal(event)) return *refused;
        const Where where = orders_.at(event.reference);
        const bool best = is_best(where.instrument, where.side, where.price);
        erase(event.reference);
        return {book::ApplyStatus::ok, best, std::nullopt, where.side};
    }

    /// Gone from the old place, then added at the back of the new one, if of any quantity.
    Outcome replace(const OrderEvent& event)
    {
        if (const auto refused = refusal(event)) return *refused;
        if (orders_.count(event.new_reference) != 0) return {book::ApplyStatus::duplicate_order};
        const Where where = orders_.at(event.reference);
        const bool was_best = is_best(where.instrument, where.side, where.price);
        erase(event.reference);
        if (event.quantity == 0)
            return {book::ApplyStatus::zero_quantity, was_best, std::nullopt, where.side};
        insert(event.new_reference, where.instrument, where.side, event.price, event.quantity);
        const bool best = is_best(where.instrument, where.side, event.price);
        return {book::ApplyStatus::ok, was_best || best, std::nullopt, where.side};
    }

    std::map<std::uint32_t, std::array<Levels, 2>> books_;
    std::unordered_map<std::uint64_t, Where> orders_;
};

}  // namespace gapwire::test
