// Turns LOBSTER's events into ITCH messages, order by order as far as LOBSTER tells them apart.
#pragma once

#include <algorithm>
#include <list>
#include <map>
#include <unordered_map>
#include <utility>

#include "sim/itch_encoder.hpp"
#include "tests/oracles/lobster.hpp"

namespace gapwire::test::lobster {

/// Keeps the orders that LOBSTER has shown and says each event about them as an ITCH message.
///
/// LOBSTER does not list orders that stood before its first row, nor anything that happens out of
/// sight. What a level holds besides listed orders is one synthetic order; an event of an id that
/// is not known reduces the synthetic order at its price. A level that comes into sight at the
/// bottom is taken as shown: see show_again().
class Encoder {
 public:
    Encoder(std::uint16_t locate, std::string_view stock) : locate_(locate), stock_(stock) {}

    /// The opening book, one synthetic order a level.
    std::vector<sim::ByteVector> open(const Book& book)
    {
        for (const Side side : {Side::buy, Side::sell})
            for (const Shown& level : book[index_of(side)]) add(side, level.price, level.size, 0);
        return std::exchange(messages_, {});
    }

    /// The messages of one event; none when it contradicts the events before.
    std::vector<sim::ByteVector> encode(const Event& event)
    {
        time_ns_ = event.time_ns;
        if (event.kind == Kind::add)
            add(event.side, event.price, event.size, event.id);
        else if (event.kind == Kind::execute_hidden)
            say(sim::itch::Trade{.at = at(),
                                 .shares = event.size,
                                 .stock = stock_,
                                 .price = event.price,
                                 .match = ++match_});
        else
            take(event);
        return std::exchange(messages_, {});
    }

    /// The level `shown` has come into sight behind `above` others. What stood at its price or
    /// better behind those was last seen before it went out of sight: it is deleted, and the level
    /// is one synthetic order from now on. Without `shown` nothing at all stands behind.
    std::vector<sim::ByteVector> show_again(Side side, std::size_t above, const Shown& shown)
    {
        auto& levels = levels_[index_of(side)];
        while (levels.size() > above) {
            const auto level = std::next(levels.begin(), static_cast<std::ptrdiff_t>(above));
            if (level->first > key_of(side, shown.price)) break;
            forget(level->second);
            levels.erase(level);
        }
        add(side, shown.price, shown.size, 0);
        return std::exchange(messages_, {});
    }

 private:
    struct Order {
        std::uint64_t reference;
        std::uint64_t id;  // 0: synthetic
        std::uint32_t left;
    };
    using Level = std::list<Order>;

    /// Better prices first, on both sides.
    static std::int64_t key_of(Side side, std::uint32_t price)
    {
        return side == Side::buy ? -std::int64_t{price} : std::int64_t{price};
    }
    sim::itch::At at() const { return {.locate = locate_, .time_ns = time_ns_}; }

    template <sim::itch::Message M>
    void say(const M& message)
    {
        messages_.push_back(sim::itch::encode(message));
    }

    void add(Side side, std::uint32_t price, std::uint32_t size, std::uint64_t id)
    {
        Level& level = levels_[index_of(side)][key_of(side, price)];
        level.push_back({++reference_, id, size});
        if (id != 0) listed_[id] = std::prev(level.end());
        say(sim::itch::AddOrder{.at = at(),
                                .reference = reference_,
                                .side = side == Side::buy ? 'B' : 'S',
                                .shares = size,
                                .stock = stock_,
                                .price = price});
    }

    /// A cancel, deletion or execution of a listed order, else of the synthetic one at the price.
    void take(const Event& event)
    {
        auto& levels = levels_[index_of(event.side)];
        const auto level = levels.find(key_of(event.side, event.price));
        if (level == levels.end()) return;
        const auto order = find(level->second, event.id);
        if (order == level->second.end() || event.size > order->left) return;

        const bool all = event.size == order->left;
        if (event.kind == Kind::execute)
            say(sim::itch::OrderExecuted{.at = at(),
                                         .reference = order->reference,
                                         .shares = event.size,
                                         .match = ++match_});
        else if (all)
            say(sim::itch::OrderDelete{.at = at(), .reference = order->reference});
        else
            say(sim::itch::OrderCancel{
                .at = at(), .reference = order->reference, .shares = event.size});
        order->left -= event.size;
        if (!all) return;
        listed_.erase(order->id);
        level->second.erase(order);
        if (level->second.empty()) levels.erase(level);
    }

    Level::iterator find(Level& level, std::uint64_t id)
    {
        const auto listed = listed_.find(id);
        if (listed != listed_.end()) return listed->second;
        return std::find_if(level.begin(), level.end(),
                            [](const Order& order) { return order.id == 0; });
    }

    void forget(const Level& level)
    {
        for (const Order& order : level) {
            say(sim::itch::OrderDelete{.at = at(), .reference = order.reference});
            listed_.erase(order.id);
        }
    }

    std::uint16_t locate_;
    std::string_view stock_;
    std::uint64_t time_ns_ = 0;
    std::uint64_t reference_ = 0;
    std::uint64_t match_ = 0;
    std::array<std::map<std::int64_t, Level>, 2> levels_;
    std::unordered_map<std::uint64_t, Level::iterator> listed_;
    std::vector<sim::ByteVector> messages_;
};

}  // namespace gapwire::test::lobster
