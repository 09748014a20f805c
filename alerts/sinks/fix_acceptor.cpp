// A FIX session that waits for its peer to connect, on a thread of its own.
#include "alerts/sinks/fix_acceptor.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <numeric>
#include <stdexcept>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/thread.hpp"

namespace gapwire::alerts {
namespace {

constexpr int turn_ms = 50;
constexpr std::size_t message_max = std::size_t{1} << 20;
constexpr std::size_t trailer_size = 7;  // "10=000|"
constexpr char field_end = '\x01';

[[noreturn]] void refuse_address(const std::string& address, std::uint16_t port)
{
    throw OperatorError(
        ExitCode::feed_unavailable,
        fmt::format("cannot listen on {}:{}: {}", address, port, std::strerror(errno)));
}

int listen_on(const std::string& address, std::uint16_t port)
{
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    if (::inet_pton(AF_INET, address.c_str(), &to.sin_addr) != 1)
        throw OperatorError(ExitCode::config, fmt::format("\"{}\" is no IPv4 address", address));
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (listener < 0 || ::bind(listener, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 ||
        ::listen(listener, 4) != 0)
        refuse_address(address, port);
    return listener;
}

std::uint16_t port_of(int socket)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

fix_session::Settings checked(const fix_session::Settings& settings)
{
    try {
        fix_session::check(settings);
    } catch (const std::invalid_argument& error) {
        throw OperatorError(ExitCode::config, error.what());
    }
    return settings;
}

enum class Framing : std::uint8_t { incomplete, invalid, whole };

/// Looks for one message at the start of `bytes`: 8=..|9=LENGTH|...10=SUM|
Framing frame(std::string_view bytes, std::size_t& size)
{
    constexpr std::string_view begin = "8=FIX";
    if (!begin.starts_with(bytes.substr(0, begin.size()))) return Framing::invalid;
    const std::size_t length_at = bytes.find(field_end);
    if (length_at == std::string_view::npos)
        return bytes.size() > 32 ? Framing::invalid : Framing::incomplete;
    const std::string_view rest = bytes.substr(length_at + 1);
    const std::size_t length_end = rest.find(field_end);
    if (length_end == std::string_view::npos)
        return rest.size() > 16 ? Framing::invalid : Framing::incomplete;
    std::size_t length = 0;
    const char* const digits_end = rest.data() + length_end;
    if (!rest.starts_with("9=")) return Framing::invalid;
    const auto [stop, error] = std::from_chars(rest.data() + 2, digits_end, length);
    if (error != std::errc() || stop != digits_end || length > message_max) return Framing::invalid;
    const std::size_t body_end = length_at + 1 + length_end + 1 + length;
    size = body_end + trailer_size;
    if (bytes.size() < size) return Framing::incomplete;
    const unsigned sum = std::accumulate(
        bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(body_end), 0u,
        [](unsigned so_far, char c) { return so_far + static_cast<unsigned char>(c); });
    const std::string trailer = fmt::format("10={:03}{}", sum % 256, field_end);
    return bytes.substr(body_end, trailer_size) == trailer ? Framing::whole : Framing::invalid;
}

}  // namespace

FixAcceptor::FixAcceptor(const fix_session::Settings& settings, const std::string& username,
                         const std::string& password, const std::string& address,
                         std::uint16_t port)
    : username_(username),
      password_(password),
      listener_(listen_on(address, port)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      port_(port_of(listener_)),
      session_(checked(settings), *this, now()),
      thread_([this] { run(); })
{}

FixAcceptor::~FixAcceptor()
{
    interrupt();
    thread_.join();
    for (const int descriptor : {connection_, listener_, wake_})
        if (descriptor >= 0) ::close(descriptor);
}

std::string FixAcceptor::send(const std::string& type, Fields fields, std::int64_t timeout_ms)
{
    std::unique_lock lock(mutex_);
    request_ = {type, std::move(fields)};
    answer_.reset();
    const std::uint64_t one = 1;
    static_cast<void>(::write(wake_, &one, sizeof one));
    const bool is_answered = changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [this] {
        return answer_.has_value() || ends_.load();
    });
    request_.reset();
    if (answer_) return *answer_;
    return is_answered ? "it ends" : "the session does not answer";
}

void FixAcceptor::interrupt() noexcept
{
    {
        const std::lock_guard lock(mutex_);
        ends_.store(true);
    }
    const std::uint64_t one = 1;
    static_cast<void>(::write(wake_, &one, sizeof one));
    changed_.notify_all();
}

// ---- the session's thread

void FixAcceptor::run()
{
    name_thread("fix news");
    while (!ends_.load()) {
        look(turn_ms);
        answer_request();
        session_.on_time(now());
        if (wants_out_) hang_up();
        is_logged_on_.store(connection_ >= 0 && session_.is_logged_on());
    }
    if (connection_ < 0 || !session_.is_logged_on()) return;
    session_.logout("gapwire ends", now());
    constexpr int good_bye_turns = 10;
    for (int i = 0; i < good_bye_turns && connection_ >= 0; ++i) {
        look(turn_ms);
        session_.on_time(now());
        if (wants_out_) hang_up();
    }
    if (connection_ >= 0) hang_up();
}

void FixAcceptor::look(int timeout_ms)
{
    std::array<pollfd, 3> ready{
        {{wake_, POLLIN, 0}, {listener_, POLLIN, 0}, {connection_, POLLIN, 0}}};
    if (::poll(ready.data(), ready.size(), timeout_ms) <= 0) return;
    std::uint64_t count = 0;
    if (ready[0].revents != 0) static_cast<void>(::read(wake_, &count, sizeof count));
    if (ready[2].revents != 0) receive();
    if (ready[1].revents != 0) accept();
}

void FixAcceptor::answer_request()
{
    std::optional<Request> request;
    {
        const std::lock_guard lock(mutex_);
        if (!request_ || answer_) return;
        request = request_;
    }
    std::string answer = "nobody is logged on";
    if (session_.is_logged_on())
        answer = session_.send(request->type, request->fields, now()) != 0 ? "" : "it is not taken";
    const std::lock_guard lock(mutex_);
    if (request_) answer_ = std::move(answer);
    changed_.notify_all();
}

void FixAcceptor::accept()
{
    const int accepted = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (accepted < 0) return;
    if (connection_ >= 0) {
        ::close(accepted);
        return;
    }
    connection_ = accepted;
    in_.clear();
    wants_out_ = false;
    session_.on_connected(now());
}

void FixAcceptor::receive()
{
    std::array<char, 16'384> bytes;
    const ssize_t size = ::recv(connection_, bytes.data(), bytes.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) {
        hang_up();
        return;
    }
    in_.append(bytes.data(), static_cast<std::size_t>(size));
    while (connection_ >= 0 && !in_.empty() && take_message()) {
    }
}

bool FixAcceptor::take_message()
{
    std::size_t size = 0;
    const Framing found = frame(in_, size);
    if (found == Framing::incomplete) return false;
    if (found == Framing::invalid) {
        hang_up();
        return false;
    }
    const std::string message = in_.substr(0, size);
    in_.erase(0, size);
    session_.on_message(message.data(), message.size(), now());
    if (wants_out_) hang_up();
    return connection_ >= 0;
}

void FixAcceptor::hang_up()
{
    wants_out_ = false;
    if (connection_ < 0) return;
    ::close(connection_);
    connection_ = -1;
    session_.on_disconnected(now());
}

std::int64_t FixAcceptor::now()
{
    now_ = std::max(now_, wall_clock().ns);
    return now_;
}

void FixAcceptor::send(const char* bytes, std::size_t size)
{
    while (size > 0 && connection_ >= 0) {
        const ssize_t sent = ::send(connection_, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) {  // a peer that does not read is no peer: what is kept is sent again
            wants_out_ = true;
            return;
        }
        bytes += sent;
        size -= static_cast<std::size_t>(sent);
    }
}

std::string FixAcceptor::check_logon(const std::string& username, const std::string& password)
{
    if (username_.empty() && password_.empty()) return "";
    return username == username_ && password == password_ ? "" : "wrong user name or password";
}

}  // namespace gapwire::alerts
