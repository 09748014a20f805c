// What a SoupBinTCP server sends on one connection: bytes in, numbered messages out.
#pragma once

#include <array>
#include <concepts>
#include <span>

#include "core/counters.hpp"
#include "feed/soupbintcp/framer.hpp"
#include "feed/soupbintcp/login.hpp"

namespace gapwire::soupbintcp {

/// Receives what a connection brings, in order; every call is noexcept.
template <class T>
concept ServerHandler = requires(T handler, const Accepted& accepted, char reason,
                                 std::uint64_t sequence, std::span<const Bytes> messages,
                                 Timestamp received)
{
    {
        handler.on_accepted(accepted)
        } -> std::same_as<bool>;                         // false: hear no more of it
    handler.on_rejected(reason);                         // '\0' where it gives none
    handler.on_sequenced(sequence, messages, received);  // up to batch_max; 0: not known
    handler.on_end();
};

/// Why a connection is no good.
enum class ProtocolError : std::uint8_t {
    none,
    bad_length,     // a packet of length 0
    before_login,   // data, or an end, before the login was answered
    second_answer,  // a second answer to the login
    bad_answer,     // an answer to the login that cannot be read
};

/// One connection, as client or as witness.
///
/// Input    the server's bytes in any pieces, and when each was received.
/// Output   see ServerHandler; messages live until the call returns.
/// Memory   one packet.
/// Errors   on_bytes says what is wrong; nothing is heard of the connection afterwards.
///          Types that a server does not send are counted and ignored.
/// Threads  one.
/// Source   SoupBinTCP 3.00 to 4.10, "Packet types: sent by server".
class ServerStream {
 public:
    static constexpr std::size_t batch_max = 64;

    explicit ServerStream(Counters& counters) : counters_(&counters) {}

    template <ServerHandler Handler>
    ProtocolError on_bytes(Bytes bytes, Timestamp received, Handler& handler) noexcept
    {
        if (state_ == State::over) return ProtocolError::none;
        framer_.give(bytes);
        Packet packet;
        for (;;) {
            const Framer::Status status = framer_.next(packet);
            if (status == Framer::Status::packet && is_data(packet)) [[likely]] {
                add(packet.payload, received, handler);
                continue;
            }
            flush(received, handler);
            if (status == Framer::Status::need_more) {
                framer_.keep_rest();
                return ProtocolError::none;
            }
            const ProtocolError error = status == Framer::Status::bad_length
                                            ? ProtocolError::bad_length
                                            : control(packet, handler);
            if (error != ProtocolError::none) counters_->add(Counter::soup_protocol_errors);
            if (error != ProtocolError::none || state_ == State::over) {
                state_ = State::over;
                framer_.reset();
                return error;
            }
        }
    }

    /// Another connection.
    void reset() noexcept
    {
        framer_.reset();
        state_ = State::login;
        next_ = 0;
        packets_ = 0;
    }
    /// Joins a connection whose login was not heard, at the beginning of a packet; or goes on in
    /// one after bytes were lost. Numbers are not known from here on.
    void join() noexcept
    {
        framer_.reset();
        state_ = State::streaming;
        next_ = 0;
    }

    /// Packets of this connection so far.
    std::uint64_t packets() const noexcept { return packets_; }
    /// The number of the next message; 0 where it is not known.
    std::uint64_t next_sequence() const noexcept { return next_; }
    bool is_streaming() const noexcept { return state_ == State::streaming; }
    /// Whether nothing will be heard any more: rejected, ended, or in error.
    bool is_over() const noexcept { return state_ == State::over; }

 private:
    enum class State : std::uint8_t { login, streaming, over };

    bool is_data(const Packet& packet) const noexcept
    {
        return packet.type == packet_type::sequenced_data && state_ == State::streaming;
    }

    template <ServerHandler Handler>
    void add(Bytes message, Timestamp received, Handler& handler) noexcept
    {
        batch_[batched_++] = message;
        if (batched_ == batch_max) flush(received, handler);
    }

    template <ServerHandler Handler>
    void flush(Timestamp received, Handler& handler) noexcept
    {
        if (batched_ == 0) return;
        handler.on_sequenced(next_, std::span<const Bytes>(batch_.data(), batched_), received);
        counters_->add(Counter::soup_packets, batched_);
        packets_ += batched_;
        if (next_ != 0) next_ += batched_;
        batched_ = 0;
    }

    template <ServerHandler Handler>
    ProtocolError control(const Packet& packet, Handler& handler) noexcept
    {
        counters_->add(Counter::soup_packets);
        ++packets_;
        switch (packet.type) {
            case packet_type::login_accepted: return accept(packet.payload, handler);
            case packet_type::login_rejected: return reject(packet.payload, handler);
            case packet_type::end_of_session: return end(handler);
            case packet_type::sequenced_data: return ProtocolError::before_login;
            case packet_type::server_heartbeat:
                counters_->add(Counter::soup_heartbeats);
                return ProtocolError::none;
            case packet_type::unsequenced_data:
                if (state_ == State::login) return ProtocolError::before_login;
                counters_->add(Counter::soup_unsequenced);
                return ProtocolError::none;
            case packet_type::debug: return ProtocolError::none;
            default: counters_->add(Counter::soup_unknown_type); return ProtocolError::none;
        }
    }

    template <ServerHandler Handler>
    ProtocolError accept(Bytes payload, Handler& handler) noexcept
    {
        if (state_ != State::login) return ProtocolError::second_answer;
        const auto accepted = parse_accepted(payload);
        if (!accepted) return ProtocolError::bad_answer;
        counters_->add(Counter::soup_logins);
        next_ = accepted->sequence;
        state_ = handler.on_accepted(*accepted) ? State::streaming : State::over;
        return ProtocolError::none;
    }

    template <ServerHandler Handler>
    ProtocolError reject(Bytes payload, Handler& handler) noexcept
    {
        if (state_ != State::login) return ProtocolError::second_answer;
        counters_->add(Counter::soup_logins_rejected);
        state_ = State::over;
        handler.on_rejected(payload.empty() ? '\0' : static_cast<char>(payload.front()));
        return ProtocolError::none;
    }

    template <ServerHandler Handler>
    ProtocolError end(Handler& handler) noexcept
    {
        if (state_ == State::login) return ProtocolError::before_login;
        counters_->add(Counter::soup_end_of_session);
        state_ = State::over;
        handler.on_end();
        return ProtocolError::none;
    }

    Counters* counters_;
    Framer framer_;
    State state_ = State::login;
    std::uint64_t next_ = 0;     // the number of the next message; 0: not known
    std::uint64_t packets_ = 0;  // of this connection
    std::size_t batched_ = 0;
    std::array<Bytes, batch_max> batch_{};
};

}  // namespace gapwire::soupbintcp
