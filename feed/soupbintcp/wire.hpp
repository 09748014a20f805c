// Packet layouts of SoupBinTCP 3.00 to 4.10.
#pragma once

#include "core/bytes.hpp"

namespace gapwire::soupbintcp {

/// What precedes every payload. `length` counts the type and the payload, so it is never 0.
struct PacketHeader {
    U16be length;  // 0
    char type;     // 2
};
static_assert(sizeof(PacketHeader) == 3);

/// The largest packet on the wire, header and all.
inline constexpr std::size_t packet_bytes_max = 2 + 65'535;

namespace packet_type {
inline constexpr char debug = '+';           // both ways
inline constexpr char login_accepted = 'A';  // from the server, down to the end of session
inline constexpr char login_rejected = 'J';
inline constexpr char sequenced_data = 'S';
inline constexpr char server_heartbeat = 'H';
inline constexpr char end_of_session = 'Z';
inline constexpr char unsequenced_data = 'U';  // from the client; since 4.00 both ways
inline constexpr char login_request = 'L';     // from the client, from here on
inline constexpr char client_heartbeat = 'R';
inline constexpr char logout_request = 'O';
}  // namespace packet_type

/// Payload of 'L'. 4.10 appends a heartbeat timeout, which is accepted and not sent.
struct LoginRequest {
    Ascii<6> username;                    //  0
    Ascii<10> password;                   //  6
    Ascii<10> requested_session;          // 16  blank: the current one
    Ascii<20> requested_sequence_number;  // 26  decimal; 0: from the next message
};
static_assert(sizeof(LoginRequest) == 46);

/// Payload of 'A'.
struct LoginAccepted {
    Ascii<10> session;          //  0  padded on the left
    Ascii<20> sequence_number;  // 10  decimal, right-justified: of the next sequenced message
};
static_assert(sizeof(LoginAccepted) == 30);

/// Payload of 'J'.
struct LoginRejected {
    char reason;  // 0  'A' not authorised, 'S' session not available
};
static_assert(sizeof(LoginRejected) == 1);

}  // namespace gapwire::soupbintcp
