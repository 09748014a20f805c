// The sockets of one feed of MDP 3.0: its lines, snapshot and instrument feeds.
#pragma once

#include <memory>
#include <vector>

#include "app/live/feed_clock.hpp"
#include "app/live/serve_config.hpp"
#include "app/pipeline/mdp_live.hpp"

namespace gapwire::app {

/// Carries bytes from sockets to an MdpLive, and nothing else.
/// Errors: OperatorError from the constructor. Threads: that of the loop.
class MdpFeed {
 public:
    MdpFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
            const pipeline::StreamContext& context, FeedClock& clock);
    MdpFeed(const MdpFeed&) = delete;

    /// `complete`: what came before it has been handed over (see transport::TurnTime).
    void turn(Timestamp now, Timestamp complete) noexcept
    {
        now_ = now;
        channel_.on_time(complete);
    }
    void stop() noexcept { channel_.finish(); }

    const pipeline::MdpLive& channel() const noexcept { return channel_; }
    /// Of the lines, then of the others.
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

 private:
    void open(transport::EventLoop& loop, const std::vector<transport::UdpOptions>& lines,
              std::uint32_t first, Counters& counters);

    FeedClock& clock_;
    pipeline::StreamContext context_;
    std::vector<std::unique_ptr<transport::UdpReceiver>> receivers_;
    Timestamp now_{};
    pipeline::MdpLive channel_;
};

}  // namespace gapwire::app
