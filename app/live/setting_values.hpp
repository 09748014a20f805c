// Settings as values: text, numbers within bounds, endpoints.
#pragma once

#include <cstdint>
#include <string>

#include "feed/transport/endpoint.hpp"
#include "strategies/settings.hpp"

namespace gapwire::app {

// Each throws OperatorError(config) `place: key: reason`.

/// Any text, or one of at most `size_max` printable ASCII characters.
std::string text_in(const strategies::Setting& setting);
std::string text_in(const strategies::Setting& setting, std::size_t size_max);
bool boolean_in(const strategies::Setting& setting);
std::int64_t integer_in(const strategies::Setting& setting, std::int64_t low, std::int64_t high);

/// "HOST:PORT"; the host may be a name.
struct HostPort {
    std::string host;
    std::uint16_t port = 0;
};
HostPort host_port_in(const strategies::Setting& setting);
/// The same with a numeric address, IPv6 in brackets.
transport::Endpoint endpoint_in(const strategies::Setting& setting);

/// Reads an integer key where it is there; it counts in `unit`s.
template <class T>
void read_integer(const strategies::Setting& table, std::string_view key, std::int64_t low,
                  std::int64_t high, T& to, std::int64_t unit = 1)
{
    if (const auto* setting = table.find(key))
        to = static_cast<T>(integer_in(*setting, low, high) * unit);
}

}  // namespace gapwire::app
