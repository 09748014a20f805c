// Endpoints as the socket calls take them.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

#include "feed/transport/endpoint.hpp"

namespace gapwire::transport {

/// A socket address of either family and its length.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// `interface` is the index of an interface, for IPv6 addresses that are of one only.
inline SocketAddress socket_address(const Endpoint& endpoint, unsigned interface = 0) noexcept
{
    SocketAddress address;
    if (endpoint.is_v6) {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(endpoint.port);
        v6.sin6_scope_id = interface;
        std::memcpy(&v6.sin6_addr, endpoint.address.data(), sizeof v6.sin6_addr);
        std::memcpy(&address.storage, &v6, address.size = sizeof v6);
    } else {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(endpoint.port);
        std::memcpy(&v4.sin_addr, endpoint.address.data(), sizeof v4.sin_addr);
        std::memcpy(&address.storage, &v4, address.size = sizeof v4);
    }
    return address;
}

/// Of a sockaddr_in or sockaddr_in6 at `address`; anything else is no endpoint: all zero.
inline Endpoint endpoint_of(const void* address) noexcept
{
    Endpoint endpoint;
    sa_family_t family = AF_UNSPEC;
    std::memcpy(&family, address, sizeof family);
    if (family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, address, sizeof v6);
        std::memcpy(endpoint.address.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
        endpoint.port = ntohs(v6.sin6_port);
        endpoint.is_v6 = true;
    } else if (family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        std::memcpy(endpoint.address.data(), &v4.sin_addr, sizeof v4.sin_addr);
        endpoint.port = ntohs(v4.sin_port);
    }
    return endpoint;
}

}  // namespace gapwire::transport
