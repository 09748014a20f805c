// Values of a query.
#include "app/http/query.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gapwire::http {

void allow_parameters(const Target& target, std::initializer_list<std::string_view> keys)
{
    for (auto at = target.query.begin(); at != target.query.end(); ++at) {
        if (std::find(keys.begin(), keys.end(), at->first) == keys.end())
            throw BadQuery(fmt::format("{}: there is no such parameter", at->first));
        if (target.find(at->first) != &at->second)
            throw BadQuery(fmt::format("{}: is there twice", at->first));
    }
}

std::uint64_t number_in(const Target& target, std::string_view key, std::uint64_t low,
                        std::uint64_t high, std::uint64_t otherwise)
{
    const std::string* const text = target.find(key);
    if (text == nullptr) return otherwise;
    const auto value = parse_number(*text);
    if (!value || *value < low || *value > high)
        throw BadQuery(fmt::format("{}: want a whole number from {} to {}", key, low, high));
    return *value;
}

}  // namespace gapwire::http
