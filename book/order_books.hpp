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

/// What an accepted event did. Prices in the feed's unit.
struct BookChange {
    std::uint32_t price = 0;    // of the order the event found (not for add)
    Side side = Side::buy;      // of the order
    bool top_changed = false;   // price, quantity or orders of the best level of `side`
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

    /// The instruction set that was chosen at run time for this machine.
    static std::string_view instruction_set() noexcept;

    /// REQUIRES: at most look_ahead_max events.
    void look_ahead(std::span<const OrderEvent> events) noexcept
    {
        kernel_->look_ahead(*this, events);
    }

    /// Applies one event and says in `change` what it did (not meant to be read when refused).
    ApplyStatus apply(const OrderEvent& event, BookChange& change) noexcept
    {
        return kernel_->apply(*this, event, Hint{}, change);
    }

    /// The same for the event at `place` in the batch last given to `look_ahead`.
    ApplyStatus apply(const OrderEvent& event, BookChange& change, std::size_t place) noexcept
    {
        return kernel_->apply(*this, event, hints_[place], change);
    }

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
        const Ladder& levels = ladder(instrument, side);
        if (rank >= ladders_.level_count(levels)) return;
        for (Slot at = ladders_.at_rank(levels, rank).level->front; at != no_slot;
             at = orders_[at].next)
            visit(orders_[at].reference, orders_[at].quantity);
    }

    std::size_t live_orders() const noexcept { return live_orders_; }
    std::size_t live_orders_peak() const noexcept { return live_orders_peak_; }

    /// Forgets every order: a new session. Keeps the memory.
    void clear();

 private:
    /// Where the order and the level of an event were seen, to be verified.
    struct Hint {
        Slot order = no_slot;
        std::uint32_t level = 0;
    };

    /// What depends on the instruction set, chosen once for the machine.
    struct Kernel {
        std::string_view name;
        void (*look_ahead)(OrderBooks& books, std::span<const OrderEvent> events) noexcept;
        ApplyStatus (*apply)(OrderBooks& books, const OrderEvent& event, Hint hint,
                             BookChange& change) noexcept;
    };
    template <class Simd>
    friend struct OrderBooksCode;
    friend struct OrderBooksKernels;
    static const Kernel& best_kernel() noexcept;

    /// Places of a batch.
    struct Places {
        std::uint32_t places[look_ahead_max + 1];  // not bytes: those might be anything's
        std::size_t count = 0;

        void push_if(bool wanted, std::size_t place) noexcept
        {
            places[count] = static_cast<std::uint32_t>(place);
            count += wanted;
        }
    };

    Ladder& ladder(BookSide side) noexcept { return sides_[side.value]; }
    const Ladder& ladder(std::uint32_t instrument, Side side) const noexcept
    {
        return sides_[BookSide::of(instrument, side).value];
    }

    const Kernel* kernel_ = &best_kernel();
    OrderBooksLimits limits_;
    OrderIndex index_;
    LargeArray<Order> orders_;
    LargeArray<Ladder> sides_;  // by BookSide
    LadderArena ladders_;

    // Free slots, the last freed on top: its record is the likeliest to be in cache still. Slots
    // from `fresh_order_` on have never been used.
    LargeArray<Slot> free_orders_;
    std::size_t free_count_ = 0;
    Slot fresh_order_ = 1;

    std::size_t live_orders_ = 0;
    std::size_t live_orders_peak_ = 0;
    Hint hints_[look_ahead_max] = {};
    Places adds_;
    Places others_;
};

}  // namespace gapwire::book
