// FIX News: a desk that logs on gets it, and gets again what it missed.
#include "alerts/sinks/fix_sink.hpp"

#include <chrono>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "tests/fix_session/peers.hpp"
#include "tests/sinks/listening.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {
namespace {

using gapwire::test::Peer;
using gapwire::test::Role;
using gapwire::test::value_in;

SinkSettings settings_in(const Folder& folder)
{
    SinkSettings settings{.zone = "UTC"};
    settings.name = "news";
    settings.fix.sender = "VENUE";
    settings.fix.target = "DESK";
    settings.fix.store = folder / "fix";
    std::filesystem::create_directories(settings.fix.store);
    return settings;
}

/// The desk: an initiator on a socket.
class DeskSession {
 public:
    explicit DeskSession(
        const fix_session::Settings& settings = gapwire::test::settings_of(Role::initiator))
        : peer(settings, wall_clock().ns)
    {}
    ~DeskSession() { cut(); }

    void connect(std::uint16_t port)
    {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in to = loopback(port);
        ASSERT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
        in_.clear();
        peer.wants_out = false;
        peer.session.on_connected(wall_clock().ns);
    }
    void cut()
    {
        if (socket_ < 0) return;
        ::close(std::exchange(socket_, -1));
        peer.session.on_disconnected(wall_clock().ns);
    }
    template <class Done>
    [[nodiscard]] bool until(Done done)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!done() && std::chrono::steady_clock::now() < deadline) pump();
        return done();
    }
    bool is_closed() const { return is_closed_; }

    Peer peer;

 private:
    void pump()
    {
        for (; !peer.out.empty(); peer.out.pop_front())
            static_cast<void>(
                ::send(socket_, peer.out.front().data(), peer.out.front().size(), MSG_NOSIGNAL));
        pollfd ready{socket_, POLLIN, 0};
        if (::poll(&ready, 1, 5) > 0) {
            char bytes[16'384];
            const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
            is_closed_ = size <= 0;
            if (size > 0) in_.append(bytes, static_cast<std::size_t>(size));
        }
        static const std::string trailer =
            "\x01"
            "10=";
        for (std::size_t end;
             (end = in_.find(trailer)) != std::string::npos && end + 8 <= in_.size();) {
            peer.session.on_message(in_.data(), end + 8, wall_clock().ns);
            in_.erase(0, end + 8);
        }
        peer.session.on_time(wall_clock().ns);
    }

    int socket_ = -1;
    std::string in_;
    bool is_closed_ = false;
};

/// Until the sink knows that somebody is there.
SinkStatus deliver(FixSink& sink, const Alert& alert)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    SinkStatus status = SinkStatus::not_ready;
    while ((status = sink.deliver(alert)) == SinkStatus::not_ready &&
           std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return status;
}

TEST(FixSink, WaitsForADeskAndTellsItNews)
{
    Folder folder;
    FixSink sink(settings_in(folder));
    EXPECT_EQ(sink.deliver(numbered(1)), SinkStatus::not_ready);
    EXPECT_EQ(sink.failure(), "nobody is logged on");
    DeskSession desk;
    desk.connect(sink.port());
    ASSERT_TRUE(desk.until([&] { return desk.peer.session.is_logged_on(); }));
    Alert alert = numbered(1);
    alert.severity = Severity::critical;
    ASSERT_EQ(deliver(sink, alert), SinkStatus::ok) << sink.failure();
    ASSERT_TRUE(desk.until([&] { return desk.peer.raw.size() == 1; }));
    const std::string news = desk.peer.raw.at(0);
    EXPECT_EQ(value_in(news, "35"), "B");
    EXPECT_EQ(value_in(news, "61"), "1");
    EXPECT_EQ(value_in(news, "55"), "NVDA");
    EXPECT_EQ(value_in(news, "33"), "2");
    EXPECT_EQ(value_in(news, "42"), "20250127-14:12:33.123");
    EXPECT_NE(value_in(news, "148").find("NVDA  -10.00 %"), std::string::npos) << news;
    EXPECT_NE(news.find("\x01"
                        "58={\"id\":\"0000000000000001\""),
              std::string::npos)
        << news;
}

TEST(FixSink, WhatTheDeskMissedIsSentAgainWhenItAsks)
{
    Folder folder;
    FixSink sink(settings_in(folder));
    DeskSession desk;
    desk.connect(sink.port());
    ASSERT_TRUE(desk.until([&] { return desk.peer.session.is_logged_on(); }));
    ASSERT_EQ(deliver(sink, numbered(1)), SinkStatus::ok);
    ASSERT_TRUE(desk.until([&] { return desk.peer.raw.size() == 1; }));
    ASSERT_EQ(sink.deliver(numbered(2)), SinkStatus::ok);  // sent, and never read
    desk.cut();
    desk.connect(sink.port());
    ASSERT_TRUE(desk.until([&] { return desk.peer.raw.size() == 2; }));
    EXPECT_EQ(value_in(desk.peer.raw.at(1), "43"), "Y") << "PossDupFlag";
    EXPECT_NE(desk.peer.raw.at(1).find("\"id\":\"0000000000000002\""), std::string::npos);
}

TEST(FixSink, KeepsItsNumbersOverARestart)
{
    Folder folder;
    DeskSession desk;
    {
        FixSink sink(settings_in(folder));
        desk.connect(sink.port());
        ASSERT_TRUE(desk.until([&] { return desk.peer.session.is_logged_on(); }));
        ASSERT_EQ(deliver(sink, numbered(1)), SinkStatus::ok);
        ASSERT_TRUE(desk.until([&] { return desk.peer.raw.size() == 1; }));
        ASSERT_EQ(sink.deliver(numbered(2)), SinkStatus::ok);
        desk.cut();
    }
    FixSink sink(settings_in(folder));
    desk.connect(sink.port());
    ASSERT_TRUE(desk.until([&] { return desk.peer.raw.size() == 2; }));
    EXPECT_NE(desk.peer.raw.at(1).find("\"id\":\"0000000000000002\""), std::string::npos);
}

TEST(FixSink, RefusesAWrongPassword)
{
    Folder folder;
    SinkSettings settings = settings_in(folder);
    settings.fix.username = "desk";
    settings.fix.password = "right";
    FixSink sink(settings);
    auto wrong = gapwire::test::settings_of(Role::initiator);
    wrong.username = "desk";
    wrong.password = "wrong";
    DeskSession desk(wrong);
    desk.connect(sink.port());
    ASSERT_TRUE(desk.until([&] { return desk.is_closed() || desk.peer.wants_out; }));
    EXPECT_EQ(sink.deliver(numbered(1)), SinkStatus::not_ready);
}

TEST(FixSink, ClosesAConnectionThatSpeaksNoFix)
{
    Folder folder;
    FixSink sink(settings_in(folder));
    for (const std::string garbage : {"GET / HTTP/1.1\r\n\r\n",
                                      "8=FIX.4.4\x01"
                                      "9=abc\x01",
                                      "8=FIX.4.4\x01"
                                      "9=99999999999\x01",
                                      "8=FIX.4.4\x01"
                                      "9=5\x01"
                                      "35=0\x01"
                                      "10=000\x01"}) {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in to = loopback(sink.port());
        ASSERT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
        ASSERT_GT(::send(socket, garbage.data(), garbage.size(), MSG_NOSIGNAL), 0);
        pollfd ready{socket, POLLIN, 0};
        EXPECT_EQ(::poll(&ready, 1, 20'000), 1) << garbage;
        char byte = 0;
        EXPECT_LE(::recv(socket, &byte, 1, 0), 0) << garbage;
        ::close(socket);
    }
}

TEST(FixSink, APortThatIsTakenIsToldAtTheStart)
{
    Folder folder;
    const Listening other([](Connection&) {});
    SinkSettings settings = settings_in(folder);
    settings.fix.port = other.port();
    EXPECT_THROW(FixSink{settings}, OperatorError);
}

}  // namespace
}  // namespace gapwire::alerts::test
