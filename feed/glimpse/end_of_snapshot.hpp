// Where the stream continues after a snapshot: the message 'G' in either of its layouts.
#pragma once

#include <optional>

#include "feed/glimpse/wire.hpp"

namespace gapwire::glimpse {

/// What the number in 'G' counts. No specification that we have read says it beyond doubt.
enum class NumberMeans : std::uint8_t {
    next,  // the first message that the snapshot does not contain
    last,  // the last one that it does
};

inline bool is_end_of_snapshot(Bytes message) noexcept
{
    return !message.empty() && message.front() == EndOfSnapshot::type;
}

enum class EndStatus : std::uint8_t { ok, bad_length, bad_number };

/// The first message that the snapshot does not contain, 1 or more. The length decides between the
/// layouts. REQUIRES: is_end_of_snapshot(message).
EndStatus parse_end_of_snapshot(Bytes message, NumberMeans means, std::uint64_t& first) noexcept;

}  // namespace gapwire::glimpse
