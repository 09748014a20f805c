// An IP address and a UDP or TCP port.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.hpp"

namespace gapwire::transport {

/// IPv4 addresses take the first four bytes, the rest is zero.
struct Endpoint {
    std::array<std::uint8_t, 16> address{};
    std::uint16_t port = 0;
    bool is_v6 = false;

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
    friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

/// "233.54.12.111:26477", "[ff15::1]:5000".
std::string to_text(const Endpoint& endpoint);

/// The endpoint of a numeric address ("233.54.12.111", "ff15::1", "[ff15::1]") and a port; nothing
/// for any other text.
std::optional<Endpoint> parse_address(std::string_view text, std::uint16_t port = 0);

/// Whether the address is a group: 224.0.0.0/4 or ff00::/8.
constexpr bool is_multicast(const Endpoint& endpoint) noexcept
{
    return endpoint.is_v6 ? endpoint.address[0] == 0xff : endpoint.address[0] >> 4 == 0xe;
}

}  // namespace gapwire::transport

/// Also what Abseil's hash maps use.
template <>
struct std::hash<gapwire::transport::Endpoint> {
    std::size_t operator()(const gapwire::transport::Endpoint& endpoint) const noexcept
    {
        constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
        const std::uint64_t port = std::uint64_t{endpoint.port} << 1 | endpoint.is_v6;
        std::uint64_t mixed = (gapwire::load<std::uint64_t>(endpoint.address.data()) ^ port) * odd;
        mixed ^= mixed >> 32;
        mixed = (mixed ^ gapwire::load<std::uint64_t>(endpoint.address.data() + 8)) * odd;
        return mixed ^ mixed >> 32;
    }
};
