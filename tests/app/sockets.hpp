// Plain sockets on loopback for tests; everything waits with a deadline.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/types.hpp"

namespace gapwire::app::test {

using ByteVector = std::vector<std::uint8_t>;

inline sockaddr_in address_of(const std::string& ip, std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    EXPECT_EQ(inet_pton(AF_INET, ip.c_str(), &address.sin_addr), 1) << ip;
    return address;
}

/// A socket that closes itself.
class Socket {
 public:
    explicit Socket(int type) : number_(socket(AF_INET, type, 0)) { EXPECT_GE(number_, 0); }
    Socket(Socket&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Socket& operator=(Socket&&) = delete;
    ~Socket()
    {
        if (number_ >= 0) close(number_);
    }

    void bind(const std::string& ip, std::uint16_t port) const
    {
        const int on = 1;
        setsockopt(number_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        const sockaddr_in address = address_of(ip, port);
        EXPECT_EQ(::bind(number_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    }
    void connect(std::uint16_t port) const
    {
        const sockaddr_in address = address_of("127.0.0.1", port);
        EXPECT_EQ(::connect(number_, reinterpret_cast<const sockaddr*>(&address), sizeof address),
                  0);
    }
    void join(const std::string& group) const
    {
        ip_mreqn request{};
        inet_pton(AF_INET, group.c_str(), &request.imr_multiaddr);
        inet_pton(AF_INET, "127.0.0.1", &request.imr_address);
        EXPECT_EQ(setsockopt(number_, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request), 0);
        const int bytes = 4 << 20;
        setsockopt(number_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    }
    std::uint16_t port() const
    {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        getsockname(number_, reinterpret_cast<sockaddr*>(&address), &size);
        return ntohs(address.sin_port);
    }
    void listen() const { EXPECT_EQ(::listen(number_, 8), 0); }
    /// The next connection; nothing when none comes in time.
    std::optional<Socket> accept(std::chrono::milliseconds patience) const
    {
        pollfd ready{number_, POLLIN, 0};
        if (poll(&ready, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
        return Socket(Accepted{::accept(number_, nullptr, nullptr)});
    }
    void send(const ByteVector& bytes) const
    {
        EXPECT_EQ(::send(number_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(bytes.size()));
    }
    /// One datagram, or what a stream has; empty at its end; nothing when none comes in time.
    std::optional<ByteVector> receive(std::chrono::milliseconds patience) const
    {
        pollfd ready{number_, POLLIN, 0};
        if (poll(&ready, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
        ByteVector bytes(1 << 16);
        const ssize_t size = recv(number_, bytes.data(), bytes.size(), 0);
        bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        return bytes;
    }
    int number() const noexcept { return number_; }

 private:
    struct Accepted {
        int number;
    };
    explicit Socket(Accepted accepted) : number_(accepted.number) { EXPECT_GE(number_, 0); }

    int number_;
};

/// A UDP port of loopback that nobody uses at the moment.
inline std::uint16_t free_udp_port()
{
    const Socket socket(SOCK_DGRAM);
    socket.bind("0.0.0.0", 0);
    return socket.port();
}

/// All that a TCP server says until it closes.
inline ByteVector all_of(const Socket& socket, std::chrono::seconds patience)
{
    ByteVector all;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        const auto bytes = socket.receive(std::chrono::milliseconds(100));
        if (!bytes) continue;
        if (bytes->empty()) return all;
        all.insert(all.end(), bytes->begin(), bytes->end());
    }
    ADD_FAILURE() << "the connection was not closed";
    return all;
}

}  // namespace gapwire::app::test
