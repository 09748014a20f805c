// Queues of sockets, read from /proc/net.
#include "sim/readers.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace gapwire::sim {
namespace {

constexpr std::uint32_t listening = 10;

/// Takes a word, up to a blank or a colon, off the front of `rest`.
std::string_view next_word(std::string_view& rest) noexcept
{
    constexpr std::string_view between = " :\t";
    const std::size_t from = rest.find_first_not_of(between);
    if (from == rest.npos) return rest = {};
    rest.remove_prefix(from);
    const std::string_view word = rest.substr(0, rest.find_first_of(between));
    rest.remove_prefix(word.size());
    return word;
}

template <class Number>
bool next_hex(std::string_view& rest, Number& to) noexcept
{
    const std::string_view word = next_word(rest);
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), to, 16);
    return !word.empty() && error == std::errc() && end == word.data() + word.size();
}

}  // namespace

// "   3: 0100007F:1F90 00000000:0000 0A 00000000:00000000 ..."
bool parse_listed(std::string_view line, ListedSocket& to) noexcept
{
    static_cast<void>(next_word(line));  // its number
    static_cast<void>(next_word(line));  // an address
    if (!next_hex(line, to.local_port)) return false;
    static_cast<void>(next_word(line));
    return next_hex(line, to.remote_port) && next_hex(line, to.state) &&
           next_hex(line, to.unsent) && next_hex(line, to.unread);
}

template <class Unread>
bool Readers::is_any(const char* list, Unread&& unread)
{
    constexpr std::size_t step = 1u << 16;
    const int file = ::open(list, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    std::size_t size = 0;
    for (;;) {
        if (text_.size() < size + step) text_.resize(size + step);
        const ssize_t got = ::read(file, text_.data() + size, step);
        if (got <= 0) break;
        size += static_cast<std::size_t>(got);
    }
    ::close(file);
    ListedSocket socket;
    for (std::string_view rest(text_.data(), size); !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (parse_listed(line, socket) && socket.state != listening && unread(socket)) return true;
    }
    return false;
}

bool Readers::have_read_datagrams(std::uint16_t port)
{
    const auto unread = [&](const ListedSocket& socket) {
        return socket.local_port == port && socket.unread > 0;
    };
    return !is_any("/proc/net/udp", unread) && !is_any("/proc/net/udp6", unread);
}

bool Readers::have_read_streams(std::uint16_t port)
{
    const auto unread = [&](const ListedSocket& socket) {
        return (socket.remote_port == port && socket.unread > 0) ||
               (socket.local_port == port && socket.unsent > 0);
    };
    return !is_any("/proc/net/tcp", unread) && !is_any("/proc/net/tcp6", unread);
}

}  // namespace gapwire::sim
