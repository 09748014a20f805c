// What the tests of gapwire serve share: an exchange beside it, and a configuration that listens.
#pragma once

#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>
#include <sstream>

#include "tests/app/background_program.hpp"
#include "tests/app/sockets.hpp"
#include "tests/sim/scenarios.hpp"

namespace gapwire::app::test {

#ifdef GAPWIRE_SANITIZED
inline constexpr auto soon = std::chrono::seconds(20);
#else
inline constexpr auto soon =
    std::chrono::seconds(5);  // for a second, on a machine that others use too
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
        const auto deadline = Clock::now() + std::chrono::seconds(20);
        while (gapwire_->err().find(text) == std::string::npos && Clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
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
        ASSERT_EQ(exchange_->wait(std::chrono::seconds(20)), 0) << exchange_->err();
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

}  // namespace gapwire::app::test
