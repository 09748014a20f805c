// The way of updates from a feed to the rules: a ring, and merging where it is full.
#pragma once

#include <algorithm>
#include <vector>

#include "core/counters.hpp"
#include "core/region.hpp"
#include "core/spsc_ring.hpp"
#include "core/update.hpp"

namespace gapwire::pipeline {

/// Never blocks and never loses what matters: an update that finds the ring full is merged with
/// what comes later of its instrument, and goes when there is room. What was merged keeps the kinds
/// of all and the bounds of their trades, so no crossing is hidden, and it says so.
///
/// Updates of one instrument stay in order; those of others may pass what waits.
///
/// Memory   fixed at construction; the places of merged updates are touched when used.
/// Threads  one pushes and flushes, one other pops.
class UpdateLane {
 public:
    UpdateLane(std::size_t ring_min, std::size_t instruments_max, Counters& counters)
        : ring_(ring_min), counters_(&counters), places_(instruments_max)
    {
        waiting_.reserve(instruments_max);
    }

    // The feed.
    void push(const MarketUpdate& update) noexcept
    {
        if (!waiting_.empty()) [[unlikely]] {
            flush();
            if (places_[update.instrument.value].is_waiting) {
                merge(places_[update.instrument.value].update, update);
                counters_->add(Counter::rule_updates_merged);
                return;
            }
        }
        if (ring_.try_push(update)) [[likely]]
            return;
        places_[update.instrument.value] = {update, true};
        waiting_.push_back(update.instrument);
    }

    /// Sends what waits, as far as there is room: call it once a turn. True when nothing waits.
    bool flush() noexcept
    {
        std::size_t sent = 0;
        for (; sent < waiting_.size(); ++sent) {
            Place& place = places_[waiting_[sent].value];
            if (!ring_.try_push(place.update)) break;
            place.is_waiting = false;
        }
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(sent));
        return waiting_.empty();
    }

    // The rules. How many may be popped now, or some of them. What the feed has said elsewhere
    // before it pushed those can be seen then: size() acquires what push() has released.
    std::size_t waiting() const noexcept { return ring_.size(); }
    // Hands over up to `updates_max` updates and returns how many there were.
    template <class Take>
    std::size_t pop(std::size_t updates_max, Take&& take) noexcept
    {
        return ring_.pop_batch(updates_max, take);
    }

 private:
    struct Place {
        MarketUpdate update;
        bool is_waiting;
    };

    static void widen(MarketUpdate& into, Price price) noexcept
    {
        if (price.is_none()) return;
        into.merged_low = into.merged_low.is_none() ? price : std::min(into.merged_low, price);
        into.merged_high = into.merged_high.is_none() ? price : std::max(into.merged_high, price);
    }

    /// `into` becomes `latest`, and remembers what it was.
    static void merge(MarketUpdate& into, const MarketUpdate& latest) noexcept
    {
        MarketUpdate merged = latest;
        merged.kinds = static_cast<std::uint8_t>(into.kinds | latest.kinds);
        merged.merged = into.merged + 1;
        merged.merged_low = into.merged_low;
        merged.merged_high = into.merged_high;
        if ((into.kinds & update_trade) != 0) widen(merged, into.trade_price);
        into = merged;
    }

    SpscRing<MarketUpdate> ring_;
    Counters* counters_;
    LargeArray<Place> places_;           // [instrument]
    std::vector<InstrumentId> waiting_;  // first come, first served; never grows past its reserve
};

}  // namespace gapwire::pipeline
