// The edge cases of the sheet (itch50, section 10), through the line.
#include "app/pipeline/itch_stream.hpp"

#include <gmock/gmock.h>

#include "tests/pipeline/line.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ItchStream : public testing::Test, public Line {};

// ---- the sheet's list, row by row

TEST_F(ItchStream, Row1UnknownReferencesAreCountedCreateNothingAndMakeTheBookSuspect)
{
    say(system_event('O'), directory("ACME"), add(1, 'B', 10, 100));
    say(execute(2, 1), execute_at(3, 1, 100, 1), cancel(4, 1), remove(5));
    EXPECT_EQ(book(), "bid 100x10 | ask");
    EXPECT_EQ(count(Counter::order_unknown), 4u);
    EXPECT_EQ(count(Counter::books_suspect), 1u);
    EXPECT_EQ(state(), BookState::suspect);
    EXPECT_EQ(statistics().trades, 0u);
}

TEST_F(ItchStream, Row2AReplacementOfAnUnknownOrderIsDropped)
{
    say(directory("ACME"), replace(1, 2, 10, 100));
    EXPECT_EQ(book(), "bid | ask");
    EXPECT_EQ(state(), BookState::suspect);
    say(remove(2));
    EXPECT_EQ(count(Counter::order_unknown), 2u);
}

TEST_F(ItchStream, Row3AReferenceInUseIsRefusedAndMakesTheBookSuspect)
{
    say(directory("ACME"), add(1, 'B', 10, 100), add(2, 'B', 5, 99), add(1, 'B', 7, 101));
    EXPECT_EQ(book(), "bid 100x10 99x5 | ask");
    EXPECT_EQ(state(), BookState::suspect);
    say(replace(1, 2, 7, 101));
    EXPECT_EQ(book(), "bid 100x10 99x5 | ask");
    EXPECT_EQ(count(Counter::order_duplicate), 2u);
    EXPECT_EQ(count(Counter::books_suspect), 1u);
}

TEST_F(ItchStream, Row4AReplacementByTheSameLosesPriority)
{
    say(directory("ACME"), add(1, 'B', 10, 100), add(2, 'B', 20, 100), replace(1, 3, 10, 100));
    std::vector<std::uint64_t> queue;
    stream.books().for_each_order(acme, Side::buy, 0,
                                  [&](std::uint64_t ref, std::uint32_t) { queue.push_back(ref); });
    EXPECT_THAT(queue, ElementsAre(2, 3));
}

TEST_F(ItchStream, Row5NoSharesChangeNothing)
{
    say(directory("ACME"), add(1, 'B', 10, 100), add(2, 'B', 0, 101), execute(1, 0),
        execute_at(1, 0, 99, 2), cancel(1, 0));
    EXPECT_EQ(book(), "bid 100x10 | ask");
    EXPECT_EQ(state(), BookState::valid);
    EXPECT_EQ(count(Counter::order_zero_quantity), 1u);
    EXPECT_EQ(statistics().trades, 0u);
    EXPECT_EQ(statistics().last, std::nullopt);
}

TEST_F(ItchStream, Row5AReplacementByNothingTakesTheOldOrderOutAndIsPublished)
{
    publication.want_depth({0});
    say(directory("ACME"), add(1, 'B', 10, 100), add(2, 'B', 5, 99));
    heard();
    say(replace(1, 3, 0, 100));
    EXPECT_EQ(book(), "bid 99x5 | ask");
    EXPECT_EQ(state(), BookState::valid);
    EXPECT_EQ(publication.top({0})->bid_quantity, 5u);
    EXPECT_EQ(publication.depth({0}), stream.depth(acme));
    EXPECT_THAT(heard(), ElementsAre("quote last none bid 99x5 ask none valid unknown"));
}

TEST_F(ItchStream, Row6AnExecutionThatIsNotPrintableIsNoTrade)
{
    say(directory("ACME"), add(1, 'B', 10, 100), execute_at(1, 4, 99, 1, 'N'));
    EXPECT_EQ(book(), "bid 100x6 | ask");
    EXPECT_EQ(statistics().volume, 0u);
    EXPECT_EQ(statistics().last, std::nullopt);
    say(execute_at(1, 4, 99, 2, 'Y'));
    EXPECT_EQ(statistics().volume, 4u);
    EXPECT_EQ(statistics().last->price, 99u);
}

TEST_F(ItchStream, Row7ACrossThatMatchedNothingIsNoPrice)
{
    say(directory("ACME"), cross('O', 0, 0, 1), cross('C', 0, 500, 2), cross('C', 10, 0, 3));
    EXPECT_EQ(statistics().trades, 0u);
    EXPECT_EQ(statistics().opening_cross, 0u);
    EXPECT_EQ(statistics().closing_cross, 0u);
    EXPECT_THAT(closes, IsEmpty());
}

TEST_F(ItchStream, Row8HiddenTradesNameNoOrder)
{
    say(directory("ACME"), add(0, 'B', 10, 100));  // an order that is called 0
    for (std::uint64_t match = 1; match <= 2000; ++match) say(trade(5, 101, match));
    EXPECT_EQ(book(), "bid 100x10 | ask");
    EXPECT_EQ(count(Counter::order_unknown), 0u);
    EXPECT_EQ(statistics().volume, 10'000u);
    EXPECT_EQ(statistics().last->price, 101u);
}

TEST_F(ItchStream, Row9BreaksOfUnknownOrBrokenTradesAreCounted)
{
    say(directory("ACME"), trade(5, 101, 1), trade(6, 102, 2), break_trade(2), break_trade(2),
        break_trade(99));
    EXPECT_EQ(count(Counter::trades_broken), 1u);
    EXPECT_EQ(count(Counter::trade_break_unknown), 2u);
    EXPECT_EQ(statistics().last->price, 101u);
    EXPECT_EQ(statistics().volume, 5u);
}

TEST_F(ItchStream, Row9ABrokenTradeRestoresNoShares)
{
    say(directory("ACME"), add(1, 'B', 10, 100), execute(1, 10, 77), break_trade(77));
    EXPECT_EQ(book(), "bid | ask");
    EXPECT_EQ(statistics().last, std::nullopt);
}

TEST_F(ItchStream, Row10DeletingAnOrderThatWasExecutedWhollyIsCounted)
{
    say(directory("ACME"), add(1, 'B', 10, 100), execute(1, 10), remove(1));
    EXPECT_EQ(book(), "bid | ask");
    EXPECT_EQ(count(Counter::order_unknown), 1u);
}

TEST_F(ItchStream, Row11EveryLocateHasABook)
{
    for (const std::uint16_t locate : {std::uint16_t{0}, std::uint16_t{65535}}) {
        say(add(locate, 'B', 10, 100, {.locate = locate}));
        EXPECT_EQ(book(locate), "bid 100x10 | ask");
    }
}

TEST_F(ItchStream, Row12DirectoryEntriesUpdateAndNeverClear)
{
    say(add(1, 'B', 10, 100), directory("ACME"), add(2, 'B', 5, 99));
    itch::StockDirectory again = directory("ACME");
    again.authenticity = 'T';
    say(again);
    EXPECT_EQ(book(), "bid 100x10 99x5 | ask");
    EXPECT_EQ(instruments.size(), 1u);
    EXPECT_TRUE(instruments[stream.instrument_of(acme)].test_issue);
    EXPECT_THAT(met, ElementsAre("ACME", "ACME", "ACME"));
}

TEST_F(ItchStream, Row13SymbolsMayFillTheirField)
{
    say(directory("ABCDEFGH"), add(1, 'B', 10, 100));
    EXPECT_EQ(stream.symbol(acme), "ABCDEFGH");
    EXPECT_EQ(instruments.size(), 1u);
}

TEST_F(ItchStream, Row14PricesOutOfBoundsAreStoredButNoQuoteAndNoTrade)
{
    say(directory("ACME"), add(1, 'B', 10, itch50::price_max + 1), add(2, 'S', 5, 0),
        add(3, 'B', 10, 100));
    EXPECT_EQ(book(), "bid 2000000001x10 100x10 | ask 0x5");
    heard();
    say(execute(1, 1, 1), execute(2, 1, 2));
    EXPECT_EQ(statistics().volume, 2u);
    EXPECT_EQ(statistics().last, std::nullopt);
    EXPECT_THAT(heard(), ElementsAre("quote last none bid none ask none valid unknown",
                                     "quote last none bid none ask none valid unknown"));
    say(remove(1));
    EXPECT_THAT(heard(), ElementsAre("quote last none bid 100x10 ask none valid unknown"));
}

TEST_F(ItchStream, Row15TimeMayGoBack)
{
    say(directory("ACME"), add(1, 'B', 10, 100, {.locate = acme, .time_ns = 2000}),
        add(2, 'B', 5, 99, {.locate = acme, .time_ns = 1000}));
    EXPECT_EQ(book(), "bid 100x10 99x5 | ask");
    EXPECT_EQ(stream.time_ns(), 1000u);
}

TEST_F(ItchStream, Row16MessagesCountWheneverTheyCome)
{
    say(directory("ACME"), add(1, 'B', 10, 100), system_event('O'), add(2, 'B', 10, 101));
    EXPECT_EQ(book(), "bid 101x10 100x10 | ask");
    say(system_event('M'), add(3, 'B', 10, 102), system_event('E'), add(4, 'B', 10, 103),
        system_event('C'), remove(1));
    EXPECT_EQ(book(), "bid 103x10 102x10 101x10 | ask");
    EXPECT_EQ(count(Counter::sessions_restarted), 0u);
}

TEST_F(ItchStream, Row17ASecondStartOfMessagesClearsEverything)
{
    publication.want_depth({0});
    say(system_event('O'), directory("ACME"), add(1, 'B', 10, 100), trade(5, 101, 1), remove(9));
    EXPECT_EQ(state(), BookState::suspect);
    heard();
    feed(messages(add(2, 'B', 1, 99), system_event('O')), 64);  // in one batch
    EXPECT_EQ(count(Counter::sessions_restarted), 1u);
    EXPECT_EQ(book(), "bid | ask");
    EXPECT_EQ(stream.books().live_orders(), 0u);
    EXPECT_EQ(statistics().trades, 0u);
    EXPECT_TRUE(stream.instrument_of(acme).is_none());
    EXPECT_THAT(heard(), ElementsAre("status last none bid none ask none valid unknown"));
    EXPECT_EQ(publication.top({0}), TopOfBook{.instrument = 0});
    EXPECT_EQ(publication.depth({0}), Depth{.instrument = 0});

    const std::uint16_t other = 8;  // locates are dealt out anew
    say(directory("ACME", {.locate = other}), add(1, 'B', 3, 55, {.locate = other}));
    EXPECT_EQ(stream.instrument_of(other), InstrumentId{0});
    EXPECT_EQ(book(other), "bid 55x3 | ask");
    EXPECT_EQ(state(other), BookState::valid);
    say(break_trade(1));
    EXPECT_EQ(count(Counter::trade_break_unknown), 1u);
}

TEST_F(ItchStream, Row18ExtraBytesAtTheEndAreALaterVersion)
{
    Messages longer = messages(directory("ACME"), add(1, 'B', 10, 100), execute(1, 4, 1),
                               trade(5, 101, 2), remove(9));
    for (ByteVector& message : longer.bytes) message.insert(message.end(), {1, 2, 3});
    feed(longer, 64);
    EXPECT_EQ(book(), "bid 100x6 | ask");
    EXPECT_EQ(statistics().volume, 9u);
    EXPECT_EQ(count(Counter::order_unknown), 1u);
}

TEST_F(ItchStream, Row19ResumptionAndCrossApplyInTheirOrder)
{
    say(directory("ACME"), action('P', "LUDP"));
    heard();
    say(cross('H', 100, 500, 1), action('T'), trade(1, 501, 2));
    EXPECT_THAT(heard(), ElementsAre("trade last 500x100 bid none ask none halted paused",
                                     "status last 500x100 bid none ask none valid trading",
                                     "trade last 501x1 bid none ask none valid trading"));
}

TEST_F(ItchStream, Row21ACrossedBookDuringAHaltIsHalted)
{
    say(directory("ACME"), action('H', "T1"), add(1, 'B', 10, 101), add(2, 'S', 10, 100));
    EXPECT_EQ(book(), "bid 101x10 | ask 100x10");
    EXPECT_EQ(state(), BookState::halted);
    EXPECT_EQ(statistics().halt_reason.view(), "T1");
}

TEST_F(ItchStream, Row22SharesMayFillTheirFieldAndTotalsPassIt)
{
    say(directory("ACME"), add(1, 'B', UINT32_MAX, 100), add(2, 'B', UINT32_MAX, 100));
    EXPECT_EQ(book(), "bid 100x8589934590 | ask");
    say(execute(1, UINT32_MAX, 1), execute(2, UINT32_MAX, 2), cross('C', 1ull << 40, 99, 3));
    EXPECT_EQ(statistics().volume, 8'589'934'590 + (1ull << 40));
}

// ---- names

TEST_F(ItchStream, AnOrderGivesANameToALocateThatOnlyHadStrayEvents)
{
    stream.on_joined(500);
    say(remove(1), execute(2, 1), add(3, 'B', 10, 100));
    EXPECT_EQ(stream.symbol(acme), "ACME");
    EXPECT_THAT(met, ElementsAre("ACME"));
}

TEST_F(ItchStream, ABlankStockIsCalledByItsLocate)
{
    itch::AddOrder blank = add(1, 'B', 10, 100);
    blank.stock = "";
    say(blank);
    EXPECT_EQ(stream.symbol(acme), "#7");
}

TEST_F(ItchStream, ALocateThatBecomesAnotherInstrumentLeavesNoBookUnderTheOldName)
{
    say(directory("ACME"), add(1, 'B', 10, 100), directory("NEW"));
    EXPECT_EQ(book(), "bid 100x10 | ask");
    EXPECT_EQ(publication.top({0}), TopOfBook{.instrument = 0});
    EXPECT_EQ(publication.top({1})->bid_quantity, 10u);
}

TEST_F(ItchStream, MoreInstrumentsThanThePublicationHoldsStillHaveBooks)
{
    char name[] = "A0";
    for (std::uint16_t locate = 0; locate < room; ++locate) {
        name[1] = static_cast<char>('0' + locate);
        say(directory(name, {.locate = locate}));
    }
    say(directory("LAST", {.locate = 200}), add(1, 'B', 10, 100, {.locate = 200}), remove(9));
    stream.on_loss(1, 1);
    EXPECT_EQ(stream.instrument_of(200).value, room);
    EXPECT_EQ(book(200), "bid 100x10 | ask");
}

// ---- what is kept beside the books

TEST_F(ItchStream, CrossesAndAuctionsAreKept)
{
    say(directory("ACME"), cross('O', 100, 500, 1), cross('C', 200, 510, 2),
        itch::Noii{.at = at_acme, .paired = 7, .stock = "ACME", .reference_price = 505},
        itch::LuldAuctionCollar{.at = at_acme, .stock = "ACME", .upper_price = 520});
    EXPECT_EQ(statistics().opening_cross, 500u);
    EXPECT_EQ(statistics().closing_cross, 510u);
    EXPECT_EQ(statistics().volume, 300u);
    EXPECT_EQ(statistics().imbalance->reference_price, 505u);
    EXPECT_EQ(statistics().collar->upper_price, 520u);
    EXPECT_THAT(closes, ElementsAre("ACME 500", "ACME 510"));
    EXPECT_THAT(heard(), ElementsAre("status last none bid none ask none valid unknown",
                                     "trade last 500x100 bid none ask none valid unknown",
                                     "trade|close last 510x200 bid none ask none valid unknown",
                                     "imbalance last 510x200 bid none ask none valid unknown"));
}

TEST_F(ItchStream, MessagesLaterThanTheLimitAreNotApplied)
{
    context.until_ns = 1000;
    const itch::At late{.locate = acme, .time_ns = 1001};
    say(directory("ACME"), add(1, 'B', 10, 100), add(2, 'B', 10, 101, late),
        itch::Trade{.at = late, .shares = 1, .stock = "ACME", .price = 5, .match = 1});
    EXPECT_EQ(book(), "bid 100x10 | ask");
    EXPECT_EQ(statistics().trades, 0u);
    EXPECT_EQ(stream.time_ns(), 1000u);
}

TEST_F(ItchStream, MessagesAreCountedByType)
{
    say(system_event('O'), directory("ACME"), add(1, 'B', 10, 100), add(2, 'B', 10, 100),
        execute(1, 1), execute(9, 1));
    EXPECT_EQ(stream.messages(), 6u);
    EXPECT_EQ(stream.messages_by_type()['A'], 2u);
    EXPECT_EQ(stream.messages_by_type()['E'], 2u);
    EXPECT_EQ(stream.messages_by_type()['S'], 1u);
}

}  // namespace
}  // namespace gapwire::test
