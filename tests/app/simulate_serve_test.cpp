// The simulated exchange over real sockets: complete, in order, answering, and faulty when asked.
#include <boost/json.hpp>
#include <map>

#include "feed/moldudp64/wire.hpp"
#include "sim/book_csv.hpp"
#include "tests/app/background_program.hpp"
#include "tests/app/sockets.hpp"
#include "tests/sim/scenarios.hpp"
#include "tests/sim/soup_client.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;
using moldudp64::PacketHeader;
using Messages = std::map<std::uint64_t, ByteVector>;

/// Two lines on groups of loopback; `gapwire simulate serve` on them.
class SimulatedExchange : public testing::Test {
 protected:
    void start(std::vector<std::string> more)
    {
        for (int i = 0; i < 2; ++i) {
            lines_.emplace_back(SOCK_DGRAM);
            const std::string group = "239.255.71." + std::to_string(101 + i);
            const std::uint16_t port = free_udp_port();
            lines_.back().bind(group, port);
            lines_.back().join(group);
            more.insert(more.begin(), {"--line", group + ":" + std::to_string(port)});
            std::rotate(more.begin(), more.begin() + 2, more.end());
        }
        more.insert(more.begin(), {"simulate", "serve"});
        program_.emplace(more);
        const std::string line = program_->line();
        ASSERT_FALSE(line.empty()) << program_->err();
        ready_ = boost::json::parse(line).as_object();
        messages_ = boost::json::value_to<std::uint64_t>(ready_.at("messages"));
    }
    void start_scenario(std::vector<std::string> more)
    {
        const std::string file =
            write_file("scenario.toml", sim::test::small_scenario("09:20:00", "09:22:00"));
        more.insert(more.begin(), {"--scenario", file, "--truth", truth_});
        start(more);
    }
    std::uint16_t port(std::string_view key) const
    {
        return boost::json::value_to<std::uint16_t>(ready_.at(key));
    }
    std::uint16_t request_port(std::size_t server) const
    {
        return boost::json::value_to<std::uint16_t>(
            ready_.at("request_ports").as_array().at(server));
    }

    /// What both lines say, each by itself, until both have said that the session has ended.
    std::vector<Messages> listen()
    {
        std::vector<Messages> heard(2);
        std::vector<bool> ended(2);
        const auto deadline = Clock::now() + 20s;
        while ((!ended[0] || !ended[1]) && Clock::now() < deadline) {
            pollfd ready[2] = {{lines_[0].number(), POLLIN, 0}, {lines_[1].number(), POLLIN, 0}};
            poll(ready, 2, 100);
            for (std::size_t line = 0; line < 2; ++line)
                if (ready[line].revents != 0)
                    ended[line] = take(*lines_[line].receive(0ms), heard[line]) || ended[line];
        }
        EXPECT_TRUE(ended[0] && ended[1]);
        return heard;
    }
    /// True at the end of the session, which must name the number behind the last message.
    bool take(const ByteVector& packet, Messages& heard) const
    {
        EXPECT_GE(packet.size(), sizeof(PacketHeader));
        const auto& header = view_as<PacketHeader>(packet.data());
        EXPECT_EQ(header.session.view(), "TEST");
        if (header.message_count == moldudp64::end_of_session_count) {
            EXPECT_EQ(header.sequence_number, messages_ + 1);
            return true;
        }
        Bytes rest = Bytes(packet).subspan(sizeof header);
        for (std::uint64_t i = 0; i < header.message_count; ++i) {
            const std::size_t size = view_as<U16be>(rest.data());
            heard[header.sequence_number + i].assign(rest.begin() + 2, rest.begin() + 2 + size);
            rest = rest.subspan(2 + size);
        }
        EXPECT_TRUE(rest.empty());
        return false;
    }
    /// The answer of a request server, if it gives one.
    std::optional<ByteVector> ask(std::size_t server, std::uint64_t first, std::uint16_t count,
                                  std::chrono::milliseconds patience = 2s) const
    {
        Socket socket(SOCK_DGRAM);
        socket.connect(request_port(server));
        ByteVector request;
        sim::append_layout(request, moldudp64::RequestPacket{Ascii<10>::of("TEST"),
                                                             U64be::of(first), U16be::of(count)});
        socket.send(request);
        return socket.receive(patience);
    }
    /// Asks for what is missing, as a client would.
    void fill(Messages& heard) const
    {
        for (std::uint64_t number = 1; number <= messages_; ++number) {
            if (heard.contains(number)) continue;
            const auto answer = ask(0, number, 100);
            ASSERT_TRUE(answer) << number;
            take(*answer, heard);
            ASSERT_TRUE(heard.contains(number));
        }
    }
    /// The messages in the S packets of a connection that logs in, and what came besides.
    std::vector<ByteVector> log_in(std::uint16_t port, std::string& others) const
    {
        const Socket socket(SOCK_STREAM);
        socket.connect(port);
        socket.send(sim::test::login_packet({}));
        const ByteVector said = all_of(socket, 20s);
        std::vector<ByteVector> messages;
        for (Bytes rest = said; rest.size() >= 3;) {
            const std::size_t size = 2u + view_as<U16be>(rest.data());
            if (rest[2] == 'S')
                messages.emplace_back(rest.begin() + 3, rest.begin() + size);
            else if (rest[2] != 'H')
                others += sim::test::soup_story(rest.first(size));
            rest = rest.subspan(size);
        }
        return messages;
    }
    static std::string books_of(const auto& messages)
    {
        sim::FeedState state;
        for (const auto& message : messages) {
            if constexpr (requires { message.second; })
                state.apply(message.second);
            else
                state.apply(message);
        }
        EXPECT_EQ(state.refused(), 0u);
        return sim::book_csv(state);
    }

    const std::string truth_ = temporary("truth.csv");
    std::vector<Socket> lines_;
    std::optional<BackgroundProgram> program_;
    boost::json::object ready_;
    std::uint64_t messages_ = 0;
};

TEST_F(SimulatedExchange, EveryWayToTheSessionTellsTheSame)
{
    start_scenario({"--rate", "10000", "--start-after", "200ms", "--linger", "60s"});
    std::vector<Messages> heard = listen();
    for (Messages& line : heard) fill(line);
    ASSERT_EQ(heard[0].size(), messages_);
    EXPECT_EQ(heard[0], heard[1]);

    std::string others;
    const std::vector<ByteVector> streamed = log_in(port("soup_port"), others);
    EXPECT_EQ(others, "A[      TEST:                   1] Z ");
    ASSERT_EQ(streamed.size(), messages_);
    for (std::uint64_t number = 1; number <= messages_; ++number)
        ASSERT_EQ(streamed[number - 1], heard[0][number]) << number;

    others.clear();
    std::vector<ByteVector> snapshot = log_in(port("glimpse_port"), others);
    EXPECT_EQ(others, "A[      TEST:                   1] Z ");
    ASSERT_FALSE(snapshot.empty());
    const ByteVector end = snapshot.back();
    snapshot.pop_back();
    EXPECT_EQ(std::string(end.begin(), end.end()), fmt::format("G{:>20}", messages_ + 1));
    EXPECT_EQ(books_of(snapshot), books_of(heard[0]));

    const auto told = Clock::now();
    program_->send_signal(SIGTERM);
    EXPECT_EQ(program_->wait(), 0);
    EXPECT_LT(Clock::now() - told, 1s);
    EXPECT_EQ(text_of(truth_), books_of(heard[0]));
}

TEST_F(SimulatedExchange, WhatIsToBeLostIsLostAndTheRequestServerHasIt)
{
    start_scenario({"--rate", "10000", "--start-after", "200ms", "--end-after", "1s", "--linger",
                    "60s", "--lose", "A=100..120", "--lose", "last", "--request-port", "0",
                    "--request-port", "0", "--request-server", "2=silent"});
    std::vector<Messages> heard = listen();
    EXPECT_FALSE(heard[0].contains(100));
    EXPECT_FALSE(heard[0].contains(120));
    for (const Messages& line : heard) EXPECT_FALSE(line.contains(messages_));
    fill(heard[0]);
    EXPECT_EQ(heard[0].size(), messages_);
    EXPECT_FALSE(ask(1, 1, 1, 200ms));
    EXPECT_FALSE(ask(0, messages_ + 1, 1, 200ms));

    program_->send_signal(SIGINT);
    EXPECT_EQ(program_->wait(), 0);
    const std::string err = program_->err();
    EXPECT_NE(err.find("lost by number"), std::string::npos) << err;
    EXPECT_NE(err.find("request server 2: 0 answered, 0 bad requests; faults: silent 1"),
              std::string::npos)
        << err;
    EXPECT_NE(err.find("session ended"), std::string::npos) << err;
}

TEST_F(SimulatedExchange, ACaptureIsServedToItsEnd)
{
    const std::string scenario =
        write_file("scenario.toml", sim::test::small_scenario("09:20:00", "09:22:00"));
    const std::string capture = temporary("market.itch");
    output_of({"simulate", "--scenario", scenario, "-o", capture});
    start({capture, "--session", "TEST", "--speed", "max", "--start-after", "100ms", "--linger",
           "1s", "--truth", truth_});
    std::string others;
    const std::vector<ByteVector> streamed = log_in(port("soup_port"), others);
    EXPECT_EQ(streamed.size(), messages_);
    EXPECT_EQ(program_->wait(), 0);
    EXPECT_NE(program_->err().find("session ended"), std::string::npos) << program_->err();
    EXPECT_EQ(text_of(truth_), output_of({"book", "--all", "--csv", capture}));
    EXPECT_EQ(text_of(truth_), books_of(streamed));
}

TEST_F(SimulatedExchange, ASnapshotInTheMiddleContainsWhatWasSentBeforeIt)
{
    start_scenario({"--rate", "2000", "--start-after", "0s", "--linger", "60s"});
    std::string others;
    std::vector<ByteVector> snapshot;
    std::uint64_t next = 0;
    const auto deadline = Clock::now() + 20s;
    while (next < 100 && Clock::now() < deadline) {
        snapshot = log_in(port("glimpse_port"), others);
        ASSERT_EQ(snapshot.back().size(), 21u);
        next = std::stoull(std::string(snapshot.back().begin() + 1, snapshot.back().end()));
    }
    snapshot.pop_back();
    std::vector<ByteVector> streamed = log_in(port("soup_port"), others);
    ASSERT_EQ(streamed.size(), messages_);
    ASSERT_TRUE(next >= 100 && next <= messages_ + 1) << next;
    streamed.resize(next - 1);
    EXPECT_EQ(books_of(snapshot), books_of(streamed));
}

TEST_F(SimulatedExchange, ASignalBeforeTheEndLeavesTheBooksOfWhatWasSent)
{
    start_scenario({"--speed", "real", "--start-after", "0s"});
    Messages heard;
    take(*lines_[0].receive(20s), heard);
    program_->send_signal(SIGTERM);
    EXPECT_EQ(program_->wait(), 0);
    EXPECT_NE(program_->err().find("stopped before the end"), std::string::npos);
    EXPECT_NE(text_of(truth_), "");
}

TEST(SimulateServe, WhatCannotBeServedIsRefusedBeforeItBegins)
{
    const std::string scenario =
        write_file("scenario.toml", sim::test::small_scenario("09:20:00", "09:22:00"));
    const std::vector<std::vector<std::string>> bad_usage{
        {},
        {"--scenario", scenario, scenario},
        {"--scenario", scenario, "--loss", "1"},
        {"--scenario", scenario, "--loss", "101%"},
        {"--scenario", scenario, "--loss", "-1%"},
        {"--scenario", scenario, "--loss", "C=1%"},
        {"--scenario", scenario, "--loss", "0.00001%"},
        {"--scenario", scenario, "--burst-loss", "1%"},
        {"--scenario", scenario, "--burst-loss", "1%x0"},
        {"--scenario", scenario, "--reorder", "1%,2"},
        {"--scenario", scenario, "--delay", "10"},
        {"--scenario", scenario, "--delay", "10us+"},
        {"--scenario", scenario, "--kill-line", "A@10s"},
        {"--scenario", scenario, "--kill-line", "A@20s..10s"},
        {"--scenario", scenario, "--lose", "0"},
        {"--scenario", scenario, "--lose", "7..6"},
        {"--scenario", scenario, "--lose", "together=7"},
        {"--scenario", scenario, "--request-server", "2=silent"},
        {"--scenario", scenario, "--request-server", "slow"},
        {"--scenario", scenario, "--request-server", "silent:1s"},
        {"--scenario", scenario, "--glimpse", "late:x"},
        {"--scenario", scenario, "--line", "239.1.1.1"},
        {"--scenario", scenario, "--line", "239.1.1.1:0"},
        {"--scenario", scenario, "--line", "239.1.1.1:5@x"},
        {"--scenario", scenario, "--bind", "localhost"},
        {"--scenario", scenario, "--linger", "5"},
        {"--scenario", scenario, "--session", "ELEVENCHARS"},
        {"--scenario", scenario, "--speed", "x0"},
        {"--scenario", scenario, "--rate", "0"},
    };
    for (std::vector<std::string> arguments : bad_usage) {
        arguments.insert(arguments.begin(), {"simulate", "serve"});
        const Result result = app::test::run(arguments);
        EXPECT_EQ(result.code, 2) << testing::PrintToString(arguments) << result.err;
        EXPECT_EQ(lines_of(result.out), std::vector<std::string>{});
    }
}

TEST(SimulateServe, APortInUseIsSaidOnce)
{
    const std::string scenario =
        write_file("scenario.toml", sim::test::small_scenario("09:20:00", "09:22:00"));
    const Socket taken(SOCK_STREAM);
    taken.bind("127.0.0.1", 0);
    ASSERT_EQ(::listen(taken.number(), 1), 0);
    const std::string port = std::to_string(taken.port());
    const Result result =
        app::test::run({"simulate", "serve", "--scenario", scenario, "--soup-port", port});
    EXPECT_EQ(result.code, 74);
    EXPECT_EQ(result.err, "gapwire: 127.0.0.1:" + port + ": Address already in use\n");
}

}  // namespace
}  // namespace gapwire::app::test
