// Exact decimals to text and back.
#include "core/decimal.hpp"

#include <charconv>

#include "core/assert.hpp"

namespace gapwire {

std::string decimal(std::int64_t units, int digits)
{
    GAPWIRE_ASSERT(digits >= 0 && digits <= 18);
    const bool negative = units < 0;
    const std::uint64_t magnitude =
        negative ? ~static_cast<std::uint64_t>(units) + 1 : static_cast<std::uint64_t>(units);
    std::string text = std::to_string(magnitude);
    const auto places = static_cast<std::size_t>(digits);
    if (places > 0) {
        if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
        text.insert(text.size() - places, 1, '.');
        while (text.back() == '0') text.pop_back();
        if (text.back() == '.') text.pop_back();
    }
    if (negative) text.insert(0, 1, '-');
    return text;
}

std::string decimal(Price price)
{
    return price.is_none() ? "" : decimal(price.units, 9);
}

namespace {

/// value * 10 + digit, or nothing when it does not fit.
bool push_digit(std::int64_t& value, char digit) noexcept
{
    return !__builtin_mul_overflow(value, std::int64_t{10}, &value) &&
           !__builtin_add_overflow(value, std::int64_t{digit - '0'}, &value);
}

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<std::int64_t> parse_decimal(std::string_view text, int digits)
{
    const bool negative = !text.empty() && text.front() == '-';
    if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);

    std::int64_t value = 0;
    int places = 0;
    bool seen_point = false;
    bool seen_digit = false;
    for (const char c : text) {
        if (c == '.' && !seen_point) {
            seen_point = true;
            continue;
        }
        if (!is_digit(c)) return std::nullopt;
        seen_digit = true;
        if (seen_point && places == digits) {
            if (c != '0') return std::nullopt;
            continue;
        }
        if (!push_digit(value, c)) return std::nullopt;
        places += seen_point;
    }
    if (!seen_digit) return std::nullopt;
    for (; places < digits; ++places)
        if (!push_digit(value, '0')) return std::nullopt;
    return negative ? -value : value;
}

std::optional<Price> parse_price(std::string_view text)
{
    const auto units = parse_decimal(text, 9);
    if (!units) return std::nullopt;
    return Price{*units};
}

}  // namespace gapwire
