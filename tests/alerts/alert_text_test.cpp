// Alerts as sentences: whole lines.
#include "alerts/alert_text.hpp"

#include <gtest/gtest.h>

#include "sample.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::string_view new_york = "America/New_York";

TEST(AlertText, SaysWhatFellFromWhatAndHowSure)
{
    EXPECT_EQ(alert_text(sample(), new_york),
              "09:12:33.123456789 EST  NVDA  -10.00 %  at 128.35, from 142.62 (official close "
              "2025-01-24)  rung -10 %  CLEAN");
}

TEST(AlertText, ShowsTheClockOfTheZone)
{
    EXPECT_EQ(alert_text(sample(), "Asia/Tokyo").substr(0, 24), "23:12:33.123456789 JST  ");
    EXPECT_EQ(alert_text(sample(), "Mars/Olympus").substr(0, 24), "14:12:33.123456789 UTC  ");
}

TEST(AlertText, SaysWhyItIsNotSure)
{
    const auto ending = [](Confidence confidence, BookState state) {
        Alert alert = sample();
        alert.confidence = confidence;
        alert.book_state = state;
        const std::string text = alert_text(alert, new_york);
        return text.substr(text.find("rung"));
    };
    EXPECT_EQ(ending(Confidence::unconfirmed, BookState::valid),
              "rung -10 %  UNCONFIRMED (one print or one line only)");
    EXPECT_EQ(ending(Confidence::degraded, BookState::unknown),
              "rung -10 %  DEGRADED (the book is incomplete: joined mid-session)");
    EXPECT_EQ(ending(Confidence::degraded, BookState::recovering),
              "rung -10 %  DEGRADED (the book is incomplete: recovering)");
    EXPECT_EQ(ending(Confidence::degraded, BookState::suspect),
              "rung -10 %  DEGRADED (the book contradicts its feed)");
    EXPECT_EQ(ending(Confidence::degraded, BookState::stale),
              "rung -10 %  DEGRADED (the book is incomplete: messages were lost)");
    EXPECT_EQ(ending(Confidence::degraded, BookState::valid),
              "rung -10 %  DEGRADED (updates were merged)");
    EXPECT_EQ(ending(Confidence::clean, BookState::halted), "rung -10 %  CLEAN  trading is halted");
}

TEST(AlertText, NamesAVenueThatIsNotTheInstrumentsOwn)
{
    Alert alert = sample();
    alert.venue = {{'X', 'E', 'C', 'N'}};
    EXPECT_TRUE(alert_text(alert, new_york).ends_with("CLEAN  on XECN"));
    alert.venue = {{'X', 'C', 'M', 'E'}};
    EXPECT_TRUE(alert_text(alert, new_york).ends_with("CLEAN"));
}

TEST(AlertText, SaysWhereTradingStops)
{
    Alert alert = sample();
    const auto ending = [&] {
        const std::string text = alert_text(alert, new_york);
        return text.substr(text.find("CLEAN"));
    };
    EXPECT_EQ(ending(), "CLEAN");
    alert.limit_source = LimitSource::unknown;
    EXPECT_EQ(ending(), "CLEAN  limit down not known");
    alert.low_limit = {120'000'000'000};
    alert.limit_source = LimitSource::feed;
    EXPECT_EQ(ending(), "CLEAN  limit down at 120, -6.50 % away");
    alert.limit_source = LimitSource::rule;
    EXPECT_EQ(ending(), "CLEAN  limit down at 120 by the rule, -6.50 % away");
    alert.price = {0};  // no part of it is a percentage
    EXPECT_EQ(ending(), "CLEAN");
}

TEST(AlertText, IsSafeForATerminalAndShowsFixedPricesAndOtherStates)
{
    Alert alert = sample();
    alert.symbol.raw = {'\x1b', '[', '2', 'J', '\n', '\xe9', 'A', ' '};
    alert.reference = {ReferenceKind::fixed, {100'000'000'000}, {}};
    alert.price = {96'350'000'000};
    alert.rung = {350};
    alert.fall = {365};
    alert.state = AlertState::withdrawn;
    EXPECT_EQ(alert_text(alert, new_york),
              "09:12:33.123456789 EST  ?[2J??A  -3.65 %  at 96.35, from 100 (fixed price)  "
              "rung -3.5 %  CLEAN  now withdrawn");
    alert.fall = {-5};
    EXPECT_NE(alert_text(alert, new_york).find("  +0.05 %  "), std::string::npos);
}

}  // namespace
}  // namespace gapwire::alerts
