// One connection of HTTP: requests within limits and times, answers, and the way to WebSocket.
#pragma once

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <type_traits>

#include "app/http/server_context.hpp"
#include "app/http/socket_connection.hpp"
#include "app/http/wire.hpp"
#include "core/clock.hpp"

namespace gapwire::http {

namespace beast = boost::beast;
namespace bhttp = boost::beast::http;

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

/// Keeps itself alive as long as anything is awaited. Of `Stream`, plain or TLS.
template <class Stream>
class Connection : public std::enable_shared_from_this<Connection<Stream>> {
 public:
    Connection(ServerContext& context, Stream stream, std::string address)
        : context_(context),
          open_(context.now.open),
          stream_(std::move(stream)),
          address_(std::move(address)),
          timer_(context.io)
    {}

    void start()
    {
        if constexpr (std::is_same_v<Stream, TlsStream>) {
            limit(context_.settings.read_timeout_ms);
            stream_.async_handshake(boost::asio::ssl::stream_base::server,
                                    [self = this->shared_from_this()](beast::error_code error) {
                                        if (!error) self->await();
                                    });
        } else {
            await();
        }
    }

 private:
    using Error = beast::error_code;
    static constexpr std::size_t buffer_max = header_bytes_max + body_bytes_max + 8 * 1024;
    static constexpr std::size_t drained_max = 256 * 1024;
    static constexpr std::chrono::seconds write_time{30};
    static constexpr std::chrono::seconds drain_time{1};

    auto& socket() { return beast::get_lowest_layer(stream_); }

    /// What is going on is cancelled when it takes longer.
    template <class Duration>
    void limit(Duration time)
    {
        is_late_ = false;
        timer_.expires_after(time);
        timer_.async_wait([weak = this->weak_from_this()](Error error) {
            const auto self = weak.lock();
            if (error || !self) return;
            self->is_late_ = true;
            self->socket().cancel();
        });
    }
    void limit(std::int64_t ms) { limit(std::chrono::milliseconds(ms)); }

    /// The first byte of the next request.
    void await()
    {
        parser_.emplace();
        parser_->header_limit(header_bytes_max);
        parser_->body_limit(body_bytes_max);
        if (buffer_.size() > 0) return read();
        limit(context_.settings.idle_timeout_ms);
        stream_.async_read_some(buffer_.prepare(4'096),
                                [self = this->shared_from_this()](Error error, std::size_t size) {
                                    self->buffer_.commit(size);
                                    if (error) return self->close();
                                    self->read();
                                });
    }
    void read()
    {
        limit(context_.settings.read_timeout_ms);
        bhttp::async_read(
            stream_, buffer_, *parser_,
            [self = this->shared_from_this()](Error error, std::size_t) { self->on_read(error); });
    }
    void on_read(Error error)
    {
        timer_.cancel();
        if (error == boost::asio::error::operation_aborted && is_late_) {
            context_.counters.add(Counter::http_timeouts);
            return refuse(408, "the request did not come whole in time");
        }
        if (error) return on_bad_request(error);
        if (!context_.rate.admit(address_, monotonic_ns())) {
            context_.counters.add(Counter::http_rate_limited);
            return refuse(429, "too many requests from this address");
        }
        answer();
    }
    void on_bad_request(Error error)
    {
        if (error == bhttp::error::end_of_stream || error.category() != bhttp_category())
            return close();
        context_.counters.add(Counter::http_malformed);
        if (error == bhttp::error::body_limit) return refuse(413, "a body has at most 16 KiB");
        if (error == bhttp::error::header_limit || error == bhttp::error::buffer_overflow)
            return refuse(431, "a header has at most 8 KiB");
        refuse(400, "that is no HTTP request: " + error.message());
    }
    static const boost::system::error_category& bhttp_category()
    {
        static const Error any = bhttp::make_error_code(bhttp::error::end_of_stream);
        return any.category();
    }

    void answer()
    {
        auto message = parser_->release();
        const auto request = request_of(message);
        if (!request) {
            context_.counters.add(Counter::http_malformed);
            return refuse(400, "a header that must be there once is there twice");
        }
        const auto target = parse_target(request->target);
        if (!target) {
            context_.counters.add(Counter::http_malformed);
            return refuse(400, "the target is no path");
        }
        Admission admission = context_.guard->admit(*request, *target);
        if (admission.refusal)
            return write(*admission.refusal, message.keep_alive(), request->method == Method::head);
        if (target->path == "/ws" && request->is_upgrade) return upgrade(std::move(message));
        const bool may_see = !context_.guard->needs_token() || !admission.who.empty();
        write(context_.router->answer(*request, *target, admission.who, may_see),
              message.keep_alive(), request->method == Method::head);
    }
    void upgrade(bhttp::request<bhttp::string_body> message)
    {
        timer_.cancel();
        context_.counters.add(Counter::http_requests);
        std::make_shared<SocketConnection<Stream>>(context_, std::move(stream_), std::move(open_))
            ->start(std::move(message));
    }

    /// Answers, and reads no more of this connection.
    void refuse(int status, std::string_view why) { write(problem(status, why), false, false); }
    void write(const Response& response, bool keep_alive, bool is_head)
    {
        count(response.status);
        auto message =
            std::make_shared<bhttp::response<bhttp::string_body>>(message_of(response, keep_alive));
        // A HEAD is answered by the header alone, which tells the length there would be.
        if (is_head) message->body().clear();
        limit(write_time);
        auto done = [self = this->shared_from_this(), message, keep_alive](Error error,
                                                                           std::size_t) {
            self->timer_.cancel();
            if (error) return self->close();
            if (!keep_alive) return self->drain();
            self->await();
        };
        bhttp::async_write(stream_, *message, std::move(done));
    }
    void count(int status)
    {
        context_.counters.add(Counter::http_requests);
        if (status >= 500) context_.counters.add(Counter::http_server_errors);
        if (status >= 400 && status < 500) context_.counters.add(Counter::http_client_errors);
    }

    /// Says that nothing more comes, and takes what the client still sends, so that it gets the
    /// answer and no reset.
    void drain()
    {
        Error ignored;
        if constexpr (std::is_same_v<Stream, TlsStream>) {
            limit(drain_time);
            return stream_.async_shutdown([self = this->shared_from_this()](Error) {});
        } else {
            socket().socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
            limit(drain_time);
            discard();
        }
    }
    void discard()
    {
        buffer_.clear();
        stream_.async_read_some(buffer_.prepare(4'096),
                                [self = this->shared_from_this()](Error error, std::size_t n) {
                                    self->drained_ += n;
                                    if (!error && self->drained_ < drained_max) self->discard();
                                });
    }
    void close()
    {
        timer_.cancel();
        socket().close();
    }

    ServerContext& context_;
    OpenConnection open_;
    Stream stream_;
    std::string address_;
    boost::asio::steady_timer timer_;
    beast::flat_buffer buffer_{buffer_max};
    std::optional<bhttp::request_parser<bhttp::string_body>> parser_;
    bool is_late_ = false;
    std::size_t drained_ = 0;
};

}  // namespace gapwire::http
