// Pieces of JSON: UTF-8, points, quantities.
#include "app/http/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/decimal.hpp"
#include "core/points.hpp"

namespace gapwire::http {
namespace {

/// How many bytes a character of UTF-8 has that begins here; 0 where none does.
std::size_t utf8_size(std::string_view text) noexcept
{
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool is_overlong = first == 0xE0 && byte(1) < 0xA0;
        const bool is_surrogate = first == 0xED && byte(1) > 0x9F;
        return follows(1) && follows(2) && !is_overlong && !is_surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool is_overlong = first == 0xF0 && byte(1) < 0x90;
        const bool is_too_large = first == 0xF4 && byte(1) > 0x8F;
        return follows(1) && follows(2) && follows(3) && !is_overlong && !is_too_large ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::string in_quotes(std::string_view text)
{
    std::string json = "\"";
    while (!text.empty()) {
        const char c = text.front();
        const std::size_t size = utf8_size(text);
        if (c == '"' || c == '\\')
            json.append({'\\', c});
        else if (size == 0 || static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned char>(c));
        else
            json += text.substr(0, size);
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return json += '"';
}

std::string points_or_null(Price price, Price display_factor)
{
    return json_price(points(price, display_factor.units));
}

std::string quantity_text(std::uint64_t units, int digits)
{
    if (digits == 0 || units > static_cast<std::uint64_t>(INT64_MAX)) return fmt::to_string(units);
    return decimal(static_cast<std::int64_t>(units), digits);
}

}  // namespace gapwire::http
