// A packet whose messages are numbered, whatever protocol it came by.
#pragma once

#include "core/types.hpp"

namespace gapwire::arbitration {

/// A view of one packet; lives as long as its bytes.
struct Packet {
    std::uint64_t sequence = 0;  // of the first message; without messages: the next to be sent
    std::uint16_t count = 0;     // messages; 0: it only tells the number
    bool end_of_session = false;
    Bytes blocks;  // the messages, as the protocol holds them
};

}  // namespace gapwire::arbitration
