// gapwire serve stores and delivers: to webhooks, past a sink that is down, on a full disk.
#include <boost/json.hpp>

#include "tests/app/falling_venue.hpp"
#include "tests/sinks/http_server.hpp"
#include "tests/store/small_disk.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;
using alerts::test::HttpAnswer;
using alerts::test::HttpRequest;
using alerts::test::HttpServer;
using alerts::test::sql_value;

std::string sink_table(const std::string& name, std::uint16_t port, const std::string& more = "")
{
    return fmt::format(
        "[[sink]]\nkind = \"webhook\"\nname = \"{}\"\nurl = \"http://127.0.0.1:{}/hook\"\n"
        "retry_ms = 20\nretry_max_ms = 100\n{}",
        name, port, more);
}

class ServeDelivery : public testing::Test {
 protected:
    void start(const std::string& sinks, const std::filesystem::path& store = {})
    {
        store_ = store.empty() ? temporary("alerts.db") : store.string();
        if (store.empty())
            for (const char* suffix : {"", "-wal", "-shm", "-owner"})
                std::filesystem::remove(store_ + suffix);
        config_ =
            write_file("serve.toml", fmt::format("{}[store]\npath = \"{}\"\nretry_ms = 50\n{}",
                                                 venue_.config(4), store_, sinks));
        gapwire_.emplace(std::vector<std::string>{"serve", "--config", config_});
        ASSERT_TRUE(venue_.take_connection()) << gapwire_->err();
    }
    void end()
    {
        gapwire_->send_signal(SIGTERM);
        EXPECT_EQ(gapwire_->wait(), 0) << gapwire_->err();
    }
    /// While the venue answers, until `done`.
    template <class Done>
    void until(Done done)
    {
        if (testing::Test::HasFatalFailure()) return;
        const auto deadline = Clock::now() + 20s;
        while (!done() && Clock::now() < deadline) venue_.pump_for(5ms);
        EXPECT_TRUE(done()) << gapwire_->err();
    }

    FallingVenue venue_;
    std::string store_;
    std::string config_;
    std::optional<BackgroundProgram> gapwire_;
};

/// Of what a webhook got: (symbol, rung) of each alert, in order.
std::vector<std::string> rungs_in(const std::vector<HttpRequest>& requests)
{
    std::vector<std::string> rungs;
    for (const HttpRequest& request : requests) {
        const auto alert = boost::json::parse(request.body);
        if (alert.at("rule") == "gap_down" && alert.at("reason") == "fired")
            rungs.push_back(fmt::format("{} {}", std::string(alert.at("symbol").as_string()),
                                        alert.at("rung_bp").as_int64()));
    }
    return rungs;
}

TEST_F(ServeDelivery, StandardOutputIsTheSinkWhereNoneIsConfigured)
{
    start("");
    venue_.fall(0, 2);
    for (const char* rung : {"\"rung_bp\":100", "\"rung_bp\":200"})
        EXPECT_NE(gapwire_->line().find(rung), std::string::npos);
    end();
    EXPECT_EQ(sql_value(store_, "SELECT count(*) FROM alert"), "2");
    EXPECT_EQ(sql_value(store_, "SELECT count(*) FROM outbox"), "0");
    EXPECT_EQ(sql_value(store_,
                        "SELECT group_concat(kind) FROM (SELECT kind FROM log WHERE kind "
                        "IN ('start', 'sink', 'stop') ORDER BY seq)"),
              "start,sink,stop");
    const std::string verified = output_of({"alerts", "verify", "--store", store_});
    EXPECT_NE(verified.find("none broken"), std::string::npos) << verified;
}

TEST_F(ServeDelivery, WhatWasStoredBeforeIsNotToldAgainAndTheDowntimeIs)
{
    start("");
    venue_.fall(0, 1);
    EXPECT_NE(gapwire_->line().find("\"rung_bp\":100"), std::string::npos);
    end();
    gapwire_.emplace(std::vector<std::string>{"serve", "--config", config_});
    const std::string downtime = gapwire_->line();
    EXPECT_NE(downtime.find("\"cause\":\"not_running\""), std::string::npos) << downtime;
    EXPECT_NE(downtime.find("\"rule\":\"downtime\""), std::string::npos) << downtime;
    EXPECT_NE(downtime.find("\"detail\":\"stopped\""), std::string::npos) << downtime;
    ASSERT_TRUE(venue_.take_connection());
    venue_.fall(0, 1);
    venue_.fall(1, 1);
    EXPECT_NE(gapwire_->line().find("\"symbol\":\"S001\""), std::string::npos);
    end();
}

TEST_F(ServeDelivery, AlertsReachAWebhookInTheOrderInWhichTheyWereRaised)
{
    HttpServer server;
    start(sink_table("desk", server.port()));
    std::vector<std::string> expected;
    for (int percent = 1; percent <= 5; ++percent)
        for (int symbol = 0; symbol < 4; ++symbol) {
            venue_.fall(symbol, percent);
            expected.push_back(fmt::format("{} {}00", FallingVenue::symbol(symbol), percent));
        }
    until([&] { return rungs_in(server.requests()).size() == expected.size(); });
    end();
    EXPECT_EQ(rungs_in(server.requests()), expected);
}

TEST_F(ServeDelivery, ASinkThatIsDownGetsAllOfItLaterAndTheOtherIsTold)
{
    HttpServer desk;
    std::optional<HttpServer> away;
    const std::uint16_t port = alerts::test::closed_port();
    start(sink_table("desk", desk.port()) + sink_table("away", port, "trouble = \"200ms\"\n"));
    for (int percent = 1; percent <= 5; ++percent) venue_.fall(0, percent);
    const auto told = [&](const std::string& state) {
        for (const HttpRequest& request : desk.requests())
            if (request.body.find("\"rule\":\"delivery\",\"symbol\":\"away\"") !=
                    std::string::npos &&
                request.body.find(state) != std::string::npos)
                return true;
        return false;
    };
    until([&] { return told("\"state\":\"firing\""); });
    EXPECT_EQ(rungs_in(desk.requests()).size(), 5u);
    away.emplace([](const HttpRequest&, int) { return HttpAnswer{}; }, port);
    until([&] { return told("\"state\":\"recovering\""); });
    until([&] { return rungs_in(away->requests()).size() == 5u; });
    end();
    EXPECT_EQ(rungs_in(away->requests()), rungs_in(desk.requests()));
    for (const HttpRequest& request : away->requests())
        EXPECT_EQ(request.body.find("\"rule\":\"delivery\""), std::string::npos)
            << "a sink does not hear of itself";
}

TEST_F(ServeDelivery, WhatOtherProcessesSayOfAnIncidentIsHeard)
{
    HttpServer desk;
    HttpServer phone;
    start(sink_table("desk", desk.port()) + sink_table("phone", phone.port()) +
          "[[escalation]]\nsink = \"phone\"\nafter = \"1h\"\nseverity = \"warning\"\n");
    venue_.fall(0, 1);
    until([&] { return desk.requests().size() == 1; });
    const auto alert = boost::json::parse(desk.requests().at(0).body);
    const std::string incident(alert.at("incident").as_string());
    output_of({"alerts", "ack", incident, "--store", store_, "--by", "anna"});
    until([&] {
        return sql_value(store_, "SELECT count(*) FROM log WHERE kind = 'skipped'") != "0";
    });
    venue_.fall(1, 1);
    until([&] { return rungs_in(desk.requests()).size() == 2; });
    EXPECT_EQ(phone.requests().size(), 0u);
    output_of({"alerts", "escalate", incident, "--store", store_, "--by", "anna"});
    until([&] { return phone.requests().size() == 1; });
    end();
    EXPECT_EQ(rungs_in(phone.requests()), std::vector<std::string>{"S001 100"});
}

TEST_F(ServeDelivery, OnAFullDiskAlertsGoOutAtOnceAndAreStoredLater)
{
    const std::filesystem::path folder = temporary("disk");
    alerts::test::on_small_disk(folder, 1 << 20, [&](const alerts::test::SmallDisk& disk) {
        HttpServer desk;
        start(sink_table("desk", desk.port()), disk.folder() / "alerts.db");
        venue_.fall(0, 1);
        until([&] { return rungs_in(desk.requests()).size() == 1; });
        disk.fill();
        for (int percent = 2; percent <= 9; ++percent) venue_.fall(0, percent);
        until([&] { return rungs_in(desk.requests()).size() == 9; });
        EXPECT_NE(desk.requests().back().body.find("\"stored\":false"), std::string::npos);
        disk.empty();
        until([&] { return gapwire_->err().find("stored again") != std::string::npos; });
        venue_.fall(1, 1);
        until([&] { return rungs_in(desk.requests()).size() == 10; });
        end();
        EXPECT_EQ(rungs_in(desk.requests()).size(), 10u) << "none is sent twice";
        EXPECT_EQ(sql_value(store_,
                            "SELECT count(*) FROM alert WHERE rule = 'gap_down' AND revision = 1"),
                  "10");
        EXPECT_EQ(sql_value(store_, "SELECT count(*) FROM outbox"), "0");
        gapwire_.reset();  // nothing of this process is destroyed
    });
}

}  // namespace
}  // namespace gapwire::app::test
