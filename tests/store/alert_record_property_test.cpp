// What is stored of an alert is the whole of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

#include "alerts/store/alert_record.hpp"
#include "tests/alerts/samples.hpp"

namespace gapwire::alerts {
namespace {

class Random {
 public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    template <class T>
    T any()
    {
        constexpr int extremes = 8;
        switch (engine_() % extremes) {
            case 0: return std::numeric_limits<T>::min();
            case 1: return std::numeric_limits<T>::max();
            case 2: return T{0};
            default: return static_cast<T>(engine_());
        }
    }
    template <class E>
    E one_of(int count)
    {
        return static_cast<E>(engine_() % static_cast<unsigned>(count));
    }
    bool coin() { return engine_() % 2 == 0; }
    template <std::size_t N>
    void fill(Text<N>& text)
    {
        for (char& c : text.raw) c = coin() ? any<char>() : 'a';
    }
    Date date()
    {
        return coin() ? Date{} : Date{any<std::int16_t>(), any<std::int8_t>(), any<std::int8_t>()};
    }
    ReferencePrice reference()
    {
        if (coin()) return {};
        return {one_of<ReferenceKind>(7),
                {any<std::int64_t>()},
                date(),
                one_of<ReferenceSource>(4),
                any<std::uint16_t>()};
    }
    Roster roster()
    {
        Roster roster;
        roster.crossed = any<std::uint16_t>();
        roster.members = any<std::uint16_t>();
        for (RosterEntry& entry : roster.entries) {
            if (coin()) continue;
            fill(entry.symbol);
            fill(entry.venue);
            entry.fall = {any<std::int32_t>()};
            entry.crossed = {any<std::int64_t>()};
        }
        return roster;
    }
    RecordLine record()
    {
        RecordLine line{date(), {any<std::int32_t>()}, date(), {any<std::int64_t>()}, date(), {}};
        fill(line.series);
        return line;
    }
    Alert alert();

 private:
    std::mt19937_64 engine_;
};

Alert Random::alert()
{
    Alert alert;
    alert.id = any<std::uint64_t>();
    alert.revision = any<std::uint32_t>();
    alert.state = one_of<AlertState>(5);
    alert.reason = one_of<AlertReason>(12);
    alert.kind = one_of<AlertKind>(9);
    alert.severity = one_of<Severity>(4);
    alert.direction = coin() ? Direction::up : Direction::down;
    alert.incident = any<std::uint64_t>();
    alert.confidence = one_of<Confidence>(3);
    alert.book_state = one_of<BookState>(6);
    fill(alert.rule);
    fill(alert.symbol);
    fill(alert.venue);
    alert.trading_date = date();
    alert.rung = {any<std::int32_t>()};
    alert.fall = {any<std::int32_t>()};
    alert.reference = reference();
    for (ReferencePrice& known : alert.references) known = reference();
    alert.price = {any<std::int64_t>()};
    alert.low_limit = {any<std::int64_t>()};
    alert.limit_source = one_of<LimitSource>(5);
    alert.exchange_time = {any<std::int64_t>()};
    alert.capture_time = {any<std::int64_t>()};
    alert.window_ns = any<std::int64_t>();
    fill(alert.detail);
    alert.quantity = any<std::uint64_t>();
    alert.cause = one_of<BlindCause>(10);
    alert.record = record();
    alert.roster = roster();
    return alert;
}

bool is_ascii_line(const std::string& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

TEST(AlertRecord, GivesEveryFieldBack)
{
    Random random(1);
    for (int i = 0; i < 5'000; ++i) {
        const Alert alert = random.alert();
        const std::string record = alert_record(alert);
        ASSERT_TRUE(is_ascii_line(record)) << record;
        const auto back = parse_alert_record(record);
        ASSERT_TRUE(back) << record;
        ASSERT_TRUE(*back == alert) << record << '\n' << alert_record(*back);
    }
}

TEST(AlertRecord, GivesAlertsOfEveryKindBack)
{
    for (const AlertKind kind : all_kinds) {
        const Alert alert = fired(kind);
        EXPECT_EQ(parse_alert_record(alert_record(alert)), alert) << to_text(kind);
    }
    EXPECT_EQ(parse_alert_record(alert_record({})), Alert{});
}

TEST(AlertRecord, TellsEveryFieldApart)
{
    // One changed byte of the struct that is no padding changes the record.
    const Alert plain = fired(AlertKind::basket);
    Alert other = plain;
    other.roster.entries[15].venue.raw[3] = 'x';
    EXPECT_NE(alert_record(other), alert_record(plain));
    other = plain;
    other.references[6].version = 2;
    EXPECT_NE(alert_record(other), alert_record(plain));
}

TEST(AlertRecord, PassesOverKeysOfALaterVersion)
{
    std::string record = alert_record(sample());
    record.insert(1, R"("later":{"x":[1,2]},)");
    EXPECT_EQ(parse_alert_record(record), sample());
}

TEST(AlertRecord, LeavesFieldsOfAnEarlierVersionAsTheyAreMade)
{
    const auto alert = parse_alert_record(R"({"id":7,"rule":"gap"})");
    ASSERT_TRUE(alert);
    Alert expected;
    expected.id = 7;
    put(expected.rule, "gap");
    EXPECT_EQ(*alert, expected);
}

TEST(AlertRecord, RefusesWhatIsNone)
{
    for (const char* text : {"",
                             "[]",
                             "null",
                             "{",
                             R"({"id":-1})",
                             R"({"id":"7"})",
                             R"({"id":7.5})",
                             R"({"revision":4294967296})",
                             R"({"state":"gone"})",
                             R"({"state":"?"})",
                             R"({"rule":"12345678901234567"})",
                             R"({"rule":7})",
                             R"({"rule":"\u0100"})",
                             R"({"rule":"\u20ac"})",
                             R"({"trading_date":[2025,1]})",
                             R"({"trading_date":[2025,1,400]})",
                             R"({"price":"1"})",
                             R"({"references":[null,null,null,null,null,null,null,null]})",
                             R"({"roster":7})",
                             R"({"roster":{"entries":[7]}})",
                             R"({"id":1} x)"})
        EXPECT_FALSE(parse_alert_record(text)) << text;
}

TEST(AlertRecord, KeyIsIdRevisionAndState)
{
    EXPECT_EQ(key_text(revised(sample(), AlertState::recovering, AlertReason::recovered)),
              "00c0ffee12345678/2/recovering");
}

}  // namespace
}  // namespace gapwire::alerts
