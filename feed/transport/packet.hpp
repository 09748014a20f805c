// One record of a capture file, and how the reading of a file ends.
#pragma once

#include <string>
#include <string_view>

#include "core/types.hpp"
#include "feed/transport/input.hpp"

namespace gapwire::transport {

/// A packet as the capturing machine stored it.
struct Packet {
    std::uint64_t number = 0;  // from 1, every packet record of the file
    Timestamp captured = Timestamp::none();
    std::uint32_t link_type = 0;
    std::uint32_t original_length = 0;  // on the wire; data may be cut short
    Bytes data;
};

enum class ReadStatus : std::uint8_t {
    packet,     // there may be more
    end,        // the file is complete
    truncated,  // it ends inside a record
    malformed,  // it contradicts itself: nothing behind that place can be trusted
};

/// How the reading of a file ended. `packet` while it has not.
struct ReadEnd {
    ReadStatus status = ReadStatus::packet;
    std::uint64_t offset = 0;  // of the record that could not be read, after decompression
    std::string reason;        // empty at a proper end
};

/// The end to report where `input` does not hold the whole of a `record` ("packet record").
ReadEnd end_of_input(const Input& input, std::string_view record);

/// `malformed` at the place where `input` stands.
ReadEnd malformed_at(const Input& input, std::string reason);

}  // namespace gapwire::transport
