// Books by price level and position (MDP 3.0): outright and implied levels of one instrument.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>

#include "core/assert.hpp"
#include "core/futures_event.hpp"
#include "core/region.hpp"
#include "core/simd.hpp"
#include "core/update.hpp"

namespace gapwire::book {

/// What became of a level event. All but the first two are refusals: nothing has changed.
enum class LevelStatus : std::uint8_t {
    ok,
    doubtful,            // applied, but its meaning is not certain: confirm by a snapshot
    level_out_of_range,  // 0, or beyond the depth of the book
    hole,                // inserts below an empty level
    absent_level,        // changes, removes or overlays a level that is not there
    price_differs,       // changes or removes a level of another price
    quantity_differs,    // removes a level of another quantity
    no_price,
    no_quantity,
};

/// What an event did.
struct LevelChange {
    LevelStatus status = LevelStatus::ok;
    bool top_changed = false;  // the best level of its side and part, or there is another now

    bool is_applied() const noexcept { return status <= LevelStatus::doubtful; }
    /// Whether the book contradicts its feed, or may.
    bool is_suspect() const noexcept { return status != LevelStatus::ok; }
    friend constexpr bool operator==(const LevelChange&, const LevelChange&) = default;
};

/// How a book stands at the end of an event; inside one it may be crossed.
enum class LevelCheck : std::uint8_t {
    ok,
    unordered,        // a level is not worse than the one above it: messages were lost
    crossed,          // outright bid not below outright ask while the instrument trades: the same
    implied_crossed,  // only with implied levels, which follow later: no contradiction, no top
};

/// The orders themselves, or what spreads imply.
enum class BookPart : std::uint8_t { outright, implied };

/// Which slot holds the level of each rank: sixteen numbers of four bits, all of them different.
/// A level that opens or closes moves numbers within one word, and no level. Zero is a new one.
class SlotOrder {
 public:
    static constexpr std::uint32_t slots_max = 16;

    /// REQUIRES: rank < slots_max.
    std::uint32_t at(std::uint32_t rank) const noexcept
    {
        return static_cast<std::uint32_t>(word() >> 4 * rank & 15);
    }
    /// Takes the slot of rank `from` out and puts it in at `to`; those between move by one place.
    void move(std::uint32_t from, std::uint32_t to) noexcept
    {
        const std::uint64_t slot = at(from);
        const std::uint64_t low = below(from);
        const std::uint64_t rest = (word() & low) | (word() >> 4 & ~low);
        const std::uint64_t kept = below(to);
        differs_ = ((rest & kept) | slot << 4 * to | (rest & ~kept) << 4) ^ first;
    }

 private:
    static constexpr std::uint64_t first = 0xFEDC'BA98'7654'3210;

    static constexpr std::uint64_t below(std::uint32_t rank) noexcept
    {
        return (std::uint64_t{1} << 4 * rank) - 1;
    }
    std::uint64_t word() const noexcept { return differs_ ^ first; }

    std::uint64_t differs_ = 0;
};

/// Both sides of one instrument's book, each level known by its position, the best first.
///
///     side: | order, count, depth of each part: 32 | outright: 15 of 24 | implied: 2 of 24 | pad |
///
/// A feed of positions cannot be kept less deep than it is sent: what moves up into the last level
/// is never told again. So there is room for 15, half as many again as any market of MDP 3.0 sends,
/// and what one word can put in order and seven cache lines hold; a market that sends more is
/// refused by `define` rather than kept wrong. A Level is stored as readers see it.
///
/// Input    LevelEvents of one instrument in order; a snapshot is clear(), then its inserts.
/// Memory   none but its own; all of it zero is a book that is empty and not defined.
/// Errors   a status; a refused event changes nothing.
/// Threads  one.
/// Source   MDP 3.0, MDUpdateAction of the price book.
class alignas(64) LevelBook {
 public:
    static constexpr std::uint8_t depth_max = SlotOrder::slots_max - 1;
    static constexpr std::uint8_t implied_depth_max = 2;
    static constexpr std::uint8_t depth_if_undefined = 10;
    static constexpr std::uint8_t implied_depth_if_undefined = 2;

    /// Takes the depths of a definition (ContractDefinition's: outright 0 tells nothing of either).
    /// Levels beyond are dropped. False when there is no room for as many; then events of those
    /// that there is no room for will be refused.
    bool define(std::uint8_t depth, std::uint8_t implied_depth) noexcept;

    /// Applies one event, or refuses it and changes nothing.
    LevelChange apply(const LevelEvent& event) noexcept;

    /// The same for a book whose levels from before are not known (natural refresh): what lies
    /// above a level that is told, and was not, is an unknown level of no price. Only what is known
    /// can be contradicted. Such a book is not to be checked.
    LevelChange refresh(const LevelEvent& event) noexcept;

    /// Empties the book and keeps its depths: a reset, or a snapshot begins.
    void clear() noexcept;

    /// Call it when an event has ended.
    LevelCheck check(bool is_trading) noexcept
    {
        if (may_be_unordered() && !is_ordered()) [[unlikely]]
            return LevelCheck::unordered;
        return is_trading ? check_crossing() : LevelCheck::ok;
    }

    std::size_t depth(BookPart which) const noexcept { return part(Side::buy, which).depth(which); }
    std::size_t level_count(Side side, BookPart which) const noexcept
    {
        return part(side, which).count;
    }
    /// The level at `rank` (0 is the best); an empty one when there is none.
    Level level(Side side, BookPart which, std::size_t rank) const noexcept
    {
        return rank < level_count(side, which) ? level_at(side, which, rank) : Level{};
    }

    /// The best level of both parts together: at the same price their quantities and orders add.
    /// (Of implied levels MDP 3.0 tells no orders.)
    Level best(Side side) const noexcept
    {
        const Level outright = level(side, BookPart::outright, 0);
        if (level_count(side, BookPart::implied) == 0) [[likely]]
            return outright;
        return best_of(outright, level_at(side, BookPart::implied, 0), side);
    }
    /// Sets prices, quantities and orders of both sides, and nothing else, to best().
    void fill(TopOfBook& top) const noexcept
    {
        const Level bid = best(Side::buy);
        const Level ask = best(Side::sell);
        top.bid_price = bid.price.units;
        top.bid_quantity = bid.quantity;
        top.bid_orders = bid.orders;
        top.ask_price = ask.price.units;
        top.ask_quantity = ask.quantity;
        top.ask_orders = ask.orders;
    }
    /// Sets the levels of both sides, and nothing else, to those of both parts together.
    void fill(Depth& depth) const noexcept;

 private:
    struct Part {
        SlotOrder order;  // the slots of ranks from `count` are free
        std::uint8_t count = 0;
        std::uint8_t depth_differs = 0;  // from the usual depth, as bits: zero is the usual one
        bool unordered = false;          // a level came that did not fit between its neighbours
        std::uint8_t reserved[5] = {};

        static constexpr std::uint32_t usual_depth(BookPart which) noexcept
        {
            return which == BookPart::outright ? depth_if_undefined : implied_depth_if_undefined;
        }
        std::uint32_t depth(BookPart which) const noexcept
        {
            return depth_differs ^ usual_depth(which);
        }
    };
    struct alignas(64) HalfBook {
        std::array<Part, 2> parts{};  // [BookPart]
        std::array<Level, depth_max + implied_depth_max> slots{};
    };
    static_assert(sizeof(Part) == 16 && sizeof(HalfBook) == 7 * 64);

    const Part& part(Side side, BookPart which) const noexcept
    {
        return sides_[index_of(side)].parts[static_cast<std::size_t>(which)];
    }
    const Level* slots(Side side, BookPart which) const noexcept
    {
        return sides_[index_of(side)].slots.data() + static_cast<std::size_t>(which) * depth_max;
    }
    const Level& level_at(Side side, BookPart which, std::size_t rank) const noexcept
    {
        return slots(side, which)[part(side, which).order.at(static_cast<std::uint32_t>(rank))];
    }

    bool may_be_unordered() const noexcept
    {
        const auto flag = [&](Side side, BookPart which) {
            return static_cast<std::uint32_t>(part(side, which).unordered);
        };
        return (flag(Side::buy, BookPart::outright) | flag(Side::sell, BookPart::outright) |
                flag(Side::buy, BookPart::implied) | flag(Side::sell, BookPart::implied)) != 0;
    }
    LevelCheck check_crossing() const noexcept
    {
        const bool has_both = level_count(Side::buy, BookPart::outright) != 0 &&
                              level_count(Side::sell, BookPart::outright) != 0;
        const std::int64_t bid = level_at(Side::buy, BookPart::outright, 0).price.units;
        const std::int64_t ask = level_at(Side::sell, BookPart::outright, 0).price.units;
        if (bid >= ask && has_both) [[unlikely]]
            return LevelCheck::crossed;
        const bool has_implied = (level_count(Side::buy, BookPart::implied) |
                                  level_count(Side::sell, BookPart::implied)) != 0;
        return has_implied ? check_implied_crossing() : LevelCheck::ok;
    }
    LevelCheck check_implied_crossing() const noexcept;
    bool is_ordered() noexcept;
    static Level best_of(const Level& outright, const Level& implied, Side side) noexcept;

    /// One part of one side while an event is applied to it.
    struct Target {
        Level* slots;
        Part* part;
        std::uint32_t depth;
        std::uint32_t at;  // rank
    };
    Target target_of(const LevelEvent& event) noexcept;
    static void fill_up(const Target& to) noexcept;
    static LevelChange insert(const Target& to, const LevelEvent& event) noexcept;
    static LevelChange change(const Target& to, const LevelEvent& event) noexcept;
    static LevelChange overlay(const Target& to, const LevelEvent& event) noexcept;
    static LevelChange remove(const Target& to, const LevelEvent& event) noexcept;
    static LevelChange remove_from(const Target& to) noexcept;
    static LevelChange remove_through(const Target& to) noexcept;

    std::array<HalfBook, 2> sides_{};  // [Side]
};
static_assert(sizeof(LevelBook) == 14 * 64 && std::is_trivially_copyable_v<LevelBook>);

/// The level books of a channel, by dense index.
///
/// Memory   fixed at construction (touched when used); no allocation afterwards.
/// Threads  one.
class LevelBooks {
 public:
    explicit LevelBooks(std::size_t instruments_max, bool prefault = false)
        : books_(instruments_max, prefault)
    {}

    std::size_t instruments_max() const noexcept { return books_.size(); }
    /// REQUIRES: index < instruments_max.
    LevelBook& operator[](std::uint32_t index) noexcept { return books_[checked(index)]; }
    const LevelBook& operator[](std::uint32_t index) const noexcept
    {
        return books_[checked(index)];
    }
    /// Asks for what most events of `side` touch. REQUIRES: index < instruments_max.
    void prefetch(std::uint32_t index, Side side) const noexcept
    {
        const char* const book = reinterpret_cast<const char*>(&books_[checked(index)]);
        simd::prefetch_write(book + index_of(side) * (sizeof(LevelBook) / 2));
    }

 private:
    std::uint32_t checked(std::uint32_t index) const noexcept
    {
        GAPWIRE_ASSERT(index < books_.size());
        return index;
    }

    LargeArray<LevelBook> books_;
};

}  // namespace gapwire::book
