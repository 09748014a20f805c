// record: the largest fall since when, and what becomes of it during the day.
#include "strategies/record.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

/// NQ from 100, with falls of 6 % in 2022, 4 % in 2023, 3 % in 2024-12 and 2.5 % last week.
struct Falls : RuleDesk {
    Falls() : RuleDesk(std::make_unique<Record>(RecordSettings{.symbol = "NQ", .series = "NQ"}))
    {
        history.add_csv(
            "instrument,date,open,high,low,close\n"
            "NQ,2022-09-12,100,100,100,100\nNQ,2022-09-13,94,94,94,94\n"
            "NQ,2023-05-01,100,100,100,100\nNQ,2023-05-02,96,96,96,96\n"
            "NQ,2024-12-17,100,100,100,100\nNQ,2024-12-18,97,97,97,97\n"
            "NQ,2025-01-20,100,100,100,100\nNQ,2025-01-21,97.5,97.5,97.5,97.5\n",
            "daily.csv");
        references.learn("NQ", {ReferenceKind::settlement, price("100"), {2025, 1, 24}});
        begin();
        know("NQ");
    }
    /// Two trades there, so that one bears the other out; returns "2023-05-02 changed, ...".
    std::string at(std::string_view where, std::int64_t seconds)
    {
        alerts.clear();
        give(later(seconds, trade(where)));
        give(later(seconds, trade(where)));
        return told();
    }
    std::string told() const
    {
        std::string text;
        for (const Alert& alert : alerts)
            text += fmt::format("{}{}.{} {} {}", text.empty() ? "" : ", ",
                                alert.record.since.is_none() ? "ever" : to_text(alert.record.since),
                                alert.revision, to_text(alert.state), to_text(alert.reason));
        return text;
    }
};

TEST(Record, IsRevisedAsThePriceFallsThroughEarlierDays)
{
    Falls desk;
    EXPECT_EQ(desk.at("98", 0), "") << "2 %: the fall of last week is larger";
    EXPECT_EQ(desk.at("97.4", 1), "2024-12-18.1 firing fired");
    EXPECT_EQ(desk.at("97", 2), "") << "exactly as large is not larger";
    EXPECT_EQ(desk.at("96.9", 3), "2023-05-02.2 firing changed");
    const Alert& alert = desk.alerts[0];
    EXPECT_EQ(alert.record.since_fall, BasisPoints{400});
    EXPECT_EQ(alert.record.next_since, (Date{2022, 9, 13}));
    EXPECT_EQ(alert.record.next_price, price("95.999999999"));
    EXPECT_EQ(alert.record.series.view(), "NQ");
    EXPECT_EQ(alert.fall, BasisPoints{310});
    EXPECT_EQ(desk.at("93", 4), "ever.3 firing changed");
    EXPECT_EQ(desk.alerts[0].record.from, (Date{2022, 9, 12}));
}

TEST(Record, RestsOnNoSinglePrint)
{
    Falls desk;
    EXPECT_EQ(desk.raised({trade("99"), later(1, trade("90")), later(2, trade("99"))}), "");
    EXPECT_EQ(desk.raised({later(3, trade("97.4")), later(4, trade("90"))}).substr(0, 12),
              "0.1 firing f");
    EXPECT_EQ(desk.told(), "2024-12-18.1 firing fired") << "as far as both have gone";
}

TEST(Record, IsDowngradedWhenItHasBeenSmallerForFiveMinutesAndWithdrawnWhenItIsNone)
{
    Falls desk;
    desk.at("95", 0);
    EXPECT_EQ(desk.at("97.2", 100), "");
    EXPECT_EQ(desk.at("95.5", 200), "") << "back in time";
    EXPECT_EQ(desk.at("97.2", 300), "");
    desk.alerts.clear();
    desk.pass(later(600, trade("1")).exchange_time);
    EXPECT_EQ(desk.told(), "2024-12-18.2 firing changed");
    EXPECT_EQ(desk.at("99", 700), "");
    desk.alerts.clear();
    desk.pass(later(1'000, trade("1")).exchange_time);
    EXPECT_EQ(desk.told(), "ever.3 withdrawn recovered");
    EXPECT_EQ(desk.at("96.5", 1'100), "2023-05-02.4 firing returned");
}

TEST(Record, ASmallFallOrAYoungRecordIsNotSaid)
{
    Falls desk;
    EXPECT_EQ(desk.at("98.1", 0), "");
    EXPECT_EQ(desk.at("97.6", 1), "") << "since last week";
}

TEST(Record, PrintsFarOffAQuoteThatStandsAreNone)
{
    Falls desk;
    for (const char* at : {"100", "95.5", "95.5", "95.5"}) {
        MarketUpdate update = trade(at);
        update.bid = price("99.99");
        update.ask = price("100.01");
        desk.give(update);
    }
    EXPECT_EQ(desk.told(), "");
}

}  // namespace
}  // namespace gapwire::strategies
