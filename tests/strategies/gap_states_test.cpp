// gap_down and gap_up after they have fired: confirmed, recovered, unseen, taken back, withheld.
#include <gtest/gtest.h>

#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

GapSettings ladder(std::vector<BasisPoints> rungs)
{
    GapSettings settings;
    settings.ladder = std::move(rungs);
    return settings;
}

/// Two trades, so that the second bears the first out.
std::vector<MarketUpdate> twice(std::string_view at, std::int64_t seconds = 0)
{
    return {later(seconds, trade(at)), later(seconds, trade(at))};
}

MarketUpdate bust(std::string_view of, std::string_view last_now, std::int64_t seconds)
{
    MarketUpdate update = later(seconds, trade(last_now));
    update.kinds = update_trade_broken;
    update.broken_price = price(of);
    return update;
}

TEST(GapStates, APrintIsConfirmedByTheNextOneAsARevisionOfTheSameAlert)
{
    Desk desk(ladder({{400}}));
    desk.watch("NVDA", "100");
    EXPECT_EQ(desk.raised({trade("96"), trade("95.5"), trade("95")}),
              "400.1 firing fired @96, 400.2 firing confirmed @95.5");
    EXPECT_EQ(desk.alerts[0].confidence, Confidence::unconfirmed);
    EXPECT_EQ(desk.alerts[1].confidence, Confidence::clean);
    EXPECT_EQ(desk.alerts[0].id, desk.alerts[1].id);
    EXPECT_EQ(desk.alerts[0].incident, desk.alerts[1].incident);
}

TEST(GapStates, TwoInstrumentsOfOneRuleAreOneIncident)
{
    Desk desk(ladder({{400}}));
    desk.references.set_fixed("NVDA", price("100"));
    desk.references.set_fixed("PLTR", price("100"));
    desk.begin();
    desk.know("NVDA", 1);
    desk.know("PLTR", 2);
    desk.fired({trade("96", 1), trade("95", 2)});
    ASSERT_EQ(desk.alerts.size(), 2u);
    EXPECT_EQ(desk.alerts[0].incident, desk.alerts[1].incident);
    EXPECT_NE(desk.alerts[0].id, desk.alerts[1].id);
}

TEST(GapStates, ARungRecoversBeyondTheHysteresisForFiveMinutesAndReturnsAfterTheCoolDown)
{
    Desk desk(ladder({{400}}));
    desk.watch("NVDA", "100");
    desk.raised(twice("96"));
    EXPECT_EQ(desk.raised({later(10, trade("96.74"))}), "") << "not beyond 0.75 points";
    EXPECT_EQ(desk.raised({later(20, trade("96.75")), later(319, trade("96.8"))}), "");
    EXPECT_EQ(desk.raised({later(321, trade("96.8"))}), "400.3 recovering recovered @96.8");
    EXPECT_EQ(desk.alerts[0].exchange_time, later(320, trade("1")).exchange_time)
        << "when it was due, not when something came";
    EXPECT_EQ(desk.raised({later(600, trade("95"))}), "") << "fifteen minutes are not over";
    EXPECT_EQ(desk.raised({later(901, trade("95"))}), "400.4 firing returned @95");
}

TEST(GapStates, ASawToothAroundARungSaysNothingTwice)
{
    Desk desk(ladder({{100}}));
    desk.watch("NVDA", "100");
    desk.raised(twice("99"));
    std::vector<MarketUpdate> teeth;
    for (int i = 0; i < 1'000; ++i) teeth.push_back(later(i, trade(i % 2 == 0 ? "99.4" : "98.9")));
    EXPECT_EQ(desk.raised(teeth), "");
}

TEST(GapStates, AWaitOfThirtySecondsFiresByTheClockOfOthers)
{
    GapSettings settings = ladder({{400}});
    settings.condition.hold_ns = 30 * second_ns;
    Desk desk(settings);
    desk.watch("NVDA", "100");
    EXPECT_EQ(desk.raised(twice("96")), "");
    EXPECT_EQ(desk.raised({later(29, trade("1", 77))}), "") << "of an instrument nobody watches";
    EXPECT_EQ(desk.raised({later(31, trade("1", 77))}), "400.1 firing fired @96");
    EXPECT_TRUE(desk.alerts[0].capture_time.is_none());
}

TEST(GapStates, ALossLeavesTheFurthestRungUnknownUntilAPriceIsSeen)
{
    Desk desk(ladder({{200}, {400}}));
    desk.watch("NVDA", "100");
    desk.raised(twice("95"));
    EXPECT_EQ(desk.raised({status(BookState::stale, 10), later(12, trade("1", 77))}),
              "400.3 unknown sight_lost @95");
    EXPECT_EQ(desk.raised({later(15, trade("94.9"))}), "400.4 firing seen_again @94.9");
    EXPECT_EQ(desk.raised({status(BookState::stale, 20), later(20, trade("94.8")),
                           later(30, trade("1", 77))}),
              "")
        << "prints go on: it is seen";
}

TEST(GapStates, AValidBookIsSightEvenWithoutATrade)
{
    Desk desk(ladder({{400}}));
    desk.watch("NVDA", "100");
    desk.raised(twice("95"));
    EXPECT_EQ(desk.raised({status(BookState::stale, 10), later(12, trade("1", 77)),
                           status(BookState::valid, 14)}),
              "400.3 unknown sight_lost @95, 400.4 firing seen_again @95");
}

TEST(GapStates, AMarketThatFallsSilentIsOutOfSightAtOnce)
{
    Desk desk(ladder({{200}, {400}}));
    desk.watch("NVDA", "100");
    desk.raised(twice("95"));
    desk.alerts.clear();
    desk.rule->on_blind({{'X', 'C', 'M', 'E'}}, later(5, trade("1")).exchange_time, desk.out);
    EXPECT_EQ(desk.raised_text(), "") << "another market";
    desk.rule->on_blind({{'X', 'N', 'A', 'S'}}, later(5, trade("1")).exchange_time, desk.out);
    EXPECT_EQ(desk.raised_text(), "400.3 unknown sight_lost @95");
    desk.rule->on_blind({{'X', 'N', 'A', 'S'}}, later(6, trade("1")).exchange_time, desk.out);
    EXPECT_EQ(desk.raised_text(), "400.3 unknown sight_lost @95") << "told already";
    EXPECT_EQ(desk.raised({later(9, trade("94"))}), "400.4 firing seen_again @94");
}

TEST(GapStates, ABrokenTradeWithdrawsTheRungsThatRestOnItAlone)
{
    Desk desk(ladder({{200}, {400}, {800}}));
    desk.watch("ORCL", "100");
    EXPECT_EQ(desk.raised({trade("97"), trade("97"), trade("92"), bust("92", "97", 1)}),
              "200.1 firing fired @97, 200.2 firing confirmed @97, 400.1 firing fired @92, "
              "800.1 firing fired @92, 400.2 withdrawn trade_broken @97, "
              "800.2 withdrawn trade_broken @97");
    EXPECT_EQ(desk.raised({later(5, trade("95.9"))}), "400.3 firing fired @95.9")
        << "for good, as a revision";
}

TEST(GapStates, ABustOfAnOlderTradeCountsToo)
{
    Desk desk(ladder({{400}}));
    desk.watch("ORCL", "100");
    EXPECT_EQ(desk.raised({trade("95"), later(1, trade("99.9")), bust("95", "99.9", 2)}),
              "400.1 firing fired @95, 400.2 withdrawn trade_broken @99.9");
}

TEST(GapStates, ACorrectedReferenceIsJudgedOnceAndWithdrawsWhatDoesNotHold)
{
    Desk desk(ladder({{200}, {400}}));
    desk.references.learn("NQ", {ReferenceKind::settlement, price("100"), {2025, 1, 24}});
    desk.begin();
    desk.know("NQ");
    desk.raised(twice("96"));
    desk.references.learn("NQ", {ReferenceKind::settlement, price("99"), {2025, 1, 24}});
    desk.know("NQ");
    EXPECT_EQ(desk.raised({later(1, trade("96")), later(2, trade("96"))}),
              "400.3 withdrawn reference_corrected @96");
    EXPECT_EQ(desk.alerts[0].reference.version, 2);
    EXPECT_EQ(desk.raised({later(3, trade("95"))}), "400.4 firing fired @95");
}

TEST(GapStates, ASplitBetweenReferenceAndTodayWithholdsTheAlertAndSaysWhy)
{
    Desk desk(ladder({{400}}));
    desk.actions.add_csv(
        "symbol,ex_date,kind,numerator,denominator,new_symbol,note\n"
        "NVDA,2024-06-10,split,10,1,,\n",
        "actions.csv");
    desk.references.learn("NVDA", {ReferenceKind::official_close, price("1208.88"), {2024, 6, 7}});
    desk.begin({2024, 6, 10});
    desk.know("NVDA");
    EXPECT_EQ(desk.raised({trade("120.37"), trade("120.4")}),
              "0.1 unknown corporate_action @120.37");
    EXPECT_EQ(desk.alerts[0].detail.view(), "split 10:1");
    EXPECT_EQ(desk.alerts[0].confidence, Confidence::unconfirmed);
}

TEST(GapStates, ANamedSymbolWithoutAReferenceSaysSoOnceWhenItTrades)
{
    GapSettings settings = ladder({{400}});
    settings.symbols = {"NEWS"};
    settings.say_no_reference = true;
    Desk desk(settings);
    desk.begin();
    desk.know("NEWS");
    EXPECT_EQ(desk.raised({trade("10"), trade("1")}), "0.1 unknown no_reference @10");
    EXPECT_EQ(desk.alerts[0].fall, BasisPoints{0}) << "no percentage";
}

TEST(GapStates, ARiseIsTheMirrorImageOfAFall)
{
    GapSettings settings = ladder({{400}});
    settings.name = "gap_up";
    settings.direction = Direction::up;
    Desk desk(settings);
    desk.watch("NVDA", "100");
    EXPECT_EQ(desk.raised({trade("103.999999999"), trade("90"), trade("104"), trade("104.1")}),
              "400.1 firing fired @104, 400.2 firing confirmed @104.1");
    EXPECT_EQ(desk.alerts[0].fall, BasisPoints{-400});
    EXPECT_EQ(desk.alerts[0].direction, Direction::up);
}

TEST(GapStates, BidAndAskAreJudgedOfValidBooksAndTwiceInARowWhereAsked)
{
    GapSettings settings = ladder({{400}});
    settings.prices.trigger = Trigger::bid;
    settings.prices.quote_size_min = 100;
    settings.condition.prints_min = 2;
    Desk desk(settings);
    desk.watch("NVDA", "100");
    MarketUpdate low = quote("96", "99");
    low.bid_quantity = 100;
    MarketUpdate thin = low;
    thin.bid_quantity = 99;
    MarketUpdate high = quote("97", "99");
    high.bid_quantity = 100;
    EXPECT_EQ(desk.raised({trade("50"), low, high, low, thin, thin}), "");
    EXPECT_EQ(desk.raised({low}), "400.1 firing fired @96") << "the thin ones were not looked at";
}

TEST(GapStates, OddLotsAreNotJudgedWhereASizeIsAskedFor)
{
    GapSettings settings = ladder({{400}});
    settings.prices.print_size_min = 100;
    Desk desk(settings);
    desk.watch("NVDA", "100");
    MarketUpdate odd = trade("90");
    odd.trade_quantity = 99;
    MarketUpdate round = trade("96");
    round.trade_quantity = 100;
    EXPECT_EQ(desk.raised({odd, odd}), "");
    EXPECT_EQ(desk.raised({round}), "400.1 firing fired @96");
}

TEST(GapStates, ThreeQuartersOfTheWayToTheLimitIsAnEmergency)
{
    Desk desk(ladder({{400}, {500}}));
    desk.watch("NQ", "100");
    MarketUpdate update = trade("95");
    update.low_limit = price("93");
    desk.raised({update});
    ASSERT_EQ(desk.alerts.size(), 2u);
    EXPECT_EQ(desk.alerts[0].severity, Severity::warning) << "71 %";
    update.trade_price = price("94.75");
    Desk near(ladder({{400}}));
    near.watch("NQ", "100");
    near.raised({update});
    EXPECT_EQ(near.alerts[0].severity, Severity::emergency) << "75 %";
}

// CTA, 2024-06-03: Berkshire A printed 185.10 after 627,400.
TEST(GapStates, AnAbsurdPrintIsNeverCleanHoweverOftenItComes)
{
    Desk desk(ladder({{400}}));
    desk.watch("BRK.A", "627400");
    const auto beside = [](std::string_view at, std::int64_t seconds) {
        MarketUpdate update = later(seconds, trade(at));
        update.bid = price("627000");
        update.ask = price("628000");
        return update;
    };
    EXPECT_EQ(desk.raised({beside("627100", 0), beside("185.1", 1), beside("185.1", 2),
                           beside("185.2", 3), beside("627050", 4)}),
              "400.1 firing fired @185.1");
    for (const Alert& alert : desk.alerts) {
        EXPECT_EQ(alert.confidence, Confidence::unconfirmed);
        EXPECT_EQ(alert.severity, Severity::info) << "told, not paged";
    }

    Desk blind(ladder({{400}}));
    blind.watch("BRK.A", "627400");
    blind.raised({trade("627100"), trade("185.1"), trade("185.1"), trade("185.2")});
    for (const Alert& alert : blind.alerts)
        EXPECT_EQ(alert.confidence, Confidence::unconfirmed) << "without a quote";
}

// ASML, 2024-10-15: results a day early, -16 % within minutes, and real.
TEST(GapStates, ARealCrashIsCleanWithItsSecondPrint)
{
    Desk desk(ladder({{500}, {1500}}));
    desk.watch("ASML", "795.6");
    const auto at = [](std::string_view last, std::string_view bid, std::string_view ask,
                       std::int64_t seconds) {
        MarketUpdate update = later(seconds, trade(last));
        update.bid = price(bid);
        update.ask = price(ask);
        return update;
    };
    desk.raised({at("790", "789.9", "790.1", 0), at("668.1", "789.9", "790.1", 1),
                 at("667.9", "667.5", "668.5", 1)});
    ASSERT_FALSE(desk.alerts.empty());
    EXPECT_EQ(desk.alerts.back().confidence, Confidence::clean);
    EXPECT_EQ(desk.alerts.back().rung, BasisPoints{1500});
}

TEST(GapStates, APriceOfMinutesAgoGoesAlongAndNeedsNoOtherReference)
{
    GapSettings settings = ladder({{200}});
    settings.reference = ReferenceChoice::minutes_ago;
    settings.ago_ns = 600 * second_ns;
    Desk desk(settings);
    desk.begin();
    desk.know("NVDA");
    std::vector<MarketUpdate> slow;
    for (int minute = 0; minute < 60; ++minute)
        slow.push_back(later(minute * 60, trade(decimal(10'000 - minute * 10, 2))));
    EXPECT_EQ(desk.raised(slow), "") << "1 % in ten minutes";
    EXPECT_EQ(desk.raised({later(3'600, trade("93")), later(3'601, trade("92.9"))}),
              "200.1 firing fired @93, 200.2 firing confirmed @92.9");
    EXPECT_EQ(desk.alerts[0].reference.kind, ReferenceKind::minutes_ago);
    EXPECT_EQ(desk.alerts[0].reference.price, price("95"));
}

TEST(GapStates, ListingsWithPricesOfTheirOwnAreApart)
{
    Desk desk(ladder({{400}}));
    desk.references.set_fixed("ASML", price("732.25"));
    desk.references.set_fixed("ASML@XAMS", price("700"));
    desk.begin();
    Instrument instrument{.id = {1}, .symbol = symbol_of("ASML")};
    desk.rule->on_instrument(instrument);
    instrument.id = {2};
    instrument.venue = {{'X', 'A', 'M', 'S'}};
    desk.rule->on_instrument(instrument);
    EXPECT_EQ(desk.raised({trade("690", 2)}), "") << "-5.77 % from the other's";
    EXPECT_EQ(desk.raised({trade("672", 2)}), "400.1 firing fired @672");
    EXPECT_EQ(desk.alerts[0].venue.view(), "XAMS");
    EXPECT_EQ(desk.raised({trade("702", 1)}), "400.1 firing fired @702");
}

TEST(GapStates, PrintsFarOffAQuoteThatStandsAreToldAndNotPaged)
{
    Desk desk(ladder({{400}}));
    desk.watch("NVDA", "100");
    MarketUpdate bad = trade("94");
    bad.bid = price("99.99");
    bad.ask = price("100.01");
    EXPECT_EQ(desk.raised({bad, bad, bad}), "400.1 firing fired @94");
    EXPECT_EQ(desk.alerts[0].confidence, Confidence::unconfirmed);
    EXPECT_EQ(desk.alerts[0].severity, Severity::info);
}

TEST(GapStates, WhatOneLineToldIsConfirmedWhenBothAreHeard)
{
    Desk desk(ladder({{400}}));
    desk.watch("NVDA", "100");
    std::vector<MarketUpdate> prints = twice("95");
    for (MarketUpdate& print : prints) print.lines = 1;
    EXPECT_EQ(desk.raised(prints), "400.1 firing fired @95");
    EXPECT_EQ(desk.raised({later(1, trade("95"))}), "400.2 firing confirmed @95");
    EXPECT_EQ(desk.alerts[0].confidence, Confidence::clean);
}

TEST(GapStates, WhatAnIncompleteBookToldIsConfirmedWhenItIsWhole)
{
    Desk desk(ladder({{400}}));
    desk.watch("NVDA", "100");
    std::vector<MarketUpdate> prints = twice("95");
    for (MarketUpdate& print : prints) print.book_state = BookState::stale;
    EXPECT_EQ(desk.raised(prints), "400.1 firing fired @95");
    EXPECT_EQ(desk.alerts[0].confidence, Confidence::degraded);
    EXPECT_EQ(desk.raised({later(1, trade("95"))}), "400.2 firing confirmed @95");
    EXPECT_EQ(desk.alerts[0].confidence, Confidence::clean);
}

}  // namespace
}  // namespace gapwire::strategies
