// Captures on sockets, by a clock.
#include "app/playback.hpp"

#include <fmt/format.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#include "app/playback_routes.hpp"
#include "core/error.hpp"
#include "feed/fix/values.hpp"
#include "feed/fix/wire.hpp"
#include "sim/readers.hpp"
#include "sim/serve_sockets.hpp"
#include "sim/turn_timer.hpp"

namespace gapwire::app {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using sim::after;
using sim::never;

constexpr std::uint64_t packets_a_turn_max = 512;
// Of the machine's clock, in ns.
constexpr std::int64_t good_bye_wait_max = 1'000'000'000;
constexpr std::int64_t look_every = 10'000'000;  // at sessions
constexpr int looks_a_packet_max = 50;           // at readers
constexpr std::chrono::microseconds look_wait{20};

/// The venue as one connection sees it. It goes by the day's time and not by the clock.
class VenueConnection {
 public:
    VenueConnection(sim::FixPlayback& venue, Timestamp) : venue_(venue) { venue_.on_connected(); }

    void on_bytes(Bytes bytes, Timestamp) { venue_.on_bytes(bytes); }
    void produce(std::size_t, Timestamp, sim::ByteVector& out) { venue_.produce(out); }
    Timestamp next_time() const noexcept { return never; }
    bool is_over() const noexcept { return venue_.is_over(); }

 private:
    sim::FixPlayback& venue_;
};

/// A FIX server of the captures, on a socket. Its port is its own at once; until it listens,
/// whoever connects is refused by the system.
class Venue {
 public:
    Venue(asio::io_context& io, const sim::StreamClock& clock, const std::function<void()>& turn,
          RouteReport& report, const CapturedSession& captured, std::int64_t lead_ns)
        : clock_(clock),
          turn_(turn),
          report_(report),
          opens_at_{captured.opened.ns - lead_ns},
          session_(captured.names, opens_at_),
          acceptor_(io)
    {
        const sim::tcp::endpoint endpoint(sim::address_of(report.route.to.group),
                                          report.route.to.port);
        error_code error;
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(sim::tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (error) sim::fail(endpoint, error);
        report.route.to.port = acceptor_.local_endpoint().port();
    }

    void on_time(Timestamp day)
    {
        if (day >= opens_at_ && !std::exchange(is_open_, true)) {
            acceptor_.listen();
            accept();
        }
        session_.on_time(day);
        pump();
    }
    void say(std::string_view message)
    {
        Timestamp sent{0};
        static_cast<void>(
            fix::parse_timestamp(sim::fix_value(message, fix::tag::sending_time), sent));
        session_.say(message, sent);
        if (session_.has_ended()) acceptor_.close();
        pump();
    }
    bool is_silent() const { return connection_ == nullptr; }
    void report() { report_.fix = session_.count(); }

 private:
    void accept()
    {
        acceptor_.async_accept([this](const error_code& error, sim::tcp::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (!error) take(std::move(socket));
            accept();
            turn_();
        });
    }
    /// One too many is closed at once.
    void take(sim::tcp::socket socket)
    {
        drop_closed();
        ++(is_silent() ? report_.connections : report_.connections_refused);
        if (!is_silent()) return;
        connection_ = std::make_shared<sim::Connection<VenueConnection>>(std::move(socket), clock_,
                                                                         turn_, std::ref(session_));
        connection_->read();
    }
    void pump()
    {
        if (connection_ != nullptr) connection_->pump();
        drop_closed();
    }
    void drop_closed()
    {
        if (connection_ == nullptr || !connection_->is_closed()) return;
        connection_.reset();
        session_.on_disconnected();
    }

    const sim::StreamClock& clock_;
    const std::function<void()>& turn_;
    RouteReport& report_;
    Timestamp opens_at_;
    bool is_open_ = false;
    sim::FixPlayback session_;
    sim::tcp::acceptor acceptor_;
    std::shared_ptr<sim::Connection<VenueConnection>> connection_;
};

/// Everything that play() needs while it runs.
class Loop {
 public:
    Loop(const PlaybackOptions& options, Survey found, const ScaledClock& clock)
        : options_(options),
          scale_(clock.scale),
          report_(std::move(found.report)),
          clock_(clock),
          source_(open_packets(options.captures, counters_)),
          messages_(options.routes,
                    [this](std::size_t route, std::string_view message) {
                        last_route_ = route;
                        venues_[route]->say(message);
                    }),
          last_route_(options.routes.size()),
          timer_(io_, clock_, turn_),
          signals_(io_, SIGINT, SIGTERM)
    {
        for (std::size_t i = 0; i < options.routes.size(); ++i) open(i, found.sessions[i]);
        fetch();
    }

    void run()
    {
        signals_.async_wait([this](const error_code& error, int) {
            if (!error) io_.stop();
        });
        turn();
        io_.run();
    }

    const PlaybackReport& report()
    {
        for (std::size_t i = 0; i < venues_.size(); ++i) {
            if (venues_[i] != nullptr) venues_[i]->report();
            if (lines_[i] != nullptr) report_.routes[i].send_errors = lines_[i]->errors();
        }
        return report_;
    }

 private:
    void open(std::size_t route, const CapturedSession& captured)
    {
        RouteReport& of = report_.routes[route];
        venues_.emplace_back();
        lines_.emplace_back();
        if (of.is_fix)
            venues_.back() =
                std::make_unique<Venue>(io_, clock_, turn_, of, captured, options_.fix_lead_ns);
        else
            lines_.back() = std::make_unique<sim::LineSocket>(io_, of.route.to, options_.ttl);
    }

    /// The next packet of a route.
    void fetch()
    {
        do given_ = source_.next(datagram_, segment_);
        while (given_ != transport::Given::end && route() == options_.routes.size() &&
               given_ != transport::Given::segment);
        if (given_ == transport::Given::end) return;
        const Timestamp captured =
            given_ == transport::Given::segment ? segment_.captured : datagram_.captured;
        const bool is_apart = captured.ns - captured_.ns >= options_.apart_ns;
        captured_ = std::max(captured_, captured);  // one that goes back leaves at once
        due_ = captured_;
        if (is_apart) due_ = std::max(due_, after(left_, options_.apart_ns * scale_));
    }
    std::size_t route() const { return route_of(options_.routes, datagram_.destination); }

    /// Whether the next packet may leave; waits for that, but not long. All before the last one was
    /// read before that left.
    bool may_send()
    {
        if (!options_.in_step || last_route_ == options_.routes.size()) return true;
        const RouteReport& last = report_.routes[last_route_];
        const std::uint16_t port = last.route.to.port;
        for (int look = 0; look < looks_a_packet_max; ++look) {
            if (last.is_fix ? readers_.have_read_streams(port) : readers_.have_read_datagrams(port))
                return true;
            std::this_thread::sleep_for(look_wait);
        }
        return false;
    }

    void send(Timestamp now)
    {
        left_ = now;
        const std::int64_t late = (now.ns - captured_.ns) / scale_;
        report_.lateness_ns_worst = std::max(report_.lateness_ns_worst, late);
        if (given_ == transport::Given::segment) return messages_.on_segment(segment_);
        const std::size_t to = route();
        last_route_ = to;
        lines_[to]->send(datagram_.payload);
        ++report_.routes[to].sent;
    }

    /// Does everything that is due, and arranges for the next turn.
    void turn()
    {
        Timestamp now = clock_.now();
        const std::uint64_t packets_max = options_.in_step ? 16 : packets_a_turn_max;
        for (std::uint64_t i = 0; i < packets_max; ++i) {
            if (given_ == transport::Given::end || due_ > now || !may_send()) break;
            send(now = clock_.now());
            fetch();
            now = clock_.now();
        }
        const bool is_all = given_ == transport::Given::end;
        const bool is_over =
            is_all && (std::ranges::all_of(venues_,
                                           [](const auto& venue) {
                                               return venue == nullptr || venue->is_silent();
                                           }) ||
                       now >= after(left_, good_bye_wait_max * scale_));
        for (const auto& venue : venues_)
            if (venue != nullptr) venue->on_time(is_all ? now : std::min(now, captured_));
        if (is_over) {
            report_.has_ended = true;
            io_.stop();
        } else {
            const Timestamp look = after(now, look_every * scale_);
            timer_.wait(now, is_all ? look : std::min(look, due_));
        }
    }

    const PlaybackOptions& options_;
    std::int64_t scale_;
    PlaybackReport report_;
    sim::StreamClock clock_;
    Counters counters_;
    transport::DatagramSource source_;
    ServerMessages messages_;
    const std::function<void()> turn_ = [this] { turn(); };

    transport::Given given_ = transport::Given::end;  // what is next
    transport::Datagram datagram_;
    transport::Segment segment_;
    Timestamp captured_{0};  // the day's time
    Timestamp due_{0};       // when it is to leave, and when the last one left
    Timestamp left_{0};
    std::size_t last_route_;  // on which one left; the count of them: none has

    asio::io_context io_{1};
    std::vector<std::unique_ptr<Venue>> venues_;           // [route]; of FIX
    std::vector<std::unique_ptr<sim::LineSocket>> lines_;  // [route]; of UDP
    sim::Readers readers_;
    sim::TurnTimer timer_;
    asio::signal_set signals_;
};

}  // namespace

PlaybackReport play(const PlaybackOptions& options,
                    const std::function<ScaledClock(Timestamp first)>& clock_from,
                    const std::function<void(const PlaybackReport&)>& ready)
{
    Survey found = survey(options);
    const ScaledClock clock = clock_from(found.report.first);
    std::optional<Loop> loop;
    try {
        loop.emplace(options, std::move(found), clock);
    } catch (const std::invalid_argument& error) {
        throw OperatorError(ExitCode::bad_input, error.what());
    }
    ready(loop->report());
    loop->run();
    return loop->report();
}

}  // namespace gapwire::app
