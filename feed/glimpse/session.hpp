// One GLIMPSE snapshot: log in, take every message, learn where the stream continues, log out.
#pragma once

#include <algorithm>

#include "feed/glimpse/end_of_snapshot.hpp"
#include "feed/soupbintcp/session.hpp"

namespace gapwire::glimpse {

/// Why a snapshot is of no use: all of it must be thrown away.
enum class Failure : std::uint8_t {
    none,
    disconnected,         // before its end, or the server could not be reached
    end_without_number,   // the session ended before the snapshot did
    malformed_end,        // 'G' of neither length
    bad_number,           // 'G' with a number that is none
    login_rejected,       // not authorised: do not try again by itself
    session_unavailable,  // the session that was asked for is not there
    login_timeout,
    silence,
    protocol_error,
    not_from_the_start,  // the server begins with another message than the first
    too_long,            // it took more time than allowed
    too_large,           // it has more messages than allowed
    abandoned,           // by us
};

/// Receives a snapshot; every call is noexcept.
template <class T>
concept SnapshotHandler = requires(T handler, std::span<const Bytes> messages,
                                   std::uint64_t sequence, Failure failure, Bytes bytes)
{
    handler.on_snapshot_begin();             // logged in: begin with empty books
    handler.on_snapshot_messages(messages);  // ITCH, up to batch_max
    handler.on_snapshot_end(sequence);       // the first message that it does not contain
    handler.on_snapshot_failed(failure);     // instead of an end, also where it never began
    handler.send(bytes);                     // to the server; valid until the call returns
};

struct Limits {
    std::int64_t snapshot_wait_max = 60'000'000'000;  // ns from start to end
    std::uint64_t messages_max = 1u << 26;            // sixteen times the orders of a full day
    soupbintcp::SessionLimits session{};
};

struct Settings {
    soupbintcp::Login login{};  // its sequence number is not looked at: a snapshot begins with 1
    NumberMeans number_means = NumberMeans::next;
    Limits limits{};
};

/// Takes snapshots one at a time, each on a connection of its own. Every start() is answered once:
/// by on_snapshot_end or by on_snapshot_failed. When to try again is for the caller to decide.
///
/// The owner of the socket asks wish(now) after every call, as with soupbintcp::Session.
///
/// Input    the server's bytes in any pieces; connects, disconnects; time.
/// Output   see SnapshotHandler; messages live until the call returns.
/// Memory   one packet, taken at construction.
/// Errors   see Failure.
/// Threads  one.
/// Source   GLIMPSE 5.0 on SoupBinTCP.
class Session {
 public:
    static constexpr std::size_t batch_max = soupbintcp::Session::batch_max;

    Session(const Settings& settings, Counters& counters)
        : settings_(settings),
          counters_(&counters),
          session_(login(), settings.limits.session, counters)
    {}

    /// Which session the next snapshot has to be of; blank: the current one.
    void set_session(const soupbintcp::SessionId& session) noexcept
    {
        settings_.login.session = session;
    }

    /// Begins a snapshot. REQUIRES: is_idle().
    void start(Timestamp now) noexcept
    {
        GAPWIRE_ASSERT(is_idle());
        counters_->add(Counter::snapshots_started);
        session_.restart(login());
        state_ = State::connecting;
        started_ = now;
        messages_ = 0;
    }

    template <SnapshotHandler Handler>
    void on_connected(Timestamp now, Handler& handler) noexcept
    {
        Incoming<Handler> incoming{*this, handler};
        session_.on_connected(now, incoming);
    }

    template <SnapshotHandler Handler>
    void on_bytes(Bytes bytes, Timestamp now, Handler& handler) noexcept
    {
        Incoming<Handler> incoming{*this, handler};
        session_.on_bytes(bytes, now, incoming);
        settle(now, incoming);
    }

    template <SnapshotHandler Handler>
    void on_disconnected(Timestamp now, Handler& handler) noexcept
    {
        session_.on_disconnected(now);
        Incoming<Handler> incoming{*this, handler};
        fail(failure_of(session_.ending()), incoming);
        settle(now, incoming);
    }

    template <SnapshotHandler Handler>
    void on_time(Timestamp now, Handler& handler) noexcept
    {
        Incoming<Handler> incoming{*this, handler};
        session_.on_time(now, incoming);
        if (is_running() && now >= deadline()) fail(Failure::too_long, incoming);
        settle(now, incoming);
    }

    /// Gives a snapshot up that has not come to its end; the answer is Failure::abandoned.
    template <SnapshotHandler Handler>
    void abandon(Timestamp now, Handler& handler) noexcept
    {
        Incoming<Handler> incoming{*this, handler};
        fail(Failure::abandoned, incoming);
        settle(now, incoming);
    }

    soupbintcp::Wish wish(Timestamp now) const noexcept
    {
        return state_ == State::idle ? soupbintcp::Wish::wait : session_.wish(now);
    }
    /// When on_time is worth a call; none when only the peer can change something.
    Timestamp wake_at() const noexcept
    {
        if (!is_running()) return Timestamp::none();
        const Timestamp session = session_.wake_at();
        return session.is_none() ? deadline() : std::min(session, deadline());
    }
    /// Whether the last snapshot is answered: another one may start once the connection is closed.
    bool is_idle() const noexcept { return state_ == State::idle; }
    std::uint64_t messages() const noexcept { return messages_; }

 private:
    enum class State : std::uint8_t {
        idle,
        connecting,  // until the login is accepted
        loading,
        answered,  // logging out
    };

    /// What the SoupBinTCP session brings, on its way to the handler.
    template <class Handler>
    struct Incoming {
        Session& session;
        Handler& handler;

        void on_session(const soupbintcp::SessionId&) noexcept
        {
            if (session.state_ != State::connecting) return;
            session.state_ = State::loading;
            handler.on_snapshot_begin();
        }
        void on_joined(std::uint64_t) noexcept { session.fail(Failure::not_from_the_start, *this); }
        void on_loss(std::uint64_t, std::uint64_t) noexcept
        {
            session.fail(Failure::not_from_the_start, *this);
        }
        void on_messages(std::uint64_t, std::span<const Bytes> messages, Timestamp) noexcept
        {
            if (session.state_ == State::loading) session.load(messages, *this);
        }
        void on_end_of_session(std::uint64_t) noexcept
        {
            session.fail(Failure::end_without_number, *this);
        }
        void send(Bytes bytes) noexcept { handler.send(bytes); }
    };

    template <class Handler>
    void load(std::span<const Bytes> messages, Incoming<Handler>& incoming) noexcept
    {
        const auto end = std::find_if(messages.begin(), messages.end(), is_end_of_snapshot);
        const auto size = static_cast<std::size_t>(end - messages.begin());
        messages_ += size;
        if (messages_ > settings_.limits.messages_max) {
            fail(Failure::too_large, incoming);
            return;
        }
        if (size > 0) incoming.handler.on_snapshot_messages(messages.first(size));
        if (size == messages.size()) return;
        std::uint64_t first = 0;
        switch (parse_end_of_snapshot(*end, settings_.number_means, first)) {
            case EndStatus::ok:
                state_ = State::answered;
                counters_->add(Counter::snapshots_loaded);
                incoming.handler.on_snapshot_end(first);
                return;
            case EndStatus::bad_length: fail(Failure::malformed_end, incoming); return;
            case EndStatus::bad_number: fail(Failure::bad_number, incoming); return;
        }
    }

    template <class Handler>
    void fail(Failure failure, Incoming<Handler>& incoming) noexcept
    {
        if (!is_running()) return;
        state_ = State::answered;
        counters_->add(Counter::snapshots_failed);
        incoming.handler.on_snapshot_failed(failure);
    }

    /// Draws the consequences: a connection that ends answers the snapshot, an answered snapshot
    /// ends its connection.
    template <class Handler>
    void settle(Timestamp now, Incoming<Handler>& incoming) noexcept
    {
        using soupbintcp::Wish;
        if (is_running() && session_.wish(now) == Wish::close)
            fail(failure_of(session_.ending()), incoming);
        if (state_ != State::answered) return;
        session_.stop(now, incoming);
        if (session_.wish(now) == Wish::stop) state_ = State::idle;
    }

    static Failure failure_of(soupbintcp::Ending ending) noexcept
    {
        using soupbintcp::Ending;
        switch (ending) {
            case Ending::login_timeout: return Failure::login_timeout;
            case Ending::silence: return Failure::silence;
            case Ending::protocol_error: return Failure::protocol_error;
            case Ending::not_authorised:
            case Ending::rejected: return Failure::login_rejected;
            case Ending::no_such_session:
            case Ending::other_session: return Failure::session_unavailable;
            case Ending::end_of_session: return Failure::end_without_number;
            default: return Failure::disconnected;
        }
    }

    soupbintcp::Login login() const noexcept
    {
        soupbintcp::Login login = settings_.login;
        login.sequence = 1;
        return login;
    }
    bool is_running() const noexcept
    {
        return state_ == State::connecting || state_ == State::loading;
    }
    Timestamp deadline() const noexcept
    {
        return {started_.ns + settings_.limits.snapshot_wait_max};
    }

    Settings settings_;
    Counters* counters_;
    soupbintcp::Session session_;
    State state_ = State::idle;
    Timestamp started_{};
    std::uint64_t messages_ = 0;  // of the snapshot so far
};

}  // namespace gapwire::glimpse
