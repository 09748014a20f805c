// A session under test: packets by their fields in, everything it says out as one line of text.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "core/assert.hpp"
#include "feed/moldudp64/session.hpp"
#include "sim/mold_packetizer.hpp"

namespace gapwire::moldudp64::test {

inline Timestamp at_ms(std::int64_t ms) noexcept
{
    return {ms * 1'000'000};
}

inline Bytes bytes_of(std::string_view text) noexcept
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::string text_of(Bytes bytes)
{
    return {bytes.begin(), bytes.end()};
}

/// A packet of text messages, as bytes. `messages` may be empty: a heartbeat.
inline sim::ByteVector packet_bytes(std::uint64_t sequence,
                                    const std::vector<std::string>& messages)
{
    sim::MoldPacketizer packets("SESSION", sequence,
                                {.payload_bytes_max = 65'507, .messages_max = 0xFFFE});
    for (const std::string& message : messages) packets.add(bytes_of(message));
    return messages.empty() ? packets.heartbeat() : packets.take();
}

/// Turns every call into text: "1@0:a,b" (number, ms, messages), "loss 3+2" (first, count),
/// "joined 5", "hole 5", "closed", "differs a/b" (prefix of what was delivered, the other line's
/// message), "end 7", and "ask 5+2 of 0" (first, count, server) for a request.
class Recorder {
 public:
    void on_messages(std::uint64_t sequence, std::span<const Bytes> messages,
                     Timestamp received) noexcept
    {
        std::vector<std::string> texts;
        for (const Bytes message : messages) texts.push_back(text_of(message));
        const std::string time = received.is_none() ? "-" : std::to_string(received.ns / 1'000'000);
        events_.push_back(fmt::format("{}@{}:{}", sequence, time, fmt::join(texts, ",")));
    }
    void on_loss(std::uint64_t sequence, std::uint64_t count) noexcept
    {
        events_.push_back(fmt::format("loss {}+{}", sequence, count));
    }
    void on_joined(std::uint64_t sequence) noexcept
    {
        events_.push_back(fmt::format("joined {}", sequence));
    }
    void on_disagreement(LinePrefix delivered, Bytes other) noexcept
    {
        std::string prefix(delivered.begin(), delivered.end());
        prefix.resize(prefix.find_last_not_of('\0') + 1);
        events_.push_back(fmt::format("differs {}/{}", prefix, text_of(other)));
    }
    void on_hole(std::uint64_t sequence) noexcept
    {
        events_.push_back(fmt::format("hole {}", sequence));
    }
    void on_hole_closed() noexcept { events_.push_back("closed"); }
    void on_end_of_session(std::uint64_t sequence) noexcept
    {
        events_.push_back(fmt::format("end {}", sequence));
    }

    void on_request(const Request& request)
    {
        events_.push_back(
            fmt::format("ask {}+{} of {}", request.sequence, request.count, request.server));
    }

    /// All events so far.
    std::string story() const { return fmt::format("{}", fmt::join(events_, " | ")); }

 private:
    std::vector<std::string> events_;
};

/// A session with its recorder. Every packet goes through parse_packet, and its bytes are gone when
/// the call returns. Times in ms.
class Feed {
 public:
    explicit Feed(const SessionLimits& limits = {}) : session_(limits, counters_) {}

    void data(std::uint64_t sequence, const std::vector<std::string>& messages, std::int64_t ms = 0)
    {
        bytes(packet_bytes(sequence, messages), at_ms(ms));
    }
    void heartbeat(std::uint64_t sequence, std::int64_t ms = 0)
    {
        bytes(packet_bytes(sequence, {}), at_ms(ms));
    }
    void end(std::uint64_t sequence, std::int64_t ms = 0)
    {
        bytes(sim::MoldPacketizer("SESSION", sequence).end_of_session(), at_ms(ms));
    }
    void bytes(const sim::ByteVector& datagram, Timestamp now)
    {
        Packet packet;
        GAPWIRE_ASSERT(parse_packet(datagram, packet) == PacketStatus::ok);
        session_.on_packet(packet, now, recorder_);
        take_request();
    }
    void pass_time(std::int64_t ms)
    {
        session_.on_time(at_ms(ms), recorder_);
        take_request();
    }
    void hold_back() { session_.hold_back(); }
    void release(std::int64_t ms) { session_.release(at_ms(ms), recorder_); }
    void reset() { session_.reset(); }
    void finish() { session_.finish(recorder_); }
    void set_line_count(std::size_t lines) { session_.set_line_count(lines); }

    std::string story() const { return recorder_.story(); }
    std::uint64_t operator[](Counter counter) const { return counters_[counter]; }
    std::uint64_t next_sequence() const { return session_.next_sequence(); }

 private:
    void take_request()
    {
        if (const auto request = session_.next_request()) recorder_.on_request(*request);
    }

    Counters counters_;
    Recorder recorder_;
    Session session_;
};

}  // namespace gapwire::moldudp64::test
