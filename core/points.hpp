// Prices of the wire in points: futures are quoted in other units than they are spoken of.
#pragma once

#include "core/types.hpp"

namespace gapwire {

/// A price of the wire in points: times `display_factor`, in 1e-9. None where either is none, or
/// where it does not fit.
constexpr Price points(Price wire, std::int64_t display_factor) noexcept
{
    if (wire.is_none() || display_factor == Price::none().units) return Price::none();
    const Wide product = wide(wire.units) * display_factor / Price::scale;
    if (product > INT64_MAX || product <= INT64_MIN) return Price::none();
    return {static_cast<std::int64_t>(product)};
}

}  // namespace gapwire
