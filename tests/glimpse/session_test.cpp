// Snapshots that come to their end, and all the ways in which they do not.
#include "feed/glimpse/session.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "tests/soupbintcp/recorder.hpp"

namespace gapwire::glimpse {
namespace {

using soupbintcp::Wish;
using soupbintcp::test::accepted;
using soupbintcp::test::at_ms;
using soupbintcp::test::ByteVector;
using soupbintcp::test::data;
using soupbintcp::test::joined;
using soupbintcp::test::packet;
using soupbintcp::test::padded_left;

std::string name_of(Failure failure)
{
    static constexpr std::string_view names[] = {
        "none",       "disconnected", "end_without_number",  "malformed_end",
        "bad_number", "rejected",     "session_unavailable", "login_timeout",
        "silence",    "protocol",     "not_from_the_start",  "too_long",
        "too_large",  "abandoned"};
    return std::string(names[static_cast<std::size_t>(failure)]);
}

/// "begin", "a,b", "end 7", "failed X", and what is sent: "<L sequence", "<O".
struct Recorder {
    void on_snapshot_begin() noexcept { say("begin"); }
    void on_snapshot_messages(std::span<const Bytes> messages) noexcept
    {
        std::vector<std::string> texts;
        for (const Bytes message : messages) texts.push_back(soupbintcp::test::text_of(message));
        say(fmt::format("{}", fmt::join(texts, ",")));
    }
    void on_snapshot_end(std::uint64_t first) noexcept { say(fmt::format("end {}", first)); }
    void on_snapshot_failed(Failure failure) noexcept { say("failed " + name_of(failure)); }
    void send(Bytes bytes) noexcept
    {
        const char type = static_cast<char>(bytes[2]);
        say(type == 'L' ? fmt::format("<L {}", char(bytes.back())) : fmt::format("<{}", type));
    }
    void say(std::string event) { events.push_back(std::move(event)); }

    std::vector<std::string> events;
};

/// A session with the owner of its socket. Times in ms.
struct Snapshot {
    explicit Snapshot(const Settings& settings = {}) : session(settings, counters) {}

    void start(std::int64_t ms = 0)
    {
        session.start(at_ms(ms));
        ASSERT_EQ(session.wish(at_ms(ms)), Wish::connect);
    }
    void connect(std::int64_t ms = 0) { session.on_connected(at_ms(ms), recorder); }
    void bytes(const ByteVector& bytes, std::int64_t ms = 0)
    {
        session.on_bytes(bytes, at_ms(ms), recorder);
    }
    void pass_time(std::int64_t ms) { session.on_time(at_ms(ms), recorder); }
    void disconnect(std::int64_t ms = 0) { session.on_disconnected(at_ms(ms), recorder); }
    void abandon(std::int64_t ms = 0) { session.abandon(at_ms(ms), recorder); }
    std::string story()
    {
        std::string all = fmt::format("{}", fmt::join(recorder.events, " | "));
        recorder.events.clear();
        return all;
    }
    std::string wish(std::int64_t ms = 0) const
    {
        return soupbintcp::test::text_of(session.wish(at_ms(ms)));
    }

    Counters counters;
    Recorder recorder;
    Session session;
};

/// A snapshot whose login is accepted, its story so far forgotten.
struct Loading : Snapshot {
    explicit Loading(const Settings& settings = {}) : Snapshot(settings)
    {
        start();
        connect();
        bytes(accepted("S1", 1));
        story();
    }
};

std::string end_text(std::string_view number)
{
    return 'G' + padded_left(number, 20);
}

std::string end_binary(std::uint64_t number)
{
    const auto field = U64be::of(number);
    return 'G' + std::string(reinterpret_cast<const char*>(field.raw), sizeof field.raw);
}

TEST(Glimpse, LoadsASnapshotAndLogsOut)
{
    Snapshot snapshot;
    EXPECT_TRUE(snapshot.session.is_idle());
    EXPECT_EQ(snapshot.wish(), "wait");
    snapshot.start();
    snapshot.connect();
    snapshot.bytes(joined({accepted("S1", 1), data({"a", "b"}), packet('H')}));
    snapshot.bytes(data({"c", end_text("500"), "ignored"}));
    EXPECT_EQ(snapshot.story(), "<L 1 | begin | a,b | c | end 500 | <O");
    EXPECT_EQ(snapshot.wish(), "close");
    snapshot.disconnect();
    EXPECT_EQ(snapshot.story(), "");
    EXPECT_TRUE(snapshot.session.is_idle());
    EXPECT_EQ(snapshot.session.messages(), 3u);
    EXPECT_EQ(snapshot.counters[Counter::snapshots_started], 1u);
    EXPECT_EQ(snapshot.counters[Counter::snapshots_loaded], 1u);
    EXPECT_EQ(snapshot.counters[Counter::snapshots_failed], 0u);
}

TEST(Glimpse, AnEmptyBookIsAValidSnapshot)
{
    Loading snapshot;
    snapshot.bytes(joined({data({end_text("1")}), packet('Z')}));
    EXPECT_EQ(snapshot.story(), "end 1");
}

TEST(Glimpse, OneByteAtATimeIsTheSame)
{
    Loading snapshot;
    for (const std::uint8_t byte : data({"a", end_binary(7)})) snapshot.bytes({byte});
    EXPECT_EQ(snapshot.story(), "a | end 7 | <O");
}

TEST(Glimpse, TheLengthDecidesBetweenTheLayoutsAndASettingWhatTheNumberMeans)
{
    for (const auto& [message, number] : {std::pair{end_text("500"), 500u},
                                          {end_text("00000000000000000500"), 500u},
                                          {end_binary(500), 500u},
                                          {end_text("1"), 1u}}) {
        Loading next;
        next.bytes(data({message}));
        EXPECT_EQ(next.story(), fmt::format("end {} | <O", number));
        Loading last({.number_means = NumberMeans::last});
        last.bytes(data({message}));
        EXPECT_EQ(last.story(), fmt::format("end {} | <O", number + 1));
    }
    Loading last({.number_means = NumberMeans::last});
    last.bytes(data({end_text("0")}));  // nothing has been sent yet
    EXPECT_EQ(last.story(), "end 1 | <O");
}

TEST(Glimpse, ANumberThatIsNoneFails)
{
    for (const std::string& message :
         {end_text(""), end_text("abc"), end_text("0"), end_text("-1"), end_text("1x"),
          end_text("9223372036854775808"), end_text("99999999999999999999"), end_binary(0),
          end_binary(UINT64_MAX)}) {
        Loading snapshot;
        snapshot.bytes(data({"a", message}));
        EXPECT_EQ(snapshot.story(), "a | failed bad_number | <O") << message;
        EXPECT_EQ(snapshot.wish(), "close");
    }
    Loading last({.number_means = NumberMeans::last});
    last.bytes(data({end_binary(UINT64_MAX)}));
    EXPECT_EQ(last.story(), "failed bad_number | <O");
}

TEST(Glimpse, AnEndOfAnyOtherLengthFails)
{
    for (std::size_t size = 1; size < 30; ++size) {
        if (size == sizeof(EndOfSnapshot) || size == sizeof(EndOfSnapshotBinary)) continue;
        Loading snapshot;
        snapshot.bytes(data({std::string("G") + std::string(size - 1, '1')}));
        EXPECT_EQ(snapshot.story(), "failed malformed_end | <O") << size;
    }
}

TEST(Glimpse, CutOffAnywhereItFails)
{
    const ByteVector whole = joined({accepted("S1", 1), data({"a", "b", end_text("9")})});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Snapshot snapshot;
        snapshot.start();
        snapshot.connect();
        snapshot.bytes({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        snapshot.disconnect();
        EXPECT_TRUE(snapshot.story().ends_with(" | failed disconnected")) << size;
        EXPECT_TRUE(snapshot.session.is_idle());
        EXPECT_EQ(snapshot.counters[Counter::snapshots_failed], 1u);
    }
}

TEST(Glimpse, AServerThatCannotBeReachedFailsOnce)
{
    Snapshot snapshot;
    snapshot.start();
    snapshot.disconnect();
    EXPECT_EQ(snapshot.story(), "failed disconnected");
    EXPECT_TRUE(snapshot.session.is_idle());
    EXPECT_EQ(snapshot.wish(1'000'000), "wait");
}

TEST(Glimpse, EndOfSessionWithoutTheNumberFails)
{
    Loading snapshot;
    snapshot.bytes(joined({data({"a"}), packet('Z')}));
    EXPECT_EQ(snapshot.story(), "a | failed end_without_number");
    EXPECT_EQ(snapshot.wish(), "close");
}

TEST(Glimpse, RejectedLoginsFailByReason)
{
    for (const auto& [reason, expected] : {std::pair{"A", "<L 1 | failed rejected"},
                                           {"", "<L 1 | failed rejected"},
                                           {"S", "<L 1 | failed session_unavailable"}}) {
        Snapshot snapshot;
        snapshot.start();
        snapshot.connect();
        snapshot.bytes(packet('J', reason));
        EXPECT_EQ(snapshot.story(), expected);
        EXPECT_EQ(snapshot.wish(), "close");
        snapshot.disconnect();
        EXPECT_EQ(snapshot.story(), "");
        EXPECT_TRUE(snapshot.session.is_idle());
    }
}

TEST(Glimpse, BrokenProtocolFails)
{
    Snapshot early;
    early.start();
    early.connect();
    early.bytes(data({"a"}));
    EXPECT_EQ(early.story(), "<L 1 | failed protocol");

    Loading late;
    late.bytes(joined({data({"a"}), {0, 0}, data({end_text("9")})}));
    EXPECT_EQ(late.story(), "a | failed protocol");
    EXPECT_EQ(late.wish(), "close");
}

TEST(Glimpse, ASnapshotThatDoesNotBeginAtItsBeginningFails)
{
    Snapshot snapshot;
    snapshot.start();
    snapshot.connect();
    snapshot.bytes(joined({accepted("S1", 2), data({"b", end_text("9")})}));
    EXPECT_EQ(snapshot.story(), "<L 1 | begin | failed not_from_the_start | <O");
}

TEST(Glimpse, TimesOfTheSessionEndIt)
{
    Snapshot login;
    login.start();
    login.connect();
    login.pass_time(15'000);
    EXPECT_EQ(login.story(), "<L 1 | failed login_timeout");
    EXPECT_EQ(login.wish(15'000), "close");

    Loading silence;
    silence.pass_time(15'000);
    EXPECT_EQ(silence.story(), "failed silence");
}

TEST(Glimpse, ItMayNotTakeLongerThanAllowed)
{
    Settings settings;
    settings.limits.snapshot_wait_max = 20'000'000'000;
    Loading snapshot(settings);
    EXPECT_EQ(snapshot.session.wake_at(), at_ms(1'000));
    snapshot.bytes(data({"a"}), 10'000);
    snapshot.bytes(data({"b"}), 19'500);
    snapshot.story();
    EXPECT_EQ(snapshot.session.wake_at(), at_ms(20'000));
    snapshot.pass_time(20'000);
    EXPECT_EQ(snapshot.story(), "failed too_long | <O");
    EXPECT_EQ(snapshot.wish(20'000), "close");
    EXPECT_TRUE(snapshot.session.wake_at().is_none());

    Snapshot unreachable(settings);
    unreachable.start(5'000);
    unreachable.pass_time(25'000);
    EXPECT_EQ(unreachable.story(), "failed too_long");
    EXPECT_TRUE(unreachable.session.is_idle());
}

TEST(Glimpse, ItMayNotBeLargerThanAllowed)
{
    Settings settings;
    settings.limits.messages_max = 3;
    Loading fits(settings);
    fits.bytes(data({"a", "b", "c", end_text("9")}));
    EXPECT_EQ(fits.story(), "a,b,c | end 9 | <O");
    Loading grows(settings);
    grows.bytes(data({"a", "b"}));
    grows.bytes(data({"c", "d", end_text("9")}));
    EXPECT_EQ(grows.story(), "a,b | failed too_large | <O");
}

TEST(Glimpse, CanBeAbandonedAtAnyTime)
{
    Snapshot connecting;
    connecting.start();
    connecting.abandon();
    EXPECT_EQ(connecting.story(), "failed abandoned");
    EXPECT_TRUE(connecting.session.is_idle());

    Loading loading;
    loading.bytes(data({"a"}));
    loading.abandon();
    loading.abandon();
    loading.bytes(data({end_text("9")}));
    EXPECT_EQ(loading.story(), "a | failed abandoned | <O");
    loading.disconnect();
    EXPECT_EQ(loading.story(), "");
    EXPECT_TRUE(loading.session.is_idle());
}

TEST(Glimpse, TheNextOneStartsFromNothing)
{
    Loading snapshot;
    snapshot.bytes(data({"a", end_text("9")}));
    snapshot.disconnect();
    snapshot.story();
    snapshot.start(1'000);
    snapshot.connect(1'000);
    snapshot.bytes(joined({accepted("S1", 1), data({"b", end_text("20")})}), 1'000);
    EXPECT_EQ(snapshot.story(), "<L 1 | begin | b | end 20 | <O");
    EXPECT_EQ(snapshot.session.messages(), 1u);
    EXPECT_EQ(snapshot.counters[Counter::snapshots_loaded], 2u);
}

}  // namespace
}  // namespace gapwire::glimpse
