// Bytes written by hand in tests: hexadecimal with spaces, as the sheets print them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "sim/bytes.hpp"

namespace gapwire::sim::test {

/// "53 0000 51" of the bytes, without spaces: what two sides of a comparison are turned into.
inline std::string hex(Bytes bytes)
{
    std::string text;
    for (const std::uint8_t byte : bytes) fmt::format_to(std::back_inserter(text), "{:02x}", byte);
    return text;
}

/// Hexadecimal as a sheet prints it, without its spaces.
inline std::string hex(std::string_view spaced)
{
    std::string text;
    for (const char c : spaced)
        if (c != ' ') text.push_back(c);
    return text;
}

}  // namespace gapwire::sim::test
