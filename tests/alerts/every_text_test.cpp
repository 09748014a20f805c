// What holds for the text of every kind, state, reason and language.
#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <string>

#include "alerts/alert_text.hpp"
#include "alerts/text/voice.hpp"
#include "core/decimal.hpp"
#include "samples.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::array states{AlertState::pending, AlertState::firing, AlertState::recovering,
                            AlertState::unknown, AlertState::withdrawn};
constexpr std::array reasons{
    AlertReason::fired,        AlertReason::confirmed,           AlertReason::recovered,
    AlertReason::returned,     AlertReason::sight_lost,          AlertReason::seen_again,
    AlertReason::trade_broken, AlertReason::reference_corrected, AlertReason::changed,
    AlertReason::over,         AlertReason::corporate_action,    AlertReason::no_reference};
constexpr std::string_view open = "\u2066";
constexpr std::string_view close = "\u2069";

template <class Each>
void for_every_alert(Each each)
{
    for (const AlertKind kind : all_kinds)
        for (const AlertState state : states)
            for (const AlertReason reason : reasons) {
                SCOPED_TRACE(std::string(to_text(kind)) + ' ' + std::string(to_text(state)) + ' ' +
                             std::string(to_text(reason)));
                each(revised(fired(kind), state, reason));
            }
}

/// What stands outside of isolates; fails where one is not closed, or lies in another.
std::string outside(std::string_view text)
{
    std::string found;
    while (!text.empty()) {
        const std::size_t begin = text.find(open);
        found += text.substr(0, begin);
        if (begin == std::string_view::npos) break;
        text.remove_prefix(begin + open.size());
        const std::size_t end = text.find(close);
        EXPECT_NE(end, std::string_view::npos) << "not closed: " << text;
        EXPECT_EQ(text.substr(0, end).find(open), std::string_view::npos) << "nested: " << text;
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + close.size());
    }
    EXPECT_EQ(found.find(close), std::string::npos) << "closed twice";
    return found;
}

TEST(EveryText, IsOneLineWithTheSymbolAsItIs)
{
    for_every_alert([](const Alert& alert) {
        for (const Language language : {Language::english, Language::arabic}) {
            const std::string text = alert_text(alert, "UTC", language);
            EXPECT_EQ(text.find_first_of("{}\n"), std::string::npos) << text;
            EXPECT_NE(text.find(alert.symbol.view()), std::string::npos) << text;
            EXPECT_NE(text.find("14:12:33.123456789 UTC"), std::string::npos) << text;
        }
    });
}

TEST(EveryText, InArabicBeginsFromTheRightAndSetsEveryRunApart)
{
    for_every_alert([](const Alert& alert) {
        const std::string text = alert_text(alert, "UTC", Language::arabic);
        EXPECT_TRUE(text.starts_with("\u200f\u206614:12:33.123456789 UTC\u2069  ")) << text;
        EXPECT_NE(text.find("\u2066" + std::string(alert.symbol.view()) + "\u2069"),
                  std::string::npos);
        for (const char c : outside(text))
            EXPECT_FALSE(std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '%' || c == '+' ||
                         c == '-')
                << text;
    });
}

TEST(EveryText, HasThePriceAsItIs)
{
    for (const AlertKind kind : all_kinds) {
        const Alert alert = fired(kind);
        if (alert.price.is_none()) continue;
        const std::string price = decimal(alert.price);
        EXPECT_NE(alert_text(alert, "UTC").find(price), std::string::npos);
        EXPECT_NE(alert_text(alert, "UTC", Language::arabic).find("\u2066" + price + "\u2069"),
                  std::string::npos);
    }
}

/// Nobody takes what is no more for what is.
TEST(EveryText, OfAnotherStateIsAnother)
{
    for (const AlertKind kind : all_kinds)
        for (const AlertReason reason : reasons)
            for (const Language language : {Language::english, Language::arabic}) {
                const auto text = [&](AlertState state) {
                    return alert_text(revised(fired(kind), state, reason), "UTC", language);
                };
                std::set<std::string> all;
                for (const AlertState state : states) all.insert(text(state));
                EXPECT_EQ(all.size(), states.size());
            }
}

TEST(EveryText, IsSafeForATerminal)
{
    for (const AlertKind kind : all_kinds) {
        Alert alert = fired(kind);
        alert.symbol.raw = {'\x1b', '[', '2', 'J', '\n', '\xe2', '\x81', '\xa6', 'A'};
        alert.venue.raw = {'\x1b', '\xff', '\n', 'B'};
        put(alert.detail, "\x1b\n\xff Z");
        put(alert.record.series, "\x1b\n\xffS");
        for (RosterEntry& entry : alert.roster.entries) entry.symbol = alert.symbol;
        for (const char c : alert_text(alert, "UTC"))
            EXPECT_TRUE(c >= ' ' && c <= '~') << to_text(kind);
        outside(alert_text(alert, "UTC", Language::arabic));
    }
}

TEST(Duration, IsToldInWholeWords)
{
    const Voice voice(Language::english, "UTC");
    EXPECT_EQ(voice.duration(-1), "less than 1 millisecond");
    EXPECT_EQ(voice.duration(999'999), "less than 1 millisecond");
    EXPECT_EQ(voice.duration(1'000'000), "0.001 seconds");
    EXPECT_EQ(voice.duration(1'000'999'999), "1 second");
    EXPECT_EQ(voice.duration(59'999'999'999), "59.999 seconds");
    EXPECT_EQ(voice.duration(60'000'000'000), "1 minute");
    EXPECT_EQ(voice.duration(60'999'999'999), "1 minute");
    EXPECT_EQ(voice.duration(7'203'000'000'000), "2 hours 3 seconds");
    EXPECT_EQ(voice.duration(111'111'000'000'000), "30 hours 51 minutes 51 seconds");
}

TEST(Duration, HasTheFormsOfArabic)
{
    const Voice voice(Language::arabic, "UTC");
    const auto said = [&](std::int64_t seconds) { return voice.duration(seconds * sample_second); };
    EXPECT_EQ(said(1), "ثانية واحدة");
    EXPECT_EQ(said(2), "ثانيتين");
    EXPECT_EQ(said(10), "\u206610\u2069 ثوانٍ");
    EXPECT_EQ(said(11), "\u206611\u2069 ثانية");
    EXPECT_EQ(said(103 * 3'600), "\u2066103\u2069 ساعات");
    EXPECT_EQ(said(102 * 3'600), "\u2066102\u2069 ساعة");
}

}  // namespace
}  // namespace gapwire::alerts
