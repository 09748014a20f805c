// gapwire serve on a FIX venue of the test's own: logon, subscription, a fall, a broken connection.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <thread>

#include "tests/app/background_program.hpp"
#include "tests/app/program.hpp"
#include "tests/app/sockets.hpp"
#include "tests/fix_session/peers.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;
using gapwire::test::Fields;
using gapwire::test::Peer;
using gapwire::test::Role;
using gapwire::test::value_in;

/// A venue on a port of loopback, one connection at a time.
class ServeFix : public testing::Test {
 protected:
    ServeFix()
    {
        listener_.bind("127.0.0.1", 0);
        listener_.listen();
        const std::string text = fmt::format(
            "[[rule]]\nkind = \"gap_down\"\nladder = [\"4\"]\nsymbols = [\"NQ\"]\n"
            "[references.static]\nNQ = \"22000\"\n"
            "[[feed]]\nname = \"ecn\"\nstack = \"tcp/fix\"\nservers = [\"127.0.0.1:{0}\", "
            "\"127.0.0.1:{0}\"]\nsender = \"DESK\"\ntarget = \"VENUE\"\nheartbeat_s = 1\n"
            "password = \"secret\"\nsymbols = [\"NQ\"]\nvenue = \"XECN\"\nreset_on_logon = true\n",
            listener_.port());
        gapwire_.emplace(std::vector<std::string>{
            "serve", "--config", write_file("serve.toml", text), "--books-on-exit", books_});
    }
    static std::int64_t now()
    {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
    /// The venue with a connection that is logged on.
    void take_connection()
    {
        connection_.reset();
        auto settings = gapwire::test::settings_of(Role::acceptor);
        settings.reset_on_logon = true;
        if (!venue_) venue_ = std::make_unique<Peer>(settings, now());
        venue_->wanted_password = "secret";
        accept();
        venue_->session.on_connected(now());
        until([&] { return venue_->session.is_logged_on(); });
    }
    void accept()
    {
        auto accepted = listener_.accept(20s);
        ASSERT_TRUE(accepted);
        connection_.emplace(std::move(*accepted));
    }
    /// Carries bytes until `done`, or for too long.
    template <class Done>
    void until(Done done)
    {
        const auto deadline = Clock::now() + 20s;
        while (!done() && Clock::now() < deadline) pump();
        EXPECT_TRUE(done());
    }
    void pump()
    {
        for (; !venue_->out.empty(); venue_->out.pop_front()) {
            const std::string& bytes = venue_->out.front();
            connection_->send({bytes.begin(), bytes.end()});
        }
        const auto bytes = connection_->receive(5ms);
        if (bytes) in_.append(bytes->begin(), bytes->end());
        for (std::size_t end = in_.find("\x01"
                                        "10=");
             end != std::string::npos && end + 8 <= in_.size(); end = in_.find("\x01"
                                                                               "10=")) {
            venue_->session.on_message(in_.data(), end + 8, now());
            in_.erase(0, end + 8);
        }
        venue_->session.on_time(now());
    }
    void say(const std::string& type, const Fields& fields)
    {
        EXPECT_NE(venue_->session.send(type, fields, now()), 0u);
        for (; !venue_->out.empty(); venue_->out.pop_front()) {
            const std::string& bytes = venue_->out.front();
            connection_->send({bytes.begin(), bytes.end()});
        }
    }
    /// The id of the newest request for NQ, when it comes.
    std::string request_id(std::size_t number)
    {
        until([&] { return venue_->raw.size() >= number; });
        return venue_->raw.size() < number ? "" : value_in(venue_->raw[number - 1], "262");
    }
    static Fields book_of(const std::string& id, const char* bid, const char* ask)
    {
        return {{262, id},  {55, "NQ"}, {268, "2"}, {269, "0"}, {270, bid},
                {271, "5"}, {269, "1"}, {270, ask}, {271, "7"}};
    }

    Socket listener_{SOCK_STREAM};
    std::optional<Socket> connection_;
    std::unique_ptr<Peer> venue_;
    std::string in_;
    std::string books_ = temporary("books.csv");
    std::optional<BackgroundProgram> gapwire_;
};

TEST_F(ServeFix, AFallIsToldAndABrokenConnectionIsFollowedByANewSubscription)
{
    take_connection();
    const std::string first = request_id(1);
    EXPECT_EQ(first, "gw1");
    EXPECT_EQ(value_in(venue_->raw[0], "55"), "NQ");
    say("W", book_of(first, "21900.25", "21900.75"));
    say("X", {{262, first},
              {268, "1"},
              {279, "0"},
              {269, "2"},
              {55, "NQ"},
              {270, "21119.50"},
              {271, "3"}});
    const auto alert = boost::json::parse(gapwire_->line());
    EXPECT_EQ(alert.at("symbol").as_string(), "NQ");
    EXPECT_EQ(alert.at("price").as_string(), "21119.5");

    connection_.reset();  // the cable is pulled
    venue_->session.on_disconnected(now());
    in_.clear();
    take_connection();
    const std::string second = request_id(2);
    EXPECT_EQ(second, "gw2");
    say("W", book_of(second, "21100", "21101.5"));
    say("X",
        {{262, first}, {268, "1"}, {279, "0"}, {269, "0"}, {55, "NQ"}, {270, "1"}, {271, "1"}});
    say("X", {{262, second},
              {268, "1"},
              {279, "0"},
              {269, "0"},
              {55, "NQ"},
              {270, "21099"},
              {271, "2"}});
    // An answer shows that all of it has been read.
    say("1", {{112, "ping"}});
    for (int i = 0; i < 100; ++i) pump();
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(), 0) << gapwire_->err();
    EXPECT_EQ(text_of(books_),
              "symbol,side,price,quantity,orders\nNQ,B,21100,5,0\nNQ,B,21099,2,0\n"
              "NQ,S,21101.5,7,0\n");
    EXPECT_NE(gapwire_->err().find("feed ecn: "), std::string::npos) << gapwire_->err();
}

TEST_F(ServeFix, AWrongPasswordIsToldAtOnce)
{
    auto settings = gapwire::test::settings_of(Role::acceptor);
    settings.reset_on_logon = true;
    venue_ = std::make_unique<Peer>(settings, now());
    venue_->wanted_password = "another";
    accept();
    venue_->session.on_connected(now());
    until([&] { return venue_->wants_out; });
    pump();
    until([&] {
        const std::string err = gapwire_->err();
        return err.find("gapwire: ecn: logged out: Rejected Logon Attempt: wrong password") !=
               std::string::npos;
    });
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(), 0);
}

}  // namespace
}  // namespace gapwire::app::test
