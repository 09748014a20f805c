// Pacing on a clock that only moves when it is told to.
#include "feed/transport/pacer.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace gapwire::transport {
namespace {

/// Sleeps are exact but for `late_by`; each is recorded.
struct FakeTime {
    std::int64_t now = 1'000;
    std::int64_t late_by = 0;
    std::vector<std::int64_t> sleeps;
};
struct FakeClock {
    FakeTime* time;
    std::int64_t now() const { return time->now; }
    void sleep_until(std::int64_t ns) const
    {
        time->sleeps.push_back(ns);
        time->now = ns + time->late_by;
    }
};

constexpr std::int64_t captured_first = 1'737'990'000'000'000'000;

struct Replay {
    FakeTime time;
    Pacer<FakeClock> pacer;

    explicit Replay(Speed speed) : pacer(speed, FakeClock{&time}) {}
    void packet(std::int64_t after_first) { pacer.wait_for({captured_first + after_first}); }
};

using Sleeps = std::vector<std::int64_t>;

TEST(Pacer, RealTimeSleepsToTheMomentCountedFromTheFirstPacket)
{
    Replay replay(Speed::real());
    for (const std::int64_t at : {0, 500, 500, 2'000}) replay.packet(at);
    EXPECT_EQ(replay.time.sleeps, (Sleeps{1'500, 3'000}));
    EXPECT_EQ(replay.pacer.lateness_ns_worst(), 0u);
}

TEST(Pacer, SpeedScalesTheMoments)
{
    Replay fast(Speed{10 * Speed::scale});
    Replay slow(Speed{Speed::scale / 2});
    for (const std::int64_t at : {0, 500, 2'000}) fast.packet(at), slow.packet(at);
    EXPECT_EQ(fast.time.sleeps, (Sleeps{1'050, 1'200}));
    EXPECT_EQ(slow.time.sleeps, (Sleeps{2'000, 5'000}));
}

TEST(Pacer, LatenessNeverAddsUp)
{
    Replay replay(Speed::real());
    replay.time.late_by = 70;
    for (std::int64_t at = 0; at <= 100'000; at += 1'000) replay.packet(at);
    EXPECT_EQ(replay.time.sleeps.size(), 100u);
    EXPECT_EQ(replay.time.sleeps.back(), 101'000);
    EXPECT_EQ(replay.pacer.lateness_ns_worst(), 70u);
    EXPECT_EQ(replay.pacer.lateness_ns_p99(), 70u);
}

TEST(Pacer, AStallIsCaughtUpWithoutSleeping)
{
    Replay replay(Speed::real());
    replay.packet(0);
    replay.time.now += 10'000;
    for (const std::int64_t at : {1'000, 9'000}) replay.packet(at);
    EXPECT_EQ(replay.time.sleeps, Sleeps{});
    replay.packet(11'000);
    EXPECT_EQ(replay.time.sleeps, (Sleeps{12'000}));
    EXPECT_EQ(replay.pacer.lateness_ns_worst(), 9'000u);
}

TEST(Pacer, TimeThatGoesBackOrIsMissingIsLetThrough)
{
    Replay replay(Speed::real());
    replay.pacer.wait_for(Timestamp::none());
    replay.packet(0);
    replay.packet(5'000);
    replay.packet(-1'000'000);
    replay.pacer.wait_for(Timestamp::none());
    replay.packet(6'000);
    EXPECT_EQ(replay.time.sleeps, (Sleeps{6'000, 7'000}));
    EXPECT_EQ(replay.pacer.lateness_ns_worst(), 0u);
}

TEST(Pacer, TimesFarApartDoNotOverflow)
{
    Replay replay(Speed{1});
    replay.pacer.wait_for({-4'000'000'000'000'000'000});
    replay.pacer.wait_for({9'000'000'000'000'000'000});
    EXPECT_EQ(replay.time.sleeps, (Sleeps{INT64_MAX}));
}

TEST(Pacer, MaximumSpeedNeverLooksAtTheClock)
{
    Replay replay(Speed::max());
    for (const std::int64_t at : {0, 500, 2'000}) replay.packet(at);
    EXPECT_EQ(replay.time.sleeps, Sleeps{});
    EXPECT_EQ(replay.pacer.lateness_ns_p99(), 0u);
}

TEST(Pacer, SpeedsAreReadExactly)
{
    EXPECT_EQ(parse_speed("max"), Speed::max());
    EXPECT_EQ(parse_speed("real"), Speed::real());
    EXPECT_EQ(parse_speed("x1"), Speed::real());
    EXPECT_EQ(parse_speed("x0.5"), Speed{500'000'000});
    EXPECT_EQ(parse_speed("x10"), Speed{10'000'000'000});
    for (const auto* text :
         {"", "x", "x0", "x-1", "10", "x1e3", "Max", "x1.0000000001", "x99999999999"}) {
        try {
            parse_speed(text);
            ADD_FAILURE() << text << " was accepted";
        } catch (const OperatorError& error) {
            EXPECT_EQ(error.code(), ExitCode::usage);
            EXPECT_EQ(error.what(), "speed \"" + std::string(text) +
                                        "\": max, real or xN with N above 0 (x0.5, x10)");
        }
    }
}

TEST(Pacer, TheMachinesClockNeverWakesEarly)
{
    const MonotonicClock clock;
    for (const std::int64_t ahead : {-1'000'000, 0, 20'000, 300'000}) {
        const std::int64_t deadline = clock.now() + ahead;
        clock.sleep_until(deadline);
        EXPECT_GE(clock.now(), deadline);
    }
}

}  // namespace
}  // namespace gapwire::transport
