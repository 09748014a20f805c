// Packets on redundant lines, A and B, as a capturing machine hears them: delayed, or lost.
#pragma once

#include <array>
#include <deque>
#include <functional>

#include "sim/market_plan.hpp"
#include "sim/random.hpp"

namespace gapwire::sim {

/// A captured Ethernet frame. Valid during the call.
struct CapturedFrame {
    std::size_t line;       // 0: A, 1: B
    std::uint64_t time_ns;  // of capture, on the clock of what is sent
    Bytes frame;
};

/// One line: what is sent on it arrives later, and in order.
class CapturedLine {
 public:
    CapturedLine(const LinePlan& plan, std::uint64_t seed) : plan_(plan), jitter_(seed) {}

    const LinePlan& plan() const noexcept { return plan_; }
    bool is_silent(std::uint64_t time_ns) const noexcept;
    /// Appends the frame of a packet sent at `time_ns`. Returns when it is captured.
    std::uint64_t carry(std::uint64_t time_ns, Bytes packet, ByteVector& frame);

 private:
    LinePlan plan_;
    Random jitter_;
    std::uint64_t last_arrival_ns_ = 0;
    std::uint16_t identification_ = 0;
};

struct LineCount {
    std::uint64_t packets = 0;
    std::uint64_t lost = 0;
    friend bool operator==(const LineCount&, const LineCount&) = default;
};

/// Sends every packet on both lines, each with its delay. A packet is lost by chance on one line
/// only, and on none while the other is silent: but for the time when both are silent, the two
/// together are complete.
///
/// Output   frames in the order of their capture; in one line never out of order.
/// Errors   none: nothing here depends on input.
class LinePair {
 public:
    using Output = std::function<void(const CapturedFrame&)>;

    /// REQUIRES: the losses of the lines do not add up to more than a million.
    LinePair(const std::array<LinePlan, 2>& lines, std::uint64_t seed, Output output);

    /// REQUIRES: times never go back.
    void send(std::uint64_t time_ns, const ByteVector& packet);
    /// Outputs what is captured by then. REQUIRES: nothing is sent before that time any more.
    void deliver_until(std::uint64_t time_ns);

    const LineCount& count(std::size_t line) const noexcept { return lines_[line].count; }

 private:
    struct Frame {
        std::uint64_t time_ns;
        ByteVector bytes;
    };
    struct Line {
        CapturedLine line;
        std::deque<Frame> underway{};
        LineCount count{};
    };
    static void send(Line& line, std::uint64_t time_ns, const ByteVector& packet, bool is_lost);

    std::array<Line, 2> lines_;
    Random loss_;
    Output output_;
};

}  // namespace gapwire::sim
