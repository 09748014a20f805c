// Reader of classic pcap files: microseconds or nanoseconds, either byte order.
#pragma once

#include <optional>

#include "core/counters.hpp"
#include "feed/transport/packet.hpp"
#include "feed/transport/writer_order.hpp"

namespace gapwire::transport {

/// Whether a file that begins so is a pcap this reader reads.
bool is_pcap(Bytes front) noexcept;

/// Input    a pcap 2.4; the FCS bits of the link type are put aside; snap length 0 is unlimited.
/// Output   packets in file order; data is a view (lifetime as Input says), never longer than the
///          original length. A fraction of a second or more is carried into the seconds.
/// Errors   a record longer than 262,144 bytes ends the file as malformed: no guess where the next
///          begins. Oddities that can be read through are counted.
/// Source   draft-ietf-opsawg-pcap.
class PcapReader {
 public:
    /// REQUIRES: is_pcap of the front of `input`. Throws OperatorError(bad_input) for a version
    /// other than 2.4.
    PcapReader(Input input, Counters& counters);

    ReadStatus next(Packet& packet);
    const ReadEnd& ended() const noexcept { return ended_; }
    const Input& input() const noexcept { return input_; }

 private:
    Timestamp time_of(std::uint32_t seconds, std::uint32_t fraction) noexcept;
    ReadStatus stop(ReadEnd end);

    Input input_;
    Counters* counters_;
    WriterOrder order_;
    std::uint32_t fractions_per_second_ = 0;
    std::uint32_t snap_length_ = 0;
    std::uint32_t link_type_ = 0;
    std::uint64_t number_ = 0;
    ReadEnd ended_;
};

}  // namespace gapwire::transport
