// The latest value of plain data from one writer to any number of readers, without locks.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <type_traits>

namespace gapwire {

/// A sequence lock over 64-bit words.
///
///     | sequence | word 0 | word 1 | ... |        odd sequence: a store is going on
///
/// The writer never waits for anybody. A reader retries while it meets a store, `retries_max` times
/// at the most, and then says that it has no value rather than spin on.
///
/// Memory orders. A word is stored with release and loaded with acquire: who takes a new word sees
/// at least the odd sequence stored before it when he looks at the sequence again, and will not
/// take old and new words for one value. The even sequence is stored with release, which pairs
/// with the first load of a reader: who sees it sees all words. No fences, which thread sanitizers
/// do not know; where loads acquire and stores release anyway (x86-64), all this costs nothing.
///
/// Lives in private or shared memory alike: plain words, no pointers, valid when zeroed (load()
/// then gives a zeroed value). Threads: one writer, any readers.
template <class T>
class Seqlock {
    static_assert(std::is_trivially_copyable_v<T> && sizeof(T) % 8 == 0);
    static constexpr std::size_t word_count = sizeof(T) / 8;

 public:
    static constexpr int retries_max = 1000;

    void store(const T& value) noexcept
    {
        change([&](Words64 stored) {
            for (std::size_t i = 0; i < word_count; ++i) stored.set(i, word_of(value, i));
        });
    }

    /// The words of the value, for `change`.
    class Words64 {
     public:
        explicit Words64(std::array<std::atomic<std::uint64_t>, word_count>& words) noexcept
            : words_(words)
        {}
        std::uint64_t get(std::size_t word) const noexcept
        {
            return words_[word].load(std::memory_order_relaxed);
        }
        void set(std::size_t word, std::uint64_t value) noexcept
        {
            words_[word].store(value, std::memory_order_release);  // pairs with load()'s words
        }

     private:
        std::array<std::atomic<std::uint64_t>, word_count>& words_;
    };

    /// Changes some words of the value and leaves the rest: change(words) calls words.set(i, word).
    template <class Change>
    void change(Change&& change) noexcept
    {
        const std::uint64_t sequence = sequence_.load(std::memory_order_relaxed);
        sequence_.store(sequence + 1, std::memory_order_relaxed);
        change(Words64(words_));
        sequence_.store(sequence + 2, std::memory_order_release);  // pairs with load()'s acquire
    }

    /// Loads a value as it was stored as a whole. False when a store was met every time: `value` is
    /// then of no use.
    bool load(T& value) const noexcept
    {
        for (int i = 0; i < retries_max; ++i) {
            const std::uint64_t before = sequence_.load(std::memory_order_acquire);  // with store()
            for (std::size_t w = 0; w < word_count; ++w)
                set_word(value, w, words_[w].load(std::memory_order_acquire));  // with store()'s
            if (sequence_.load(std::memory_order_relaxed) == before && before % 2 == 0) return true;
        }
        return false;
    }

    /// The same; nothing where that would be false. Copies the value once more.
    std::optional<T> load() const noexcept
    {
        T value;
        return load(value) ? std::optional<T>(value) : std::nullopt;
    }

    /// The value as the writer last stored it. Only for the writer's own thread.
    T value_of_writer() const noexcept
    {
        T value;
        for (std::size_t i = 0; i < word_count; ++i)
            set_word(value, i, words_[i].load(std::memory_order_relaxed));
        return value;
    }

    /// How many stores there have been.
    std::uint64_t version() const noexcept { return sequence_.load(std::memory_order_relaxed) / 2; }

 private:
    // Word by word, never through a copy of the whole: a wide load of what was just stored in
    // pieces has to wait for the cache.
    static std::uint64_t word_of(const T& value, std::size_t i) noexcept
    {
        std::uint64_t word;
        std::memcpy(&word, reinterpret_cast<const std::byte*>(&value) + 8 * i, 8);
        return word;
    }
    static void set_word(T& value, std::size_t i, std::uint64_t word) noexcept
    {
        std::memcpy(reinterpret_cast<std::byte*>(&value) + 8 * i, &word, 8);
    }

    std::atomic<std::uint64_t> sequence_{0};
    std::array<std::atomic<std::uint64_t>, word_count> words_{};
};

}  // namespace gapwire
