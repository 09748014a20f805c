// Links in virtual time: each fault happens as asked, is counted, and repeats with its seed.
#include "sim/network.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

/// A packet that says its number.
ByteVector packet(std::uint16_t number)
{
    ByteVector bytes(32);
    bytes[0] = static_cast<std::uint8_t>(number >> 8);
    bytes[1] = static_cast<std::uint8_t>(number);
    return bytes;
}
int number_of(const ByteVector& bytes)
{
    return bytes[0] << 8 | bytes[1];
}

/// What arrives of `packets` packets sent 100 ns apart, from time 0.
struct Journey {
    Journey(const LinkPlan& plan, std::uint16_t packets, std::uint64_t seed = 1) : link(plan, seed)
    {
        for (std::uint16_t i = 0; i < packets; ++i) {
            link.send(packet(i), Timestamp{i * 100});
            take(i * 100);
        }
        take(INT64_MAX - 1);
    }
    void take(std::int64_t time)
    {
        Arrival arrival;
        while (link.pop_until({time}, arrival)) {
            EXPECT_GE(arrival.time, last);
            last = arrival.time;
            arrivals.push_back(arrival);
        }
    }
    std::string story() const
    {
        std::string text;
        for (const Arrival& arrival : arrivals)
            text += fmt::format("{}@{} ", number_of(arrival.bytes), arrival.time.ns);
        return text;
    }

    Link link;
    Timestamp last{INT64_MIN};
    std::vector<Arrival> arrivals;
};

TEST(Link, APerfectOneOnlyDelays)
{
    const Journey run({.delay_ns = 250}, 3);
    EXPECT_EQ(run.story(), "0@250 1@350 2@450 ");
    EXPECT_EQ(run.link.count(), (LinkCount{.sent = 3, .delivered = 3}));
    EXPECT_EQ(run.link.next_time(), never);
}

TEST(Link, NothingArrivesBeforeItsTime)
{
    Link link({.delay_ns = 10}, 1);
    link.send(packet(1), Timestamp{5});
    Arrival arrival;
    EXPECT_EQ(link.next_time(), Timestamp{15});
    EXPECT_FALSE(link.pop_until(Timestamp{14}, arrival));
    EXPECT_TRUE(link.pop_until(Timestamp{15}, arrival));
    EXPECT_FALSE(link.pop_until(never, arrival));
}

TEST(Link, JitterKeepsTheOrder)
{
    const Journey run({.delay_ns = 10, .jitter_ns = 5'000}, 2'000);
    EXPECT_EQ(run.link.count(), (LinkCount{.sent = 2'000, .delivered = 2'000}));
    for (std::size_t i = 0; i < run.arrivals.size(); ++i) {
        EXPECT_EQ(number_of(run.arrivals[i].bytes), static_cast<int>(i));
        const std::int64_t late = run.arrivals[i].time.ns - static_cast<std::int64_t>(i) * 100;
        EXPECT_TRUE(late >= 10 && late <= 5'010) << late;
    }
}

TEST(Link, LossIsAboutWhatWasAskedFor)
{
    const LinkCount count = Journey({.loss_ppm = 100'000}, 20'000).link.count();
    EXPECT_NEAR(static_cast<double>(count.lost), 2'000, 200);
    EXPECT_EQ(count.delivered + count.lost, 20'000u);
    EXPECT_EQ(Journey({.loss_ppm = 1'000'000}, 100).link.count().lost, 100u);
}

TEST(Link, BurstsLoseManyInARow)
{
    const Journey run({.bursts = {.enter_ppm = 5'000, .leave_ppm = 50'000}}, 20'000);
    const LinkCount count = run.link.count();
    EXPECT_GT(count.bursts, 50u);
    const double mean =
        static_cast<double>(count.lost_in_bursts) / static_cast<double>(count.bursts);
    EXPECT_NEAR(mean, 20, 6);
    EXPECT_EQ(count.delivered + count.lost_in_bursts, 20'000u);
}

TEST(Link, DuplicatesArriveTwice)
{
    const Journey run({.duplicate_ppm = 300'000}, 1'000);
    std::map<int, int> times;
    for (const Arrival& arrival : run.arrivals) ++times[number_of(arrival.bytes)];
    EXPECT_EQ(times.size(), 1'000u);
    std::uint64_t twice = 0;
    for (const auto& [number, count] : times) twice += count == 2;
    EXPECT_EQ(twice, run.link.count().duplicated);
    EXPECT_GT(twice, 200u);
    EXPECT_EQ(run.link.count().overtaken, 0u);
}

TEST(Link, SomePacketsAreOvertaken)
{
    const Journey run({.reorder_ppm = 50'000, .reorder_ns = 1'000}, 2'000);
    std::uint64_t overtaken = 0;
    int highest = -1;
    for (const Arrival& arrival : run.arrivals) {
        overtaken += number_of(arrival.bytes) < highest;
        highest = std::max(highest, number_of(arrival.bytes));
    }
    EXPECT_GT(overtaken, 50u);
    EXPECT_EQ(run.link.count().overtaken, overtaken);
    EXPECT_EQ(run.arrivals.size(), 2'000u);
}

TEST(Link, CorruptedPacketsDifferAndSaySo)
{
    const Journey run({.corrupt_ppm = 200'000}, 1'000);
    std::uint64_t differing = 0;
    for (std::size_t i = 0; i < run.arrivals.size(); ++i) {
        const bool differs = run.arrivals[i].bytes != packet(static_cast<std::uint16_t>(i));
        EXPECT_EQ(differs, run.arrivals[i].corrupted);
        differing += differs;
    }
    EXPECT_EQ(run.link.count().corrupted, differing);
    EXPECT_GT(differing, 100u);

    Link empty({.corrupt_ppm = 1'000'000}, 1);
    empty.send(Bytes{}, Timestamp{0});
    Link byte({.corrupt_ppm = 1'000'000}, 1);
    for (int i = 0; i < 100; ++i) byte.send(ByteVector{0}, Timestamp{0});
    Arrival arrival;
    ASSERT_TRUE(empty.pop_until(never, arrival));
    EXPECT_FALSE(arrival.corrupted);
    while (byte.pop_until(never, arrival)) EXPECT_NE(arrival.bytes, ByteVector{0});
}

TEST(Link, ADeadWindowLosesAllThatIsSentInIt)
{
    const Journey run({.delay_ns = 1'000, .dead = {{Timestamp{200}, Timestamp{400}}}}, 6);
    EXPECT_EQ(run.story(), "0@1000 1@1100 4@1400 5@1500 ");
    EXPECT_EQ(run.link.count(), (LinkCount{.sent = 6, .delivered = 4, .lost_dead = 2}));
}

TEST(Link, TheSameSeedGivesTheSameArrivals)
{
    const LinkPlan plan{.delay_ns = 100,
                        .jitter_ns = 900,
                        .loss_ppm = 50'000,
                        .bursts = {.enter_ppm = 10'000, .leave_ppm = 300'000},
                        .duplicate_ppm = 50'000,
                        .reorder_ppm = 50'000,
                        .reorder_ns = 2'000,
                        .corrupt_ppm = 50'000};
    EXPECT_EQ(Journey(plan, 500, 7).story(), Journey(plan, 500, 7).story());
    EXPECT_NE(Journey(plan, 500, 7).story(), Journey(plan, 500, 8).story());
}

// ---- streams

std::string take(StreamLink& link, std::int64_t until)
{
    std::string story;
    for (ByteVector out; link.pop_until({until}, out); out.clear()) story += test::hex(out) + " ";
    return story;
}

TEST(StreamLink, BytesArriveInOrderAfterTheDelay)
{
    StreamLink link({.delay_ns = 10}, 1);
    link.send(ByteVector{1, 2}, Timestamp{0});
    link.send(ByteVector{3}, Timestamp{5});
    EXPECT_EQ(link.next_time(), Timestamp{10});
    EXPECT_EQ(take(link, 9), "");
    EXPECT_EQ(take(link, 14), "0102 ");
    EXPECT_EQ(take(link, 15), "03 ");
    EXPECT_FALSE(link.is_at_end());
    link.close();
    EXPECT_TRUE(link.is_at_end());
}

TEST(StreamLink, ChunksOfOneAreSingleBytes)
{
    StreamLink link({.chunk_bytes_max = 1}, 1);
    link.send(ByteVector{1, 2, 3}, Timestamp{0});
    EXPECT_EQ(take(link, 0), "01 02 03 ");
    EXPECT_EQ(link.count(), (StreamCount{.bytes = 3, .chunks = 3}));
}

TEST(StreamLink, ChunksAreAnyPiecesOfTheSameBytes)
{
    StreamLink link({.jitter_ns = 50, .chunk_bytes_max = 5}, 1);
    ByteVector sent;
    for (int i = 0; i < 200; ++i) {
        const ByteVector bytes{static_cast<std::uint8_t>(i), 7, 7, 7, 7, 7, 7};
        link.send(bytes, Timestamp{i});
        append(sent, bytes);
    }
    ByteVector arrived;
    while (link.pop_until(never, arrived)) {
    }
    EXPECT_EQ(arrived, sent);
    EXPECT_GT(link.count().chunks, 400u);
    EXPECT_LT(link.count().chunks, 1'400u);
}

TEST(StreamLink, ACloseLetsArriveWhatIsUnderWayAndACutDoesNot)
{
    StreamLink closed({.delay_ns = 10}, 1);
    closed.send(ByteVector{1}, Timestamp{0});
    closed.close();
    closed.send(ByteVector{2}, Timestamp{0});
    EXPECT_FALSE(closed.is_at_end());
    EXPECT_EQ(take(closed, 10), "01 ");
    EXPECT_TRUE(closed.is_at_end());

    StreamLink cut({.delay_ns = 10}, 1);
    cut.send(ByteVector{1, 2}, Timestamp{0});
    cut.cut();
    EXPECT_TRUE(cut.is_at_end());
    EXPECT_EQ(take(cut, 10), "");
    EXPECT_EQ(cut.count(), (StreamCount{.cuts = 1, .bytes_lost = 2}));
}

TEST(StreamLink, AStalledStreamGoesOnWhereItStopped)
{
    StreamLink link({.stalled = {{Timestamp{20}, Timestamp{30}}, {Timestamp{10}, Timestamp{20}}}},
                    1);
    for (std::uint8_t i = 0; i < 4; ++i) link.send(ByteVector{i}, Timestamp{i * 10});
    EXPECT_EQ(take(link, 29), "00 ");
    EXPECT_EQ(take(link, 30), "01 02 03 ");
    EXPECT_EQ(link.count().stalled, 2u);
}

}  // namespace
}  // namespace gapwire::sim
