// FIX sessions: gaps, what is sent again, what is filled with nothing, on a virtual clock.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/fix_session/peers.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(FixResend, WhatOvertakesAGapWaitsUntilItIsResent)
{
    auto venue = settings_of(Role::acceptor);
    venue.persist_messages = true;
    Wire wire(settings_of(Role::initiator), venue);
    wire.connect();
    int seen = 0;
    std::vector<std::string> sent;
    wire.to_desk = [&](std::string& bytes) {
        if (value_in(bytes, "35") == "X" && value_in(bytes, "43") != "Y") {
            sent.push_back(bytes);
            return ++seen != 2;  // the second is lost
        }
        return true;
    };
    for (int i = 0; i < 4; ++i) wire.venue_sends("X", {{268, "1"}, {279, "0"}, {269, "0"}});
    wire.flow();
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "X 2", "X 3", "X 4", "X 5"));
    EXPECT_EQ(value_in(wire.desk.raw[1], "43"), "Y");
    EXPECT_EQ(wire.desk.raw[0], sent[0]);
}

TEST(FixResend, WhatIsSentAgainKeepsTheOrderOfItsGroups)
{
    auto settings = settings_of(Role::acceptor);
    settings.persist_messages = true;
    Wire wire(settings_of(Role::initiator), settings);
    wire.connect();
    const Fields changes{{262, "r"}, {268, "2"}, {279, "2"}, {269, "0"}, {55, "NQ"}, {270, "1"},
                         {279, "0"}, {269, "1"}, {55, "NQ"}, {270, "2"}, {271, "7"}};
    std::string lost;
    wire.to_desk = [&](std::string& bytes) {
        const bool is_lost = lost.empty();
        if (is_lost) lost = bytes;
        return !is_lost;
    };
    wire.venue_sends("X", changes);
    wire.flow();
    wire.venue_sends("W", refresh);
    wire.flow();
    ASSERT_THAT(wire.desk.told, ElementsAre("logon", "X 2", "W 3"));
    const auto body = [](const std::string& message) {
        const std::size_t begin = message.find(
            "\x01"
            "262=");
        return message.substr(begin, message.rfind("\x01"
                                                   "10=") -
                                         begin);
    };
    EXPECT_EQ(body(wire.desk.raw[0]), body(lost));
    EXPECT_EQ(value_in(wire.desk.raw[0], "43"), "Y");
    EXPECT_EQ(value_in(wire.desk.raw[0], "122"), value_in(lost, "52"));
}

TEST(FixResend, ARepetitionThatIsLostItselfIsAskedForAgain)
{
    auto settings = settings_of(Role::acceptor);
    settings.persist_messages = true;
    Wire wire(settings_of(Role::initiator), settings);
    wire.connect();
    std::map<std::string, int> to_lose{{"3", 1}, {"4", 2}, {"5", 1}, {"11", 2}};
    wire.to_desk = [&](std::string& bytes) { return --to_lose[value_in(bytes, "34")] < 0; };
    for (int i = 0; i < 8; ++i) wire.venue_sends("W", refresh);
    wire.flow();
    EXPECT_EQ(wire.desk.told.back(), "W 9") << "5 came again, so that 4 was lost once more";
    for (int i = 0; i < 3; ++i) wire.venue_sends("W", refresh);
    wire.flow();
    wire.wait(1);
    EXPECT_EQ(wire.desk.told.back(), "W 10") << "it waits for what it has just asked for";
    wire.wait(2);
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "W 2", "W 3", "W 4", "W 5", "W 6", "W 7",
                                            "W 8", "W 9", "W 10", "W 11", "W 12"));
    wire.wait(60);
    EXPECT_TRUE(wire.desk.session.is_logged_on());
}

TEST(FixResend, OnlyWhatIsMissingIsAskedFor)
{
    auto settings = settings_of(Role::acceptor);
    settings.persist_messages = true;
    Wire wire(settings_of(Role::initiator), settings);
    wire.connect();
    std::vector<std::string> again;
    int number = 1;
    wire.to_desk = [&](std::string& bytes) {
        if (value_in(bytes, "43") == "Y") {
            again.push_back(value_in(bytes, "34"));
            return true;
        }
        ++number;
        return number != 3 && number != 4 && number != 7;
    };
    for (int i = 0; i < 8; ++i) wire.venue_sends("W", refresh);
    wire.flow();
    EXPECT_THAT(again, ElementsAre("3", "4", "7"));
    EXPECT_THAT(wire.desk.told,
                ElementsAre("logon", "W 2", "W 3", "W 4", "W 5", "W 6", "W 7", "W 8", "W 9"));
}

TEST(FixResend, WhatThereWasNoRoomToKeepIsAGap)
{
    auto venue = settings_of(Role::acceptor);
    venue.persist_messages = true;
    auto desk = settings_of(Role::initiator);
    desk.early_max = 2;
    Wire wire(desk, venue);
    wire.connect();
    bool is_first = true;
    wire.to_desk = [&](std::string& bytes) {
        // Lost at first, and of the repetition only that comes.
        const bool passes = value_in(bytes, "43") == "Y" ? value_in(bytes, "34") == "2" : !is_first;
        is_first = false;
        return passes;
    };
    for (int i = 0; i < 5; ++i) wire.venue_sends("W", refresh);
    wire.flow();
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "W 2", "W 3", "W 4", "gap 5+1", "gap 6+1"));
    EXPECT_EQ(wire.desk.session.next_in(), 7u);
}

TEST(FixResend, AGapThatIsFilledWithNothingIsTold)
{
    Wire wire;  // the venue keeps nothing
    wire.connect();
    int seen = 0;
    wire.to_desk = [&](std::string& bytes) {
        return value_in(bytes, "35") != "X" || (++seen != 2 && seen != 3);
    };
    for (int i = 0; i < 4; ++i) wire.venue_sends("X", {{268, "1"}, {279, "0"}, {269, "0"}});
    wire.flow();
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "X 2", "gap 3+2", "X 5"));
    EXPECT_EQ(wire.desk.session.next_in(), 6u);
    EXPECT_EQ(wire.venue.session.next_in(), wire.desk.session.next_out())
        << "the request for a resend has a number, too";
    wire.venue_sends("X", {{268, "1"}, {279, "0"}, {269, "0"}});
    wire.flow();
    EXPECT_EQ(wire.desk.told.back(), "X 6");
}

TEST(FixResend, ARequestThatCameEarlyIsNotAskedForAgain)
{
    Wire wire;
    wire.connect();
    const auto comes = [&](const std::string& body) {
        const std::string message = from_venue(body);
        wire.desk.session.on_message(message.data(), message.size(), wire.now);
    };
    comes("35=2|34=3|52=20250127-13:30:00|7=1|16=0|");  // 2 is missing
    comes("35=X|34=4|52=20250127-13:30:00|268=1|279=0|269=0|");
    wire.desk.out.clear();
    comes("35=X|34=2|43=Y|52=20250127-13:30:00|122=20250127-13:30:00|268=1|279=0|269=0|");
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "X 2", "X 4"));
    EXPECT_EQ(wire.desk.session.next_in(), 5u);
    EXPECT_TRUE(wire.desk.out.empty()) << "there is nothing to ask for";
}

TEST(FixResend, AnEarlyRejectDoesNotHideWhatIsMissingBeforeIt)
{
    Wire wire;
    wire.connect();
    const std::string reject = from_venue("35=3|34=5|52=20250127-13:30:00|45=1|58=no|");
    wire.desk.session.on_message(reject.data(), reject.size(), wire.now);
    EXPECT_EQ(wire.desk.session.next_in(), 2u);
    const std::string logout = from_venue("35=5|34=6|52=20250127-13:30:00|58=bye|");
    wire.desk.session.on_message(logout.data(), logout.size(), wire.now);
    EXPECT_EQ(wire.desk.session.next_in(), 2u);
}

TEST(FixResend, AGarbledMessageIsIgnoredAndItsNumberAskedForAgain)
{
    auto venue = settings_of(Role::acceptor);
    venue.persist_messages = true;
    Wire wire(settings_of(Role::initiator), venue);
    wire.connect();
    bool garbled = false;
    wire.to_desk = [&](std::string& bytes) {
        if (value_in(bytes, "35") == "X" && !garbled) {
            bytes[bytes.size() - 2] = bytes[bytes.size() - 2] == '0' ? '1' : '0';
            garbled = true;
        }
        return true;
    };
    for (int i = 0; i < 2; ++i) wire.venue_sends("X", {{268, "1"}, {279, "0"}, {269, "0"}});
    wire.flow();
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "X 2", "X 3"));
    EXPECT_THAT(
        wire.desk.events,
        testing::Contains(HasSubstr("a message was ignored: Invalid message: Expected CheckSum=")));
}

TEST(FixResend, WhatWasMissedWhileItWasDownComesAfterTheLogon)
{
    auto venue = settings_of(Role::acceptor);
    venue.persist_messages = true;
    Wire wire(settings_of(Role::initiator), venue);
    wire.connect();
    wire.to_desk = [](std::string&) { return false; };
    wire.venue_sends("W", refresh);
    wire.venue_sends("W", refresh);
    wire.flow();
    wire.cut();
    wire.to_desk = [](std::string&) { return true; };
    wire.connect();
    EXPECT_THAT(wire.desk.told, ElementsAre("logon", "logout", "logon", "W 2", "W 3"));
}

}  // namespace
}  // namespace gapwire::test
