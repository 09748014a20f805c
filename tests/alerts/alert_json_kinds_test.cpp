// What each kind of alert adds to its JSON, and that every line is JSON.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "alerts/alert_json.hpp"
#include "samples.hpp"

namespace gapwire::alerts {
namespace {

/// What follows `references`.
std::string added(const Alert& alert)
{
    const std::string json = alert_json(alert);
    return json.substr(json.find(R"("references":[)") + 14);
}

TEST(AlertJsonKinds, AllKnownReferencesAreListed)
{
    Alert alert = sample();
    alert.severity = Severity::critical;
    alert.incident = 0xfedcba9876543210;
    alert.references[0] = {
        ReferenceKind::official_close, cents(14'262), {2025, 1, 24}, ReferenceSource::file, 2};
    alert.references[2] = {ReferenceKind::fixed, cents(12'000), {}, ReferenceSource::configuration};
    const std::string json = alert_json(alert);
    EXPECT_EQ(json.substr(json.find(R"(,"kind":"gap")")),
              R"(,"kind":"gap","reason":"fired","severity":"critical","direction":"down",)"
              R"("incident":"fedcba9876543210","references":[)"
              R"({"kind":"official_close","price":"142.62","date":"2025-01-24","source":"file",)"
              R"("version":2},)"
              R"({"kind":"static","price":"120","date":null,"source":"configuration",)"
              R"("version":1}]})");
}

TEST(AlertJsonKinds, EachHasWhatIsItsOwn)
{
    EXPECT_EQ(added(sample()), "]}");
    EXPECT_EQ(added(velocity()), R"(],"window_ns":600000000000})");
    EXPECT_EQ(added(limit_distance()), R"(],"detail":"price limit"})");
    EXPECT_EQ(added(blind()), R"(],"window_ns":3000000000,"cause":"lines_silent"})");
    EXPECT_EQ(added(imbalance()), R"(],"detail":"SO","quantity":120000})");
    EXPECT_EQ(added(halt()), R"(],"detail":"LUDP"})");
    Alert over = revised(halt(), AlertState::recovering, AlertReason::over);
    over.window_ns = 302 * sample_second;
    EXPECT_EQ(added(over), R"(],"window_ns":302000000000,"detail":"LUDP"})");
    Alert withheld = revised(sample(), AlertState::unknown, AlertReason::corporate_action);
    put(withheld.detail, "split 10:1");
    EXPECT_EQ(added(withheld), R"(],"detail":"split 10:1"})");
}

TEST(AlertJsonKinds, ARecordSaysSinceWhen)
{
    Alert alert = record();
    EXPECT_EQ(added(alert),
              R"(],"record":{"since":"2022-09-13","since_fall_bp":553,"from":"1999-03-10",)"
              R"("next_price":"20700.09","next_since":"2020-03-16","series":"NQ"}})");
    alert.record = {.from = {1999, 3, 10}};
    EXPECT_EQ(added(alert), R"(],"record":{"since":null,"since_fall_bp":null,"from":"1999-03-10",)"
                            R"("next_price":null,"next_since":null,"series":""}})");
    alert.record = {};
    EXPECT_EQ(added(alert), R"(],"record":null})");
}

TEST(AlertJsonKinds, ARosterSaysWhoAndWhen)
{
    Alert alert = contagion();
    alert.roster.entries[1].crossed = Timestamp::none();
    alert.roster.entries[2].venue = {};
    EXPECT_EQ(added(alert), R"(],"roster":{"crossed":3,"members":4,"entries":[)"
                            R"({"symbol":"9984","venue":"XTKS","fall_bp":800,)"
                            R"("crossed":"2025-01-27T00:00:05.000000000Z"},)"
                            R"({"symbol":"ASML","venue":"XAMS","fall_bp":701,"crossed":null},)"
                            R"({"symbol":"NVDA","venue":null,"fall_bp":995,)"
                            R"("crossed":"2025-01-27T09:00:00.123000000Z"}]}})");
    alert.kind = AlertKind::basket;
    alert.roster = {.crossed = 0, .members = 4};
    EXPECT_EQ(added(alert), R"(],"roster":{"crossed":0,"members":4,"entries":[]}})");
    alert.roster.crossed = 40;
    const auto parsed = boost::json::parse(alert_json(alert));
    EXPECT_EQ(parsed.at("roster").at("crossed").as_int64(), 40);
    EXPECT_EQ(parsed.at("roster").at("entries").as_array().size(), Roster::entries_max);
}

TEST(AlertJsonKinds, EveryLineIsJsonWithTheKeysOfAllInOrder)
{
    const std::array keys{"id",         "revision",     "state",         "rule",
                          "symbol",     "trading_date", "rung_bp",       "fall_bp",
                          "reference",  "price",        "exchange_time", "capture_time",
                          "book_state", "confidence",   "kind",          "reason",
                          "severity",   "direction",    "incident",      "references"};
    for (const AlertKind kind : all_kinds) {
        Alert alert = fired(kind);
        alert.symbol.raw[1] = '"';
        alert.detail.raw[15] = '\xff';
        alert.record.series.raw[3] = '\\';
        alert.roster.entries[0].symbol.raw[2] = '\n';
        const auto parsed = boost::json::parse(alert_json(alert)).as_object();
        EXPECT_EQ(parsed.at("symbol").as_string(), alert.symbol.view()) << to_text(kind);
        EXPECT_EQ(parsed.at("kind").as_string(), to_text(kind));
        std::size_t next = 0;
        for (const auto& member : parsed)
            if (next < keys.size() && member.key() == keys[next]) ++next;
        EXPECT_EQ(next, keys.size()) << to_text(kind);
        const bool has_reference = !alert.reference.price.is_none();
        EXPECT_EQ(parsed.at("reference").is_object(), has_reference) << to_text(kind);
    }
}

}  // namespace
}  // namespace gapwire::alerts
