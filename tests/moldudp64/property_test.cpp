// Random streams over one to three lines that lose, repeat, delay and reorder as they like.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>

#include "sim/mold_packetizer.hpp"
#include "tests/moldudp64/ledger.hpp"

namespace gapwire::moldudp64 {
namespace {

using test::Ledger;
using test::numbered_message;

constexpr std::int64_t wait = 100;  // all times here count ms

/// One packet as it reaches the session.
struct Arrival {
    std::int64_t time = 0;
    std::uint64_t sequence = 0;
    std::uint16_t count = 0;
    sim::ByteVector bytes{};

    std::uint64_t end() const noexcept { return sequence + count; }
};

struct Stream {
    std::uint64_t first = 1;
    std::uint64_t end = 1;  // the number after the last
    std::vector<Arrival> arrivals{};
};

/// How bad the lines are.
struct Weather {
    int delay_max = 0;        // between sending and arrival
    int loss_percent = 0;     // of each line
    bool all_arrive = false;  // on one line at least
};

class Sender {
 public:
    Sender(unsigned seed, Weather weather) : random_(seed), weather_(weather)
    {
        stream_.first = stream_.end = one_in(2) ? 1 : 1'000'000;
        const int messages = below(80) + 1;
        for (int i = 0; i < messages; ++i) sent_.push_back(time_ += below(20));
        stream_.end += sent_.size();
        const int lines = below(3) + 1;
        const int whole = weather_.all_arrive ? below(lines) : -1;
        for (int line = 0; line < lines; ++line) send_line(line == whole);
        std::ranges::stable_sort(stream_.arrivals, {}, &Arrival::time);
    }

    Stream stream() && { return std::move(stream_); }

 private:
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
    bool one_in(int chances) { return below(chances) == 0; }

    /// One line's own packing, heartbeats and end of session. A packet leaves when its first
    /// message does, so that none can come later than another line's packet shows it to be missing.
    void send_line(bool is_whole)
    {
        sim::MoldPacketizer packets("SESSION", stream_.first);
        std::uint64_t first = stream_.first;  // of the open packet
        for (std::size_t i = 0; i < sent_.size(); ++i) {
            packets.add(numbered_message(stream_.first + i));
            if (i + 1 < sent_.size() && !one_in(4)) continue;
            const std::uint64_t end = packets.next_sequence();
            const auto count = static_cast<std::uint16_t>(end - first);
            arrive({sent_[first - stream_.first], first, count, packets.take()}, is_whole);
            if (one_in(8)) arrive({sent_[i], end, 0, packets.heartbeat()}, is_whole);
            first = end;
        }
        arrive({time_, stream_.end, 0, packets.end_of_session()}, is_whole);
    }

    void arrive(Arrival packet, bool is_whole)
    {
        if (!is_whole && below(100) < weather_.loss_percent) return;
        const std::int64_t sent = packet.time;
        do {
            packet.time = sent + below(weather_.delay_max + 1);
            stream_.arrivals.push_back(packet);
        } while (one_in(10));
    }

    std::mt19937 random_;
    Weather weather_;
    Stream stream_;
    std::int64_t time_ = 0;
    std::vector<std::int64_t> sent_;  // of each message
};

struct Outcome {
    Ledger ledger;
    Counters counters;
    std::uint64_t packed = 0;

    std::string fault() const { return ledger.fault(counters, packed); }
};

void run(const Stream& stream, const SessionLimits& limits, bool has_times, Outcome& outcome)
{
    Session session(limits, outcome.counters);
    session.set_line_count(3);
    for (const Arrival& arrival : stream.arrivals) {
        Packet packet;
        ASSERT_EQ(parse_packet(arrival.bytes, packet), PacketStatus::ok);
        session.on_packet(packet, has_times ? Timestamp{arrival.time} : Timestamp::none(),
                          outcome.ledger);
        outcome.packed += packet.count;
    }
    session.finish(outcome.ledger);
    EXPECT_EQ(session.next_sequence(), outcome.ledger.next());
}

SessionLimits small_memory(std::int64_t reorder_wait_max = wait)
{
    return {.reorder_wait_max = reorder_wait_max,
            .reorder_packets_max = 1'000,
            .reorder_bytes_max = Session::datagram_bytes_max};
}

/// When the first packet came that holds `sequence`, and when the first that shows it was sent.
struct Times {
    std::optional<std::int64_t> arrived{};
    std::optional<std::int64_t> shown{};
};

Times times_of(const Stream& stream, std::uint64_t sequence)
{
    Times times;
    for (const Arrival& arrival : stream.arrivals) {
        if (arrival.sequence <= sequence && sequence < arrival.end() && !times.arrived)
            times.arrived = arrival.time;
        if (std::max(arrival.sequence, arrival.end()) > sequence && !times.shown)
            times.shown = arrival.time;
    }
    return times;
}

TEST(SessionProperty, NothingIsLostThatArrivesWithinTheWait)
{
    for (unsigned seed = 0; seed < 1'000; ++seed) {
        const Weather weather{.delay_max = wait - 1, .loss_percent = 30, .all_arrive = true};
        const Stream stream = Sender(seed, weather).stream();
        Outcome outcome;
        run(stream, small_memory(), true, outcome);
        ASSERT_EQ(outcome.fault(), "") << "seed " << seed;
        ASSERT_EQ(outcome.ledger.lost(), 0u) << "seed " << seed;
        ASSERT_EQ(outcome.ledger.first(), stream.first) << "seed " << seed;
        ASSERT_EQ(outcome.ledger.end(), stream.end) << "seed " << seed;
    }
}

TEST(SessionProperty, OnlyWhatCameTooLateOrNeverIsLost)
{
    std::uint64_t lost = 0;
    for (unsigned seed = 0; seed < 1'000; ++seed) {
        const Weather weather{.delay_max = 3 * wait, .loss_percent = 40};
        const Stream stream = Sender(seed, weather).stream();
        Outcome outcome;
        run(stream, small_memory(), true, outcome);
        ASSERT_EQ(outcome.fault(), "") << "seed " << seed;
        for (const auto& loss : outcome.ledger.losses()) {
            for (std::uint64_t n = loss.first; n < loss.first + loss.count; ++n) {
                const Times times = times_of(stream, n);
                ASSERT_TRUE(times.shown) << "seed " << seed << " number " << n;
                ASSERT_TRUE(!times.arrived || *times.arrived >= *times.shown + wait)
                    << "seed " << seed << " number " << n;
            }
        }
        lost += outcome.ledger.lost();
    }
    EXPECT_GT(lost, 1'000u);
}

TEST(SessionProperty, NoHoleIsSilent)
{
    for (unsigned seed = 0; seed < 1'000; ++seed) {
        const Stream stream = Sender(seed, {.delay_max = 2 * wait, .loss_percent = 60}).stream();
        Outcome outcome;
        run(stream, small_memory(), true, outcome);
        std::uint64_t shown = 0;
        for (const Arrival& arrival : stream.arrivals) shown = std::max(shown, arrival.end());
        ASSERT_EQ(outcome.fault(), "") << "seed " << seed;
        ASSERT_EQ(outcome.ledger.next(), shown) << "seed " << seed;
    }
}

TEST(SessionProperty, WithoutTimesOnlyWhatNeverCameIsLost)
{
    for (unsigned seed = 0; seed < 1'000; ++seed) {
        const Stream stream = Sender(seed, {.delay_max = 9 * wait, .loss_percent = 50}).stream();
        Outcome outcome;
        run(stream, small_memory(), false, outcome);
        ASSERT_EQ(outcome.fault(), "") << "seed " << seed;
        for (const auto& loss : outcome.ledger.losses())
            for (std::uint64_t n = loss.first; n < loss.first + loss.count; ++n)
                ASSERT_FALSE(times_of(stream, n).arrived) << "seed " << seed << " number " << n;
    }
}

TEST(SessionProperty, TheBooksAddUpHoweverSmallTheLimits)
{
    std::uint64_t too_far = 0;
    for (unsigned seed = 0; seed < 2'000; ++seed) {
        const Stream stream = Sender(seed, {.delay_max = 2 * wait, .loss_percent = 50}).stream();
        SessionLimits limits = small_memory(1 + seed % wait);
        limits.reorder_packets_max = 1 + seed % 7;
        limits.reorder_messages_max = 1 + seed % 23;
        Outcome outcome;
        run(stream, limits, seed % 3 != 0, outcome);
        ASSERT_EQ(outcome.fault(), "") << "seed " << seed;
        too_far += outcome.counters[Counter::messages_too_far];
    }
    EXPECT_GT(too_far, 1'000u);
}

}  // namespace
}  // namespace gapwire::moldudp64
