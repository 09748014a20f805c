// FIX messages as a venue writes them.
#include "sim/fix_encoder.hpp"

#include <fmt/format.h>

#include <numeric>

namespace gapwire::sim {

std::string FixEncoder::message() const
{
    return fix_framed(begin_, body_);
}

std::string fix_framed(std::string_view begin_string, std::string_view body)
{
    std::string text = fmt::format(
        "8={}\x01"
        "9={}\x01{}",
        begin_string, body.size(), body);
    const auto sum = std::accumulate(text.begin(), text.end(), 0u, [](unsigned total, char c) {
        return total + static_cast<unsigned char>(c);
    });
    text += fmt::format("10={:03}\x01", sum % 256);
    return text;
}

}  // namespace gapwire::sim
