// SoupBinTCP as a capture shows it: recognised from its bytes, joined anywhere, found again.
#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include "feed/soupbintcp/server_stream.hpp"

namespace gapwire::soupbintcp {

/// Whether a sequenced message has the length that its type has in the protocol carried.
using LengthCheck = bool (*)(Bytes message) noexcept;

/// Where packets begin in bytes that may begin anywhere.
///
/// A place is believed when `packets_min` packets in a row could be a server's: the lengths that
/// their types have, and of sequenced messages those that `check` accepts.
/// Memory: fixed. Threads: one.
class PacketSearch {
 public:
    static constexpr std::size_t packets_min = 4;
    static constexpr std::size_t debug_bytes_max = 128;  // longer debug packets are not believed
    static constexpr std::size_t message_bytes_max = 256;

    explicit PacketSearch(LengthCheck check) noexcept : check_(check) {}

    /// Takes bytes off the front of `bytes`. True when a place was found: found() then begins
    /// there, and goes on with what is left of `bytes`.
    bool take(Bytes& bytes) noexcept;
    Bytes found() const noexcept { return {buffer_.data(), held_}; }
    void clear() noexcept { held_ = 0; }
    /// Bytes looked at without success.
    std::uint64_t passed() const noexcept { return passed_; }

 private:
    enum class Verdict : std::uint8_t { yes, no, more };

    Verdict judge(Bytes bytes) const noexcept;
    bool may_be_packet(char type, std::size_t payload_size) const noexcept;
    bool is_packet(char type, Bytes payload) const noexcept;

    static constexpr std::size_t buffer_size = 4'096;
    static_assert(buffer_size > packets_min * (sizeof(PacketHeader) + message_bytes_max));

    LengthCheck check_;
    std::size_t held_ = 0;
    std::uint64_t passed_ = 0;
    std::array<std::uint8_t, buffer_size> buffer_{};
};

/// What a client asks for, from the first bytes that it sends.
class LoginWitness {
 public:
    void on_bytes(Bytes bytes) noexcept;
    /// Nothing before the login is complete, or where the client says something else first.
    const std::optional<Request>& request() const noexcept { return request_; }

 private:
    static constexpr std::size_t payload_bytes_max = 64;  // versions differ in the last field

    std::optional<Request> request_;
    bool done_ = false;
    std::size_t held_ = 0;
    std::array<std::uint8_t, sizeof(PacketHeader) + payload_bytes_max> buffer_{};
};

/// Receives what a witness hears; every call is noexcept.
template <class T>
concept WitnessHandler = ServerHandler<T> && requires(T handler)
{
    handler.on_place_lost();  // something is missing here, and numbers are not known from here on
};

/// One direction of a captured connection, taken for a server's until its bytes say otherwise.
///
/// From the beginning of a connection the first packet decides: an answer to a login. Joined later,
/// or after bytes were lost, packets are looked for, and numbers are not known.
///
/// Input    the direction's bytes in order, and where some are lost.
/// Output   see WitnessHandler.
/// Memory   one packet and 4 KiB, taken at construction.
/// Errors   where the server breaks the protocol its place is lost, and looked for again.
/// Threads  one.
class Witness {
 public:
    /// What is passed in vain before a direction is held to be something else.
    static constexpr std::uint64_t search_bytes_max = 1u << 16;

    Witness(LengthCheck check, Counters& counters) : search_(check), stream_(counters) {}

    /// REQUIRES: nothing was heard yet.
    void join_late() noexcept { state_ = State::searching; }

    template <WitnessHandler Handler>
    void on_bytes(Bytes bytes, Timestamp received, Handler& handler) noexcept
    {
        if (state_ == State::starting) begin(bytes, received, handler);
        while (state_ == State::searching && !bytes.empty()) {
            if (search_.take(bytes)) {
                find(received, handler);
            } else if (!recognised_ && search_.passed() > search_bytes_max) {
                state_ = State::foreign;
            }
        }
        if (state_ == State::following && !bytes.empty()) follow(bytes, received, handler);
    }

    template <WitnessHandler Handler>
    void on_lost(Handler& handler) noexcept
    {
        if (state_ == State::foreign || stream_.is_over()) return;
        if (state_ == State::following) handler.on_place_lost();
        state_ = State::searching;
        search_.clear();
        stream_.join();
    }

    /// Whether it is SoupBinTCP, and a server's.
    bool is_recognised() const noexcept { return recognised_; }
    /// Whether it is something else.
    bool is_foreign() const noexcept { return state_ == State::foreign; }
    std::uint64_t packets() const noexcept { return stream_.packets(); }

 private:
    enum class State : std::uint8_t { starting, searching, following, foreign };

    /// The first bytes of a connection: believed when they begin with the answer to a login, which
    /// heartbeats and debug packets may precede.
    template <WitnessHandler Handler>
    void begin(Bytes& bytes, Timestamp received, Handler& handler) noexcept
    {
        const std::size_t size = std::min(bytes.size(), opening_.size() - opened_);
        std::copy_n(bytes.begin(), size, opening_.begin() + static_cast<std::ptrdiff_t>(opened_));
        opened_ += size;
        bytes = bytes.subspan(size);
        switch (judge_opening({opening_.data(), opened_})) {
            case Opening::more:
                if (opened_ == opening_.size()) state_ = State::foreign;
                return;
            case Opening::foreign: state_ = State::foreign; return;
            case Opening::server: break;
        }
        recognised_ = true;
        state_ = State::following;
        follow({opening_.data(), opened_}, received, handler);
    }

    template <WitnessHandler Handler>
    void find(Timestamp received, Handler& handler) noexcept
    {
        recognised_ = true;
        state_ = State::following;
        stream_.join();
        follow(search_.found(), received, handler);
        search_.clear();
    }

    template <WitnessHandler Handler>
    void follow(Bytes bytes, Timestamp received, Handler& handler) noexcept
    {
        if (stream_.on_bytes(bytes, received, handler) == ProtocolError::none) return;
        handler.on_place_lost();
        state_ = State::searching;
        stream_.join();
    }

    enum class Opening : std::uint8_t { more, server, foreign };
    static Opening judge_opening(Bytes bytes) noexcept;

    static constexpr std::size_t opening_size = 512;

    State state_ = State::starting;
    bool recognised_ = false;
    PacketSearch search_;
    ServerStream stream_;
    std::size_t opened_ = 0;
    std::array<std::uint8_t, opening_size> opening_{};
};

}  // namespace gapwire::soupbintcp
