// `gapwire replay`: alerts, summary, and references from everywhere they may come from.
#include <boost/json.hpp>
#include <set>

#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

std::string falling_capture()
{
    return write_file("day.pcapng", capture_of(falling_day()));
}

std::vector<boost::json::value> alerts_of(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), {"replay", "--json"});
    std::vector<boost::json::value> alerts;
    for (const std::string& line : lines_of(output_of(arguments)))
        if (is_fired(line)) alerts.push_back(boost::json::parse(line));
    return alerts;
}

/// A day that closes NVDA at 150.00 in its closing cross, and CALM at 80.00.
Messages closing_day()
{
    using namespace itch;
    return {
        encode(SystemEvent{.at = {0, at(3, 0)}, .event = 'O'}),
        encode(StockDirectory{.at = {1, at(3, 5)}, .stock = "NVDA"}),
        encode(StockDirectory{.at = {2, at(3, 5)}, .stock = "CALM"}),
        encode(CrossTrade{{1, at(9, 30)}, 500, "NVDA", 1'490'000, 1, 'O'}),
        encode(CrossTrade{{1, at(16, 0)}, 900, "NVDA", 1'500'000, 2, 'C'}),
        encode(CrossTrade{{2, at(16, 0)}, 100, "CALM", 800'000, 3, 'C'}),
        encode(SystemEvent{.at = {0, at(20, 0)}, .event = 'C'}),
    };
}

TEST(Replay, FallToTheLastDigitOfTwoRungsIsTwoAlerts)
{
    const auto alerts = alerts_of({"--reference", "NVDA=142.62", falling_capture()});
    ASSERT_EQ(alerts.size(), 2u);
    EXPECT_EQ(alerts[1], boost::json::parse(R"({
        "id": ")" + std::string(alerts[1].at("id").as_string()) +
                                            R"(",
        "revision": 1, "state": "firing", "rule": "gap_down", "symbol": "NVDA",
        "trading_date": "2025-01-27", "rung_bp": 300, "fall_bp": 300,
        "reference": {"kind": "static", "price": "142.62", "date": null}, "price": "138.3414",
        "exchange_time": "2025-01-27T14:03:00.000000000Z",
        "capture_time": "2025-01-27T14:03:00.000010000Z", "book_state": "valid",
        "confidence": "UNCONFIRMED", "kind": "gap", "reason": "fired", "severity": "warning",
        "direction": "down", "incident": ")" +
                                            std::string(alerts[1].at("incident").as_string()) +
                                            R"(",
        "references": [{"kind": "static", "price": "142.62", "date": null,
                        "source": "configuration", "version": 1}]})"));
    EXPECT_EQ(alerts[0].at("rung_bp").to_number<int>(), 200);
    EXPECT_EQ(alerts[0].at("price").as_string(), "139.7676");
    EXPECT_NE(alerts[0].at("id"), alerts[1].at("id"));
}

TEST(Replay, OneTickLessThanARungIsNone)
{
    const auto alerts = alerts_of({"--reference", "NVDA=142.6199", falling_capture()});
    ASSERT_EQ(alerts.size(), 1u);
    EXPECT_EQ(alerts[0].at("price").as_string(), "138.3414");
    EXPECT_EQ(alerts[0].at("rung_bp").to_number<int>(), 200);
    EXPECT_EQ(alerts[0].at("fall_bp").to_number<int>(), 299);
}

TEST(Replay, TextAlertShowsTheExchangesClock)
{
    const auto lines =
        lines_of(output_of({"replay", "--reference", "NVDA=142.62", falling_capture()}));
    ASSERT_EQ(lines.size(), 2u) << "one line alone confirms nothing";
    EXPECT_EQ(lines[1],
              "09:03:00.000000000 EST  NVDA  -3.00 %  at 138.3414, from 142.62 (fixed price)  "
              "rung -3 %  UNCONFIRMED (one print or one line only)");
}

TEST(Replay, BinaryFileHasNoCaptureTime)
{
    const std::string file = write_file("day.itch", binary_file_of(falling_day()));
    const auto alerts = alerts_of({"--reference", "NVDA=142.62", "--date", "2025-01-27", file});
    ASSERT_EQ(alerts.size(), 2u);
    EXPECT_TRUE(alerts[1].at("capture_time").is_null());
    EXPECT_EQ(alerts[1].at("exchange_time").as_string(), "2025-01-27T14:03:00.000000000Z");
}

TEST(Replay, NewestCloseBeforeTheTradingDateCounts)
{
    const std::string closes = write_file("closes.csv",
                                          "symbol,date,close\nNVDA,2025-01-23,200\n"
                                          "NVDA,2025-01-24,142.62\n"
                                          "NVDA,2025-01-27,1\n");
    const auto alerts = alerts_of({"--references", closes, falling_capture()});
    ASSERT_EQ(alerts.size(), 2u);
    EXPECT_EQ(
        alerts[0].at("reference"),
        boost::json::parse(R"({"kind":"official_close","price":"142.62","date":"2025-01-24"})"));
}

TEST(Replay, ClosingCrossOfAnEarlierCaptureIsLearnt)
{
    const std::string friday = write_file(
        "friday.pcapng", pcapng_of(sent_on(0, closing_day(), 1, "FRIDAY"), Date{2025, 1, 24}));
    const auto alerts = alerts_of({"--closes-from", friday, falling_capture()});
    ASSERT_EQ(alerts.size(), 5u);  // 2 3 4 5 at 142.60 (-4.93 %): 4; then 5 and 7 at -6.8, -7.8 %
    EXPECT_EQ(alerts[0].at("reference"),
              boost::json::parse(R"({"kind":"official_close","price":"150","date":"2025-01-24"})"));
    EXPECT_EQ(alerts[0].at("price").as_string(), "142.6");
    EXPECT_EQ(alerts[4].at("rung_bp").to_number<int>(), 700);
}

TEST(Replay, ClosesOfABinaryFileNeedItsDate)
{
    const std::string friday = write_file("friday.itch", binary_file_of(closing_day()));
    EXPECT_EQ(run({"replay", "--closes-from", friday, falling_capture()}).code, 78);
    const auto alerts = alerts_of({"--closes-from", "2025-01-24=" + friday, falling_capture()});
    ASSERT_FALSE(alerts.empty());
    EXPECT_EQ(alerts[0].at("reference").at("date").as_string(), "2025-01-24");
}

TEST(Replay, WithoutAReferenceNothingFiresAndItSaysSo)
{
    const Result result = run({"replay", falling_capture()});
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find("gapwire: warning: no reference prices"), std::string::npos);
}

TEST(Replay, SummaryHasTheDocumentedKeysAndTheTruth)
{
    const std::string capture = falling_capture();
    const std::string summary = temporary("summary.json");
    output_of({"replay", "--reference", "NVDA=142.62", "--summary", summary, capture});
    const auto json = boost::json::parse(text_of(summary)).as_object();
    std::set<std::string> keys;
    for (const auto& entry : json) keys.insert(std::string(entry.key()));
    EXPECT_EQ(keys, (std::set<std::string>{"version",           "captures",
                                           "trading_date",      "first_capture_time",
                                           "last_capture_time", "packets",
                                           "messages",          "messages_by_type",
                                           "duplicates",        "losses",
                                           "messages_lost",     "instruments",
                                           "books_by_state",    "live_orders",
                                           "live_orders_peak",  "alerts",
                                           "counters",          "peak_memory_bytes",
                                           "elapsed_ns",        "ns_per_message",
                                           "lateness_ns_p99",   "lateness_ns_worst"}));
    EXPECT_EQ(json.at("captures"),
              boost::json::parse(R"([{"name": ")" + capture + R"(", "format": "pcapng",
                                      "records": 14, "ended": "complete", "reason": ""}])"));
    EXPECT_EQ(json.at("messages_by_type"),
              boost::json::parse(R"({"A":3,"D":1,"E":3,"F":1,"H":1,"R":2,"S":1,"U":1,"X":1})"));
    EXPECT_EQ(json.at("books_by_state"), boost::json::parse(R"({"valid":2})"));
    EXPECT_EQ(json.at("live_orders").to_number<int>(), 2);
    EXPECT_EQ(json.at("live_orders_peak").to_number<int>(), 4);
    EXPECT_EQ(json.at("alerts").to_number<int>(), 2);
    EXPECT_EQ(json.at("trading_date").as_string(), "2025-01-27");
    EXPECT_EQ(json.at("first_capture_time").as_string(), "2025-01-27T08:00:00.000010000Z");
}

TEST(Replay, LossMakesLaterAlertsDegraded)
{
    auto sent = sent_on(0, falling_day());
    sent.erase(sent.begin() + 8);  // an execution before both falls
    const std::string capture = write_file("hole.pcapng", pcapng_of(sent));
    const auto alerts = alerts_of({"--reference", "NVDA=142.62", capture});
    ASSERT_EQ(alerts.size(), 2u);
    for (const auto& alert : alerts) {
        EXPECT_EQ(alert.at("confidence").as_string(), "DEGRADED");
        EXPECT_EQ(alert.at("book_state").as_string(), "stale");
    }
}

TEST(Replay, TestIssueNeverAlerts)
{
    Messages day = falling_day();
    day[1] = itch::encode(
        itch::StockDirectory{.at = {1, at(3, 5)}, .stock = "NVDA", .authenticity = 'T'});
    const std::string capture = write_file("test_issue.pcapng", capture_of(day));
    const std::string summary = temporary("summary.json");
    EXPECT_EQ(output_of({"replay", "--reference", "NVDA=142.62", "--summary", summary, capture}),
              "");
    const auto json = boost::json::parse(text_of(summary));
    EXPECT_EQ(json.at("counters").at("alerts_test_issue").to_number<int>(), 2);
}

TEST(Replay, ForeignLocaleChangesNothing)
{
    const std::string capture = falling_capture();
    const std::vector<std::string> arguments{"replay", "--json", "--reference", "NVDA=142.62",
                                             capture};
    const Surroundings german{.environment = "LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo"};
    EXPECT_EQ(output_of(arguments, german), output_of(arguments));
    const std::vector<std::string> books{"book", "--all", "--csv", capture};
    EXPECT_EQ(output_of(books, german), output_of(books));
}

}  // namespace
}  // namespace gapwire::app::test
