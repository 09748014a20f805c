// Which instruments a rule watches: chosen by symbol, product or listing, and a place for each.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "core/update.hpp"

namespace gapwire::strategies {

/// What a listing is called where a symbol is not enough: "ASML@XAMS".
inline std::string listing_name(const Instrument& instrument)
{
    return std::string(instrument.symbol.view()) + '@' + std::string(instrument.venue.view());
}

/// Symbols, listings (`ASML@XAMS`) and products of futures (`NQ`: its front month) of a rule.
class Selection {
 public:
    Selection() = default;
    /// No names: everything; of futures, the front months.
    explicit Selection(std::vector<std::string> names) : names_(std::move(names))
    {
        std::sort(names_.begin(), names_.end());
    }

    bool is_all() const noexcept { return names_.empty(); }
    const std::vector<std::string>& names() const noexcept { return names_; }

    /// The name that takes this instrument in, or null.
    const std::string* name_of(const Instrument& instrument) const
    {
        if (const auto* listing = find(listing_name(instrument))) return listing;
        if (const auto* symbol = find(instrument.symbol.view())) return symbol;
        return instrument.is_front ? find(instrument.product.view()) : nullptr;
    }
    bool concerns(const Instrument& instrument) const
    {
        const bool is_future = !instrument.product.view().empty();
        if (is_all()) return !is_future || instrument.is_front;
        return name_of(instrument) != nullptr;
    }

 private:
    const std::string* find(std::string_view name) const noexcept
    {
        const auto place = std::lower_bound(names_.begin(), names_.end(), name);
        return place != names_.end() && *place == name ? &*place : nullptr;
    }

    std::vector<std::string> names_;  // in order
};

/// A place for every listing that is watched. One listing may come under several ids (another
/// session, another feed): all lead to one place. Places stay where they are in their order.
///
/// Memory   grows in place_of() and watch().  Threads  one.
template <class Place>
class Watchlist {
 public:
    struct Source {
        std::uint32_t place = UINT32_MAX;  // none
        Text<4> venue{};
    };

    void clear()
    {
        by_key_.clear();
        sources_.clear();
        places_.clear();
    }
    /// The place of what is called `key`, and whether it is new.
    std::pair<std::uint32_t, bool> place_of(const std::string& key)
    {
        const auto next = static_cast<std::uint32_t>(places_.size());
        const auto [entry, is_new] = by_key_.try_emplace(key, next);
        if (is_new) places_.emplace_back();
        return {entry->second, is_new};
    }
    void watch(const Instrument& instrument, std::uint32_t place)
    {
        const std::uint32_t id = instrument.id.value;
        if (sources_.empty()) first_ = id;
        if (id < first_)
            sources_.insert(sources_.begin(), std::exchange(first_, id) - id, Source{});
        if (id - first_ >= sources_.size()) sources_.resize(id - first_ + 1);
        sources_[id - first_] = {place, instrument.venue};
    }
    void forget(InstrumentId id) noexcept
    {
        if (id.value - first_ < sources_.size()) sources_[id.value - first_] = {};
    }
    /// Null when nobody watches it.
    const Source* source(InstrumentId id) const noexcept
    {
        const std::uint32_t index = id.value - first_;  // wraps to a large one below the first
        if (index >= sources_.size() || sources_[index].place == UINT32_MAX) return nullptr;
        return &sources_[index];
    }
    Place& operator[](std::uint32_t place) noexcept { return places_[place]; }
    const Place& operator[](std::uint32_t place) const noexcept { return places_[place]; }
    std::size_t size() const noexcept { return places_.size(); }
    auto begin() noexcept { return places_.begin(); }
    auto end() noexcept { return places_.end(); }

 private:
    absl::flat_hash_map<std::string, std::uint32_t> by_key_;  // -> place
    std::vector<Source> sources_;  // [InstrumentId - first_]: no rule pays for ids of others
    std::uint32_t first_ = 0;
    std::vector<Place> places_;
};

}  // namespace gapwire::strategies
