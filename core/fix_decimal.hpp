// Exact decimals as FIX writes them: a whole number and a power of ten.
#pragma once

#include <cstdint>
#include <optional>

#include "core/types.hpp"

namespace gapwire {

/// `mantissa` * 10^`exponent`, as it was written ("1.50" is 150 and -2). A missing one is none().
struct Decimal {
    std::int64_t mantissa = INT64_MIN;
    std::int8_t exponent = 0;

    static constexpr int digits_max = 18;  // of the mantissa

    static constexpr Decimal none() noexcept { return {}; }
    constexpr bool is_none() const noexcept { return mantissa == INT64_MIN; }
    friend constexpr bool operator==(Decimal, Decimal) = default;
};

/// A decimal as a whole number of some unit.
struct Rounded {
    std::int64_t units = 0;
    bool is_exact = true;  // else rounded, half away from zero
    friend constexpr bool operator==(Rounded, Rounded) = default;
};

/// `value` in units of 10^-`digits`; nothing where it does not fit, or is none.
/// REQUIRES: digits in [0, 18].
constexpr std::optional<Rounded> rounded(Decimal value, int digits) noexcept
{
    if (value.is_none()) return std::nullopt;
    Wide units = value.mantissa;
    int shift = value.exponent + digits;
    if (units == 0) return Rounded{};
    for (; shift > 0; --shift) {
        units *= 10;
        if (units > INT64_MAX || units <= INT64_MIN) return std::nullopt;
    }
    if (shift < -Decimal::digits_max) return Rounded{0, false};
    Wide divisor = 1;
    for (; shift < 0; ++shift) divisor *= 10;
    const Wide rest = units % divisor;
    units /= divisor;
    const Wide size = rest < 0 ? -rest : rest;
    if (2 * size >= divisor && rest != 0) units += rest < 0 ? -1 : 1;
    return Rounded{static_cast<std::int64_t>(units), rest == 0};
}

}  // namespace gapwire
