// Exact decimals: prices and whole numbers to text and back, without floating point or locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/types.hpp"

namespace gapwire {

/// `units` / 10^`digits` as the shortest exact decimal: no trailing zeros, no exponent ("80.52",
/// "100", "-0.5"). `digits` in [0, 18].
std::string decimal(std::int64_t units, int digits);

/// The same for a price ("142.62"); a missing price is "".
std::string decimal(Price price);

/// Reads an exact decimal into units of 10^-`digits`. Nothing for text that is not
/// `[-+]digits[.digits]`, has more significant decimals than `digits`, or does not fit.
std::optional<std::int64_t> parse_decimal(std::string_view text, int digits);

/// The same for a price.
std::optional<Price> parse_price(std::string_view text);

}  // namespace gapwire
