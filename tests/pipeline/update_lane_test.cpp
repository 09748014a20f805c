// The way of updates to the rules: in order while there is room, merged while there is none.
#include "app/pipeline/update_lane.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

namespace gapwire::pipeline {
namespace {

MarketUpdate trade(std::uint32_t instrument, std::int64_t price)
{
    return {.instrument = {instrument}, .kinds = update_trade, .trade_price = {price}};
}

MarketUpdate quote(std::uint32_t instrument, std::int64_t bid, std::int64_t last)
{
    return {.instrument = {instrument}, .kinds = update_quote, .trade_price = {last}, .bid = {bid}};
}

/// "1 trade 90" an update, and what it was merged from: "1 trade|quote 90 (2: 80..95)".
std::string text_of(const MarketUpdate& update)
{
    std::string text = std::to_string(update.instrument.value);
    text += (update.kinds & update_trade) != 0 ? " trade" : "";
    text += (update.kinds & update_quote) != 0 ? " quote" : "";
    text += ' ' + std::to_string(update.trade_price.units);
    if (update.merged == 0) return text;
    text += " (" + std::to_string(update.merged);
    if (!update.merged_low.is_none())
        text += ": " + std::to_string(update.merged_low.units) + ".." +
                std::to_string(update.merged_high.units);
    return text + ')';
}

std::string all_of(UpdateLane& lane)
{
    std::string text;
    lane.pop(1'000, [&](const MarketUpdate& update) {
        text += (text.empty() ? "" : ", ") + text_of(update);
    });
    return text;
}

class Lane : public testing::Test {
 protected:
    Counters counters;
    UpdateLane lane{2, 8, counters};
};

TEST_F(Lane, UpdatesComeInTheirOrder)
{
    lane.push(trade(1, 90));
    lane.push(trade(2, 80));
    EXPECT_EQ(all_of(lane), "1 trade 90, 2 trade 80");
    EXPECT_TRUE(lane.flush());
    EXPECT_EQ(all_of(lane), "");
}

TEST_F(Lane, WhatFindsNoRoomIsMergedByInstrument)
{
    lane.push(trade(1, 90));
    lane.push(trade(1, 91));
    lane.push(trade(1, 80));  // no room from here on
    lane.push(trade(2, 70));
    lane.push(quote(1, 79, 80));
    lane.push(trade(1, 95));
    lane.push(trade(1, 85));
    EXPECT_FALSE(lane.flush());
    EXPECT_EQ(all_of(lane), "1 trade 90, 1 trade 91");
    EXPECT_TRUE(lane.flush());
    EXPECT_EQ(all_of(lane), "1 trade quote 85 (3: 80..95), 2 trade 70");
    EXPECT_EQ(counters[Counter::rule_updates_merged], 3u);
}

TEST_F(Lane, ALaterUpdateNeverPassesAnEarlierOneOfItsInstrument)
{
    lane.push(trade(1, 90));
    lane.push(trade(1, 91));
    lane.push(trade(1, 92));
    EXPECT_EQ(all_of(lane), "1 trade 90, 1 trade 91");
    lane.push(trade(1, 93));  // 92 goes first now that there is room
    EXPECT_EQ(all_of(lane), "1 trade 92, 1 trade 93");
    EXPECT_EQ(counters[Counter::rule_updates_merged], 0u);
}

TEST_F(Lane, MergedQuotesHaveNoBoundsOfTrades)
{
    lane.push(trade(1, 90));
    lane.push(trade(1, 91));
    lane.push(quote(1, 79, 91));
    lane.push(quote(1, 78, 91));
    all_of(lane);
    lane.flush();
    EXPECT_EQ(all_of(lane), "1 quote 91 (1)");
}

// Two threads: whatever is merged, the lowest trade of each instrument arrives.
TEST(LaneThreads, NoCrossingIsHidden)
{
    constexpr std::int64_t trades = 200'000;
    Counters counters;
    UpdateLane lane(64, 4, counters);
    std::atomic<bool> over{false};
    std::int64_t lowest[4] = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
    std::uint64_t heard = 0;
    std::thread rules([&] {
        for (bool last = false; !last;) {
            last = over.load(std::memory_order_acquire);
            while (lane.pop(16, [&](const MarketUpdate& update) {
                heard += 1 + update.merged;
                std::int64_t low = update.trade_price.units;
                if (!update.merged_low.is_none()) low = std::min(low, update.merged_low.units);
                std::int64_t& mine = lowest[update.instrument.value];
                mine = std::min(mine, low);
            }) > 0) {
            }
        }
    });
    for (std::int64_t i = 0; i < trades; ++i)
        lane.push(trade(static_cast<std::uint32_t>(i % 4), 1'000'000 + (i * 7'919) % trades));
    while (!lane.flush()) std::this_thread::yield();
    over.store(true, std::memory_order_release);
    rules.join();
    EXPECT_EQ(heard, static_cast<std::uint64_t>(trades));
    for (std::uint32_t instrument = 0; instrument < 4; ++instrument) {
        std::int64_t low = INT64_MAX;
        for (std::int64_t i = instrument; i < trades; i += 4)
            low = std::min(low, 1'000'000 + (i * 7'919) % trades);
        EXPECT_EQ(lowest[instrument], low);
    }
}

}  // namespace
}  // namespace gapwire::pipeline
