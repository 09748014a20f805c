// Ethernet II, 802.1Q, IPv4 (RFC 791), UDP (RFC 768) and TCP (RFC 9293) headers around a payload.
#include "sim/frame_builder.hpp"

#include <charconv>

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

struct Mac {
    std::uint8_t raw[6];
};

struct Ipv4Header {
    std::uint8_t version_and_length;
    std::uint8_t service;
    U16be total_length;
    U16be identification;
    U16be flags_and_offset;
    std::uint8_t time_to_live;
    std::uint8_t protocol;
    U16be checksum;
    U32be source;
    U32be destination;
};
static_assert(sizeof(Ipv4Header) == 20 && alignof(Ipv4Header) == 1);

struct UdpHeader {
    U16be source_port;
    U16be destination_port;
    U16be length;
    U16be checksum;
};
static_assert(sizeof(UdpHeader) == 8);

struct TcpHeader {
    U16be source_port;
    U16be destination_port;
    U32be sequence;
    U32be acknowledgement;
    std::uint8_t data_offset;
    std::uint8_t flags;
    U16be window;
    U16be checksum;
    U16be urgent;
};
static_assert(sizeof(TcpHeader) == 20);

constexpr std::size_t ip_payload_max = 65'535 - sizeof(Ipv4Header);
constexpr std::uint16_t ethertype_ipv4 = 0x0800;
constexpr std::uint16_t ethertype_vlan = 0x8100;
constexpr std::uint16_t do_not_fragment = 0x4000;
constexpr std::uint8_t protocol_tcp = 6;
constexpr std::uint8_t protocol_udp = 17;

/// RFC 1112: 01:00:5e and the low 23 bits of the group.
Mac mac_of(Ipv4 address) noexcept
{
    const auto byte = [&](int shift) { return static_cast<std::uint8_t>(address.value >> shift); };
    if (address.is_multicast())
        return {{0x01, 0x00, 0x5E, static_cast<std::uint8_t>(byte(16) & 0x7F), byte(8), byte(0)}};
    return {{0x02, 0x00, byte(24), byte(16), byte(8), byte(0)}};
}

/// RFC 1071: the complement of the ones' complement sum of all 16-bit words.
std::uint16_t checksum_of(const Ipv4Header& header) noexcept
{
    const Bytes bytes = bytes_of(header);
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 2)
        sum += view_as<U16be>(bytes.data() + i).value();
    while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

Ipv4Header ipv4_header(const UdpPath& path, std::uint16_t identification, std::uint8_t protocol,
                       std::size_t payload_bytes)
{
    Ipv4Header header{
        .version_and_length = 0x45,
        .service = 0,
        .total_length = U16be::of(static_cast<std::uint16_t>(sizeof header + payload_bytes)),
        .identification = U16be::of(identification),
        .flags_and_offset = U16be::of(do_not_fragment),
        .time_to_live = 16,
        .protocol = protocol,
        .checksum = U16be::of(0),
        .source = U32be::of(path.source.value),
        .destination = U32be::of(path.destination.value),
    };
    header.checksum = U16be::of(checksum_of(header));
    return header;
}

void append_ip(ByteVector& out, const UdpPath& path, std::uint16_t identification,
               std::uint8_t protocol, std::size_t payload_bytes)
{
    GAPWIRE_ASSERT(payload_bytes <= ip_payload_max);
    append_layout(out, mac_of(path.destination));
    append_layout(out, mac_of(path.source));
    if (path.vlan) {
        append_layout(out, U16be::of(ethertype_vlan));
        append_layout(out, U16be::of(*path.vlan));
    }
    append_layout(out, U16be::of(ethertype_ipv4));
    append_layout(out, ipv4_header(path, identification, protocol, payload_bytes));
}

}  // namespace

std::optional<Ipv4> parse_ipv4(std::string_view text)
{
    const char* at = text.data();
    const char* const end = at + text.size();
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
        if (i > 0 && (at == end || *at++ != '.')) return std::nullopt;
        std::uint8_t byte = 0;
        const auto [next, error] = std::from_chars(at, end, byte);
        if (error != std::errc{}) return std::nullopt;
        value = value << 8 | byte;
        at = next;
    }
    if (at != end) return std::nullopt;
    return Ipv4{value};
}

void append_udp_frame(ByteVector& out, const UdpPath& path, std::uint16_t identification,
                      Bytes payload)
{
    const std::size_t udp_bytes = sizeof(UdpHeader) + payload.size();
    append_ip(out, path, identification, protocol_udp, udp_bytes);
    append_layout(out, UdpHeader{U16be::of(path.source_port), U16be::of(path.destination_port),
                                 U16be::of(static_cast<std::uint16_t>(udp_bytes)), U16be::of(0)});
    append(out, payload);
}

void append_tcp_frame(ByteVector& out, const UdpPath& path, std::uint16_t identification,
                      const TcpFields& fields, Bytes payload)
{
    constexpr std::uint16_t window = 65'535;
    append_ip(out, path, identification, protocol_tcp, sizeof(TcpHeader) + payload.size());
    append_layout(out, TcpHeader{U16be::of(path.source_port), U16be::of(path.destination_port),
                                 U32be::of(fields.sequence), U32be::of(fields.acknowledgement),
                                 sizeof(TcpHeader) / 4 << 4, fields.flags, U16be::of(window),
                                 U16be::of(0), U16be::of(0)});
    append(out, payload);
}

}  // namespace gapwire::sim
