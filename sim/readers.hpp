// Whether those who listen on this machine have read what was sent to them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace gapwire::sim {

/// Looks at the queues of sockets as the kernel lists them in /proc/net: of this network namespace,
/// whoever has them. What is on another machine is not seen, and read.
/// Threads: one.
class Readers {
 public:
    /// Whether nothing waits in a socket of this machine for datagrams to `port`. Takes up to a
    /// millisecond, as the other: the kernel walks through its table. True where it tells nothing.
    bool have_read_datagrams(std::uint16_t port);
    /// Whether the clients of a server that listens on `port` have read all that it has said.
    bool have_read_streams(std::uint16_t port);

 private:
    template <class Unread>
    bool is_read(std::initializer_list<const char*> lists, Unread&& unread);

    std::string_view read(const char* list);

    std::string text_;  // of a list
};

/// What a line of such a list says of its socket.
struct ListedSocket {
    std::uint16_t local_port = 0;
    std::uint16_t remote_port = 0;
    std::uint32_t state = 0;  // 10: listens, and then `unread` counts connections
    std::uint64_t unsent = 0;
    std::uint64_t unread = 0;
};

/// False for the line of titles, and for what is none of a list.
/// Source: Linux, Documentation/networking/proc_net_tcp.
bool parse_listed(std::string_view line, ListedSocket& to) noexcept;

}  // namespace gapwire::sim
