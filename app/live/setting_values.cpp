// Settings as values: text, numbers within bounds, endpoints.
#include "app/live/setting_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gapwire::app {
namespace {

using strategies::expect_kind;
using strategies::refuse;
using strategies::Setting;
using strategies::SettingKind;

/// Where the port begins: behind the last colon, and not inside brackets.
std::size_t colon_before_port(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    const std::size_t bracket = text.rfind(']');
    const bool inside =
        bracket != std::string::npos && colon != std::string::npos && colon < bracket;
    return inside ? std::string::npos : colon;
}

}  // namespace

std::string text_in(const Setting& setting)
{
    expect_kind(setting, {SettingKind::text}, "text in quotes");
    return setting.text;
}

std::string text_in(const Setting& setting, std::size_t size_max)
{
    std::string text = text_in(setting);
    const bool prints =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (!prints || text.size() > size_max)
        refuse(setting,
               fmt::format("\"{}\" is not text of at most {} ASCII characters", text, size_max));
    return text;
}

bool boolean_in(const Setting& setting)
{
    expect_kind(setting, {SettingKind::boolean}, "true or false");
    return setting.text == "true";
}

std::int64_t integer_in(const Setting& setting, std::int64_t low, std::int64_t high)
{
    expect_kind(setting, {SettingKind::integer}, "a whole number");
    std::int64_t value = 0;
    const char* const end = setting.text.data() + setting.text.size();
    const auto [stop, error] = std::from_chars(setting.text.data(), end, value);
    if (error != std::errc() || stop != end || value < low || value > high)
        refuse(setting, fmt::format("{} is not from {} to {}", setting.text, low, high));
    return value;
}

HostPort host_port_in(const Setting& setting)
{
    const std::string text = text_in(setting);
    const std::size_t colon = colon_before_port(text);
    HostPort result;
    const char* const end = text.data() + text.size();
    if (colon != std::string::npos && colon > 0) {
        result.host = text.substr(0, colon);
        const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, result.port);
        if (error == std::errc() && stop == end && result.port != 0) return result;
    }
    refuse(setting, fmt::format("\"{}\" is not HOST:PORT", text));
}

transport::Endpoint endpoint_in(const Setting& setting)
{
    const HostPort parts = host_port_in(setting);
    const auto endpoint = transport::parse_address(parts.host, parts.port);
    if (!endpoint) refuse(setting, fmt::format("\"{}\" is not a numeric address", parts.host));
    return *endpoint;
}

}  // namespace gapwire::app
