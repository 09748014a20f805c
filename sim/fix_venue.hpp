// A FIX venue on one session: it answers requests and tells what the market does, or fails to.
#pragma once

#include <deque>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "fix_session/session.hpp"
#include "sim/fix_quotes.hpp"
#include "sim/fix_reader.hpp"
#include "sim/random.hpp"
#include "sim/time_window.hpp"

namespace gapwire::sim {

/// Shares are millionths of the messages, but for Logons and Logouts, which get through.
struct FixFaults {
    std::uint32_t drop_ppm = 0;    // numbered and kept, but never sent
    std::uint32_t garble_ppm = 0;  // sent with a byte that is wrong
    std::uint32_t deaf_ppm = 0;    // the client's: not heard, so that they are asked for again
    std::int64_t heartbeat_delay_ns = 0;  // heartbeats, and what is behind them, come so much later
    std::vector<std::int64_t> disconnect_at{};  // stream time: cut off, a message half said
};

struct FixVenueOptions {
    std::string begin_string = "FIX.4.4";
    std::string sender = "VENUE";
    std::string target = "DESK";
    std::string user{};  // of logons; empty: anybody
    std::string password{};
    bool resends = true;             // else a gap fill answers every request to send again
    std::int64_t wire_epoch_ns = 0;  // what the clock says at stream time 0: ns since 1970, UTC
    std::uint64_t seed = 0;
    FixFaults faults{};
};

/// What really happened.
struct FixVenueCount {
    std::uint64_t logons = 0;
    std::uint64_t logons_refused = 0;
    std::uint64_t subscriptions = 0;      // of instruments
    std::uint64_t requests_refused = 0;   // Y
    std::uint64_t refreshes = 0;          // W
    std::uint64_t increments = 0;         // X
    std::uint64_t asked_again = 0;        // the client's resend requests
    std::uint64_t sent_again = 0;         // messages with PossDupFlag
    std::uint64_t refused_by_client = 0;  // its 3 and j
    std::uint64_t dropped = 0;
    std::uint64_t garbled = 0;
    std::uint64_t unheard = 0;
    std::uint64_t delayed = 0;
    std::uint64_t disconnects = 0;  // by faults, and of clients that read too slowly
};

/// The acceptor's side of one FIX session, which outlives its connections. It plays ITCH messages
/// to the client as W and X: levels with their orders (346), trades, trading states.
///
/// Input    times never go back; one connection at a time; call poll() when next_time() has come.
/// Output   produce() appends what the connection is to say. wants_close(): it is to be closed.
/// Requests V by symbol, whole book, incremental or full refresh; x; e. Anything else about market
///          data is refused with its reason (Y).
/// Memory   numbers and messages of the session, if it resends; at most `out_bytes_max` unsent.
/// Threads  one.
/// Source   FIX 4.4: market data, session protocol.
class FixVenue final : private fix_session::Listener {
 public:
    static constexpr std::size_t out_bytes_max = std::size_t{64} << 20;

    /// `state` must outlive this. Throws std::invalid_argument for names that make no session.
    FixVenue(FeedState& state, const FixVenueOptions& options, Timestamp now);

    void on_connected(Timestamp now);
    void on_bytes(Bytes bytes, Timestamp now);
    void on_disconnected(Timestamp now);
    bool is_connected() const noexcept { return is_connected_; }

    /// The market moves: the next message of the script.
    void apply(Bytes message, Timestamp now);
    /// Says good-bye.
    void end(Timestamp now);

    void poll(Timestamp now);
    Timestamp next_time() const noexcept;
    void produce(std::size_t bytes_max, Timestamp now, ByteVector& out);
    bool wants_close() const noexcept { return wants_close_ && out_.empty(); }

    const FixVenueCount& count() const noexcept { return count_; }

 private:
    struct Said {
        Timestamp due;
        std::string bytes;
    };
    struct Subscription {
        std::string request;
        bool incremental = true;
    };

    // From the session.
    void send(const char* bytes, std::size_t size) override;
    void disconnect() override { wants_close_ = true; }
    void on_logon() override { ++count_.logons; }
    void on_logout(const std::string&) override { forget(); }
    fix_session::Verdict on_message(const char* bytes, std::size_t size) override;
    void on_gap(std::uint64_t, std::uint64_t) override {}
    void on_refused(std::uint64_t, const std::string&) override {}
    void on_event(const std::string&) override {}
    std::string check_logon(const std::string& username, const std::string& password) override;

    std::int64_t wall(Timestamp now) const noexcept { return options_.wire_epoch_ns + now.ns; }
    void hear(const std::string& message, Timestamp now);
    void answer(const std::string& request);
    void answer_market_data(const std::string& request);
    void refuse(std::string_view request_id, char reason);
    std::uint16_t locate_of(std::string_view symbol) const;
    std::string_view symbol_of(std::uint16_t locate) const;
    void send_refresh(std::uint16_t locate, const std::string& request,
                      std::span<const FixChange> news = {});
    void send_status(std::uint16_t locate);
    void tell_changes();
    void cut(Timestamp now);
    void forget();

    FeedState& state_;
    FixVenueOptions options_;
    FixVenueCount count_;
    Random random_;
    FixReader reader_;
    Timestamp now_;
    bool is_connected_ = false;
    bool wants_close_ = false;
    std::deque<Said> out_;
    std::size_t out_bytes_ = 0;
    std::size_t next_cut_ = 0;                          // of disconnect_at
    std::map<std::uint16_t, Subscription> subscribed_;  // by locate
    std::map<std::uint16_t, std::string> asks_status_;  // the request, by locate
    std::vector<std::string> requests_;                 // waiting to be answered
    std::vector<FixChange> changes_;                    // of the message that is applied
    fix_session::Session session_;
};

}  // namespace gapwire::sim
