// One quote book as a list of entries that is searched and sorted anew each time.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "book/quote_books.hpp"

namespace gapwire::test {

/// Slow and plain. No limits: give it no more than there is room for.
class NaiveQuoteBook {
 public:
    explicit NaiveQuoteBook(book::QuoteKey key) : key_(key) {}

    book::QuoteOutcome apply(const book::QuoteChange& change)
    {
        using book::QuoteOutcome;
        QuoteAction action = change.action;
        const bool was_add = action == QuoteAction::add;
        const bool puts =
            was_add || action == QuoteAction::change || action == QuoteAction::overlay;
        if (puts && change.quantity == 0) action = QuoteAction::remove;
        const bool has_price = change.price != Price::none().units;
        const std::string known =
            std::string(change.reference.empty() ? change.id : change.reference);
        const auto found = find(change, known);
        if (!has_key(change, action, known)) return QuoteOutcome::no_key;
        if (action == QuoteAction::remove_through || action == QuoteAction::remove_from) {
            if (key_ == book::QuoteKey::position) {
                if (!found) return QuoteOutcome::unknown;
                auto& all = entries(change.side);
                const auto at = all.begin() + static_cast<std::ptrdiff_t>(*found);
                action == QuoteAction::remove_through ? all.erase(all.begin(), at + 1)
                                                      : all.erase(at, all.end());
                return QuoteOutcome::ok;
            }
            if (!found && !has_price) return QuoteOutcome::unknown;
            const bool by_id = key_ == book::QuoteKey::id && found;
            const std::int64_t price = by_id ? entries(change.side)[*found].price : change.price;
            const auto removed = std::erase_if(entries(change.side), [&](const Entry& entry) {
                const bool better =
                    change.side == Side::buy ? entry.price > price : entry.price < price;
                const bool worse =
                    change.side == Side::buy ? entry.price < price : entry.price > price;
                return action == QuoteAction::remove_through ? !worse : !better;
            });
            return removed == 0 ? QuoteOutcome::unknown : QuoteOutcome::ok;
        }
        if (action == QuoteAction::remove) {
            if (!found) return was_add ? QuoteOutcome::ok : QuoteOutcome::unknown;
            auto& all = entries(change.side);
            all.erase(all.begin() + static_cast<std::ptrdiff_t>(*found));
            return QuoteOutcome::ok;
        }
        return put(change, found);
    }

    void clear()
    {
        for (auto& side : sides_) side.clear();
    }

    std::vector<Level> levels(Side side) const
    {
        std::vector<Entry> sorted = sides_[index_of(side)];
        if (key_ != book::QuoteKey::position)
            std::stable_sort(sorted.begin(), sorted.end(), [&](const Entry& a, const Entry& b) {
                return side == Side::buy ? a.price > b.price : a.price < b.price;
            });
        std::vector<Level> levels;
        for (const Entry& entry : sorted) {
            const bool joins = key_ == book::QuoteKey::id && !levels.empty() &&
                               levels.back().price.units == entry.price;
            if (!joins) levels.push_back({{entry.price}, 0, 0});
            levels.back().quantity += entry.quantity;
            levels.back().orders += key_ == book::QuoteKey::id ? 1 : entry.orders;
        }
        return levels;
    }

 private:
    struct Entry {
        std::string id;
        std::int64_t price;
        std::uint64_t quantity;
        std::uint32_t orders;
    };

    std::vector<Entry>& entries(Side side) { return sides_[index_of(side)]; }

    bool has_key(const book::QuoteChange& change, QuoteAction action, const std::string& known)
    {
        const bool has_price = change.price != Price::none().units;
        const bool many =
            action == QuoteAction::remove_through || action == QuoteAction::remove_from;
        switch (key_) {
            case book::QuoteKey::price: return has_price;
            case book::QuoteKey::id: return !known.empty() || (many && has_price);
            case book::QuoteKey::position:
                return change.position != 0 || action == QuoteAction::add;
        }
        return false;
    }

    std::optional<std::size_t> find(const book::QuoteChange& change, const std::string& known)
    {
        const auto& all = entries(change.side);
        for (std::size_t i = 0; i < all.size(); ++i) {
            const bool is_it =
                key_ == book::QuoteKey::price
                    ? all[i].price == change.price
                    : (key_ == book::QuoteKey::id ? all[i].id == known : i + 1 == change.position);
            if (is_it) return i;
        }
        return std::nullopt;
    }

    book::QuoteOutcome put(const book::QuoteChange& change, std::optional<std::size_t> found)
    {
        using book::QuoteOutcome;
        auto& all = entries(change.side);
        const bool adds = change.action == QuoteAction::add;
        const bool has_price = change.price != Price::none().units;
        const std::uint64_t quantity = change.quantity == quantity_none ? 0 : change.quantity;
        const std::string id = std::string(change.id.empty() ? change.reference : change.id);
        if (key_ == book::QuoteKey::position && adds) {
            const std::size_t at = change.position == 0 ? all.size() : change.position - 1;
            if (at > all.size()) return QuoteOutcome::out_of_range;
            if (!has_price) return QuoteOutcome::no_price;
            all.insert(all.begin() + static_cast<std::ptrdiff_t>(at),
                       {id, change.price, quantity, change.orders});
            return QuoteOutcome::ok;
        }
        if (key_ == book::QuoteKey::id && adds) {
            if (!has_price) return QuoteOutcome::no_price;
            const auto same = std::erase_if(all, [&](const Entry& e) { return e.id == id; });
            all.push_back({id, change.price, quantity, 0});
            return same != 0 ? QuoteOutcome::replaced : QuoteOutcome::ok;
        }
        const bool upserts =
            adds || (key_ == book::QuoteKey::price && change.action == QuoteAction::overlay);
        if (!found && !upserts) return QuoteOutcome::unknown;
        if (!found) {
            all.push_back({id, change.price, quantity, change.orders});
            return QuoteOutcome::ok;
        }
        Entry entry = all[*found];
        if (has_price) entry.price = change.price;
        if (change.quantity != quantity_none) entry.quantity = quantity;
        if (change.orders != 0) entry.orders = change.orders;
        if (key_ != book::QuoteKey::id) {
            all[*found] = entry;
            return adds ? QuoteOutcome::replaced : QuoteOutcome::ok;
        }
        entry.id = id;
        const auto others = all.size() - 1;
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(*found));
        std::erase_if(all, [&](const Entry& e) { return e.id == id; });
        const bool replaced = all.size() < others;
        all.push_back(entry);
        return replaced ? QuoteOutcome::replaced : QuoteOutcome::ok;
    }

    book::QuoteKey key_;
    std::array<std::vector<Entry>, 2> sides_;
};

}  // namespace gapwire::test
