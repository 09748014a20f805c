// The price levels of one side of a book: the best at a fixed place, the deep ones elsewhere.
#pragma once

#include <array>
#include <bit>

#include "book/order.hpp"
#include "core/assert.hpp"
#include "core/region.hpp"
#include "core/simd.hpp"

namespace gapwire::book {

/// One side's best levels, sorted with the best last, and where the deeper ones are.
///
///     | keys[15] | counts |   levels[15] of 16 bytes   | deep |
///     '-- one cache line -'
///
/// Its address follows from the instrument alone, one line of keys answers any search, and a level
/// that opens or closes near the best price moves little. Every deep level is worse than keys[0];
/// while there are deep levels, the block is not empty.
struct alignas(64) Ladder {
    static constexpr std::uint32_t top_max = 15;

    Key keys[top_max + 1];  // the last is none, but the counts: deep_count << 16 | count
    PriceLevel levels[top_max];
    std::uint32_t deep_chunk;  // offset in the arena, in units of 64 bytes; 0: none yet
    std::uint32_t deep_capacity;

    std::uint32_t count() const noexcept { return counts() & 0xFFFF; }
    std::uint32_t deep_count() const noexcept { return counts() >> 16; }
    void set_counts(std::uint32_t count, std::uint32_t deep_count) noexcept
    {
        keys[top_max] = static_cast<Key>(deep_count << 16 | count);
    }

    /// The smallest i with keys[i] >= key; `count` if there is none.
    template <class Simd>
    std::uint32_t position(Key key) const noexcept
    {
        const std::uint32_t above = 1u << count();
        const std::uint32_t not_less = Simd::not_less_16(keys, key) & (above - 1);
        return static_cast<std::uint32_t>(std::countr_zero(not_less | above));
    }

    bool is_at(std::uint32_t at, Key key) const noexcept { return at < count() && keys[at] == key; }

 private:
    std::uint32_t counts() const noexcept { return static_cast<std::uint32_t>(keys[top_max]); }
};
static_assert(sizeof(Ladder) == 320);

/// What changes ladders, and the memory of their deep levels. Threads: one.
/// Memory: `bytes`, fixed; chunks of 16 levels times a power of two, recycled by size.
class LadderArena {
 public:
    /// A side with more deep levels than this is refused: it bounds what one insertion may move.
    static constexpr std::uint32_t deep_max = (1u << 16) - 1;

    explicit LadderArena(std::size_t bytes, bool prefault)
        : memory_(first_unit + bytes / 64, prefault)
    {}

    std::size_t level_count(const Ladder& ladder) const noexcept
    {
        return std::size_t{ladder.count()} + ladder.deep_count();
    }

    /// One level and its price key, `rank` 0 being the best. REQUIRES: rank < level_count.
    struct Entry {
        Key key;
        const PriceLevel* level;
    };
    Entry at_rank(const Ladder& ladder, std::size_t rank) const noexcept
    {
        if (rank < ladder.count()) {
            const std::size_t at = ladder.count() - 1 - rank;
            return {ladder.keys[at], &ladder.levels[at]};
        }
        const std::size_t at = ladder.deep_count() - 1 - (rank - ladder.count());
        return {deep_keys(ladder)[at], &deep_levels(ladder)[at]};
    }

    /// Asks for the best of the deep levels, where most of their traffic is.
    void prefetch_deep(const Ladder& ladder) const noexcept
    {
        const Key* const last_key = deep_keys(ladder) + ladder.deep_count();
        simd::prefetch_write(last_key - 1);
        simd::prefetch_write(last_key - 16);
        const PriceLevel* const last_level = deep_levels(ladder) + ladder.deep_count();
        simd::prefetch_write(last_level - 1);
    }

    /// The level at `key`. REQUIRES: it is a deep level.
    PriceLevel& deep(const Ladder& ladder, Key key) noexcept
    {
        const std::uint32_t at = deep_position(ladder, key);
        GAPWIRE_ASSERT(at < ladder.deep_count() && deep_keys(ladder)[at] == key);
        return deep_levels(ladder)[at];
    }

    /// Opens an empty level for `key`, wherever it belongs; `at` is position(key), and says
    /// afterwards where in the block it is (`count` for a deep one). Returns nullptr when there is
    /// no room; then no level has changed. REQUIRES: `key` is not in the block.
    template <class Simd>
    PriceLevel* open(Ladder& ladder, std::uint32_t& at, Key key) noexcept
    {
        if (ladder.count() == Ladder::top_max && at > 0) [[unlikely]] {
            if (!spill(ladder)) return nullptr;
            at = at > spill_count ? at - spill_count : 0;
        }
        if (deep_belongs(ladder, at)) [[unlikely]] {
            at = ladder.count();
            return find_or_open_deep(ladder, key);
        }
        const std::uint32_t count = ladder.count();
        Simd::move_up(ladder.levels, at, count);
        Simd::insert_key(ladder.keys, at, count, key);
        ladder.levels[at] = {};
        return &ladder.levels[at];
    }

    /// Closes the level at `at` of the block, and takes deep levels in when it has become short.
    template <class Simd>
    void close_top(Ladder& ladder, std::uint32_t at) noexcept
    {
        const std::uint32_t count = ladder.count();
        Simd::move_down(ladder.levels, at, count - 1);
        Simd::erase_key(ladder.keys, at, count);
        if (count - 1 < refill_below && ladder.deep_count() > 0) [[unlikely]]
            refill(ladder);
    }

    void close_deep(Ladder& ladder, Key key) noexcept;

 private:
    static constexpr std::uint32_t padding = 16;     // readable keys before the first deep one
    static constexpr std::uint32_t first_unit = 16;  // those before it: of ladders without a chunk
    static constexpr std::uint32_t spill_count = 4;
    static constexpr std::uint32_t refill_below = 6;
    static constexpr std::uint32_t refill_to = 10;
    static constexpr std::uint32_t first_capacity = 16;

    struct alignas(64) Unit {
        std::byte bytes[64];
    };

    const Key* deep_keys(const Ladder& ladder) const noexcept
    {
        return reinterpret_cast<const Key*>(memory_.data() + ladder.deep_chunk) + padding;
    }
    const PriceLevel* deep_levels(const Ladder& ladder) const noexcept
    {
        return reinterpret_cast<const PriceLevel*>(deep_keys(ladder) + ladder.deep_capacity);
    }
    Key* deep_keys(const Ladder& ladder) noexcept
    {
        return const_cast<Key*>(std::as_const(*this).deep_keys(ladder));
    }
    PriceLevel* deep_levels(const Ladder& ladder) noexcept
    {
        return const_cast<PriceLevel*>(std::as_const(*this).deep_levels(ladder));
    }

    /// Whether a price that is not in the block is, or would have to be, among the deep levels.
    static bool deep_belongs(const Ladder& ladder, std::uint32_t at) noexcept
    {
        return at == 0 && (ladder.deep_count() > 0 || ladder.count() == Ladder::top_max);
    }

    PriceLevel* find_or_open_deep(Ladder& ladder, Key key) noexcept;
    std::uint32_t deep_position(const Ladder& ladder, Key key) const noexcept;
    bool reserve_deep(Ladder& ladder, std::uint32_t count) noexcept;
    std::uint32_t take_chunk(std::uint32_t capacity) noexcept;
    bool spill(Ladder& ladder) noexcept;
    void refill(Ladder& ladder) noexcept;

    LargeArray<Unit> memory_;
    std::uint32_t used_ = first_unit;
    std::array<std::uint32_t, 16> free_chunks_{};  // by size; the next free one is in the chunk
};

}  // namespace gapwire::book
