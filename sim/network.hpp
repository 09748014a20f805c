// Links in virtual time: packets that get lost, late, doubled or damaged, and streams that are cut.
#pragma once

#include <deque>
#include <vector>

#include "sim/bytes.hpp"
#include "sim/random.hpp"
#include "sim/time_window.hpp"

namespace gapwire::sim {

/// Two states (Gilbert): inside a burst packets are lost, outside they are not.
struct BurstLoss {
    std::uint32_t enter_ppm = 0;          // with every packet outside
    std::uint32_t leave_ppm = 1'000'000;  // with every packet inside
    std::uint32_t loss_ppm = 1'000'000;   // of the packets inside
};

/// What a link does to packets. Everything of it at once is fine.
struct LinkPlan {
    std::int64_t delay_ns = 0;
    std::int64_t jitter_ns = 0;  // up to so much more; order is kept
    std::uint32_t loss_ppm = 0;
    BurstLoss bursts{};
    std::uint32_t duplicate_ppm = 0;
    std::uint32_t reorder_ppm = 0;        // packets that may be overtaken
    std::int64_t reorder_ns = 1'000'000;  // how much later those arrive
    std::uint32_t corrupt_ppm = 0;        // packets with one to three flipped bits
    std::vector<TimeWindow> dead{};       // nothing that is sent then arrives
};

/// What really happened.
struct LinkCount {
    std::uint64_t sent = 0;
    std::uint64_t delivered = 0;  // duplicates are counted again
    std::uint64_t lost = 0;       // at random
    std::uint64_t lost_in_bursts = 0;
    std::uint64_t bursts = 0;  // with at least one packet lost
    std::uint64_t lost_dead = 0;
    std::uint64_t duplicated = 0;
    std::uint64_t overtaken = 0;  // delivered after a packet that was sent later
    std::uint64_t corrupted = 0;  // delivered so
    std::uint64_t all_lost() const noexcept { return lost + lost_in_bursts + lost_dead; }
    friend bool operator==(const LinkCount&, const LinkCount&) = default;
};

/// A packet that has come through.
struct Arrival {
    Timestamp time;
    ByteVector bytes;
    bool corrupted = false;  // a receiver that checks UDP's checksum would never see it
};

/// One direction of a packet network. The same plan, seed and packets give the same arrivals on
/// every machine.
///
/// Input    packets in the order they are sent: times never go back.
/// Output   pop_until gives what has arrived, in the order of arrival; next_time is the earliest
///          arrival under way, or `never`.
/// Memory   the packets under way.
/// Threads  one.
class Link {
 public:
    /// REQUIRES: delays not negative, shares at most a million.
    Link(LinkPlan plan, std::uint64_t seed);

    void send(Bytes packet, Timestamp now);
    /// False when nothing has arrived by `time`.
    bool pop_until(Timestamp time, Arrival& arrival);
    Timestamp next_time() const noexcept { return under_way_.empty() ? never : first().time; }

    const LinkCount& count() const noexcept { return count_; }

 private:
    struct UnderWay {
        Timestamp time;
        std::uint64_t number;  // in the order of sending
        ByteVector bytes;
        bool corrupted;
    };
    static bool is_later(const UnderWay& a, const UnderWay& b) noexcept;
    const UnderWay& first() const noexcept { return under_way_.front(); }

    bool is_lost(Timestamp now);
    bool is_lost_in_burst();
    void travel(Bytes packet, Timestamp now);
    void corrupt(UnderWay& packet);

    LinkPlan plan_;
    Random random_;
    LinkCount count_;
    std::vector<UnderWay> under_way_;  // a heap, the earliest in front
    Timestamp last_in_order_{INT64_MIN};
    std::uint64_t number_ = 0;
    std::uint64_t highest_delivered_ = 0;
    bool in_burst_ = false;
    bool burst_counted_ = false;
};

/// What a link does to a stream of bytes.
struct StreamPlan {
    std::int64_t delay_ns = 0;
    std::int64_t jitter_ns = 0;
    std::uint32_t chunk_bytes_max =
        UINT32_MAX;                     // arrives in pieces of 1 to so many bytes; 1: bytes
    std::vector<TimeWindow> stalled{};  // nothing arrives then, and what would, at its end
};

struct StreamCount {
    std::uint64_t bytes = 0;  // arrived
    std::uint64_t chunks = 0;
    std::uint64_t stalled = 0;  // chunks held up
    std::uint64_t cuts = 0;     // with the bytes under way lost, or none
    std::uint64_t bytes_lost = 0;
    friend bool operator==(const StreamCount&, const StreamCount&) = default;
};

/// One direction of a TCP connection: in order, without loss, until it is closed or cut.
///
/// Output   as Link; is_at_end() when everything has arrived and nothing follows.
/// Memory   the bytes under way.
/// Threads  one.
class StreamLink {
 public:
    /// REQUIRES: delays not negative, chunk_bytes_max > 0.
    StreamLink(StreamPlan plan, std::uint64_t seed);

    /// Bytes after close() or cut() go nowhere.
    void send(Bytes bytes, Timestamp now);
    /// An orderly end: what is under way still arrives.
    void close() noexcept { open_ = false; }
    /// The connection breaks: what is under way is lost.
    void cut() noexcept;

    /// Appends the next chunk that has arrived by `time`; false where there is none.
    bool pop_until(Timestamp time, ByteVector& out);
    Timestamp next_time() const noexcept { return chunks_.empty() ? never : chunks_.front().time; }
    bool is_at_end() const noexcept { return !open_ && chunks_.empty(); }

    const StreamCount& count() const noexcept { return count_; }

 private:
    struct Chunk {
        Timestamp time;
        std::size_t size;
    };
    Timestamp arrival_of_next(Timestamp now);

    StreamPlan plan_;
    Random random_;
    StreamCount count_;
    std::deque<Chunk> chunks_;
    std::deque<std::uint8_t> bytes_;
    Timestamp last_{INT64_MIN};
    bool open_ = true;
};

}  // namespace gapwire::sim
