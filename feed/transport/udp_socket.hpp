// A UDP socket as a feed line wants it: joined to its group, stamping, counting what it drops.
#pragma once

#include <string>

#include "feed/transport/byte_stream.hpp"
#include "feed/transport/endpoint.hpp"

namespace gapwire::transport {

/// Where and how a line is received.
struct UdpOptions {
    std::string address{};       // numeric: a multicast group, or a local address for unicast
    std::uint16_t port = 0;      // 0: any free one (unicast only)
    std::string source{};        // of a group: only datagrams from this address (IGMPv3, MLDv2)
    std::string interface = {};  // by name or by one of its addresses; empty: as the routes say
    std::uint32_t line = 0;      // what Datagram::capture says
    std::size_t receive_buffer = std::size_t{8} << 20;  // asked of the kernel, bytes
    std::size_t datagram_max = 65'507;                  // longer payloads are dropped and counted
    /// The card's stamps instead of the kernel's, where it has them. They are on the card's clock:
    /// only for machines that keep it on UTC.
    bool hardware_stamps = false;
};

/// An open, non-blocking socket, and what the kernel granted.
struct UdpSocket {
    Descriptor descriptor;
    Endpoint local;  // the group, or the bound address; with its port
    std::size_t receive_buffer =
        0;  // granted, in the measure of UdpOptions (the kernel doubles it)
};

/// Opens, binds and joins. Only datagrams of the group, on that interface, from that source if one
/// is given, are received, whatever other sockets of this machine have joined.
///
/// Errors   OperatorError: config for options that contradict themselves or are no address;
///          feed_unavailable, with group, interface and the system's reason, for all the rest.
UdpSocket open_udp(const UdpOptions& options);

/// The index of an interface, by name or by one of its addresses; 0 for none of this machine.
unsigned interface_index(const std::string& name);

}  // namespace gapwire::transport
