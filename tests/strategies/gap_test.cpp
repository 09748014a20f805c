// gap_down and gap_up: what fires when, once, in which order, and how sure.
#include "strategies/gap.hpp"

#include <gtest/gtest.h>

#include <random>

#include "recorder.hpp"
#include "strategies/alert_id.hpp"

namespace gapwire::strategies {
namespace {

GapSettings settings_of(std::vector<BasisPoints> ladder, Trigger trigger = Trigger::trade)
{
    GapSettings settings;
    settings.ladder = std::move(ladder);
    settings.prices.trigger = trigger;
    return settings;
}

TEST(Gap, AnAlertCarriesAllThatWasSeen)
{
    Desk desk(settings_of({{1000}}));
    desk.references.learn("NVDA", {ReferenceKind::official_close, price("142.62"), {2025, 1, 24}});
    desk.begin();
    desk.know("NVDA");
    MarketUpdate update = trade("128.35");
    update.capture_time = {update.exchange_time.ns + 42'000};
    update.book_state = BookState::stale;
    desk.fired({trade("128.34")});

    Alert expected;
    expected.id =
        alert_id({"gap_down", "XNAS", "NVDA", Direction::down, {2025, 1, 27}, BasisPoints{1000}});
    expected.incident = incident_id("gap_down", Direction::down, {2025, 1, 27});
    expected.severity = Severity::warning;
    expected.confidence = Confidence::unconfirmed;
    expected.book_state = BookState::valid;
    std::memcpy(expected.rule.raw.data(), "gap_down", 8);
    expected.symbol = symbol_of("NVDA");
    expected.venue = {{'X', 'N', 'A', 'S'}};
    expected.trading_date = {2025, 1, 27};
    expected.rung = {1000};
    expected.fall = {1001};
    expected.reference = {
        ReferenceKind::official_close, price("142.62"), {2025, 1, 24}, ReferenceSource::feed};
    expected.references[0] = expected.reference;
    expected.price = price("128.34");
    expected.exchange_time = update.exchange_time;
    EXPECT_EQ(desk.alerts, std::vector{expected});

    desk.begin();
    desk.know("NVDA");
    desk.fired({update});
    expected.confidence = Confidence::degraded;
    expected.book_state = BookState::stale;
    expected.fall = {1000};
    expected.price = price("128.35");
    expected.capture_time = update.capture_time;
    EXPECT_EQ(desk.alerts, std::vector{expected});
}

TEST(Gap, ATradeAtExactlyTheRungFiresAndOneUnitAboveDoesNot)
{
    Desk desk(settings_of({{400}}));
    desk.watch("NVDA", "142.62");
    EXPECT_EQ(desk.fired({trade("136.915200001")}), "");
    EXPECT_EQ(desk.fired({trade("136.9152")}), "400@136.9152 UNCONFIRMED");
}

TEST(Gap, ACrashPrintFiresEveryRungItFallsThroughInRisingOrder)
{
    Desk desk;
    desk.watch("NVDA", "100");
    EXPECT_EQ(desk.fired({trade("96.5")}), "200@96.5 UNCONFIRMED, 300@96.5 UNCONFIRMED");
    EXPECT_EQ(desk.fired({trade("1")}),
              "400@1 UNCONFIRMED, 500@1 UNCONFIRMED, 700@1 UNCONFIRMED, 800@1 UNCONFIRMED, "
              "1000@1 UNCONFIRMED");
    EXPECT_EQ(desk.fired({trade("0.5"), trade("100"), trade("0.5")}), "");
}

TEST(Gap, ARungFiresOncePerTradingDate)
{
    Desk desk(settings_of({{200}, {400}}));
    desk.watch("NVDA", "100");
    EXPECT_EQ(desk.fired({trade("98"), trade("98")}), "200@98 UNCONFIRMED") << "delivered again";
    EXPECT_EQ(desk.fired({trade("98.01"), trade("97.99"), trade("98.01"), trade("97.99")}), "")
        << "a saw-tooth around the rung";
    desk.know("NVDA");
    EXPECT_EQ(desk.fired({trade("97")}), "") << "made known again";

    desk.begin({2025, 1, 28});
    desk.know("NVDA");
    EXPECT_EQ(desk.fired({trade("98")}), "200@98 UNCONFIRMED") << "another trading date";
}

TEST(Gap, OneSymbolUnderTwoIdsIsOneIncident)
{
    Desk desk(settings_of({{200}}));
    desk.watch("NVDA", "100");
    desk.know("NVDA", 7);
    EXPECT_EQ(desk.fired({trade("98", 7), trade("97", 1)}), "200@98 UNCONFIRMED");
}

TEST(Gap, AnIdThatPassesToAnotherSymbolFollowsIt)
{
    Desk desk(settings_of({{200}}));
    desk.watch("NVDA", "100");
    EXPECT_EQ(desk.know("CALM"), Interest{});
    EXPECT_EQ(desk.fired({trade("50")}), "");
}

TEST(Gap, APrintIsConfirmedByThePrintBeforeItForTheRungsBothReach)
{
    Desk desk(settings_of({{200}, {300}, {400}}));
    desk.watch("NVDA", "100");
    EXPECT_EQ(desk.fired({trade("98")}), "200@98 UNCONFIRMED");
    EXPECT_EQ(desk.fired({trade("97.1"), trade("96")}), "300@96 UNCONFIRMED, 400@96 UNCONFIRMED");

    Desk late(settings_of({{200}, {300}, {400}}));
    late.references.set_fixed("NVDA", price("90"));
    late.begin();
    late.know("NVDA");
    late.fired({trade("95")});
    late.references.set_fixed("NVDA", price("100"));
    late.know("NVDA");
    EXPECT_EQ(late.fired({trade("96")}), "200@96 CLEAN, 300@96 CLEAN, 400@96 CLEAN");
}

TEST(Gap, APrintIsConfirmedByAValidMidForTheRungsBothReach)
{
    const auto beside = [](const char* bid, const char* ask) {
        MarketUpdate update = trade("96");
        update.bid = price(bid);
        update.ask = price(ask);
        return update;
    };
    const auto fired = [](const MarketUpdate& update) {
        Desk desk(settings_of({{200}, {400}}));
        desk.watch("NVDA", "100");
        return desk.fired({update});
    };
    EXPECT_EQ(fired(beside("95.9", "96.1")), "200@96 CLEAN, 400@96 CLEAN");
    EXPECT_EQ(fired(beside("97.9", "98.1")), "200@96 CLEAN, 400@96 UNCONFIRMED");
    EXPECT_EQ(fired(beside("98", "98.1")), "200@96 UNCONFIRMED, 400@96 UNCONFIRMED");
    EXPECT_EQ(fired(beside("90", "98")), "200@96 UNCONFIRMED, 400@96 UNCONFIRMED") << "too wide";

    MarketUpdate update = beside("95.9", "96.1");
    update.lines = 1;
    EXPECT_EQ(fired(update), "200@96 UNCONFIRMED, 400@96 UNCONFIRMED") << "one line";
    update.lines = 0;
    EXPECT_EQ(fired(update), "200@96 CLEAN, 400@96 CLEAN") << "a file";
    update.book_state = BookState::suspect;
    EXPECT_EQ(fired(update), "200@96 DEGRADED, 400@96 DEGRADED");
    update.book_state = BookState::halted;
    EXPECT_EQ(fired(update), "200@96 UNCONFIRMED, 400@96 UNCONFIRMED") << "no mid while halted";
}

TEST(Gap, ABrokenTradeConfirmsNothing)
{
    Desk desk(settings_of({{200}}));
    desk.references.set_fixed("NVDA", price("90"));
    desk.begin();
    desk.know("NVDA");
    MarketUpdate broken = trade("99");
    broken.kinds = update_trade_broken;
    broken.broken_price = price("95");
    desk.fired({trade("95"), broken});
    desk.references.set_fixed("NVDA", price("100"));
    desk.know("NVDA");
    EXPECT_EQ(desk.fired({trade("96")}), "200@96 UNCONFIRMED");
}

TEST(Gap, AMidFiresExactlyAtTheRungAndOnlyWhenAsked)
{
    const auto fired = [](Trigger trigger, const MarketUpdate& update) {
        Desk desk(settings_of({{400}}, trigger));
        desk.watch("NVDA", "100");
        return desk.fired({update});
    };
    for (const Trigger trigger : {Trigger::mid, Trigger::both}) {
        EXPECT_EQ(fired(trigger, quote("95.9", "96.1")), "400@96 CLEAN");
        EXPECT_EQ(fired(trigger, quote("95.9", "96.099999999")), "400@95.999999999 CLEAN");
        EXPECT_EQ(fired(trigger, quote("95.9", "96.100000001")), "") << "half a unit above";
    }
    EXPECT_EQ(fired(Trigger::trade, quote("95.9", "96.1")), "");
    EXPECT_EQ(fired(Trigger::mid, trade("90")), "");
    EXPECT_EQ(fired(Trigger::both, trade("96")), "400@96 UNCONFIRMED");
}

TEST(Gap, ABookThatCannotBeTrustedGivesNoMidAlert)
{
    const auto fired = [](const MarketUpdate& update) {
        Desk desk(settings_of({{400}}, Trigger::both));
        desk.watch("NVDA", "100");
        return desk.fired({update});
    };
    EXPECT_EQ(fired(quote("", "90")), "") << "one-sided";
    EXPECT_EQ(fired(quote("90", "")), "") << "one-sided";
    EXPECT_EQ(fired(quote("90.1", "90")), "") << "crossed";
    EXPECT_EQ(fired(quote("90", "91")), "") << "too wide";
    MarketUpdate update = quote("90", "90.1");
    update.book_state = BookState::stale;
    EXPECT_EQ(fired(update), "");
    update.book_state = BookState::halted;
    update.trading_state = TradingState::halted;
    EXPECT_EQ(fired(update), "");
}

TEST(Gap, AQuoteThatBecomesTrustworthyIsJudgedAtThatMoment)
{
    Desk desk(settings_of({{400}}, Trigger::mid));
    desk.watch("NVDA", "100");
    MarketUpdate halted = quote("95", "95.1");
    halted.trading_state = TradingState::halted;
    halted.book_state = BookState::halted;
    MarketUpdate resumed = quote("95", "95.1");
    resumed.kinds = update_status;
    EXPECT_EQ(desk.fired({halted}), "");
    EXPECT_EQ(desk.fired({resumed}), "400@95.05 CLEAN");
}

TEST(Gap, WithinOneEventTheTradeComesBeforeTheMid)
{
    Desk desk(settings_of({{200}, {400}}, Trigger::both));
    desk.watch("NVDA", "100");
    MarketUpdate update = trade("98");
    update.kinds |= update_quote;
    update.bid = price("95.9");
    update.ask = price("96.1");
    EXPECT_EQ(desk.fired({update}), "200@98 CLEAN, 400@96 CLEAN");
}

/// What a rule without any state of its own would raise: everything is found anew from the whole
/// history of updates.
std::string naive_fired(const std::vector<MarketUpdate>& history,
                        const std::vector<BasisPoints>& ladder, HalfUnits from)
{
    std::string text;
    for (const BasisPoints rung : ladder) {
        const MarketUpdate* before = nullptr;
        for (const MarketUpdate& update : history) {
            const auto reaches = [&](HalfUnits seen) { return fell_at_least(from, seen, rung); };
            const auto mid = judged_mid(update, {50});
            const bool by_trade =
                (update.kinds & update_trade) != 0 && reaches(exact(update.trade_price));
            const bool by_mid = (update.kinds & update_quote) != 0 && mid && reaches(*mid);
            if (by_trade || by_mid) {
                const bool alone = by_trade && !(mid && reaches(*mid)) &&
                                   !(before != nullptr && reaches(exact(before->trade_price)));
                const Price seen = by_trade ? update.trade_price : price_at_or_below(*mid);
                const Confidence confidence =
                    confidence_of({update.book_state, update.lines, !alone});
                text += fmt::format("{}{}@{} {}", text.empty() ? "" : ", ", rung.value,
                                    decimal(seen), to_text(confidence));
                break;
            }
            if ((update.kinds & update_trade) != 0) before = &update;
        }
    }
    return text;
}

TEST(Gap, AgreesWithAStatelessModelOnRandomUpdates)
{
    const std::vector<BasisPoints> ladder{{100}, {200}, {300}, {500}};
    std::mt19937 random(127);
    const auto tenths = [&random](int from, std::uint32_t count) {
        return (from + static_cast<std::int64_t>(random() % count)) * 100'000'000;
    };
    for (int run = 0; run < 20'000; ++run) {
        Desk desk(settings_of(ladder, Trigger::both));
        desk.watch("NVDA", "100");
        std::vector<MarketUpdate> history;
        for (int i = 0; i < 12; ++i) {
            MarketUpdate update = trade("1");
            update.kinds = static_cast<std::uint8_t>(1 + random() % 3);
            update.trade_price = {tenths(940, 70)};
            update.bid = {tenths(940, 70)};
            update.ask = {update.bid.units + tenths(-1, 8)};
            update.lines = static_cast<std::uint8_t>(random() % 3);
            if (random() % 4 == 0) update.book_state = static_cast<BookState>(random() % 6);
            history.push_back(update);
        }
        ASSERT_EQ(desk.fired(history), naive_fired(history, ladder, exact(price("100"))));
    }
}

TEST(Gap, ANegativePriceHasFallenThroughEverything)
{
    Desk desk(settings_of({{200}, {10'000}}));
    desk.watch("CL", "18.27");
    EXPECT_EQ(desk.fired({trade("-37.63")}), "200@-37.63 UNCONFIRMED, 10000@-37.63 UNCONFIRMED");
    EXPECT_EQ(desk.alerts[0].fall, BasisPoints{30'596});
}

TEST(Gap, AlertsOfTestIssuesAreWithheldAndCounted)
{
    Desk desk(settings_of({{200}, {300}}));
    desk.references.set_fixed("ZVZZT", price("10"));
    desk.begin();
    EXPECT_EQ(desk.know("ZVZZT", 1, true),
              (Interest{update_trade | update_trade_broken | update_status}));
    EXPECT_EQ(desk.fired({trade("1"), trade("1")}), "");
    EXPECT_EQ(desk.counters[Counter::alerts_test_issue], 2u);
}

TEST(Gap, WithoutAReferenceAboveZeroNothingFiresAndANamedSymbolIsCountedOnce)
{
    GapSettings settings = settings_of({{200}}, Trigger::both);
    settings.symbols = {"ZERO", "MINUS", "NONE", "LATE"};
    Desk desk(settings);
    desk.references.set_fixed("ZERO", price("0"));
    desk.references.set_fixed("MINUS", price("-5"));
    desk.references.set_fixed("OTHER", price("100"));
    desk.references.set_fixed("NONE", Price::none());
    desk.begin();
    std::uint32_t id = 1;
    for (const char* symbol : {"ZERO", "MINUS", "NONE", "OTHER", "LATE"}) {
        desk.know(symbol, id);
        desk.know(symbol, id);
        EXPECT_EQ(desk.fired({trade("-10", id), quote("0.01", "0.01", id)}), "") << symbol;
        ++id;
    }
    EXPECT_EQ(desk.counters[Counter::rule_no_reference], 4u);

    desk.references.learn("LATE", {ReferenceKind::official_close, price("100"), {2025, 1, 24}});
    EXPECT_NE(desk.know("LATE", 5), Interest{});
    EXPECT_EQ(desk.fired({trade("98", 5)}), "200@98 UNCONFIRMED");
    EXPECT_EQ(desk.counters[Counter::rule_no_reference], 4u);
}

TEST(Gap, TheStarWatchesWhatHasAReferenceAndCountsNothingElse)
{
    Desk desk;
    desk.watch("NVDA", "100");
    EXPECT_EQ(desk.know("CALM", 2), Interest{});
    EXPECT_EQ(desk.counters[Counter::rule_no_reference], 0u);
}

TEST(Gap, AsksForTheKindsThatItsTriggerNeeds)
{
    const auto interest = [](Trigger trigger) {
        Desk desk(settings_of({{200}}, trigger));
        desk.watch("NVDA", "100");
        return int{desk.know("NVDA").kinds};
    };
    EXPECT_EQ(interest(Trigger::trade), update_trade | update_trade_broken | update_status);
    EXPECT_EQ(interest(Trigger::mid), update_quote | update_status);
    EXPECT_EQ(interest(Trigger::both),
              update_trade | update_trade_broken | update_quote | update_status);
}

TEST(Gap, UpdatesOfUnknownInstrumentsAreIgnored)
{
    Desk desk;
    desk.watch("NVDA", "100");
    EXPECT_EQ(desk.fired({trade("1", 0), trade("1", 2), trade("1", UINT32_MAX)}), "");
    MarketUpdate without_price = trade("1");
    without_price.trade_price = Price::none();
    EXPECT_EQ(desk.fired({without_price}), "");
}

}  // namespace
}  // namespace gapwire::strategies
