// blind: silence, loss, a missing line, stale instruments, clocks and merged updates.
#include "strategies/blind.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

struct Eyes : RuleDesk {
    explicit Eyes(BlindSettings settings) : RuleDesk(std::make_unique<Blind>(std::move(settings)))
    {
        for (const char* symbol : {"NVDA", "PLTR"}) references.set_fixed(symbol, price("100"));
        begin();
        know("NVDA", 1);
        know("PLTR", 2);
    }
    /// "lines_silent 1 firing after 3 s, ...".
    std::string seen(const std::vector<MarketUpdate>& updates)
    {
        alerts.clear();
        for (const MarketUpdate& update : updates) give(update);
        return said();
    }
    std::string until(std::int64_t seconds)
    {
        alerts.clear();
        pass(later(seconds, trade("1")).exchange_time);
        return said();
    }
    std::string said() const
    {
        std::string text;
        for (const Alert& alert : alerts)
            text += fmt::format("{}{} {} {} {} {} s", text.empty() ? "" : ", ", alert.symbol.view(),
                                to_text(alert.cause), alert.revision, to_text(alert.state),
                                alert.window_ns / second_ns);
        return text;
    }
};

MarketUpdate silent(std::int64_t seconds)
{
    MarketUpdate update = later(seconds, trade("99"));
    update.kinds = update_status;
    update.book_state = BookState::stale;
    update.lines = 0;
    return update;
}

TEST(Blind, ASilentFeedIsToldAndItsReturnWithHowLong)
{
    Eyes desk({});
    MarketUpdate back = later(8, trade("99"));
    back.kinds = update_status;
    EXPECT_EQ(desk.seen({silent(0)}), "") << "it was never heard";
    EXPECT_EQ(desk.seen({trade("99"), silent(3), silent(3), later(3, trade("99", 77))}),
              "XNAS lines_silent 1 firing 0 s");
    EXPECT_EQ(desk.seen({back, later(9, trade("99"))}), "XNAS lines_silent 2 recovering 5 s");
    EXPECT_EQ(desk.seen({silent(20), later(20, trade("1", 77))}), "XNAS lines_silent 3 firing 0 s");
}

TEST(Blind, ALossIsToldWhenItLasts)
{
    Eyes desk({});
    const auto lost = [](std::uint32_t id, BookState state, std::int64_t seconds) {
        MarketUpdate update = later(seconds, trade("99", id));
        update.kinds = update_status;
        update.book_state = state;
        return update;
    };
    EXPECT_EQ(desk.seen({lost(1, BookState::recovering, 0), lost(1, BookState::valid, 1)}), "");
    EXPECT_EQ(desk.until(5), "");
    EXPECT_EQ(desk.seen({lost(1, BookState::stale, 10), lost(2, BookState::stale, 10)}), "");
    EXPECT_EQ(desk.until(12), "XNAS messages_lost 1 firing 2 s");
    EXPECT_EQ(desk.seen({lost(1, BookState::valid, 15)}), "") << "one of two";
    EXPECT_EQ(desk.seen({lost(2, BookState::valid, 20)}), "XNAS messages_lost 2 recovering 10 s");
}

TEST(Blind, OneLineOfTwoIsToldWhenItLasts)
{
    Eyes desk({});
    const auto on = [](std::uint8_t lines, std::int64_t seconds) {
        MarketUpdate update = later(seconds, trade("99"));
        update.lines = lines;
        return update;
    };
    EXPECT_EQ(desk.seen({on(1, 0), on(1, 30)}), "") << "it never had two";
    EXPECT_EQ(desk.seen({on(2, 31), on(1, 32), on(2, 33), on(1, 40), on(1, 49)}), "");
    EXPECT_EQ(desk.seen({on(1, 51)}), "XNAS line_silent 1 firing 10 s");
    EXPECT_EQ(desk.seen({on(2, 60)}), "XNAS line_silent 2 recovering 20 s");
}

TEST(Blind, AnInstrumentIsStaleOnlyWhileItsPeersTrade)
{
    BlindSettings settings;
    settings.stale_ns = 60 * second_ns;
    Eyes desk(settings);
    EXPECT_EQ(desk.seen({trade("99", 1), trade("99", 2)}), "");
    EXPECT_EQ(desk.until(300), "") << "all are quiet";
    EXPECT_EQ(desk.seen({later(301, trade("99", 1)), later(301, trade("99", 2)),
                         later(340, trade("99", 1))}),
              "");
    EXPECT_EQ(desk.until(361), "PLTR instrument_stale 1 firing 60 s");
    EXPECT_EQ(desk.seen({later(400, trade("99", 2))}), "PLTR instrument_stale 2 recovering 99 s");
}

TEST(Blind, AClockThatIsSetIsToldAndOneLateUpdateIsNot)
{
    Eyes desk({});
    const auto received = [](std::int64_t seconds, std::int64_t offset_ms) {
        MarketUpdate update = later(seconds, trade("99"));
        update.capture_time = {update.exchange_time.ns + offset_ms * 1'000'000};
        return update;
    };
    EXPECT_EQ(desk.seen({received(0, 1), received(1, 5'000), received(2, 1)}), "");
    EXPECT_EQ(desk.seen({received(3, 3'600'001), received(4, 3'600'001), received(5, 3'600'001),
                         received(6, 3'600'002)}),
              "XNAS clock_step 1 firing 0 s");
    EXPECT_EQ(desk.until(36), "XNAS clock_step 2 recovering 30 s");
}

TEST(Blind, MergedUpdatesAreToldUntilTheyHaveStoppedForAWhile)
{
    Eyes desk({});
    const auto merged = [](std::int64_t seconds) {
        MarketUpdate update = later(seconds, trade("99"));
        update.merged = 3;
        return update;
    };
    EXPECT_EQ(desk.seen({merged(0), merged(10), later(11, trade("99"))}),
              "XNAS ring_overflow 1 firing 0 s");
    EXPECT_EQ(desk.until(39), "");
    EXPECT_EQ(desk.until(41), "XNAS ring_overflow 2 recovering 30 s");
}

TEST(Blind, AnInstrumentThatIsHaltedIsNotStale)
{
    BlindSettings settings;
    settings.stale_ns = 60 * second_ns;
    Eyes desk(settings);
    const auto turned = [](std::int64_t seconds, TradingState state) {
        MarketUpdate update = later(seconds, trade("99", 2));
        update.kinds = update_status;
        update.trading_state = state;
        return update;
    };
    EXPECT_EQ(desk.seen({trade("99", 1), trade("99", 2), turned(10, TradingState::paused)}), "");
    EXPECT_EQ(desk.seen({later(200, trade("99", 1))}), "");
    EXPECT_EQ(desk.seen({turned(210, TradingState::trading), later(250, trade("99", 1))}), "");
    EXPECT_EQ(desk.seen({later(295, trade("99", 1))}), "PLTR instrument_stale 1 firing 60 s")
        << "so long after it went on";
}

TEST(Blind, WhatWasMissedAndComesLateIsNoClockThatWasSet)
{
    Eyes desk({});
    std::vector<MarketUpdate> updates;
    for (std::int64_t second = 0; second < 600; ++second) {
        MarketUpdate update = later(second, trade("99"));
        const bool is_late = second >= 100 && second < 500;  // comes at once
        update.capture_time = {is_late ? later(500, trade("99")).exchange_time.ns + second * 1'000
                                       : update.exchange_time.ns + 1'000};
        updates.push_back(update);
    }
    EXPECT_EQ(desk.seen(updates), "");
}

}  // namespace
}  // namespace gapwire::strategies
