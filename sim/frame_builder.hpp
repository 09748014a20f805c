// UDP datagrams and TCP segments inside IPv4 inside Ethernet, with an optional VLAN tag.
#pragma once

#include <optional>
#include <string_view>

#include "sim/bytes.hpp"

namespace gapwire::sim {

/// An IPv4 address in host byte order: 233.54.12.111 is 0xE9360C6F.
struct Ipv4 {
    std::uint32_t value = 0;
    constexpr bool is_multicast() const noexcept { return value >> 28 == 0xE; }
    friend constexpr bool operator==(Ipv4, Ipv4) = default;
};

/// Reads "233.54.12.111"; nothing for anything else.
std::optional<Ipv4> parse_ipv4(std::string_view text);

/// From whom to whom, by UDP or TCP.
struct UdpPath {
    Ipv4 source{};
    std::uint16_t source_port = 0;
    Ipv4 destination{};
    std::uint16_t destination_port = 0;
    std::optional<std::uint16_t> vlan{};  // 1..4094
};

/// The most an Ethernet frame of 1,500 bytes of payload carries in one datagram.
inline constexpr std::size_t udp_payload_max = 1'472;

/// Appends one Ethernet frame without FCS. The IPv4 header checksum is right, the UDP checksum is 0
/// (not computed, as IPv4 allows), `identification` is the IP header's. Multicast groups get their
/// mapped MAC address, others a locally administered one made from the IP address.
/// REQUIRES: payload.size() <= 65,507.
void append_udp_frame(ByteVector& out, const UdpPath& path, std::uint16_t identification,
                      Bytes payload);

/// The fields of a TCP header that a test decides about.
struct TcpFields {
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgement = 0;
    std::uint8_t flags = 0x10;  // FIN 1, SYN 2, RST 4, PSH 8, ACK 16
};

/// The same around a TCP segment without options; its checksum is 0, as before the card fills it
/// in. REQUIRES: payload.size() <= 65,495.
void append_tcp_frame(ByteVector& out, const UdpPath& path, std::uint16_t identification,
                      const TcpFields& fields, Bytes payload);

}  // namespace gapwire::sim
