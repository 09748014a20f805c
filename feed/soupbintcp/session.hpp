// A SoupBinTCP session as its client lives it, over as many connections as it takes.
#pragma once

#include <utility>

#include "core/counters.hpp"
#include "feed/soupbintcp/client.hpp"
#include "feed/soupbintcp/numbering.hpp"
#include "feed/soupbintcp/server_stream.hpp"

namespace gapwire::soupbintcp {

/// Receives what a session delivers, in this order of events; every call is noexcept.
template <class T>
concept SessionHandler = MessageHandler<T> &&
    requires(T handler, const SessionId& session, std::uint64_t sequence, Bytes bytes)
{
    handler.on_session(session);          // before its first message: begin with clean books
    handler.on_end_of_session(sequence);  // once; the next number never sent
    handler.send(bytes);                  // to the server; valid until the call returns
};

/// Delivers every message of a server's sessions once and in order, and says when to connect.
///
/// The owner of the socket asks wish(now) after every call, does what it says and reports it. A
/// connection that breaks is followed by another, after a back-off, that asks for the same session
/// and the next number: nothing is lost unless the server says so, and then the loss is exact.
/// Where the session is gone, the current one is asked for from its beginning and on_session
/// called.
///
/// Input    the server's bytes in any pieces; connects, disconnects; time.
/// Output   see SessionHandler; messages live until the call returns, up to batch_max at once.
/// Time     only from `now`, which is always a time.
/// Memory   one packet, taken at construction.
/// Errors   what the server may not say ends the connection: see ending().
/// Threads  one.
/// Source   SoupBinTCP 3.00 to 4.10.
class Session {
 public:
    static constexpr std::size_t batch_max = ServerStream::batch_max;

    Session(const Login& login, const SessionLimits& limits, Counters& counters)
        : login_(login),
          limits_(limits),
          counters_(&counters),
          client_(limits),
          stream_(counters),
          numbering_(counters),
          asked_{session_of(login.session.view()), login.sequence}
    {}

    /// Begins from nothing, as if made new. REQUIRES: no connection.
    void restart(const Login& login) noexcept
    {
        login_ = login;
        client_ = Client(limits_);
        stream_.reset();
        numbering_ = Numbering(*counters_);
        asked_ = {session_of(login.session.view()), login.sequence};
        session_ = {};
        in_session_ = end_reported_ = false;
    }

    /// REQUIRES: wish(now) was to connect, and on_disconnected came after the last connection.
    template <SessionHandler Handler>
    void on_connected(Timestamp now, Handler& handler) noexcept
    {
        client_.connected(now);
        stream_.reset();
        if (!client_.is_open()) return;
        if (in_session_) asked_ = {session_, numbering_.next()};
        say(login_packet(login_, asked_), now, handler);
    }

    /// The server's next bytes. What comes after the wish to close is not looked at.
    template <SessionHandler Handler>
    void on_bytes(Bytes bytes, Timestamp now, Handler& handler) noexcept
    {
        if (!client_.is_open()) return;
        const std::uint64_t before = stream_.packets();
        Incoming<Handler> incoming{*this, handler, now};
        if (stream_.on_bytes(bytes, now, incoming) != ProtocolError::none)
            client_.end(Ending::protocol_error);
        if (stream_.packets() != before) client_.heard(now);
        on_time(now, handler);
    }

    /// The connection has ended, or could not be had.
    void on_disconnected(Timestamp now) noexcept
    {
        counters_->add(Counter::soup_disconnects);
        client_.disconnected(now);
    }

    /// Lets time pass; at wake_at() at the latest.
    template <SessionHandler Handler>
    void on_time(Timestamp now, Handler& handler) noexcept
    {
        switch (client_.due(now)) {
            case Client::Due::nothing: return;
            case Client::Due::heartbeat: say(client_heartbeat, now, handler); return;
            case Client::Due::login_timeout:
                counters_->add(Counter::soup_login_timeouts);
                client_.end(Ending::login_timeout);
                return;
            case Client::Due::silence:
                counters_->add(Counter::soup_silences);
                client_.end(Ending::silence);
                return;
        }
    }

    /// Logs out where it is logged in; afterwards the wish is to close, then to stop.
    template <SessionHandler Handler>
    void stop(Timestamp now, Handler& handler) noexcept
    {
        if (client_.is_open()) say(logout_request, now, handler);
        client_.stop(Ending::stopped);
    }

    Wish wish(Timestamp now) const noexcept { return client_.wish(now); }
    /// When on_time or wish is worth a call; none when only the peer can change something.
    Timestamp wake_at() const noexcept { return client_.wake_at(); }
    Ending ending() const noexcept { return client_.ending(); }
    bool is_streaming() const noexcept { return client_.is_streaming(); }
    /// The session that the server named last; blank before.
    const SessionId& session() const noexcept { return session_; }
    /// The number expected next; 0 before the first login was accepted.
    std::uint64_t next_sequence() const noexcept { return numbering_.next(); }

 private:
    static constexpr PacketHeader client_heartbeat{{{0, 1}}, packet_type::client_heartbeat};
    static constexpr PacketHeader logout_request{{{0, 1}}, packet_type::logout_request};

    /// What the connection brings, on its way to the handler.
    template <class Handler>
    struct Incoming {
        Session& session;
        Handler& handler;
        Timestamp now;

        bool on_accepted(const Accepted& accepted) noexcept
        {
            return session.accept(accepted, now, handler);
        }
        void on_rejected(char reason) noexcept { session.reject(reason); }
        void on_sequenced(std::uint64_t first, std::span<const Bytes> messages,
                          Timestamp received) noexcept
        {
            const std::uint64_t before = session.numbering_.next();
            session.numbering_.deliver(first, messages, received, handler);
            if (session.numbering_.next() != before) session.client_.made_progress();
        }
        void on_end() noexcept
        {
            session.client_.end(Ending::end_of_session);
            if (std::exchange(session.end_reported_, true)) return;
            handler.on_end_of_session(session.numbering_.next());
        }
    };

    template <class Layout, SessionHandler Handler>
    void say(const Layout& packet, Timestamp now, Handler& handler) noexcept
    {
        handler.send(bytes_of(packet));
        client_.spoke(now);
    }

    template <SessionHandler Handler>
    bool accept(const Accepted& accepted, Timestamp now, Handler& handler) noexcept
    {
        const bool any = asked_.session.view().empty();
        if (!any && accepted.session.view() != asked_.session.view()) {
            forget();
            client_.end(Ending::other_session);
            return false;
        }
        if (in_session_ && session_ == accepted.session && !goes_on(accepted.sequence)) {
            begin_anew();
            return false;
        }
        client_.accepted(now);
        if (!in_session_ || !(session_ == accepted.session)) {
            if (in_session_) counters_->add(Counter::soup_session_changes);
            in_session_ = true;
            session_ = accepted.session;
            end_reported_ = false;
            handler.on_session(session_);
            numbering_.begin(asked_.sequence == 0 ? accepted.sequence : asked_.sequence, handler);
        }
        numbering_.go_on(accepted.sequence, handler);
        return true;
    }

    /// Whether the server continues where it was asked to, or further on (which is a loss).
    bool goes_on(std::uint64_t sequence) const noexcept
    {
        return sequence >= asked_.sequence || asked_.sequence == 0;
    }

    /// The server has begun anew under the same name: it knows fewer messages than it has sent. The
    /// next login asks for all of them.
    void begin_anew() noexcept
    {
        counters_->add(Counter::soup_begun_anew);
        in_session_ = false;
        asked_ = {session_, 1};
        client_.end(Ending::begun_anew);
    }

    void reject(char reason) noexcept
    {
        if (reason == 'S') {
            forget();
            client_.end(Ending::no_such_session);
        } else {
            client_.stop(reason == 'A' ? Ending::not_authorised : Ending::rejected);
        }
    }

    /// The session is gone: the next login asks for the current one, from its beginning.
    void forget() noexcept
    {
        if (in_session_) counters_->add(Counter::soup_session_changes);
        in_session_ = false;
        asked_ = {{}, 1};
    }

    Login login_;
    SessionLimits limits_;
    Counters* counters_;
    Client client_;
    ServerStream stream_;
    Numbering numbering_;
    Request asked_;        // by the last login; outside a session, by the next one
    SessionId session_{};  // as the server named it last
    bool in_session_ = false;
    bool end_reported_ = false;
};

}  // namespace gapwire::soupbintcp
