// The re-request server of MoldUDP64 1.00: a request in, an answer out, or silence.
#pragma once

#include <optional>

#include "sim/message_store.hpp"

namespace gapwire::sim {

/// Answers requests for messages of one session.
///
/// Input    a datagram of exactly 20 bytes: session, first number, count.
/// Output   one downstream packet of at most `payload_bytes_max` bytes: the messages from the first
///          number on, never more than asked, fewer where no more fit or were sent.
/// Errors   silence: a wrong size, another session, count 0, a number that is 0 or was not sent
///          yet, a message too large for a packet. Each is counted as refused.
/// Threads  one.
class MoldRequestServer {
 public:
    struct Limits {
        std::size_t payload_bytes_max = 1'472;
        std::uint16_t messages_max = 0xFFFE;
    };

    /// `store` must outlive this.
    MoldRequestServer(const MessageStore& store, Limits limits) : store_(store), limits_(limits) {}
    explicit MoldRequestServer(const MessageStore& store) : MoldRequestServer(store, Limits{}) {}

    std::optional<ByteVector> answer(Bytes request);

    std::uint64_t answered() const noexcept { return answered_; }
    std::uint64_t refused() const noexcept { return refused_; }

 private:
    ByteVector packet(std::uint64_t first, std::uint16_t asked) const;

    const MessageStore& store_;
    Limits limits_;
    std::uint64_t answered_ = 0;
    std::uint64_t refused_ = 0;
};

}  // namespace gapwire::sim
