// `gapwire alerts`: what it prints of a store, what it writes, what it refuses.
#include <boost/json.hpp>
#include <regex>

#include "alerts/store/alert_store.hpp"
#include "tests/alerts/samples.hpp"
#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

constexpr Timestamp second(std::int64_t count)
{
    return {1'737'987'000'000'000'000 + count * 1'000'000'000};
}

/// A store with three incidents: a gap with two revisions that the sink "web" took, a halt that it
/// did not, and a record.
class AlertsCommand : public testing::Test {
 protected:
    void SetUp() override
    {
        for (const char* suffix : {"", "-wal", "-shm", "-owner"})
            std::filesystem::remove(store_ + suffix);
        alerts::AlertStore store;
        std::vector<alerts::Appended> rows;
        std::vector<Alert> all{alerts::sample(), alerts::halt(), alerts::record()};
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].id = i + 1;
            all[i].incident = 0xa0 + i + 1;
        }
        all[1].severity = Severity::critical;
        all[2].exchange_time = {all[2].exchange_time.ns + 86'400'000'000'000};
        all.push_back(alerts::revised(all[0], AlertState::recovering, AlertReason::recovered));
        ASSERT_TRUE(store.open({.path = store_}, second(0)).ok());
        ASSERT_TRUE(store.add_sink("web", second(0)).ok());
        ASSERT_TRUE(store.append(all, second(1), rows).ok());
        const std::vector<alerts::Settlement> settled{
            {"web", rows[0].seq, alerts::SettleKind::failed, "503 busy", second(9)},
            {"web", rows[0].seq}};
        ASSERT_TRUE(store.settle(settled, second(2)).ok());
    }

    Result alerts(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "alerts");
        arguments.insert(arguments.end(), {"--store", store_});
        return run(arguments);
    }
    std::string output(const std::vector<std::string>& arguments) const
    {
        const Result result = alerts(arguments);
        EXPECT_EQ(result.code, 0) << result.err;
        return result.out;
    }
    /// The ids of what `list` finds.
    std::string listed(std::vector<std::string> filter) const
    {
        filter.insert(filter.begin(), {"list", "--json"});
        std::string ids;
        for (const std::string& line : lines_of(output(filter))) {
            const auto alert = boost::json::parse(line).at("alert");
            ids += std::string(alert.at("id").as_string()).back();
        }
        return ids;
    }

    std::string store_ = temporary("alerts.db");
};

TEST_F(AlertsCommand, ListsTheNewestOldestFirst)
{
    const auto lines = lines_of(output({"list"}));
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_NE(lines[0].find("00000000000000a1  09:12:33.123456789 EST  NVDA  -10.00 %"),
              std::string::npos)
        << lines[0];
    EXPECT_NE(lines[3].find("recovered"), std::string::npos) << lines[3];
    EXPECT_NE(output({"list", "--time-zone", "UTC"}).find("14:12:33.123456789 UTC"),
              std::string::npos);
    EXPECT_NE(output({"list", "--lang", "ar"}).find("\u200f"), std::string::npos);
}

TEST_F(AlertsCommand, FiltersByEverything)
{
    EXPECT_EQ(listed({}), "1231");
    EXPECT_EQ(listed({"--limit", "2"}), "31");
    EXPECT_EQ(listed({"--symbol", "NQH5"}), "3");
    EXPECT_EQ(listed({"--rule", "halt"}), "2");
    EXPECT_EQ(listed({"--incident", "a1"}), "11");
    EXPECT_EQ(listed({"--state", "recovering"}), "1");
    EXPECT_EQ(listed({"--severity", "critical"}), "2");
    EXPECT_EQ(listed({"--severity", "info"}), "1231");
    EXPECT_EQ(listed({"--since", "2025-01-28"}), "3");
    EXPECT_EQ(listed({"--since", "2025-01-27T14:12:34Z"}), "3");
    EXPECT_EQ(listed({"--symbol", "NVDA", "--state", "withdrawn"}), "");
}

TEST_F(AlertsCommand, ShowsRevisionsDeliveriesAndActions)
{
    output({"ack", "a1", "--by", "anna", "--why", "seen"});
    output({"note", "a1", "broker called", "--by", "bob"});
    const std::string text = output({"show", "a1"});
    for (const char* part :
         {"web: failed: 503 busy", "web: delivered",
          "acknowledge of incident 00000000000000a1 by anna: seen",
          "note of incident 00000000000000a1 by bob: broker called", "recovered"})
        EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;

    const auto json = boost::json::parse(output({"show", "1", "--json"}));
    ASSERT_EQ(json.at("alerts").as_array().size(), 2u);
    EXPECT_EQ(json.at("alerts").at(0).at("deliveries").as_array().size(), 2u);
    EXPECT_EQ(json.at("alerts").at(1).at("deliveries").as_array().size(), 0u);
    EXPECT_EQ(json.at("actions").at(1).at("why").as_string(), "broker called");
    EXPECT_EQ(json.at("alerts").at(0).at("acknowledged").at("who").as_string(), "anna");
}

TEST_F(AlertsCommand, SilenceHoldsUntilItIsEnded)
{
    const auto silenced = [&](int line) {
        return !boost::json::parse(lines_of(output({"list", "--json"})).at(line))
                    .at("silenced")
                    .is_null();
    };
    output({"silence", "--symbol", "NVDA", "--until", "+2h", "--why", "known", "--by", "anna"});
    EXPECT_TRUE(silenced(0));
    EXPECT_FALSE(silenced(2));
    EXPECT_NE(output({"list"}).find("[silenced until "), std::string::npos);
    output({"unsilence", "--symbol", "NVDA"});
    EXPECT_FALSE(silenced(0));
    output({"silence", "--rule", "record", "--until", "2199-01-01T00:00:00Z", "--why", "known"});
    EXPECT_TRUE(silenced(2));
    output({"silence", "--incident", "a2", "--until", "+1h", "--why", "known"});
    EXPECT_TRUE(silenced(1));
}

TEST_F(AlertsCommand, TextOfOperatorsKeepsItsLettersAndGivesTerminalsNoOrders)
{
    output({"note", "a1", "\u0645 \x1b[31m \u0085", "--by", "anna"});
    const std::string text = output({"show", "a1"});
    EXPECT_NE(text.find("\u0645 ?[31m ?\n"), std::string::npos) << text;
    const auto json = boost::json::parse(output({"show", "a1", "--json"}));
    EXPECT_EQ(json.at("actions").at(0).at("why").as_string(), "\u0645 \x1b[31m \u0085");
}

TEST_F(AlertsCommand, VerifyTellsTheLastHashAndFindsItAgain)
{
    const std::string before = output({"verify"});
    std::smatch hash;
    ASSERT_TRUE(std::regex_search(before, hash, std::regex("last row 8, hash ([0-9a-f]{64})\n")))
        << before;
    EXPECT_NE(before.find("8 rows, 4 alerts, none broken"), std::string::npos);
    output({"ack", "a1"});
    EXPECT_NE(output({"verify", "--expect", hash[1]}).find("expected hash: row 8"),
              std::string::npos);
    const Result missing = alerts({"verify", "--expect", std::string(64, '0')});
    EXPECT_EQ(missing.code, 65);
    EXPECT_NE(missing.err.find("no row has the hash"), std::string::npos);
    const auto json = boost::json::parse(output({"verify", "--json"}));
    EXPECT_EQ(json.at("rows").as_int64(), 9);
    EXPECT_TRUE(json.at("broken_seq").is_null());
}

TEST_F(AlertsCommand, VerifyNamesTheFirstBrokenRow)
{
    output({"verify"});
    std::string bytes = text_of(store_);
    const std::size_t place = bytes.find("503 busy");
    ASSERT_NE(place, std::string::npos);
    bytes[place] = '4';
    std::ofstream(store_, std::ios::binary) << bytes;
    const Result broken = alerts({"verify", "--json"});
    EXPECT_EQ(broken.code, 65);
    EXPECT_EQ(broken.err, "gapwire: " + store_ +
                              ": row 7: its hash is not that of what it says; 6 rows before it are "
                              "right\n");
    EXPECT_EQ(boost::json::parse(broken.out).at("broken_seq").as_int64(), 7);
}

TEST_F(AlertsCommand, RefusesWithTheReason)
{
    const auto code = [&](const std::vector<std::string>& arguments) {
        const Result result = alerts(arguments);
        EXPECT_EQ(result.err.rfind("gapwire: ", 0), 0u) << testing::PrintToString(arguments);
        return result.code;
    };
    for (const std::vector<std::string>& usage : std::vector<std::vector<std::string>>{
             {},
             {"list", "--severity", "worst"},
             {"list", "--state", "pending"},
             {"list", "--since", "yesterday"},
             {"list", "--limit", "0"},
             {"list", "--incident", "xyz"},
             {"list", "--lang", "fr"},
             {"list", "--config", "x.toml"},
             {"show"},
             {"show", "11111111111111111"},
             {"ack"},
             {"note", "a1"},
             {"note", "a1", ""},
             {"note", "a1", "text", "--by", std::string(65, 'x')},
             {"silence", "--until", "+1h", "--why", "x"},
             {"silence", "--symbol", "A", "--rule", "b", "--until", "+1h", "--why", "x"},
             {"silence", "--symbol", "A", "--until", "2025-01-27", "--why", "x"},
             {"silence", "--symbol", "A", "--until", "+inf", "--why", "x"},
             {"silence", "--symbol", "A", "--until", "+1h"}})
        EXPECT_EQ(code(usage), 2) << testing::PrintToString(usage);
    EXPECT_EQ(code({"show", "ff"}), 65);
    EXPECT_EQ(code({"ack", "ff"}), 65);
    EXPECT_EQ(code({"silence", "--incident", "ff", "--until", "+1h", "--why", "x"}), 65);
    EXPECT_EQ(run({"alerts", "list"}).code, 2);
    EXPECT_EQ(run({"alerts", "list", "--store", temporary("none.db")}).code, 74);
    EXPECT_EQ(run({"alerts", "ack", "a1", "--store", temporary("none.db")}).code, 74);
    EXPECT_FALSE(std::filesystem::exists(temporary("none.db")));
    const std::string text = write_file("text", std::string(9'000, 'x'));
    EXPECT_EQ(run({"alerts", "list", "--store", text}).code, 65);
    EXPECT_EQ(run({"alerts", "verify", "--store", text}).code, 65);
}

TEST_F(AlertsCommand, FindsTheStoreOfAConfiguration)
{
    const std::string config = write_file("desk.toml", "[store]\npath = \"alerts.db\"\n");
    EXPECT_EQ(lines_of(output_of({"alerts", "list", "--config", config})).size(), 4u);
    const std::string none = write_file("none.toml", "time_zone = \"UTC\"\n");
    const Result refused = run({"alerts", "list", "--config", none});
    EXPECT_EQ(refused.code, 78);
    EXPECT_NE(refused.err.find("add a [store]"), std::string::npos);
    const std::string wrong = write_file("wrong.toml", "[store]\npath = \"a.db\"\nheld_max = 0\n");
    const Result line = run({"alerts", "list", "--config", wrong});
    EXPECT_EQ(line.code, 78);
    EXPECT_NE(line.err.find("wrong.toml:3: store.held_max: "), std::string::npos) << line.err;
}

TEST_F(AlertsCommand, DocumentNamesEveryOption)
{
    const std::string text = text_of(GAPWIRE_SOURCE_DIR "/docs/commands.md");
    const std::size_t begin = text.find("\n## gapwire alerts\n");
    ASSERT_NE(begin, std::string::npos);
    const std::string section = text.substr(begin, text.find("\n## ", begin + 1) - begin);
    static const std::regex option("--[a-z][a-z-]+");
    for (const char* command : {"list", "show", "ack", "silence", "unsilence", "note", "verify"}) {
        const std::string help = output_of({"alerts", command, "--help"});
        for (auto i = std::sregex_iterator(help.begin(), help.end(), option);
             i != std::sregex_iterator(); ++i)
            EXPECT_TRUE(i->str() == "--help" || section.find(i->str()) != std::string::npos)
                << command << ' ' << i->str();
    }
}

}  // namespace
}  // namespace gapwire::app::test
