// What a captured FIX venue said, said again: to whom, under which ids, at what times.
#include "sim/fix_playback.hpp"

#include <gmock/gmock.h>

#include "tests/fix_session/peers.hpp"

namespace gapwire::sim {
namespace {

using gapwire::test::from_venue;
using gapwire::test::monday_ns;
using gapwire::test::Peer;
using gapwire::test::Role;
using gapwire::test::second_ns;
using gapwire::test::settings_of;
using gapwire::test::value_in;
using testing::ElementsAre;
using testing::StartsWith;

constexpr Timestamp day{monday_ns};  // 13:30 UTC

/// A desk that is logged on to a played venue.
class FixPlaybackTest : public testing::Test {
 protected:
    FixPlaybackTest() : venue_({}, day), desk_(settings_of(Role::initiator), monday_ns)
    {
        venue_.on_connected();
        desk_.session.on_connected(monday_ns);
        flow();
        for (int seconds = 5; seconds <= 60; seconds += 5) {  // heartbeats go to and fro
            now_ns_ = monday_ns + seconds * second_ns;
            venue_.on_time({now_ns_});
            desk_.session.on_time(now_ns_);
            flow();
        }
    }
    /// Carries what both sides say until they are silent.
    void flow()
    {
        for (bool any = true; any;) {
            any = false;
            for (; !desk_.out.empty(); desk_.out.pop_front(), any = true) {
                const std::string& said = desk_.out.front();
                venue_.on_bytes({reinterpret_cast<const std::uint8_t*>(said.data()), said.size()});
            }
            ByteVector bytes;
            venue_.produce(bytes);
            reader_.append(bytes);
            for (std::string message; reader_.next(message); any = true)
                desk_.session.on_message(message.data(), message.size(), now_ns_);
        }
    }
    void ask(const std::string& type, const gapwire::test::Fields& fields)
    {
        EXPECT_NE(desk_.session.send(type, fields, now_ns_), 0u);
        flow();
    }
    void say(const std::string& body, std::int64_t seconds)
    {
        venue_.say(from_venue(body), {monday_ns + seconds * second_ns});
        flow();
    }

    std::int64_t now_ns_ = monday_ns;
    FixPlayback venue_;
    Peer desk_;
    FixReader reader_;
};

TEST_F(FixPlaybackTest, WhatWasAskedForIsSaidUnderTheClientsIdAtTheTimeItHad)
{
    ask("V", {{262, "gw7"}, {263, "1"}, {264, "0"}, {146, "1"}, {55, "NQ"}});
    say("35=W|34=900|52=20250127-13:31:00.250|262=MD1|55=NQ|207=XCME|268=1|269=0|270=5|271=1|", 60);
    ASSERT_EQ(desk_.raw.size(), 1u);
    EXPECT_EQ(value_in(desk_.raw[0], "35"), "W");
    EXPECT_NE(value_in(desk_.raw[0], "34"), "900") << "a number of this session";
    EXPECT_EQ(value_in(desk_.raw[0], "262"), "gw7");
    EXPECT_EQ(value_in(desk_.raw[0], "207"), "XCME");
    EXPECT_EQ(value_in(desk_.raw[0], "52").substr(0, 17), "20250127-13:31:00");
    EXPECT_EQ(value_in(desk_.raw[0], "270"), "5");
}

TEST_F(FixPlaybackTest, WhatNobodyAskedForIsCountedAndNotSaid)
{
    ask("V", {{262, "gw7"}, {263, "1"}, {264, "0"}, {146, "1"}, {55, "NQ"}});
    say("35=W|34=2|262=MD1|55=ES|268=0|", 61);
    say("35=f|34=3|324=ST1|55=NQ|326=17|", 62);
    ask("V", {{262, "gw7"}, {263, "2"}, {264, "0"}, {146, "1"}, {55, "NQ"}});
    say("35=X|34=4|262=MD1|268=1|279=0|269=2|55=NQ|270=5|271=1|", 63);
    EXPECT_TRUE(desk_.raw.empty());
    EXPECT_EQ(venue_.count().unasked, 3u);
    EXPECT_EQ(venue_.count().said, 0u);
}

TEST_F(FixPlaybackTest, TheSessionLayerIsItsOwnAndTheLogoutEndsIt)
{
    ask("e", {{324, "sNQ"}, {55, "NQ"}, {263, "1"}});
    say("35=0|34=2|", 61);
    say("35=f|34=3|324=ST1|55=NQ|326=17|", 62);
    ASSERT_EQ(desk_.raw.size(), 1u);
    EXPECT_EQ(value_in(desk_.raw[0], "324"), "sNQ");
    EXPECT_FALSE(venue_.has_ended());
    say("35=5|34=4|", 63);
    EXPECT_TRUE(venue_.has_ended());
    EXPECT_TRUE(venue_.is_over());
    EXPECT_THAT(desk_.told, ElementsAre("logon", StartsWith("f "), "disconnect", "logout"));
}

}  // namespace
}  // namespace gapwire::sim
