// Where the fields of a FIX message end, and the sum of its bytes.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/types.hpp"

namespace gapwire::fix {

/// How many more places split() may write than there are fields.
inline constexpr std::size_t split_slack = 64;

/// Writes the place of each SOH of `bytes`, counted from its begin, and returns how many there are.
/// REQUIRES: room for as many places and split_slack more; bytes.size() < 2^32.
using Split = std::size_t (*)(Bytes bytes, std::uint32_t* places) noexcept;

/// One way of doing it.
struct SplitWay {
    std::string_view name;  // of its instruction set
    Split split;
};

/// What any machine can do, and what this one can, the best last.
std::size_t split_plain(Bytes bytes, std::uint32_t* places) noexcept;
/// REQUIRES: an index below split_ways().
SplitWay split_way(std::size_t index) noexcept;
std::size_t split_ways() noexcept;

/// The best that this machine has.
std::size_t split(Bytes bytes, std::uint32_t* places) noexcept;

/// The sum of all bytes, modulo 256 (CheckSum).
std::uint8_t sum_of(Bytes bytes) noexcept;

}  // namespace gapwire::fix
