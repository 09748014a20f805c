// The HTTP server.
#include "app/http/server.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "app/http/server_context.hpp"
#include "core/error.hpp"

namespace gapwire::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::milliseconds farewell{300};
constexpr std::chrono::milliseconds accept_pause{100};

[[noreturn]] void cannot_listen(const Settings& settings, const std::string& why)
{
    throw OperatorError(
        ExitCode::feed_unavailable,
        fmt::format("http: {}: {}", authority_of(settings.address, settings.port), why));
}

tcp::acceptor listen(asio::io_context& io, const Settings& settings)
{
    boost::system::error_code error;
    const auto address = asio::ip::make_address(settings.address, error);
    if (error) cannot_listen(settings, error.message());
    tcp::acceptor acceptor(io);
    const tcp::endpoint endpoint(address, settings.port);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) cannot_listen(settings, error.message());
    return acceptor;
}

std::unique_ptr<asio::ssl::context> tls_of(const Settings& settings)
{
    if (!settings.has_tls()) return nullptr;
    auto tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    ::SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
    ::SSL_CTX_set_options(tls->native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    const auto refuse = [](const std::filesystem::path& file, const auto& error) {
        throw OperatorError(ExitCode::config,
                            fmt::format("http: {}: {}", file.string(), error.message()));
    };
    boost::system::error_code error;
    tls->use_certificate_chain_file(settings.tls_certificate.string(), error);
    if (error) refuse(settings.tls_certificate, error);
    tls->use_private_key_file(settings.tls_key.string(), asio::ssl::context::pem, error);
    if (error) refuse(settings.tls_key, error);
    return tls;
}

}  // namespace

bool is_loopback(const std::string& address) noexcept
{
    boost::system::error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    return !error && parsed.is_loopback();
}

std::string authority_of(const std::string& address, std::uint16_t port)
{
    const bool is_v6 = address.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", is_v6 ? "[" : "", address, is_v6 ? "]" : "", port);
}

struct Server::State {
    State(const Settings& given, Counters& counters)
        : settings(given),
          tls(tls_of(given)),
          context{.settings = given,
                  .counters = counters,
                  .io = io,
                  .rate = RateLimit(given.requests_a_second_max, given.requests_burst_max),
                  .tls = tls.get()},
          acceptor(listen(io, given)),
          timer(io),
          pause(io)
    {
        context.guard.emplace(given, acceptor.local_endpoint().port(), counters);
    }

    void accept()
    {
        acceptor.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted || !acceptor.is_open()) return;
            if (error) {  // no descriptors, say: others may be given back
                pause.expires_after(accept_pause);
                pause.async_wait([this](boost::system::error_code) {
                    if (acceptor.is_open()) accept();
                });
                return;
            }
            take(std::move(socket));
            accept();
        });
    }
    void take(tcp::socket socket)
    {
        if (context.now.open >= settings.connections_max) {
            context.counters.add(Counter::http_connections_refused);
            return;  // closes it
        }
        boost::system::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        socket.set_option(asio::socket_base::send_buffer_size(128 * 1024), ignored);
        context.counters.add(Counter::http_connections);
        if (tls)
            serve_tls(context, std::move(socket));
        else
            serve_plain(context, std::move(socket));
    }
    void wait_for_tick(const std::function<void()>& on_tick)
    {
        next_tick += std::chrono::nanoseconds(Hub::tick_ns);
        const auto now = std::chrono::steady_clock::now();
        if (next_tick < now) next_tick = now;  // no ticks are made up for
        timer.expires_at(next_tick);
        timer.async_wait([this, &on_tick](boost::system::error_code error) {
            if (error || is_stopping) return;
            on_tick();
            wait_for_tick(on_tick);
        });
    }
    void stop()
    {
        if (std::exchange(is_stopping, true)) return;
        boost::system::error_code ignored;
        acceptor.close(ignored);
        if (context.sockets.empty()) return io.stop();
        const auto sockets = context.sockets;  // cutting takes them out
        for (Subscriber* const socket : sockets) socket->cut(1001, "the service ends");
        timer.expires_after(farewell);
        timer.async_wait([this](boost::system::error_code) { io.stop(); });
    }

    const Settings& settings;
    std::unique_ptr<asio::ssl::context> tls;
    ServerContext context;  // outlives the connections, which go with `io`
    asio::io_context io{1};
    tcp::acceptor acceptor;
    asio::steady_timer timer;
    asio::steady_timer pause;
    std::chrono::steady_clock::time_point next_tick = std::chrono::steady_clock::now();
    bool is_stopping = false;
};

Server::Server(const Settings& settings, Counters& counters)
    : state_(std::make_unique<State>(settings, counters))
{}

Server::~Server() = default;

std::uint16_t Server::port() const noexcept
{
    boost::system::error_code error;
    return state_->acceptor.local_endpoint(error).port();
}

std::string Server::url() const
{
    return fmt::format("{}://{}", state_->tls ? "https" : "http",
                       authority_of(state_->settings.address, port()));
}

Connections Server::connections() const noexcept
{
    return state_->context.now;
}

void Server::run(Router& router, Hub& hub, const std::function<void()>& on_tick)
{
    state_->context.router = &router;
    state_->context.hub = &hub;
    state_->accept();
    state_->wait_for_tick(on_tick);
    state_->io.run();
}

void Server::stop()
{
    asio::post(state_->io, [this] { state_->stop(); });
}

void Server::post(std::function<void()> call)
{
    asio::post(state_->io, std::move(call));
}

}  // namespace gapwire::http
