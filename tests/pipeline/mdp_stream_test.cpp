// A channel of MDP 3.0, event by event: numbers, trust, events, what readers and rules are told.
#include <gmock/gmock.h>

#include "tests/pipeline/mdp_channel.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class MdpStreamTest : public testing::Test, public FuturesChannel {};

// ---- numbers and trust

TEST_F(MdpStreamTest, AnInstrumentHeardFromItsFirstNumberIsValid)
{
    say({bid(1, 100, 5, 1), bid(2, 99, 7, 2), ask(1, 101, 4, 3)});
    EXPECT_EQ(book(), "bid 100x5 99x7 | ask 101x4");
    EXPECT_EQ(state(), "valid");
    say({bid(1, 100, 6, 4, LevelAction::change), bid(2, 99, 7, 5, LevelAction::remove)});
    EXPECT_EQ(book(), "bid 100x6 | ask 101x4");
    EXPECT_EQ(count(Counter::level_refused), 0u);
}

TEST_F(MdpStreamTest, OneMetInTheMiddleIsUnknownAndFilledByWhatComes)
{
    say({bid(3, 98, 5, 700)});
    EXPECT_EQ(book(), "bid ? ? 98x5 | ask");
    EXPECT_EQ(state(), "unknown");
    say({bid(1, 100, 1, 701, LevelAction::overlay), bid(2, 99, 9, 702, LevelAction::remove)});
    EXPECT_EQ(book(), "bid 100x1 98x5 | ask");
    EXPECT_EQ(state(), "unknown");
    EXPECT_EQ(count(Counter::level_refused), 0u);
}

TEST_F(MdpStreamTest, AfterALossABookThatGoesOnInSequenceWasNotTouched)
{
    say({bid(1, 100, 5, 1)});
    lose(3);
    EXPECT_EQ(state(), "stale");
    EXPECT_EQ(count(Counter::books_stale), 1u);
    say({bid(1, 100, 8, 2, LevelAction::change)});
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(book(), "bid 100x8 | ask");
}

TEST_F(MdpStreamTest, AMissingNumberEmptiesTheBookAndItStaysStale)
{
    say({bid(1, 100, 5, 1), bid(2, 99, 7, 2)});
    lose(1);
    say({bid(2, 98, 3, 4)});
    EXPECT_EQ(state(), "stale");
    EXPECT_EQ(book(), "bid ? 98x3 | ask");
    EXPECT_EQ(count(Counter::mdp_entries_missing), 1u);
    say({bid(1, 100, 3, 5, LevelAction::overlay)});
    EXPECT_EQ(state(), "stale");  // natural refresh never makes it valid
}

TEST_F(MdpStreamTest, WithoutNaturalRefreshABookIsEmptyUntilItsSnapshot)
{
    stream.set_natural_refresh(false);
    say({bid(1, 100, 5, 1), bid(2, 99, 7, 2)});
    EXPECT_EQ(book(), "bid 100x5 99x7 | ask");
    lose(1);
    say({bid(2, 98, 3, 4)});
    EXPECT_EQ(state(), "stale");
    EXPECT_EQ(book(), "bid | ask");
    snapshot({.last_packet = 3, .reports_in_loop = 1, .sequence = 4, .security = nq},
             {bid(1, 100, 9, 0)});
    say({bid(1, 100, 8, 5, LevelAction::change)});
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(book(), "bid 100x8 | ask");
}

TEST_F(MdpStreamTest, AnEntryThatContradictsTheBookIsRefused)
{
    say({bid(1, 100, 5, 1)});
    say({bid(1, 99, 5, 2, LevelAction::change)});
    EXPECT_EQ(state(), "suspect");
    EXPECT_EQ(book(), "bid 100x5 | ask");
    EXPECT_EQ(count(Counter::level_refused), 1u);
    EXPECT_EQ(count(Counter::books_suspect), 1u);
}

TEST_F(MdpStreamTest, ACrossedBookIsSuspectWhileTheInstrumentTrades)
{
    say({bid(1, 100, 5, 1), ask(1, 99, 5, 2)});
    EXPECT_EQ(state(), "valid");  // not known to trade: before the open books may be crossed
    say(FuturesStatus{.time_ns = now(), .security = nq, .status = 17});
    EXPECT_EQ(state(), "suspect");
    EXPECT_EQ(count(Counter::level_book_crossed), 1u);
}

// The next entry in sequence used to make a book valid again that one of the lines contradicted.
TEST_F(MdpStreamTest, LinesThatDisagreeMakeBooksSuspectUntilASnapshot)
{
    say({bid(1, 100, 5, 1)});
    stream.on_disagreement({}, {});
    EXPECT_EQ(state(), "suspect");
    say({bid(1, 100, 8, 2, LevelAction::change)});
    EXPECT_EQ(state(), "suspect");
    snapshot({.last_packet = 2, .reports_in_loop = 1, .sequence = 2, .security = nq},
             {bid(1, 100, 9, 0)});
    EXPECT_EQ(state(), "valid");
}

// A snapshot of one instrument used to end the open events of all others.
TEST_F(MdpStreamTest, ASnapshotEndsNoEventOfAnotherInstrument)
{
    define(definition("ESH5", 43));
    LevelEvent other = bid(1, 100, 5, 1);
    other.security = 43;
    say({other, bid(1, 100, 5, 50)});
    other = bid(1, 102, 5, 2);
    other.security = 43;
    take(packet().levels(now(), std::array{other}, false));
    heard();
    snapshot({.last_packet = 2, .reports_in_loop = 9, .sequence = 50, .security = nq},
             {bid(1, 100, 5, 0)});
    EXPECT_THAT(heard(), IsEmpty());
    EXPECT_EQ(state(), "valid");
}

TEST_F(MdpStreamTest, AResetOfABookOrOfTheChannelIsAnEmptyBookThatIsRight)
{
    say({bid(2, 100, 5, 9)});
    take(packet().reset_book(now(), {nq, 10}));
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(book(), "bid | ask");
    say({bid(1, 100, 5, 11)});
    lose(1);
    take(packet().channel_reset(now(), 318));
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(book(), "bid | ask");
    say({bid(1, 90, 5, 1)});
    EXPECT_EQ(book(), "bid 90x5 | ask");
    EXPECT_EQ(count(Counter::mdp_channel_resets), 1u);
}

// ---- events

TEST_F(MdpStreamTest, ReadersAndRulesSeeABookAtTheEndOfItsEvent)
{
    define(definition());
    take(packet().levels(now(), std::array{bid(1, 2'000'000, 5, 1)}, false));
    EXPECT_EQ(publication.top(stream.instrument_of(0))->bid_quantity, 0u);
    EXPECT_FALSE(stream.is_settled(0));
    heard();
    const std::uint64_t time = now();
    take(packet().levels(time, std::array{ask(1, 2'000'100, 4, 2)}));
    EXPECT_EQ(publication.top(stream.instrument_of(0))->bid_quantity, 5u);
    EXPECT_EQ(publication.top(stream.instrument_of(0))->ask_quantity, 4u);
    EXPECT_TRUE(stream.is_settled(0));
    ASSERT_EQ(updates.size(), 1u);
    EXPECT_EQ(updates[0].kinds, update_quote | update_status);
    EXPECT_EQ(updates[0].bid, Price{20'000 * unit});  // in points
    EXPECT_EQ(updates[0].day, monday);
}

TEST_F(MdpStreamTest, AnEventThatNothingClosedEndsWithTheNext)
{
    define(definition());
    take(packet().levels(now(), std::array{bid(1, 2'000'000, 5, 1)}, false));
    heard();
    say({ask(1, 2'000'100, 4, 2)});
    EXPECT_EQ(updates.size(), 2u);
    EXPECT_EQ(count(Counter::mdp_events_unclosed), 1u);
}

TEST_F(MdpStreamTest, AnEventOfOnePacketManyInstrumentsTellsEachOnce)
{
    define(definition());
    define(definition("ESH5", 43));
    LevelEvent other = bid(1, 600'000, 5, 1);
    other.security = 43;
    heard();
    say({bid(1, 2'000'000, 5, 1), other, bid(2, 1'999'000, 5, 2)});
    EXPECT_EQ(updates.size(), 2u);
}

// ---- what contracts are

TEST_F(MdpStreamTest, AnInstrumentIsCalledByItsNumberUntilItIsDefined)
{
    say({bid(1, 2'000'000, 5, 1)});
    EXPECT_EQ(stream.symbol(0), "#42");
    EXPECT_THAT(heard(), IsEmpty());  // no display factor: no points
    define(definition());
    EXPECT_EQ(stream.symbol(0), "NQH5");
    EXPECT_THAT(met, testing::Contains("NQH5"));
    EXPECT_EQ(book(), "bid 2000000x5 | ask");
    EXPECT_EQ(state(), "valid");
}

// The depth of the number stayed as it was last, and looked up to date.
TEST_F(MdpStreamTest, WhenItIsDefinedItsNumberHasNoBookAnyMore)
{
    publication.want_depth({0});
    say({bid(1, 2'000'000, 5, 1)});
    EXPECT_EQ(publication.depth({0})->sides[0][0].quantity, 5u);
    define(definition());
    EXPECT_EQ(stream.instrument_of(0), InstrumentId{1});
    EXPECT_EQ(publication.top({0}), (TopOfBook{.instrument = 0}));
    EXPECT_EQ(publication.depth({0}), (Depth{.instrument = 0}));
    EXPECT_EQ(publication.top({1})->bid_quantity, 5u);
    EXPECT_FALSE(instruments[{1}].display_factor.is_none());
}

// Every definition of every loop used to be looked at as if it were new, and told again.
TEST_F(MdpStreamTest, ADefinitionThatSaysNothingNewIsNotTold)
{
    say({bid(1, 2'000'000, 5, 1)});
    define(definition());
    const std::size_t told = met.size();
    define(definition());
    EXPECT_EQ(met.size(), told);
    ContractDefinition changed = definition();
    changed.depth = 5;
    define(changed);
    EXPECT_EQ(met.size(), told + 1);
}

TEST_F(MdpStreamTest, TheFrontMonthIsTheFirstToEndThatHasNotRolled)
{
    say({bid(1, 2'000'000, 5, 1)});
    const auto is_front = [&](std::string_view symbol) {
        for (std::uint32_t place = 0; place < stream.places(); ++place)
            if (stream.symbol(place) == symbol)
                return instruments[stream.instrument_of(place)].is_front;
        return false;
    };
    constexpr std::uint64_t day_ns = 86'400'000'000'000;
    define(definition("NQM5", 44, noon_ns + 100 * day_ns));
    EXPECT_TRUE(is_front("NQM5"));
    define(definition("NQH5", nq, noon_ns + 9 * day_ns));
    EXPECT_TRUE(is_front("NQH5"));
    EXPECT_FALSE(is_front("NQM5"));
    define(definition("NQG5", 45, noon_ns + 8 * day_ns));  // rolled: eight days before its end
    EXPECT_TRUE(is_front("NQH5"));
    EXPECT_FALSE(is_front("NQG5"));
    sequence += 24 * 3'600;  // a day later NQH5 has rolled, too
    stream.on_loss(2, sequence - 2);
    say({bid(1, 2'000'000, 6, 2, LevelAction::change)});
    EXPECT_TRUE(is_front("NQM5"));
    EXPECT_FALSE(is_front("NQH5"));
}

TEST_F(MdpStreamTest, AStatusOfAGroupIsOneOfAllItsInstruments)
{
    define(definition());
    define(definition("NQM5", 43));
    say({bid(1, 2'000'000, 5, 1)});
    say(FuturesStatus{.time_ns = now(),
                      .group = Text<6>{{'N', 'Q'}},
                      .for_group = true,
                      .status = 2,
                      .reason = 2});
    EXPECT_EQ(state(), "halted");
    EXPECT_EQ(stream.details(1).statistics.trading(), TradingState::halted);
}

// ---- settlements and trades

TEST_F(MdpStreamTest, AFinalSettlementOfABeforeDateIsToldInPoints)
{
    define(definition());
    say({bid(1, 2'000'000, 5, 1)});
    closes.clear();
    say(settlement(2'191'100, friday, 2, 0x02));  // preliminary
    EXPECT_THAT(closes, IsEmpty());
    say(settlement(2'191'125, friday, 3));
    EXPECT_EQ(closes.size(), 1u);
    say(settlement(2'191'125, friday, 4));
    EXPECT_EQ(closes.size(), 1u);  // again
    say(settlement(2'100'000, monday, 5));
    EXPECT_EQ(closes.size(), 2u);  // serves from tomorrow, by its date
    EXPECT_EQ(stream.details(0).told->price, Price{2'191'125 * unit});
}

TEST_F(MdpStreamTest, ATradeFarOutsideItsBandIsRecordedAndNotJudged)
{
    define(definition());
    say({bid(1, 2'000'000, 5, 1), ask(1, 2'000'100, 5, 2)});
    say(LimitsEvent{.variation_max = 1'000 * unit, .sequence = 3, .security = nq});
    heard();
    say(trade_at(1'900'000, 4));  // the leg of a spread
    EXPECT_THAT(heard(), IsEmpty());
    EXPECT_EQ(count(Counter::trades_outside_band), 1u);
    say(trade_at(1'999'500, 5));
    ASSERT_EQ(updates.size(), 1u);
    EXPECT_EQ(updates[0].trade_price, Price{19'995 * unit});
}

TEST_F(MdpStreamTest, UpdatesCarryTheLowLimit)
{
    define(definition());
    say(LimitsEvent{.low = 1'800'000 * unit, .sequence = 1, .security = nq});
    heard();
    say(trade_at(1'999'500, 2));
    ASSERT_EQ(updates.size(), 1u);
    EXPECT_EQ(updates[0].low_limit, Price{18'000 * unit});
}

TEST_F(MdpStreamTest, WithoutADisplayFactorTheProductTableServes)
{
    context.futures.products["NQ"] = {.display_factor = unit / 100};
    ContractDefinition contract = definition();
    contract.display_factor = Price::none().units;
    define(contract);
    heard();
    say(trade_at(2'000'000, 1));
    ASSERT_EQ(updates.size(), 1u);
    EXPECT_EQ(updates[0].trade_price, Price{20'000 * unit});
}

// ---- snapshots

TEST_F(MdpStreamTest, ASnapshotMakesABookRightAndWhatCameSinceIsAppliedToIt)
{
    snapshot({.last_packet = 0, .reports_in_loop = 9, .sequence = 0, .security = 99},
             {});  // a feed
    say({bid(1, 100, 5, 50)});
    say({bid(1, 101, 6, 51)});
    EXPECT_EQ(state(), "unknown");
    snapshot({.last_packet = 1, .reports_in_loop = 9, .sequence = 50, .security = nq},
             {bid(1, 100, 5, 0), bid(2, 99, 1, 0), ask(1, 103, 1, 0)});
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(book(), "bid 101x6 100x5 99x1 | ask 103x1");
    say({bid(3, 99, 1, 52, LevelAction::remove)});
    EXPECT_EQ(book(), "bid 101x6 100x5 | ask 103x1");
    EXPECT_EQ(count(Counter::mdp_snapshots_loaded), 2u);
}

TEST_F(MdpStreamTest, ASnapshotAheadOfTheStreamMakesItsEntriesKnown)
{
    say({bid(1, 100, 5, 50)});
    snapshot({.last_packet = 3, .reports_in_loop = 1, .sequence = 52, .security = nq},
             {bid(1, 102, 1, 0)});
    EXPECT_EQ(book(), "bid 102x1 | ask");
    say({bid(1, 101, 6, 51)});
    say({bid(1, 102, 1, 52)});
    EXPECT_EQ(book(), "bid 102x1 | ask");
    say({bid(2, 100, 1, 53)});
    EXPECT_EQ(book(), "bid 102x1 100x1 | ask");
    EXPECT_EQ(state(), "valid");
}

TEST_F(MdpStreamTest, ASnapshotOlderThanWhatWasKeptIsOfNoUse)
{
    say({bid(1, 100, 5, 50)});
    say({bid(1, 101, 6, 51)});
    snapshot({.last_packet = 1, .reports_in_loop = 1, .sequence = 50, .security = nq},
             {bid(1, 100, 5, 0)});
    EXPECT_EQ(state(), "unknown");
    EXPECT_EQ(count(Counter::mdp_snapshots_too_old), 1u);
}

TEST_F(MdpStreamTest, ASnapshotFromBeforeALossIsNotCertain)
{
    say({bid(1, 100, 5, 1)});
    lose(5);
    snapshot({.last_packet = 3, .reports_in_loop = 1, .sequence = 2, .security = nq},
             {bid(1, 99, 5, 0)});
    EXPECT_EQ(state(), "stale");
    snapshot({.last_packet = 6, .reports_in_loop = 1, .sequence = 3, .security = nq},
             {bid(1, 98, 5, 0)});
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(book(), "bid 98x5 | ask");
}

}  // namespace
}  // namespace gapwire::test
