// What rules and readers hear: one update an event, the same however messages come in batches.
#include <gmock/gmock.h>

#include "tests/pipeline/random_day.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

#ifdef GAPWIRE_SANITIZED
constexpr std::size_t day_messages = 4'000;
#else
constexpr std::size_t day_messages = 20'000;
#endif

class Updates : public testing::Test, public Line {};

TEST_F(Updates, EachEventIsToldByItselfInsideABatch)
{
    feed(messages(directory("ACME"), action('T'), add(1, 'B', 60, 99), add(2, 'S', 5, 101),
                  add(3, 'B', 50, 98), execute(1, 20, 1), execute_at(2, 1, 100, 2), trade(7, 97, 3),
                  remove(3), cross('C', 9, 96, 4), break_trade(4), break_trade(1),
                  replace(1, 4, 8, 95), action('H', "T1")),
         64);
    EXPECT_THAT(heard(), ElementsAre("status last none bid none ask none valid unknown",
                                     "status last none bid none ask none valid trading",
                                     "quote last none bid 99x60 ask none valid trading",
                                     "quote last none bid 99x60 ask 101x5 valid trading",
                                     "trade|quote last 99x20 bid 99x40 ask 101x5 valid trading",
                                     "trade|quote last 100x1 bid 99x40 ask 101x4 valid trading",
                                     "trade last 97x7 bid 99x40 ask 101x4 valid trading",
                                     "trade|close last 96x9 bid 99x40 ask 101x4 valid trading",
                                     "broken last 97x7 bid 99x40 ask 101x4 valid trading",
                                     "broken last 97x7 bid 99x40 ask 101x4 valid trading",
                                     "quote last 97x7 bid 95x8 ask 101x4 valid trading",
                                     "status last 97x7 bid 95x8 ask 101x4 halted halted"));
    EXPECT_EQ(count(Counter::rule_updates), 12u);
}

TEST_F(Updates, OnlyWantedKindsAreTold)
{
    wanted = update_trade;
    say(directory("ACME"), add(1, 'B', 60, 99), add(2, 'B', 60, 98), execute(1, 20, 1),
        break_trade(1), remove(9), action('H'), trade(5, 97, 2));
    EXPECT_THAT(heard(), ElementsAre("trade|quote last 99x20 bid 99x40 ask none valid unknown",
                                     "trade last 97x5 bid 99x40 ask none suspect halted"));
}

TEST_F(Updates, AnInstrumentThatNobodyWatchesIsNotTold)
{
    wanted = 0;
    say(directory("ACME"), add(1, 'B', 60, 99), execute(1, 20, 1), action('H'));
    EXPECT_THAT(heard(), IsEmpty());
    EXPECT_EQ(count(Counter::rule_updates), 0u);
}

TEST_F(Updates, CarryTheirTimesAndLines)
{
    context.midnight = {1'000'000};
    received = {77};
    stream.set_line_count(2);
    say(directory("ACME"), trade(5, 97, 1));
    ASSERT_EQ(updates.size(), 2u);
    EXPECT_EQ(updates[1].exchange_time, Timestamp{1'001'000});
    EXPECT_EQ(updates[1].capture_time, Timestamp{77});
    EXPECT_EQ(updates[1].lines, 2);
    EXPECT_EQ(updates[1].instrument, InstrumentId{0});
    EXPECT_EQ(publication.top({0})->exchange_time, 1'001'000);
}

// Rules that were read again used to wait for the next change, however far something had fallen.
TEST_F(Updates, WhoAsksAgainIsToldHowWatchedInstrumentsStand)
{
    InterestTable interest(room);
    context.interest = &interest;
    say(directory("ACME"), add(1, 'B', 60, 99), trade(5, 97, 1));
    EXPECT_THAT(heard(), IsEmpty());
    interest.set({0}, update_trade | update_quote);
    interest.publish();
    stream.look_for_interest();
    const auto stand = ElementsAre("trade|quote last 97x5 bid 99x60 ask none valid unknown");
    EXPECT_THAT(heard(), stand);
    interest.set({0}, update_trade | update_quote);
    interest.publish();
    stream.look_for_interest();
    EXPECT_THAT(heard(), IsEmpty());
    interest.ask_again();
    interest.publish();
    stream.look_for_interest();
    EXPECT_THAT(heard(), stand);
    stream.look_for_interest();
    EXPECT_THAT(heard(), IsEmpty());
}

TEST_F(Updates, CarryTheirTradingDate)
{
    constexpr std::int64_t hour_ns = 3'600'000'000'000;
    for (const std::int64_t offset : {-9, 0, 4, 5}) {  // Tokyo, UTC, New York
        context.midnight = {20'112 * 24 * hour_ns + offset * hour_ns};
        say(trade(5, 97, 1));
        EXPECT_EQ(updates.back().day, 20'112) << offset;
    }
}

/// All updates of a day fed `batch_max` at a time, and the tops in the end.
std::vector<std::string> told(const Messages& day, std::size_t batch_max)
{
    Line line;
    line.publication.want_depth({2});
    line.feed(day, batch_max);
    Depth expected = line.stream.depth(3);
    const auto published = line.publication.depth({2});
    expected.exchange_time = published->exchange_time;  // of its last change
    EXPECT_EQ(*published, expected);
    std::vector<std::string> all = line.heard();
    for (std::uint16_t locate = 1; locate <= RandomDay::stocks; ++locate)
        all.push_back(book_text(line.stream, locate));
    return all;
}

TEST(UpdatesOfADay, AreTheSameWhateverTheBatches)
{
    const Messages day = random_day(20250127, day_messages);
    const std::vector<std::string> one_by_one = told(day, 1);
    EXPECT_GT(one_by_one.size(), day_messages / 10);
    for (const std::size_t batch_max : {2, 3, 7, 31, 63, 64, 100, 1000})
        EXPECT_EQ(told(day, batch_max), one_by_one) << batch_max;
}

TEST(UpdatesOfADay, AreTheSameWithBatchesOfRandomSizes)
{
    const Messages day = random_day(20220913, day_messages);
    const std::vector<std::string> one_by_one = told(day, 1);
    const std::vector<Bytes> views = day.views();
    std::mt19937 random(7);
    Line line;
    for (std::size_t at = 0; at < views.size();) {
        const std::size_t size = std::min<std::size_t>(1 + random() % 64, views.size() - at);
        line.stream.on_messages(at + 1, {&views[at], size}, line.received);
        at += size;
        expect_published(line, line.stream);
    }
    std::vector<std::string> all = line.heard();
    for (std::uint16_t locate = 1; locate <= RandomDay::stocks; ++locate)
        all.push_back(book_text(line.stream, locate));
    EXPECT_EQ(all, one_by_one);
}

TEST_F(Updates, DepthsAreStoredAtTheEndOfABatchForThoseWhoWantThem)
{
    say(directory("ACME"), directory("OTHER", {.locate = 8}));
    publication.want_depth({0});
    feed(messages(add(1, 'B', 60, 99), add(2, 'B', 5, 98), add(3, 'S', 4, 100),
                  add(4, 'S', 4, 100, {.locate = 8})),
         64);
    EXPECT_EQ(count(Counter::depths_published), 1u);
    EXPECT_EQ(publication.depth({0}), stream.depth(acme));
    EXPECT_EQ(publication.depth({0})->sides[0][1], (Level{{98 * itch50::price_unit}, 5, 1}));
    EXPECT_EQ(publication.depth({1})->sides[1][0].orders, 0u);

    publication.beat((shared::request_seconds + 1) * std::int64_t{1'000'000'000});  // it lapses
    EXPECT_TRUE(publication.depth_is_kept({0}));
    say(remove(1));
    EXPECT_EQ(count(Counter::depths_published), 1u);
    EXPECT_FALSE(publication.depth_is_kept({0}));
}

TEST_F(Updates, DepthsShowTheBestTenLevels)
{
    say(directory("ACME"));
    publication.want_depth({0});
    for (std::uint32_t i = 0; i < 30; ++i)
        say(add(2 * i + 1, 'B', i + 1, 1000 - i), add(2 * i + 2, 'S', i + 1, 2000 + i));
    const auto depth = publication.depth({0});
    for (std::uint32_t i = 0; i < depth_levels; ++i) {
        EXPECT_EQ(depth->sides[0][i], (Level{{(1000 - i) * itch50::price_unit}, i + 1, 1}));
        EXPECT_EQ(depth->sides[1][i], (Level{{(2000 + i) * itch50::price_unit}, i + 1, 1}));
    }
}

}  // namespace
}  // namespace gapwire::test
