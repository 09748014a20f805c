// NATS: a real server, with and without JetStream, and one that goes away.
#include "alerts/sinks/nats_sink.hpp"

#include <nats/nats.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <optional>

#include "alerts/alert_json.hpp"
#include "tests/sinks/listening.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {
namespace {

/// nats-server as a process, on a port of its own.
class NatsServer {
 public:
    NatsServer(std::uint16_t port, const std::filesystem::path& jetstream) : port_(port)
    {
        process_ = ::fork();
        if (process_ == 0) {
            const std::string text = std::to_string(port);
            ::freopen("/dev/null", "w", stderr);
            if (jetstream.empty())
                ::execlp("nats-server", "nats-server", "-a", "127.0.0.1", "-p", text.c_str(),
                         nullptr);
            else
                ::execlp("nats-server", "nats-server", "-a", "127.0.0.1", "-p", text.c_str(), "-js",
                         "-sd", jetstream.c_str(), nullptr);
            ::_exit(127);
        }
    }
    ~NatsServer()
    {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    NatsServer(const NatsServer&) = delete;
    std::string url() const { return "nats://127.0.0.1:" + std::to_string(port_); }

 private:
    std::uint16_t port_;
    pid_t process_ = -1;
};

/// A client that reads, and makes streams.
class Client {
 public:
    explicit Client(const NatsServer& server)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (natsConnection_ConnectTo(&connection_, server.url().c_str()) != NATS_OK &&
               std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        EXPECT_NE(connection_, nullptr);
    }
    ~Client()
    {
        natsSubscription_Destroy(subscription_);
        jsCtx_Destroy(jetstream_);
        natsConnection_Destroy(connection_);
    }
    void subscribe(const char* subject)
    {
        EXPECT_EQ(natsConnection_SubscribeSync(&subscription_, connection_, subject), NATS_OK);
        EXPECT_EQ(natsConnection_Flush(connection_), NATS_OK);
    }
    /// The next message: its Nats-Msg-Id, a space, its body.
    std::string next()
    {
        natsMsg* message = nullptr;
        if (natsSubscription_NextMsg(&message, subscription_, 20'000) != NATS_OK) return "";
        const char* key = "";
        natsMsgHeader_Get(message, "Nats-Msg-Id", &key);
        std::string text = std::string(key) + ' ' + natsMsg_GetData(message);
        natsMsg_Destroy(message);
        return text;
    }
    void make_stream(const char* subject)
    {
        EXPECT_EQ(natsConnection_JetStream(&jetstream_, connection_, nullptr), NATS_OK);
        const char* subjects[] = {subject};
        jsStreamConfig config{};
        jsStreamConfig_Init(&config);
        config.Name = "ALERTS";
        config.Subjects = subjects;
        config.SubjectsLen = 1;
        EXPECT_EQ(js_AddStream(nullptr, jetstream_, &config, nullptr, nullptr), NATS_OK);
    }
    std::uint64_t stored()
    {
        jsStreamInfo* info = nullptr;
        EXPECT_EQ(js_GetStreamInfo(&info, jetstream_, "ALERTS", nullptr, nullptr), NATS_OK);
        const std::uint64_t count = info->State.Msgs;
        jsStreamInfo_Destroy(info);
        return count;
    }

 private:
    natsConnection* connection_ = nullptr;
    natsSubscription* subscription_ = nullptr;
    jsCtx* jetstream_ = nullptr;
};

class Nats : public testing::Test {
 protected:
    void SetUp() override
    {
        if (std::system("command -v nats-server > /dev/null") != 0)
            GTEST_SKIP() << "nats-server is not there";
    }
    void start(bool with_jetstream)
    {
        server_.emplace(port_, with_jetstream ? folder_ / "jetstream" : std::filesystem::path{});
        settings_.name = "nats";
        settings_.nats.url = server_->url();
        settings_.nats.subject = "gapwire.alerts";
    }

    Folder folder_;
    std::uint16_t port_ = closed_port();
    std::optional<NatsServer> server_;
    SinkSettings settings_;
};

TEST_F(Nats, PublishesOnASubjectWithTheKeyAsMessageId)
{
    start(false);
    Client client(*server_);
    client.subscribe("gapwire.alerts");
    NatsSink sink(settings_);
    ASSERT_EQ(sink.deliver(numbered(1)), SinkStatus::ok) << sink.failure();
    ASSERT_EQ(sink.deliver_marked(numbered(2), {.is_drill = true}), SinkStatus::ok);
    EXPECT_EQ(client.next(), "0000000000000001-1-firing " + alert_json(numbered(1)));
    EXPECT_NE(client.next().find("\"drill\":true"), std::string::npos);
}

TEST_F(Nats, AStreamOfJetStreamStoresEachAlertOnce)
{
    start(true);
    Client client(*server_);
    client.make_stream("gapwire.*");
    NatsSink sink(settings_);
    ASSERT_EQ(sink.deliver(numbered(1)), SinkStatus::ok) << sink.failure();
    ASSERT_EQ(sink.deliver(numbered(2)), SinkStatus::ok);
    ASSERT_EQ(sink.deliver(numbered(1)), SinkStatus::ok) << "it comes again, as after a kill";
    EXPECT_EQ(client.stored(), 2u);
}

TEST_F(Nats, JetStreamWithoutAStreamIsPlainNats)
{
    start(true);
    Client client(*server_);
    client.subscribe("gapwire.alerts");
    NatsSink sink(settings_);
    ASSERT_EQ(sink.deliver(numbered(1)), SinkStatus::ok) << sink.failure();
    EXPECT_EQ(client.next(), "0000000000000001-1-firing " + alert_json(numbered(1)));
}

TEST_F(Nats, AServerThatIsAwayIsTriedAnew)
{
    start(false);
    NatsSink sink(settings_);
    {
        const Client client(*server_);  // it is up
        ASSERT_EQ(sink.deliver(numbered(1)), SinkStatus::ok) << sink.failure();
    }
    server_.reset();
    EXPECT_EQ(sink.deliver(numbered(2)), SinkStatus::failed);
    EXPECT_NE(sink.failure(), "");
    start(false);
    Client client(*server_);
    client.subscribe("gapwire.alerts");
    ASSERT_EQ(sink.deliver(numbered(2)), SinkStatus::ok) << sink.failure();
    EXPECT_EQ(client.next(), "0000000000000002-1-firing " + alert_json(numbered(2)));
}

}  // namespace
}  // namespace gapwire::alerts::test
