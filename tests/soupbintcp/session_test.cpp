// A client through logins, streams, breaks and resumes.
#include "feed/soupbintcp/session.hpp"

#include <gtest/gtest.h>

#include "tests/soupbintcp/recorder.hpp"

namespace gapwire::soupbintcp {
namespace {

using test::accepted;
using test::data;
using test::joined;
using test::Line;
using test::packet;

/// A client in the stream of session S1, its story so far forgotten.
struct Streaming : Line {
    explicit Streaming(const SessionLimits& limits = {}) : Line(test::user(), limits)
    {
        connect();
        bytes(accepted("S1", 1));
        story();
    }
};

TEST(SoupSession, LogsInAndDelivers)
{
    Line line;
    EXPECT_EQ(line.wish(), "connect");
    line.connect();
    EXPECT_EQ(line.wish(), "wait");
    line.bytes(joined({accepted("S1", 1), data({"a", "b"})}), 5);
    line.bytes(data({"c"}), 6);
    EXPECT_EQ(line.story(), "<L me/secret//1 | session S1 | 1@5:a,b | 3@6:c");
    EXPECT_TRUE(line.session.is_streaming());
    EXPECT_EQ(line.session.session().view(), "S1");
    EXPECT_EQ(line.session.next_sequence(), 4u);
    EXPECT_EQ(line[Counter::messages_delivered], 3u);
    EXPECT_EQ(line[Counter::soup_packets], 4u);
    EXPECT_EQ(line[Counter::soup_logins], 1u);
}

TEST(SoupSession, TheLoginIsFortyNineBytesAsTheSpecificationHasThem)
{
    struct Sent {
        void on_messages(std::uint64_t, std::span<const Bytes>, Timestamp) noexcept {}
        void on_loss(std::uint64_t, std::uint64_t) noexcept {}
        void on_joined(std::uint64_t) noexcept {}
        void on_session(const SessionId&) noexcept {}
        void on_end_of_session(std::uint64_t) noexcept {}
        void send(Bytes bytes) noexcept { text += test::text_of(bytes); }
        std::string text{};
    } sent;
    Counters counters;
    Session session(test::user(1'234, "DAY7"), {}, counters);
    session.on_connected({0}, sent);
    EXPECT_EQ(sent.text,
              std::string("\0\x2fL", 3) + "me    secret    DAY7                      1234");
    sent.text.clear();
    const auto day = accepted("DAY7", 1'234);
    session.on_bytes(day, {0}, sent);
    session.on_time(test::at_ms(1'000), sent);
    session.stop(test::at_ms(1'000), sent);
    EXPECT_EQ(sent.text, std::string("\0\x01R\0\x01O", 6));
}

TEST(SoupSession, OneByteAtATimeIsTheSame)
{
    Line line;
    line.connect();
    for (const std::uint8_t byte :
         joined({accepted("S1", 1), data({"a", "bc"}), packet('H'), data({"d"}), packet('Z')}))
        line.bytes({byte});
    EXPECT_EQ(line.story(), "<L me/secret//1 | session S1 | 1@0:a | 2@0:bc | 3@0:d | end 4");
    EXPECT_EQ(line[Counter::soup_heartbeats], 1u);
}

TEST(SoupSession, ManyMessagesInOnePieceComeInBatches)
{
    Streaming line;
    line.bytes(data(std::vector<std::string>(130, "x")));
    const std::string story = line.story();
    EXPECT_EQ(story.rfind("1@0:x,x", 0), 0u) << story;
    EXPECT_NE(story.find(" | 65@0:"), std::string::npos);
    EXPECT_NE(story.find(" | 129@0:x,x"), std::string::npos);
    EXPECT_EQ(line.session.next_sequence(), 131u);
}

TEST(SoupSession, APieceOfTenThousandPacketsDoesNotStarveTheHeartbeat)
{
    Streaming line;
    line.bytes(data(std::vector<std::string>(10'000, "x")), 1'000);
    EXPECT_TRUE(line.story().ends_with(" | <R"));
}

TEST(SoupSession, HeartbeatsDebugUnsequencedAndStrangeTypesAreNotCountedAsMessages)
{
    Streaming line;
    line.bytes(joined({data({"a"}), packet('H'), packet('+', "hello"), packet('U', "u"),
                       packet('?', "x"), packet('L'), data({"b"})}));
    EXPECT_EQ(line.story(), "1@0:a | 2@0:b");
    EXPECT_EQ(line[Counter::soup_heartbeats], 1u);
    EXPECT_EQ(line[Counter::soup_unsequenced], 1u);
    EXPECT_EQ(line[Counter::soup_unknown_type], 2u);
    EXPECT_EQ(line.wish(), "wait");
}

TEST(SoupSession, AnEmptyMessageHasANumberToo)
{
    Streaming line;
    line.bytes(data({"a", "", "c"}));
    EXPECT_EQ(line.story(), "1@0:a,,c");
}

// ---- where it begins

TEST(SoupSession, FromTheNextMessageItJoinsWhereTheServerSays)
{
    Line line(test::user(0));
    line.connect();
    line.bytes(joined({accepted("S1", 700), data({"a"})}));
    EXPECT_EQ(line.story(), "<L me/secret//0 | session S1 | joined 700 | 700@0:a");
    EXPECT_EQ(line[Counter::losses], 0u);
}

TEST(SoupSession, FromAConfiguredNumberItJoinsThere)
{
    Line line(test::user(50, "S1"));
    line.connect();
    line.bytes(joined({accepted("S1", 50), data({"a"})}));
    EXPECT_EQ(line.story(), "<L me/secret/S1/50 | session S1 | joined 50 | 50@0:a");
}

TEST(SoupSession, ALaterNumberThanAskedForIsAnExactLoss)
{
    Line line;
    line.connect();
    line.bytes(joined({accepted("S1", 5), data({"e"})}));
    EXPECT_EQ(line.story(), "<L me/secret//1 | session S1 | loss 1+4 | 5@0:e");
    EXPECT_EQ(line[Counter::losses], 1u);
    EXPECT_EQ(line[Counter::messages_lost], 4u);
}

TEST(SoupSession, AnEarlierNumberThanAskedForBringsDuplicates)
{
    Line line(test::user(3, "S1"));
    line.connect();
    line.bytes(joined({accepted("S1", 1), data({"a", "b", "c", "d"})}));
    EXPECT_EQ(line.story(), "<L me/secret/S1/3 | session S1 | joined 3 | 3@0:c,d");
    EXPECT_EQ(line[Counter::messages_duplicate], 2u);
}

// ---- connections that break

TEST(SoupSession, ResumesTheSameSessionAtTheNextNumber)
{
    Streaming line;
    line.bytes(data({"a", "b"}));
    line.bytes({0, 9, 'S'});  // cut off inside a message
    line.disconnect(10);
    EXPECT_EQ(line.session.ending(), Ending::disconnected);
    EXPECT_EQ(line.wish(10), "wait");
    EXPECT_EQ(line.wish(300), "connect");
    line.connect(300);
    line.bytes(joined({accepted("S1", 3), data({"c"})}), 310);
    EXPECT_EQ(line.story(), "1@0:a,b | <L me/secret/S1/3 | 3@310:c");
    EXPECT_EQ(line[Counter::losses], 0u);
    EXPECT_EQ(line[Counter::soup_session_changes], 0u);
}

TEST(SoupSession, AResumeThatIsAnsweredLaterIsAnExactLoss)
{
    Streaming line;
    line.bytes(data({"a"}));
    line.disconnect();
    line.connect(300);
    line.bytes(joined({accepted("S1", 12), data({"l"})}), 300);
    EXPECT_EQ(line.story(), "1@0:a | <L me/secret/S1/2 | loss 2+10 | 12@300:l");
}

TEST(SoupSession, AnAbsurdNumberIsALossAndNothingElse)
{
    Streaming line;
    line.disconnect();
    line.connect(300);
    line.bytes(joined({accepted("S1", std::uint64_t{1} << 60), data({"x"})}), 300);
    EXPECT_EQ(line.story(),
              "<L me/secret/S1/1 | loss 1+1152921504606846975 | "
              "1152921504606846976@300:x");
}

TEST(SoupSession, BeforeTheFirstAnswerTheNextLoginAsksForTheSame)
{
    Line line(test::user(0));
    line.connect();
    line.disconnect(1);
    line.connect(300);
    EXPECT_EQ(line.story(), "<L me/secret//0 | <L me/secret//0");
}

TEST(SoupSession, AConnectionThatCannotBeHadIsTriedAgain)
{
    Line line;
    line.disconnect(0);
    EXPECT_EQ(line.wish(0), "wait");
    EXPECT_EQ(line.wish(300), "connect");
    EXPECT_EQ(line.story(), "");
}

// ---- sessions that end

TEST(SoupSession, EndOfSessionClosesAndDoesNotComeBackAtOnce)
{
    Streaming line;
    line.bytes(joined({data({"a"}), packet('Z'), data({"late"})}), 1);
    EXPECT_EQ(line.story(), "1@1:a | end 2");
    EXPECT_EQ(line.wish(1), "close");
    line.disconnect(2);
    EXPECT_EQ(line.session.ending(), Ending::end_of_session);
    EXPECT_EQ(line.connects_at(), 60'002);
}

TEST(SoupSession, AfterTheEndTheSameSessionIsAskedForAndTheEndReportedOnce)
{
    Streaming line;
    line.bytes(joined({data({"a"}), packet('Z')}));
    line.disconnect();
    line.connect(60'000);
    line.bytes(joined({accepted("S1", 2), packet('Z')}), 60'000);
    EXPECT_EQ(line.story(), "1@0:a | end 2 | <L me/secret/S1/2");
    EXPECT_EQ(line.wish(60'000), "close");
}

TEST(SoupSession, WhereTheSessionIsGoneTheCurrentOneIsTakenFromItsBeginning)
{
    Streaming line;
    line.bytes(data({"a", "b"}));
    line.disconnect();
    line.connect(300);
    line.bytes(packet('J', "S"), 300);
    EXPECT_EQ(line.wish(300), "close");
    line.disconnect(301);
    EXPECT_EQ(line.session.ending(), Ending::no_such_session);
    line.connect(2'000);
    line.bytes(joined({accepted("S2", 1), data({"x"})}), 2'000);
    EXPECT_EQ(line.story(),
              "1@0:a,b | <L me/secret/S1/3 | <L me/secret//1 | session S2 | "
              "1@2000:x");
    EXPECT_EQ(line[Counter::soup_session_changes], 1u);
    EXPECT_EQ(line[Counter::soup_logins_rejected], 1u);
    EXPECT_EQ(line[Counter::losses], 0u);
}

TEST(SoupSession, ARestartUnderTheSameNameIsANewSession)
{
    Streaming line;
    line.bytes(joined({data({"a", "b"}), packet('Z')}));
    line.disconnect();
    line.connect(60'000);
    line.bytes(packet('J', "S"), 60'000);
    line.disconnect(60'000);
    line.connect(61'000);
    line.bytes(joined({accepted("S1", 1), data({"x"}), packet('Z')}), 61'000);
    EXPECT_EQ(line.story(),
              "1@0:a,b | end 3 | <L me/secret/S1/3 | <L me/secret//1 | session S1 | "
              "1@61000:x | end 2");
}

// A server that had begun anew and still knew the name used to be taken for one that repeats
// itself.
TEST(SoupSession, AServerWhoseNumbersWentBackIsAskedForAllOfThem)
{
    Streaming line;
    line.bytes(data({"a", "b", "c"}));
    line.disconnect();
    line.connect(300);
    line.bytes(joined({accepted("S1", 2), data({"y"})}), 300);
    EXPECT_EQ(line.wish(300), "close");
    EXPECT_EQ(line.session.ending(), Ending::begun_anew);
    line.disconnect(300);
    line.connect(2'000);
    line.bytes(joined({accepted("S1", 1), data({"x", "y"})}), 2'000);
    EXPECT_EQ(line.story(),
              "1@0:a,b,c | <L me/secret/S1/4 | <L me/secret/S1/1 | session S1 | 1@2000:x,y");
    EXPECT_EQ(line[Counter::soup_begun_anew], 1u);
}

TEST(SoupSession, AnAnswerInAnotherSessionThanAskedForIsNotTaken)
{
    Streaming line;
    line.bytes(data({"a", "b"}));
    line.disconnect();
    line.connect(300);
    line.bytes(joined({accepted("S2", 3), data({"x"})}), 300);
    EXPECT_EQ(line.wish(300), "close");
    EXPECT_EQ(line.session.ending(), Ending::other_session);
    line.disconnect(300);
    line.connect(2'000);
    line.bytes(joined({accepted("S2", 1), data({"p", "q", "x"})}), 2'000);
    EXPECT_EQ(line.story(),
              "1@0:a,b | <L me/secret/S1/3 | <L me/secret//1 | session S2 | "
              "1@2000:p,q,x");
}

TEST(SoupSession, ASessionWithoutANameIsResumedByItsNumber)
{
    Line line;
    line.connect();
    line.bytes(joined({accepted("", 1), data({"a"})}));
    line.disconnect();
    line.connect(300);
    line.bytes(joined({accepted("", 2), data({"b"})}), 300);
    EXPECT_EQ(line.story(), "<L me/secret//1 | session  | 1@0:a | <L me/secret//2 | 2@300:b");
}

TEST(SoupSession, NamesAreComparedWithoutTheirPadding)
{
    Line line(test::user(1, " A B "));
    line.connect();
    line.bytes(joined({packet('A', "A B       " + test::padded_left("1", 20)), data({"a"})}));
    EXPECT_EQ(line.story(), "<L me/secret/A B/1 | session A B | 1@0:a");
}

// ---- stop

TEST(SoupSession, StopLogsOutAndIsTheEnd)
{
    Streaming line;
    line.stop(5);
    EXPECT_EQ(line.story(), "<O");
    EXPECT_EQ(line.wish(5), "close");
    line.bytes(data({"a"}), 6);
    line.disconnect(7);
    EXPECT_EQ(line.wish(1'000'000), "stop");
    EXPECT_EQ(line.session.ending(), Ending::stopped);
    EXPECT_EQ(line.story(), "");
    EXPECT_TRUE(line.session.wake_at().is_none());
}

TEST(SoupSession, StopBetweenConnectionsIsTheEndAtOnce)
{
    Line line;
    line.stop();
    EXPECT_EQ(line.wish(), "stop");
    EXPECT_EQ(line.story(), "");
}

TEST(SoupSession, AConnectionThatComesAfterStopIsClosedUnused)
{
    Line line;
    line.stop();
    line.connect();
    EXPECT_EQ(line.wish(), "close");
    line.disconnect();
    EXPECT_EQ(line.wish(), "stop");
    EXPECT_EQ(line.story(), "");
}

}  // namespace
}  // namespace gapwire::soupbintcp
