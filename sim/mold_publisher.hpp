// The publishing side of MoldUDP64 1.00: packs what a store sends, heartbeats, end of session.
#pragma once

#include "sim/message_store.hpp"
#include "sim/mold_packetizer.hpp"
#include "sim/time_window.hpp"

namespace gapwire::sim {

struct MoldPublisherOptions {
    MoldPacketizer::Limits packet{};
    std::int64_t packing_ns = 20'000;  // how long an open packet waits for more; 0: not at all
    std::int64_t heartbeat_ns = 1'000'000'000;  // after so long a silence; also between the ends
};

/// Makes the packets of one session. Each redundant line may have its own, and pack otherwise.
///
/// Output   poll gives one packet that is due at `now`: call it until it gives none, whenever the
///          store sent something and by next_time() at the latest. Messages as they are sent,
///          heartbeats while nothing is, the end of session again and again when the store ended.
/// Memory   one packet.
/// Threads  one.
class MoldPublisher {
 public:
    /// `store` must outlive this. REQUIRES: no message of it is too large for a packet.
    MoldPublisher(const MessageStore& store, const MoldPublisherOptions& options, Timestamp now);

    bool poll(Timestamp now, ByteVector& packet);
    Timestamp next_time() const noexcept;

    /// The number of the next message that goes into a packet.
    std::uint64_t next_sequence() const noexcept { return packets_.next_sequence(); }

 private:
    bool fill(Timestamp now);
    bool send(ByteVector& out, ByteVector packet, Timestamp now);

    const MessageStore& store_;
    MoldPublisherOptions options_;
    MoldPacketizer packets_;
    Timestamp opened_;  // the packet that is being filled
    Timestamp sent_;
    bool end_sent_ = false;
};

}  // namespace gapwire::sim
