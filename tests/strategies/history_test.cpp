// Daily history: since when a fall is the largest, which days do not count, what is refused.
#include "strategies/history.hpp"

#include <gtest/gtest.h>

#include <random>

#include "recorder.hpp"
#include "refusal.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::string_view header = "instrument,date,open,high,low,close\n";
constexpr std::string_view excluded_header = "instrument,date,reason\n";

/// The n-th day of 2025.
Date day(std::int32_t n)
{
    return date_of_day(day_number({2024, 12, 31}) + n);
}

/// Bars of "X" that closed so on days 1, 2, ..., and did nothing else.
std::string rows(const std::vector<std::string>& closes, std::int32_t first = 1)
{
    std::string text(header);
    for (const std::string& close : closes)
        text +=
            fmt::format("X,{},{},{},{},{}\n", to_text(day(first++)), close, close, close, close);
    return text;
}

DailyHistory history_of(std::string_view text, std::string_view excluded = excluded_header)
{
    DailyHistory history;
    history.add_excluded_csv(excluded, "rolls.csv");
    history.add_csv(text, "daily.csv");
    return history;
}

DayChange change(std::int32_t on, std::string_view from, std::string_view to)
{
    return {day(on), price(from), price(to)};
}

std::string text(const std::optional<DayChange>& change)
{
    if (!change) return "none";
    return to_text(change->date) + " " + decimal(change->from) + ">" + decimal(change->to);
}

/// The whole of an answer: "day | record: older | begins..ends, left out".
std::string text(const std::optional<LargestSince>& said)
{
    if (!said) return "nothing";
    return fmt::format("{} | {}: {} | {}..{}, {}", text(said->day),
                       said->record ? decimal(*said->record) : "", text(said->older),
                       to_text(said->begins), to_text(said->ends), said->left_out);
}

// -10 %, +10 %, -5 %, 0, -2 %
const std::vector<std::string> closes{"100", "90", "99", "94.05", "94.05", "92.169"};

std::string since(const DailyHistory& history, std::int32_t today, std::string_view reference,
                  std::string_view at, Direction direction = Direction::down)
{
    return text(history.largest_since("X", day(today), price(reference), price(at), direction));
}

TEST(DailyHistory, AFallIsTheLargestSinceTheNewestDayThatFellAsMuch)
{
    const DailyHistory history = history_of(rows(closes));
    const std::string tail = " | 2025-01-01..2025-01-06, 0";
    const std::string day_6 = "2025-01-06 94.05>92.169";
    const std::string day_4 = "2025-01-04 99>94.05";
    const std::string day_2 = "2025-01-02 100>90";
    EXPECT_EQ(since(history, 7, "200", "199.999999999"),
              day_6 + " | 195.999999999: " + day_4 + tail);
    EXPECT_EQ(since(history, 7, "200", "196"), day_6 + " | 195.999999999: " + day_4 + tail);
    EXPECT_EQ(since(history, 7, "200", "195.999999999"),
              day_4 + " | 189.999999999: " + day_2 + tail);
    EXPECT_EQ(since(history, 7, "200", "190"), day_4 + " | 189.999999999: " + day_2 + tail);
    EXPECT_EQ(since(history, 7, "200", "189.999999999"), day_2 + " | 179.999999999: none" + tail);
    EXPECT_EQ(since(history, 7, "200", "180"), day_2 + " | 179.999999999: none" + tail);
    EXPECT_EQ(since(history, 7, "200", "179.999999999"), "none | : none" + tail);
    EXPECT_EQ(since(history, 7, "200", "-1"), "none | : none" + tail);
}

TEST(DailyHistory, OnlyDaysStrictlyBeforeTheTradingDateAreCompared)
{
    const DailyHistory history = history_of(rows(closes));
    EXPECT_EQ(since(history, 6, "100", "99"),
              "2025-01-04 99>94.05 | 94.999999999: 2025-01-02 100>90 | 2025-01-01..2025-01-05, 0");
    EXPECT_EQ(since(history, 3, "100", "99"),
              "2025-01-02 100>90 | 89.999999999: none | 2025-01-01..2025-01-02, 0");
    EXPECT_EQ(since(history, 300, "100", "93"),
              "2025-01-02 100>90 | 89.999999999: none | 2025-01-01..2025-01-06, 0");
}

TEST(DailyHistory, RisesRankAmongRises)
{
    const DailyHistory history = history_of(rows({"100", "110", "99", "103.95", "104"}));
    const std::string tail = " | 2025-01-01..2025-01-05, 0";
    EXPECT_EQ(since(history, 6, "200", "210", Direction::up),
              "2025-01-04 99>103.95 | 210.000000001: 2025-01-02 100>110" + tail);
    EXPECT_EQ(since(history, 6, "200", "210.000000001", Direction::up),
              "2025-01-02 100>110 | 220.000000001: none" + tail);
    EXPECT_EQ(since(history, 6, "200", "221", Direction::up), "none | : none" + tail);
}

TEST(DailyHistory, FractionsAreComparedExactly)
{
    // 1/3 and 1/3; then less by a part in a thousand million: all of them are 33.33 %.
    const DailyHistory history = history_of(rows({"3", "2", "6", "4", "3", "2.000000001"}));
    const std::string tail = " | 2025-01-01..2025-01-06, 0";
    EXPECT_EQ(since(history, 7, "9", "6"), "2025-01-04 6>4 | 5.999999999: none" + tail);
    EXPECT_EQ(since(history, 7, "9", "6.000000002"), "2025-01-04 6>4 | 5.999999999: none" + tail);
    EXPECT_EQ(since(history, 7, "9", "6.000000003"),
              "2025-01-06 3>2.000000001 | 6.000000002: 2025-01-04 6>4" + tail);
    EXPECT_EQ(since(history, 4, "100", "66.666666667"),
              "2025-01-02 3>2 | 66.666666666: none | 2025-01-01..2025-01-03, 0");
    EXPECT_EQ(since(history, 4, "100", "66.666666666"),
              "none | : none | 2025-01-01..2025-01-03, 0");
}

TEST(DailyHistory, WhereNothingCanBeSaidNothingIs)
{
    const DailyHistory history = history_of(rows(closes));
    EXPECT_EQ(since(history, 7, "100", "100"), "nothing");
    EXPECT_EQ(since(history, 7, "100", "101"), "nothing");
    EXPECT_EQ(since(history, 7, "100", "99", Direction::up), "nothing");
    EXPECT_EQ(since(history, 7, "0", "-1"), "nothing");
    EXPECT_EQ(since(history, 2, "100", "99"), "nothing");  // one close, no change
    EXPECT_EQ(since(history, 1, "100", "99"), "nothing");
    EXPECT_EQ(history.largest_since("Y", day(7), price("100"), price("99")), std::nullopt);
    EXPECT_EQ(history.largest_since("X", day(7), price("100"), Price::none()), std::nullopt);
    EXPECT_EQ(history.largest_since("X", day(7), Price::none(), price("99")), std::nullopt);
    EXPECT_EQ(since(history_of(rows({"100", "90"}), "instrument,date,reason\nX,2025-01-02,roll\n"),
                    3, "100", "99"),
              "nothing");  // no change that counts
}

TEST(DailyHistory, ARecordPriceThatFitsNoPriceIsNone)
{
    const DailyHistory history = history_of(rows({"0.000000001", "9000000000"}));
    EXPECT_EQ(since(history, 3, "9000000000", "9100000000", Direction::up),
              "2025-01-02 0.000000001>9000000000 | : none | 2025-01-01..2025-01-02, 0");
}

TEST(DailyHistory, FallsAreListedFromExactlyTheThresholdOn)
{
    const DailyHistory history = history_of(rows(closes));
    EXPECT_EQ(history.falls("X", day(1), day(6), {500}),
              (Falls{{change(2, "100", "90"), change(4, "99", "94.05")}, {}}));
    EXPECT_EQ(history.falls("X", day(1), day(6), {501}), (Falls{{change(2, "100", "90")}, {}}));
    EXPECT_EQ(history.falls("X", day(3), day(5), {1}), (Falls{{change(4, "99", "94.05")}, {}}));
    EXPECT_EQ(history.falls("X", day(4), day(4), {1}), (Falls{{change(4, "99", "94.05")}, {}}));
    EXPECT_EQ(history.falls("X", day(5), day(4), {1}), Falls{});
    EXPECT_EQ(history.falls("Y", day(1), day(6), {1}), Falls{});
}

TEST(DailyHistory, ExcludedDaysAreLeftOutAndReported)
{
    const std::string excluded =
        "instrument,date,reason\nX,2025-01-02,roll\nX,2025-01-06,\"expiry, at the open\"\n"
        "Y,2025-01-04,roll\n";
    const DailyHistory history = history_of(rows(closes), excluded);
    EXPECT_EQ(since(history, 7, "200", "199"),
              "2025-01-04 99>94.05 | 189.999999999: none | 2025-01-01..2025-01-06, 1");
    EXPECT_EQ(since(history, 7, "200", "189"), "none | : none | 2025-01-01..2025-01-06, 2");
    EXPECT_EQ(history.falls("X", day(1), day(6), {500}),
              (Falls{{change(4, "99", "94.05")},
                     {{change(2, "100", "90"), "roll"},
                      {change(6, "94.05", "92.169"), "expiry, at the open"}}}));
}

TEST(DailyHistory, WhatIsExcludedAfterTheBarsWereReadCountsNoMore)
{
    DailyHistory history = history_of(rows(closes));
    history.add_excluded_csv("instrument,date,reason\nX,2025-01-04,roll\n", "more.csv");
    EXPECT_EQ(since(history, 7, "200", "195"),
              "2025-01-02 100>90 | 179.999999999: none | 2025-01-01..2025-01-06, 1");
}

TEST(DailyHistory, AnExcludedDayWithoutABarTakesTheChangeThatRunsOverIt)
{
    const std::string text =
        "instrument,date,open,high,low,close\n"
        "X,2025-01-03,100,100,100,100\nX,2025-01-06,90,90,90,90\nX,2025-01-07,89,89,89,89\n";
    const DailyHistory history = history_of(text, "instrument,date,reason\nX,2025-01-05,roll\n");
    EXPECT_EQ(history.falls("X", day(1), day(9), {1}),
              (Falls{{change(7, "90", "89")}, {{change(6, "100", "90"), "roll"}}}));
}

TEST(DailyHistory, AChangeFromACloseThatIsNotAboveZeroDoesNotCount)
{
    const DailyHistory history = history_of(rows({"10", "-5", "-6", "0", "3", "2"}));
    const std::string_view reason = "the close before is not above 0";
    EXPECT_EQ(history.falls("X", day(1), day(6), {1}),
              (Falls{{change(2, "10", "-5"), change(6, "3", "2")},
                     {{change(3, "-5", "-6"), reason},
                      {change(4, "-6", "0"), reason},
                      {change(5, "0", "3"), reason}}}));
    EXPECT_EQ(since(history, 7, "100", "60"),
              "2025-01-02 10>-5 | -50.000000001: none | 2025-01-01..2025-01-06, 3");
}

/// The newest day that fell as much, by trying them all.
std::optional<DayChange> by_trying(const std::vector<DayChange>& days, const DayChange& today)
{
    std::optional<DayChange> found;
    for (const DayChange& day : days)
        if (day.date < today.date && day.from > Price{0} &&
            wide(day.to.units) * today.from.units <= wide(today.to.units) * day.from.units)
            found = day;
    return found;
}

TEST(DailyHistory, AnswersAreThoseOfTryingEveryDay)
{
    std::mt19937 random(20250127);  // NOLINT(cert-msc51-cpp): the same every time
    std::vector<std::string> random_closes;
    random_closes.reserve(300);
    for (int i = 0; i < 300; ++i) random_closes.push_back(std::to_string(50 + random() % 9));
    const DailyHistory history = history_of(rows(random_closes));
    std::vector<DayChange> days;
    days.reserve(random_closes.size());
    for (std::int32_t i = 2; i <= 300; ++i) {
        const auto n = static_cast<std::size_t>(i);
        days.push_back(change(i, random_closes[n - 2], random_closes[n - 1]));
    }
    for (std::int32_t today = 3; today <= 301; ++today)
        for (int at = 84; at < 100; ++at) {
            DayChange fall{day(today), price("100"), price(std::to_string(at))};
            const auto said = history.largest_since("X", fall.date, fall.from, fall.to).value();
            ASSERT_EQ(text(said.day), text(by_trying(days, fall)));
            if (!said.record) continue;
            fall.to = *said.record;
            ASSERT_EQ(text(said.older), text(by_trying(days, fall)));
            ++fall.to.units;
            ASSERT_EQ(text(said.day), text(by_trying(days, fall)));
        }
}

TEST(DailyHistory, RowsMayComeInAnyOrderAndTwice)
{
    DailyHistory history;
    history.add_csv(
        "\xEF\xBB\xBF\"instrument\", date ,open,high,low,close\r\n\r\n \t\r\n"
        "\"NQ\" ,\t2025-01-27, \"21771\",21773.25,20763.7500,21258.50\r\n"
        "NQ,2025-01-24,22005,22050,21850,21911.25",
        "a.csv");
    history.add_csv(std::string(header) + "NQ,2025-01-24,22005.0,22050,21850,21911.250\n", "b.csv");
    EXPECT_EQ(history.find("NQ", {2025, 1, 27}), (DailyBar{{2025, 1, 27},
                                                           price("21771"),
                                                           price("21773.25"),
                                                           price("20763.75"),
                                                           price("21258.5")}));
    EXPECT_EQ(history.find("NQ", {2025, 1, 26}), std::nullopt);
    EXPECT_EQ(history.find("ES", {2025, 1, 27}), std::nullopt);
    EXPECT_EQ(history.falls("NQ", {2025, 1, 1}, {2025, 1, 31}, {200}),
              (Falls{{{{2025, 1, 27}, price("21911.25"), price("21258.5")}}, {}}));
}

std::string refused(const std::string& row)
{
    return refusal([&] { history_of(std::string(header) + row); });
}

TEST(DailyHistory, EveryBadBarIsRefusedWithItsPlace)
{
    EXPECT_EQ(refusal([] { history_of(""); }),
              "78 daily.csv:1: header: expected \"instrument,date,open,high,low,close\", found "
              "nothing");
    EXPECT_EQ(refusal([] { history_of("\nsymbol,date,close\n"); }),
              "78 daily.csv:2: header: expected \"instrument,date,open,high,low,close\", found "
              "\"symbol,date,close\"");
    EXPECT_EQ(refused("X,2025-01-24,1,1,1"), "78 daily.csv:2: row: expected 6 fields, found 5");
    EXPECT_EQ(refused("\n\"X,2025-01-24,1,1,1,1"),
              "78 daily.csv:3: row: a quoted field does not end, or text follows it");
    EXPECT_EQ(refused("X Y,2025-01-24,1,1,1,1"),
              "78 daily.csv:2: instrument: \"X Y\" is no symbol of 1 to 20 printable characters");
    EXPECT_EQ(refused("X,2025-02-29,1,1,1,1"),
              "78 daily.csv:2: date: \"2025-02-29\" is not a date");
    EXPECT_EQ(refused("X,2025-01-24,,1,1,1"), "78 daily.csv:2: open: \"\" is not a price");
    EXPECT_EQ(refused("X,2025-01-24,1,1e3,1,1"), "78 daily.csv:2: high: \"1e3\" is not a price");
    EXPECT_EQ(refused("X,2025-01-24,1,1,nan,1"), "78 daily.csv:2: low: \"nan\" is not a price");
    EXPECT_EQ(refused("X,2025-01-24,1,1,1,1.0000000001"),
              "78 daily.csv:2: close: \"1.0000000001\" is not a price");
    EXPECT_EQ(refused("X,2025-01-24,2,3,1,4"),
              "78 daily.csv:2: high: 3 is not the highest of the day");
    EXPECT_EQ(refused("X,2025-01-24,3,3,2,1"),
              "78 daily.csv:2: low: 2 is not the lowest of the day");
}

TEST(DailyHistory, ADifferentBarOfOneDayIsRefusedAlsoFromAnotherFile)
{
    DailyHistory history = history_of(std::string(header) + "X,2025-01-24,2,3,1,2\n");
    EXPECT_EQ(refusal([&] {
                  history.add_csv(std::string(header) + "\nX,2025-01-24,2,3,1,2.5\n", "new.csv");
              }),
              "78 new.csv:3: date: 2025-01-24 of X is 2,3,1,2.5, but daily.csv:2 says 2,3,1,2");
}

std::string refused_exclusion(const std::string& row)
{
    return refusal([&] { history_of(header, std::string(excluded_header) + row); });
}

TEST(DailyHistory, EveryBadExclusionIsRefusedWithItsPlace)
{
    EXPECT_EQ(refusal([] { history_of(header, "X,2025-01-24,roll"); }),
              "78 rolls.csv:1: header: expected \"instrument,date,reason\", found "
              "\"X,2025-01-24,roll\"");
    EXPECT_EQ(refused_exclusion("X,2025-01-24"), "78 rolls.csv:2: row: expected 3 fields, found 2");
    EXPECT_EQ(refused_exclusion(",2025-01-24,roll"),
              "78 rolls.csv:2: instrument: \"\" is no symbol of 1 to 20 printable characters");
    EXPECT_EQ(refused_exclusion("X,24.1.2025,roll"),
              "78 rolls.csv:2: date: \"24.1.2025\" is not a date");
    EXPECT_EQ(refused_exclusion("X,2025-01-24, "), "78 rolls.csv:2: reason: there is none");
    EXPECT_EQ(refused_exclusion("X,2025-01-24,roll\nX,2025-01-24,roll\nX,2025-01-24,expiry"),
              "78 rolls.csv:4: reason: \"expiry\" for X on 2025-01-24, but rolls.csv:2 says "
              "\"roll\"");
}

TEST(DailyHistory, AFileThatCannotBeReadIsRefused)
{
    DailyHistory history;
    EXPECT_EQ(refusal([&] { history.load_csv("/nowhere/daily.csv"); }),
              "78 /nowhere/daily.csv: cannot be read: No such file or directory");
    EXPECT_EQ(refusal([&] { history.load_excluded_csv("/nowhere/rolls.csv"); }),
              "78 /nowhere/rolls.csv: cannot be read: No such file or directory");
}

}  // namespace
}  // namespace gapwire::strategies
