// When a SoupBinTCP client speaks, gives a connection up, and connects again.
#pragma once

#include "core/types.hpp"
#include "feed/transport/backoff.hpp"

namespace gapwire::soupbintcp {

/// What the owner of the socket should do now.
enum class Wish : std::uint8_t {
    wait,     // nothing
    connect,  // open a connection; then on_connected, or on_disconnected when it cannot be had
    close,    // send what was to be sent, close, then on_disconnected
    stop,     // nothing more: see Ending
};

/// Why the last connection ended, or is about to.
enum class Ending : std::uint8_t {
    none,
    stopped,          // by us
    disconnected,     // by the server, or it could not be reached
    login_timeout,    // the login was not answered
    silence,          // nothing came, not even heartbeats
    protocol_error,   // what came was no SoupBinTCP, or not at that moment
    not_authorised,   // user or password: never tried again, since accounts get locked
    rejected,         // for a reason we do not know: the same
    no_such_session,  // the session is not available: another one is asked for
    other_session,    // the server went on in a session that we did not ask for: the same
    begun_anew,       // the server's numbers went back: the session is asked for from its start
    end_of_session,   // the server has nothing more
};

/// Times in ns.
struct SessionLimits {
    std::int64_t login_wait_max = 15'000'000'000;       // for the answer to the login
    std::int64_t silence_max = 15'000'000'000;          // without a packet: the server is dead
    std::int64_t heartbeat_interval = 1'000'000'000;    // we are never silent for longer
    std::int64_t end_of_session_wait = 60'000'000'000;  // before we ask whether there is another
    std::int64_t steady_after = 10'000'000'000;         // of streaming, the back-off begins anew
    transport::BackoffLimits reconnect{};
};

/// The clockwork of a session: which of its times is over. Knows nothing of packets.
/// Time: only from the `now` arguments, which are times. Threads: one. Memory: none.
class Client {
 public:
    /// What on_time has to do.
    enum class Due : std::uint8_t { nothing, heartbeat, login_timeout, silence };

    explicit Client(const SessionLimits& limits) noexcept
        : limits_(limits), backoff_(limits.reconnect)
    {}

    void connected(Timestamp now) noexcept;
    void accepted(Timestamp now) noexcept;
    void heard(Timestamp now) noexcept { heard_ = now; }
    void spoke(Timestamp now) noexcept { spoke_ = now; }
    /// The connection did what it is for: the next failure is a first one.
    void made_progress() noexcept { backoff_.reset(); }
    /// The connection shall be closed.
    void end(Ending ending) noexcept;
    void disconnected(Timestamp now) noexcept;
    /// Never connect again.
    void stop(Ending ending) noexcept;

    Due due(Timestamp now) const noexcept;
    Wish wish(Timestamp now) const noexcept;
    /// When the next of its times is over; none when only the peer can change something.
    Timestamp wake_at() const noexcept;
    Ending ending() const noexcept { return ending_; }
    bool is_open() const noexcept { return state_ == State::login || state_ == State::streaming; }
    bool is_streaming() const noexcept { return state_ == State::streaming; }

 private:
    enum class State : std::uint8_t { idle, login, streaming, closing };

    std::int64_t wait_after(Ending ending) noexcept;

    SessionLimits limits_;
    transport::Backoff backoff_;
    State state_ = State::idle;
    Ending ending_ = Ending::none;
    bool stopped_ = false;
    Timestamp connect_at_{INT64_MIN + 1};  // at once
    Timestamp since_{};                    // the state was entered
    Timestamp heard_{};
    Timestamp spoke_{};
};

}  // namespace gapwire::soupbintcp
