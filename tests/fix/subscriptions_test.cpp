// What is asked of a FIX venue, and again, after answers, refusals, silence and losses.
#include "feed/fix/subscriptions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gapwire::test {
namespace {

using fix::Outgoing;
using fix::Subscriptions;
using fix::SubscriptionSettings;
using testing::ElementsAre;
using State = Subscriptions::State;

constexpr std::int64_t second = 1'000'000'000;

/// Subscriptions, and what they send as "V gw1 1 NQ,ES": type, id, subscription type, symbols.
struct Asked {
    explicit Asked(const SubscriptionSettings& settings = {.symbols = {"NQ", "ES"}})
        : subscriptions(settings, counters)
    {}

    std::uint64_t operator()(const Outgoing& message)
    {
        std::string text = message.type;
        for (const auto& [tag, value] : message.fields) {
            if (tag == 262 || tag == 263 || tag == 320 || tag == 324) text += ' ' + value;
            if (tag == 55) text += (text.back() >= '0' && text.back() <= '9' ? ' ' : ',') + value;
        }
        sent.push_back(text);
        last = message;
        return ++sequence;
    }
    Timestamp at(std::int64_t ns)
    {
        now = {now.ns + ns};
        return now;
    }

    Counters counters;
    Subscriptions subscriptions;
    std::vector<std::string> sent;
    Outgoing last;
    std::uint64_t sequence = 1;  // of the logon
    Timestamp now{};
};

TEST(FixSubscriptions, ALogonAsksForEverything)
{
    Asked asked({.symbols = {"NQ", "ES"}, .entry_types = "01", .depth = 5});
    asked.subscriptions.on_logon(asked.at(0), asked);
    EXPECT_EQ(asked.last, (Outgoing{"V",
                                    {{262, "gw1"},
                                     {263, "1"},
                                     {264, "5"},
                                     {265, "1"},
                                     {266, "Y"},
                                     {267, "2"},
                                     {269, "0"},
                                     {269, "1"},
                                     {146, "2"},
                                     {55, "NQ"},
                                     {55, "ES"}}}));
    EXPECT_EQ(asked.subscriptions.state("NQ"), State::asked);
    asked.subscriptions.on_refresh("gw1", "NQ");
    EXPECT_EQ(asked.subscriptions.state("NQ"), State::subscribed);
    EXPECT_EQ(asked.subscriptions.state("ES"), State::asked);
    EXPECT_EQ(asked.subscriptions.subscribed(), 1u);
}

TEST(FixSubscriptions, ManySymbolsGoInSeveralRequestsBehindWhatElseIsAsked)
{
    Asked asked({.symbols = {"A", "B", "C"},
                 .request_symbols_max = 2,
                 .asks_statuses = true,
                 .asks_instruments = true});
    asked.subscriptions.on_logon(asked.at(0), asked);
    EXPECT_THAT(asked.sent, ElementsAre("x list 0", "e sA,A 1", "e sB,B 1", "e sC,C 1",
                                        "V gw1 1 A,B", "V gw2 1 C"));
}

TEST(FixSubscriptions, AnotherLogonAsksUnderIdsThatAreNew)
{
    Asked asked;
    asked.subscriptions.on_logon(asked.at(0), asked);
    asked.subscriptions.on_refresh("gw1", "NQ");
    asked.subscriptions.on_logout();
    EXPECT_EQ(asked.subscriptions.state("NQ"), State::idle);
    asked.subscriptions.on_logon(asked.at(second), asked);
    EXPECT_THAT(asked.sent, ElementsAre("V gw1 1 NQ,ES", "V gw2 1 NQ,ES"));
    EXPECT_FALSE(asked.subscriptions.is_current("gw1"));
    EXPECT_TRUE(asked.subscriptions.is_current("gw2"));
    EXPECT_TRUE(asked.subscriptions.is_current(""));
}

TEST(FixSubscriptions, AfterALossItUnsubscribesAndAsksAgain)
{
    Asked asked;
    asked.subscriptions.on_logon(asked.at(0), asked);
    asked.subscriptions.on_refresh("gw1", "NQ");
    asked.subscriptions.ask_again(asked.at(second), asked);
    EXPECT_THAT(asked.sent, ElementsAre("V gw1 1 NQ,ES", "V gw1 2 NQ,ES", "V gw2 1 NQ,ES"));
    asked.subscriptions.on_refresh("gw1", "NQ");
    EXPECT_EQ(asked.subscriptions.state("NQ"), State::asked) << "what is late is not an answer";
}

TEST(FixSubscriptions, ARefusedRequestOfManyIsAskedAgainOneByOne)
{
    Asked asked;
    asked.subscriptions.on_logon(asked.at(0), asked);
    EXPECT_EQ(asked.subscriptions.symbols_of("gw1"), "NQ, ES");
    EXPECT_EQ(asked.subscriptions.symbols_of("other"), "of no request of ours");
    asked.subscriptions.on_refused("gw1", '0', "ES?", asked.at(1));
    asked.subscriptions.on_time(asked.at(1), asked);
    EXPECT_THAT(asked.sent, ElementsAre("V gw1 1 NQ,ES", "V gw2 1 NQ", "V gw3 1 ES"));
    asked.subscriptions.on_refused("gw3", '0', "ES?", asked.at(1));
    asked.subscriptions.on_refresh("gw2", "NQ");
    asked.subscriptions.on_time(asked.at(100 * second), asked);
    EXPECT_EQ(asked.sent.size(), 3u);
    EXPECT_THAT(asked.subscriptions.refused(), ElementsAre("ES"));
    EXPECT_EQ(asked.subscriptions.state("NQ"), State::subscribed);
    EXPECT_EQ(asked.subscriptions.refusals(), "2 unknown symbol");
}

TEST(FixSubscriptions, ARefusalThatPassesIsFollowedByAnotherTryLaterAndLater)
{
    Asked asked({.symbols = {"NQ"}, .retry_wait_first = second, .retry_wait_max = 4 * second});
    asked.subscriptions.on_logon(asked.at(0), asked);
    for (const std::int64_t wait : {1, 2, 4, 4}) {
        const std::size_t before = asked.sent.size();
        const std::string id = "gw" + std::to_string(before);
        asked.subscriptions.on_refused(id, wait == 2 ? '2' : '0', "Temporarily closed", asked.now);
        asked.subscriptions.on_time(asked.at(wait * second - 1), asked);
        ASSERT_EQ(asked.sent.size(), before);
        asked.subscriptions.on_time(asked.at(1), asked);
        ASSERT_EQ(asked.sent.size(), before + 1);
    }
}

TEST(FixSubscriptions, RefusalsAreCountedByTheirReasons)
{
    Asked asked({.symbols = {"NQ"}});
    EXPECT_EQ(asked.subscriptions.refusals(), "");
    for (const char reason : {'3', '2', '2', 'D', 'z'}) {
        asked.subscriptions.on_logon(asked.at(second), asked);
        const std::string& last = asked.sent.back();
        asked.subscriptions.on_refused(last.substr(2, last.find(' ', 2) - 2), reason, "",
                                       asked.now);
        asked.subscriptions.on_logout();
    }
    EXPECT_EQ(
        asked.subscriptions.refusals(),
        "2 insufficient bandwidth, 1 no permission, 1 insufficient credit, 1 no reason given");
}

TEST(FixSubscriptions, SilenceIsCountedAndAskedAgain)
{
    Asked asked({.symbols = {"NQ"}});
    asked.subscriptions.on_logon(asked.at(0), asked);
    asked.subscriptions.on_time(asked.at(10 * second - 1), asked);
    EXPECT_EQ(asked.sent.size(), 1u);
    asked.subscriptions.on_time(asked.at(1), asked);
    asked.subscriptions.on_time(asked.at(second), asked);
    EXPECT_THAT(asked.sent, ElementsAre("V gw1 1 NQ", "V gw1 2 NQ", "V gw2 1 NQ"));
    EXPECT_EQ(asked.counters[Counter::fix_requests_unanswered], 1u);
    asked.subscriptions.on_refresh("gw2", "NQ");
    asked.subscriptions.on_time(asked.at(100 * second), asked);
    EXPECT_EQ(asked.sent.size(), 3u);
}

TEST(FixSubscriptions, ARefusalByTheSessionIsMappedByItsNumber)
{
    Asked asked({.symbols = {"NQ"}});
    asked.subscriptions.on_logon(asked.at(0), asked);
    asked.subscriptions.on_message_refused(77, "no", asked.at(1));
    EXPECT_EQ(asked.subscriptions.state("NQ"), State::asked);
    asked.subscriptions.on_message_refused(asked.sequence, "Unsupported message", asked.at(1));
    EXPECT_EQ(asked.subscriptions.state("NQ"), State::refused);
}

TEST(FixSubscriptions, EveryReasonHasAText)
{
    for (const char reason : std::string("0123456789ABCD"))
        EXPECT_NE(fix::refusal_text(reason), "no reason given") << reason;
    EXPECT_EQ(fix::refusal_text('?'), "no reason given");
}

}  // namespace
}  // namespace gapwire::test
