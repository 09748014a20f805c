// Alerts as JSON: whole lines.
#include "alerts/alert_json.hpp"

#include <gtest/gtest.h>

#include "sample.hpp"

namespace gapwire::alerts {
namespace {

TEST(AlertJson, HoldsEveryKeyInOrder)
{
    EXPECT_EQ(alert_json(sample()),
              R"({"id":"00c0ffee12345678","revision":1,"state":"firing","rule":"gap_down",)"
              R"("symbol":"NVDA","trading_date":"2025-01-27",)"
              R"("rung_bp":1000,"fall_bp":1000,)"
              R"("reference":{"kind":"official_close","price":"142.62","date":"2025-01-24"},)"
              R"("price":"128.35","exchange_time":"2025-01-27T14:12:33.123456789Z",)"
              R"("capture_time":"2025-01-27T14:12:33.123499000Z","book_state":"valid",)"
              R"("confidence":"CLEAN","kind":"gap","reason":"fired","severity":"warning",)"
              R"("direction":"down","incident":"0000000000000000","references":[]})");
}

TEST(AlertJson, NamesAVenueThatIsNotTheInstrumentsOwn)
{
    Alert alert = sample();
    alert.venue = {{'X', 'E', 'C', 'N'}};
    EXPECT_NE(alert_json(alert).find(R"("symbol":"NVDA","venue":"XECN","trading_date":)"),
              std::string::npos);
}

TEST(AlertJson, WhatIsMissingIsNull)
{
    Alert alert;
    alert.exchange_time = Timestamp::none();
    EXPECT_EQ(alert_json(alert),
              R"({"id":"0000000000000000","revision":1,"state":"firing","rule":"","symbol":"",)"
              R"("trading_date":null,"rung_bp":0,"fall_bp":0,)"
              R"("reference":null,"price":null,)"
              R"("exchange_time":null,"capture_time":null,"book_state":"unknown",)"
              R"("confidence":"CLEAN","kind":"gap","reason":"fired","severity":"warning",)"
              R"("direction":"down","incident":"0000000000000000","references":[]})");
}

TEST(AlertJson, BytesOfAHostileFeedAreEscaped)
{
    Alert alert = sample();
    alert.id = UINT64_MAX;
    alert.revision = 4'294'967'295;
    alert.state = AlertState::withdrawn;
    alert.rule.raw = {};
    alert.symbol.raw = {'"', '\\', '\n', '\x1b', '\x7f', '\xff', '\0', 'A'};
    alert.fall = {-5};
    alert.reference = {ReferenceKind::fixed, {1}, {}};
    alert.price = {-1'500'000'000};
    alert.capture_time = Timestamp::none();
    alert.book_state = BookState::stale;
    alert.confidence = Confidence::degraded;
    EXPECT_EQ(alert_json(alert),
              R"({"id":"ffffffffffffffff","revision":4294967295,"state":"withdrawn","rule":"",)"
              R"("symbol":"\"\\\u000a\u001b\u007f\u00ff\u0000A",)"
              R"("trading_date":"2025-01-27","rung_bp":1000,"fall_bp":-5,)"
              R"("reference":{"kind":"static","price":"0.000000001","date":null},"price":"-1.5",)"
              R"("exchange_time":"2025-01-27T14:12:33.123456789Z","capture_time":null,)"
              R"("book_state":"stale","confidence":"DEGRADED","kind":"gap","reason":"fired",)"
              R"("severity":"warning","direction":"down","incident":"0000000000000000",)"
              R"("references":[]})");
}

}  // namespace
}  // namespace gapwire::alerts
