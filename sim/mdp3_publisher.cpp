// When a simulated MDP 3.0 channel says what.
#include "sim/mdp3_publisher.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::sim {

Mdp3Publisher::Mdp3Publisher(Mdp3Channel& channel, const MdpPublisherOptions& options,
                             Timestamp start, Timestamp events_from)
    : channel_(channel),
      options_(options),
      random_(options.seed),
      event_at_(options.events == 0 ? never : events_from),
      last_sent_(start),
      loop_at_(start)
{}

bool Mdp3Publisher::poll(Timestamp now, MdpDuePacket& packet)
{
    while (said_.empty()) {
        const Timestamp time = next_time();
        if (time > now) return false;
        if (time == week_at_) {
            week_at_ = never;
            channel_.begin_week();
            loop_at_ = event_at_ = last_sent_ = time;
        } else if (!loops_.empty() && loops_.front().time == time) {
            packet = {loops_.front().feed, std::move(loops_.front().bytes)};
            loops_.pop_front();
            ++packets_[static_cast<std::size_t>(packet.feed)];
            return true;
        } else if (time == event_at_) {
            if (options_.events != UINT64_MAX)
                channel_.move_to(static_cast<std::uint32_t>(events_ * 1'000'000 / options_.events));
            say(time, channel_.event(wire_time(time)));
            const auto wait = random_.waiting(static_cast<std::uint64_t>(options_.event_every_ns));
            const bool is_last = ++events_ == options_.events;
            event_at_ = is_last ? never : after(time, static_cast<std::int64_t>(wait));
        } else if (time == loop_at_ && loops_.empty()) {
            begin_loops(time);
        } else {
            say(time, {channel_.heartbeat(wire_time(time))});
        }
    }
    packet = {MdpFeedKind::incremental, std::move(said_.front())};
    said_.pop_front();
    ++packets_[0];
    return true;
}

Timestamp Mdp3Publisher::next_time() const noexcept
{
    if (!said_.empty()) return last_sent_;
    if (week_at_ != never) return week_at_;
    const Timestamp loop = loops_.empty() ? loop_at_ : loops_.front().time;
    return std::min({event_at_, heartbeat_at(), loop});
}

void Mdp3Publisher::begin_week(Timestamp at)
{
    week_at_ = at;
    loops_.clear();
}

void Mdp3Publisher::say(Timestamp time, const std::vector<ByteVector>& packets)
{
    said_.insert(said_.end(), packets.begin(), packets.end());
    last_sent_ = time;
}

/// The next loops begin when these have ended, if that is later than it should be.
void Mdp3Publisher::begin_loops(Timestamp time)
{
    const auto spread = [&](MdpFeedKind feed, std::vector<ByteVector> packets) {
        Timestamp at = time;
        for (ByteVector& packet : packets) {
            loops_.push_back({at, feed, std::move(packet)});
            at = after(at, options_.loop_gap_ns);
            loop_at_ = std::max(loop_at_, at);
        }
    };
    loop_at_ = after(time, options_.loop_every_ns);
    spread(MdpFeedKind::definitions, channel_.definition_loop(wire_time(time)));
    spread(MdpFeedKind::books, channel_.book_loop(wire_time(time), options_.lag_max));
    spread(MdpFeedKind::orders, channel_.order_loop(wire_time(time), options_.lag_max));
    std::ranges::stable_sort(loops_, {}, &Waiting::time);
}

}  // namespace gapwire::sim
