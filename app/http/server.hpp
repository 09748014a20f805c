// The HTTP server: one port, one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/http/hub.hpp"
#include "app/http/router.hpp"
#include "app/http/settings.hpp"
#include "core/counters.hpp"

namespace gapwire::http {

/// Accepts connections, reads requests within their limits and times, has them admitted and
/// answered, and carries WebSockets between their clients and the hub.
///
/// Errors   the constructor throws OperatorError: feed_unavailable (69) for an address that cannot
///          be had, config (78) for a certificate or key that cannot be used.
/// Threads  run() on one; stop() and post() from any. What run() was given outlives it.
class Server {
 public:
    /// `settings` and `counters` outlive it.
    Server(const Settings& settings, Counters& counters);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const noexcept;
    /// "http://127.0.0.1:8080".
    std::string url() const;
    Connections connections() const noexcept;

    /// Serves until stop(); on_tick() is called every Hub::tick_ns. Then tells WebSocket clients
    /// that it goes, and accepts nothing any more.
    void run(Router& router, Hub& hub, const std::function<void()>& on_tick);
    void stop();
    /// Calls it on the thread of run(), once that runs.
    void post(std::function<void()> call);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gapwire::http
