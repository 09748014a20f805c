// The sockets of one feed over UDP.
#include "app/live/mold_feed.hpp"

#include <utility>

namespace gapwire::app {
namespace {

constexpr std::uint32_t answer_line = UINT32_MAX;

}  // namespace

MoldFeed::MoldFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
                   const pipeline::StreamContext& context, FeedClock& clock)
    : clock_(clock),
      context_(context),
      request_servers_(config.request_servers),
      channel_(context_, feed, config.name, config.channel, output())
{
    Counters& counters = *context.counters;
    for (const transport::UdpOptions& line : config.lines) {
        receivers_.push_back(std::make_unique<transport::UdpReceiver>(line, counters));
        loop.add(*receivers_.back(), *this);
    }
    if (!request_servers_.empty()) {
        const bool is_v6 = request_servers_.front().is_v6;
        const std::string any = is_v6 ? "::" : "0.0.0.0";
        requests_ = std::make_unique<transport::UdpReceiver>(
            transport::UdpOptions{
                .address = config.request_interface.empty() ? any : config.request_interface,
                .line = answer_line},
            counters);
        loop.add(*requests_, *this);
    }
    if (config.snapshot_server) {
        snapshot_ = std::make_unique<transport::TcpClient>(loop, *config.snapshot_server, counters);
        loop.add(*snapshot_, *this);
    }
}

pipeline::ChannelOutput MoldFeed::output() noexcept
{
    return {.context = this,
            .send_request =
                [](void* to, std::size_t server, Bytes packet) noexcept {
                    MoldFeed& feed = *static_cast<MoldFeed*>(to);
                    feed.requests_->send_to(feed.request_servers_[server], packet);
                },
            .connect_snapshot =
                [](void* to) noexcept { static_cast<MoldFeed*>(to)->snapshot_->connect(); },
            .send_snapshot =
                [](void* to, Bytes bytes) noexcept {
                    static_cast<MoldFeed*>(to)->snapshot_->send(bytes);
                },
            .close_snapshot =
                [](void* to) noexcept {
                    MoldFeed& feed = *static_cast<MoldFeed*>(to);
                    feed.snapshot_->close();
                    feed.is_closed_ = true;
                }};
}

void MoldFeed::on_datagram(const transport::Datagram& datagram) noexcept
{
    const Timestamp received =
        datagram.captured.is_none() ? now_ : clock_.of_stamp(datagram.captured);
    const std::size_t line =
        datagram.capture == answer_line ? pipeline::ItchChannel::answer_line : datagram.capture;
    channel_.on_datagram(line, datagram.payload, received);
}

void MoldFeed::turn(Timestamp now, Timestamp complete) noexcept
{
    now_ = now;
    if (std::exchange(is_closed_, false)) channel_.on_snapshot_disconnected(now);
    channel_.on_time(complete);
}

}  // namespace gapwire::app
