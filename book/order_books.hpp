// All order books of one feed session: every order in price-time priority, one operation an event.
#pragma once

#include <span>

#include "book/order.hpp"
#include "book/order_table.hpp"
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
    level_table_full,  // or a level's total would pass 2^40 - 1
};

/// What an event did. One word, because it comes back in a register.
///
///     | price: 32 | status: 8 | side: 1 | top changed: 1 |
class BookChange {
 public:
    constexpr BookChange() noexcept = default;
    constexpr BookChange(ApplyStatus status) noexcept  // implicit: a refusal is a change
        : word_(static_cast<std::uint64_t>(status) << status_shift)
    {}
    constexpr BookChange(std::uint32_t price, Side side, bool top_changed) noexcept
        : word_(std::uint64_t{price} << price_shift |
                std::uint64_t{static_cast<std::uint8_t>(side)} << side_shift |
                std::uint64_t{top_changed})
    {}

    constexpr ApplyStatus status() const noexcept
    {
        return static_cast<ApplyStatus>(word_ >> status_shift & 0xFF);
    }
    constexpr bool is_ok() const noexcept { return status() == ApplyStatus::ok; }
    /// Of the order that an execution or a cancel found, in the feed's unit.
    constexpr std::uint32_t price() const noexcept
    {
        return static_cast<std::uint32_t>(word_ >> price_shift);
    }
    /// Of the order.
    constexpr Side side() const noexcept { return static_cast<Side>(word_ >> side_shift & 1); }
    /// Whether price, quantity or orders of the best level of `side` changed.
    constexpr bool top_changed() const noexcept { return (word_ & 1) != 0; }

    /// This, after another change of the same event.
    constexpr BookChange after(BookChange before) const noexcept
    {
        BookChange both = *this;
        both.word_ |= before.word_ & (1 | 1u << side_shift);
        return both;
    }

 private:
    static constexpr int side_shift = 1;
    static constexpr int status_shift = 8;
    static constexpr int price_shift = 32;

    std::uint64_t word_ = 0;
};

/// Limits: all memory follows from them.
struct OrderBooksLimits {
    std::size_t orders_max = std::size_t{1} << 22;  // live at one time, in [8, 2^24)
    std::size_t ladder_bytes = std::size_t{256} << 20;
    bool prefault = false;  // touch all memory at start rather than when it is first used
    std::string_view instruction_set = {};  // of instruction_sets(); empty: the best
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
    static constexpr std::size_t look_ahead_step = 32;

    explicit OrderBooks(const OrderBooksLimits& limits = {});

    /// The instruction sets that this machine has and this code is made for, the best last.
    static std::span<const std::string_view> instruction_sets() noexcept;
    std::string_view instruction_set() const noexcept { return kernel_->name; }

    /// Call it before events[from] is applied, for every `from` that is a multiple of
    /// look_ahead_step, with the same events.
    void look_ahead(std::span<const OrderEvent> events, std::size_t from) noexcept
    {
        kernel_->look_ahead(*this, events, from);
    }

    /// The least of it, for an event that comes alone: what can be told from the event itself.
    void look_ahead(const OrderEvent& event) const noexcept
    {
        orders_.prefetch(event.reference);
        for (const Side side : {Side::buy, Side::sell}) {
            const char* const first =
                reinterpret_cast<const char*>(&ladder(event.instrument, side));
            for (std::size_t at = 0; at < sizeof(Ladder); at += 64)
                simd::prefetch_write(first + at);
        }
    }

    /// Applies one event, or refuses it and changes nothing.
    BookChange apply(const OrderEvent& event) noexcept { return kernel_->apply(*this, event); }

    /// The level at `rank` (0 is the best) of one side, its price in the feed's unit; orders 0 when
    /// there is none.
    struct LevelView {
        std::uint32_t price = 0;
        std::uint64_t quantity = 0;
        std::uint32_t orders = 0;
    };
    LevelView best(std::uint32_t instrument, Side side) const noexcept
    {
        const Ladder& levels = ladder(instrument, side);
        if (levels.count() == 0) return {};
        const std::uint32_t at = levels.count() - 1;
        const PriceLevel& found = levels.levels[at];
        return {price_of(levels.keys[at], side), found.quantity(), found.orders()};
    }
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
    /// What depends on the instruction set, chosen once for the machine.
    struct Kernel {
        std::string_view name;
        void (*look_ahead)(OrderBooks& books, std::span<const OrderEvent> events,
                           std::size_t from) noexcept;
        BookChange (*apply)(OrderBooks& books, const OrderEvent& event) noexcept;
    };
    template <class Simd>
    friend struct OrderBooksCode;
    friend struct OrderBooksKernels;

    /// What looking ahead found in one step and still has to follow. Lists, because no branch would
    /// guess right.
    struct Asked {
        const PriceLevel* levels[look_ahead_step];
        std::uint32_t old[look_ahead_step + 1];  // events of old orders
        BookSide deep[look_ahead_step + 1];
        std::size_t old_count;
        std::size_t deep_count;
    };

    Ladder& ladder(BookSide side) noexcept { return sides_[side.value]; }
    const Ladder& ladder(std::uint32_t instrument, Side side) const noexcept
    {
        return sides_[BookSide::of(instrument, side).value];
    }

    const Kernel* kernel_;
    OrderBooksLimits limits_;
    OrderTable orders_;
    LargeArray<Ladder> sides_;  // by BookSide
    LadderArena ladders_;

    std::size_t live_orders_ = 0;
    std::size_t live_orders_peak_ = 0;
    Asked asked_[2] = {};
};

}  // namespace gapwire::book
