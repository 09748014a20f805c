// Bytes written as hexadecimal digits, as the vectors of tests are.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gapwire::test {

/// Bytes of "0a ff", blanks for reading.
inline std::vector<std::uint8_t> bytes_from(std::string_view hex)
{
    std::vector<std::uint8_t> bytes;
    bool is_half = false;
    for (const char c : hex) {
        if (c == ' ') continue;
        const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
        if (is_half)
            bytes.back() = static_cast<std::uint8_t>(bytes.back() << 4 | digit);
        else
            bytes.push_back(static_cast<std::uint8_t>(digit));
        is_half = !is_half;
    }
    return bytes;
}

}  // namespace gapwire::test
