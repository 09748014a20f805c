// One stream of messages as a capturing machine hears it: packed, and sent on lines A and B.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <string_view>

#include "sim/mold_packetizer.hpp"
#include "sim/random.hpp"
#include "sim/scenario.hpp"

namespace gapwire::sim {

/// A captured Ethernet frame. Valid during the call.
struct CapturedFrame {
    std::size_t line;       // 0: A, 1: B
    std::uint64_t time_ns;  // of capture, since midnight Eastern
    Bytes frame;
};

/// Packs messages that come in quick succession, and sends every packet on both lines, each with
/// its delay. A lost packet is lost on one line only, so the two together are complete. Heartbeats
/// fill every silent second.
///
/// Output   frames in the order of their capture; in one line never out of order.
/// Errors   none: nothing here depends on input.
class RedundantLines {
 public:
    using Output = std::function<void(const CapturedFrame&)>;
    struct LineCount {
        std::uint64_t packets = 0;
        std::uint64_t lost = 0;
        friend bool operator==(const LineCount&, const LineCount&) = default;
    };

    /// REQUIRES: the losses of the lines do not add up to more than a million.
    RedundantLines(const std::array<LinePlan, 2>& lines, std::string_view session,
                   std::uint64_t seed, Output output);

    /// REQUIRES: times never go back.
    void message(std::uint64_t time_ns, Bytes message);
    /// Sends what is left, heartbeats up to `until_ns`, and the end of the session if it ends
    /// there.
    void finish(std::uint64_t until_ns, bool end_of_session);

    const LineCount& count(std::size_t line) const noexcept { return lines_[line].count; }

 private:
    struct Frame {
        std::uint64_t time_ns;
        ByteVector bytes;
    };
    struct Line {
        LinePlan plan;
        Random jitter;
        std::uint64_t last_arrival_ns = 0;
        std::uint16_t identification = 0;
        std::deque<Frame> underway{};
        LineCount count{};
    };

    void send_open_packet();
    void send_heartbeats_until(std::uint64_t time_ns);
    void send(std::uint64_t time_ns, const ByteVector& packet);
    static void travel(Line& line, std::uint64_t time_ns, const ByteVector& packet);
    void deliver_until(std::uint64_t time_ns);

    std::array<Line, 2> lines_;
    Random loss_;
    MoldPacketizer packets_;
    Output output_;
    std::uint64_t packet_opened_ns_ = 0;
    std::uint64_t last_message_ns_ = 0;
    std::uint64_t last_sent_ns_ = 0;
};

}  // namespace gapwire::sim
