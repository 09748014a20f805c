// A simulated FIX venue on a real socket.
#include "sim/fix_serve.hpp"

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <stdexcept>

#include "core/clock.hpp"
#include "sim/serve_sockets.hpp"
#include "sim/turn_timer.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t messages_a_turn_max = 512;
constexpr std::int64_t good_bye_wait_max = 2'000'000'000;

/// The venue as one connection sees it.
class FixConnection {
 public:
    FixConnection(FixVenue& venue, Timestamp now) : venue_(venue) { venue_.on_connected(now); }

    void on_bytes(Bytes bytes, Timestamp now) { venue_.on_bytes(bytes, now); }
    void produce(std::size_t bytes_max, Timestamp now, ByteVector& out)
    {
        venue_.produce(bytes_max, now, out);
    }
    Timestamp next_time() const noexcept { return never; }  // the venue is asked
    bool is_over() const noexcept { return venue_.wants_close(); }

 private:
    FixVenue& venue_;
};

/// Everything that serve_fix() needs while it runs.
class FixLoop {
 public:
    FixLoop(Script& script, const FixServeOptions& options, FeedState& state)
        : script_(script),
          options_(options),
          clock_(options.start_after_ns),
          first_(orders_begin(script)),
          venue_(state, venue_options(), clock_.now()),
          acceptor_(acceptor_on(io_, options.address, options.port)),
          timer_(io_, clock_, turn_),
          signals_(io_, SIGINT, SIGTERM)
    {
        while (script_.store.next() < first_) send_next(clock_.now());
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    void run()
    {
        signals_.async_wait([this](const error_code& error, int) {
            if (!error) io_.stop();
        });
        accept();
        turn();
        io_.run();
    }

    FixServeReport report() const
    {
        return {.messages = script_.store.sent(),
                .has_ended = script_.store.ended(),
                .venue = venue_.count(),
                .connections = connections_,
                .connections_refused = connections_refused_};
    }

 private:
    /// The number of the first message about an order; behind all if there is none.
    static std::uint64_t orders_begin(const Script& script)
    {
        std::uint64_t number = 1;
        constexpr std::string_view of_orders = "AF";
        for (; number <= script.store.prepared(); ++number) {
            const Bytes message = script.store[number];
            if (!message.empty() && of_orders.find(static_cast<char>(message[0])) != of_orders.npos)
                break;
        }
        return number;
    }
    FixVenueOptions venue_options() const
    {
        FixVenueOptions options = options_.venue;
        options.wire_epoch_ns = wall_clock().ns - clock_.now().ns;
        return options;
    }
    /// When a message is due: times begin with the first order.
    Timestamp due(std::uint64_t number) const
    {
        if (first_ > script_.store.prepared()) return {0};
        const std::int64_t begin = due_time(script_, options_.pace, first_).ns;
        return {due_time(script_, options_.pace, number).ns - begin};
    }

    void accept()
    {
        acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (!error) take(std::move(socket));
            accept();
            turn();
        });
    }
    void take(tcp::socket socket)
    {
        drop_closed();
        if (connection_ != nullptr) {
            ++connections_refused_;
            return;  // and so it is closed
        }
        ++connections_;
        connection_ = std::make_shared<Connection<FixConnection>>(std::move(socket), clock_, turn_,
                                                                  std::ref(venue_));
        connection_->read();
    }
    void drop_closed()
    {
        if (connection_ == nullptr || !connection_->is_closed()) return;
        connection_.reset();
        venue_.on_disconnected(clock_.now());
    }

    void send_next(Timestamp now)
    {
        venue_.apply(script_.store[script_.store.next()], now);
        script_.store.send();
    }

    /// Does everything that is due, and arranges for the next turn.
    void turn()
    {
        const Timestamp now = clock_.now();
        drop_closed();
        venue_.poll(now);
        MessageStore& store = script_.store;
        for (std::uint64_t i = 0; i < messages_a_turn_max; ++i) {
            if (store.next() > store.prepared() || due(store.next()) > now) break;
            send_next(now);
            last_sent_ = now;
        }
        const bool all_sent = store.next() > store.prepared();
        if (all_sent && !store.ended() && now >= after(last_sent_, options_.linger_ns)) {
            store.end();
            ended_ = now;
            venue_.end(now);
        }
        if (connection_ != nullptr) connection_->pump();
        drop_closed();
        const bool is_over =
            store.ended() && (connection_ == nullptr || now >= after(ended_, good_bye_wait_max));
        if (is_over)
            io_.stop();
        else
            timer_.wait(now, next_time());
    }
    Timestamp next_time() const
    {
        const MessageStore& store = script_.store;
        Timestamp next = venue_.next_time();
        if (connection_ != nullptr) next = std::min(next, connection_->next_time());
        if (store.ended()) return std::min(next, after(ended_, good_bye_wait_max));
        return std::min(next, store.next() <= store.prepared()
                                  ? due(store.next())
                                  : after(last_sent_, options_.linger_ns));
    }
    Script& script_;
    const FixServeOptions& options_;
    StreamClock clock_;
    std::uint64_t first_;
    FixVenue venue_;
    std::uint64_t connections_ = 0;
    std::uint64_t connections_refused_ = 0;
    Timestamp last_sent_{0};
    Timestamp ended_ = never;
    const std::function<void()> turn_ = [this] { turn(); };

    asio::io_context io_{1};
    tcp::acceptor acceptor_;
    std::shared_ptr<Connection<FixConnection>> connection_;
    TurnTimer timer_;
    asio::signal_set signals_;
};

}  // namespace

FixServeReport serve_fix(Script& script, const FixServeOptions& options, FeedState& state,
                         const std::function<void(std::uint16_t)>& ready)
{
    GAPWIRE_ASSERT(script.store.sent() == 0 && state.next() == 1);
    std::optional<FixLoop> loop;
    try {
        loop.emplace(script, options, state);
    } catch (const std::invalid_argument& error) {
        throw OperatorError(ExitCode::usage, error.what());
    }
    ready(loop->port());
    loop->run();
    return loop->report();
}

}  // namespace gapwire::sim
