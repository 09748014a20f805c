// Falls in percent, exact: integers all the way, nothing divided before a threshold is judged.
#pragma once

#include <limits>

#include "core/types.hpp"

namespace gapwire::strategies {

/// A price in units of 0.5e-9, so that the mid of any two prices is exact.
struct HalfUnits {
    Wide value = 0;
};

constexpr HalfUnits exact(Price price) noexcept
{
    return {wide(price.units) * 2};
}
constexpr HalfUnits exact_mid(Price bid, Price ask) noexcept
{
    return {wide(bid.units) + wide(ask.units)};
}

/// The nearest price at or below `value`: a mid between two prices is shown as the lower one, which
/// has fallen as far as the mid says. REQUIRES: `value` came from prices that were not missing.
constexpr Price price_at_or_below(HalfUnits value) noexcept
{
    return {static_cast<std::int64_t>(value.value >> 1)};
}

/// Whether `to` lies at least `fall` below `from`; a fall of exactly 4.00 % reaches 400.
/// Multiplied out instead of divided. REQUIRES: from > 0.
constexpr bool fell_at_least(HalfUnits from, HalfUnits to, BasisPoints fall) noexcept
{
    return (from.value - to.value) * 10'000 >= from.value * fall.value;
}

/// The fall from `from` to `to`, truncated toward zero (negative for a rise) and held inside what
/// BasisPoints can say. REQUIRES: from > 0.
constexpr BasisPoints fall_between(HalfUnits from, HalfUnits to) noexcept
{
    constexpr Wide most = std::numeric_limits<std::int32_t>::max();
    const Wide fall = (from.value - to.value) * 10'000 / from.value;
    const Wide held = fall > most ? most : fall < -most ? -most : fall;
    return {static_cast<std::int32_t>(held)};
}

}  // namespace gapwire::strategies
