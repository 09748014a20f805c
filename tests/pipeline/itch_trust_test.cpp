// The trust a book deserves: losses, refusals, halts, lines that disagree.
#include <gmock/gmock.h>

#include "app/pipeline/itch_stream.hpp"
#include "tests/pipeline/line.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;

class ItchTrust : public testing::Test, public Line {};

TEST_F(ItchTrust, TrustIsUnknownWhenTheSessionWasJoinedLate)
{
    stream.on_joined(500);
    say(directory("ACME"), add(1, 'B', 10, 100), remove(2));
    EXPECT_EQ(state(), BookState::unknown);  // a reference from before is no contradiction
    EXPECT_EQ(count(Counter::books_suspect), 0u);
    say(execute(1, 11));
    EXPECT_EQ(state(), BookState::suspect);
}

TEST_F(ItchTrust, ALossMakesEveryBookStaleForGood)
{
    const itch::At other{.locate = 8};
    publication.want_depth({0});
    say(directory("ACME"), add(1, 'B', 10, 100), directory("OTHER", other));
    heard();
    stream.on_loss(4, 2);
    stream.on_loss(9, 1);
    EXPECT_THAT(heard(), ElementsAre("status last none bid 100x10 ask none stale unknown",
                                     "status last none bid none ask none stale unknown"));
    EXPECT_EQ(count(Counter::books_stale), 2u);
    EXPECT_EQ(publication.top({0})->state, BookState::stale);
    EXPECT_EQ(publication.depth({0})->state, BookState::stale);

    itch::AddOrder late = add(2, 'B', 5, 50, {.locate = 9});
    late.stock = "LATE";
    say(late, remove(1), action('T'));
    EXPECT_EQ(state(), BookState::stale);
    EXPECT_EQ(state(8), BookState::stale);
    EXPECT_EQ(state(9), BookState::stale);
}

TEST_F(ItchTrust, SilenceIsToldOfBooksThatWereStaleBefore)
{
    stream.set_line_count(2);
    say(directory("ACME"), add(1, 'B', 10, 100));
    stream.on_loss(3, 1);
    updates.clear();
    stream.set_silent(true);
    stream.set_silent(true);
    stream.set_silent(false);
    ASSERT_EQ(updates.size(), 2u);
    EXPECT_EQ(updates[0].lines, 0);
    EXPECT_EQ(updates[1].lines, 2);
    EXPECT_EQ(updates[0].book_state, BookState::stale);
    EXPECT_EQ(count(Counter::books_stale), 1u);
}

TEST_F(ItchTrust, AStartOfMessagesAfterALossBeginsAnew)
{
    say(system_event('O'), directory("ACME"));
    stream.on_loss(3, 1);
    say(system_event('O'), directory("ACME"), add(1, 'B', 10, 100));
    EXPECT_EQ(state(), BookState::valid);
}

TEST_F(ItchTrust, ADayIsThatOfItsFirstMessage)
{
    context.midnight_of = [](void*, Timestamp when) noexcept {
        return Timestamp{when.ns / 100 * 100};
    };
    received = {250};
    say(system_event('O'), directory("ACME"));
    EXPECT_EQ(context.midnight.ns, 200);
    received = {350};
    say(add(1, 'B', 10, 100));
    EXPECT_EQ(context.midnight.ns, 200);
    say(system_event('O'));
    received = {450};
    say(directory("ACME"));
    EXPECT_EQ(context.midnight.ns, 400);
    stream.on_new_session();
    EXPECT_EQ(stream.time_ns(), 0u);
    received = {550};
    say(directory("ACME"));
    EXPECT_EQ(context.midnight.ns, 500);
}

TEST_F(ItchTrust, WhileAHoleIsFilledRulesBelieveWhatReadersDoNotYet)
{
    say(directory("ACME"), add(1, 'B', 10, 100));
    stream.on_hole(3);
    heard();
    say(add(2, 'B', 20, 101), action('T'));
    EXPECT_THAT(heard(), ElementsAre("quote last none bid 101x20 ask none valid unknown",
                                     "status last none bid 101x20 ask none valid trading"));
    EXPECT_EQ(publication.top({0})->state, BookState::recovering);
    stream.on_hole_closed();
    EXPECT_EQ(publication.top({0})->state, BookState::valid);
}

TEST_F(ItchTrust, OnlyTheBookOfARefusedEventIsSuspect)
{
    const itch::At other{.locate = 8};
    say(directory("ACME"), directory("OTHER", other), add(1, 'B', 10, 100),
        add(2, 'B', 10, 100, other));
    heard();
    say(execute(1, 11), cancel(1, 11), remove(1, other));
    EXPECT_EQ(count(Counter::order_over_executed), 1u);
    EXPECT_EQ(count(Counter::order_over_cancelled), 1u);
    EXPECT_EQ(count(Counter::order_wrong_instrument), 1u);
    EXPECT_EQ(book(), "bid 100x10 | ask");
    EXPECT_THAT(heard(), ElementsAre("status last none bid 100x10 ask none suspect unknown",
                                     "status last none bid 100x10 ask none suspect unknown"));
    EXPECT_EQ(state(), BookState::suspect);
    EXPECT_EQ(state(8), BookState::suspect);
    EXPECT_EQ(state(9), BookState::valid);
    EXPECT_EQ(count(Counter::books_suspect), 2u);
}

TEST_F(ItchTrust, AMalformedOrderMessageMakesItsBookSuspect)
{
    say(directory("ACME"), add(1, 'B', 10, 100));
    Messages bad = messages(add(2, 'X', 10, 100), remove(1));
    bad.bytes[1].pop_back();
    feed(bad, 64);
    EXPECT_EQ(book(), "bid 100x10 | ask");
    EXPECT_EQ(state(), BookState::suspect);
    EXPECT_EQ(count(Counter::itch_bad_field), 1u);
    EXPECT_EQ(count(Counter::itch_too_short), 1u);
}

TEST_F(ItchTrust, RubbishIsCountedAndStopsNothing)
{
    Messages all = messages(directory("ACME"));
    all.bytes.push_back({});
    all.bytes.push_back({'A'});
    all.bytes.push_back({'?', 0, 7});
    all.bytes.push_back(ByteVector(200, 0xFF));
    all.add(add(1, 'B', 10, 100));
    feed(all, 64);
    EXPECT_EQ(book(), "bid 100x10 | ask");
    EXPECT_EQ(state(), BookState::valid);
    EXPECT_EQ(count(Counter::messages_empty), 1u);
    EXPECT_EQ(count(Counter::itch_too_short), 1u);
    EXPECT_EQ(count(Counter::itch_unknown_type), 2u);
}

TEST_F(ItchTrust, LinesThatDisagreeMakeBothBooksSuspect)
{
    say(directory("ACME"), directory("OTHER", {.locate = 8}));
    stream.on_disagreement({'A', 0, acme}, itch::encode(add(1, 'B', 1, 1, {.locate = 8})));
    EXPECT_EQ(state(), BookState::suspect);
    EXPECT_EQ(state(8), BookState::suspect);
    EXPECT_EQ(publication.top({1})->state, BookState::suspect);
}

TEST_F(ItchTrust, HaltsAndPausesShowOnValidBooksOnly)
{
    say(directory("ACME"));
    const auto state_after = [&](const auto& message) {
        say(message);
        return state();
    };
    EXPECT_EQ(state_after(action('T')), BookState::valid);
    EXPECT_EQ(state_after(action('H')), BookState::halted);
    EXPECT_EQ(state_after(action('P')), BookState::halted);
    EXPECT_EQ(state_after(action('Q')), BookState::valid);
    EXPECT_EQ(state_after(action('P')), BookState::halted);
    EXPECT_EQ(state_after(remove(1)), BookState::suspect);
}

TEST_F(ItchTrust, AnOperationalHaltOfThisMarketStandsApartFromTradingActions)
{
    const auto halt = [](char market, char what) {
        return itch::OperationalHalt{
            .at = at_acme, .stock = "ACME", .market = market, .action = what};
    };
    say(directory("ACME"), action('T'), halt('B', 'H'));
    EXPECT_EQ(state(), BookState::valid);
    say(halt('Q', 'H'));
    EXPECT_EQ(state(), BookState::halted);
    say(action('H'), halt('Q', 'T'));
    EXPECT_EQ(state(), BookState::halted);  // still by the trading action
    say(halt('Q', 'H'), action('T'));
    EXPECT_EQ(state(), BookState::halted);  // still by the market
    say(halt('Q', 'T'));
    EXPECT_EQ(state(), BookState::valid);
    EXPECT_EQ(statistics().trading, TradingState::trading);
}

}  // namespace
}  // namespace gapwire::test
