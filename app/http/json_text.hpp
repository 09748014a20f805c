// Pieces of JSON beside those of core: texts in UTF-8, points, quantities.
#pragma once

#include <string>
#include <string_view>

#include "core/json_text.hpp"
#include "core/types.hpp"

namespace gapwire::http {

/// A JSON string. What is no valid UTF-8 comes out byte by byte as \u00XX: the result is valid.
std::string in_quotes(std::string_view text);
/// `price` of the wire in points; null where either is none or the result does not fit.
std::string points_or_null(Price price, Price display_factor);
/// `units` of 10^-`digits` as a JSON number, exactly.
std::string quantity_text(std::uint64_t units, int digits);
constexpr std::string_view boolean_text(bool value) noexcept
{
    return value ? "true" : "false";
}

}  // namespace gapwire::http
