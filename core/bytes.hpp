// Integers and text as they lie in a packet: alignment 1, byte order in the type.
#pragma once

#include <bit>
#include <concepts>

#include "core/types.hpp"

namespace gapwire {

/// Reads a `T` in native byte order from any address.
template <class T>
inline T load(const void* from) noexcept
{
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

constexpr std::uint16_t byte_swapped(std::uint16_t v) noexcept
{
    return __builtin_bswap16(v);
}
constexpr std::uint32_t byte_swapped(std::uint32_t v) noexcept
{
    return __builtin_bswap32(v);
}
constexpr std::uint64_t byte_swapped(std::uint64_t v) noexcept
{
    return __builtin_bswap64(v);
}

template <std::unsigned_integral T>
constexpr T from_big_endian(T v) noexcept
{
    return std::endian::native == std::endian::big ? v : byte_swapped(v);
}

/// A big-endian unsigned integer inside a packet.
template <std::unsigned_integral T>
struct BigEndian {
    std::uint8_t raw[sizeof(T)];

    T value() const noexcept { return from_big_endian(load<T>(raw)); }
    operator T() const noexcept { return value(); }
    static BigEndian of(T v) noexcept
    {
        BigEndian field;
        const T swapped = from_big_endian(v);
        std::memcpy(field.raw, &swapped, sizeof swapped);
        return field;
    }
};

using U16be = BigEndian<std::uint16_t>;
using U32be = BigEndian<std::uint32_t>;
using U64be = BigEndian<std::uint64_t>;

/// A 48-bit big-endian unsigned integer (ITCH time).
struct U48be {
    std::uint8_t raw[6];

    std::uint64_t value() const noexcept
    {
        return std::uint64_t{from_big_endian(load<std::uint16_t>(raw))} << 32 |
               from_big_endian(load<std::uint32_t>(raw + 2));
    }
    operator std::uint64_t() const noexcept { return value(); }
    static U48be of(std::uint64_t v) noexcept
    {
        U48be field;
        for (int i = 5; i >= 0; --i, v >>= 8) field.raw[i] = static_cast<std::uint8_t>(v);
        return field;
    }
};

/// Text on the wire, left-justified and padded with spaces on the right.
template <std::size_t N>
struct Ascii {
    char raw[N];

    Text<N> text() const noexcept
    {
        Text<N> copy;
        std::memcpy(copy.raw.data(), raw, N);
        return copy;
    }
    /// Without its padding; valid as long as the packet.
    std::string_view view() const noexcept
    {
        std::size_t size = N;
        while (size > 0 && raw[size - 1] == ' ') --size;
        return {raw, size};
    }
    static Ascii of(std::string_view text) noexcept
    {
        Ascii field;
        for (std::size_t i = 0; i < N; ++i) field.raw[i] = i < text.size() ? text[i] : ' ';
        return field;
    }
};

/// The layout `T` at the front of `bytes`. REQUIRES: bytes.size() >= sizeof(T).
template <class T>
inline const T& view_as(const std::uint8_t* bytes) noexcept
{
    static_assert(alignof(T) == 1, "a wire layout is a view of the packet");
    return *reinterpret_cast<const T*>(bytes);
}

/// The bytes of a wire layout, for encoders.
template <class T>
inline Bytes bytes_of(const T& layout) noexcept
{
    static_assert(alignof(T) == 1);
    return {reinterpret_cast<const std::uint8_t*>(&layout), sizeof layout};
}

}  // namespace gapwire
