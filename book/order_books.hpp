// All order books of one feed session: every order in price-time priority, one operation an event.
#pragma once

#include <span>

#include "book/order.hpp"
#include "book/order_index.hpp"
#include "book/price_ladder.hpp"
#include "core/event.hpp"
#include "core/update.hpp"

namespace gapwire::book {

/// Why an event was refused. A refused event has changed nothing.
enum class ApplyStatus : std::uint8_t {
    ok,
    unknown_order,
    duplicate_order,
    over_executed,
    over_cancelled,
    zero_quantity,     // an add of nothing; not an error of the book
    wrong_instrument,  // names another instrument than its order has
    order_table_full,
    level_table_full,
};

/// What one event did. Prices in the feed's unit.
struct ApplyResult {
    ApplyStatus status = ApplyStatus::ok;
    Side side = Side::buy;      // of the order
    bool top_changed = false;   // price, quantity or orders of the best level of `side`
    std::uint32_t price = 0;    // of the order the event found (not for add)
};

/// Limits, all memory follows from them. See `memory_bytes`.
struct OrderBooksLimits {
    std::size_t orders_max = std::size_t{1} << 22;  // live at one time, in [8, 2^31)
    std::size_t ladder_bytes = std::size_t{256} << 20;
    bool prefault = false;  // touch all memory at start rather than when it is first used
};

/// Order books by the feed's own instrument id (0 to 65535), any 64-bit order references.
///
/// `apply` takes one event at a time and alone decides. `look_ahead` is a hint that changes
/// nothing: given the next events of a batch it brings their orders and levels into cache, with
/// the misses overlapping instead of one after the other.
///
/// Memory   fixed by the limits at construction (touched when used); no allocation afterwards.
/// Errors   a status; a refused event changes nothing.
/// Threads  one.
class OrderBooks {
 public:
    static constexpr std::size_t instruments_max = 65536;
    static constexpr std::size_t look_ahead_max = 64;

    explicit OrderBooks(const OrderBooksLimits& limits = {});

    /// REQUIRES: at most look_ahead_max events.
    void look_ahead(std::span<const OrderEvent> events) noexcept;

    /// `place` is the event's place in the batch last given to `look_ahead`, if it was.
    ApplyResult apply(const OrderEvent& event, std::size_t place = no_place) noexcept;

    /// The level at `rank` (0 is the best) of one side, its price in the feed's unit; orders 0 when
    /// there is none.
    struct LevelView {
        std::uint32_t price = 0;
        std::uint64_t quantity = 0;
        std::uint32_t orders = 0;
    };
    LevelView best(std::uint32_t instrument, Side side) const noexcept;
    LevelView level(std::uint32_t instrument, Side side, std::size_t rank) const noexcept;
    std::size_t level_count(std::uint32_t instrument, Side side) const noexcept;

    /// Calls visit(reference, quantity) for each order of the level at `rank`, first in time first.
    template <class Visit>
    void for_each_order(std::uint32_t instrument, Side side, std::size_t rank, Visit&& visit) const
    {
        for (Slot at = levels_[slot_at(instrument, side, rank)].front; at != no_slot;
             at = orders_[at].next)
            visit(orders_[at].reference, orders_[at].quantity);
    }

    std::size_t live_orders() const noexcept { return live_orders_; }
    std::size_t live_orders_peak() const noexcept { return live_orders_peak_; }
    std::size_t live_levels() const noexcept { return live_levels_; }

    /// Forgets every order: a new session. Keeps the memory.
    void clear();

 private:
    static constexpr std::size_t no_place = SIZE_MAX;

    struct Hint {
        Slot order;
        Slot level;
    };
    struct Book {
        Ladder sides[2];
    };

    Ladder& ladder(BookSide side) noexcept { return books_[side.instrument()].sides[side.value & 1]; }
    const Ladder& ladder(std::uint32_t instrument, Side side) const noexcept
    {
        return books_[instrument].sides[index_of(side)];
    }
    Slot slot_at(std::uint32_t instrument, Side side, std::size_t rank) const noexcept;
    LevelView view(Slot slot) const noexcept;

    Slot find_order(std::uint64_t reference, Slot hint) const noexcept;
    Slot find_level(BookSide side, Key key, Slot hint) const noexcept;
    void guess_orders(std::span<const OrderEvent> events) noexcept;
    void guess_levels(std::span<const OrderEvent> events) noexcept;

    ApplyResult add(const OrderEvent& event, const Hint& hint) noexcept;
    ApplyResult take(const OrderEvent& event, const Hint& hint, ApplyStatus too_much) noexcept;
    ApplyResult remove(const OrderEvent& event, const Hint& hint) noexcept;
    ApplyResult replace(const OrderEvent& event, const Hint& hint) noexcept;

    ApplyStatus insert(std::uint64_t reference, BookSide side, std::uint32_t price,
                       std::uint32_t quantity, Slot level_hint, bool& top_changed) noexcept;
    bool erase(Slot slot) noexcept;
    Slot create_level(BookSide side, Key key) noexcept;
    void remove_level(Slot slot) noexcept;
    Slot allocate_order() noexcept;
    void free_order(Slot slot) noexcept;

    OrderBooksLimits limits_;
    OrderIndex index_;
    LargeArray<Order> orders_;
    LargeArray<PriceLevel> levels_;
    LargeArray<Book> books_;
    LadderArena ladders_;

    // Free records are chained; past `used` the tables are fresh.
    Slot free_order_ = no_slot;
    Slot used_orders_ = 1;
    Slot free_level_ = no_slot;
    Slot used_levels_ = 1;

    std::size_t live_orders_ = 0;
    std::size_t live_orders_peak_ = 0;
    std::size_t live_levels_ = 0;
    Hint hints_[look_ahead_max] = {};
};

}  // namespace gapwire::book
