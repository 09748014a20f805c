// One FIX feed: a session on a TCP connection to one of its servers.
#pragma once

#include <memory>
#include <vector>

#include "app/live/serve_config.hpp"
#include "app/pipeline/fix_live.hpp"

namespace gapwire::app {

/// Carries bytes between sockets and a FixLive. Each attempt to connect goes to the next server of
/// the list.
/// Errors: OperatorError from the constructor. Threads: that of the loop.
class FixFeed {
 public:
    FixFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
            const pipeline::StreamContext& context, Timestamp now);
    FixFeed(const FixFeed&) = delete;

    void turn(Timestamp now) noexcept;
    /// Says good-bye to the server.
    void stop(Timestamp now) noexcept;

    const pipeline::FixLive& live() const noexcept { return *live_; }

    // From the sockets; only the present one is connected or connecting.
    void on_connected() noexcept;
    void on_bytes(Bytes bytes) noexcept;
    void on_disconnected(transport::TcpEnd end) noexcept;

 private:
    template <class Call>
    void guarded(Call&& call) noexcept;
    void follow_wish() noexcept;
    void close() noexcept;

    pipeline::StreamContext context_;
    std::vector<std::unique_ptr<transport::TcpClient>> servers_;
    std::size_t present_ = 0;
    bool is_connecting_ = false;  // or connected
    bool has_failed_ = false;     // the session threw: its store cannot be written, say
    Timestamp now_{};
    std::unique_ptr<pipeline::FixLive> live_;
};

}  // namespace gapwire::app
