// A live channel, call by call: which session is the present one, and silence.
#include "tests/pipeline/channel_fixture.hpp"

namespace gapwire::test {
namespace {

TEST_F(Channel, SilenceMakesBooksStaleAndTheNextMessageInSequenceEndsIt)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    channel->on_time(at(2'999));
    EXPECT_EQ(state(), "valid");
    channel->on_time(at(3'000));
    EXPECT_EQ(state(), "stale");
    EXPECT_EQ(counters[Counter::feed_silences], 1u);
    EXPECT_EQ(channel->lines()[0]->counters[Counter::line_silences], 1u);
    EXPECT_EQ(channel->lines()[1]->counters[Counter::line_silences], 0u);  // never heard
    packet(0, "ONE", 5, {}, 3'500);  // a heartbeat: something is missing
    EXPECT_EQ(state(), "stale");
    packet(0, "ONE", 3, messages(add(2, 'B', 60, 99), add(3, 'B', 60, 99)), 3'501);
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(counters[Counter::feed_resumptions], 1u);
    EXPECT_EQ(channel->lines()[0]->counters[Counter::line_resumptions], 1u);
}

TEST_F(Channel, HeartbeatsKeepAQuietMarketValid)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    for (std::int64_t second = 1; second < 3'600; ++second) {
        packet(second % 2, "ONE", 3, {}, second * 1'000);
        channel->on_time(at(second * 1'000 + 999));
        ASSERT_EQ(state(), "valid") << second;
    }
}

TEST_F(Channel, AnotherSessionWaitsForTheEndOfThisOne)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(1, "TWO", 1, messages(directory("ACME"), add(7, 'S', 5, 101)), 1);
    channel->on_time(at(2));
    EXPECT_EQ(channel->session_id().view(), "ONE");
    EXPECT_EQ(channel->stream().books().best(acme, Side::sell).orders, 0u);
    end("ONE", 3, 10);
    channel->on_time(at(11));
    EXPECT_EQ(channel->session_id().view(), "TWO");
    EXPECT_EQ(channel->stream().books().best(acme, Side::sell).quantity, 5u);
    EXPECT_EQ(channel->stream().books().best(acme, Side::buy).orders, 0u);
    packet(0, "ONE", 3, messages(add(9, 'B', 60, 99)), 12);
    EXPECT_EQ(channel->session_id().view(), "TWO");
    EXPECT_EQ(counters[Counter::mold_former_session], 1u);
}

TEST_F(Channel, ASessionThatIsSilentMakesRoom)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    for (std::int64_t second = 1; second <= 3; ++second)
        packet(0, "TWO", 1, messages(directory("ACME")), second * 1'000 - 1);
    channel->on_time(at(2'999));
    EXPECT_EQ(channel->session_id().view(), "ONE");
    channel->on_time(at(3'000));
    EXPECT_EQ(channel->session_id().view(), "ONE");
    packet(0, "TWO", 2, {}, 3'000);
    channel->on_time(at(3'000));
    EXPECT_EQ(channel->session_id().view(), "TWO");
    EXPECT_EQ(channel->next_sequence(), 2u);
}

TEST_F(Channel, AStrayPacketOfAnotherSessionChangesNothing)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "TEST", 1, messages(directory("WRONG")), 1);
    for (std::int64_t second = 1; second < 10; ++second) {
        packet(0, "ONE", 3, {}, second * 1'000);
        channel->on_time(at(second * 1'000 + 1));
    }
    EXPECT_EQ(channel->session_id().view(), "ONE");
    EXPECT_EQ(state(), "valid");
    packet(0, "THIRD", 1, messages(directory("WRONG")), 9'500);  // the stray one has gone silent
    EXPECT_EQ(counters[Counter::mold_sessions], 3u);
}

// A stray packet used to take over in the next outage, and the real session was refused for good.
TEST_F(Channel, AStraySessionIsForgottenInAnOutage)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "TEST", 1, messages(directory("WRONG")), 1);
    for (std::int64_t second = 1; second < 10; ++second) channel->on_time(at(second * 1'000));
    EXPECT_EQ(state(), "stale");
    packet(0, "ONE", 3, messages(add(2, 'B', 60, 99)), 10'000);
    channel->on_time(at(10'001));
    EXPECT_EQ(channel->session_id().view(), "ONE");
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(channel->next_sequence(), 4u);
}

// One end of session used to switch the watch for silence off, whatever came after it.
TEST_F(Channel, ASessionThatGoesOnAfterItsEndMayFallSilent)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    end("ONE", 3, 1);
    EXPECT_TRUE(channel->session_has_ended());
    packet(0, "ONE", 3, messages(add(2, 'B', 60, 99)), 2);
    EXPECT_FALSE(channel->session_has_ended());
    channel->on_time(at(3'002));
    EXPECT_EQ(state(), "stale");
}

// The hole of a session that was given up used to keep the next one's books recovering.
TEST_F(Channel, AnOpenHoleEndsWithItsSession)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    packet(0, "ONE", 4, messages(add(3, 'B', 60, 99)), 1);
    channel->on_time(at(4));
    EXPECT_EQ(state(), "recovering");
    for (std::int64_t second = 1; second <= 3; ++second)
        packet(0, "TWO", 1, messages(directory("ACME"), add(7, 'S', 5, 101)), second * 1'000 + 1);
    channel->on_time(at(3'001));
    EXPECT_EQ(channel->session_id().view(), "TWO");
    EXPECT_EQ(state(), "valid");
}

// An exchange that began anew under its old name used to look like duplicates, its books valid.
TEST_F(Channel, ASessionThatBeginsAnewUnderItsNameIsAnotherOne)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99), add(2, 'B', 60, 98)), 0);
    packet(0, "ONE", 1, messages(directory("ACME")), 100);
    packet(1, "ONE", 1, messages(directory("ACME")), 101);
    packet(0, "ONE", 2, messages(add(7, 'S', 5, 101)), 200);
    channel->on_time(at(2'999));
    EXPECT_EQ(state(), "suspect");  // the last messages are still compared
    packet(0, "ONE", 3, {}, 2'999);
    channel->on_time(at(3'000));
    EXPECT_EQ(state(), "stale");
    packet(0, "ONE", 3, {}, 3'001);
    channel->on_time(at(3'001));
    EXPECT_EQ(counters[Counter::mold_begun_anew], 1u);
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(channel->next_sequence(), 3u);
    EXPECT_EQ(channel->stream().books().best(acme, Side::buy).orders, 0u);
    EXPECT_EQ(channel->stream().books().best(acme, Side::sell).quantity, 5u);
    packet(1, "ONE", 3, messages(add(8, 'S', 5, 100)), 3'002);
    EXPECT_EQ(channel->stream().books().best(acme, Side::sell).price, 100u);
}

TEST_F(Channel, APacketThatComesLateOnItsLineBeginsNothing)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    for (std::int64_t second = 1; second < 10; ++second) {
        packet(0, "ONE", 1, messages(directory("ACME")), second * 1'000);
        packet(0, "ONE", 3, {}, second * 1'000 + 1);
        channel->on_time(at(second * 1'000 + 2));
        ASSERT_EQ(state(), "valid");
    }
    for (std::int64_t second = 10; second < 20; ++second) {  // a line that lags, alone
        packet(1, "ONE", 1, messages(directory("ACME")), second * 1'000);
        channel->on_time(at(second * 1'000));
    }
    EXPECT_EQ(counters[Counter::mold_sessions], 1u);
    packet(1, "ONE", 3, messages(add(2, 'B', 60, 99)), 20'000);
    EXPECT_EQ(state(), "valid");
    EXPECT_EQ(channel->stream().books().live_orders(), 2u);
}

// Books used to be valid for the reorder wait when a silence ended with messages missing.
TEST_F(Channel, ASilenceEndsOnlyWhenNothingIsMissing)
{
    packet(0, "ONE", 1, messages(directory("ACME"), add(1, 'B', 60, 99)), 0);
    channel->on_time(at(5'000));
    packet(0, "ONE", 5, messages(add(4, 'B', 60, 99)), 5'001);
    channel->on_time(at(5'001));
    EXPECT_EQ(state(), "stale");
    channel->on_time(at(5'004));
    EXPECT_EQ(state(), "stale");
    packet(ItchChannel::answer_line, "ONE", 3, messages(add(2, 'B', 60, 99), add(3, 'B', 60, 99)),
           5'005);
    channel->on_time(at(5'005));
    EXPECT_EQ(state(), "valid");
}

}  // namespace
}  // namespace gapwire::test
