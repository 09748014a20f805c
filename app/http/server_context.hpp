// What the connections of a server share. For the server's own files: it is made of Asio.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <optional>
#include <set>
#include <utility>

#include "app/http/guard.hpp"
#include "app/http/hub.hpp"
#include "app/http/rate_limit.hpp"
#include "app/http/router.hpp"

namespace gapwire::http {

struct ServerContext {
    const Settings& settings;
    Counters& counters;
    boost::asio::io_context& io;
    RateLimit rate;
    std::optional<Guard> guard{};  // once the port is known
    boost::asio::ssl::context* tls = nullptr;
    Router* router = nullptr;
    Hub* hub = nullptr;
    Connections now{};
    std::set<Subscriber*> sockets{};  // of connected WebSockets
};

/// Counts a connection as long as it is there.
class OpenConnection {
 public:
    explicit OpenConnection(std::uint64_t& count) noexcept : count_(&count) { ++*count_; }
    OpenConnection(OpenConnection&& other) noexcept : count_(std::exchange(other.count_, nullptr))
    {}
    OpenConnection& operator=(OpenConnection&&) = delete;
    ~OpenConnection()
    {
        if (count_ != nullptr) --*count_;
    }

 private:
    std::uint64_t* count_;
};

/// Serves one connection until it ends. REQUIRES: for TLS, a context with one.
void serve_plain(ServerContext& context, boost::asio::ip::tcp::socket socket);
void serve_tls(ServerContext& context, boost::asio::ip::tcp::socket socket);

}  // namespace gapwire::http
