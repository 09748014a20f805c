// A client under test: the server's bytes in, everything it says and sends out as one line of text.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "feed/soupbintcp/session.hpp"
#include "tests/soupbintcp/packets.hpp"

namespace gapwire::soupbintcp::test {

inline Timestamp at_ms(std::int64_t ms) noexcept
{
    return {ms * 1'000'000};
}

/// Turns every call into text: "1@0:a,b" (number, ms, messages), "loss 3+2" (first, count),
/// "joined 5", "session X", "end 7"; what is sent as "<R" or "<L user/password/session/number".
class Recorder {
 public:
    void on_messages(std::uint64_t sequence, std::span<const Bytes> messages,
                     Timestamp received) noexcept
    {
        std::vector<std::string> texts;
        for (const Bytes message : messages) texts.push_back(text_of(message));
        say(fmt::format("{}@{}:{}", sequence, received.ns / 1'000'000, fmt::join(texts, ",")));
    }
    void on_loss(std::uint64_t sequence, std::uint64_t count) noexcept
    {
        say(fmt::format("loss {}+{}", sequence, count));
    }
    void on_joined(std::uint64_t sequence) noexcept { say(fmt::format("joined {}", sequence)); }
    void on_session(const SessionId& session) noexcept
    {
        say(fmt::format("session {}", session.view()));
    }
    void on_end_of_session(std::uint64_t sequence) noexcept
    {
        say(fmt::format("end {}", sequence));
    }
    void send(Bytes bytes) noexcept
    {
        const char type = static_cast<char>(bytes[2]);
        if (type != 'L') {
            say(fmt::format("<{}", type));
            return;
        }
        const auto& login = view_as<LoginRequest>(bytes.data() + sizeof(PacketHeader));
        const std::string_view number(login.requested_sequence_number.raw, 20);
        say(fmt::format("<L {}/{}/{}/{}", login.username.view(), login.password.view(),
                        login.requested_session.view(), parse_number(number).value_or(999)));
    }

    void say(std::string event) { events_.push_back(std::move(event)); }
    /// All events since the last call.
    std::string story()
    {
        std::string all = fmt::format("{}", fmt::join(events_, " | "));
        events_.clear();
        return all;
    }

 private:
    std::vector<std::string> events_;
};

inline std::string text_of(Wish wish)
{
    static constexpr std::string_view names[] = {"wait", "connect", "close", "stop"};
    return std::string(names[static_cast<std::size_t>(wish)]);
}

inline Login user(std::uint64_t sequence = 1, std::string_view name = {})
{
    Login login{.session = session_of(name), .sequence = sequence};
    login.username = {{'m', 'e', ' ', ' ', ' ', ' '}};
    login.password = {{'s', 'e', 'c', 'r', 'e', 't', ' ', ' ', ' ', ' '}};
    return login;
}

/// A session with its recorder, and the owner of its socket: wishes are granted at once. Times in
/// ms.
class Line {
 public:
    explicit Line(const Login& login = user(), const SessionLimits& limits = {})
        : session(login, limits, counters)
    {}

    void connect(std::int64_t ms = 0) { session.on_connected(at_ms(ms), recorder); }
    void bytes(const ByteVector& bytes, std::int64_t ms = 0)
    {
        const ByteVector copy = bytes;  // gone when the call returns
        session.on_bytes(copy, at_ms(ms), recorder);
    }
    void disconnect(std::int64_t ms = 0) { session.on_disconnected(at_ms(ms)); }
    void pass_time(std::int64_t ms) { session.on_time(at_ms(ms), recorder); }
    void stop(std::int64_t ms = 0) { session.stop(at_ms(ms), recorder); }

    std::string wish(std::int64_t ms = 0) const { return text_of(session.wish(at_ms(ms))); }
    std::string story() { return recorder.story(); }
    std::uint64_t operator[](Counter counter) const { return counters[counter]; }
    /// When it wants to connect again, in ms; -1 when never.
    std::int64_t connects_at() const
    {
        if (session.wish({INT64_MAX}) != Wish::connect) return -1;
        return session.wake_at().ns / 1'000'000;
    }

    Counters counters;
    Recorder recorder;
    Session session;
};

}  // namespace gapwire::soupbintcp::test
