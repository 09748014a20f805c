// Pieces of JSON in ASCII: texts of feeds, times, dates, prices.
#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"
#include "core/types.hpp"

namespace gapwire {

/// A JSON string with its quotes; bytes that are not printable ASCII become \u00XX.
std::string json_quoted(std::string_view text);

// In quotes; null for what is missing.
std::string json_quoted_or_null(std::string_view text);
std::string json_time(Timestamp time);  // RFC 3339, UTC
std::string json_date(Date date);       // YYYY-MM-DD
std::string json_price(Price price);    // an exact decimal

/// 16 hexadecimal digits, in quotes.
std::string json_id(std::uint64_t id);

}  // namespace gapwire
