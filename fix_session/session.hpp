// One side of a FIX session behind a plain interface: bytes and time in, bytes and events out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fix_session/settings.hpp"

namespace gapwire {
namespace fix_session {

/// What became of an application message; the peer is told if it is not the first.
enum class Verdict {
    understood,
    unsupported,  // its type: Business Message Reject (j)
    malformed,    // Reject (3)
};

/// Receives what happens. Texts and bytes are valid until the call returns.
class Listener {
 public:
    virtual ~Listener() = default;
    /// Bytes for the peer.
    virtual void send(const char* bytes, std::size_t size) = 0;
    /// The session is over with this connection: close it.
    virtual void disconnect() = 0;
    virtual void on_logon() = 0;
    /// It was logged on, or wanted to be; `text` is what the peer said, if it did.
    virtual void on_logout(const std::string& text) = 0;
    /// An application message, or a Reject (3), as its bytes came, in the order of numbers.
    virtual Verdict on_message(const char* bytes, std::size_t size) = 0;
    /// These numbers were skipped by a SequenceReset: their messages will never come.
    virtual void on_gap(std::uint64_t first, std::uint64_t count) = 0;
    /// A message of the peer was refused, and it was told so.
    virtual void on_refused(std::uint64_t sequence, const std::string& why) = 0;
    /// What goes on, in words.
    virtual void on_event(const std::string& text) = 0;
    /// Acceptor: why a Logon is refused; empty: it is not.
    virtual std::string check_logon(const std::string& username, const std::string& password) = 0;
};

/// The FIX session layer: logon, numbers, heartbeats, resends, gap fills, logout. It opens no
/// socket and reads no clock: every `now` is ns since 1970, UTC, and never goes back.
///
/// What an application message says is the listener's to judge: QuickFIX sees its header alone, so
/// that it needs no dictionary and no group can confuse it.
///
/// Input    whole messages, framed and with their checksum verified; call on_time() ten times a
///          second or more often.
/// Errors   std::invalid_argument from the constructor, with the setting that is wrong.
/// Threads  one; sessions of other threads do not disturb it.
/// Source   FIX session protocol, by QuickFIX 1.15.
class Session {
 public:
    /// `listener` must outlive this. Not two sessions of the same ids and role at once.
    Session(const Settings& settings, Listener& listener, std::int64_t now);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void on_connected(std::int64_t now);
    void on_disconnected(std::int64_t now);
    void on_message(const char* bytes, std::size_t size, std::int64_t now);
    void on_time(std::int64_t now);

    /// Sends a message of this type. Fields in order; entries of groups follow their count.
    /// Returns its number; 0: it could not be sent.
    std::uint64_t send(const std::string& type,
                       const std::vector<std::pair<int, std::string>>& fields, std::int64_t now);
    /// Says good-bye; the connection closes when the peer has answered, or too late.
    void logout(const std::string& text, std::int64_t now);

    bool is_logged_on() const;
    std::uint64_t next_in() const;   // the number that the peer should use next
    std::uint64_t next_out() const;  // and we

 private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace fix_session
}  // namespace gapwire
