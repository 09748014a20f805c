// The other side of a TCP connection, and a loop that runs until something has happened.
#pragma once

#include <netinet/tcp.h>
#include <poll.h>

#include "feed/transport/event_loop.hpp"
#include "tests/transport/loopback.hpp"

namespace gapwire::test {

/// Runs a loop until `done`; false after the deadline.
template <class Done>
bool run_until(transport::EventLoop& loop, Done done)
{
    struct Hook {
        std::int64_t turn(transport::TurnTime)
        {
            met = done();
            if (met || monotonic_ns() > end) loop.stop();
            return INT64_MAX;
        }
        transport::EventLoop& loop;
        Done& done;
        std::int64_t end = monotonic_ns() + deadline_ns;
        bool met = false;
    };
    Hook hook{loop, done};
    loop.run(hook);
    return hook.met;
}

/// Whether `descriptor` becomes readable before the deadline.
inline bool await_readable(int descriptor)
{
    pollfd wanted{descriptor, POLLIN, 0};
    return ::poll(&wanted, 1, static_cast<int>(deadline_ns / 1'000'000)) == 1;
}

/// One accepted connection.
class Peer {
 public:
    explicit Peer(int number) : descriptor_(number) {}

    void send(std::string_view text)
    {
        while (!text.empty()) {
            const ssize_t size = ::send(number(), text.data(), text.size(), MSG_NOSIGNAL);
            ASSERT_GT(size, 0);
            text.remove_prefix(static_cast<std::size_t>(size));
        }
    }
    /// What is there now, up to `size_max` bytes.
    std::string read(std::size_t size_max = 1 << 20)
    {
        std::string text(size_max, '\0');
        const ssize_t size = ::recv(number(), text.data(), text.size(), MSG_DONTWAIT);
        text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return text;
    }
    void close() { descriptor_ = transport::Descriptor(); }
    /// Closes so that the other side's connection is reset.
    void reset()
    {
        const linger at_once{1, 0};
        ::setsockopt(number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close();
    }
    int number() const { return descriptor_.number(); }

 private:
    transport::Descriptor descriptor_;
};

class Listener {
 public:
    explicit Listener(int backlog = 8)
        : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const auto address = transport::socket_address(*transport::parse_address("127.0.0.1"));
        EXPECT_EQ(::bind(number(), address.get(), address.size), 0);
        EXPECT_EQ(::listen(number(), backlog), 0);
    }

    Peer accept()
    {
        EXPECT_TRUE(await_readable(number()));
        return Peer(::accept4(number(), nullptr, nullptr, SOCK_CLOEXEC));
    }
    std::uint16_t port() const
    {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        ::getsockname(number(), reinterpret_cast<sockaddr*>(&address), &size);
        return transport::endpoint_of(&address).port;
    }
    int number() const { return descriptor_.number(); }

 private:
    transport::Descriptor descriptor_;
};

/// What a client told: events in order, and all bytes.
struct TcpStory {
    std::vector<std::string> events;
    std::string bytes;
    std::size_t reads = 0;
    std::size_t read_largest = 0;

    void on_connected() { events.emplace_back("connected"); }
    void on_bytes(Bytes more)
    {
        bytes.append(more.begin(), more.end());
        read_largest = std::max(read_largest, more.size());
        ++reads;
    }
    void on_disconnected(transport::TcpEnd end) { events.emplace_back(to_text(end)); }
};

}  // namespace gapwire::test
