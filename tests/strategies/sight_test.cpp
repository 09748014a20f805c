// What cannot be seen is unknown, whatever the rule, and nothing is over because nothing is heard.
#include <gtest/gtest.h>

#include "calendars.hpp"
#include "recorder.hpp"
#include "strategies/basket.hpp"
#include "strategies/limit_distance.hpp"
#include "strategies/record.hpp"
#include "strategies/velocity.hpp"

namespace gapwire::strategies {
namespace {

MarketUpdate nothing(std::int64_t seconds)
{
    return later(seconds, trade("1", 77));
}

/// A rule that fires on NVDA, from 100: at 90.
struct Watch : RuleDesk {
    explicit Watch(std::unique_ptr<Rule> judged) : RuleDesk(std::move(judged))
    {
        history.add_csv(
            "instrument,date,open,high,low,close\n"
            "NVDA,2022-09-12,100,100,100,100\nNVDA,2022-09-13,94,94,94,94\n"
            "NVDA,2025-01-23,100,100,100,100\nNVDA,2025-01-24,100,100,100,100\n",
            "daily.csv");
        references.learn("NVDA", {ReferenceKind::official_close, price("100"), {2025, 1, 24}});
        begin();
        know("NVDA");
        raised({at("100", 0), at("100", 0), at("90", 1), at("90", 1)});
    }
    /// A trade with a limit of 80 in force.
    static MarketUpdate at(std::string_view where, std::int64_t seconds)
    {
        MarketUpdate update = later(seconds, trade(where));
        update.low_limit = price("80");
        return update;
    }
    std::string states() const
    {
        std::string text;
        for (const Alert& alert : alerts)
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", to_text(alert.state),
                                to_text(alert.reason));
        return text;
    }
    std::string said(const std::vector<MarketUpdate>& updates)
    {
        raised(updates);
        return states();
    }
};

struct NewRule {
    const char* name;
    std::unique_ptr<Rule> (*make)();
};

std::ostream& operator<<(std::ostream& out, const NewRule& rule)
{
    return out << rule.name;
}

std::unique_ptr<Rule> new_gap()
{
    GapSettings settings;
    settings.ladder = {{400}};
    return std::make_unique<Gap>(settings);
}
std::unique_ptr<Rule> new_velocity()
{
    return std::make_unique<Velocity>(VelocitySettings{});
}
std::unique_ptr<Rule> new_record()
{
    return std::make_unique<Record>(RecordSettings{.symbol = "NVDA", .series = "NVDA"});
}
std::unique_ptr<Rule> new_basket()
{
    BasketSettings settings;
    settings.groups = {{"chips", {"NVDA"}, 1}};
    settings.at_least = 1;
    return std::make_unique<Basket>(settings);
}

class Sights : public testing::TestWithParam<NewRule> {
 protected:
    Watch desk{GetParam().make()};
};

TEST_P(Sights, ALossIsToldOnceAndWhatIsSeenAgainToo)
{
    EXPECT_EQ(desk.said({status(BookState::stale, 10), nothing(12)}), "unknown sight_lost");
    EXPECT_EQ(desk.said({status(BookState::recovering, 13), nothing(30)}), "") << "told already";
    EXPECT_EQ(desk.said({Watch::at("90", 40)}), "firing seen_again");
}

TEST_P(Sights, AShortLossIsNotTold)
{
    EXPECT_EQ(desk.said({status(BookState::recovering, 10), Watch::at("90", 10), nothing(30)}), "");
    EXPECT_EQ(desk.said({status(BookState::stale, 40), status(BookState::valid, 40), nothing(60)}),
              "");
}

TEST_P(Sights, AValidBookWithoutATradeIsSight)
{
    EXPECT_EQ(desk.said({status(BookState::stale, 10), nothing(12), status(BookState::valid, 14)}),
              "unknown sight_lost, firing seen_again");
}

TEST_P(Sights, ASilentMarketIsOutOfSightAtOnce)
{
    desk.go_blind("XCME", 5);
    EXPECT_EQ(desk.states(), "") << "another market";
    desk.go_blind("XNAS", 5);
    EXPECT_EQ(desk.states(), "unknown sight_lost");
    desk.go_blind("XNAS", 6);
    EXPECT_EQ(desk.states(), "") << "told already";
    EXPECT_EQ(desk.said({Watch::at("90", 9)}), "firing seen_again");
}

TEST_P(Sights, NothingIsOverBecauseNothingIsHeard)
{
    desk.said({Watch::at("99.9", 20), Watch::at("99.9", 21), nothing(59)});
    EXPECT_EQ(desk.said({status(BookState::stale, 60), nothing(62)}), "unknown sight_lost");
    EXPECT_EQ(desk.said({nothing(3'000)}), "");
}

TEST_P(Sights, ALossAfterHoursIsNone)
{
    const Calendars calendars = load_calendars(GAPWIRE_SOURCE_DIR "/config/calendars");
    desk.calendars = &calendars;
    desk.begin();
    desk.know("NVDA");
    desk.said({Watch::at("100", 0), Watch::at("100", 0), Watch::at("90", 1), Watch::at("90", 1)});
    constexpr std::int64_t after_hours = 16 * 3'600;  // 01:00 in New York
    EXPECT_EQ(desk.said({status(BookState::stale, after_hours), nothing(after_hours + 10)}), "");
}

INSTANTIATE_TEST_SUITE_P(Rules, Sights,
                         testing::Values(NewRule{"gap", new_gap}, NewRule{"velocity", new_velocity},
                                         NewRule{"record", new_record},
                                         NewRule{"basket", new_basket}),
                         [](const auto& rule) { return std::string(rule.param.name); });

/// NQ between a settlement of 100 and a limit of 80.
TEST(SightOfALimit, TheFurthestRungSpeaksForAll)
{
    RuleDesk desk(std::make_unique<LimitDistance>(LimitDistanceSettings{}));
    desk.references.learn("NQH5", {ReferenceKind::settlement, price("100"), {2025, 1, 24}});
    desk.begin();
    desk.rule->on_instrument({.id = {1},
                              .symbol = symbol_of("NQH5"),
                              .is_front = true,
                              .venue = {{'X', 'C', 'M', 'E'}},
                              .product = symbol_of("NQ")});
    const auto at = [](std::string_view where, std::int64_t seconds) {
        return Watch::at(where, seconds);
    };
    desk.raised({at("84", 0), at("84", 0)});
    EXPECT_EQ(desk.raised({status(BookState::stale, 10), nothing(12), at("84", 14)}),
              "7500.3 unknown sight_lost @84, 7500.4 firing seen_again @84");
    desk.go_blind("XCME", 20);
    EXPECT_EQ(desk.raised_text(), "7500.5 unknown sight_lost @84");
    EXPECT_EQ(desk.raised({status(BookState::valid, 21)}), "7500.6 firing seen_again @84");
}

}  // namespace
}  // namespace gapwire::strategies
