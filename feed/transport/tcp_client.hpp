// A TCP connection for protocol objects that do no I/O themselves: bytes in, bytes out, events.
#pragma once

#include <concepts>
#include <memory>
#include <string>

#include "core/counters.hpp"
#include "core/types.hpp"

namespace gapwire::transport {

class EventLoop;

struct TcpOptions {
    std::string host{};  // a name or a numeric address
    std::uint16_t port = 0;
    std::int64_t connect_wait_max_ns = 5'000'000'000;
    std::size_t read_max = std::size_t{64} << 10;   // bytes handed over a turn
    std::size_t write_max = std::size_t{64} << 10;  // bytes that wait for the peer to take them
};

/// Why a connection is no more.
enum class TcpEnd : std::uint8_t {
    connect_failed,
    connect_timeout,
    peer_closed,     // in order: everything it sent was handed over
    failed,          // reset, or lost; error() says how
    write_overflow,  // more than write_max bytes waited
};

constexpr std::string_view to_text(TcpEnd end) noexcept
{
    switch (end) {
        case TcpEnd::connect_failed: return "connect failed";
        case TcpEnd::connect_timeout: return "connect timeout";
        case TcpEnd::peer_closed: return "closed by the peer";
        case TcpEnd::failed: return "connection failed";
        case TcpEnd::write_overflow: return "peer does not read";
    }
    return "?";
}

template <class T>
concept TcpHandler = requires(T handler, Bytes bytes, TcpEnd end)
{
    handler.on_connected();
    handler.on_bytes(bytes);       // valid until the call returns
    handler.on_disconnected(end);  // once, for every connect() that was not undone by close()
};

/// One connection at a time to one peer. When to connect, and whether again, is the owner's
/// decision; a name that has several addresses is tried at the next one by each connect().
///
/// Output   poll() hands at most one event to the handler, which may call anything here.
/// Memory   read_max and write_max, allocated by the constructor.
/// Errors   OperatorError(feed_unavailable) from the constructor for a name that has no address.
///          Everything later is an event and a counter.
/// Threads  that of the loop. Lives no longer than the loop.
class TcpClient {
 public:
    /// Resolves the name, which may take time, and does not connect yet.
    TcpClient(EventLoop& loop, const TcpOptions& options, Counters& counters);
    ~TcpClient();
    TcpClient(const TcpClient&) = delete;
    TcpClient& operator=(const TcpClient&) = delete;

    /// Begins to connect; whatever there was is closed before, without an event.
    void connect() noexcept;
    /// Closes without an event. What waits to be sent is lost.
    void close() noexcept;
    /// Sends, or keeps for when the peer takes more. False, and nothing is sent, when there is no
    /// connection; or when more than write_max would wait, which ends the connection.
    bool send(Bytes bytes) noexcept;

    bool is_connected() const noexcept;
    bool is_idle() const noexcept;  // neither connected nor connecting
    /// What the system said about the last end; 0: nothing.
    int error() const noexcept;

    /// Moves what waits, reads at most read_max bytes, and says what happened. False: nothing.
    template <TcpHandler Handler>
    bool poll(Handler& handler) noexcept
    {
        const Event event = advance();
        switch (event.kind) {
            case Event::nothing: return false;
            case Event::connected: handler.on_connected(); break;
            case Event::received: handler.on_bytes(event.bytes); break;
            case Event::disconnected: handler.on_disconnected(event.end); break;
        }
        return true;
    }

    /// Asks the loop to wake up when there is something to poll() for.
    void arm() noexcept;

 private:
    struct Event {
        enum Kind : std::uint8_t { nothing, connected, received, disconnected };
        Kind kind = nothing;
        TcpEnd end = TcpEnd::failed;
        Bytes bytes{};
    };
    struct Connection;

    Event advance() noexcept;

    std::unique_ptr<Connection> connection_;
};

}  // namespace gapwire::transport
