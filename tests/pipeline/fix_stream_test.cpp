// A FIX session's events become books of quotes: refreshes, numbers, losses, prints, references.
#include "app/pipeline/fix_stream.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gapwire::test {
namespace {

using pipeline::FixStream;
using pipeline::QuoteSettings;
using testing::ElementsAre;

constexpr Timestamp monday{1'737'968'400'000'000'000};  // 2025-01-27 09:00 UTC

Decimal whole(std::int64_t value)
{
    return {value, 0};
}

QuoteEntry quote(char type, QuoteAction action, std::int64_t price, std::int64_t size)
{
    return {.price = whole(price), .size = whole(size), .action = action, .type = type};
}
QuoteEntry quoted_bid(std::int64_t price, std::int64_t size)
{
    return quote('0', QuoteAction::add, price, size);
}
QuoteEntry quoted_offer(std::int64_t price, std::int64_t size)
{
    return quote('1', QuoteAction::add, price, size);
}
QuoteEntry numbered(QuoteEntry entry, std::uint64_t report)
{
    entry.report = report;
    return entry;
}

/// A stream, and all that it tells the rules.
struct FixLine {
    explicit FixLine(const QuoteSettings& settings = {})
        : context{.instruments = &instruments,
                  .counters = &counters,
                  .observer = {.context = this,
                               .on_instrument = &FixLine::on_instrument,
                               .on_update = &FixLine::on_update,
                               .on_close = &FixLine::on_close}},
          stream(context, 7, "venue", settings)
    {}

    static std::uint8_t on_instrument(void*, const Instrument&) { return 0xFF; }
    static void on_update(void* context, const MarketUpdate& update) noexcept
    {
        static_cast<FixLine*>(context)->updates.push_back(update);
    }
    static void on_close(void* context, const Instrument& instrument, const ReferencePrice& close)
    {
        static_cast<FixLine*>(context)->closes.push_back(
            fmt::format("{} {} {} {}", instrument.symbol.view(),
                        close.kind == ReferenceKind::settlement ? "settlement" : "close",
                        close.price.units / Price::scale, to_text(close.date)));
    }

    void message(QuoteMessage header, std::initializer_list<QuoteEntry> entries)
    {
        header.sending_time = monday;
        header.entries = static_cast<std::uint32_t>(entries.size());
        stream.on_received(monday);
        stream.on_message_begin(header);
        for (QuoteEntry entry : entries) {
            if (entry.symbol.empty() && !header.is_full_refresh) entry.symbol = "NQ";
            stream.on(entry);
        }
        stream.on_message_end(header);
    }
    void full(std::initializer_list<QuoteEntry> entries, std::uint64_t report = 0)
    {
        message({.symbol = "NQ", .report = report, .is_full_refresh = true}, entries);
    }
    void increment(std::initializer_list<QuoteEntry> entries) { message({}, entries); }

    /// "valid 100x5 | 101x7": state, bids, asks.
    std::string shown(std::uint32_t place = 0) const
    {
        std::string text(to_text(stream.state(place)));
        for (const Side side : {Side::buy, Side::sell}) {
            if (side == Side::sell) text += " |";
            for (std::size_t rank = 0; rank < stream.level_count(place, side); ++rank) {
                const Level level = stream.level(place, side, rank);
                text += fmt::format(" {}x{}", level.price.units / Price::scale, level.quantity);
            }
        }
        return text;
    }

    pipeline::Instruments instruments;
    Counters counters;
    std::vector<MarketUpdate> updates;
    std::vector<std::string> closes;
    pipeline::StreamContext context;
    FixStream stream;
};

TEST(FixStreamBook, AFullRefreshReplacesBothSidesAndIncrementsFollow)
{
    FixLine line;
    line.full({quoted_bid(100, 5), quoted_offer(101, 7)});
    EXPECT_EQ(line.shown(), "valid 100x5 | 101x7");
    line.increment({quote('0', QuoteAction::change, 100, 6), quoted_offer(102, 1)});
    EXPECT_EQ(line.shown(), "valid 100x6 | 101x7 102x1");
    line.full({quoted_bid(90, 1)});
    EXPECT_EQ(line.shown(), "valid 90x1 |");
}

TEST(FixStreamBook, AnEmptyRefreshAndAnEmptyBookEntryEmptyIt)
{
    FixLine line;
    line.full({quoted_bid(100, 5)});
    line.full({});
    EXPECT_EQ(line.shown(), "valid |");
    line.full({quoted_bid(100, 5)});
    line.increment({{.type = 'J'}});
    EXPECT_EQ(line.shown(), "valid |");
}

TEST(FixStreamBook, ARefreshOfFiguresOnlyLeavesQuotesUnlessTheyWereAskedFor)
{
    FixLine line;
    line.full({quoted_bid(100, 5)});
    line.full({quote('7', QuoteAction::add, 105, 0)});
    EXPECT_EQ(line.shown(), "valid 100x5 |");

    FixLine asked({.quotes_expected = true});
    asked.full({quoted_bid(100, 5)});
    asked.full({quote('7', QuoteAction::add, 105, 0)});
    EXPECT_EQ(asked.shown(), "valid |");
}

TEST(FixStreamBook, BeforeTheFirstRefreshItIsUnknownAndCannotBeContradicted)
{
    FixLine line;
    line.increment({quoted_bid(100, 5), quote('1', QuoteAction::remove, 101, 0)});
    EXPECT_EQ(line.shown(), "unknown 100x5 |");
    EXPECT_EQ(line.counters[Counter::quote_refused], 1u);
    EXPECT_EQ(line.counters[Counter::books_suspect], 0u);
}

TEST(FixStreamBook, WhatContradictsItMakesItSuspectUntilARefresh)
{
    FixLine line;
    line.full({quoted_bid(100, 5)});
    line.increment({quote('0', QuoteAction::remove, 99, 0)});
    EXPECT_EQ(line.shown(), "suspect 100x5 |");
    line.full({quoted_bid(100, 5)});
    EXPECT_EQ(line.shown(), "valid 100x5 |");
}

TEST(FixStreamBook, ABadEntryOfARefreshLeavesItSuspect)
{
    FixLine line;
    QuoteEntry bad = quoted_bid(100, 5);
    bad.is_bad = true;
    line.full({bad, quoted_bid(99, 1)});
    EXPECT_EQ(line.shown(), "suspect 99x1 |");
    EXPECT_EQ(line.counters[Counter::fix_bad_entry], 1u);
}

TEST(FixStreamBook, LossesLogoutsAndRefusedRequestsMakeBooksStaleUntilARefresh)
{
    FixLine line;
    const auto refresh = [&] { line.full({quoted_bid(100, 5)}); };
    refresh();
    line.stream.on_loss(3);
    EXPECT_EQ(line.shown(), "stale 100x5 |");
    EXPECT_EQ(line.counters[Counter::messages_lost], 3u);
    refresh();
    EXPECT_EQ(line.shown(), "valid 100x5 |");
    line.stream.on_session_over();
    EXPECT_EQ(line.shown(), "stale 100x5 |");
    refresh();
    line.stream.make_stale("ES");
    EXPECT_EQ(line.shown(), "valid 100x5 |");
    line.stream.make_stale("NQ");
    EXPECT_EQ(line.shown(), "stale 100x5 |");
    line.increment({quoted_bid(101, 5)});
    EXPECT_EQ(line.shown(), "stale 101x5 100x5 |");
}

TEST(FixStreamBook, AMissingNumberOfTheInstrumentMakesOnlyItsBookStale)
{
    FixLine line;
    line.full({quoted_bid(100, 5)}, 10);
    line.message({.symbol = "ES", .is_full_refresh = true}, {quoted_bid(50, 1)});
    line.increment({numbered(quoted_bid(101, 1), 11), numbered(quoted_offer(102, 1), 11)});
    EXPECT_EQ(line.shown(), "valid 101x1 100x5 | 102x1");
    line.increment({numbered(quoted_bid(99, 1), 11)});
    EXPECT_EQ(line.counters[Counter::fix_entries_known], 1u);
    line.increment({numbered(quoted_bid(98, 1), 13)});
    EXPECT_EQ(line.shown(), "stale 101x1 100x5 98x1 | 102x1");
    EXPECT_EQ(line.shown(1), "valid 50x1 |");
    EXPECT_EQ(line.counters[Counter::fix_reports_missing], 1u);
}

TEST(FixStreamBook, EntriesThatOvertookTheRefreshAreAppliedAfterIt)
{
    FixLine line;
    line.increment({numbered(quoted_bid(100, 1), 4)});
    line.increment({numbered(quoted_bid(101, 2), 5)});
    line.increment({numbered(quote('0', QuoteAction::remove, 90, 0), 6)});
    line.full({quoted_bid(90, 9), quoted_bid(100, 1)}, 4);
    EXPECT_EQ(line.shown(), "valid 101x2 100x1 |");
    line.increment({numbered(quoted_bid(102, 1), 7)});
    EXPECT_EQ(line.shown(), "valid 102x1 101x2 100x1 |");
}

TEST(FixStreamBook, OnlyInstrumentsThatWereAskedForAreTaken)
{
    FixLine line({.symbols = {"NQ"}});
    line.message({.symbol = "ES", .is_full_refresh = true}, {quoted_bid(50, 1)});
    line.full({quoted_bid(100, 5)});
    EXPECT_EQ(line.stream.places(), 1u);
    EXPECT_EQ(line.shown(), "valid 100x5 |");
    EXPECT_EQ(line.counters[Counter::fix_unknown_symbol], 1u);
}

TEST(FixStreamBook, AnIdServesWhereThereIsNoSymbol)
{
    FixLine line;
    line.message({.symbol = "[N/A]", .security_id = "US0378331005", .is_full_refresh = true},
                 {quoted_bid(50, 1)});
    ASSERT_EQ(line.stream.places(), 1u);
    EXPECT_EQ(line.stream.symbol(0), "US0378331005");
}

TEST(FixStreamBook, ASymbolTooLongToBeToldHasABookAndNoRules)
{
    FixLine line;
    line.message({.symbol = "A-VERY-LONG-SYMBOL-INDEED", .is_full_refresh = true},
                 {quoted_bid(50, 1)});
    EXPECT_EQ(line.shown(), "valid 50x1 |");
    EXPECT_TRUE(line.updates.empty());
    EXPECT_EQ(line.counters[Counter::fix_symbol_too_long], 1u);
}

TEST(FixStreamBook, AStatusHaltsOneInstrumentOrAll)
{
    FixLine line;
    line.full({quoted_bid(100, 5)});
    line.stream.on(QuoteStatus{.symbol = "NQ", .status = 2});
    EXPECT_EQ(line.shown(), "halted 100x5 |");
    line.stream.on(QuoteStatus{.symbol = "NQ", .status = 17});
    EXPECT_EQ(line.shown(), "valid 100x5 |");
    line.stream.on(QuoteStatus{.status = 3, .is_session = true});
    EXPECT_EQ(line.shown(), "halted 100x5 |");
}

TEST(FixStreamValues, PricesWithMoreDigitsAreRoundedAndCounted)
{
    FixLine line;
    QuoteEntry fine = quoted_bid(0, 1);
    fine.price = {68'999'999'999'951, -12};
    fine.size = {15, -1};
    line.full({fine});
    EXPECT_EQ(line.stream.level(0, Side::buy, 0), (Level{{69'000'000'000}, 2, 0}));
    EXPECT_EQ(line.counters[Counter::fix_price_rounded], 1u);
    EXPECT_EQ(line.counters[Counter::fix_quantity_rounded], 1u);
}

TEST(FixStreamValues, APriceTooLargeIsNotABook)
{
    FixLine line;
    QuoteEntry huge = quoted_bid(0, 1);
    huge.price = {999'999'999'999, 0};
    line.full({huge});
    EXPECT_EQ(line.shown(), "suspect |");
    EXPECT_EQ(line.counters[Counter::fix_price_out_of_range], 1u);
}

TEST(FixStreamValues, ASizeThatIsNoneMakesTheBookSuspectAndNeverIsNothing)
{
    for (const Decimal size : {Decimal{-5, 0}, Decimal{999'999'999'999'999'999, 10}}) {
        FixLine line;
        line.full({quoted_bid(100, 5), quoted_bid(99, 1)});
        QuoteEntry wrong = quote('0', QuoteAction::change, 100, 1);
        wrong.size = size;
        line.increment({wrong});
        EXPECT_EQ(line.shown(), "suspect 100x5 99x1 |");
        EXPECT_EQ(line.counters[Counter::fix_quantity_out_of_range], 1u);
        QuoteEntry gone = quote('0', QuoteAction::remove, 99, 1);
        gone.size = size;  // of what goes away, nobody needs it
        line.increment({gone});
        EXPECT_EQ(line.shown(), "suspect 100x5 |");
        QuoteEntry first = quoted_bid(98, 1);
        first.size = size;
        line.full({first, quoted_bid(97, 2)});
        EXPECT_EQ(line.shown(), "suspect 97x2 |");
    }
}

TEST(FixStreamRules, EachMessageTellsOnceAndAnIndexValueIsAPrint)
{
    FixLine line;
    line.increment({quote('3', QuoteAction::add, 32'270, 0)});
    ASSERT_EQ(line.updates.size(), 1u);
    EXPECT_EQ(line.updates[0].kinds, update_trade);
    EXPECT_EQ(line.updates[0].trade_price, Price{32'270 * Price::scale});
    EXPECT_EQ(line.updates[0].book_state, BookState::unknown);
    EXPECT_EQ(line.updates[0].exchange_time, monday);
    line.full({quoted_bid(100, 5), quoted_offer(101, 7), quote('2', QuoteAction::add, 100, 3)});
    ASSERT_EQ(line.updates.size(), 2u);
    EXPECT_EQ(line.updates[1].kinds, update_trade | update_quote | update_status);
    EXPECT_EQ(line.updates[1].bid_quantity, 5u);
    EXPECT_EQ(line.updates[1].trade_quantity, 3u);
    EXPECT_EQ(line.updates[1].day, day_number({2025, 1, 27}));
}

TEST(FixStreamRules, NothingIsToldBeforeTheFirstMessage)
{
    FixLine line({.symbols = {"NQ"}});
    InterestTable interest(8);
    line.context.interest = &interest;
    interest.set(InstrumentId{0}, 0xFF);
    interest.publish();
    line.stream.look_for_interest();
    EXPECT_TRUE(line.updates.empty()) << "it would be of 1970";
    line.full({quoted_bid(100, 5)});
    EXPECT_EQ(line.updates.size(), 1u);
}

TEST(FixStreamRules, ATradeThatIsTakenBackBringsTheOneBefore)
{
    FixLine line;
    QuoteEntry first = quote('2', QuoteAction::add, 100, 1);
    first.id = "t1";
    QuoteEntry second = quote('2', QuoteAction::add, 90, 1);
    second.id = "t2";
    line.increment({first});
    line.increment({second});
    second.action = QuoteAction::remove;
    line.increment({second});
    ASSERT_EQ(line.updates.size(), 3u);
    EXPECT_EQ(line.updates[2].kinds, update_trade_broken);
    EXPECT_EQ(line.updates[2].trade_price, Price{100 * Price::scale});
    line.increment({second});
    EXPECT_EQ(line.counters[Counter::fix_print_unusable], 1u);
}

TEST(FixStreamRules, ClosesAndSettlementsAreToldWithTheirDates)
{
    FixLine line;
    QuoteEntry close = quote('5', QuoteAction::add, 700, 0);
    close.settle_flag = '4';
    line.increment({quote('6', QuoteAction::add, 21'300, 0)});
    line.increment({close});
    line.increment({quote('M', QuoteAction::add, 21'900, 0)});
    EXPECT_THAT(line.closes,
                ElementsAre("NQ settlement 21300 2025-01-27", "NQ close 700 2025-01-24",
                            "NQ settlement 21900 2025-01-24"));
}

}  // namespace
}  // namespace gapwire::test
