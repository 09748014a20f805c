// Values of a query, read strictly: what cannot be understood is refused, not passed over.
#pragma once

#include <charconv>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "app/http/message.hpp"

namespace gapwire::http {

/// What the client did wrong; answered by 400.
struct BadQuery : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws BadQuery for a key that is not among these, or comes twice.
void allow_parameters(const Target& target, std::initializer_list<std::string_view> keys);

/// A whole number in [low, high], or `otherwise` when the key is not there. Throws BadQuery.
std::uint64_t number_in(const Target& target, std::string_view key, std::uint64_t low,
                        std::uint64_t high, std::uint64_t otherwise);

/// A whole number of digits alone; nothing for anything else.
inline std::optional<std::uint64_t> parse_number(std::string_view text) noexcept
{
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || text.empty()) return std::nullopt;
    return value;
}

}  // namespace gapwire::http
