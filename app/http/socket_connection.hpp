// One WebSocket: frames of its subscriber out, texts of its client in.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "app/http/server_context.hpp"
#include "core/clock.hpp"

namespace gapwire::http {

/// Keeps itself alive as long as anything is awaited, and the client in the hub.
template <class Stream>
class SocketConnection : public std::enable_shared_from_this<SocketConnection<Stream>> {
 public:
    SocketConnection(ServerContext& context, Stream stream, OpenConnection open)
        : context_(context),
          open_(std::move(open)),
          socket_(std::move(stream)),
          end_(context.io),
          client_(context.settings.queue_max)
    {}
    ~SocketConnection() { leave(); }

    void start(boost::beast::http::request<boost::beast::http::string_body> request)
    {
        namespace websocket = boost::beast::websocket;
        boost::beast::get_lowest_layer(socket_).expires_never();
        socket_.set_option(
            websocket::stream_base::timeout{.handshake_timeout = std::chrono::seconds(10),
                                            .idle_timeout = std::chrono::seconds(30),
                                            .keep_alive_pings = true});
        socket_.set_option(websocket::stream_base::decorator(
            [](websocket::response_type& response) { response.set("Server", "gapwire"); }));
        socket_.read_message_max(message_max);
        socket_.text(true);
        request_ = std::move(request);
        socket_.async_accept(request_, [self = this->shared_from_this()](Error error) {
            if (!error) self->join();
        });
    }

 private:
    using Error = boost::beast::error_code;
    static constexpr std::size_t message_max = body_bytes_max;
    static constexpr std::chrono::seconds close_time{2};

    void join()
    {
        request_ = {};
        client_.on_ready = [this] { write(); };
        client_.on_cut = [this](int code, const std::string& reason) { cut(code, reason); };
        is_joined_ = true;
        ++context_.now.websockets;
        context_.sockets.insert(&client_);
        context_.hub->join(client_);
        read();
    }
    void leave() noexcept
    {
        if (!std::exchange(is_joined_, false)) return;
        --context_.now.websockets;
        context_.sockets.erase(&client_);
        context_.hub->leave(client_);
    }

    void read()
    {
        socket_.async_read(buffer_, [self = this->shared_from_this()](Error error, std::size_t) {
            if (error) return self->leave();
            self->on_message();
        });
    }
    void on_message()
    {
        const auto bytes = buffer_.cdata();
        context_.hub->on_text(client_, {static_cast<const char*>(bytes.data()), bytes.size()},
                              monotonic_ns());
        buffer_.consume(buffer_.size());
        read();
    }

    void write()
    {
        if (is_writing_ || is_closing_) return;
        const std::string* const frame = client_.front();
        if (frame == nullptr) return;
        is_writing_ = true;
        socket_.async_write(boost::asio::buffer(*frame),
                            [self = this->shared_from_this()](Error error, std::size_t) {
                                self->is_writing_ = false;
                                if (error) return self->leave();
                                self->client_.sent();
                                if (self->is_closing_) return self->close();
                                self->write();
                            });
    }

    /// Says why, behind the frame that is on its way; a client that takes neither is cut off all
    /// the same.
    void cut(int code, const std::string& reason)
    {
        is_closing_ = true;
        reason_ = {static_cast<boost::beast::websocket::close_code>(code), reason};
        end_.expires_after(close_time);
        end_.async_wait([weak = this->weak_from_this()](Error error) {
            const auto self = weak.lock();
            if (!error && self) boost::beast::get_lowest_layer(self->socket_).close();
        });
        if (!is_writing_) close();
    }
    void close()
    {
        socket_.async_close(reason_, [self = this->shared_from_this()](Error) {});
    }

    ServerContext& context_;
    OpenConnection open_;
    boost::beast::websocket::stream<Stream> socket_;
    boost::asio::steady_timer end_;
    boost::beast::http::request<boost::beast::http::string_body> request_;
    boost::beast::flat_buffer buffer_;
    Subscriber client_;
    boost::beast::websocket::close_reason reason_;
    bool is_joined_ = false;
    bool is_writing_ = false;
    bool is_closing_ = false;
};

}  // namespace gapwire::http
