// Falls and rises in percent, exact: integers, nothing divided before a threshold is judged.
#pragma once

#include <limits>

#include "core/alert.hpp"
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

/// The nearest price at or above it: of a mid that has risen.
constexpr Price price_at_or_above(HalfUnits value) noexcept
{
    return {static_cast<std::int64_t>((value.value + 1) >> 1)};
}

/// Whether `to` lies at least `fall` below `from`; a fall of exactly 4.00 % reaches 400.
/// Multiplied out instead of divided. REQUIRES: from > 0.
constexpr bool fell_at_least(HalfUnits from, HalfUnits to, BasisPoints fall) noexcept
{
    return (from.value - to.value) * 10'000 >= from.value * fall.value;
}

/// How far `to` lies from `from` in this direction; negative against it.
constexpr Wide moved(Direction direction, HalfUnits from, HalfUnits to) noexcept
{
    return direction == Direction::down ? from.value - to.value : to.value - from.value;
}

/// Whether `to` lies at least `by` from `from` in this direction. REQUIRES: from > 0.
constexpr bool moved_at_least(Direction direction, HalfUnits from, HalfUnits to,
                              BasisPoints by) noexcept
{
    return moved(direction, from, to) * 10'000 >= from.value * by.value;
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
