// FIX messages out of a stream of bytes: incomplete, invalid, or one whole message.
#pragma once

#include <string_view>

#include "core/types.hpp"

namespace gapwire::fix {

/// Of a BeginString, its separator included: "8=FIXT.1.1" and SOH are 11 bytes.
inline constexpr std::size_t begin_string_bytes_max = 16;
inline constexpr std::size_t message_bytes_max = std::size_t{1} << 20;

enum class ScanStatus : std::uint8_t {
    incomplete,  // so far so good: more bytes are wanted
    invalid,     // not a message: skip `size` bytes, and look again
    message,     // the first `size` bytes are one
};

/// Why bytes are not a message.
enum class ScanFault : std::uint8_t {
    none,
    no_begin,      // they do not begin with "8=FIX"
    bad_begin,     // the BeginString has no end
    bad_length,    // no BodyLength follows, or it is no number
    too_long,      // the message would be longer than is allowed
    no_checksum,   // no CheckSum where the body ends
    bad_checksum,  // it differs from the sum of the bytes
};

std::string_view to_text(ScanFault fault) noexcept;

struct Scanned {
    ScanStatus status = ScanStatus::incomplete;
    ScanFault fault = ScanFault::none;
    std::size_t size = 0;
    // Of a message.
    std::uint32_t body = 0;  // where the first field behind BodyLength begins
    std::uint32_t end = 0;   // where CheckSum begins

    friend bool operator==(const Scanned&, const Scanned&) = default;
};

/// Looks at the front of `bytes`. BodyLength and CheckSum are verified; what is between them is not
/// looked at. `size` of an invalid front is at least 1 and leads to the next "8=FIX", or to what
/// could become one; a bad checksum skips the whole message, since its length was right.
/// Source: FIX session protocol, "Message format", and FIX tagvalue encoding.
Scanned scan(Bytes bytes, std::size_t bytes_max = message_bytes_max) noexcept;

}  // namespace gapwire::fix
