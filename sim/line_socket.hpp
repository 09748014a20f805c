// The sockets of lines, and the clock by which the simulated exchange sends on them.
#pragma once

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/udp.hpp>
#include <chrono>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "sim/serve.hpp"

// Included where sockets are served, and nowhere else: Asio is heavy.
namespace gapwire::sim {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

inline asio::ip::address_v4 address_of(Ipv4 ip)
{
    return asio::ip::address_v4(ip.value);
}

template <class Endpoint>
[[noreturn]] void fail(const Endpoint& endpoint, const error_code& error)
{
    throw OperatorError(ExitCode::io, fmt::format("{}:{}: {}", endpoint.address().to_string(),
                                                  endpoint.port(), error.message()));
}

/// Time since the stream starts; negative before that. Or that of a rehearsal.
class StreamClock {
 public:
    explicit StreamClock(std::int64_t start_after_ns)
        : start_(std::chrono::steady_clock::now() + std::chrono::nanoseconds(start_after_ns))
    {}
    explicit StreamClock(const ScaledClock& clock)
        : start_(std::chrono::steady_clock::now() +
                 std::chrono::nanoseconds(clock.from.ns - wall_clock().ns)),
          origin_(clock.start),
          scale_(clock.scale)
    {}
    Timestamp now() const
    {
        return {origin_.ns + (std::chrono::steady_clock::now() - start_).count() * scale_};
    }
    std::chrono::steady_clock::time_point at(Timestamp time) const
    {
        return start_ + std::chrono::nanoseconds((time.ns - origin_.ns) / scale_);
    }

 private:
    std::chrono::steady_clock::time_point start_;
    Timestamp origin_{0};
    std::int64_t scale_ = 1;
};

/// Sends the packets of one line.
class LineSocket {
 public:
    LineSocket(asio::io_context& io, const ServeLine& line, int ttl)
        : socket_(io), to_(address_of(line.group), line.port)
    {
        error_code error;
        const auto set = [&](const auto& option) {
            if (!error) socket_.set_option(option, error);
        };
        socket_.open(udp::v4(), error);
        set(asio::ip::multicast::hops(ttl));
        set(asio::ip::multicast::enable_loopback(true));
        if (line.interface.value != 0)
            set(asio::ip::multicast::outbound_interface(address_of(line.interface)));
        if (!error) socket_.non_blocking(true, error);
        if (error) fail(to_, error);
    }

    /// A line on which nothing could be sent yet is the operator's fault; later it is counted.
    void send(Bytes packet)
    {
        error_code error;
        socket_.send_to(asio::buffer(packet.data(), packet.size()), to_, 0, error);
        if (!error) {
            any_sent_ = true;
            return;
        }
        if (!any_sent_ && error != asio::error::would_block) fail(to_, error);
        ++errors_;
    }
    std::uint64_t errors() const noexcept { return errors_; }

 private:
    udp::socket socket_;
    udp::endpoint to_;
    bool any_sent_ = false;
    std::uint64_t errors_ = 0;
};

}  // namespace gapwire::sim
