// Pieces of JSON: texts, times, prices.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "core/types.hpp"

namespace gapwire::http {

/// A JSON string. What is no valid UTF-8 comes out byte by byte as \u00XX: the result is valid.
std::string in_quotes(std::string_view text);
/// The same; null for an empty text.
std::string quoted_or_null(std::string_view text);
std::string time_or_null(Timestamp time);
std::string date_or_null(Date date);
std::string price_or_null(Price price);
/// `price` of the wire in points; null where either is none or the result does not fit.
std::string points_or_null(Price price, Price display_factor);
/// The same as a price.
Price in_points(Price price, Price display_factor) noexcept;
/// `units` of 10^-`digits` as a JSON number, exactly.
std::string quantity_text(std::uint64_t units, int digits);
/// 16 hexadecimal digits, quoted.
std::string id_text(std::uint64_t id);
constexpr std::string_view boolean_text(bool value) noexcept
{
    return value ? "true" : "false";
}
/// 1 to 16 hexadecimal digits; nothing for anything else.
std::optional<std::uint64_t> parse_id(std::string_view text) noexcept;

}  // namespace gapwire::http
