// Growth of a ladder: a chunk twice as large, the old one kept for others.
#include "book/price_ladder.hpp"

namespace gapwire::book {

std::uint32_t LadderArena::take(std::uint32_t capacity) noexcept
{
    std::uint32_t& free = free_[static_cast<std::size_t>(size_class(capacity))];
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

bool LadderArena::grow(Ladder& ladder) noexcept
{
    if (ladder.capacity >= levels_max) return false;
    const std::uint32_t capacity = ladder.capacity == 0 ? first_capacity : ladder.capacity * 2;
    const std::uint32_t chunk = take(capacity);
    if (chunk == 0) return false;

    Ladder larger{chunk, ladder.count, capacity, 0};
    std::copy_n(keys(ladder), ladder.count, keys_of(larger));
    std::copy_n(slots(ladder), ladder.count, slots_of(larger));
    if (ladder.capacity != 0) {
        std::uint32_t& free = free_[static_cast<std::size_t>(size_class(ladder.capacity))];
        std::memcpy(&memory_[ladder.chunk], &free, sizeof free);
        free = ladder.chunk;
    }
    ladder = larger;
    return true;
}

}  // namespace gapwire::book
