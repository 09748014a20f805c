// What becomes of orders: how many shares they have, how long they live and how they end.
#pragma once

#include <queue>

#include "sim/exchange.hpp"

namespace gapwire::sim {

/// Adds orders and ends each when its time has come, in the proportions of a Nasdaq day: of 100
/// ends 16 are replaces, 4 trades with whoever is first on that side of the book, 2 partial cancels
/// and the rest deletes. Lifetimes are log-normal: most short, a few for the day.
///
/// Time     `now` counts what the caller likes (nanoseconds, messages) and never goes back.
/// Threads  one.
class OrderFlow {
 public:
    using Slot = LiveBooks::Slot;
    /// Where the next order of that side may stand: a price that does not cross.
    using PriceFor = std::function<std::uint32_t(std::uint16_t locate, Side side)>;
    /// Whether it may trade at that price now; else an order that would is deleted.
    using MayTrade = std::function<bool(std::uint16_t locate, std::uint32_t price)>;

    struct Figures {
        std::int64_t lifetime_log2_median = 0;  // of the unit of `now`, in 1/65536
        std::int64_t lifetime_log2_deviation = 0;
        std::uint64_t step_ns = 0;   // exchange time between two messages, on average
        bool has_half_ticks = true;  // some trade between ticks
    };

    /// `exchange` and `random` must outlive this.
    OrderFlow(Exchange& exchange, Random& random, Figures figures, PriceFor price_for,
              MayTrade may_trade = {});

    /// Adds one order; it ends after a lifetime, `patience` doublings longer than usual.
    void add(std::uint16_t locate, Side side, std::uint64_t now, int patience = 0);
    bool is_due(std::uint64_t now);
    /// Lets the order end whose time came first. REQUIRES: is_due(now).
    void end_next(std::uint64_t now);
    /// An order at the best price trades, all of it.
    void take(Slot slot) { take(slot, exchange_.books()[slot].quantity); }

    std::uint32_t draw_quantity() noexcept;
    /// Moves exchange time on, as before every message.
    void step() noexcept { exchange_.advance_by(1 + random_.waiting(figures_.step_ns)); }

 private:
    struct End {
        std::uint64_t due;
        Slot slot;
        std::uint32_t generation;
        friend bool operator>(const End& a, const End& b) noexcept
        {
            return a.due != b.due ? a.due > b.due : a.slot > b.slot;
        }
    };

    void schedule(Slot slot, std::uint64_t now, int patience = 0);
    void replace(Slot slot, std::uint64_t now);
    void trade_at_best(Slot slot, std::uint64_t now);
    void cancel_some(Slot slot, std::uint64_t now);
    void take(Slot slot, std::uint32_t quantity);

    Exchange& exchange_;
    Random& random_;
    Figures figures_;
    PriceFor price_for_;
    MayTrade may_trade_;
    std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
};

}  // namespace gapwire::sim
