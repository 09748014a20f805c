// Pieces of JSON.
#include "app/http/json_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

#include "core/decimal.hpp"

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

std::string quoted_or_null(std::string_view text)
{
    return text.empty() ? "null" : in_quotes(text);
}

std::string time_or_null(Timestamp time)
{
    return time.is_none() ? "null" : in_quotes(rfc3339(time));
}

std::string date_or_null(Date date)
{
    return quoted_or_null(to_text(date));
}

std::string price_or_null(Price price)
{
    return quoted_or_null(decimal(price));
}

Price in_points(Price price, Price display_factor) noexcept
{
    if (price.is_none() || display_factor.is_none()) return Price::none();
    const Wide points = wide(price.units) * display_factor.units / Price::scale;
    if (points > INT64_MAX || points < INT64_MIN + 1) return Price::none();
    return {static_cast<std::int64_t>(points)};
}

std::string points_or_null(Price price, Price display_factor)
{
    return price_or_null(in_points(price, display_factor));
}

std::string quantity_text(std::uint64_t units, int digits)
{
    if (digits == 0 || units > static_cast<std::uint64_t>(INT64_MAX)) return fmt::to_string(units);
    return decimal(static_cast<std::int64_t>(units), digits);
}

std::string id_text(std::uint64_t id)
{
    return fmt::format("\"{:016x}\"", id);
}

std::optional<std::uint64_t> parse_id(std::string_view text) noexcept
{
    std::uint64_t id = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, id, 16);
    if (error != std::errc() || stop != end || text.empty() || text.size() > 16)
        return std::nullopt;
    return id;
}

}  // namespace gapwire::http
