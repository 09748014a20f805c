// Opens UDP sockets: binding, joining, buffers, stamps.
#include "feed/transport/udp_socket.hpp"

#include <fmt/format.h>
#include <ifaddrs.h>
#include <linux/net_tstamp.h>
#include <net/if.h>

#include <cerrno>
#include <memory>

#include "core/error.hpp"
#include "feed/transport/hardware_stamps.hpp"
#include "feed/transport/socket_address.hpp"

namespace gapwire::transport {
namespace {

#ifndef IPV6_MULTICAST_ALL
constexpr int IPV6_MULTICAST_ALL = 29;  // linux/in6.h, which cannot stand beside netinet/in.h
#endif

/// What open_udp() works on: the options, understood.
struct Opening {
    const UdpOptions& options;
    Endpoint endpoint;
    unsigned interface = 0;  // index; 0: none given
    int socket = -1;
};

std::string text_of(const UdpOptions& options)
{
    std::string text = fmt::format("UDP {} port {}", options.address, options.port);
    if (!options.source.empty()) text += fmt::format(" from {}", options.source);
    if (!options.interface.empty()) text += fmt::format(" on {}", options.interface);
    return text;
}

[[noreturn]] void refuse(const UdpOptions& options, std::string_view what)
{
    throw OperatorError(ExitCode::config, fmt::format("{}: {}", text_of(options), what));
}

[[noreturn]] void fail(const UdpOptions& options, std::string_view what, int error = errno)
{
    throw OperatorError(ExitCode::feed_unavailable,
                        fmt::format("{}: {}: {}", text_of(options), what, std::strerror(error)));
}

template <class Value>
bool set(int socket, int level, int name, const Value& value) noexcept
{
    return ::setsockopt(socket, level, name, &value, sizeof value) == 0;
}

Endpoint endpoint_wanted(const UdpOptions& options)
{
    const auto endpoint = parse_address(options.address, options.port);
    if (!endpoint) refuse(options, "not a numeric address");
    if (is_multicast(*endpoint) && options.port == 0) refuse(options, "a group needs a port");
    if (!is_multicast(*endpoint) && !options.source.empty())
        refuse(options, "only a group can have a source");
    return *endpoint;
}

unsigned interface_wanted(const UdpOptions& options)
{
    if (options.interface.empty()) return 0;
    const unsigned index = interface_index(options.interface);
    if (index == 0) fail(options, "no such interface", ENODEV);
    return index;
}

void bind_to(const Opening& open)
{
    const bool group = is_multicast(open.endpoint);
    if (group && !set(open.socket, SOL_SOCKET, SO_REUSEADDR, 1))
        fail(open.options, "cannot share the port");
    if (open.endpoint.is_v6 && !set(open.socket, IPPROTO_IPV6, IPV6_V6ONLY, 1))
        fail(open.options, "cannot be IPv6 only");
    if (!group && open.interface != 0) {
        char name[IF_NAMESIZE]{};
        ::if_indextoname(open.interface, name);
        if (!set(open.socket, SOL_SOCKET, SO_BINDTODEVICE, name))
            fail(open.options, "cannot bind to the interface");
    }
    const SocketAddress address = socket_address(open.endpoint, open.interface);
    if (::bind(open.socket, address.get(), address.size) != 0) fail(open.options, "cannot bind");
}

void join_source(const Opening& open, int level)
{
    const auto source = parse_address(open.options.source);
    if (!source || source->is_v6 != open.endpoint.is_v6)
        refuse(open.options, "the source is no address of the group's kind");
    group_source_req request{};
    request.gsr_interface = open.interface;
    request.gsr_group = socket_address(open.endpoint).storage;
    request.gsr_source = socket_address(*source).storage;
    if (!set(open.socket, level, MCAST_JOIN_SOURCE_GROUP, request))
        fail(open.options, "cannot join the group from that source");
}

void join(const Opening& open)
{
    const bool v6 = open.endpoint.is_v6;
    const int level = v6 ? IPPROTO_IPV6 : IPPROTO_IP;
    if (!set(open.socket, level, v6 ? IPV6_MULTICAST_ALL : IP_MULTICAST_ALL, 0))
        fail(open.options, "cannot keep other groups out");
    if (!open.options.source.empty()) return join_source(open, level);
    group_req request{};
    request.gr_interface = open.interface;
    request.gr_group = socket_address(open.endpoint).storage;
    if (!set(open.socket, level, MCAST_JOIN_GROUP, request))
        fail(open.options, "cannot join the group");
}

/// Beyond the system's limit where this process may; what was granted.
std::size_t size_receive_buffer(const Opening& open)
{
    const int wanted =
        static_cast<int>(std::min<std::size_t>(open.options.receive_buffer, INT32_MAX / 2));
    if (!set(open.socket, SOL_SOCKET, SO_RCVBUFFORCE, wanted) &&
        !set(open.socket, SOL_SOCKET, SO_RCVBUF, wanted))
        fail(open.options, "cannot size the receive buffer");
    int granted = 0;
    socklen_t size = sizeof granted;
    if (::getsockopt(open.socket, SOL_SOCKET, SO_RCVBUF, &granted, &size) != 0)
        fail(open.options, "cannot read the size of the receive buffer");
    return static_cast<std::size_t>(granted) / 2;
}

void stamp(const Opening& open)
{
    constexpr int both = SOF_TIMESTAMPING_RX_HARDWARE | SOF_TIMESTAMPING_RAW_HARDWARE |
                         SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
    const bool by_card = open.options.hardware_stamps &&
                         enable_hardware_stamps(open.socket, open.interface) &&
                         set(open.socket, SOL_SOCKET, SO_TIMESTAMPING, both);
    if (!by_card && !set(open.socket, SOL_SOCKET, SO_TIMESTAMPNS, 1))
        fail(open.options, "cannot stamp datagrams");
    if (!set(open.socket, SOL_SOCKET, SO_RXQ_OVFL, 1)) fail(open.options, "cannot count drops");
}

/// The bound endpoint, with the port that the system chose where none was given.
Endpoint local_of(const Opening& open)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(open.socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        fail(open.options, "cannot read the bound address");
    return endpoint_of(&address);
}

}  // namespace

unsigned interface_index(const std::string& name)
{
    if (const unsigned index = ::if_nametoindex(name.c_str()); index != 0) return index;
    const auto wanted = parse_address(name);
    ifaddrs* list = nullptr;
    if (!wanted || ::getifaddrs(&list) != 0) return 0;
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, ::freeifaddrs);
    for (const ifaddrs* at = list; at != nullptr; at = at->ifa_next)
        if (at->ifa_addr != nullptr) {
            const sa_family_t family = at->ifa_addr->sa_family;
            if (family != AF_INET && family != AF_INET6) continue;
            if (endpoint_of(at->ifa_addr) == *wanted) return ::if_nametoindex(at->ifa_name);
        }
    return 0;
}

UdpSocket open_udp(const UdpOptions& options)
{
    Opening open{options, endpoint_wanted(options)};
    open.interface = interface_wanted(options);
    const int family = open.endpoint.is_v6 ? AF_INET6 : AF_INET;
    UdpSocket opened;
    opened.descriptor =
        Descriptor(::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_UDP));
    open.socket = opened.descriptor.number();
    if (open.socket < 0) fail(options, "cannot open a socket");
    opened.receive_buffer = size_receive_buffer(open);
    stamp(open);
    bind_to(open);
    if (is_multicast(open.endpoint)) join(open);
    opened.local = local_of(open);
    return opened;
}

}  // namespace gapwire::transport
