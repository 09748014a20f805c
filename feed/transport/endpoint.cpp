// Endpoints as text.
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

}  // namespace gapwire::transport
