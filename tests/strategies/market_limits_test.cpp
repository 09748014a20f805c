// Price limits and halts: published numbers to the tick, and every edge of time, date and price.
#include "strategies/market_limits.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

#include "core/decimal.hpp"

namespace gapwire::strategies {
namespace {

constexpr ClockNs second = 1'000'000'000;

Price price(const char* text)
{
    return parse_price(text).value();
}
Date day(const char* text)
{
    return parse_date(text).value();
}
ClockNs clock(const char* text)
{
    return static_cast<ClockNs>(parse_clock(text).value());
}

const char* text_of(LimitsStatus status)
{
    switch (status) {
        case LimitsStatus::ok: return "ok";
        case LimitsStatus::unknown_date: return "unknown date";
        case LimitsStatus::outside_hours: return "outside hours";
        case LimitsStatus::no_reference: return "no reference";
        case LimitsStatus::bad_input: return "bad input";
    }
    return "";
}

std::string shown(Price value)
{
    return value.is_none() ? "-" : decimal(value);
}

// LULD

struct Stock {
    const char* reference = "100";
    const char* close = "100";
    LuldTier tier = LuldTier::tier_1;
    const char* date = "2025-01-27";
    const char* time = "12:00";
    bool early_close = false;
    std::int32_t leverage = 100;
};

std::string band(const Stock& stock)
{
    const LuldBand band = luld_band({.reference = price(stock.reference),
                                     .previous_close = price(stock.close),
                                     .tier = stock.tier,
                                     .date = day(stock.date),
                                     .time = clock(stock.time),
                                     .early_close = stock.early_close,
                                     .leverage_hundredths = stock.leverage});
    if (band.status != LimitsStatus::ok) {
        EXPECT_TRUE(band.lower.is_none() && band.upper.is_none());
        return text_of(band.status);
    }
    return shown(band.lower) + " " + shown(band.upper);
}

constexpr LuldTier tier_1 = LuldTier::tier_1;
constexpr LuldTier tier_2 = LuldTier::tier_2;

TEST(LuldBand, GoesByTierAndByTheClassOfThePreviousClose)
{
    EXPECT_EQ(band({.tier = tier_1}), "95 105");
    EXPECT_EQ(band({.tier = tier_2}), "90 110");
    EXPECT_EQ(band({.close = "3.01", .tier = tier_2}), "90 110");
    EXPECT_EQ(band({.close = "3.000000001", .tier = tier_1}), "95 105");
    for (const LuldTier tier : {tier_1, tier_2}) {
        EXPECT_EQ(band({.close = "3", .tier = tier}), "80 120");
        EXPECT_EQ(band({.close = "0.75", .tier = tier}), "80 120");
        EXPECT_EQ(band({.close = "0.749999999", .tier = tier}), "99.85 100.15");
    }
}

TEST(LuldBand, BelowSeventyFiveCentsIsTheLesserOfCentsAndPercent)
{
    EXPECT_EQ(band({.reference = "0.5", .close = "0.5"}), "0.35 0.65");
    EXPECT_EQ(band({.reference = "0.2", .close = "0.2"}), "0.05 0.35");  // 75 % is 0.15 exactly
    EXPECT_EQ(band({.reference = "0.16", .close = "0.16"}), "0.04 0.28");
    EXPECT_EQ(band({.reference = "0.16", .close = "0.16", .time = "15:40"}), "- 0.4");  // 150 %
    EXPECT_EQ(band({.reference = "0.5", .close = "0.5", .time = "15:40"}), "0.2 0.8");
}

TEST(LuldBand, IsRoundedToTheNearestCentHalfACentUp)
{
    EXPECT_EQ(band({.reference = "118.42"}), "112.5 124.34");     // 112.499, 124.341
    EXPECT_EQ(band({.reference = "10.10"}), "9.6 10.61");         // 9.595, 10.605
    EXPECT_EQ(band({.reference = "10.099999999"}), "9.59 10.6");  // one unit below the halves
    EXPECT_EQ(band({.reference = "33.333333333"}), "31.67 35");
    EXPECT_EQ(band({.reference = "0.005", .close = "0.01"}), "- 0.01");  // 0.00125, 0.00875
}

TEST(LuldBand, IsNeverMoreThanHalfACentFromThePercentage)
{
    std::mt19937_64 random(20250127);
    const Price cent = price("0.01");
    for (int i = 0; i < 20'000; ++i) {
        const Price reference{Price::scale +
                              static_cast<std::int64_t>(random() % 1'000'000'000'000)};
        const LuldBand band = luld_band({.reference = reference,
                                         .previous_close = price("100"),
                                         .date = day("2025-01-27"),
                                         .time = clock("12:00")});
        for (const auto& [edge, part] : {std::pair{band.lower, 95}, {band.upper, 105}}) {
            const Wide off = wide(edge.units) * 100 - wide(reference.units) * part;
            ASSERT_TRUE(edge.units % cent.units == 0 && off * 2 <= wide(cent.units) * 100 &&
                        off * 2 > -wide(cent.units) * 100);
        }
    }
}

TEST(LuldBand, IsDoubledInTheLast25MinutesButNotForTier2AboveThreeDollars)
{
    const char* const before = "15:34:59.999999999";
    EXPECT_EQ(band({.time = before}), "95 105");
    EXPECT_EQ(band({.time = "15:35"}), "90 110");
    EXPECT_EQ(band({.time = "15:59:59.999999999"}), "90 110");
    EXPECT_EQ(band({.tier = tier_2, .time = "15:35"}), "90 110");
    EXPECT_EQ(band({.close = "3", .tier = tier_2, .time = before}), "80 120");
    EXPECT_EQ(band({.close = "3", .tier = tier_2, .time = "15:35"}), "60 140");
    EXPECT_EQ(band({.close = "3.01", .tier = tier_2, .time = "15:35"}), "90 110");
    EXPECT_EQ(band({.close = "3", .tier = tier_1, .time = "15:35"}), "60 140");
}

TEST(LuldBand, EndsAndDoublesEarlierOnADayOfEarlyClose)
{
    EXPECT_EQ(band({.time = "12:34:59", .early_close = true}), "95 105");
    EXPECT_EQ(band({.time = "12:35", .early_close = true}), "90 110");
    EXPECT_EQ(band({.time = "12:59:59", .early_close = true}), "90 110");
    EXPECT_EQ(band({.time = "13:00", .early_close = true}), "outside hours");
}

TEST(LuldBand, ExistsInRegularTradingHoursOnly)
{
    EXPECT_EQ(band({.time = "00:00"}), "outside hours");
    EXPECT_EQ(band({.time = "09:29:59.999999999"}), "outside hours");
    EXPECT_EQ(band({.time = "09:30"}), "95 105");
    EXPECT_EQ(band({.time = "16:00"}), "outside hours");
}

TEST(LuldBand, WasDoubledAtTheOpenAndForAllAtTheCloseBeforeAmendment18)
{
    const char* const before = "2020-02-23";
    const char* const from = "2020-02-24";
    EXPECT_EQ(band({.date = before, .time = "09:30"}), "90 110");
    EXPECT_EQ(band({.date = before, .time = "09:44:59.999999999"}), "90 110");
    EXPECT_EQ(band({.date = before, .time = "09:45"}), "95 105");
    EXPECT_EQ(band({.date = from, .time = "09:30"}), "95 105");
    EXPECT_EQ(band({.tier = tier_2, .date = before, .time = "09:30"}), "80 120");
    EXPECT_EQ(band({.tier = tier_2, .date = before, .time = "15:34:59"}), "90 110");
    EXPECT_EQ(band({.tier = tier_2, .date = before, .time = "15:35"}), "80 120");
    EXPECT_EQ(band({.tier = tier_2, .date = from, .time = "15:35"}), "90 110");
}

TEST(LuldBand, IsNotGuessedForDaysBeforeTheTable)
{
    EXPECT_EQ(band({.date = "2017-04-21"}), "95 105");
    EXPECT_EQ(band({.date = "2017-04-20"}), "unknown date");
    EXPECT_EQ(band({.date = "2012-05-31"}), "unknown date");
    EXPECT_EQ(luld_band({.reference = {1}, .previous_close = {1}}).status,
              LimitsStatus::unknown_date);
}

TEST(LuldBand, MultipliesThePercentagesOfALeveragedProductOfTier2)
{
    EXPECT_EQ(band({.tier = tier_2, .leverage = 200}), "80 120");
    EXPECT_EQ(band({.tier = tier_2, .leverage = 300}), "70 130");
    EXPECT_EQ(band({.tier = tier_2, .leverage = 150}), "85 115");
    EXPECT_EQ(band({.tier = tier_2, .leverage = 1000}), "- 200");
    EXPECT_EQ(band({.close = "2", .tier = tier_2, .leverage = 200}), "60 140");
    EXPECT_EQ(band({.reference = "0.5", .close = "0.5", .tier = tier_2, .leverage = 200}),
              "0.2 0.8");
    EXPECT_EQ(band({.tier = tier_1, .leverage = 200}), "bad input");
    EXPECT_EQ(band({.tier = tier_2, .leverage = 1001}), "bad input");
    EXPECT_EQ(band({.tier = tier_2, .leverage = 99}), "bad input");
    EXPECT_EQ(band({.tier = tier_2, .leverage = -200}), "bad input");
}

TEST(LuldBand, RefusesPricesAndTimesThatCannotBe)
{
    const LuldQuestion good{.reference = price("100"),
                            .previous_close = price("100"),
                            .date = day("2025-01-27"),
                            .time = clock("12:00")};
    ASSERT_EQ(luld_band(good).status, LimitsStatus::ok);
    for (const Price bad :
         {Price{0}, Price{-1}, Price::none(), Price{limits_price_max.units + 1}}) {
        LuldQuestion question = good;
        question.reference = bad;
        EXPECT_EQ(luld_band(question), LuldBand{.status = LimitsStatus::bad_input});
        question = good;
        question.previous_close = bad;
        EXPECT_EQ(luld_band(question), LuldBand{.status = LimitsStatus::bad_input});
    }
    for (const ClockNs bad : {ClockNs{-1}, 24 * 3600 * second}) {
        LuldQuestion question = good;
        question.time = bad;
        EXPECT_EQ(luld_band(question), LuldBand{.status = LimitsStatus::bad_input});
    }
    // The widest band of the highest price still fits.
    EXPECT_EQ(luld_band({.reference = limits_price_max,
                         .previous_close = price("1"),
                         .tier = tier_2,
                         .date = day("2025-01-27"),
                         .time = clock("15:59"),
                         .leverage_hundredths = leverage_hundredths_max})
                  .upper,
              price("5000000000"));
}

// Market-wide circuit breaker

std::string levels(const char* close, const char* time, std::uint8_t reached = 0,
                   bool early_close = false, const char* date = "2025-04-04")
{
    const MwcbLevels levels = mwcb_levels({.index_close = price(close),
                                           .date = day(date),
                                           .time = clock(time),
                                           .early_close = early_close,
                                           .level_reached = reached});
    if (levels.status != LimitsStatus::ok) return text_of(levels.status);
    std::string text;
    for (const MwcbLevel& level : levels.level)
        text += shown(level.price) + (level.action == MwcbAction::none              ? "  "
                                      : level.action == MwcbAction::halt_15_minutes ? "h "
                                                                                    : "c ");
    return text.substr(0, text.size() - 1);
}

TEST(MwcbLevels, Are7And13And20PercentBelowTheClose)
{
    EXPECT_EQ(levels("6000", "12:00"), "5580h 5220h 4800c");
    EXPECT_EQ(levels("6012.28", "12:00"), "5591.4204h 5230.6836h 4809.824c");
    EXPECT_EQ(levels("0.00001", "12:00"), "0.0000093h 0.0000087h 0.000008c");
    EXPECT_EQ(levels("0.000000009", "12:00"), "0.000000008h 0.000000007h 0.000000007c");
}

TEST(MwcbLevels, HaltUpTo1525AndThenOnlyCloseTheMarket)
{
    EXPECT_EQ(levels("100", "09:29:59.999999999"), "93  87  80 ");
    EXPECT_EQ(levels("100", "09:30"), "93h 87h 80c");
    EXPECT_EQ(levels("100", "15:24:59.999999999"), "93h 87h 80c");
    EXPECT_EQ(levels("100", "15:25"), "93h 87h 80c");
    EXPECT_EQ(levels("100", "15:25:00.000000001"), "93  87  80c");
    EXPECT_EQ(levels("100", "15:59:59.999999999"), "93  87  80c");
    EXPECT_EQ(levels("100", "16:00"), "93  87  80 ");
}

TEST(MwcbLevels, HaltUpTo1225BeforeAnEarlyClose)
{
    EXPECT_EQ(levels("100", "12:25", 0, true), "93h 87h 80c");
    EXPECT_EQ(levels("100", "12:25:00.000000001", 0, true), "93  87  80c");
    EXPECT_EQ(levels("100", "12:59:59.999999999", 0, true), "93  87  80c");
    EXPECT_EQ(levels("100", "13:00", 0, true), "93  87  80 ");
}

TEST(MwcbLevels, HaltOnceADayEach)
{
    EXPECT_EQ(levels("100", "12:00", 1), "93  87h 80c");
    EXPECT_EQ(levels("100", "12:00", 2), "93  87  80c");
    EXPECT_EQ(levels("100", "12:00", 3), "93  87  80 ");
    EXPECT_EQ(levels("100", "12:00", 4), "bad input");
}

TEST(MwcbLevels, AreNotGuessedForDaysBeforeTheTable)
{
    EXPECT_EQ(levels("100", "12:00", 0, false, "2013-04-08"), "93h 87h 80c");
    EXPECT_EQ(levels("100", "12:00", 0, false, "2013-04-07"), "unknown date");
    EXPECT_EQ(levels("-1", "12:00"), "bad input");
    EXPECT_EQ(levels("0", "12:00"), "bad input");
    EXPECT_EQ(levels("1000000000.000000001", "12:00"), "bad input");
    EXPECT_EQ(levels("1000000000", "12:00"), "930000000h 870000000h 800000000c");
}

}  // namespace
}  // namespace gapwire::strategies
