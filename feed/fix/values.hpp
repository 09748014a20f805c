// Values of FIX fields: decimals, whole numbers, dates and times, read exactly or refused.
#pragma once

#include <string_view>

#include "core/bytes.hpp"
#include "core/fix_decimal.hpp"

namespace gapwire::fix {

// Each is false, and leaves `to` alone, for text that is not of its form. No floating point.

/// `[-]digits[.digits]`, digits on one side of the point at least; at most 18 that count (neither
/// zeros in front nor zeros at the end do).
bool parse_decimal(std::string_view text, Decimal& to) noexcept;
/// Digits only, up to UINT64_MAX.
bool parse_unsigned(std::string_view text, std::uint64_t& to) noexcept;
/// "20250127" (UTCDateOnly), into days since 1970-01-01.
bool parse_date(std::string_view text, std::int32_t& to) noexcept;
/// "13:30:00", with up to nine digits behind a point (UTCTimeOnly), into ns of the day. A leap
/// second is the last nanosecond before it.
bool parse_time_of_day(std::string_view text, std::int64_t& to) noexcept;
/// "20250127-13:30:00.000" (UTCTimestamp).
bool parse_timestamp(std::string_view text, Timestamp& to) noexcept;

/// The number that eight digits make, the first in the lowest byte, each as its value.
constexpr std::uint64_t value_of_digits(std::uint64_t digits) noexcept
{
    constexpr std::uint64_t pairs = 0x0000'00FF'0000'00FF;
    const std::uint64_t value = digits * 10 + (digits >> 8);
    return ((value & pairs) * (100 + (std::uint64_t{1'000'000} << 32)) +
            (value >> 16 & pairs) * (1 + (std::uint64_t{10'000} << 32))) >>
           32;
}

/// parse_decimal(), for most values in a few instructions.
/// REQUIRES: eight bytes from the begin of `text` may be read, whatever its size.
inline bool parse_decimal_inside(std::string_view text, Decimal& to) noexcept
{
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    const std::size_t size = text.size();
    if (size == 0 || size > 8 || text[0] == '-') [[unlikely]]
        return parse_decimal(text, to);
    // To the right end of the word, the last character in its highest byte, zeros in front.
    const std::size_t free_bits = 8 * (8 - size);
    std::uint64_t word = load<std::uint64_t>(text.data()) << free_bits;
    word |= free_bits == 0 ? 0 : each * '0' >> (64 - free_bits);
    const std::uint64_t points = word ^ each * '.';
    const std::uint64_t found = (points - each) & ~points & each << 7;
    int fraction = 0;
    if (found != 0) {
        const int at = __builtin_ctzll(found) & ~7;  // bits below the point
        const std::uint64_t below = (std::uint64_t{1} << at) - 1;
        fraction = 7 - at / 8;
        // What is below moves over the point; one more zero comes in front.
        word = (word & ~(below << 8 | 0xFF)) | (word & below) << 8 | '0';
        if (size == 1) return false;
    }
    const std::uint64_t digits = word - each * '0';
    if (((digits | (digits + each * 0x76)) & each << 7) != 0) return false;
    const std::uint64_t value = value_of_digits(digits);
    to = {static_cast<std::int64_t>(value), static_cast<std::int8_t>(-fraction)};
    return true;
}

/// parse_unsigned(), the same way and on the same condition.
inline bool parse_unsigned_inside(std::string_view text, std::uint64_t& to) noexcept
{
    const std::size_t size = text.size();
    if (size == 0 || size > 8) [[unlikely]]
        return parse_unsigned(text, to);
    // Zeros in front, as values and not as characters.
    const std::uint64_t word = load<std::uint64_t>(text.data()) ^ 0x3030'3030'3030'3030;
    const std::uint64_t digits = word << 8 * (8 - size);
    if (((digits | (digits + 0x0606'0606'0606'0606)) & 0xF0F0'F0F0'F0F0'F0F0) != 0) return false;
    to = value_of_digits(digits);
    return true;
}

/// parse_time_of_day(), for "13:30:00.123" in a few instructions.
/// REQUIRES: sixteen bytes from the begin of `text` may be read, whatever its size.
inline bool parse_time_of_day_inside(std::string_view text, std::int64_t& to) noexcept
{
    constexpr std::uint64_t is_like = 0x3030'3A30'303A'3030;  // 00:00:00
    if (text.size() != 12) return parse_time_of_day(text, to);
    // Digits as their values, and 0 where colons and point are.
    const std::uint64_t clock = load<std::uint64_t>(text.data()) ^ is_like;
    const std::uint64_t rest = load<std::uint32_t>(text.data() + 8) ^ 0x3030'302Eu;
    const std::uint64_t tens = (clock + 0x0606'0006'0600'0606) | clock;
    const std::uint64_t behind = (rest + 0x0606'0600) | rest;
    const std::uint64_t pairs = clock * 10 + (clock >> 8);
    const std::uint64_t hour = pairs & 0xFF;
    const std::uint64_t minute = pairs >> 24 & 0xFF;
    const std::uint64_t second = pairs >> 48 & 0xFF;
    if (((tens & 0xF0F0'FFF0'F0FF'F0F0) | (behind & 0xF0F0'F0FF)) != 0 || hour > 23 ||
        minute > 59 || second > 59)
        return parse_time_of_day(text, to);
    const std::uint64_t ms = (rest >> 8 & 0xF) * 100 + (rest >> 16 & 0xF) * 10 + (rest >> 24);
    to = static_cast<std::int64_t>(((hour * 60 + minute) * 60 + second) * 1'000'000'000 +
                                   ms * 1'000'000);
    return true;
}

}  // namespace gapwire::fix
