// Real sockets on the loopback interface: a sender, a recorder, and waiting with a deadline.
#pragma once

#include <gtest/gtest.h>
#include <net/if.h>

#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "feed/transport/socket_address.hpp"
#include "feed/transport/udp_receiver.hpp"

namespace gapwire::test {

constexpr std::int64_t deadline_ns = 5'000'000'000;

/// Calls `done` until it is true; false after the deadline.
template <class Done>
bool wait_until(Done done)
{
    for (const std::int64_t end = monotonic_ns() + deadline_ns; monotonic_ns() < end;)
        if (done()) return true;
    return false;
}

inline Bytes bytes_of(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// A socket that sends to groups on the loopback interface, and is heard there.
class Sender {
 public:
    explicit Sender(const std::string& from = "127.0.0.1")
        : descriptor_(::socket(transport::parse_address(from)->is_v6 ? AF_INET6 : AF_INET,
                               SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
        const transport::Endpoint local = *transport::parse_address(from);
        const auto address = transport::socket_address(local);
        EXPECT_EQ(::bind(number(), address.get(), address.size), 0);
        if (local.is_v6) {
            const unsigned loopback = ::if_nametoindex("lo");
            ::setsockopt(number(), IPPROTO_IPV6, IPV6_MULTICAST_IF, &loopback, sizeof loopback);
        } else {
            const in_addr loopback{htonl(INADDR_LOOPBACK)};
            ::setsockopt(number(), IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof loopback);
        }
    }

    /// False where the system does not let it.
    bool send(const transport::Endpoint& to, std::string_view text)
    {
        const auto address = transport::socket_address(to);
        return ::sendto(number(), text.data(), text.size(), 0, address.get(), address.size) ==
               static_cast<ssize_t>(text.size());
    }
    transport::Endpoint local() const
    {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        ::getsockname(number(), reinterpret_cast<sockaddr*>(&address), &size);
        return transport::endpoint_of(&address);
    }
    int number() const { return descriptor_.number(); }

 private:
    transport::Descriptor descriptor_;
};

/// What a receiver handed over.
struct Recorder {
    std::vector<std::string> payloads;
    std::vector<transport::Datagram> datagrams;  // their payloads are gone
    std::uint64_t drops = 0;

    void on_datagram(const transport::Datagram& datagram)
    {
        payloads.emplace_back(datagram.payload.begin(), datagram.payload.end());
        datagrams.push_back(datagram);
    }
    void on_kernel_drops(std::uint32_t, std::uint64_t count) { drops += count; }

    /// Receives until `count` datagrams came in all; false after the deadline.
    bool await(transport::UdpReceiver& receiver, std::size_t count)
    {
        return wait_until([&] {
            receiver.receive(*this);
            return payloads.size() >= count;
        });
    }
};

/// Whether this machine carries datagrams to a group on its loopback interface.
inline bool has_multicast(const transport::UdpOptions& line, const std::string& from)
{
    try {
        Counters counters;
        transport::UdpReceiver receiver(line, counters);
        Sender sender(from);
        Recorder recorder;
        return sender.send(receiver.local(), "probe") && recorder.await(receiver, 1);
    } catch (const OperatorError& error) {
        std::fputs(error.what(), stderr);
        return false;
    }
}

}  // namespace gapwire::test
