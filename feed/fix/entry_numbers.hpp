// The numbers that an entry of market data usually has, converted all at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gapwire::fix {

/// Where they are in the text, in this order: price, size, position, orders. One that is missing
/// begins and ends at 0.
struct NumberPlaces {
    alignas(16) std::array<std::uint32_t, 4> begins{};
    alignas(16) std::array<std::uint32_t, 4> ends{};
};

/// What they are; one that is missing is 0. Price and size are values * 10^-fractions.
struct EntryNumbers {
    alignas(32) std::array<std::int64_t, 4> values{};
    std::array<std::int8_t, 2> fractions{};
};

/// Converts numbers of one to eight characters: digits, and a point in a price or size. False, and
/// `to` says nothing, where one of them is anything else: the functions of values.hpp tell what.
/// REQUIRES: eight bytes from each begin may be read.
using ReadNumbers = bool (*)(const char* text, const NumberPlaces& places,
                             EntryNumbers& to) noexcept;

/// One way of doing it.
struct NumbersWay {
    std::string_view name;  // of its instruction set
    ReadNumbers read;
};

/// What this machine can, the best last. REQUIRES: an index below numbers_ways().
NumbersWay numbers_way(std::size_t index) noexcept;
std::size_t numbers_ways() noexcept;

/// The best that this machine has.
bool read_numbers(const char* text, const NumberPlaces& places, EntryNumbers& to) noexcept;

}  // namespace gapwire::fix
