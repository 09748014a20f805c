// Which updates of which instruments somebody wants: one atomic word an instrument.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/region.hpp"
#include "core/types.hpp"

namespace gapwire {

/// Set by the rules, read by the feeds, which copy the words of their instruments when the version
/// has changed: once a batch is looked at one word, whatever the number of instruments. Whoever
/// sets many words publishes them once, so that the feeds copy once.
///
/// Memory   4 bytes an instrument, fixed at construction.
/// Threads  one that sets, any number that read.
class InterestTable {
 public:
    explicit InterestTable(std::size_t instruments_max) : kinds_(instruments_max) {}

    /// `kinds`: UpdateKind bits; 0: nothing. Takes effect with publish(). REQUIRES: an id within
    /// instruments_max.
    void set(InstrumentId id, std::uint8_t kinds) noexcept
    {
        if (this->kinds(id) == kinds) return;
        kinds_[id.value].store(kinds, std::memory_order_relaxed);
        is_changed_ = true;
    }
    /// Asks how all instruments stand that are wanted, as if each were wanted anew. Takes effect
    /// with publish().
    void ask_again() noexcept
    {
        askings_.fetch_add(1, std::memory_order_relaxed);
        is_changed_ = true;
    }
    /// Makes what was set known to the feeds, if anything was.
    void publish() noexcept
    {
        if (!is_changed_) return;
        is_changed_ = false;
        // Pairs with version(): who sees the new version sees the words.
        version_.fetch_add(1, std::memory_order_release);
    }
    std::uint8_t kinds(InstrumentId id) const noexcept
    {
        return static_cast<std::uint8_t>(kinds_[id.value].load(std::memory_order_relaxed));
    }
    /// How often it was asked again. Read it after version().
    std::uint64_t askings() const noexcept { return askings_.load(std::memory_order_relaxed); }
    /// Changes with every publish() that has something to say.
    std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }

 private:
    LargeArray<std::atomic<std::uint32_t>> kinds_;
    std::atomic<std::uint64_t> askings_{0};
    bool is_changed_ = false;  // the setting thread's: not published yet
    alignas(64) std::atomic<std::uint64_t> version_{0};
};

}  // namespace gapwire
