// When a simulated MDP 3.0 channel says what: events, heartbeats, loops; the clock is given.
#pragma once

#include <array>
#include <deque>

#include "sim/mdp3_channel.hpp"
#include "sim/time_window.hpp"

namespace gapwire::sim {

/// The feeds of a channel. Each numbers its packets on its own.
enum class MdpFeedKind : std::uint8_t { incremental, books, orders, definitions };
inline constexpr std::size_t mdp_feed_kinds = 4;

struct MdpPublisherOptions {
    std::uint64_t events = UINT64_MAX;         // then only heartbeats and loops
    std::int64_t event_every_ns = 2'000'000;   // on average
    std::int64_t heartbeat_ns = 100'000'000;   // after so long a silence of the incremental feed
    std::int64_t loop_every_ns = 100'000'000;  // from the begin of one to that of the next
    std::int64_t loop_gap_ns = 200'000;        // between two packets of one
    std::uint32_t lag_max = 0;                 // packets by which snapshots are behind
    std::uint64_t wire_epoch_ns = 0;           // what the wire says at time 0
    std::uint64_t seed = 0;
};

/// What is due on one of the feeds.
struct MdpDuePacket {
    MdpFeedKind feed = MdpFeedKind::incremental;
    ByteVector bytes{};
};

/// Runs a channel. Loops begin at the start, market events at `events_from`.
///
/// Output   poll gives what is due, in the order in which it was due; next_time is when to poll.
/// Memory   the packets of three loops. Threads: one.
class Mdp3Publisher {
 public:
    /// `channel` must outlive this.
    Mdp3Publisher(Mdp3Channel& channel, const MdpPublisherOptions& options, Timestamp start,
                  Timestamp events_from);

    bool poll(Timestamp now, MdpDuePacket& packet);
    Timestamp next_time() const noexcept;

    /// Events, heartbeats and loops pause, and go on in another week.
    void begin_week(Timestamp at);
    /// There will be no more events.
    void stop_events() noexcept { event_at_ = never; }
    bool has_events() const noexcept { return event_at_ != never; }
    std::uint64_t events() const noexcept { return events_; }
    /// When the last packet of the incremental feed was due.
    Timestamp last_sent() const noexcept { return last_sent_; }
    const std::array<std::uint64_t, mdp_feed_kinds>& packets() const noexcept { return packets_; }

 private:
    struct Waiting {
        Timestamp time;
        MdpFeedKind feed;
        ByteVector bytes;
    };
    std::uint64_t wire_time(Timestamp time) const noexcept
    {
        return options_.wire_epoch_ns + static_cast<std::uint64_t>(time.ns);
    }
    Timestamp heartbeat_at() const noexcept { return after(last_sent_, options_.heartbeat_ns); }
    void say(Timestamp time, const std::vector<ByteVector>& packets);
    void begin_loops(Timestamp time);

    Mdp3Channel& channel_;
    MdpPublisherOptions options_;
    Random random_;
    std::uint64_t events_ = 0;
    std::array<std::uint64_t, mdp_feed_kinds> packets_{};
    Timestamp event_at_;
    Timestamp last_sent_;
    Timestamp loop_at_;
    Timestamp week_at_ = never;
    std::deque<ByteVector> said_;  // of the incremental feed: due
    std::deque<Waiting> loops_;    // in the order of their times
};

}  // namespace gapwire::sim
