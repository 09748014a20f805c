// A level book as one would write it on paper: vectors, searched and sorted without thought.
#pragma once

#include <algorithm>
#include <map>
#include <vector>

#include "book/level_book.hpp"

namespace gapwire::test {

class NaiveLevelBook {
 public:
    using Levels = std::vector<Level>;
    using Status = book::LevelStatus;

    NaiveLevelBook(std::size_t depth, std::size_t implied_depth) : depths_{depth, implied_depth} {}

    const Levels& side(Side side, bool implied) const { return sides_[index_of(side)][implied]; }
    std::size_t depth(bool implied) const { return depths_[implied]; }

    Status apply(const LevelEvent& event)
    {
        Levels& levels = sides_[index_of(event.side)][event.implied];
        if (event.action == LevelAction::remove_through) {
            levels.clear();
            return Status::ok;
        }
        const Status status = judge(event, levels);
        if (status == Status::ok || status == Status::doubtful) carry_out(event, levels);
        return status;
    }
    void clear()
    {
        for (auto& parts : sides_)
            for (Levels& levels : parts) levels.clear();
    }

    bool is_ordered() const
    {
        for (const bool implied : {false, true}) {
            const auto falls = [](const Level& a, const Level& b) { return a.price <= b.price; };
            const auto rises = [](const Level& a, const Level& b) { return a.price >= b.price; };
            const Levels& bids = side(Side::buy, implied);
            const Levels& asks = side(Side::sell, implied);
            if (std::adjacent_find(bids.begin(), bids.end(), falls) != bids.end()) return false;
            if (std::adjacent_find(asks.begin(), asks.end(), rises) != asks.end()) return false;
        }
        return true;
    }

    /// Both parts of a side by price. REQUIRES: is_ordered().
    Levels together(Side of) const
    {
        std::map<std::int64_t, Level> by_price;
        for (const bool implied : {false, true})
            for (const Level& level : side(of, implied)) {
                Level& sum = by_price[level.price.units];
                sum.price = level.price;
                sum.quantity += level.quantity;
                sum.orders += level.orders;
            }
        Levels all;
        for (const auto& [price, level] : by_price) all.push_back(level);
        if (of == Side::buy) std::reverse(all.begin(), all.end());
        return all;
    }

 private:
    Status judge(const LevelEvent& event, const Levels& levels) const
    {
        if (event.level < 1 || event.level > depth(event.implied))
            return Status::level_out_of_range;
        const bool inserts = event.action == LevelAction::insert;
        if (inserts && event.level > levels.size() + 1) return Status::hole;
        if (!inserts && event.level > levels.size()) return Status::absent_level;
        if (event.action == LevelAction::remove_from) return Status::doubtful;
        if (event.price == INT64_MIN) return Status::no_price;
        const bool removes = event.action == LevelAction::remove;
        if (!removes && event.quantity == 0) return Status::no_quantity;
        if (inserts || event.action == LevelAction::overlay) return Status::ok;
        const Level& stored = levels[event.level - 1u];
        if (stored.price.units != event.price) return Status::price_differs;
        if (removes && stored.quantity != event.quantity) return Status::quantity_differs;
        return Status::ok;
    }

    void carry_out(const LevelEvent& event, Levels& levels) const
    {
        const auto at = levels.begin() + event.level - 1;
        const Level told{{event.price}, event.quantity, event.orders};
        switch (event.action) {
            case LevelAction::insert:
                levels.insert(at, told);
                if (levels.size() > depth(event.implied)) levels.pop_back();
                break;
            case LevelAction::remove: levels.erase(at); break;
            case LevelAction::remove_from: levels.erase(levels.begin(), at + 1); break;
            default: *at = told;
        }
    }

    std::size_t depths_[2];
    Levels sides_[2][2];  // [Side][implied]
};

}  // namespace gapwire::test
