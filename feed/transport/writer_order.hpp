// Integers in the byte order of the machine that wrote a capture, known only from its magic number.
#pragma once

#include "core/bytes.hpp"

namespace gapwire::transport {

struct WriterOrder {
    bool swapped = false;  // the writer's byte order is not ours

    template <std::unsigned_integral T>
    T read(const std::uint8_t* from) const noexcept
    {
        const T value = load<T>(from);
        return swapped ? byte_swapped(value) : value;
    }
    std::uint16_t u16(const std::uint8_t* from) const noexcept { return read<std::uint16_t>(from); }
    std::uint32_t u32(const std::uint8_t* from) const noexcept { return read<std::uint32_t>(from); }
    std::uint64_t u64(const std::uint8_t* from) const noexcept { return read<std::uint64_t>(from); }
};

}  // namespace gapwire::transport
