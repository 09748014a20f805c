// Queues of sockets, read from /proc/net.
#include "sim/readers.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>

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

/// Looks through lists until one has a socket that unread(socket) knows: whether nothing waits
/// there. The kernel walks through all of its table for each list.
template <class Unread>
bool Readers::is_read(std::initializer_list<const char*> lists, Unread&& unread)
{
    bool is_found = false;
    for (const char* list : lists) {
        ListedSocket socket;
        for (std::string_view rest = read(list); !rest.empty();) {
            const std::string_view line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(line.size() + 1, rest.size()));
            if (!parse_listed(line, socket) || socket.state == listening) continue;
            const std::optional<bool> waits = unread(socket);
            if (waits.value_or(false)) return false;
            is_found |= waits.has_value();
        }
        if (is_found) break;
    }
    return true;
}

/// Valid until the next call; empty where there is no such list.
std::string_view Readers::read(const char* list)
{
    constexpr std::size_t step = 1u << 16;
    const int file = ::open(list, O_RDONLY | O_CLOEXEC);
    if (file < 0) return {};
    std::size_t size = 0;
    for (ssize_t got = 1; got > 0; size += got > 0 ? static_cast<std::size_t>(got) : 0) {
        if (text_.size() < size + step) text_.resize(size + step);
        got = ::read(file, text_.data() + size, step);
    }
    ::close(file);
    return {text_.data(), size};
}

bool Readers::have_read_datagrams(std::uint16_t port)
{
    return is_read({"/proc/net/udp", "/proc/net/udp6"},
                   [&](const ListedSocket& socket) -> std::optional<bool> {
                       if (socket.local_port != port) return std::nullopt;
                       return socket.unread > 0;
                   });
}

bool Readers::have_read_streams(std::uint16_t port)
{
    return is_read({"/proc/net/tcp", "/proc/net/tcp6"},
                   [&](const ListedSocket& socket) -> std::optional<bool> {
                       if (socket.remote_port == port) return socket.unread > 0;
                       if (socket.local_port == port) return socket.unsent > 0;
                       return std::nullopt;
                   });
}

}  // namespace gapwire::sim
