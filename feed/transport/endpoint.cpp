// Endpoints to text and back.
#include "feed/transport/endpoint.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

namespace gapwire::transport {

std::string to_text(const Endpoint& endpoint)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(endpoint.is_v6 ? AF_INET6 : AF_INET, endpoint.address.data(), text.data(),
                static_cast<socklen_t>(text.size()));
    const std::string_view address = text.data();
    return endpoint.is_v6 ? fmt::format("[{}]:{}", address, endpoint.port)
                          : fmt::format("{}:{}", address, endpoint.port);
}

std::optional<Endpoint> parse_address(std::string_view text, std::uint16_t port)
{
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']')
        text = text.substr(1, text.size() - 2);
    Endpoint endpoint;
    endpoint.port = port;
    endpoint.is_v6 = text.find(':') != std::string_view::npos;
    const int family = endpoint.is_v6 ? AF_INET6 : AF_INET;
    if (::inet_pton(family, std::string(text).c_str(), endpoint.address.data()) != 1) return {};
    return endpoint;
}

}  // namespace gapwire::transport
