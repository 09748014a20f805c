// One feed over TCP: a SoupBinTCP session on a connection, and the stream it makes.
#pragma once

#include "app/live/serve_config.hpp"
#include "app/pipeline/catch_up.hpp"
#include "feed/soupbintcp/session.hpp"

namespace gapwire::app {

/// Connects, and connects again, as the session wishes; hands its messages to an ItchStream. While
/// there is no session, the books are stale; while what was missed is worked off, recovering;
/// resumed without a loss, they are valid again.
/// Errors: OperatorError from the constructor. Threads: that of the loop.
class SoupFeed {
 public:
    SoupFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
             const pipeline::StreamContext& context);
    SoupFeed(const SoupFeed&) = delete;

    void turn(Timestamp now) noexcept;
    /// Says good-bye to the server.
    void stop(Timestamp now) noexcept;

    const pipeline::ItchStream& stream() const noexcept { return stream_; }
    const soupbintcp::Session& session() const noexcept { return session_; }
    bool has_ended() const noexcept { return has_ended_; }

    // From the socket.
    void on_connected() noexcept;
    void on_bytes(Bytes bytes) noexcept;
    void on_disconnected(transport::TcpEnd end) noexcept;

    // From the session.
    void on_session(const soupbintcp::SessionId& session) noexcept;
    void on_messages(std::uint64_t first, std::span<const Bytes> messages,
                     Timestamp received) noexcept;
    void on_loss(std::uint64_t first, std::uint64_t count) noexcept
    {
        stream_.on_loss(first, count);
    }
    void on_joined(std::uint64_t first) noexcept { stream_.on_joined(first); }
    void on_end_of_session(std::uint64_t) noexcept { has_ended_ = true; }
    void send(Bytes bytes) noexcept { client_.send(bytes); }

 private:
    void follow_wish(Timestamp now) noexcept;
    void tell_whether_behind() noexcept;

    pipeline::StreamContext context_;
    pipeline::ItchStream stream_;
    soupbintcp::Session session_;
    transport::TcpClient client_;
    pipeline::CatchUp catch_up_;
    bool is_connecting_ = false;  // or connected
    bool is_closed_ = false;      // by us: the session has to be told
    bool has_session_ = false;
    bool has_ended_ = false;
    Timestamp now_{};
};

}  // namespace gapwire::app
