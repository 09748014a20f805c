// limit_distance: how much of the way to each kind of stop is gone.
#include "strategies/limit_distance.hpp"

#include <gtest/gtest.h>

#include "calendars.hpp"
#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

struct Ways : RuleDesk {
    explicit Ways(LimitDistanceSettings settings)
        : RuleDesk(std::make_unique<LimitDistance>(std::move(settings)))
    {}
    void future(std::string_view reference)
    {
        references.learn("NQH5", {ReferenceKind::settlement, price(reference), {2025, 1, 24}});
        begin();
        rule->on_instrument({.id = {1},
                             .symbol = symbol_of("NQH5"),
                             .is_front = true,
                             .venue = {{'X', 'C', 'M', 'E'}},
                             .product = symbol_of("NQ")});
    }
};

/// 09:31 in New York.
MarketUpdate regular(std::string_view at, std::int64_t seconds = 0)
{
    MarketUpdate update = trade(at);
    update.exchange_time = wall_time({2025, 1, 27}, (9 * 60 + 31) * minute_ns, "America/New_York");
    return later(seconds, update);
}

TEST(LimitDistance, OfAFutureIsPartOfTheWayFromSettlementToLimit)
{
    Ways desk({});
    desk.future("21911.25");
    const auto at = [](std::string_view where) {
        MarketUpdate update = trade(where);
        update.low_limit = price("20387.25");  // 1,524 below
        return update;
    };
    EXPECT_EQ(desk.raised({at("21150"), at("21149.5")}), "") << "49.98 %";
    EXPECT_EQ(desk.raised({at("21149.25"), at("20969")}),
              "5000.1 firing fired @21149.25, 5000.2 firing confirmed @20969");
    EXPECT_EQ(desk.alerts[1].fall, BasisPoints{6182}) << "62 % at -4.3 %";
    EXPECT_EQ(desk.alerts[1].low_limit, price("20387.25"));
    EXPECT_EQ(desk.alerts[1].limit_source, LimitSource::feed);
    EXPECT_EQ(desk.alerts[1].detail.view(), "price limit");
    EXPECT_EQ(desk.raised({at("20500")}), "7500.1 firing fired @20500, 9000.1 firing fired @20500");
    EXPECT_EQ(desk.alerts[1].severity, Severity::emergency);
}

TEST(LimitDistance, WithoutALimitNothingIsSaid)
{
    Ways desk({});
    desk.future("100");
    EXPECT_EQ(desk.raised({trade("50"), trade("50")}), "");
}

TEST(LimitDistance, OfTheBandIsAnEstimateFromPrintsOfRegularHours)
{
    LimitDistanceSettings settings;
    settings.stop = StopKind::luld;
    Ways desk(settings);
    desk.references.learn("NVDA", {ReferenceKind::official_close, price("100"), {2025, 1, 24}});
    desk.begin();
    desk.know("NVDA");
    EXPECT_EQ(desk.raised({trade("100"), trade("90")}), "") << "before the open there is no band";
    EXPECT_EQ(desk.raised({regular("100"), regular("100", 1), regular("97.6", 2)}), "");
    EXPECT_EQ(desk.raised({regular("97.4", 3)}), "5000.1 firing fired @97.4");
    EXPECT_EQ(desk.alerts[0].limit_source, LimitSource::estimate);
    EXPECT_EQ(desk.alerts[0].low_limit, price("95"));
}

TEST(LimitDistance, OfTheMarketIsTheWayToTheNextLevel)
{
    LimitDistanceSettings settings;
    settings.stop = StopKind::mwcb;
    settings.symbols = {"SPY"};
    Ways desk(settings);
    desk.references.learn("SPY", {ReferenceKind::official_close, price("600"), {2025, 1, 24}});
    desk.begin();
    desk.know("SPY");
    EXPECT_EQ(desk.raised({regular("580"), regular("579", 1)}), "5000.1 firing fired @579");
    EXPECT_EQ(desk.alerts[0].low_limit, price("558")) << "7 % below";
    EXPECT_EQ(desk.alerts[0].limit_source, LimitSource::estimate);
}

TEST(LimitDistance, EndsEarlyWhereTheCalendarSaysSo)
{
    const Calendars calendars = load_calendars(GAPWIRE_SOURCE_DIR "/config/calendars");
    LimitDistanceSettings settings;
    settings.stop = StopKind::mwcb;
    const auto raised_on = [&](Date date) {
        Ways desk(settings);
        desk.calendars = &calendars;
        desk.references.learn("SPY", {ReferenceKind::official_close, price("600"), {2025, 11, 1}});
        desk.begin(date);
        desk.know("SPY");
        MarketUpdate update = trade("579");
        update.exchange_time = wall_time(date, (12 * 60 + 30) * minute_ns, "America/New_York");
        return desk.raised({update});
    };
    EXPECT_EQ(raised_on({2025, 11, 26}), "5000.1 firing fired @579");
    EXPECT_EQ(raised_on({2025, 11, 28}), "") << "levels 1 and 2 halt until 12:25 on such a day";
}

}  // namespace
}  // namespace gapwire::strategies
