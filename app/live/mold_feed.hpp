// The sockets of one feed over UDP: its lines, its request servers, its snapshot server.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/live/feed_clock.hpp"
#include "app/live/serve_config.hpp"

namespace gapwire::app {

/// Carries bytes between sockets and an ItchChannel, and nothing else.
/// Errors: OperatorError from the constructor. Threads: that of the loop.
class MoldFeed {
 public:
    MoldFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
             const pipeline::StreamContext& context, FeedClock& clock);
    MoldFeed(const MoldFeed&) = delete;

    /// `complete`: what came before it has been handed over (see transport::TurnTime).
    void turn(Timestamp now, Timestamp complete) noexcept;

    void stop() noexcept { channel_.finish(); }

    const pipeline::ItchChannel& channel() const noexcept { return channel_; }
    const std::vector<std::unique_ptr<transport::UdpReceiver>>& receivers() const noexcept
    {
        return receivers_;
    }

    // From the sockets.
    void on_datagram(const transport::Datagram& datagram) noexcept;
    void on_kernel_drops(std::uint32_t line, std::uint64_t count) noexcept
    {
        channel_.on_kernel_drops(line, count);
    }
    void on_connected() noexcept { channel_.on_snapshot_connected(now_); }
    void on_bytes(Bytes bytes) noexcept { channel_.on_snapshot_bytes(bytes, now_); }
    void on_disconnected(transport::TcpEnd) noexcept { channel_.on_snapshot_disconnected(now_); }

 private:
    pipeline::ChannelOutput output() noexcept;

    FeedClock& clock_;
    pipeline::StreamContext context_;
    std::vector<transport::Endpoint> request_servers_;
    std::vector<std::unique_ptr<transport::UdpReceiver>> receivers_;
    std::unique_ptr<transport::UdpReceiver> requests_;  // sends them, and receives the answers
    std::unique_ptr<transport::TcpClient> snapshot_;
    bool is_closed_ = false;  // by us: the channel has to be told
    Timestamp now_{};
    pipeline::ItchChannel channel_;
};

}  // namespace gapwire::app
