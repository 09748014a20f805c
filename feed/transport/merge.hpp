// The datagrams and segments of several captures as one stream, in the order of their capture.
#pragma once

#include <vector>

#include "feed/transport/capture.hpp"
#include "feed/transport/frame.hpp"

namespace gapwire::transport {

/// What one of the captures held so far.
struct CaptureReport {
    std::string name;
    std::string_view format;
    std::uint64_t packets = 0;
    std::vector<std::uint32_t> link_types;  // in order of appearance, the first link_types_max
    ReadEnd end;                            // status `packet` while it is being read
    std::string warning;                    // known at the end

    static constexpr std::size_t link_types_max = 16;
};

/// What a source gave.
enum class Given : std::uint8_t { end, datagram, segment };

/// Input    captures in the order the operator gave them.
/// Output   UDP datagrams and, where asked for, TCP segments, by capture time; of equal times the
/// earlier capture first. Inside a capture
///          the order of the file stands, even where its time goes back. A packet without a time
///          takes that of the packet before it (none: it comes at once).
/// Lifetime payloads live as long as the source where is_stable(), else until the next
///          call.
/// Memory   one packet a capture, nothing allocated a packet.
/// Errors   damage ends one capture and not the others: see reports(). Frames that give no datagram
///          are counted by reason; all of TCP as frame_tcp.
/// Threads  one.
class DatagramSource {
 public:
    /// `counters` must outlive the source; it should be the one the captures count into.
    DatagramSource(std::vector<CaptureReader> captures, Counters& counters);

    /// The next datagram. False at the end of all captures.
    bool next(Datagram& datagram);
    /// The next datagram or segment, whichever was captured first.
    Given next(Datagram& datagram, Segment& segment);

    const std::vector<CaptureReport>& reports() const noexcept { return reports_; }
    bool is_stable() const noexcept;

 private:
    /// The packet that is next in its capture.
    struct Head {
        std::int64_t time = INT64_MIN;  // what it is merged by
        std::uint32_t capture = 0;
        Packet packet;
    };
    static bool comes_later(const Head* a, const Head* b) noexcept;

    FrameStatus parse(Datagram& datagram);
    bool next_packet();
    bool advance(Head& head);
    void note(const Head& head);

    std::vector<CaptureReader> captures_;
    std::vector<CaptureReport> reports_;
    std::vector<Head> heads_;
    std::vector<Head*> queue_;     // a heap of the captures that have more: the earliest in front
    bool front_is_spent_ = false;  // advanced only when asked on, so that its views stay valid
    Counters* counters_;
};

}  // namespace gapwire::transport
