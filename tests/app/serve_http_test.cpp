// The HTTP service of gapwire serve, with the real program beside the simulated exchange.
#include <algorithm>

#include "alerts/store/alert_store.hpp"
#include "tests/app/serving.hpp"
#include "tests/http/client.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;
using http::test::Answer;
using http::test::WebSocket;

class ServeHttp : public Serve {
 protected:
    static std::string http(const std::string& more = "")
    {
        return "[http]\naddress = \"127.0.0.1:0\"\n" + more;
    }
    void start(const std::string& config)
    {
        start_gapwire(config);
        const std::string err = gapwire_->err();
        const std::string start = "HTTP on http://127.0.0.1:";
        const std::size_t at = err.find(start);
        ASSERT_NE(at, std::string::npos) << err;
        http_port_ = static_cast<std::uint16_t>(std::stoi(err.substr(at + start.size())));
    }
    boost::json::value get(const std::string& target) const
    {
        const Answer answer = http::test::get(http_port_, "/api/v1/" + target);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return boost::json::parse(answer.body);
    }
    template <class Condition>
    static bool eventually(Condition&& is_so)
    {
        const auto deadline = Clock::now() + 20s;
        while (Clock::now() < deadline) {
            if (is_so()) return true;
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }
    /// What serve says of a configuration that it does not take.
    Result refused(const std::string& config)
    {
        return run({"serve", "--config", write_file("serve.toml", config)});
    }

    std::uint16_t http_port_ = 0;
};

TEST_F(ServeHttp, ADeskSeesFeedsQuotesAndAlertsAsTheyCome)
{
    start_exchange({"--start-after", "3s"}, "2000");
    start(rules("[\"2\"]") + http() + lines() + requests() + snapshot());
    EXPECT_EQ(http::test::get(http_port_, "/livez").status, 200);
    WebSocket desk(http_port_);
    ASSERT_EQ(desk.status, 101);
    const std::string alert = desk.text_of("alert");
    ASSERT_FALSE(alert.empty()) << gapwire_->err();
    EXPECT_EQ(boost::json::parse(alert).at("alert").at("symbol"), "FALL");
    EXPECT_TRUE(eventually([&] { return http::test::get(http_port_, "/readyz").status == 200; }));
    const auto incidents = get("incidents");
    EXPECT_GE(incidents.at("incidents").as_array().size(), 1u);
    ASSERT_TRUE(eventually([&] {
        const auto quotes = get("watch").at("quotes").as_array();
        return !quotes.empty() && !quotes[0].at("price").is_null();
    }));
    const auto quote = get("watch").at("quotes").at(0);
    EXPECT_EQ(quote.at("symbol"), "FALL");
    EXPECT_EQ(quote.at("feed"), "test");
    EXPECT_EQ(quote.at("reference").at("price"), "1000");
    EXPECT_EQ(boost::json::serialize(quote.at("rungs")), R"(["980"])");
    const std::string depth = "instruments/" + boost::json::serialize(quote.at("id")) + "/depth";
    EXPECT_TRUE(eventually([&] { return !get(depth).at("bids").as_array().empty(); }));
    const auto feed = get("feeds").at("feeds").at(0);
    EXPECT_EQ(feed.at("lines").as_array().size(), 2u);
    EXPECT_GT(feed.at("messages").as_int64(), 0);
    EXPECT_EQ(get("rules").at("rules").at(0).at("kind"), "gap_down");
    EXPECT_GT(get("counters").at("counters").at("feed").at("messages_delivered").as_int64(), 0);
    EXPECT_NE(http::test::get(http_port_, "/metrics").body.find("gapwire_alerts_total{"),
              std::string::npos);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(30s), 0) << gapwire_->err();
    while (desk.text()) {
    }
    EXPECT_EQ(desk.close_code, 1001);
    EXPECT_GT(counter("http_requests"), 0u);
}

TEST_F(ServeHttp, WhatTheStoreKnowsIsShownAndActionsAreStored)
{
    const std::string path = temporary("alerts.db");
    for (const char* more : {"", "-wal", "-shm", "-owner"}) std::filesystem::remove(path + more);
    alerts::AlertStore store;
    ASSERT_TRUE(store.open({.path = path}, {1}).ok());
    Alert alert;
    alert.id = 0x101;
    alert.incident = 0x10;
    alert.symbol = symbol_of("NVDA");
    std::vector<alerts::Appended> appended;
    ASSERT_TRUE(store.append({&alert, 1}, {1}, appended).ok());
    start(rules("[\"2\"]") + http() + "[store]\npath = \"" + path + "\"\n" + lines());
    EXPECT_EQ(get("status").at("store").at("state"), "ok");
    EXPECT_EQ(get("incidents/10").at("incident").at("latest").at("symbol"), "NVDA");
    const Answer done =
        http::test::post(http_port_, "/api/v1/incidents/10/acknowledge", R"({"who":"anna"})");
    EXPECT_EQ(done.status, 201) << done.body;
    EXPECT_NE(output_of({"alerts", "show", "10", "--store", path}).find("anna"), std::string::npos);
}

TEST_F(ServeHttp, AnAddressThatIsTakenEndsTheStart)
{
    const Socket taken(SOCK_STREAM);
    taken.bind("127.0.0.1", 0);
    taken.listen();
    const Result result =
        refused(rules("[\"2\"]") +
                fmt::format("[http]\naddress = \"127.0.0.1:{}\"\n", taken.port()) + lines());
    EXPECT_EQ(result.code, 69) << result.err;
    EXPECT_NE(result.err.find("http: 127.0.0.1"), std::string::npos) << result.err;
}

TEST_F(ServeHttp, WhatIsWrongInTheConfigurationIsToldWithItsPlace)
{
    const std::string other = write_file("tokens", "desk short\n");
    for (const auto& [table, said] : std::vector<std::pair<std::string, std::string>>{
             {"address = \"0.0.0.0:0\"\n", "can be reached by others"},
             {"address = \"localhost:80\"\n", "is not ADDRESS:PORT"},
             {"address = \"127.0.0.1\"\n", "is not ADDRESS:PORT"},
             {"address = \"127.0.0.1:65536\"\n", "is not ADDRESS:PORT"},
             {"address = \"::1:80\"\n", "is not ADDRESS:PORT"},
             {"token_file = \"" + other + "\"\n", "line 1: a token has 16 to 256 characters"},
             {"token_env = \"GAPWIRE_NO_SUCH\"\n", "there is no variable GAPWIRE_NO_SUCH"},
             {"page = \"/nothing\"\n", "/nothing is no folder"},
             {"tls_key = \"/key\"\n", "want both tls_certificate and tls_key"},
             {"tls_key = \"/key\"\ntls_certificate = \"/c\"\n", "http: /c"},
             {"connections_max = 0\n", "connections_max"},
             {"hosts = [\"http://x\"]\n", "want NAME or NAME:PORT"},
             {"nothing = 1\n", "nothing"}}) {
        const Result result = refused(rules("[\"2\"]") + "[http]\n" + table + lines());
        EXPECT_EQ(result.code, 78) << table << result.err;
        EXPECT_NE(result.err.find(said), std::string::npos) << table << result.err;
    }
}

TEST_F(ServeHttp, WithATokenOtherAddressesAreServed)
{
    const std::string tokens = write_file("tokens", "anna 0123456789abcdef\n");
    start_gapwire(rules("[\"2\"]") + "[http]\naddress = \"0.0.0.0:0\"\ntoken_file = \"" + tokens +
                  "\"\n" + lines());
    const std::string err = gapwire_->err();
    const std::string begin = "HTTP on http://0.0.0.0:";
    ASSERT_NE(err.find(begin), std::string::npos) << err;
    const auto port =
        static_cast<std::uint16_t>(std::stoi(err.substr(err.find(begin) + begin.size())));
    EXPECT_EQ(http::test::get(port, "/api/v1/status").status, 401);
    EXPECT_EQ(http::test::get(port, "/api/v1/status", "Authorization: Bearer 0123456789abcdef\r\n")
                  .status,
              200);
}

TEST_F(ServeHttp, RulesThatAreReadAgainAreShown)
{
    start(rules("[\"2\"]") + http() + lines());
    const std::string before = boost::json::serialize(get("rules"));
    write_file("serve.toml", rules("[\"3\"]") + http() + lines());
    gapwire_->send_signal(SIGHUP);
    EXPECT_TRUE(eventually([&] { return boost::json::serialize(get("rules")) != before; }));
}

}  // namespace
}  // namespace gapwire::app::test
