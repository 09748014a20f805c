// Servers that reject, fall silent, break the protocol or are not there.
#include <gtest/gtest.h>

#include "tests/soupbintcp/recorder.hpp"

namespace gapwire::soupbintcp {
namespace {

using test::accepted;
using test::ByteVector;
using test::data;
using test::joined;
using test::Line;
using test::packet;

TEST(SoupReject, OfUserOrPasswordIsNeverTriedAgain)
{
    Line line;
    line.connect();
    line.bytes(packet('J', "A"));
    EXPECT_EQ(line.wish(), "close");
    line.disconnect();
    EXPECT_EQ(line.wish(1'000'000'000), "stop");
    EXPECT_EQ(line.session.ending(), Ending::not_authorised);
}

TEST(SoupReject, ForAnUnknownReasonOrNoneIsTheSame)
{
    for (const char* reason : {"", "X", "a"}) {
        Line line;
        line.connect();
        line.bytes(packet('J', reason));
        line.disconnect();
        EXPECT_EQ(line.wish(1'000'000'000), "stop") << reason;
        EXPECT_EQ(line.session.ending(), Ending::rejected) << reason;
    }
}

TEST(SoupReject, OfAConfiguredSessionAsksForTheCurrentOneAfterAWhile)
{
    Line line(test::user(9, "OLD"));
    line.connect();
    line.bytes(packet('J', "S"));
    line.disconnect();
    EXPECT_EQ(line.wish(0), "wait");
    line.connect(300);
    EXPECT_EQ(line.story(), "<L me/secret/OLD/9 | <L me/secret//1");
}

TEST(SoupReject, AgainAndAgainWaitsLongerAndLonger)
{
    Line line;
    std::int64_t now = 0;
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 12; ++i) {
        line.connect(now);
        line.bytes(packet('J', "S"), now);
        line.disconnect(now);
        waits.push_back(line.connects_at() - now);
        now = line.connects_at() + 1;
    }
    EXPECT_GE(waits[0], 125);
    EXPECT_LE(waits[0], 250);
    for (int i = 0; i < 7; ++i) EXPECT_GE(waits[std::size_t(i) + 1], 125 << (i + 1)) << i;
    for (const std::int64_t wait : waits) EXPECT_LE(wait, 30'000);
    EXPECT_GE(waits.back(), 14'999);
}

// ---- protocol errors

struct BadCase {
    const char* name;
    ByteVector bytes;
};

TEST(SoupErrors, BeforeTheLoginIsAnsweredOnlyAnswersHeartbeatsAndDebugAreLegal)
{
    const BadCase bad[] = {{"data", data({"a"})},
                           {"end", packet('Z')},
                           {"unsequenced", packet('U', "a")},
                           {"length 0", {0, 0}}};
    for (const BadCase& wrong : bad) {
        Line line;
        line.connect();
        line.bytes(joined({packet('H'), packet('+', "hi"), packet('?'), wrong.bytes,
                           accepted("S1", 1), data({"a"})}));
        EXPECT_EQ(line.story(), "<L me/secret//1") << wrong.name;
        EXPECT_EQ(line.wish(), "close") << wrong.name;
        EXPECT_EQ(line.session.ending(), Ending::protocol_error) << wrong.name;
        EXPECT_EQ(line[Counter::soup_protocol_errors], 1u) << wrong.name;
    }
}

TEST(SoupErrors, InTheStreamAnAnswerOrALengthOfZeroEndsTheConnection)
{
    const BadCase bad[] = {{"accepted again", accepted("S1", 2)},
                           {"rejected", packet('J', "A")},
                           {"length 0", {0, 0}}};
    for (const BadCase& wrong : bad) {
        Line line;
        line.connect();
        line.bytes(joined({accepted("S1", 1), data({"a"}), wrong.bytes, data({"b"})}));
        EXPECT_EQ(line.story(), "<L me/secret//1 | session S1 | 1@0:a") << wrong.name;
        EXPECT_EQ(line.session.ending(), Ending::protocol_error) << wrong.name;
        line.disconnect();
        line.connect(300);
        EXPECT_EQ(line.story(), "<L me/secret/S1/2") << wrong.name;
    }
}

TEST(SoupErrors, NumbersOfAnAnswerAreReadStrictly)
{
    const std::pair<const char*, std::uint64_t> numbers[] = {
        {"1", 1},
        {"00000000000000000001", 1},
        {" 7 ", 7},
        {"9223372036854775807", 9'223'372'036'854'775'807u},
    };
    for (const auto& [text, number] : numbers) {
        Line line(test::user(0));
        line.connect();
        line.bytes(accepted("S1", text));
        EXPECT_EQ(line.session.next_sequence(), number) << text;
    }
    for (const char* text : {"", "abc", "0", "-1", "+1", "1 2", "1.", "0x1", "9223372036854775808",
                             "18446744073709551616", "99999999999999999999"}) {
        Line line(test::user(0));
        line.connect();
        line.bytes(accepted("S1", text));
        EXPECT_EQ(line.session.ending(), Ending::protocol_error) << text;
        EXPECT_EQ(line.story(), "<L me/secret//0") << text;
    }
}

TEST(SoupErrors, AnAnswerThatIsTooShortOrHasANameThatDoesNotPrintIsNone)
{
    const std::string whole = test::text_of(accepted("S1", 1)).substr(3);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Line line;
        line.connect();
        line.bytes(packet('A', whole.substr(0, size)));
        EXPECT_EQ(line.session.ending(), Ending::protocol_error) << size;
    }
    Line line;
    line.connect();
    line.bytes(accepted("S\n1", 1));
    EXPECT_EQ(line.session.ending(), Ending::protocol_error);
}

TEST(SoupErrors, AfterThemNothingIsLookedAtUntilTheNextConnection)
{
    Line line;
    line.connect();
    line.bytes({0, 0});
    line.bytes(accepted("S1", 1));
    line.pass_time(100'000);
    EXPECT_EQ(line.story(), "<L me/secret//1");
    EXPECT_EQ(line[Counter::soup_login_timeouts], 0u);
    line.disconnect();
    line.connect(300);
    line.bytes(accepted("S1", 1), 300);
    EXPECT_EQ(line.story(), "<L me/secret//1 | session S1");
}

// ---- time

TEST(SoupTime, ALoginThatIsNotAnsweredIsGivenUp)
{
    Line line;
    line.connect(0);
    line.bytes(packet('H'), 14'000);
    line.pass_time(14'999);
    EXPECT_EQ(line.wish(14'999), "wait");
    EXPECT_EQ(line.session.wake_at(), test::at_ms(15'000));
    line.pass_time(15'000);
    EXPECT_EQ(line.wish(15'000), "close");
    EXPECT_EQ(line.session.ending(), Ending::login_timeout);
    EXPECT_EQ(line[Counter::soup_login_timeouts], 1u);
}

TEST(SoupTime, WeAreNeverSilentForMoreThanASecond)
{
    Line line;
    line.connect(0);
    line.bytes(accepted("S1", 1), 500);
    line.story();
    line.pass_time(999);
    EXPECT_EQ(line.story(), "");
    EXPECT_EQ(line.session.wake_at(), test::at_ms(1'000));
    line.pass_time(1'000);
    line.pass_time(1'999);
    line.pass_time(2'400);
    line.pass_time(3'399);
    line.pass_time(3'400);
    EXPECT_EQ(line.story(), "<R | <R | <R");
}

TEST(SoupTime, AServerThatIsSilentIsDead)
{
    Line line;
    line.connect(0);
    line.bytes(accepted("S1", 1), 0);
    line.bytes(packet('H'), 10'000);
    line.bytes({0, 5, 'S'}, 20'000);  // the beginning of a packet proves nothing
    line.pass_time(24'999);
    EXPECT_EQ(line.wish(24'999), "wait");
    line.pass_time(25'000);
    EXPECT_EQ(line.wish(25'000), "close");
    EXPECT_EQ(line.session.ending(), Ending::silence);
    EXPECT_EQ(line[Counter::soup_silences], 1u);
    line.disconnect(25'000);
    line.connect(25'300);
    EXPECT_TRUE(line.story().ends_with("<L me/secret/S1/1"));
}

TEST(SoupTime, HeartbeatsAloneKeepAConnectionForHours)
{
    Line line;
    line.connect(0);
    line.bytes(accepted("S1", 1), 0);
    for (std::int64_t ms = 1'000; ms < 4 * 3'600'000; ms += 1'000) line.bytes(packet('H'), ms);
    EXPECT_EQ(line.wish(4 * 3'600'000), "wait");
}

TEST(SoupTime, GoingBackEndsNothing)
{
    Line line;
    line.connect(1'000'000);
    line.bytes(accepted("S1", 1), 1'000'000);
    line.pass_time(0);
    EXPECT_EQ(line.wish(0), "wait");
}

TEST(SoupTime, AConnectionThatBroughtSomethingNewMakesTheNextFailureAFirstOne)
{
    Line line;
    for (int i = 0; i < 8; ++i) {
        line.connect();
        line.disconnect();
    }
    EXPECT_GE(line.connects_at(), 14'999);
    line.connect();
    line.bytes(joined({accepted("S1", 1), data({"a"})}));
    line.disconnect();
    EXPECT_LE(line.connects_at(), 250);

    line.connect();
    line.bytes(accepted("S1", 2));
    line.disconnect();  // accepted, and nothing else: that is no success
    EXPECT_GE(line.connects_at(), 250);
    line.connect();
    line.bytes(accepted("S1", 2));
    line.disconnect(10'000);  // but this is
    EXPECT_LE(line.connects_at(), 10'250);
}

TEST(Backoff, TheSameSeedGivesTheSameWaitsAndAnotherOneOthers)
{
    const auto waits = [](std::uint64_t seed) {
        transport::Backoff backoff({.wait_first = 100, .wait_max = 1'000, .seed = seed});
        std::vector<std::int64_t> all;
        all.reserve(20);
        for (int i = 0; i < 20; ++i) all.push_back(backoff.next());
        return all;
    };
    EXPECT_EQ(waits(1), waits(1));
    EXPECT_NE(waits(1), waits(2));
    std::int64_t whole = 100;
    for (const std::int64_t wait : waits(7)) {
        EXPECT_GE(wait, whole / 2);
        EXPECT_LE(wait, whole);
        whole = std::min<std::int64_t>(2 * whole, 1'000);
    }
}

TEST(Backoff, DoesNotOverflow)
{
    transport::Backoff backoff({.wait_first = INT64_MAX / 2 + 1, .wait_max = INT64_MAX});
    for (int i = 0; i < 4; ++i) EXPECT_GT(backoff.next(), 0);
}

}  // namespace
}  // namespace gapwire::soupbintcp
