// A FIX market data session, live: bytes and time in, bytes and wishes out, books and updates.
#pragma once

#include <string>
#include <string_view>

#include "app/pipeline/fix_stream.hpp"
#include "feed/fix/framer.hpp"
#include "feed/fix/subscriptions.hpp"
#include "feed/transport/backoff.hpp"
#include "fix_session/session.hpp"

namespace gapwire::pipeline {

struct FixLiveOptions {
    fix_session::Settings session{};
    fix::SubscriptionSettings subscriptions{};
    QuoteSettings quotes{};
    transport::BackoffLimits reconnect{};
};

/// What a session wants of its connection.
enum class FixWish : std::uint8_t { wait, connect, close };

/// Where bytes for the peer go, and what the operator may want to know of the session.
struct FixOutput {
    void* context = nullptr;
    void (*send)(void* context, Bytes bytes) noexcept = nullptr;
    void (*tell)(void* context, std::string_view event) noexcept = nullptr;
};

/// Keeps a session up, asks for what is wanted, and hands what comes to a FixStream. After a gap
/// that was filled with nothing, and after a message that was not understood, everything is asked
/// for again; until its full refresh comes a book is stale.
///
/// Input    bytes of one connection after another, in order; call on_time() ten times a second or
///          more often, and look at wish() after every call.
/// Errors   std::invalid_argument from the constructor for settings that make no sense. The peer's
///          faults are counted, and told to it as FIX wants.
/// Threads  one.
class FixLive final : private fix_session::Listener {
 public:
    FixLive(StreamContext& context, std::uint32_t feed, std::string name,
            const FixLiveOptions& options, FixOutput output, Timestamp now);

    void on_connected(Timestamp now);
    void on_bytes(Bytes bytes, Timestamp now);
    void on_disconnected(Timestamp now);
    void on_time(Timestamp now);
    /// Says good-bye. The connection is not wanted any more.
    void stop(Timestamp now);

    FixWish wish(Timestamp now) const noexcept;
    bool is_logged_on() const { return session_.is_logged_on(); }
    const FixStream& stream() const noexcept { return stream_; }
    const fix::Subscriptions& subscriptions() const noexcept { return subscriptions_; }

 private:
    struct Current;

    // From the session.
    void send(const char* bytes, std::size_t size) override;
    void disconnect() override { wants_close_ = true; }
    void on_logon() override;
    void on_logout(const std::string& text) override;
    fix_session::Verdict on_message(const char* bytes, std::size_t size) override;
    void on_gap(std::uint64_t first, std::uint64_t count) override;
    void on_refused(std::uint64_t sequence, const std::string& why) override;
    void on_event(const std::string& text) override { output_.tell(output_.context, text); }
    std::string check_logon(const std::string&, const std::string&) override { return {}; }

    void ask();
    void be_down(Timestamp now);
    void leave_session();
    void leave_what_is_not_subscribed();

    StreamContext& context_;
    FixStream stream_;
    fix::Subscriptions subscriptions_;
    fix::Framer framer_{};
    fix::Decoder decoder_{};
    transport::Backoff backoff_;
    FixOutput output_;
    Timestamp now_{};
    Timestamp connect_at_{};
    bool is_connected_ = false;
    bool was_logged_on_ = false;  // on this connection
    bool wants_close_ = false;
    bool wants_all_ = false;    // logged on: nothing is asked for yet
    bool wants_again_ = false;  // books may be wrong
    bool is_stopping_ = false;
    fix_session::Session session_;
};

}  // namespace gapwire::pipeline
