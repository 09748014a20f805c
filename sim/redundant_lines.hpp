// One stream of messages as a capturing machine hears it: packed, and sent on lines A and B.
#pragma once

#include <string_view>

#include "sim/captured_lines.hpp"
#include "sim/mold_packetizer.hpp"

namespace gapwire::sim {

/// Packs messages that come in quick succession, and sends every packet on both lines (LinePair).
/// Heartbeats fill every silent second.
///
/// Output   frames in the order of their capture; in one line never out of order.
/// Errors   none: nothing here depends on input.
class RedundantLines {
 public:
    using Output = LinePair::Output;
    using LineCount = sim::LineCount;

    /// REQUIRES: the losses of the lines do not add up to more than a million.
    RedundantLines(const std::array<LinePlan, 2>& lines, std::string_view session,
                   std::uint64_t seed, Output output);

    /// REQUIRES: times never go back.
    void message(std::uint64_t time_ns, Bytes message);
    /// Sends what is left, heartbeats up to `until_ns`, and the end of the session if it ends
    /// there.
    void finish(std::uint64_t until_ns, bool end_of_session);

    const LineCount& count(std::size_t line) const noexcept { return lines_.count(line); }

 private:
    void send_open_packet();
    void send_heartbeats_until(std::uint64_t time_ns);
    void send(std::uint64_t time_ns, const ByteVector& packet);

    LinePair lines_;
    MoldPacketizer packets_;
    std::uint64_t packet_opened_ns_ = 0;
    std::uint64_t last_message_ns_ = 0;
    std::uint64_t last_sent_ns_ = 0;
};

}  // namespace gapwire::sim
