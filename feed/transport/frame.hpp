// From a captured frame to the datagram or segment inside: link layer, VLAN tags, IP, UDP, TCP.
#pragma once

#include <algorithm>
#include <span>

#include "core/counters.hpp"
#include "feed/transport/endpoint.hpp"

namespace gapwire::transport {

/// The VLAN ids of a frame, outermost first.
class VlanList {
 public:
    static constexpr std::size_t size_max = 8;

    void clear() noexcept { size_ = 0; }
    /// False, and nothing changes, when the list is full.
    bool push(std::uint16_t id) noexcept
    {
        if (size_ == size_max) return false;
        ids_[size_++] = id;
        return true;
    }
    std::span<const std::uint16_t> ids() const noexcept { return {ids_.data(), size_}; }
    friend bool operator==(const VlanList& a, const VlanList& b) noexcept
    {
        return std::equal(a.ids().begin(), a.ids().end(), b.ids().begin(), b.ids().end());
    }

 private:
    std::array<std::uint16_t, size_max> ids_{};
    std::uint8_t size_ = 0;
};

/// One UDP datagram of a capture. The payload lives as long as the packet it came in.
struct Datagram {
    std::uint64_t packet = 0;   // number in its file, from 1
    std::uint32_t capture = 0;  // which of the files given, from 0
    Timestamp captured = Timestamp::none();
    Endpoint source;
    Endpoint destination;
    VlanList vlans;
    Bytes payload;
};

/// One TCP segment of a capture. The payload lives as long as the packet it came in; where the
/// capture cut it off, it is what there is.
struct Segment {
    static constexpr std::uint8_t flag_fin = 0x01;
    static constexpr std::uint8_t flag_syn = 0x02;
    static constexpr std::uint8_t flag_rst = 0x04;
    static constexpr std::uint8_t flag_ack = 0x10;

    std::uint64_t packet = 0;   // number in its file, from 1
    std::uint32_t capture = 0;  // which of the files given, from 0
    Timestamp captured = Timestamp::none();
    Endpoint source;
    Endpoint destination;
    VlanList vlans;
    std::uint32_t sequence = 0;         // of the first byte of the payload, or of the SYN
    std::uint32_t acknowledgement = 0;  // only with flag_ack
    std::uint8_t flags = 0;
    Bytes payload;

    bool has(std::uint8_t flag) const noexcept { return (flags & flag) != 0; }
};

/// What a frame turned out to be: a datagram, or why it gives none.
enum class FrameStatus : std::uint8_t {
    datagram,
    snapped,    // headers or payload cut off by the capture
    malformed,  // lengths or versions contradict one another
    unknown_link,
    not_ip,
    fragment,  // any part of a fragmented packet: never put together here
    tcp,       // see parse_segment
    igmp,
    other_protocol,
};

/// Reads one frame of `link_type` (the registered number, or 12 and 14 for raw IP).
///
/// Input    `frame` as captured, `original_length` on the wire (shorter than `frame`: ignored).
///          IP's own length decides; padding, trailers and checksums behind it are not looked at.
/// Output   source, destination, vlans and payload, whole as UDP says. With status `tcp`: addresses
///          without ports, vlans, and as payload what IP carries. Otherwise nothing usable.
/// Memory   none; `datagram.payload` is a view of `frame`.
/// Source   specs of each layer; link types of tcpdump.org; Arista's 0xD28B time stamp is passed
/// by.
[[nodiscard]] FrameStatus parse_frame(std::uint32_t link_type, Bytes frame,
                                      std::uint32_t original_length, Datagram& datagram) noexcept;

/// The segment in what parse_frame found to be TCP. False, and nothing usable, where its header is
/// cut off or contradicts itself. Checksums are not looked at: capturing machines see them before
/// the card fills them in.
[[nodiscard]] bool parse_segment(const Datagram& ip, Segment& segment) noexcept;

/// The counter that each outcome adds to.
constexpr Counter counter_of(FrameStatus status) noexcept
{
    switch (status) {
        case FrameStatus::datagram: return Counter::datagrams;
        case FrameStatus::snapped: return Counter::frame_snapped;
        case FrameStatus::malformed: return Counter::frame_malformed;
        case FrameStatus::unknown_link: return Counter::frame_unknown_link;
        case FrameStatus::not_ip: return Counter::frame_not_ip;
        case FrameStatus::fragment: return Counter::frame_fragment;
        case FrameStatus::tcp: return Counter::frame_tcp;
        case FrameStatus::igmp: return Counter::frame_igmp;
        case FrameStatus::other_protocol: return Counter::frame_other_protocol;
    }
    return Counter::frame_malformed;
}

}  // namespace gapwire::transport
