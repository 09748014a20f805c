// Books of quotes (FIX): entries known by id, by price or by position, and the levels they make.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/assert.hpp"
#include "core/futures_event.hpp"
#include "core/quote_event.hpp"
#include "core/region.hpp"
#include "core/update.hpp"

namespace gapwire::book {

/// What an entry of a book is known by: a property of the venue.
enum class QuoteKey : std::uint8_t {
    price,     // one entry a price
    id,        // one entry an id (MDEntryID); without one: one entry a maker
    position,  // entries above and below shift
};

struct QuoteBooksSettings {
    QuoteKey key = QuoteKey::price;
    std::uint32_t instruments_max = 4'096;
    std::uint32_t levels_max = 1'024;     // of one side of one book
    std::uint32_t quotes_max = 1u << 16;  // of all books, where they are known by id
    std::uint32_t depth = 0;   // levels beyond are dropped, untold; 0: the venue tells of each
    bool zero_removes = true;  // an entry added or changed to quantity 0 is gone
};

/// One change to the entries of one instrument.
struct QuoteChange {
    std::int64_t price = Price::none().units;
    std::uint64_t quantity = quantity_none;
    std::string_view id{};         // what it is called from now on
    std::string_view reference{};  // what it was called before, if that is something else
    std::uint32_t position = 0;    // 1 is the best; 0: not said
    std::uint32_t orders = 0;
    QuoteAction action = QuoteAction::add;
    Side side = Side::buy;
    bool any_side = false;  // `side` is not said: look for the id on both
};

/// What became of a change. All but the first two are refusals: nothing has changed.
enum class QuoteOutcome : std::uint8_t {
    ok,
    replaced,  // added, although there was such an entry: it is gone
    unknown,   // changes or removes an entry that is not there
    no_key,    // neither id nor maker, no price, no position
    no_price,
    id_too_long,
    out_of_range,  // a position below a gap
    full,          // more levels or quotes than there is room for
};

struct QuoteResult {
    QuoteOutcome outcome = QuoteOutcome::ok;
    bool top_changed = false;

    bool is_applied() const noexcept { return outcome <= QuoteOutcome::replaced; }
    /// Whether the book contradicts its feed, or may.
    bool is_suspect() const noexcept { return outcome != QuoteOutcome::ok; }
    friend constexpr bool operator==(const QuoteResult&, const QuoteResult&) = default;
};

/// The books of a stream, by place. Prices and quantities are in units that the caller chooses;
/// they are compared and added, and nothing else.
///
/// A side is an array of levels, the worst first, so that what changes near the best moves little.
/// Quotes known by their ids lie in a pool, in one list a side; levels count them.
///
/// Input    changes of one message in order; a full refresh is clear(), then its entries as `add`.
/// Memory   fixed at construction, touched when used.
/// Errors   an outcome; a refused change changes nothing.
/// Threads  one.
/// Source   FIX 5.0 SP2, Market Data: MDUpdateAction, MDEntryID, MDEntryRefID, MDEntryPositionNo.
class QuoteBooks {
 public:
    static constexpr std::size_t id_max = 40;  // characters

    /// REQUIRES: levels_max and instruments_max at least 1.
    explicit QuoteBooks(const QuoteBooksSettings& settings);

    const QuoteBooksSettings& settings() const noexcept { return settings_; }

    // REQUIRES of all below: place < instruments_max.
    QuoteResult apply(std::uint32_t place, const QuoteChange& change) noexcept;
    void clear(std::uint32_t place) noexcept;

    std::size_t level_count(std::uint32_t place, Side side) const noexcept
    {
        return half(place, side).count;
    }
    /// The level at `rank` (0 is the best); an empty one when there is none.
    Level level(std::uint32_t place, Side side, std::size_t rank) const noexcept
    {
        const std::size_t count = half(place, side).count;
        return rank < count ? levels(place, side)[count - 1 - rank] : Level{};
    }
    /// Whether each level is worse than the one above it. (Only positions can break it.)
    bool is_ordered(std::uint32_t place) const noexcept;
    /// Whether the best bid is above the best offer, as quotes of several makers may be.
    bool is_crossed(std::uint32_t place) const noexcept;
    /// Sets prices, quantities and orders of both sides, and nothing else.
    void fill(std::uint32_t place, TopOfBook& top) const noexcept;
    void fill(std::uint32_t place, Depth& depth) const noexcept;

 private:
    static constexpr std::uint32_t nil = UINT32_MAX;

    struct QuoteName {
        std::array<char, id_max> text{};
        std::uint32_t half = 0;

        friend bool operator==(const QuoteName&, const QuoteName&) = default;
        template <class H>
        friend H AbslHashValue(H state, const QuoteName& name)
        {
            state = H::combine_contiguous(std::move(state), name.text.data(), id_max);
            return H::combine(std::move(state), name.half);
        }
    };
    struct Quote {
        QuoteName name;
        std::int64_t price;
        std::uint64_t quantity;
        std::uint32_t next;  // in its half, or among the free
        std::uint32_t before;
    };
    struct HalfBook {
        std::uint32_t count;           // of levels
        std::uint32_t first_plus_one;  // quote; 0: there is none
    };

    static std::uint32_t half_index(std::uint32_t place, Side side) noexcept
    {
        return place * 2 + static_cast<std::uint32_t>(index_of(side));
    }
    HalfBook& half(std::uint32_t place, Side side) noexcept
    {
        GAPWIRE_ASSERT(place < settings_.instruments_max);
        return halves_[half_index(place, side)];
    }
    const HalfBook& half(std::uint32_t place, Side side) const noexcept
    {
        GAPWIRE_ASSERT(place < settings_.instruments_max);
        return halves_[half_index(place, side)];
    }
    Level* levels(std::uint32_t place, Side side) noexcept
    {
        return levels_.data() + std::size_t{half_index(place, side)} * settings_.levels_max;
    }
    const Level* levels(std::uint32_t place, Side side) const noexcept
    {
        return levels_.data() + std::size_t{half_index(place, side)} * settings_.levels_max;
    }
    std::size_t level_at(std::uint32_t place, Side side, std::int64_t price) const noexcept;
    bool has_level(std::uint32_t place, Side side, std::int64_t price) const noexcept;
    void insert_level(std::uint32_t place, Side side, std::size_t at, const Level& level) noexcept;
    void erase_levels(std::uint32_t place, Side side, std::size_t from, std::size_t to) noexcept;
    void cut(std::uint32_t place, Side side) noexcept;

    QuoteOutcome apply_one_side(std::uint32_t place, const QuoteChange& change) noexcept;
    QuoteOutcome by_price(std::uint32_t place, const QuoteChange& change) noexcept;
    QuoteOutcome by_position(std::uint32_t place, const QuoteChange& change) noexcept;
    QuoteOutcome by_id(std::uint32_t place, const QuoteChange& change) noexcept;
    QuoteOutcome remove_many(std::uint32_t place, const QuoteChange& change, std::int64_t price,
                             bool through) noexcept;

    QuoteOutcome add_quote(std::uint32_t place, Side side, const QuoteName& name,
                           std::int64_t price, std::uint64_t quantity) noexcept;
    QuoteOutcome change_quote(std::uint32_t place, const QuoteChange& change, const QuoteName& name,
                              std::uint32_t quote) noexcept;
    void remove_quote(std::uint32_t place, Side side, std::uint32_t quote) noexcept;
    bool join_level(std::uint32_t place, Side side, std::int64_t price,
                    std::uint64_t quantity) noexcept;
    void leave_level(std::uint32_t place, Side side, std::int64_t price,
                     std::uint64_t quantity) noexcept;
    std::uint32_t find(const QuoteName& name) const noexcept
    {
        const auto found = by_name_.find(name);
        return found == by_name_.end() ? nil : found->second;
    }

    QuoteBooksSettings settings_;
    LargeArray<HalfBook> halves_;  // [place][Side]
    LargeArray<Level> levels_;     // [place][Side][levels_max], worst first
    LargeArray<Quote> quotes_;
    absl::flat_hash_map<QuoteName, std::uint32_t> by_name_;  // never grows past its reserve
    std::uint32_t free_ = nil;
    std::uint32_t used_ = 0;  // quotes that were ever in use
};

}  // namespace gapwire::book
