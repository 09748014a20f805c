// The sockets of one feed of MDP 3.0.
#include "app/live/mdp_feed.hpp"

namespace gapwire::app {
namespace {

// What a datagram's line number means.
constexpr std::uint32_t first_snapshot = 1'000;
constexpr std::uint32_t first_definition = 2'000;

}  // namespace

MdpFeed::MdpFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
                 const pipeline::StreamContext& context, FeedClock& clock)
    : clock_(clock), context_(context), channel_(context_, feed, config.name, config.futures)
{
    open(loop, config.lines, 0, *context.counters);
    open(loop, config.snapshot_lines, first_snapshot, *context.counters);
    open(loop, config.definition_lines, first_definition, *context.counters);
}

void MdpFeed::open(transport::EventLoop& loop, const std::vector<transport::UdpOptions>& lines,
                   std::uint32_t first, Counters& counters)
{
    for (transport::UdpOptions line : lines) {
        line.line += first;
        receivers_.push_back(std::make_unique<transport::UdpReceiver>(line, counters));
        loop.add(*receivers_.back(), *this);
    }
}

void MdpFeed::on_datagram(const transport::Datagram& datagram) noexcept
{
    const Timestamp received =
        datagram.captured.is_none() ? now_ : clock_.of_stamp(datagram.captured);
    if (datagram.capture >= first_definition)
        channel_.on_definition(datagram.payload);
    else if (datagram.capture >= first_snapshot)
        channel_.on_snapshot(datagram.payload);
    else
        channel_.on_datagram(datagram.capture, datagram.payload, received);
}

}  // namespace gapwire::app
