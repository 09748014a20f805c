// The last few trades of one contract, so that a bust brings the one before back.
#pragma once

#include <array>
#include <optional>
#include <utility>

#include "core/futures_event.hpp"
#include "core/types.hpp"

namespace gapwire::book {

/// A ring of trades. Those it has forgotten can no longer be corrected or taken back.
///
/// Memory   none but its own: `trades_max` trades.
/// Threads  one.
class RecentTrades {
 public:
    static constexpr std::size_t trades_max = 16;

    void record(const FuturesTrade& trade) noexcept;
    /// Sets price, quantity and aggressor of the newest standing trade with this id. False when
    /// there is none, or the id is 0.
    bool correct(const FuturesTrade& trade) noexcept;
    /// Takes back the newest standing trade with this id. False when there is none, or it is 0.
    bool take_back(std::uint32_t trade_id) noexcept;

    /// The newest standing trade with this id; nullptr when there is none, or it is 0.
    const FuturesTrade* find_standing(std::uint32_t trade_id) const noexcept;

    /// The newest trade that stands; nullptr when there is none, or no longer. Until the next call
    /// that changes something.
    const FuturesTrade* last() const noexcept;

    /// How many have ever been recorded: the number that the next one gets.
    std::uint64_t recorded() const noexcept { return recorded_; }
    /// Whether no trade from number `from` on has been forgotten.
    bool remembers(std::uint64_t from) const noexcept { return recorded_ - from <= trades_max; }

    /// Calls visit(const FuturesTrade&) for each that stands, of numbers `from` on, newest first.
    template <class Visit>
    void for_each_standing(std::uint64_t from, Visit&& visit) const
    {
        for (std::uint64_t number = recorded_; number > from && recorded_ - number < trades_max;) {
            const Entry& entry = trades_[--number % trades_max];
            if (!entry.broken) visit(entry.trade);
        }
    }

 private:
    struct Entry {
        FuturesTrade trade;
        bool broken;
    };

    const Entry* find(std::uint32_t trade_id) const noexcept;
    Entry* find(std::uint32_t trade_id) noexcept
    {
        return const_cast<Entry*>(std::as_const(*this).find(trade_id));
    }

    std::array<Entry, trades_max> trades_{};
    std::uint64_t recorded_ = 0;
};

}  // namespace gapwire::book
