// Deep levels: searched from their best end, moved in and out of the block a few at a time.
#include "book/price_ladder.hpp"

#include <algorithm>

namespace gapwire::book {
namespace {

std::uint32_t units(std::uint32_t capacity) noexcept
{
    return static_cast<std::uint32_t>(1 + capacity * (sizeof(Key) + sizeof(PriceLevel)) / 64);
}

std::size_t size_class(std::uint32_t capacity) noexcept
{
    return static_cast<std::size_t>(std::countr_zero(capacity)) - 4;
}

}  // namespace

/// How many deep levels are worse than `key`, searched from the best end.
std::uint32_t LadderArena::deep_position(const Ladder& ladder, Key key) const noexcept
{
    const Key* const first = deep_keys(ladder);
    std::uint32_t end = ladder.deep_count();
    for (;; end -= 16) {
        // The last window may begin in the padding: what lies there counts as worse.
        const std::uint32_t valid = end < 16 ? 0xFFFFu << (16 - end) & 0xFFFF : 0xFFFF;
        const std::uint32_t not_less =
            simd::Baseline::not_less_16(first + static_cast<std::ptrdiff_t>(end) - 16, key) & valid;
        if (end <= 16 || (not_less & 1) == 0)
            return end - 16 + static_cast<std::uint32_t>(std::countr_zero(not_less | 1u << 16));
    }
}

std::uint32_t LadderArena::take_chunk(std::uint32_t capacity) noexcept
{
    std::uint32_t& free = free_chunks_[size_class(capacity)];
    if (free != 0) {
        const std::uint32_t chunk = free;
        std::memcpy(&free, &memory_[chunk], sizeof free);
        return chunk;
    }
    if (memory_.size() - used_ < units(capacity)) return 0;
    const std::uint32_t chunk = used_;
    used_ += units(capacity);
    return chunk;
}

/// Room for `count` more deep levels. False when the arena or the side is full.
bool LadderArena::reserve_deep(Ladder& ladder, std::uint32_t count) noexcept
{
    if (ladder.deep_count() + count > deep_max) return false;
    if (ladder.deep_count() + count <= ladder.deep_capacity) return true;
    const std::uint32_t capacity =
        ladder.deep_capacity == 0 ? first_capacity : ladder.deep_capacity * 2;
    const std::uint32_t chunk = take_chunk(capacity);
    if (chunk == 0) return false;

    const Key* const old_keys = deep_keys(ladder);
    const PriceLevel* const old_levels = deep_levels(ladder);
    const std::uint32_t old_chunk = ladder.deep_chunk;
    const std::uint32_t old_capacity = ladder.deep_capacity;
    ladder.deep_chunk = chunk;
    ladder.deep_capacity = capacity;
    std::copy_n(old_keys, ladder.deep_count(), deep_keys(ladder));
    std::copy_n(old_levels, ladder.deep_count(), deep_levels(ladder));
    if (old_chunk != 0) {
        std::uint32_t& free = free_chunks_[size_class(old_capacity)];
        std::memcpy(&memory_[old_chunk], &free, sizeof free);
        free = old_chunk;
    }
    return true;
}

PriceLevel* LadderArena::find_or_open_deep(Ladder& ladder, Key key) noexcept
{
    std::uint32_t at = deep_position(ladder, key);
    if (at < ladder.deep_count() && deep_keys(ladder)[at] == key) return &deep_levels(ladder)[at];
    if (!reserve_deep(ladder, 1)) return nullptr;
    Key* const keys = deep_keys(ladder);
    PriceLevel* const levels = deep_levels(ladder);
    std::copy_backward(keys + at, keys + ladder.deep_count(), keys + ladder.deep_count() + 1);
    std::copy_backward(levels + at, levels + ladder.deep_count(), levels + ladder.deep_count() + 1);
    keys[at] = key;
    levels[at] = {};
    ladder.set_counts(ladder.count(), ladder.deep_count() + 1);
    return &levels[at];
}

void LadderArena::close_deep(Ladder& ladder, Key key) noexcept
{
    const std::uint32_t at = deep_position(ladder, key);
    GAPWIRE_ASSERT(at < ladder.deep_count() && deep_keys(ladder)[at] == key);
    Key* const keys = deep_keys(ladder);
    PriceLevel* const levels = deep_levels(ladder);
    std::copy(keys + at + 1, keys + ladder.deep_count(), keys + at);
    std::copy(levels + at + 1, levels + ladder.deep_count(), levels + at);
    ladder.set_counts(ladder.count(), ladder.deep_count() - 1);
}

/// The worst levels of a full block become the best of the deep ones.
bool LadderArena::spill(Ladder& ladder) noexcept
{
    if (!reserve_deep(ladder, spill_count)) return false;
    const std::uint32_t count = ladder.count();
    const std::uint32_t deep_count = ladder.deep_count();
    std::copy_n(ladder.keys, spill_count, deep_keys(ladder) + deep_count);
    std::copy_n(ladder.levels, spill_count, deep_levels(ladder) + deep_count);
    std::copy(ladder.keys + spill_count, ladder.keys + count, ladder.keys);
    std::copy(ladder.levels + spill_count, ladder.levels + count, ladder.levels);
    ladder.set_counts(count - spill_count, deep_count + spill_count);
    return true;
}

/// The best deep levels become the worst of the block.
void LadderArena::refill(Ladder& ladder) noexcept
{
    const std::uint32_t count = ladder.count();
    const std::uint32_t moved = std::min(refill_to - count, ladder.deep_count());
    const std::uint32_t deep_count = ladder.deep_count() - moved;
    std::copy_backward(ladder.keys, ladder.keys + count, ladder.keys + count + moved);
    std::copy_backward(ladder.levels, ladder.levels + count, ladder.levels + count + moved);
    std::copy_n(deep_keys(ladder) + deep_count, moved, ladder.keys);
    std::copy_n(deep_levels(ladder) + deep_count, moved, ladder.levels);
    ladder.set_counts(count + moved, deep_count);
}

}  // namespace gapwire::book
