// A server of a test's own: a port of loopback, and a thread that takes one connection at a time.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace gapwire::alerts::test {

inline sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// One connection of a server. Everything gives up when the server ends.
class Connection {
 public:
    Connection(int socket, const std::atomic<bool>& ends) : socket_(socket), ends_(ends) {}
    ~Connection() { ::close(socket_); }

    void say(const std::string& text) const
    {
        static_cast<void>(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL));
    }
    /// What comes up to and with `end`; empty when the peer has gone or the server ends.
    std::string until(const std::string& end)
    {
        std::size_t at = 0;
        while ((at = in_.find(end)) == std::string::npos)
            if (!more()) return "";
        return take(at + end.size());
    }
    std::string exactly(std::size_t size)
    {
        while (in_.size() < size)
            if (!more()) return "";
        return take(size);
    }
    /// Says nothing until the peer goes.
    void hang()
    {
        while (more()) in_.clear();
    }
    bool is_ending() const { return ends_.load(); }

 private:
    bool more()
    {
        while (!ends_.load()) {
            pollfd ready{socket_, POLLIN, 0};
            if (::poll(&ready, 1, 20) <= 0) continue;
            char bytes[16'384];
            const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
            if (size <= 0) return false;
            in_.append(bytes, static_cast<std::size_t>(size));
            return true;
        }
        return false;
    }
    std::string take(std::size_t size)
    {
        std::string text = in_.substr(0, size);
        in_.erase(0, size);
        return text;
    }

    int socket_;
    const std::atomic<bool>& ends_;
    std::string in_;
};

class Listening {
 public:
    using Serve = std::function<void(Connection&)>;

    /// `port` 0: a free one.
    explicit Listening(Serve serve, std::uint16_t port = 0) : serve_(std::move(serve))
    {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int on = 1;
        ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address = loopback(port);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener_, 16), 0);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { run(); });
    }
    ~Listening()
    {
        ends_.store(true);
        thread_.join();
        ::close(listener_);
    }
    Listening(const Listening&) = delete;

    std::uint16_t port() const noexcept { return port_; }

 private:
    void run()
    {
        while (!ends_.load()) {
            pollfd ready{listener_, POLLIN, 0};
            if (::poll(&ready, 1, 20) <= 0) continue;
            const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) continue;
            Connection connection(socket, ends_);
            serve_(connection);
        }
    }

    Serve serve_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> ends_{false};
    std::thread thread_;
};

/// A port of loopback where nobody listens.
inline std::uint16_t closed_port()
{
    const Listening listening([](Connection&) {});
    return listening.port();
}

}  // namespace gapwire::alerts::test
