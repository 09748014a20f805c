// A FIX venue that says on a session of its own what a captured one said.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "fix_session/session.hpp"
#include "sim/fix_reader.hpp"
#include "sim/itch_encoder.hpp"

namespace gapwire::sim {

struct FixPlaybackOptions {
    std::string begin_string = "FIX.4.4";
    std::string sender = "VENUE";
    std::string target = "DESK";
};

/// What really happened.
struct FixPlaybackCount {
    std::uint64_t logons = 0;
    std::uint64_t said = 0;     // messages of the captured venue
    std::uint64_t unasked = 0;  // not said: nobody was logged on, or had asked for it
};

/// The acceptor's side of one FIX session. Of the captured one it says what the session layer did
/// not make: market data, states and the logout, with the SendingTime they had, under the client's
/// own request ids. Requests that are not answered by the capture are answered by nothing.
///
/// Input    the day's time, by whatever was captured: no SendingTime may be more than `way_max`
///          behind it, or it is told later than it was. Times never go back.
/// Output   produce() appends what the connection is to say. is_over(): it is to be closed.
/// Threads  one.
/// Source   FIX 4.4: market data, session protocol.
class FixPlayback final : private fix_session::Listener {
 public:
    static constexpr std::int64_t way_max = 1'000'000'000;  // from a venue to the capture, ns

    /// Throws std::invalid_argument for names that make no session.
    FixPlayback(const FixPlaybackOptions& options, Timestamp day);

    void on_connected();
    void on_bytes(Bytes bytes);
    void on_disconnected();
    bool is_connected() const noexcept { return is_connected_; }

    /// So far the day has been played.
    void on_time(Timestamp day);
    /// The captured venue said `message` at its SendingTime.
    void say(std::string_view message, Timestamp sent);

    void produce(ByteVector& out);
    bool is_over() const noexcept { return is_over_ && out_.empty(); }
    /// Whether the captured venue has said good-bye: nobody is to connect any more.
    bool has_ended() const noexcept { return has_ended_; }

    const FixPlaybackCount& count() const noexcept { return count_; }

 private:
    // From the session.
    void send(const char* bytes, std::size_t size) override { out_.append(bytes, size); }
    void disconnect() override { is_over_ = true; }
    void on_logon() override { ++count_.logons; }
    void on_logout(const std::string&) override { forget(); }
    fix_session::Verdict on_message(const char* bytes, std::size_t size) override;
    void on_gap(std::uint64_t, std::uint64_t) override {}
    void on_refused(std::uint64_t, const std::string&) override {}
    void on_event(const std::string&) override {}
    std::string check_logon(const std::string&, const std::string&) override { return {}; }

    void forget();
    using Ids = std::map<std::string, std::string, std::less<>>;  // of requests, by symbol
    static void take_request(std::string_view request, int id_tag, Ids& ids);

    FixPlaybackCount count_;
    FixReader reader_;
    std::int64_t now_;  // of the session
    std::string out_;
    Ids market_data_;
    Ids statuses_;
    bool is_connected_ = false;
    bool is_over_ = false;
    bool has_ended_ = false;
    fix_session::Session session_;
};

}  // namespace gapwire::sim
