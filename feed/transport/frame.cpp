// Walks the headers of a frame; each layer takes its bytes off the front and hands on the rest.
#include "feed/transport/frame.hpp"

namespace gapwire::transport {
namespace {

/// What is left of a frame: the bytes that the file has, and how many there were on the wire.
struct Rest {
    const std::uint8_t* at;
    std::size_t captured;
    std::size_t wire;  // never less than captured

    bool has(std::size_t size) const noexcept { return size <= captured; }
    FrameStatus lacks(std::size_t size) const noexcept
    {
        return size <= wire ? FrameStatus::snapped : FrameStatus::malformed;
    }
    void skip(std::size_t size) noexcept
    {
        at += size;
        captured -= size;
        wire -= size;
    }
    /// Leaves padding and trailers out. REQUIRES: size <= wire.
    void cut_to(std::size_t size) noexcept
    {
        captured = std::min(captured, size);
        wire = size;
    }
    std::uint16_t u16(std::size_t offset) const noexcept
    {
        return view_as<U16be>(at + offset).value();
    }
    std::uint32_t u32(std::size_t offset) const noexcept
    {
        return view_as<U32be>(at + offset).value();
    }
};

enum LinkType : std::uint32_t {
    link_null = 0,
    link_ethernet = 1,
    link_raw_bsd = 12,
    link_raw_openbsd = 14,
    link_raw = 101,
    link_loop = 108,
    link_linux_sll = 113,
    link_ipv4 = 228,
    link_ipv6 = 229,
    link_linux_sll2 = 276,
};

enum EtherType : std::uint16_t {
    ether_ipv4 = 0x0800,
    ether_vlan = 0x8100,
    ether_ipv6 = 0x86dd,
    ether_vlan_outer = 0x88a8,
    ether_vlan_old_9100 = 0x9100,
    ether_vlan_old_9200 = 0x9200,
    ether_arista_time = 0xd28b,
};

enum Protocol : std::uint8_t {
    protocol_hop_by_hop = 0,
    protocol_igmp = 2,
    protocol_tcp = 6,
    protocol_udp = 17,
    protocol_routing = 43,
    protocol_fragment = 44,
    protocol_authentication = 51,
    protocol_destination = 60,
};

constexpr std::size_t ethernet_addresses_size = 12;
constexpr std::size_t vlan_tag_size = 4;
constexpr std::size_t ipv4_header_size_min = 20;
constexpr std::size_t ipv6_header_size = 40;
constexpr std::size_t udp_header_size = 8;
constexpr std::size_t tcp_header_size_min = 20;
constexpr int ipv6_extensions_max = 8;

FrameStatus parse_udp(Rest rest, Datagram& datagram) noexcept
{
    if (!rest.has(udp_header_size)) return rest.lacks(udp_header_size);
    std::size_t length = rest.u16(4);
    if (length == 0 && datagram.source.is_v6) length = rest.wire;
    if (length < udp_header_size || length > rest.wire) return FrameStatus::malformed;
    if (!rest.has(length)) return FrameStatus::snapped;
    datagram.source.port = rest.u16(0);
    datagram.destination.port = rest.u16(2);
    datagram.payload = {rest.at + udp_header_size, length - udp_header_size};
    return FrameStatus::datagram;
}

FrameStatus by_protocol(std::uint8_t protocol, Rest rest, Datagram& datagram) noexcept
{
    switch (protocol) {
        case protocol_udp: return parse_udp(rest, datagram);
        case protocol_tcp: datagram.payload = {rest.at, rest.captured}; return FrameStatus::tcp;
        case protocol_igmp: return FrameStatus::igmp;
        default: return FrameStatus::other_protocol;
    }
}

/// The whole address is written at once, so that whoever compares it next need not wait for it.
void set_ipv4(Endpoint& endpoint, const std::uint8_t* from) noexcept
{
    const std::uint64_t halves[2] = {load<std::uint32_t>(from), 0};
    std::memcpy(endpoint.address.data(), halves, sizeof halves);
    endpoint.is_v6 = false;
}

void set_ipv6(Endpoint& endpoint, const std::uint8_t* from) noexcept
{
    std::memcpy(endpoint.address.data(), from, endpoint.address.size());
    endpoint.is_v6 = true;
}

FrameStatus parse_ipv4(Rest rest, Datagram& datagram) noexcept
{
    if (!rest.has(ipv4_header_size_min)) return rest.lacks(ipv4_header_size_min);
    const std::size_t header_size = (rest.at[0] & 0x0fu) * 4;
    std::size_t total = rest.u16(2);
    if (total == 0) total = rest.wire;  // the capturing card was to fill it in
    if (rest.at[0] >> 4 != 4 || header_size < ipv4_header_size_min || total < header_size ||
        total > rest.wire)
        return FrameStatus::malformed;
    constexpr std::uint16_t more_fragments_or_offset = 0x3fff;
    if ((rest.u16(6) & more_fragments_or_offset) != 0) return FrameStatus::fragment;
    if (!rest.has(header_size)) return FrameStatus::snapped;

    set_ipv4(datagram.source, rest.at + 12);
    set_ipv4(datagram.destination, rest.at + 16);
    const std::uint8_t protocol = rest.at[9];
    rest.cut_to(total);
    rest.skip(header_size);
    return by_protocol(protocol, rest, datagram);
}

FrameStatus parse_ipv6(Rest rest, Datagram& datagram) noexcept
{
    if (!rest.has(ipv6_header_size)) return rest.lacks(ipv6_header_size);
    const std::size_t payload_length = rest.u16(4);
    std::uint8_t protocol = rest.at[6];
    if (rest.at[0] >> 4 != 6) return FrameStatus::malformed;
    set_ipv6(datagram.source, rest.at + 8);
    set_ipv6(datagram.destination, rest.at + 24);
    rest.skip(ipv6_header_size);
    if (payload_length == 0 || payload_length > rest.wire) return FrameStatus::malformed;
    rest.cut_to(payload_length);

    for (int i = 0; i <= ipv6_extensions_max; ++i) {
        constexpr std::size_t fragment_size = 8;
        std::size_t unit = 8;
        std::size_t first_units = 1;  // that the length byte does not count
        switch (protocol) {
            case protocol_hop_by_hop:
            case protocol_routing:
            case protocol_destination: break;
            case protocol_authentication:
                unit = 4;
                first_units = 2;
                break;
            case protocol_fragment:
                if (!rest.has(fragment_size)) return rest.lacks(fragment_size);
                // A fragment header on a packet that is whole (RFC 6946) says offset 0, no more.
                if ((rest.u16(2) & 0xfff9) != 0) return FrameStatus::fragment;
                protocol = rest.at[0];
                rest.skip(fragment_size);
                continue;
            default: return by_protocol(protocol, rest, datagram);
        }
        if (!rest.has(2)) return rest.lacks(2);
        const std::size_t size = (rest.at[1] + first_units) * unit;
        if (!rest.has(size)) return rest.lacks(size);
        protocol = rest.at[0];
        rest.skip(size);
    }
    return FrameStatus::malformed;
}

FrameStatus parse_ip(Rest rest, Datagram& datagram) noexcept
{
    if (!rest.has(1)) return rest.lacks(1);
    switch (rest.at[0] >> 4) {
        case 4: return parse_ipv4(rest, datagram);
        case 6: return parse_ipv6(rest, datagram);
        default: return FrameStatus::malformed;
    }
}

/// Of Arista's time stamp behind its EtherType (subtype, version, time); 0 for one we do not know.
std::size_t arista_size(const Rest& rest) noexcept
{
    constexpr std::uint16_t subtype_time = 1;
    if (rest.u16(0) != subtype_time) return 0;
    switch (rest.u16(2) & 0xf0) {
        case 0x10: return 4 + 8;
        case 0x20: return 4 + 6;
        default: return 0;
    }
}

/// `rest` begins behind the EtherType.
FrameStatus by_ether_type(std::uint16_t ether_type, Rest rest, Datagram& datagram) noexcept
{
    for (;;) {
        std::size_t size = vlan_tag_size - sizeof ether_type;
        switch (ether_type) {
            case ether_ipv4: return parse_ipv4(rest, datagram);
            case ether_ipv6: return parse_ipv6(rest, datagram);
            case ether_vlan:
            case ether_vlan_outer:
            case ether_vlan_old_9100:
            case ether_vlan_old_9200:
                if (!rest.has(vlan_tag_size)) return rest.lacks(vlan_tag_size);
                if (!datagram.vlans.push(rest.u16(0) & 0x0fff)) return FrameStatus::malformed;
                break;
            case ether_arista_time:
                if (!rest.has(4)) return rest.lacks(4);
                size = arista_size(rest);
                if (size == 0) return FrameStatus::not_ip;
                if (!rest.has(size + 2)) return rest.lacks(size + 2);
                break;
            default: return FrameStatus::not_ip;
        }
        ether_type = rest.u16(size);
        rest.skip(size + sizeof ether_type);
    }
}

/// A link header of `size` bytes with an EtherType at `type_at`.
FrameStatus parse_link(std::size_t size, std::size_t type_at, Rest rest,
                       Datagram& datagram) noexcept
{
    if (!rest.has(size)) return rest.lacks(size);
    const std::uint16_t ether_type = rest.u16(type_at);
    rest.skip(size);
    return by_ether_type(ether_type, rest, datagram);
}

/// NULL and LOOP: an address family, in the byte order of whoever wrote it.
FrameStatus parse_loopback(Rest rest, Datagram& datagram) noexcept
{
    if (!rest.has(4)) return rest.lacks(4);
    const std::uint32_t read = rest.u32(0);
    const std::uint32_t family = read <= 0xffff ? read : byte_swapped(read);
    rest.skip(4);
    switch (family) {
        case 2: return parse_ipv4(rest, datagram);
        case 24:
        case 28:
        case 30: return parse_ipv6(rest, datagram);
        default: return FrameStatus::not_ip;
    }
}

}  // namespace

FrameStatus parse_frame(std::uint32_t link_type, Bytes frame, std::uint32_t original_length,
                        Datagram& datagram) noexcept
{
    const Rest rest{frame.data(), frame.size(),
                    std::max<std::size_t>(frame.size(), original_length)};
    datagram.vlans.clear();
    switch (link_type) {
        case link_ethernet:
            return parse_link(ethernet_addresses_size + 2, ethernet_addresses_size, rest, datagram);
        case link_linux_sll: return parse_link(16, 14, rest, datagram);
        case link_linux_sll2: return parse_link(20, 0, rest, datagram);
        case link_raw:
        case link_raw_bsd:
        case link_raw_openbsd: return parse_ip(rest, datagram);
        case link_ipv4: return parse_ipv4(rest, datagram);
        case link_ipv6: return parse_ipv6(rest, datagram);
        case link_null:
        case link_loop: return parse_loopback(rest, datagram);
        default: return FrameStatus::unknown_link;
    }
}

bool parse_segment(const Datagram& ip, Segment& segment) noexcept
{
    const Bytes bytes = ip.payload;
    if (bytes.size() < tcp_header_size_min) return false;
    const std::size_t header_size = (bytes[12] >> 4) * 4u;
    if (header_size < tcp_header_size_min || header_size > bytes.size()) return false;
    segment.packet = ip.packet;
    segment.capture = ip.capture;
    segment.captured = ip.captured;
    segment.source = ip.source;
    segment.destination = ip.destination;
    segment.vlans = ip.vlans;
    segment.source.port = view_as<U16be>(bytes.data());
    segment.destination.port = view_as<U16be>(bytes.data() + 2);
    segment.sequence = view_as<U32be>(bytes.data() + 4);
    segment.acknowledgement = view_as<U32be>(bytes.data() + 8);
    segment.flags = bytes[13];
    segment.payload = bytes.subspan(header_size);
    return true;
}

}  // namespace gapwire::transport
