// The sockets of the simulated exchange, each with the protocol object behind it.
#pragma once

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/write.hpp>
#include <memory>

#include "sim/line_socket.hpp"

// Included where connections are served, and nowhere else: Asio is heavy.
namespace gapwire::sim {

using asio::ip::tcp;

inline constexpr std::size_t write_bytes_max = std::size_t{1} << 16;
inline constexpr std::size_t late_answers_max = 10'000;
inline constexpr std::int64_t close_wait_max = 1'000'000'000;  // for the client to close its side

/// Throws OperatorError(io).
inline tcp::acceptor acceptor_on(asio::io_context& io, Ipv4 address, std::uint16_t port)
{
    const tcp::endpoint endpoint(address_of(address), port);
    tcp::acceptor acceptor(io);
    error_code error;
    acceptor.open(tcp::v4(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) fail(endpoint, error);
    return acceptor;
}

/// One request server: answers go back to where the request came from.
class RequestSocket {
 public:
    RequestSocket(asio::io_context& io, Ipv4 address, const ServeRequestServer& plan,
                  const MessageStore& store, std::uint64_t seed, const StreamClock& clock)
        : socket_(io), server_(store, plan.faults, seed), clock_(clock)
    {
        const udp::endpoint endpoint(address_of(address), plan.port);
        error_code error;
        socket_.open(udp::v4(), error);
        if (!error) socket_.bind(endpoint, error);
        if (error) fail(endpoint, error);
    }

    /// `changed` is called after every request.
    void listen(const std::function<void()>& changed)
    {
        socket_.async_receive_from(asio::buffer(in_), from_,
                                   [this, &changed](const error_code& error, std::size_t size) {
                                       if (error == asio::error::operation_aborted) return;
                                       if (!error) on_request(Bytes(in_).first(size));
                                       listen(changed);
                                       changed();
                                   });
    }
    void send_late(Timestamp now)
    {
        const auto due = std::stable_partition(
            late_.begin(), late_.end(), [&](const Late& late) { return late.answer.time > now; });
        for (auto late = due; late != late_.end(); ++late) send(late->answer, late->to);
        late_.erase(due, late_.end());
    }
    Timestamp next_time() const
    {
        Timestamp next = never;
        for (const Late& late : late_) next = std::min(next, late.answer.time);
        return next;
    }
    std::uint16_t port() const { return socket_.local_endpoint().port(); }
    const FaultyRequestServer& server() const noexcept { return server_; }

 private:
    struct Late {
        TimedPacket answer;
        udp::endpoint to;
    };
    void on_request(Bytes request)
    {
        const Timestamp now = clock_.now();
        std::optional<TimedPacket> answer = server_.answer(request, now);
        if (!answer) return;
        if (answer->time <= now)
            send(*answer, from_);
        else if (late_.size() < late_answers_max)
            late_.push_back({std::move(*answer), from_});
    }
    void send(const TimedPacket& answer, const udp::endpoint& to)
    {
        error_code ignored;  // UDP: an answer may get lost
        socket_.send_to(asio::buffer(answer.bytes), to, 0, ignored);
    }

    udp::socket socket_;
    FaultyRequestServer server_;
    const StreamClock& clock_;
    udp::endpoint from_;
    std::array<std::uint8_t, 64> in_{};  // one byte more than a request is too many already
    std::vector<Late> late_;
};

/// A client's TCP connection and the protocol object that serves it.
template <class Server>
class Connection : public std::enable_shared_from_this<Connection<Server>> {
 public:
    template <class... Arguments>
    Connection(tcp::socket socket, const StreamClock& clock, const std::function<void()>& changed,
               const Arguments&... arguments)
        : socket_(std::move(socket)),
          server_(arguments..., clock.now()),
          clock_(clock),
          changed_(changed)
    {
        error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
    }

    void read()
    {
        socket_.async_read_some(
            asio::buffer(in_), [self = this->shared_from_this()](error_code error, std::size_t n) {
                if (error) return self->close();
                self->server_.on_bytes(Bytes(self->in_).first(n), self->clock_.now());
                self->read();
                self->changed_();
            });
    }
    /// Writes what there is to say, and ends what is over.
    void pump()
    {
        if (writing_ || !socket_.is_open()) return;
        const Timestamp now = clock_.now();
        out_.clear();
        server_.produce(write_bytes_max, now, out_);
        if (!out_.empty()) return write();
        if (!server_.is_over()) return;
        if (over_since_ == never) {
            over_since_ = now;
            error_code ignored;
            socket_.shutdown(tcp::socket::shutdown_send, ignored);
        } else if (now >= after(over_since_, close_wait_max)) {
            close();
        }
    }
    Timestamp next_time() const
    {
        if (writing_) return never;
        return std::min(server_.next_time(), after(over_since_, close_wait_max));
    }
    bool is_closed() const { return !socket_.is_open(); }
    const Server& server() const noexcept { return server_; }

 private:
    void write()
    {
        writing_ = true;
        asio::async_write(socket_, asio::buffer(out_),
                          [self = this->shared_from_this()](error_code error, std::size_t) {
                              self->writing_ = false;
                              if (error) return self->close();
                              self->pump();
                              self->changed_();
                          });
    }
    void close()
    {
        error_code ignored;
        socket_.close(ignored);
    }

    tcp::socket socket_;
    Server server_;
    const StreamClock& clock_;
    const std::function<void()>& changed_;
    std::array<std::uint8_t, 4096> in_{};
    ByteVector out_;
    bool writing_ = false;
    Timestamp over_since_ = never;
};

}  // namespace gapwire::sim
