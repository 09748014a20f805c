// kill -9 of gapwire serve at any moment: no stored alert is lost, none is stored or shown twice.
#include <boost/json.hpp>
#include <map>
#include <random>

#include "alerts/store/verify_store.hpp"
#include "tests/app/falling_venue.hpp"
#include "tests/sinks/http_server.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;
using alerts::test::HttpAnswer;
using alerts::test::HttpRequest;
using alerts::test::HttpServer;
using alerts::test::sql_value;

/// Runs of one store, one venue and one client.
class Runs {
 public:
    explicit Runs(int kills) : kills_(kills), symbols_(2 * kills)
    {
        for (const char* suffix : {"", "-wal", "-shm", "-owner"})
            std::filesystem::remove(store_ + suffix);
        config_ = write_file(
            "serve.toml",
            fmt::format("{}[store]\npath = \"{}\"\n[[sink]]\nkind = \"webhook\"\n"
                        "name = \"desk\"\nurl = \"{}\"\nretry_ms = 5\nretry_max_ms = 20\n"
                        "attempts_max = 0\n",
                        venue_.config(symbols_), store_, server_.url()));
    }

    /// Lets two more symbols fall, and again the two before, and kills it meanwhile.
    void run_and_kill(int number)
    {
        const std::size_t before = server_.requests().size();
        BackgroundProgram gapwire({"serve", "--config", config_});
        ASSERT_TRUE(venue_.take_connection()) << number << gapwire.err();
        std::uniform_int_distribution<int> life_us(0, 60'000);
        for (int symbol = std::max(0, 2 * number - 2); symbol < 2 * number + 2; ++symbol)
            venue_.fall(symbol, FallingVenue::rungs);
        std::this_thread::sleep_for(std::chrono::microseconds(life_us(random_)));
        gapwire.send_signal(SIGKILL);
        ASSERT_EQ(gapwire.wait(), -1);
        if (server_.requests().size() > before) ++mid_way_;
    }
    /// It is not killed, and hears of every fall once more.
    void run_to_the_end()
    {
        BackgroundProgram gapwire({"serve", "--config", config_});
        ASSERT_TRUE(venue_.take_connection()) << gapwire.err();
        for (int symbol = 0; symbol < symbols_; ++symbol) venue_.fall(symbol, FallingVenue::rungs);
        const auto deadline = Clock::now() + 60s;
        while ((rungs_stored() != all_rungs() || outbox() != "0") && Clock::now() < deadline)
            venue_.pump_for(50ms);
        gapwire.send_signal(SIGTERM);
        EXPECT_EQ(gapwire.wait(), 0) << gapwire.err();
    }

    /// Every rung, the chain whole, every end but the last a blind interval.
    void expect_whole_store() const
    {
        EXPECT_EQ(rungs_stored(), all_rungs());
        EXPECT_EQ(outbox(), "0");
        EXPECT_EQ(sql_value(store_, "SELECT count(*) FROM log WHERE kind = 'blind'"),
                  std::to_string(kills_));
        alerts::Verification verified;
        ASSERT_TRUE(alerts::verify_store({.path = store_}, "", verified).ok());
        EXPECT_EQ(verified.broken_seq, 0) << verified.broken_why;
    }
    /// A client that honours ids was shown all that is stored, nothing else, each once, in the
    /// order of its incident.
    void expect_all_shown()
    {
        alerts::StoreReader reader;
        std::vector<alerts::StoredAlert> stored;
        ASSERT_TRUE(reader.open({.path = store_}).ok());
        ASSERT_TRUE(reader.alerts({.limit = 1u << 20}, stored).ok());
        std::map<std::uint64_t, std::vector<std::string>> by_incident;
        std::map<std::string, std::uint64_t> incident_of;
        for (const alerts::StoredAlert& one : stored) {
            const std::string key = fmt::format("{:016x}-{}-{}", one.alert.id, one.alert.revision,
                                                to_text(one.alert.state));
            EXPECT_TRUE(incident_of.emplace(key, one.alert.incident).second) << key << " twice";
            by_incident[one.alert.incident].push_back(key);
        }
        std::map<std::uint64_t, std::vector<std::string>> shown;
        for (const std::string& key : shown_keys()) {
            ASSERT_EQ(incident_of.count(key), 1u) << key << " was shown and is not stored";
            shown[incident_of[key]].push_back(key);
        }
        EXPECT_EQ(shown, by_incident);
        EXPECT_GT(mid_way_, kills_ / 4) << "kills that hit nothing show nothing";
        fmt::print("{} kills, {} of them while alerts went out; {} alerts stored, {} requests\n",
                   kills_, mid_way_, stored.size(), server_.requests().size());
    }

 private:
    std::string all_rungs() const { return std::to_string(symbols_ * FallingVenue::rungs); }
    /// Of every symbol and trading date, of which there is one.
    std::string rungs_stored() const
    {
        return sql_value(store_, "SELECT count(DISTINCT id) FROM alert WHERE rule = 'gap_down'");
    }
    std::string outbox() const { return sql_value(store_, "SELECT count(*) FROM outbox"); }
    /// What came for the first time, in order.
    std::vector<std::string> shown_keys() const
    {
        std::vector<std::string> keys;
        std::map<std::string, std::string> bodies;
        for (const HttpRequest& request : server_.requests()) {
            const std::string& key = request.headers.at("webhook-id");
            const auto [first, is_new] = bodies.try_emplace(key, request.body);
            if (is_new) keys.push_back(key);
            EXPECT_EQ(first->second, request.body) << "one key, one content";
        }
        return keys;
    }

    int kills_;
    int symbols_;
    int mid_way_ = 0;  // kills while alerts were on their way
    std::mt19937 random_{20'250'127};
    FallingVenue venue_;
    // Some requests fail, so that retries are killed, too.
    HttpServer server_{
        [](const HttpRequest&, int number) { return HttpAnswer{number % 7 == 0 ? 500 : 200}; }};
    std::string store_ = temporary("alerts.db");
    std::string config_;
};

void kill_so_often(int kills)
{
    Runs runs(kills);
    for (int number = 0; number < kills && !testing::Test::HasFatalFailure(); ++number)
        runs.run_and_kill(number);
    runs.run_to_the_end();
    runs.expect_whole_store();
    runs.expect_all_shown();
}

TEST(ServeKill, LosesNoStoredAlertAndShowsNoneTwice)
{
    kill_so_often(10);
}

TEST(ServeKillSlow, LosesNoStoredAlertAndShowsNoneTwice)
{
    kill_so_often(210);
}

}  // namespace
}  // namespace gapwire::app::test
