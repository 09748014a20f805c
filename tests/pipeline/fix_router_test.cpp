// FIX messages and TCP segments to sessions: numbers, losses, what is not understood, what is cut.
#include "app/pipeline/fix_router.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/fix_encoder.hpp"

namespace gapwire::test {
namespace {

using pipeline::FixRouter;
using testing::ElementsAre;
using transport::TcpSide;

/// A whole message of V to C around "35=X|...|", numbered.
std::string sent(std::uint64_t number, std::string body, const std::string& sender = "V")
{
    const std::size_t type_end = body.find('|') + 1;
    body.insert(type_end, fmt::format("34={}|49={}|56=C|52=20250127-13:30:00|", number, sender));
    for (char& c : body)
        if (c == '|') c = '\x01';
    return sim::fix_framed("FIX.4.4", body);
}
std::string refresh(std::uint64_t number, int bid = 100)
{
    return sent(number, fmt::format("35=W|55=NQ|268=1|269=0|270={}|271=5|", bid));
}
std::string increment(std::uint64_t number, int bid)
{
    return sent(number, fmt::format("35=X|268=1|279=0|269=0|55=NQ|270={}|271=1|", bid));
}

struct RoutedFix {
    void log(const std::string& message)
    {
        const Bytes bytes(reinterpret_cast<const std::uint8_t*>(message.data()), message.size());
        const fix::Scanned scanned = fix::scan(bytes);
        ASSERT_EQ(scanned.status, fix::ScanStatus::message);
        router.read(fix::Message::of(bytes, scanned));
        router.take(Timestamp{1}, "test.log");
    }
    /// Bytes of a connection, as the reassembly delivers them.
    void bytes(const std::string& text, TcpSide side = TcpSide::server)
    {
        transport::Segment segment;
        segment.captured = Timestamp{1};
        router.on_bytes(0, side, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()},
                        segment);
    }
    void open() { router.on_opened(0, {}); }

    /// "V>C stale 100": each session, its state and bids.
    std::vector<std::string> shown() const
    {
        std::vector<std::string> all;
        for (const auto& feed : router.feeds()) {
            std::string text =
                fmt::format("{} {}", feed->stream.name(), to_text(feed->stream.state(0)));
            for (std::size_t i = 0; i < feed->stream.level_count(0, Side::buy); ++i)
                text += fmt::format(" {}",
                                    feed->stream.level(0, Side::buy, i).price.units / Price::scale);
            all.push_back(text);
        }
        return all;
    }

    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context{.instruments = &instruments, .counters = &counters};
    FixRouter router{context};
};

TEST(FixRouting, ASessionIsASenderAndATarget)
{
    RoutedFix routed;
    routed.log(refresh(5));
    routed.log(sent(9, "35=W|55=NQ|268=1|269=0|270=50|", "OTHER"));
    routed.log(increment(6, 101));
    EXPECT_THAT(routed.shown(), ElementsAre("V>C valid 101 100", "OTHER>C valid 50"));
}

TEST(FixRouting, WithoutMarketDataThereIsNoSession)
{
    RoutedFix routed;
    routed.log(sent(1, "35=A|98=0|"));
    routed.log(sent(2, "35=V|262=1|"));
    EXPECT_TRUE(routed.router.feeds().empty());
    EXPECT_EQ(routed.counters[Counter::fix_ignored], 1u);
}

TEST(FixRouting, WhatComesAgainIsDroppedAndWhatIsMissingMakesBooksStale)
{
    RoutedFix routed;
    routed.log(refresh(5));
    routed.log(increment(6, 101));
    routed.log(increment(6, 101));
    EXPECT_THAT(routed.shown(), ElementsAre("V>C valid 101 100"));
    EXPECT_EQ(routed.counters[Counter::messages_duplicate], 1u);
    routed.log(sent(9, "35=0|"));
    EXPECT_THAT(routed.shown(), ElementsAre("V>C stale 101 100"));
    EXPECT_EQ(routed.counters[Counter::messages_lost], 2u);
    routed.log(refresh(10, 90));
    EXPECT_THAT(routed.shown(), ElementsAre("V>C valid 90"));
}

TEST(FixRouting, AGapThatIsFilledWithNothingMakesBooksStale)
{
    RoutedFix routed;
    routed.log(refresh(5));
    routed.log(sent(6, "35=4|36=9|123=Y|"));
    EXPECT_THAT(routed.shown(), ElementsAre("V>C stale 100"));
    EXPECT_EQ(routed.counters[Counter::messages_lost], 3u);
    routed.log(refresh(9));
    EXPECT_THAT(routed.shown(), ElementsAre("V>C valid 100"));
}

TEST(FixRouting, ALogoutALogonAndNumbersThatBeginAnewEndWhatWasSubscribed)
{
    for (const std::string& over :
         {sent(6, "35=5|58=bye|"), sent(1, "35=A|98=0|"), sent(2, "35=0|")}) {
        RoutedFix routed;
        routed.log(refresh(5));
        routed.log(over);
        EXPECT_THAT(routed.shown(), ElementsAre("V>C stale 100")) << over;
    }
}

TEST(FixRouting, AMessageThatIsNotUnderstoodMayBeAboutAnyBook)
{
    for (const std::string body : {"35=X|268=2|279=0|269=0|55=ES|", "35=X|bad|268=0|"}) {
        RoutedFix routed;
        routed.log(refresh(5));
        routed.log(sent(6, body));
        EXPECT_THAT(routed.shown(), ElementsAre("V>C stale 100")) << body;
        EXPECT_EQ(routed.counters[Counter::fix_malformed], 1u);
    }
    RoutedFix routed;
    routed.log(refresh(5));
    routed.log(sent(6, "35=Z|"));
    routed.log(sent(7, "35=S|"));
    EXPECT_THAT(routed.shown(), ElementsAre("V>C valid 100"));
    EXPECT_EQ(routed.counters[Counter::fix_unknown_type], 1u);
    EXPECT_EQ(routed.counters[Counter::fix_unsupported_quotes], 1u);
}

TEST(FixRouting, ApplicationNumbersAreFollowedWhereThereAreNoOthers)
{
    RoutedFix routed;
    const auto numbered = [](int number, int price) {
        return sim::fix_framed("FIXT.1.1", fmt::format("35=X\x01"
                                                       "1180=A\x01"
                                                       "1181={}\x01"
                                                       "268=1\x01"
                                                       "279=0\x01"
                                                       "269=3\x01"
                                                       "55=J\x01"
                                                       "270={}\x01",
                                                       number, price));
    };
    routed.log(numbered(1, 10));
    routed.log(numbered(1, 11));
    routed.log(numbered(2, 12));
    EXPECT_EQ(routed.counters[Counter::messages_duplicate], 1u);
    routed.log(numbered(5, 13));
    EXPECT_EQ(routed.counters[Counter::messages_lost], 2u);
    EXPECT_EQ(routed.router.feeds()[0]->stream.quoted(0).figures.last()->price,
              Price{13 * Price::scale});
    EXPECT_EQ(routed.router.feeds()[0]->stream.name(), "test.log");
}

TEST(FixRoutingOfTcp, PiecesOfAnySizeMakeTheSameBooks)
{
    const std::string stream = refresh(5) + increment(6, 101) + increment(7, 102);
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{7}, std::size_t{64}, stream.size()}) {
        RoutedFix routed;
        routed.open();
        routed.bytes("client says nothing of use", TcpSide::client);
        for (std::size_t at = 0; at < stream.size(); at += size)
            routed.bytes(stream.substr(at, size));
        EXPECT_THAT(routed.shown(), ElementsAre("V>C valid 102 101 100")) << size;
        EXPECT_EQ(routed.counters[Counter::fix_messages], 3u);
        EXPECT_EQ(routed.counters[Counter::fix_garbled], 0u);
    }
}

TEST(FixRoutingOfTcp, BytesThatAreMissingMakeBooksStaleAtOnce)
{
    RoutedFix routed;
    routed.open();
    routed.bytes(refresh(5) + increment(6, 101).substr(0, 30));
    routed.router.on_lost(0, TcpSide::server, 100);
    EXPECT_THAT(routed.shown(), ElementsAre("V>C stale 100"));
    routed.bytes("60 of a message\x01" + increment(8, 102));
    EXPECT_THAT(routed.shown(), ElementsAre("V>C stale 102 100"));
    EXPECT_EQ(routed.counters[Counter::messages_lost], 2u);
}

TEST(FixRoutingOfTcp, AConnectionThatClosesEndsWhatWasSubscribedButACaptureThatEndsDoesNot)
{
    RoutedFix routed;
    routed.open();
    routed.bytes(refresh(5));
    routed.router.on_closed(0);
    EXPECT_THAT(routed.shown(), ElementsAre("V>C stale 100"));
    routed.open();
    routed.bytes(refresh(6));
    routed.router.finish();
    routed.router.on_closed(0);
    EXPECT_THAT(routed.shown(), ElementsAre("V>C valid 100"));
}

}  // namespace
}  // namespace gapwire::test
