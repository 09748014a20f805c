// Sockets around the protocol objects: one loop, one clock, no decision of its own.
#include "sim/serve.hpp"

#include <algorithm>
#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "sim/glimpse_server.hpp"
#include "sim/serve_sockets.hpp"
#include "sim/turn_timer.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t messages_a_turn_max = 512;

std::vector<FaultyLinePlan> plans_of(const std::vector<ServeLine>& lines)
{
    std::vector<FaultyLinePlan> plans;
    plans.reserve(lines.size());
    for (const ServeLine& line : lines) plans.push_back(line.faults);
    return plans;
}

/// Everything that serve() needs while it runs.
class Loop {
 public:
    Loop(Script& script, const ServeOptions& options, FeedState& state)
        : script_(script),
          options_(options),
          state_(state),
          clock_(options.start_after_ns),
          lines_(script.store, options.publisher, options.shared, plans_of(options.lines),
                 options.seed, clock_.now()),
          glimpse_random_(options.seed + 1'000),
          soup_acceptor_(acceptor_on(io_, options.address, options.soup_port)),
          glimpse_acceptor_(acceptor_on(io_, options.address, options.glimpse_port)),
          timer_(io_, clock_, turn_),
          signals_(io_, SIGINT, SIGTERM)
    {
        for (const ServeLine& line : options.lines)
            line_sockets_.emplace_back(io_, line, options.ttl);
        std::uint64_t seed = options.seed + 2'000;
        for (const ServeRequestServer& server : options.request_servers)
            request_sockets_.push_back(std::make_unique<RequestSocket>(
                io_, options.address, server, script.store, ++seed, clock_));
    }

    ServePorts ports() const
    {
        ServePorts ports{.soup = soup_acceptor_.local_endpoint().port(),
                         .glimpse = glimpse_acceptor_.local_endpoint().port()};
        for (const auto& socket : request_sockets_) ports.request_servers.push_back(socket->port());
        return ports;
    }

    void run()
    {
        signals_.async_wait([this](const error_code& error, int) {
            if (!error) io_.stop();
        });
        for (const auto& socket : request_sockets_) socket->listen(turn_);
        accept_soup();
        accept_glimpse();
        turn();
        io_.run();
    }

    ServeReport report() const;

 private:
    using SoupConnection = Connection<SoupServer>;
    using GlimpseConnection = Connection<GlimpseServer>;

    void accept_soup();
    void accept_glimpse();
    bool may_connect();

    void turn();
    void send_messages(Timestamp now);
    void send_packets(Timestamp now);
    template <class Connections>
    void pump(Connections& connections);
    void count_closed(const SoupServer&) {}
    void count_closed(const GlimpseServer& server) { glimpse_faults_ += server.fault_happened(); }
    bool is_done(Timestamp now) const
    {
        return script_.store.ended() && now >= after(ended_, options_.linger_ns);
    }
    Timestamp next_time() const;

    Script& script_;
    const ServeOptions& options_;
    FeedState& state_;
    StreamClock clock_;
    FaultyLines lines_;
    Random glimpse_random_;
    ServeReport report_;
    std::uint64_t glimpse_faults_ = 0;  // of connections that are closed
    Timestamp last_sent_{0};
    Timestamp ended_ = never;
    const std::function<void()> turn_ = [this] { turn(); };

    asio::io_context io_{1};
    std::vector<LineSocket> line_sockets_;
    std::vector<std::unique_ptr<RequestSocket>> request_sockets_;
    tcp::acceptor soup_acceptor_;
    tcp::acceptor glimpse_acceptor_;
    std::vector<std::shared_ptr<SoupConnection>> soup_;
    std::vector<std::shared_ptr<GlimpseConnection>> glimpse_;
    TurnTimer timer_;
    asio::signal_set signals_;
};

// ---- who connects

bool Loop::may_connect()
{
    const bool has_room = soup_.size() + glimpse_.size() < connections_max;
    report_.connections_refused += !has_room;
    return has_room;
}

void Loop::accept_soup()
{
    soup_acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error && may_connect()) {
            const SoupServerOptions options{.user = options_.user, .password = options_.password};
            soup_.push_back(std::make_shared<SoupConnection>(std::move(socket), clock_, turn_,
                                                             script_.store, options));
            soup_.back()->read();
            ++report_.soup_connections;
        }
        accept_soup();
        turn();
    });
}

void Loop::accept_glimpse()
{
    glimpse_acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error && may_connect()) {
            const ServerFault* const fault = fault_at(options_.glimpse_faults, clock_.now());
            GlimpseOptions options{.user = options_.user, .password = options_.password};
            options.fault = glimpse_fault(fault, glimpse_random_);
            options.seed = glimpse_random_.next();
            if (fault != nullptr) options.delay_ns = fault->delay_ns;
            glimpse_.push_back(std::make_shared<GlimpseConnection>(
                std::move(socket), clock_, turn_, state_, script_.store.session().view(), options));
            glimpse_.back()->read();
            ++report_.glimpse_connections;
        }
        accept_glimpse();
        turn();
    });
}

// ---- what happens when

/// Does everything that is due, and arranges for the next turn.
void Loop::turn()
{
    const Timestamp now = clock_.now();
    send_messages(now);
    send_packets(now);
    for (const auto& socket : request_sockets_) socket->send_late(now);
    pump(soup_);
    pump(glimpse_);
    if (is_done(now))
        io_.stop();
    else
        timer_.wait(now, next_time());
}

void Loop::send_messages(Timestamp now)
{
    MessageStore& store = script_.store;
    std::uint64_t count = 0;
    for (std::uint64_t number = store.next(); number <= store.prepared(); ++number, ++count) {
        const bool due = due_time(script_, options_.pace, number) <= now;
        if (!due || count == messages_a_turn_max) break;
        state_.apply(store[number]);
    }
    store.send(count);
    if (count > 0) last_sent_ = now;
    const bool all_sent = store.sent() == store.prepared();
    if (!all_sent || store.ended() || now < after(last_sent_, options_.end_after_ns)) return;
    store.end();
    ended_ = now;
}

void Loop::send_packets(Timestamp now)
{
    lines_.poll(now);
    std::size_t line = 0;
    for (Arrival arrival; lines_.pop_until(now, line, arrival);)
        line_sockets_[line].send(arrival.bytes);
}

template <class Connections>
void Loop::pump(Connections& connections)
{
    for (const auto& connection : connections) connection->pump();
    const auto closed = std::partition(connections.begin(), connections.end(),
                                       [](const auto& each) { return !each->is_closed(); });
    for (auto each = closed; each != connections.end(); ++each) count_closed((*each)->server());
    connections.erase(closed, connections.end());
}

Timestamp Loop::next_time() const
{
    const MessageStore& store = script_.store;
    Timestamp next = lines_.next_time();
    for (const auto& socket : request_sockets_) next = std::min(next, socket->next_time());
    for (const auto& connection : soup_) next = std::min(next, connection->next_time());
    for (const auto& connection : glimpse_) next = std::min(next, connection->next_time());
    if (store.sent() < store.prepared())
        return std::min(next, due_time(script_, options_.pace, store.next()));
    return std::min(next, store.ended() ? after(ended_, options_.linger_ns)
                                        : after(last_sent_, options_.end_after_ns));
}

ServeReport Loop::report() const
{
    ServeReport report = report_;
    report.messages = script_.store.sent();
    report.has_ended = script_.store.ended();
    report.shared = lines_.links().shared_count();
    for (std::size_t line = 0; line < lines_.links().lines(); ++line) {
        report.lines.push_back(lines_.links().count(line));
        report.send_errors.push_back(line_sockets_[line].errors());
    }
    for (const auto& socket : request_sockets_) {
        report.request_servers.push_back(socket->server().count());
        report.requests_refused.push_back(socket->server().refused());
    }
    report.glimpse_faults = glimpse_faults_;
    for (const auto& each : glimpse_) report.glimpse_faults += each->server().fault_happened();
    return report;
}

}  // namespace

ServeReport serve(Script& script, const ServeOptions& options, FeedState& state,
                  const std::function<void(const ServePorts&)>& ready)
{
    GAPWIRE_ASSERT(script.store.sent() == 0 && state.next() == 1);
    Loop loop(script, options, state);
    ready(loop.ports());
    loop.run();
    return loop.report();
}

}  // namespace gapwire::sim
