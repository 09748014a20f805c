// Connects with Asio; reads and writes without waiting.
#include "feed/transport/tcp_client.hpp"

#include <fmt/format.h>
#include <netinet/tcp.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <vector>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "feed/transport/asio_io.hpp"

namespace gapwire::transport {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Socket = asio::basic_stream_socket<tcp, Executor>;

std::vector<tcp::endpoint> resolved(asio::io_context& context, const TcpOptions& options)
{
    error_code error;
    asio::ip::basic_resolver<tcp, Executor> resolver(context);
    const auto results = resolver.resolve(options.host, std::to_string(options.port), error);
    std::vector<tcp::endpoint> endpoints;
    for (const auto& result : results) endpoints.push_back(result.endpoint());
    if (error || endpoints.empty())
        throw OperatorError(
            ExitCode::feed_unavailable,
            fmt::format("TCP {} port {}: {}", options.host, options.port, error.message()));
    return endpoints;
}

}  // namespace

/// The socket, what is under way on it, and what waits to be sent.
struct TcpClient::Connection {
    enum class State : std::uint8_t { idle, connecting, connected };

    Connection(asio::io_context& io, const TcpOptions& wanted, Counters& counted)
        : context(io),
          options(wanted),
          counters(counted),
          endpoints(resolved(io, wanted)),
          socket(io.get_executor()),
          input(wanted.read_max)
    {
        unsent.reserve(wanted.write_max);
    }

    void on_connected(const error_code& result) noexcept
    {
        is_pending = false;
        connect_error = result;
    }
    void on_ready(const error_code&) noexcept { is_pending = false; }

    void connect() noexcept;
    void close() noexcept;
    Event advance_connecting() noexcept;
    Event read() noexcept;
    Event end(TcpEnd reason, const error_code& why = {}) noexcept;
    void make_lively() noexcept;
    void flush() noexcept;
    bool write(Bytes bytes) noexcept;
    std::size_t write_some(Bytes bytes) noexcept;

    asio::io_context& context;
    TcpOptions options;
    Counters& counters;
    std::vector<tcp::endpoint> endpoints;
    std::size_t endpoint_next = 0;
    HandlerSlot slot;  // of the connect or the wait under way
    Socket socket;
    State state = State::idle;
    bool is_pending = false;  // whether there is one
    bool has_overflown = false;
    std::int64_t deadline_ns = 0;
    error_code connect_error;
    error_code write_error;
    error_code last_error;
    std::vector<std::uint8_t> input;
    std::vector<std::uint8_t> unsent;
};

void TcpClient::Connection::connect() noexcept
{
    close();
    const tcp::endpoint& endpoint = endpoints[endpoint_next];
    endpoint_next = (endpoint_next + 1) % endpoints.size();
    deadline_ns = monotonic_ns() + options.connect_wait_max_ns;
    state = State::connecting;
    connect_error = {};
    socket.open(endpoint.protocol(), connect_error);
    if (connect_error) return;  // said by the next advance()
    is_pending = true;
    socket.async_connect(endpoint, SlotHandler<Connection, &Connection::on_connected>{this, &slot});
}

void TcpClient::Connection::close() noexcept
{
    error_code ignored;
    socket.close(ignored);
    while (is_pending) context.poll();  // the operation that was cancelled by that
    state = State::idle;
    has_overflown = false;
    write_error = {};
    unsent.clear();
}

TcpClient::Event TcpClient::Connection::end(TcpEnd reason, const error_code& why) noexcept
{
    const bool was_connected = state == State::connected;
    counters.add(was_connected ? Counter::tcp_disconnects : Counter::tcp_connect_failures);
    close();
    last_error = why;
    return {Event::disconnected, reason, {}};
}

/// Small messages at once, and a peer that is gone noticed within half a minute. What the system
/// refuses of it is no reason to be without the connection.
void TcpClient::Connection::make_lively() noexcept
{
    error_code ignored;
    socket.non_blocking(true, ignored);
    const auto set = [this](int level, int name, int value) {
        ::setsockopt(socket.native_handle(), level, name, &value, sizeof value);
    };
    set(IPPROTO_TCP, TCP_NODELAY, 1);
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 10);  // seconds
    set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
    set(IPPROTO_TCP, TCP_KEEPCNT, 3);
}

TcpClient::Event TcpClient::Connection::advance_connecting() noexcept
{
    if (is_pending) {
        if (monotonic_ns() < deadline_ns) return {};
        return end(TcpEnd::connect_timeout);
    }
    if (connect_error) return end(TcpEnd::connect_failed, connect_error);
    make_lively();
    state = State::connected;
    counters.add(Counter::tcp_connected);
    return {Event::connected, {}, {}};
}

TcpClient::Event TcpClient::Connection::read() noexcept
{
    if (is_pending) return {};  // armed, and nothing came
    error_code error;
    const std::size_t size = socket.read_some(asio::buffer(input), error);
    if (error == asio::error::would_block && !write_error) return {};
    if (error == asio::error::would_block) return end(TcpEnd::failed, write_error);
    if (error == asio::error::eof) return end(TcpEnd::peer_closed);
    if (error) return end(TcpEnd::failed, error);
    counters.add(Counter::tcp_bytes, size);
    return {Event::received, {}, {input.data(), size}};
}

/// Sends what waits, as far as the peer takes it.
void TcpClient::Connection::flush() noexcept
{
    if (unsent.empty() || write_error) return;
    const std::size_t size = write_some(unsent);
    unsent.erase(unsent.begin(), unsent.begin() + static_cast<std::ptrdiff_t>(size));
}

/// Returns how many bytes the system took. An error is said when there is nothing more to read: the
/// peer may have said why.
std::size_t TcpClient::Connection::write_some(Bytes bytes) noexcept
{
    error_code error;
    const std::size_t size = socket.write_some(asio::buffer(bytes.data(), bytes.size()), error);
    if (error && error != asio::error::would_block) write_error = error;
    return size;
}

bool TcpClient::Connection::write(Bytes bytes) noexcept
{
    if (state != State::connected || has_overflown || write_error) return false;
    const std::size_t size = unsent.empty() ? write_some(bytes) : 0;
    const Bytes rest = bytes.subspan(size);
    if (unsent.size() + rest.size() > options.write_max) {
        has_overflown = true;
        return false;
    }
    unsent.insert(unsent.end(), rest.begin(), rest.end());  // within what was reserved
    return true;
}

TcpClient::TcpClient(EventLoop& loop, const TcpOptions& options, Counters& counters)
    : connection_(std::make_unique<Connection>(loop.io().context, options, counters))
{}

TcpClient::~TcpClient()
{
    connection_->close();
}

void TcpClient::connect() noexcept
{
    connection_->connect();
}

void TcpClient::close() noexcept
{
    connection_->close();
}

bool TcpClient::send(Bytes bytes) noexcept
{
    return connection_->write(bytes);
}

bool TcpClient::is_connected() const noexcept
{
    return connection_->state == Connection::State::connected;
}

bool TcpClient::is_idle() const noexcept
{
    return connection_->state == Connection::State::idle;
}

int TcpClient::error() const noexcept
{
    return connection_->last_error.value();
}

TcpClient::Event TcpClient::advance() noexcept
{
    Connection& at = *connection_;
    if (at.state == Connection::State::idle) return {};
    if (at.state == Connection::State::connecting) return at.advance_connecting();
    if (at.has_overflown) {
        at.counters.add(Counter::tcp_write_overflows);
        return at.end(TcpEnd::write_overflow);
    }
    at.flush();
    return at.read();
}

void TcpClient::arm() noexcept
{
    Connection& at = *connection_;
    if (at.state != Connection::State::connected || at.is_pending) return;
    at.is_pending = true;
    at.socket.async_wait(Socket::wait_read,
                         SlotHandler<Connection, &Connection::on_ready>{&at, &at.slot});
}

}  // namespace gapwire::transport
