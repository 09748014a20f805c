// The timers of all rules: one heap, on event time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/types.hpp"

namespace gapwire::strategies {

class Rule;

/// What is due when, for whom. A timer is never taken back: who set it looks whether it still
/// matters.
///
/// Timers due at one time come in the order in which they were set.
/// Memory   grows in reserve(); beyond it, in set().
/// Threads  one, the rules thread.
class Timers {
 public:
    struct Timer {
        Timestamp due{0};
        std::uint64_t order = 0;
        Rule* rule = nullptr;
        std::uint64_t what = 0;  // the rule's own
    };

    void reserve(std::size_t timers) { heap_.reserve(timers); }
    void set(Timestamp due, Rule* rule, std::uint64_t what)
    {
        heap_.push_back({due, next_order_++, rule, what});
        std::push_heap(heap_.begin(), heap_.end(), later);
        next_due_ = heap_.front().due.ns;
    }
    bool is_due(Timestamp now) const noexcept { return next_due_ <= now.ns; }
    /// REQUIRES: is_due() of some time.
    Timer take()
    {
        std::pop_heap(heap_.begin(), heap_.end(), later);
        const Timer timer = heap_.back();
        heap_.pop_back();
        next_due_ = heap_.empty() ? never : heap_.front().due.ns;
        return timer;
    }
    void clear() noexcept
    {
        heap_.clear();
        next_due_ = never;
    }

 private:
    static constexpr std::int64_t never = INT64_MAX;
    static bool later(const Timer& a, const Timer& b) noexcept
    {
        return a.due != b.due ? a.due > b.due : a.order > b.order;
    }

    std::vector<Timer> heap_;
    std::uint64_t next_order_ = 0;
    std::int64_t next_due_ = never;
};

}  // namespace gapwire::strategies
