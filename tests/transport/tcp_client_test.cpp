// TCP on real sockets: every way in which a connection begins and ends, and the limits between.
#include "feed/transport/tcp_client.hpp"

#include "tests/transport/tcp_peer.hpp"

namespace gapwire::test {
namespace {

using transport::EventLoop;
using transport::TcpClient;
using transport::TcpEnd;
using transport::TcpOptions;
using Events = std::vector<std::string>;

/// Both ways of running a loop.
class Tcp : public testing::TestWithParam<bool> {
 protected:
    TcpOptions options() const { return {.host = "127.0.0.1", .port = listener_.port()}; }

    /// Connects `client`, which tells `story_`, and returns the other side.
    Peer connect(TcpClient& client)
    {
        loop_.add(client, story_);
        client.connect();
        EXPECT_TRUE(run_until(loop_, [&] { return client.is_connected(); }));
        EXPECT_EQ(story_.events, Events{"connected"});
        return listener_.accept();
    }

    Listener listener_;
    Counters counters_;
    EventLoop loop_{{.spin = GetParam()}};
    TcpStory story_;
};
INSTANTIATE_TEST_SUITE_P(Loops, Tcp, testing::Bool(),
                         [](const auto& loop) { return loop.param ? "Spinning" : "Waiting"; });

TEST_P(Tcp, BytesGoBothWaysUntilThePeerCloses)
{
    TcpClient client(loop_, options(), counters_);
    EXPECT_TRUE(client.is_idle());
    Peer peer = connect(client);
    EXPECT_TRUE(client.send(bytes_of("login")));
    ASSERT_TRUE(await_readable(peer.number()));
    EXPECT_EQ(peer.read(), "login");
    peer.send("welcome");
    peer.close();
    ASSERT_TRUE(run_until(loop_, [&] { return story_.events.size() == 2; }));
    EXPECT_EQ(story_.events, (Events{"connected", "closed by the peer"}));
    EXPECT_EQ(story_.bytes, "welcome");
    EXPECT_TRUE(client.is_idle());
    EXPECT_EQ(client.error(), 0);
    EXPECT_FALSE(client.send(bytes_of("too late")));
    EXPECT_EQ(counters_[Counter::tcp_connected], 1u);
    EXPECT_EQ(counters_[Counter::tcp_disconnects], 1u);
    EXPECT_EQ(counters_[Counter::tcp_bytes], 7u);
}

TEST_P(Tcp, ARefusedConnectionIsSaidOnce)
{
    TcpOptions nobody = options();
    nobody.port = Listener().port();
    TcpClient client(loop_, nobody, counters_);
    loop_.add(client, story_);
    client.connect();
    EXPECT_FALSE(client.is_idle());
    ASSERT_TRUE(run_until(loop_, [&] { return client.is_idle(); }));
    run_until(loop_, [turns = 0]() mutable { return ++turns > 10; });
    EXPECT_EQ(story_.events, Events{"connect failed"});
    EXPECT_EQ(client.error(), ECONNREFUSED);
    EXPECT_EQ(counters_[Counter::tcp_connect_failures], 1u);
    EXPECT_EQ(counters_[Counter::tcp_disconnects], 0u);
}

TEST_P(Tcp, APeerThatDoesNotAnswerTimesOut)
{
    const Listener full(0);  // one connection fills its queue, and further ones are not answered
    TcpOptions silent = options();
    silent.port = full.port();
    silent.connect_wait_max_ns = 50'000'000;
    TcpClient first(loop_, silent, counters_);
    TcpClient client(loop_, silent, counters_);
    TcpStory other;
    loop_.add(first, other);
    first.connect();
    ASSERT_TRUE(run_until(loop_, [&] { return first.is_connected(); }));
    loop_.add(client, story_);
    const std::int64_t begun = monotonic_ns();
    client.connect();
    ASSERT_TRUE(run_until(loop_, [&] { return client.is_idle(); }));
    EXPECT_EQ(story_.events, Events{"connect timeout"});
    EXPECT_GE(monotonic_ns() - begun, silent.connect_wait_max_ns);
    EXPECT_EQ(counters_[Counter::tcp_connect_failures], 1u);
}

TEST_P(Tcp, AResetIsAFailure)
{
    TcpClient client(loop_, options(), counters_);
    connect(client).reset();
    ASSERT_TRUE(run_until(loop_, [&] { return client.is_idle(); }));
    EXPECT_EQ(story_.events, (Events{"connected", "connection failed"}));
    EXPECT_EQ(client.error(), ECONNRESET);
}

TEST_P(Tcp, BytesThatComeOneAtATimeAllArrive)
{
    TcpClient client(loop_, options(), counters_);
    Peer peer = connect(client);
    std::string sent;
    ASSERT_TRUE(run_until(loop_, [&] {
        if (sent.size() == story_.bytes.size() && sent.size() < 200) {
            sent.push_back(static_cast<char>('a' + sent.size() % 26));
            peer.send(sent.substr(sent.size() - 1));
        }
        return story_.bytes.size() == 200;
    }));
    EXPECT_EQ(story_.bytes, sent);
    EXPECT_EQ(story_.reads, 200u);
}

TEST_P(Tcp, APeerThatNeverReadsIsLeft)
{
    TcpClient client(loop_, options(), counters_);
    Peer peer = connect(client);
    const std::string block(10'000, 'x');
    ASSERT_TRUE(run_until(loop_, [&] {
        client.send(bytes_of(block));
        return client.is_idle();
    }));
    EXPECT_EQ(story_.events, (Events{"connected", "peer does not read"}));
    EXPECT_EQ(counters_[Counter::tcp_write_overflows], 1u);
    EXPECT_EQ(counters_[Counter::tcp_disconnects], 1u);
}

TEST_P(Tcp, BeyondTheLimitOfTheQueueNothingIsTakenAndWhatWasTakenIsWhole)
{
    TcpClient client(loop_, options(), counters_);
    Peer peer = connect(client);
    std::string sent;
    for (std::string block = "0"; client.send(bytes_of(block));
         block = std::to_string(sent.size()) + std::string(999, 'x'))
        sent += block;
    EXPECT_GT(sent.size(), options().write_max);
    EXPECT_FALSE(client.send(bytes_of("more")));
    const std::string arrived = peer.read(1'000'000);
    EXPECT_GT(arrived.size(), 0u);
    EXPECT_TRUE(arrived == sent.substr(0, arrived.size()));
    ASSERT_TRUE(run_until(loop_, [&] { return client.is_idle(); }));
    EXPECT_EQ(story_.events, (Events{"connected", "peer does not read"}));
}

TEST_P(Tcp, TheQueueEmptiesWhenThePeerReadsAgain)
{
    TcpOptions small = options();
    small.write_max = 1'000'000;
    TcpClient client(loop_, small, counters_);
    Peer peer = connect(client);
    std::string sent;
    std::string arrived;
    ASSERT_TRUE(run_until(loop_, [&] {
        if (sent.size() < 8'000'000) {
            const std::string block(50'000, static_cast<char>('a' + sent.size() / 50'000 % 26));
            if (sent.size() - arrived.size() < 6'000'000 && client.send(bytes_of(block)))
                sent += block;
        }
        if (sent.size() - arrived.size() > 3'000'000 || sent.size() >= 8'000'000)
            arrived += peer.read();
        return arrived.size() >= 8'000'000 || client.is_idle();
    }));
    EXPECT_TRUE(client.is_connected());
    EXPECT_EQ(arrived.size(), sent.size());
    EXPECT_TRUE(arrived == sent);
}

TEST_P(Tcp, OneTurnReadsNoMoreThanItsLimit)
{
    TcpOptions little = options();
    little.read_max = 1'000;
    TcpClient client(loop_, little, counters_);
    Peer peer = connect(client);
    const std::string sent(50'000, 'x');
    peer.send(sent);
    std::size_t reads = 0;
    std::size_t most = 0;
    ASSERT_TRUE(run_until(loop_, [&] {
        most = std::max(most, story_.reads - std::exchange(reads, story_.reads));
        return story_.bytes.size() == sent.size();
    }));
    EXPECT_EQ(most, 1u);
    EXPECT_LE(story_.read_largest, 1'000u);
    EXPECT_EQ(story_.bytes, sent);
}

TEST_P(Tcp, ClosingIsNoEventAndConnectingAgainBeginsAnew)
{
    TcpClient client(loop_, options(), counters_);
    Peer first = connect(client);
    client.close();
    EXPECT_TRUE(client.is_idle());
    client.connect();
    client.connect();  // once more, while the first is under way
    ASSERT_TRUE(run_until(loop_, [&] { return client.is_connected(); }));
    EXPECT_EQ(story_.events, (Events{"connected", "connected"}));
    EXPECT_EQ(counters_[Counter::tcp_disconnects], 0u);
    client.close();
    client.close();
    run_until(loop_, [turns = 0]() mutable { return ++turns > 10; });
    EXPECT_EQ(story_.events.size(), 2u);
}

/// Closes at the first bytes, and connects again when the peer has closed.
struct Insistent : TcpStory {
    void on_bytes(Bytes more)
    {
        TcpStory::on_bytes(more);
        if (bytes == "bye") client->close();
    }
    void on_disconnected(TcpEnd end)
    {
        TcpStory::on_disconnected(end);
        client->connect();
    }
    TcpClient* client = nullptr;
};

TEST_P(Tcp, AHandlerMayConnectAndClose)
{
    TcpClient client(loop_, options(), counters_);
    Insistent story;
    story.client = &client;
    loop_.add(client, story);
    client.connect();
    ASSERT_TRUE(run_until(loop_, [&] { return client.is_connected(); }));
    listener_.accept().close();
    ASSERT_TRUE(run_until(loop_, [&] { return story.events.size() == 3; }));
    Peer peer = listener_.accept();
    peer.send("bye");
    ASSERT_TRUE(run_until(loop_, [&] { return client.is_idle(); }));
    EXPECT_EQ(story.events, (Events{"connected", "closed by the peer", "connected"}));
    EXPECT_EQ(story.bytes, "bye");
}

TEST(TcpOpen, ANameIsResolvedAtStart)
{
    EventLoop loop({});
    Counters counters;
    Listener listener;
    TcpClient client(loop, {.host = "localhost", .port = listener.port()}, counters);
    TcpStory story;
    loop.add(client, story);
    // "localhost" may be ::1 first, where nobody listens: the next address comes next.
    ASSERT_TRUE(run_until(loop, [&] {
        if (client.is_idle()) client.connect();
        return client.is_connected();
    }));
    EXPECT_EQ(story.events.back(), "connected");
}

TEST(TcpOpen, ANameWithoutAnAddressIsAFeedThatIsNotThere)
{
    EventLoop loop({});
    Counters counters;
    const std::string too_long(70, 'x');  // for a name: nobody is asked
    try {
        const TcpClient client(loop, {.host = too_long, .port = 5000}, counters);
        FAIL() << "resolved";
    } catch (const OperatorError& error) {
        EXPECT_EQ(error.code(), ExitCode::feed_unavailable);
        EXPECT_EQ(std::string(error.what()).rfind("TCP " + too_long + " port 5000: ", 0), 0u);
    }
}

}  // namespace
}  // namespace gapwire::test
