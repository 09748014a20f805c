// Plain clients of HTTP and WebSocket on loopback; everything waits with a deadline.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gapwire::http::test {

struct Answer {
    int status = 0;                                // 0: none came
    std::map<std::string, std::string> headers{};  // names in lower case
    std::string body{};
};

/// One connection, which closes itself. Reads give up after `patience_s`.
class Client {
 public:
    static constexpr int patience_s = 20;

    explicit Client(std::uint16_t port, int receive_buffer = 0)
        : port_(port), socket_(::socket(AF_INET, SOCK_STREAM, 0))
    {
        if (receive_buffer > 0)
            ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        const timeval patience{patience_s, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }
    Client(Client&& other) noexcept
        : port_(other.port_),
          socket_(std::exchange(other.socket_, -1)),
          buffer_(std::move(other.buffer_))
    {}
    Client& operator=(Client&&) = delete;
    ~Client()
    {
        if (socket_ >= 0) ::close(socket_);
    }

    void send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// `headers`: lines that end with CRLF; a Host is added where there is none.
    void request(std::string_view method, std::string_view target, std::string headers = "",
                 std::string_view body = "")
    {
        if (headers.find("Host:") == std::string::npos)
            headers = "Host: 127.0.0.1:" + std::to_string(port_) + "\r\n" + headers;
        if (!body.empty()) headers += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        send(std::string(method) + ' ' + std::string(target) + " HTTP/1.1\r\n" + headers + "\r\n" +
             std::string(body));
    }
    /// The next answer; `has_body`: false after HEAD.
    Answer answer(bool has_body = true)
    {
        Answer answer;
        std::size_t end = 0;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
            if (!receive()) return answer;
        answer.status = std::stoi(buffer_.substr(9, 3));
        std::size_t at = buffer_.find("\r\n") + 2;
        while (at < end) {
            const std::size_t line_end = buffer_.find("\r\n", at);
            const std::size_t colon = buffer_.find(": ", at);
            std::string name = buffer_.substr(at, colon - at);
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return std::tolower(c); });
            answer.headers[name] = buffer_.substr(colon + 2, line_end - colon - 2);
            at = line_end + 2;
        }
        buffer_.erase(0, end + 4);
        if (!has_body || answer.status == 101) return answer;
        const auto length = answer.headers.find("content-length");
        std::size_t size = std::string::npos;  // to the end: HTTP/1.0
        if (length != answer.headers.end()) size = std::stoul(length->second);
        while (buffer_.size() < size)
            if (!receive()) break;
        answer.body = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return answer;
    }
    /// Whether the other side has closed, within the patience.
    bool is_closed()
    {
        char byte = 0;
        return ::recv(socket_, &byte, 1, 0) <= 0;
    }
    void end_sending() const { ::shutdown(socket_, SHUT_WR); }

 protected:
    /// False at the end, or when nothing comes.
    bool receive()
    {
        char bytes[16'384];
        const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
        if (size <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(size));
        return true;
    }

    std::uint16_t port_;
    int socket_;
    std::string buffer_;  // received, not used yet
};

/// One request on a connection of its own.
inline Answer fetch(std::uint16_t port, std::string_view method, std::string_view target,
                    std::string headers = "", std::string_view body = "")
{
    Client client(port);
    client.request(method, target, std::move(headers), body);
    return client.answer(method != "HEAD");
}
inline Answer get(std::uint16_t port, std::string_view target, std::string headers = "")
{
    return fetch(port, "GET", target, std::move(headers));
}
inline Answer post(std::uint16_t port, std::string_view target, std::string_view body,
                   std::string headers = "")
{
    return fetch(port, "POST", target,
                 "X-Gapwire: 1\r\nContent-Type: application/json\r\n" + headers, body);
}

/// A WebSocket client that reads when it is asked to.
class WebSocket : public Client {
 public:
    explicit WebSocket(std::uint16_t port, const std::string& headers = "",
                       std::string_view target = "/ws", int receive_buffer = 0)
        : Client(port, receive_buffer)
    {
        request("GET", target,
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                    headers);
        status = answer().status;
    }

    void send_text(std::string_view text) { send_frame('\x81', text); }

    /// The next text; nothing when the connection has ended or nothing comes.
    std::optional<std::string> text()
    {
        while (const auto frame = this->frame()) {
            const auto& [code, payload] = *frame;
            if (code == 1) return payload;
            if (code == 9) send_frame('\x8a', payload);
            if (code == 8) {
                if (payload.size() >= 2)
                    close_code = static_cast<unsigned char>(payload[0]) << 8 |
                                 static_cast<unsigned char>(payload[1]);
                return std::nullopt;
            }
        }
        return std::nullopt;
    }
    /// The next text of that type, others are passed over; empty when none comes.
    std::string text_of(std::string_view type)
    {
        const std::string start = "{\"type\":\"" + std::string(type) + '"';
        while (const auto next = text())
            if (next->starts_with(start)) return *next;
        return {};
    }

    int status = 0;      // of the handshake
    int close_code = 0;  // as the server said

 private:
    void send_frame(char first, std::string_view payload)
    {
        std::string frame(1, first);
        if (payload.size() < 126) {
            frame += static_cast<char>(0x80 | payload.size());
        } else {
            frame += static_cast<char>(0x80 | 126);
            frame += static_cast<char>(payload.size() >> 8);
            frame += static_cast<char>(payload.size() & 0xFF);
        }
        frame.append(4, '\0');  // a mask that changes nothing
        send(frame + std::string(payload));
    }
    std::optional<std::pair<int, std::string>> frame()
    {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(buffer_[i]); };
        const auto want = [&](std::size_t size) {
            while (buffer_.size() < size)
                if (!receive()) return false;
            return true;
        };
        if (!want(2)) return std::nullopt;
        std::size_t size = byte(1) & 0x7F;
        std::size_t header = 2;
        if (size >= 126) {
            const std::size_t more = size == 126 ? 2 : 8;
            if (!want(2 + more)) return std::nullopt;
            size = 0;
            for (std::size_t i = 0; i < more; ++i) size = size << 8 | byte(2 + i);
            header += more;
        }
        if (!want(header + size)) return std::nullopt;
        const int code = byte(0) & 0x0F;
        std::string payload = buffer_.substr(header, size);
        buffer_.erase(0, header + size);
        return std::pair(code, std::move(payload));
    }
};

}  // namespace gapwire::http::test
