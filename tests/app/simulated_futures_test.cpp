// gapwire serve against gapwire simulate serve, both real processes: futures on lossy lines.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <thread>

#include "tests/app/background_program.hpp"
#include "tests/app/program.hpp"
#include "tests/app/sockets.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;

/// Two lines and three loops on groups of loopback, and gapwire serve on them.
class SimulatedFutures : public testing::Test {
 protected:
    SimulatedFutures()
    {
        std::string text =
            "[serve]\norders_max = 1000\n[[rule]]\nkind = \"gap_down\"\nladder = [\"4\"]\n"
            "symbols = [\"NQ\"]\n[[feed]]\nname = \"futures\"\nstack = \"udp/mdp3\"\n";
        constexpr const char* tables[] = {"line", "line", "snapshot_line", "snapshot_line",
                                          "definition_line"};
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            groups_[i] = fmt::format("239.255.74.{}:{}", i + 1, free_udp_port());
            text += fmt::format("[[feed.{}]]\ngroup = \"{}\"\ninterface = \"127.0.0.1\"\n",
                                tables[i], groups_[i]);
        }
        config_ = write_file("serve.toml", text);
    }
    void start_receiver()
    {
        gapwire_.emplace(
            std::vector<std::string>{"serve", "--config", config_, "--books-on-exit", books_});
        const auto deadline = Clock::now() + 20s;
        while (gapwire_->err().find("running") == std::string::npos && Clock::now() < deadline)
            std::this_thread::sleep_for(5ms);
    }
    void start_exchange(std::vector<std::string> more)
    {
        more.insert(more.begin(),
                    {"simulate", "serve", "--protocol", "mdp3", "--truth", truth_, "--line",
                     groups_[0], "--line", groups_[1], "--snapshot-line", groups_[2],
                     "--order-line", groups_[3], "--definition-line", groups_[4]});
        exchange_.emplace(more);
        ready_ = boost::json::parse(exchange_->line()).as_object();
    }

    std::array<std::string, 5> groups_;
    std::string config_;
    const std::string books_ = temporary("books.csv");
    const std::string truth_ = temporary("truth.csv");
    std::optional<BackgroundProgram> gapwire_;
    std::optional<BackgroundProgram> exchange_;
    boost::json::object ready_;
};

TEST_F(SimulatedFutures, BooksAreTheTrueOnesThoughBothLinesLoseAndTheFallIsTold)
{
    start_receiver();
    start_exchange({"--products", "NQ,ES",     "--events",     "2000",          "--rate",
                    "1000",       "--fall",    "6%",           "--start-after", "300ms",
                    "--linger",   "1500ms",    "--loop-every", "100ms",         "--heartbeat",
                    "100ms",      "--loss",    "4%",           "--loss",        "together=1%",
                    "--loss",     "S=10%",     "--burst-loss", "A=0.2%x10",     "--duplicate",
                    "B=5%",       "--reorder", "2%",           "--kill-line",   "AB@500ms..700ms"});
    EXPECT_EQ(ready_.at("symbols").as_array().size(), 4u);
    const auto alert = boost::json::parse(gapwire_->line());
    EXPECT_EQ(alert.at("symbol").as_string(), ready_.at("symbols").at(0).as_string());
    EXPECT_EQ(alert.at("reference").at("price").as_string(), "21911.25");
    EXPECT_EQ(alert.at("rung_bp").to_number<int>(), 400);

    EXPECT_EQ(exchange_->wait(), 0);
    const std::string said = exchange_->err();
    EXPECT_NE(said.find("2000 market events sent, all of them"), std::string::npos) << said;
    EXPECT_NE(said.find("all lines: faults: lost "), std::string::npos) << said;
    EXPECT_NE(said.find("lost while dead"), std::string::npos) << said;
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(), 0) << gapwire_->err();
    EXPECT_NE(gapwire_->err().find("messages missing"), std::string::npos) << gapwire_->err();
    EXPECT_EQ(gapwire_->err().find("of the books in"), std::string::npos) << gapwire_->err();
    EXPECT_GT(lines_of(text_of(truth_)).size(), 40u);
    EXPECT_EQ(text_of(books_), text_of(truth_));
}

TEST_F(SimulatedFutures, WhoJoinsInTheMiddleHasTheBooksOfALoop)
{
    start_exchange({"--events", "100000", "--rate", "1000", "--start-after", "0s", "--loop-every",
                    "50ms", "--products", "MNQ"});
    std::this_thread::sleep_for(200ms);
    start_receiver();
    std::this_thread::sleep_for(500ms);
    exchange_->send_signal(SIGTERM);
    EXPECT_EQ(exchange_->wait(), 0);
    EXPECT_NE(exchange_->err().find("stopped before the end"), std::string::npos);
    std::this_thread::sleep_for(200ms);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(), 0) << gapwire_->err();
    EXPECT_EQ(text_of(books_), text_of(truth_));
}

TEST(SimulateServeFutures, WhatIsOfTheOtherProtocolIsRefused)
{
    const std::vector<std::vector<std::string>> bad_usage{
        {"--protocol", "fix"},
        {"--protocol", "mdp3", "--scenario", "x"},
        {"--protocol", "mdp3", "x.pcapng"},
        {"--protocol", "mdp3", "--speed", "max"},
        {"--protocol", "mdp3", "--request-server", "silent"},
        {"--protocol", "mdp3", "--products", "CL"},
        {"--protocol", "mdp3", "--products", "NQ,NQ"},
        {"--protocol", "mdp3", "--months", "0"},
        {"--protocol", "mdp3", "--fall", "5"},
        {"--protocol", "mdp3", "--loop-every", "0s"},
        {"--protocol", "mdp3", "--heartbeat", "x"},
        {"--protocol", "mdp3", "--loss", "C=1%"},
        {"--protocol", "mdp3", "--lose", "last"},
        {"--protocol", "mdp3", "--order-line", "239.1.1.1"},
        {"--products", "NQ"},
        {"--loss", "S=1%"},
    };
    for (std::vector<std::string> arguments : bad_usage) {
        arguments.insert(arguments.begin(), {"simulate", "serve"});
        const Result result = app::test::run(arguments);
        EXPECT_EQ(result.code, 2) << testing::PrintToString(arguments) << result.err;
        EXPECT_EQ(lines_of(result.out), std::vector<std::string>{});
    }
}

}  // namespace
}  // namespace gapwire::app::test
