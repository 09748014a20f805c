// gapwire serve against gapwire simulate serve --protocol fix, both real processes.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "tests/app/background_program.hpp"
#include "tests/app/program.hpp"
#include "tests/sim/scenarios.hpp"

namespace gapwire::app::test {
namespace {

class SimulatedVenue : public testing::Test {
 protected:
    void start_venue(std::vector<std::string> more)
    {
        const std::string scenario =
            write_file("scenario.toml", sim::test::small_scenario("09:20:00", "09:29:00"));
        more.insert(more.begin(), {"simulate", "serve", "--protocol", "fix", "--scenario", scenario,
                                   "--truth", truth_});
        venue_.emplace(more);
        const std::string line = venue_->line();
        ASSERT_FALSE(line.empty()) << venue_->err();
        ready_ = boost::json::parse(line).as_object();
    }
    void start_receiver(const std::string& more = {})
    {
        const std::string text = fmt::format(
            "[references.static]\nNVDA = \"142.62\"\n"
            "[[feed]]\nname = \"ecn\"\nstack = \"tcp/fix\"\nservers = [\"127.0.0.1:{}\"]\n"
            "sender = \"DESK\"\ntarget = \"VENUE\"\nbegin_string = {}\nheartbeat_s = 1\n"
            "symbols = {}\nanswer_wait_ms = 500\n{}",
            boost::json::value_to<int>(ready_.at("port")),
            boost::json::serialize(ready_.at("begin_string")),
            boost::json::serialize(ready_.at("symbols")), more);
        gapwire_.emplace(std::vector<std::string>{
            "serve", "--config", write_file("serve.toml", text), "--books-on-exit", books_});
    }
    std::string end_of_both()
    {
        EXPECT_EQ(venue_->wait(std::chrono::seconds(60)), 0) << venue_->err();
        gapwire_->send_signal(SIGTERM);
        EXPECT_EQ(gapwire_->wait(), 0) << gapwire_->err();
        EXPECT_GT(lines_of(text_of(truth_)).size(), 10u);
        return gapwire_->err();
    }

    const std::string books_ = temporary("books.csv");
    const std::string truth_ = temporary("truth.csv");
    boost::json::object ready_;
    std::optional<BackgroundProgram> venue_;
    std::optional<BackgroundProgram> gapwire_;
};

TEST_F(SimulatedVenue, BooksAreTheTrueOnesThoughItHangsUpDropsGarblesAndDoesNotListen)
{
    start_venue({"--rate",
                 "5000",
                 "--start-after",
                 "1s",
                 "--linger",
                 "10s",
                 "--disconnect-at",
                 "1s",
                 "--disconnect-at",
                 "2s",
                 "--drop",
                 "0.1%",
                 "--garble",
                 "0.1%",
                 "--deaf",
                 "2%",
                 "--heartbeat-delay",
                 "300ms",
                 "--seed",
                 "5"});
    start_receiver("statuses = true\n");
    const std::string told = end_of_both();
    const std::string said = venue_->err();
    EXPECT_NE(said.find("all of them"), std::string::npos) << said;
    EXPECT_NE(said.find("disconnects 2"), std::string::npos) << said;
    for (const char* fault : {"dropped", "garbled", "resend requests", "sent again"})
        EXPECT_NE(said.find(fault), std::string::npos) << fault << " in " << said;
    EXPECT_NE(told.find("fix_garbled"), std::string::npos) << told;
    EXPECT_EQ(told.find("fix_malformed"), std::string::npos) << told;
    EXPECT_EQ(told.find("quote_refused"), std::string::npos) << told;
    EXPECT_EQ(text_of(books_), text_of(truth_)) << told << said;
}

TEST_F(SimulatedVenue, OfFivePointZeroThatNeverSendsAgainIsAskedForEverythingAnew)
{
    start_venue({"--rate", "5000", "--start-after", "1s", "--linger", "6s", "--begin-string",
                 "FIXT.1.1", "--gap-fill", "--drop", "0.1%", "--seed", "2"});
    start_receiver();
    const std::string told = end_of_both();
    EXPECT_NE(told.find("messages missing"), std::string::npos) << told;
    EXPECT_EQ(text_of(books_), text_of(truth_));
}

TEST_F(SimulatedVenue, AWrongPasswordIsSaidByBothSides)
{
    start_venue({"--rate", "5000", "--start-after", "0s", "--linger", "1s", "--user", "desk",
                 "--password", "right"});
    start_receiver("username = \"desk\"\npassword = \"wrong\"\n");
    const std::string told = end_of_both();
    EXPECT_NE(told.find("wrong user or password"), std::string::npos) << told;
    EXPECT_EQ(told.find("right"), std::string::npos) << "a password is in the log";
    EXPECT_NE(venue_->err().find("0 logons"), std::string::npos) << venue_->err();
    EXPECT_EQ(lines_of(text_of(books_)).size(), 1u) << "books of a venue that refused us";
}

TEST(SimulateServeFix, OptionsOfOtherProtocolsAreRefused)
{
    for (const std::vector<std::string>& more : {std::vector<std::string>{"--line", "239.1.1.1:1"},
                                                 {"--loss", "1%"},
                                                 {"--events", "1"},
                                                 {"--soup-port", "1"}}) {
        std::vector<std::string> arguments{"simulate", "serve", "--protocol", "fix"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Result result = run(arguments);
        EXPECT_EQ(result.code, 2);
        EXPECT_NE(result.err.find(more[0] + " is not for --protocol fix"), std::string::npos)
            << result.err;
    }
    const Result itch = run({"simulate", "serve", "--drop", "1%"});
    EXPECT_NE(itch.err.find("--drop is not for --protocol itch"), std::string::npos) << itch.err;
    const Result share =
        run({"simulate", "serve", "--protocol", "fix", "--scenario",
             write_file("s.toml", sim::test::small_scenario("09:20:00", "09:21:00")), "--drop",
             "often"});
    EXPECT_EQ(share.code, 2);
    EXPECT_NE(share.err.find("--drop often: want a share: 1%"), std::string::npos) << share.err;
}

}  // namespace
}  // namespace gapwire::app::test
