// FIX sessions: logon, heartbeats, gaps, resends, gap fills, refusals, stores, on a virtual clock.
#include "fix_session/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "tests/fix_session/peers.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(FixSession, LogsOnAndDeliversWhatTheVenueSendsByteForByte)
{
    Wire wire;
    wire.connect();
    EXPECT_TRUE(wire.desk.session.is_logged_on());
    EXPECT_TRUE(wire.venue.session.is_logged_on());
    std::string sent;
    wire.to_desk = [&](std::string& bytes) {
        sent = bytes;
        return true;
    };
    EXPECT_EQ(wire.venue_sends("W", refresh), 2u);
    wire.flow();
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "W 2"));
    EXPECT_EQ(wire.desk.raw[0], sent);
    EXPECT_THAT(sent, HasSubstr("\x01"
                                "268=2\x01"
                                "269=0\x01"
                                "270=100.50\x01"
                                "271=5\x01"
                                "269=1\x01"));
    EXPECT_EQ(value_in(sent, "52"), "20250127-13:30:00.000000");
}

TEST(FixSession, ARequestWithTwoGroupsKeepsThem)
{
    Wire wire;
    wire.connect();
    const Fields request{{262, "r"}, {263, "1"}, {264, "0"}, {267, "2"}, {269, "0"},
                         {269, "1"}, {146, "2"}, {55, "NQ"}, {55, "ES"}};
    EXPECT_EQ(wire.desk.session.send("V", request, wire.now), 2u);
    wire.flow();
    ASSERT_THAT(wire.venue.told, ElementsAre("logon", "V 2"));
    EXPECT_THAT(wire.venue.raw[0], HasSubstr("\x01"
                                             "146=2\x01"
                                             "55=NQ\x01"
                                             "55=ES\x01"));
    EXPECT_THAT(wire.venue.raw[0], HasSubstr("\x01"
                                             "267=2\x01"
                                             "269=0\x01"
                                             "269=1\x01"));
}

TEST(FixSession, OfFivePointZeroLogsOnOverFixt)
{
    auto desk = settings_of(Role::initiator);
    auto venue = settings_of(Role::acceptor);
    desk.begin_string = venue.begin_string = "FIXT.1.1";
    Wire wire(desk, venue);
    std::string logon;
    wire.to_desk = [&](std::string& bytes) {
        if (value_in(bytes, "35") == "A") logon = bytes;
        return true;
    };
    wire.connect();
    EXPECT_TRUE(wire.desk.session.is_logged_on());
    EXPECT_EQ(value_in(logon, "1137"), "9");
    wire.venue_sends("W", refresh);
    wire.flow();
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "W 2"));
}

TEST(FixSession, HoursPassInNoTimeAndHeartbeatsKeepItAlive)
{
    Wire wire;
    wire.connect();
    std::size_t heartbeats = 0;
    wire.to_desk = [&](std::string& bytes) {
        heartbeats += value_in(bytes, "35") == "0" ? 1 : 0;
        return true;
    };
    wire.wait(3'600);
    EXPECT_TRUE(wire.desk.session.is_logged_on());
    EXPECT_GE(heartbeats, 300u);
    EXPECT_THAT(wire.desk.told, ElementsAre("logon"));
}

TEST(FixSession, ASilentVenueIsAskedAndThenLeft)
{
    Wire wire;
    wire.connect();
    wire.to_desk = [](std::string&) { return false; };
    wire.wait(60);
    EXPECT_FALSE(wire.desk.session.is_logged_on());
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "disconnect", "logout"));
}

TEST(FixSession, ALogonThatIsNotAnsweredIsGivenUp)
{
    Wire wire;
    wire.to_desk = [](std::string&) { return false; };
    wire.connect();
    wire.wait(12);
    EXPECT_FALSE(wire.desk.session.is_logged_on());
    EXPECT_THAT(wire.desk.told, testing::Contains("disconnect"));
}

TEST(FixSession, AWrongPasswordIsRefusedWithItsReason)
{
    auto desk = settings_of(Role::initiator);
    desk.username = "me";
    desk.password = "guess";
    Wire wire(desk);
    wire.venue.wanted_password = "secret";
    wire.connect();
    EXPECT_FALSE(wire.desk.session.is_logged_on());
    EXPECT_THAT(wire.desk.told, testing::Contains(HasSubstr("wrong password for me")));

    desk.password = "secret";
    Wire right(desk);
    right.venue.wanted_password = "secret";
    right.connect();
    EXPECT_TRUE(right.desk.session.is_logged_on());
}

TEST(FixSession, AWrongCompIdEndsTheSession)
{
    Wire wire;
    wire.connect();
    std::string foreign = from_venue("35=0|34=2|52=20250127-13:30:00|");
    foreign.replace(foreign.find("VENUE"), 5, "OTHER");
    const std::string told = foreign;  // its checksum is wrong now: make it right
    std::string body = told.substr(told.find("35="), told.rfind("10=") - told.find("35="));
    std::string text =
        "8=FIX.4.4\x01"
        "9=" +
        std::to_string(body.size()) + '\x01' + body;
    unsigned sum = 0;
    for (const char c : text) sum += static_cast<unsigned char>(c);
    text += "10=" + std::to_string(1'000 + sum % 256).substr(1) + '\x01';
    wire.desk.session.on_message(text.data(), text.size(), wire.now);
    wire.flow();
    EXPECT_THAT(wire.desk.told, testing::Contains(HasSubstr("refused 2: CompID problem")));
    EXPECT_FALSE(wire.desk.session.is_logged_on());
}

TEST(FixSession, WhatIsNotUnderstoodIsToldToThePeerAndTheSessionGoesOn)
{
    Wire wire;
    wire.connect();
    wire.desk.verdict = fix_session::Verdict::malformed;
    wire.venue_sends("X", {{268, "1"}, {279, "0"}, {269, "0"}});
    wire.flow();
    EXPECT_THAT(wire.venue.told, ElementsAre("logon", "3 2"));
    EXPECT_EQ(value_in(wire.venue.raw[0], "45"), "2");
    wire.desk.verdict = fix_session::Verdict::unsupported;
    wire.venue_sends("Z", {{58, "x"}});
    wire.flow();
    EXPECT_EQ(wire.venue.told.back(), "j 3");
    EXPECT_EQ(value_in(wire.venue.raw.back(), "45"), "3");
    EXPECT_EQ(value_in(wire.venue.raw.back(), "372"), "Z");
    EXPECT_TRUE(wire.desk.session.is_logged_on());
    EXPECT_THAT(wire.desk.told,
                ElementsAre("logon", "X 2", HasSubstr("refused 2"), "Z 3", HasSubstr("refused 3")));
}

TEST(FixSession, ANumberThatIsTooLowEndsTheSession)
{
    Wire wire;
    wire.connect();
    const std::string again = from_venue("35=0|34=1|52=20250127-13:30:00|");
    wire.desk.session.on_message(again.data(), again.size(), wire.now);
    wire.flow();
    EXPECT_FALSE(wire.desk.session.is_logged_on());
    EXPECT_THAT(wire.desk.told, testing::Contains("disconnect"));
    EXPECT_THAT(wire.desk.events, testing::Contains(HasSubstr("MsgSeqNum too low")));
}

TEST(FixSession, ReconnectsGoOnWithTheNumbersOrBeginAnewAsTheSettingsSay)
{
    for (const bool resets : {false, true}) {
        auto desk = settings_of(Role::initiator);
        auto venue = settings_of(Role::acceptor);
        desk.reset_on_logon = venue.reset_on_logon = resets;
        Wire wire(desk, venue);
        for (int i = 0; i < 5; ++i) {
            wire.connect();
            ASSERT_TRUE(wire.desk.session.is_logged_on()) << i;
            wire.venue_sends("W", refresh);
            wire.flow();
            EXPECT_EQ(wire.desk.session.next_in(),
                      resets ? 3u : 3u + 2u * static_cast<unsigned>(i));
            wire.cut();
            wire.wait(1);
        }
        EXPECT_EQ(wire.desk.raw.size(), 5u);
    }
}

TEST(FixSession, NumbersSurviveTheProgramInAFileStore)
{
    const auto folder =
        std::filesystem::temp_directory_path() / ("gapwire-fix-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    auto desk = settings_of(Role::initiator);
    desk.store_directory = folder.string();
    {
        Wire wire(desk);
        wire.connect();
        wire.venue_sends("W", refresh);
        wire.flow();
        EXPECT_EQ(wire.desk.session.next_in(), 3u);
    }
    const Peer again(desk, monday_ns + second_ns);
    EXPECT_EQ(again.session.next_in(), 3u);
    EXPECT_EQ(again.session.next_out(), 2u);
    std::filesystem::remove_all(folder);
}

TEST(FixSession, SaysGoodByeAndWaitsForTheAnswer)
{
    Wire wire;
    wire.connect();
    wire.desk.session.logout("end of day", wire.now);
    wire.flow();
    EXPECT_THAT(wire.venue.told, testing::Contains("logout: end of day"));
    EXPECT_FALSE(wire.desk.session.is_logged_on());
    EXPECT_THAT(wire.desk.told, testing::Contains("disconnect"));
}

TEST(FixSession, ASequenceResetSkipsNumbersAndSaysSo)
{
    Wire wire;
    wire.connect();
    const std::string reset = from_venue("35=4|34=2|52=20250127-13:30:00|36=50|");
    wire.desk.session.on_message(reset.data(), reset.size(), wire.now);
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "gap 2+48"));
    EXPECT_EQ(wire.desk.session.next_in(), 50u);
}

TEST(FixSession, ARejectOfOursIsDelivered)
{
    Wire wire;
    wire.connect();
    const std::string reject = from_venue("35=3|34=2|52=20250127-13:30:00|45=7|373=5|58=no|");
    wire.desk.session.on_message(reject.data(), reject.size(), wire.now);
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "3 2"));
    EXPECT_EQ(wire.desk.raw[0], reject);
}

TEST(FixSession, DataThatLiesAboutItsLengthAndNumbersTooLargeDoNoHarm)
{
    Wire wire;
    wire.connect();
    for (const char* body : {"35=0|34=2|52=20250127-13:30:00|95=99999|96=x|",
                             "35=X|34=3|52=20250127-13:30:00|95=-1|96=x|",
                             "35=3|34=4|52=20250127-13:30:00|45=1|95=4294967295|96=x|58=y|"}) {
        const std::string message = from_venue(body);
        wire.desk.session.on_message(message.data(), message.size(), wire.now);
    }
    EXPECT_EQ(wire.desk.session.next_in(), 5u);
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "X 3", "3 4"));
    for (const char* body : {"35=0|34=4294967301|52=20250127-13:30:00|",
                             "35=4|34=5|52=20250127-13:30:00|36=4294967301|"}) {
        const std::string message = from_venue(body);
        wire.desk.session.on_message(message.data(), message.size(), wire.now);
    }
    EXPECT_EQ(wire.desk.session.next_in(), 5u);
    EXPECT_TRUE(wire.desk.session.is_logged_on());
}

TEST(FixSession, SettingsThatMakeNoSenseAreRefusedByName)
{
    const auto why = [](auto change) {
        auto settings = settings_of(Role::initiator);
        change(settings);
        try {
            const Peer peer(settings, monday_ns);
        } catch (const std::invalid_argument& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_EQ(why([](auto& s) { s.sender_comp_id.clear(); }), "sender_comp_id: is empty");
    EXPECT_EQ(why([](auto& s) { s.target_comp_id.clear(); }), "target_comp_id: is empty");
    EXPECT_EQ(why([](auto& s) { s.begin_string = "FIX.4.2"; }),
              "begin_string: is neither FIX.4.4 nor FIXT.1.1");
    EXPECT_EQ(why([](auto& s) { s.heartbeat_s = 0; }), "heartbeat_s: is less than 1");
    EXPECT_EQ(why([](auto& s) { s.resend_wait_s = 0; }), "resend_wait_s: is less than 1");
    EXPECT_EQ(why([](auto& s) { s.latency_max_s = -1; }), "latency_max_s: is negative");
    EXPECT_EQ(why([](auto&) {}), "accepted");
}

}  // namespace
}  // namespace gapwire::test
