// A ring of plain items from one thread to one other, without locks: it refuses, it never waits.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "core/region.hpp"

namespace gapwire {

/// A bounded queue between two threads.
///
///     items   | 0 | 1 | 2 | ... | capacity - 1 |      slot of position p: p modulo capacity
///     head = popped so far <= tail = pushed so far <= head + capacity
///
/// Positions only grow (64 bits do not wrap). Each side keeps the other's position as it last saw
/// it, and looks again only when by that one the ring is full, or empty: mostly the line of the
/// other side stays where it is.
///
/// Memory orders. `tail_` is stored with release after the item was written and loaded by the
/// consumer with acquire: who sees the new tail sees the item. `head_` is stored with release after
/// items were read and loaded by the producer with acquire: who sees the new head may overwrite
/// them, since their reads came before. A side's own position it loads relaxed: nobody else stores
/// it. What a side last saw of the other is its own plain member. Nothing needs the total order of
/// seq_cst: neither side decides by the absence of a store, only by the presence of one; an old
/// position makes a push or pop fail that could have succeeded, and no more.
///
/// Memory   the items, rounded up to a power of two, touched at construction; nothing afterwards.
/// Errors   OperatorError(runtime) from the constructor where the memory is refused.
/// Threads  one producer, one consumer; size() from any.
template <class T>
class SpscRing {
    static_assert(std::is_trivially_copyable_v<T>);
    static constexpr std::size_t line = 128;  // two cache lines: processors fetch them in pairs

 public:
    /// REQUIRES: 1 <= capacity_min <= 2^40.
    explicit SpscRing(std::size_t capacity_min)
        : items_(std::bit_ceil(capacity_min), true), mask_(items_.size() - 1)
    {}
    SpscRing(const SpscRing&) = delete;
    SpscRing& operator=(const SpscRing&) = delete;

    std::size_t capacity() const noexcept { return static_cast<std::size_t>(mask_) + 1; }

    /// Producer. False, and nothing changes, when the ring is full.
    [[nodiscard]] bool try_push(const T& item) noexcept
    {
        const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
        if (tail - head_seen_ > mask_) [[unlikely]] {
            head_seen_ = head_.load(std::memory_order_acquire);  // pairs with pop's release
            if (tail - head_seen_ > mask_) return false;
        }
        items_[tail & mask_] = item;
        tail_.store(tail + 1, std::memory_order_release);  // pairs with the consumer's acquire
        return true;
    }

    /// Consumer. False, and `item` stays, when the ring is empty.
    [[nodiscard]] bool try_pop(T& item) noexcept
    {
        return pop_batch(1, [&item](const T& popped) { item = popped; }) == 1;
    }

    /// Consumer. Hands over up to `items_max` items where they lie, oldest first, and gives their
    /// slots back all at once; take(item) must not keep the reference. Returns how many there were.
    template <class Take>
    std::size_t pop_batch(std::size_t items_max, Take&& take) noexcept
    {
        const std::uint64_t head = head_.load(std::memory_order_relaxed);
        if (tail_seen_ == head) {
            tail_seen_ = tail_.load(std::memory_order_acquire);  // pairs with push's release
            if (tail_seen_ == head) return 0;
        }
        const std::uint64_t end = head + std::min<std::uint64_t>(tail_seen_ - head, items_max);
        for (std::uint64_t at = head; at != end; ++at) take(std::as_const(items_[at & mask_]));
        head_.store(end, std::memory_order_release);  // pairs with the producer's acquire
        return static_cast<std::size_t>(end - head);
    }

    /// How many items wait: exact for whoever is neither pushing nor popping meanwhile, else what
    /// was true at some moment (never more than capacity()).
    std::size_t size() const noexcept
    {
        const std::uint64_t head = head_.load(std::memory_order_acquire);
        const std::uint64_t tail = tail_.load(std::memory_order_acquire);
        return static_cast<std::size_t>(std::min(tail - head, mask_ + 1));
    }

 private:
    // Both threads, constant.
    LargeArray<T> items_;
    std::uint64_t mask_;

    // The producer's.
    alignas(line) std::atomic<std::uint64_t> tail_{0};
    std::uint64_t head_seen_ = 0;

    // The consumer's.
    alignas(line) std::atomic<std::uint64_t> head_{0};
    std::uint64_t tail_seen_ = 0;
};

}  // namespace gapwire
