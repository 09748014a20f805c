// What client and server say at the beginning of a SoupBinTCP connection, read and written.
#pragma once

#include <optional>

#include "feed/soupbintcp/wire.hpp"

namespace gapwire::soupbintcp {

/// Up to ten characters without the padding on either side; blank in a request: the current one.
using SessionId = Text<10>;

/// Numbers are below this, so that counting on from one never overflows.
inline constexpr std::uint64_t sequence_end = std::uint64_t{1} << 63;

/// A decimal number in a field of fixed width: padded with spaces on either side, or with zeros.
/// Nothing for anything else, also for an empty field and for sequence_end and more.
std::optional<std::uint64_t> parse_number(std::string_view field) noexcept;

/// `name` without its padding on either side; what is longer than ten characters is cut.
SessionId session_of(std::string_view name) noexcept;

/// What the server goes on with: the next sequenced message has this number.
struct Accepted {
    SessionId session;
    std::uint64_t sequence = 0;
};

/// The payload of 'A'. Nothing where it is too short, its number is bad or 0, or its session has
/// characters that do not print.
std::optional<Accepted> parse_accepted(Bytes payload) noexcept;

/// What a client wants.
struct Request {
    SessionId session;
    std::uint64_t sequence = 0;  // 0: from the next message
};

/// The payload of 'L', of any version. Nothing where it is too short or its number is bad.
std::optional<Request> parse_request(Bytes payload) noexcept;

/// Who logs in. The text is what the configuration holds, already checked for length.
struct Login {
    Text<6> username{};
    Text<10> password{};
    SessionId session{};         // blank: the current one
    std::uint64_t sequence = 1;  // where to begin; 0: with the next message, whichever that is
};

/// A whole 'L' packet.
struct LoginPacket {
    PacketHeader header;
    LoginRequest request;
};
static_assert(sizeof(LoginPacket) == 49);

LoginPacket login_packet(const Login& login, const Request& request) noexcept;

}  // namespace gapwire::soupbintcp
