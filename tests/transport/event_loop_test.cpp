// The loop: lines and connections side by side, no starving, no allocation, and an end.
#include "feed/transport/event_loop.hpp"

#include <csignal>
#include <thread>

#include "tests/counted_allocations.hpp"
#include "tests/transport/tcp_peer.hpp"

namespace gapwire::test {
namespace {

using transport::EventLoop;
using transport::TcpClient;
using transport::UdpReceiver;
using Payloads = std::vector<std::string>;

class Loop : public testing::TestWithParam<bool> {
 protected:
    Counters counters_;
    EventLoop loop_{{.spin = GetParam()}};
    Sender sender_;
    UdpReceiver a_{{.address = "127.0.0.1"}, counters_};
    UdpReceiver b_{{.address = "127.0.0.1"}, counters_};
    Recorder by_a_;
    Recorder by_b_;
};
INSTANTIATE_TEST_SUITE_P(Loops, Loop, testing::Bool(),
                         [](const auto& loop) { return loop.param ? "Spinning" : "Waiting"; });

TEST_P(Loop, LinesAndConnectionsAreServedSideBySide)
{
    Listener listener;
    TcpClient client(loop_, {.host = "127.0.0.1", .port = listener.port()}, counters_);
    TcpStory story;
    loop_.add(a_, by_a_);
    loop_.add(b_, by_b_);
    loop_.add(client, story);
    client.connect();
    ASSERT_TRUE(run_until(loop_, [&] { return client.is_connected(); }));
    Peer peer = listener.accept();
    for (int i = 0; i < 100; ++i) {
        peer.send("T");
        ASSERT_TRUE(sender_.send(a_.local(), "A" + std::to_string(i)));
        if (i % 2 == 0) {
            ASSERT_TRUE(sender_.send(b_.local(), "B" + std::to_string(i)));
        }
        if (i % 10 != 0) continue;
        ASSERT_TRUE(run_until(loop_, [&] {
            return by_a_.payloads.size() == static_cast<std::size_t>(i) + 1 &&
                   by_b_.payloads.size() == static_cast<std::size_t>(i) / 2 + 1 &&
                   story.bytes.size() == static_cast<std::size_t>(i) + 1;
        }));
        EXPECT_EQ(by_a_.payloads.back(), "A" + std::to_string(i));
        EXPECT_EQ(by_b_.payloads.back(), "B" + std::to_string(i));
    }
}

/// Sends itself the next datagram while it handles one: its line is never empty.
struct Flood {
    void on_datagram(const transport::Datagram&)
    {
        ++count;
        self->send_to(self->local(), bytes_of("more"));
    }
    void on_kernel_drops(std::uint32_t, std::uint64_t) {}
    UdpReceiver* self;
    std::uint64_t count = 0;
};

TEST_P(Loop, ALineThatIsNeverEmptyStarvesNobody)
{
    Listener listener;
    TcpClient client(loop_, {.host = "127.0.0.1", .port = listener.port()}, counters_);
    TcpStory story;
    Flood flood{&a_};
    loop_.add(a_, flood);
    loop_.add(b_, by_b_);
    loop_.add(client, story);
    client.connect();
    ASSERT_TRUE(run_until(loop_, [&] { return client.is_connected(); }));
    Peer peer = listener.accept();
    run_until(loop_, [turns = 0]() mutable { return ++turns > 5; });  // B and TCP were found empty
    ASSERT_TRUE(a_.send_to(a_.local(), bytes_of("first")));
    ASSERT_TRUE(run_until(loop_, [&] { return flood.count > 1'000; }));
    ASSERT_TRUE(sender_.send(b_.local(), "B"));
    peer.send("T");
    const std::uint64_t before = flood.count;
    ASSERT_TRUE(run_until(loop_, [&] { return !by_b_.payloads.empty() && !story.bytes.empty(); }));
    EXPECT_EQ(by_b_.payloads, Payloads{"B"});
    EXPECT_EQ(story.bytes, "T");
    ASSERT_TRUE(run_until(loop_, [&] { return flood.count > before; }));
}

/// Counts its turns, and asks for one within a second.
struct Turns {
    std::int64_t turn(transport::TurnTime time)
    {
        const Timestamp now = time.now;
        backwards += now < last;
        last = now;
        count.fetch_add(1, std::memory_order_relaxed);
        return 1'000'000'000;
    }
    std::atomic<std::uint64_t> count{0};
    std::uint64_t backwards = 0;
    Timestamp last{0};
};

TEST_P(Loop, StopsSoonWhenAnotherThreadSaysSo)
{
    loop_.add(a_, by_a_);
    Turns turns;
    std::thread thread([&] { loop_.run(turns); });
    EXPECT_TRUE(wait_until([&] { return turns.count.load(std::memory_order_relaxed) > 3; }));
    const std::int64_t told = monotonic_ns();
    loop_.stop();
    thread.join();
    EXPECT_LT(monotonic_ns() - told, 1'000'000'000);
    EXPECT_EQ(turns.backwards, 0u);
}

EventLoop* loop_to_stop = nullptr;

TEST_P(Loop, StopsFromASignalHandlerAndAtOnceWhenToldBefore)
{
    Turns turns;
    loop_to_stop = &loop_;
    const auto before = std::signal(SIGUSR1, [](int) { loop_to_stop->stop(); });
    std::raise(SIGUSR1);
    loop_.run(turns);
    EXPECT_EQ(turns.count.load(), 0u);
    const pthread_t runner = ::pthread_self();
    std::thread other([&] {
        EXPECT_TRUE(wait_until([&] { return turns.count.load(std::memory_order_relaxed) > 3; }));
        ::pthread_kill(runner, SIGUSR1);
    });
    loop_.run(turns);
    other.join();
    EXPECT_GT(turns.count.load(), 3u);
    std::signal(SIGUSR1, before);
}

TEST_P(Loop, RunsWithoutAnySocket)
{
    Turns turns;
    EXPECT_TRUE(run_until(loop_, [count = 0]() mutable { return ++count > 10; }));
}

TEST_P(Loop, AllocatesNothingWhileItRuns)
{
    struct Quiet {
        void on_datagram(const transport::Datagram&) { ++count; }
        void on_kernel_drops(std::uint32_t, std::uint64_t) {}
        void on_connected() {}
        void on_bytes(Bytes bytes) { count += bytes.size(); }
        void on_disconnected(transport::TcpEnd) {}
        std::uint64_t count = 0;
    };
    Listener listener;
    TcpClient client(loop_, {.host = "127.0.0.1", .port = listener.port()}, counters_);
    Quiet quiet;
    loop_.add(a_, quiet);
    loop_.add(client, quiet);
    client.connect();
    std::optional<Peer> peer;
    std::uint64_t before = 0;
    std::uint64_t turns = 0;
    bool sent = true;
    ASSERT_TRUE(run_until(loop_, [&] {
        if (!peer && client.is_connected()) peer.emplace(listener.accept());
        if (!peer) return false;
        if (++turns == 100) before = allocations;
        if (turns == 500) {
            client.close();
            client.connect();
            peer.reset();
        } else if (turns < 2'000) {
            sent &= a_.send_to(a_.local(), bytes_of("datagram"));
            sent &= client.send(bytes_of("bytes"));
            sent &= ::send(peer->number(), "answer", 6, MSG_NOSIGNAL) == 6;
        }
        return turns > 2'100;  // the last ones idle
    }));
    EXPECT_TRUE(sent);
    EXPECT_GT(quiet.count, 2'000u);
    EXPECT_EQ(allocations, before);
}

TEST(LoopWaiting, SleepsWhenThereIsNothingToDo)
{
    Counters counters;
    EventLoop loop({});
    UdpReceiver line({.address = "127.0.0.1"}, counters);
    Recorder recorder;
    loop.add(line, recorder);
    const std::int64_t begun = monotonic_ns();
    std::uint64_t turns = 0;
    ASSERT_TRUE(run_until(loop, [&] { return ++turns == 25; }));
    EXPECT_GE(monotonic_ns() - begun, 20'000'000);  // a millisecond each but the first
}

TEST(LoopWaiting, AHookThatWantsATurnAtOnceGetsIt)
{
    struct Hasty {
        std::int64_t turn(transport::TurnTime)
        {
            if (++turns == 20'000) loop.stop();
            return 0;
        }
        EventLoop& loop;
        int turns = 0;
    };
    EventLoop loop({});
    Hasty hook{loop};
    const std::int64_t begun = monotonic_ns();
    loop.run(hook);
    EXPECT_EQ(hook.turns, 20'000);
    EXPECT_LT(monotonic_ns() - begun, 10'000'000'000);  // with a wait a turn it would be 20 s
}

TEST(LoopWaiting, AReceiverMayEndBeforeItsLoop)
{
    Counters counters;
    Recorder recorder;
    EventLoop loop({});
    {
        UdpReceiver line({.address = "127.0.0.1"}, counters);
        loop.add(line, recorder);
        run_until(loop, [turns = 0]() mutable { return ++turns > 3; });
    }
    EXPECT_EQ(counters[Counter::udp_receive_errors], 0u);
}

}  // namespace
}  // namespace gapwire::test
