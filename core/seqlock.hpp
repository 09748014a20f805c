// The latest value of plain data from one writer to any number of readers, without locks.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
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
    using Words = std::array<std::uint64_t, word_count>;

 public:
    static constexpr int retries_max = 1000;

    void store(const T& value) noexcept
    {
        const Words words = std::bit_cast<Words>(value);
        change([&](Words64 stored) {
            for (std::size_t i = 0; i < word_count; ++i) stored.set(i, words[i]);
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

    /// A value as it was stored as a whole, or nothing when a store was met every time.
    std::optional<T> load() const noexcept
    {
        for (int i = 0; i < retries_max; ++i) {
            const std::uint64_t before = sequence_.load(std::memory_order_acquire);  // with store()
            Words words;
            for (std::size_t w = 0; w < word_count; ++w)
                words[w] = words_[w].load(std::memory_order_acquire);  // with store()'s words
            if (sequence_.load(std::memory_order_relaxed) != before || before % 2 != 0) continue;
            return std::bit_cast<T>(words);
        }
        return std::nullopt;
    }

    /// The value as the writer last stored it. Only for the writer's own thread.
    T value_of_writer() const noexcept
    {
        Words words;
        for (std::size_t i = 0; i < word_count; ++i)
            words[i] = words_[i].load(std::memory_order_relaxed);
        return std::bit_cast<T>(words);
    }

    /// How many stores there have been.
    std::uint64_t version() const noexcept { return sequence_.load(std::memory_order_relaxed) / 2; }

 private:
    std::atomic<std::uint64_t> sequence_{0};
    std::array<std::atomic<std::uint64_t>, word_count> words_{};
};

}  // namespace gapwire
