// gapwire serve on real sockets, beside the simulated exchange with all its faults.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "core/decimal.hpp"
#include "gapwire/reader.hpp"
#include "tests/app/background_program.hpp"
#include "tests/app/sockets.hpp"
#include "tests/sim/scenarios.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;

#ifdef GAPWIRE_SANITIZED
constexpr auto soon = 20s;
#else
constexpr auto soon = 5s;  // for a second, on a machine that others use too
#endif

/// An exchange, and a configuration that listens to it.
class Serve : public testing::Test {
 protected:
    /// `faults` are options of `gapwire simulate serve`.
    void start_exchange(const std::vector<std::string>& faults, const std::string& rate = "8000")
    {
        std::vector<std::string> arguments{
            "simulate",
            "serve",
            "--scenario",
            write_file("scenario.toml", sim::test::small_scenario("09:20:00", "09:24:00")),
            "--truth",
            truth_,
            "--rate",
            rate,
            "--line",
            groups_[0],
            "--line",
            groups_[1],
            "--linger",
            "8s"};
        arguments.insert(arguments.end(), faults.begin(), faults.end());
        exchange_.emplace(arguments);
        const std::string line = exchange_->line();
        ASSERT_FALSE(line.empty()) << exchange_->err();
        ports_ = boost::json::parse(line).as_object();
    }
    std::uint16_t port(std::string_view key) const
    {
        return boost::json::value_to<std::uint16_t>(ports_.at(key));
    }
    std::string requests() const
    {
        const auto request_port =
            boost::json::value_to<std::uint16_t>(ports_.at("request_ports").as_array().at(0));
        return fmt::format("[feed.requests]\nservers = [\"127.0.0.1:{}\"]\nanswer_wait_ms = 50\n",
                           request_port);
    }
    std::string snapshot() const
    {
        return fmt::format("[feed.snapshot]\nserver = \"127.0.0.1:{}\"\ninterval_ms = 200\n",
                           port("glimpse_port"));
    }
    std::string lines(const std::string& more = "") const
    {
        std::string text =
            "[[feed]]\nname = \"test\"\nstack = \"udp/moldudp64/itch50\"\nsilence_ms = 3000\n";
        for (const std::string& group : groups_)
            text += fmt::format("[[feed.line]]\ngroup = \"{}\"\ninterface = \"127.0.0.1\"\n{}",
                                group, more);
        return text;
    }
    static std::string rules(const std::string& ladder)
    {
        return fmt::format(
            "trading_date = 2025-01-27\n[serve]\norders_max = 100000\n[references.static]\n"
            "FALL = \"1000\"\n[[rule]]\nkind = \"gap_down\"\nladder = {}\n",
            ladder);
    }
    std::string shared() const { return "[shared_memory]\nname = \"" + shared_name_ + "\"\n"; }
    void start_gapwire(const std::string& config)
    {
        config_ = write_file("serve.toml", config);
        gapwire_.emplace(std::vector<std::string>{
            "serve", "--config", config_, "--until-end-of-session", "--books-on-exit", books_});
        wait_for("running");
    }
    /// Until gapwire has said so on standard error.
    void wait_for(const std::string& text) const
    {
        const auto deadline = Clock::now() + 20s;
        while (gapwire_->err().find(text) == std::string::npos && Clock::now() < deadline)
            std::this_thread::sleep_for(5ms);
        ASSERT_NE(gapwire_->err().find(text), std::string::npos) << gapwire_->err();
    }
    std::uint64_t counter(const std::string& name) const
    {
        std::istringstream report(gapwire_->err());
        for (std::string line; std::getline(report, line);) {
            const std::size_t at = line.find("  " + name + ": ");
            if (at != std::string::npos) return std::stoull(line);
        }
        return 0;
    }
    void expect_true_books()
    {
        exchange_->send_signal(SIGTERM);
        ASSERT_EQ(exchange_->wait(20s), 0) << exchange_->err();
        EXPECT_EQ(text_of(books_), text_of(truth_));
        EXPECT_GT(lines_of(text_of(books_)).size(), 20u);
        EXPECT_EQ(gapwire_->err().find("of the books in"), std::string::npos) << gapwire_->err();
    }

    std::vector<std::string> groups_{fmt::format("239.255.72.101:{}", free_udp_port()),
                                     fmt::format("239.255.72.102:{}", free_udp_port())};
    std::string truth_ = temporary("truth.csv");
    std::string books_ = temporary("books.csv");
    std::string shared_name_ = "serve-test-" + std::to_string(getpid());
    std::string config_;
    boost::json::object ports_;
    std::optional<BackgroundProgram> exchange_;
    std::optional<BackgroundProgram> gapwire_;
};

TEST_F(Serve, BooksAreThoseOfTheExchangeWithLossesOnBothLines)
{
    start_exchange(
        {"--loss", "2%", "--loss", "together=1%", "--duplicate", "1%", "--reorder", "1%,3ms"});
    start_gapwire(rules("[\"2\", \"80\"]") + lines() + requests() + snapshot());
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_GT(counter("holes_declared"), 0u);
    EXPECT_GT(counter("requests_sent"), 0u);
    EXPECT_EQ(counter("alerts_fired"), 2u);
    EXPECT_NE(gapwire_->line().find("\"symbol\":\""), std::string::npos);
}

TEST_F(Serve, TheLastPacketLostIsFoundByAHeartbeat)
{
    start_exchange({"--lose", "last", "--end-after", "1500ms"});
    start_gapwire(rules("[\"2\"]") + lines() + requests());
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_EQ(counter("holes_declared"), 1u);
}

TEST_F(Serve, ASnapshotHealsWhatRequestServersDoNot)
{
    start_exchange({"--loss", "together=0.2%", "--request-server", "silent"});
    start_gapwire(rules("[\"2\"]") + lines() + requests() + snapshot());
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_GT(counter("losses"), 0u);
    EXPECT_GT(counter("snapshots_spliced"), 0u);
}

TEST_F(Serve, ASessionJoinedLateIsCompletedByASnapshot)
{
    start_exchange({"--start-after", "0s"});
    std::this_thread::sleep_for(100ms);
    start_gapwire(rules("[\"2\"]") + lines() + snapshot());
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
}

TEST_F(Serve, SoupBinTcpIsAStackToo)
{
    start_exchange({});
    start_gapwire(rules("[\"2\"]") +
                  fmt::format("[[feed]]\nname = \"soup\"\nstack = \"tcp/soupbintcp/itch50\"\n"
                              "server = \"127.0.0.1:{}\"\n",
                              port("soup_port")));
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
}

TEST_F(Serve, WhatTheKernelDropsIsCountedAndRecovered)
{
    start_exchange({});
    start_gapwire(rules("[\"2\"]") + lines("receive_buffer = 8192\n") + requests() + snapshot());
    EXPECT_FALSE(gapwire_->line().empty());  // the first alert: messages come
    gapwire_->send_signal(SIGSTOP);
    std::this_thread::sleep_for(400ms);
    gapwire_->send_signal(SIGCONT);
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_GT(counter("udp_kernel_drops"), 0u);
}

/// The system calls of gapwire's thread of that name within a second; empty where strace may not
/// look.
std::set<std::string> system_calls(pid_t process, const std::string& thread)
{
    std::string id;
    const auto tasks = fmt::format("/proc/{}/task", process);
    for (const auto& task : std::filesystem::directory_iterator(tasks)) {
        std::ifstream comm(task.path() / "comm");
        std::string name;
        if (std::getline(comm, name) && name == thread) id = task.path().filename();
    }
    EXPECT_FALSE(id.empty());
    const std::string trace = temporary("strace");
    const std::string command =
        fmt::format("timeout 1 strace -qq -o '{}' -p {} 2>/dev/null", trace, id);
    if (const int status = std::system(command.c_str()); WEXITSTATUS(status) != 124) return {};
    std::set<std::string> calls;
    for (const std::string& line : lines_of(text_of(trace)))
        if (const std::size_t bracket = line.find('('); bracket != std::string::npos)
            calls.insert(line.substr(0, bracket));
    return calls;
}

TEST_F(Serve, TheFeedThreadMakesNoSystemCallButReceiveWaitAndSend)
{
    start_exchange({"--loss", "together=1%"}, "2000");
    start_gapwire(rules("[\"2\"]") + shared() + lines() + requests());
    EXPECT_FALSE(gapwire_->line().empty());
    const auto calls = system_calls(gapwire_->process(), "feed");
    if (calls.empty()) GTEST_SKIP() << "strace is not there, or may not look at processes";
    EXPECT_EQ(calls.count("recvmmsg"), 1u);
    EXPECT_EQ(calls.count("sendto"), 1u);
    for (const std::string& call : calls)
        EXPECT_TRUE(call == "recvmmsg" || call == "epoll_wait" || call == "epoll_ctl" ||
                    call == "sendto")
            << call;
}

/// Rows of books in shared memory as `book --all --csv` has them, ten levels a side.
std::set<std::string> rows_of(const shared::Reader& reader)
{
    std::set<std::string> rows;
    shared::Entry entry;
    shared::Depth depth;
    for (std::uint32_t id = 0; reader.entry(id, entry) == shared::Status::ok; ++id) {
        static_cast<void>(reader.depth(id, depth));  // asks; a writer that is gone has a last value
        for (const char side : {'B', 'S'})
            for (const shared::Level& level : side == 'B' ? depth.bids : depth.asks)
                if (level.price != shared::no_price)
                    rows.insert(fmt::format("{},{},{},{},{}", reader.text(entry.symbol), side,
                                            decimal(Price{level.price}), level.quantity,
                                            level.orders));
    }
    return rows;
}

TEST_F(Serve, BooksInSharedMemoryAreThoseOfTheExchange)
{
    start_exchange({"--loss", "1%"});
    start_gapwire(rules("[\"2\"]") + shared() + lines() + requests());
    shared::Reader reader;
    ASSERT_EQ(reader.open(shared_name_), shared::Status::ok);
    EXPECT_FALSE(gapwire_->line().empty());  // the first alert: messages come
    ASSERT_NE(reader.find("FALL", "XNAS"), shared::Reader::no_instrument);
    const Result second = run({"serve", "--config", config_});
    EXPECT_EQ(second.code, 1);
    EXPECT_NE(second.err.find("another gapwire that runs writes it"), std::string::npos);
    const Result shown = run({"book", "--shared", shared_name_, "--symbol", "FALL"});
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_EQ(shown.out.find("FALL XNAS 2025-01-27T"), 0u) << shown.out;
    while (gapwire_->wait(1s) < 0 && reader.writer() != shared::Status::writer_gone)
        static_cast<void>(rows_of(reader));
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_EQ(run({"book", "--shared", shared_name_, "--symbol", "FALL"}).code, 69);
    const std::vector<std::string> all = lines_of(text_of(truth_));
    const std::set<std::string> rows = rows_of(reader);
    EXPECT_GT(rows.size(), 10u);
    for (const auto& row : rows) EXPECT_EQ(std::count(all.begin(), all.end(), row), 1) << row;
}

TEST_F(Serve, EndsInOrderWhenToldTo)
{
    start_exchange({});
    start_gapwire(rules("[\"2\"]") + lines());
    EXPECT_FALSE(gapwire_->line().empty());  // the first alert: messages come
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 0) << gapwire_->err();
    EXPECT_GT(lines_of(text_of(books_)).size(), 1u);
    exchange_->send_signal(SIGTERM);
    EXPECT_EQ(exchange_->wait(soon), 0);
}

TEST_F(Serve, ReadsItsRulesAgainAllOrNothing)
{
    start_exchange({}, "1000");
    start_gapwire(rules("[\"99.99\"]") + lines());
    write_file("serve.toml", rules("[\"2\", \"1\"]") + lines());
    gapwire_->send_signal(SIGHUP);
    wait_for("the rules stay as they are");
    EXPECT_NE(gapwire_->err().find("does not rise"), std::string::npos);
    write_file("serve.toml", rules("[\"2\"]") + lines());
    gapwire_->send_signal(SIGHUP);
    wait_for("rules read again");
    EXPECT_NE(gapwire_->line().find("\"rung_bp\":200"), std::string::npos);
    write_file("serve.toml", rules("[\"2\", \"3\"]") + lines());
    gapwire_->send_signal(SIGHUP);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(20s), 0) << gapwire_->err();
}

TEST_F(Serve, ARungIsToldOnceHoweverOftenTheRulesAreRead)
{
    start_exchange({});
    start_gapwire(rules("[\"2\"]") + lines());
    EXPECT_FALSE(gapwire_->line().empty());
    for (int i = 0; i < 5; ++i) {
        gapwire_->send_signal(SIGHUP);
        std::this_thread::sleep_for(100ms);
    }
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    EXPECT_EQ(counter("alerts_fired"), 1u);
}

TEST_F(Serve, ASecondSignalEndsItAtOnceWhereNobodyTakesItsAlerts)
{
    std::string ladder;
    for (int rung = 1; rung <= 30; ++rung)
        ladder += fmt::format("{}\"{}\"", rung == 1 ? "[" : ", ", rung);
    start_exchange({});
    start_gapwire(rules(ladder + "]") + lines());
    gapwire_->narrow_output();
    std::this_thread::sleep_for(1'500ms);  // thirty alerts do not fit
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(1s), -1);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 128 + SIGTERM);
}

/// gapwire as a SoupBinTCP client of a server that is a plain socket.
class ServeOverTcp : public Serve {
 protected:
    ServeOverTcp()
    {
        server_.bind("127.0.0.1", 0);
        server_.listen();
        start_gapwire(rules("[\"2\"]") +
                      fmt::format("[[feed]]\nname = \"soup\"\nstack = \"tcp/soupbintcp/itch50\"\n"
                                  "server = \"127.0.0.1:{}\"\n",
                                  server_.port()));
    }
    Socket server_{SOCK_STREAM};
};

TEST_F(ServeOverTcp, GarbageEndsTheConnectionAndItIsTriedAgain)
{
    for (int i = 0; i < 3; ++i) {
        const auto client = server_.accept(20s);
        ASSERT_TRUE(client.has_value()) << i;
        ASSERT_EQ(client->receive(20s)->size(), 49u);  // the login
        client->send(ByteVector(1'000, 0));            // packets of length 0
        EXPECT_TRUE(all_of(*client, 20s).empty());
    }
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 0) << gapwire_->err();
    EXPECT_GE(counter("soup_disconnects"), 3u);
}

TEST_F(ServeOverTcp, AServerThatSaysNothingHoldsNothingUp)
{
    const auto client = server_.accept(20s);
    ASSERT_TRUE(client.has_value());
    std::this_thread::sleep_for(300ms);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 0) << gapwire_->err();
}

TEST_F(ServeOverTcp, AWrongLoginIsNotTriedAgain)
{
    const auto client = server_.accept(20s);
    ASSERT_TRUE(client.has_value());
    client->send({0, 2, 'J', 'A'});
    EXPECT_FALSE(server_.accept(1'500ms).has_value());
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 0) << gapwire_->err();
}

TEST_F(ServeOverTcp, AServerMaySpeakOneByteAtATime)
{
    const auto client = server_.accept(20s);
    ASSERT_TRUE(client.has_value());
    std::string said = std::string("\0\x1f", 2) + "A" + "      TEST" + "                   1";
    said += std::string("\0\x0d", 2) + "SS" + std::string("\0\0\0\0\0\0\0\0\0\x01", 10) + "O";
    said += std::string("\0\x01", 2) + "Z";
    for (const char c : said) {
        client->send({static_cast<std::uint8_t>(c)});
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(gapwire_->wait(10s), 0) << gapwire_->err();  // the end of the session
    EXPECT_NE(gapwire_->err().find("session TEST, next message 2, ended"), std::string::npos)
        << gapwire_->err();
}

}  // namespace
}  // namespace gapwire::app::test
