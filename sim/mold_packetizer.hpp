// Messages into MoldUDP64 1.00 packets: numbering and packing, heartbeats, end of session.
#pragma once

#include <string_view>

#include "feed/moldudp64/wire.hpp"
#include "sim/bytes.hpp"

namespace gapwire::sim {

/// Numbers the messages of one session and packs them. Does no I/O and knows no time: the caller
/// decides when a packet leaves.
class MoldPacketizer {
 public:
    struct Limits {
        std::size_t payload_bytes_max = 1'472;  // one Ethernet frame
        std::uint16_t messages_max = 64;
    };

    /// `session`: up to ten characters, padded. `next_sequence`: the number of the first message.
    MoldPacketizer(std::string_view session, std::uint64_t next_sequence, Limits limits);
    MoldPacketizer(std::string_view session, std::uint64_t next_sequence = 1)
        : MoldPacketizer(session, next_sequence, Limits{})
    {}

    /// Whether the open packet has room for one more message of this size.
    bool fits(std::size_t message_bytes) const noexcept;
    /// Puts a message into the open packet. REQUIRES: fits(message.size()).
    void add(Bytes message);
    bool empty() const noexcept { return count_ == 0; }

    /// The open packet, which leaves; the next one is open and empty. REQUIRES: !empty().
    ByteVector take();
    /// Packets without messages; they carry the number of the next message. REQUIRES: empty().
    ByteVector heartbeat() const;
    ByteVector end_of_session() const;

    /// The number the next added message gets.
    std::uint64_t next_sequence() const noexcept { return first_ + count_; }

 private:
    ByteVector header(std::uint16_t count) const;

    Limits limits_;
    Ascii<10> session_;
    std::uint64_t first_;  // the number of the open packet's first message
    std::uint16_t count_ = 0;
    ByteVector blocks_;
};

}  // namespace gapwire::sim
