// A FIX feed and a venue that fails in every way at once, on a virtual clock: the books come right.
#include <gtest/gtest.h>

#include <random>

#include "app/pipeline/fix_live.hpp"
#include "sim/fix_venue.hpp"

namespace gapwire::test {
namespace {

using pipeline::FixLive;
using pipeline::FixWish;

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t monday = 1'737'984'600'000 * ms;  // 2025-01-27 13:30 UTC
constexpr std::array symbols{"NVDA", "QQQ", "PLTR"};
constexpr auto symbols_count = static_cast<std::uint16_t>(symbols.size());

/// Orders come and go at random in a venue whose faults are drawn from the seed.
class FaultyVenue {
 public:
    explicit FaultyVenue(std::uint64_t seed)
        : random_(seed),
          venue_(state_, venue_options(), now_),
          feed_(context_, 1, "ecn", options(), output(), {monday})
    {
        for (std::size_t i = 0; i < symbols.size(); ++i) {
            itch50::StockDirectory message{};
            message.header = header('R', static_cast<std::uint16_t>(i + 1));
            message.stock = Ascii<8>::of(symbols[i]);
            venue_.apply(bytes_of(message), now_);
        }
    }

    void run(int changes)
    {
        for (int i = 0; i < changes; ++i) {
            change();
            pass(2 * ms);
        }
        for (int i = 0; i < 40; ++i) pass(100 * ms);  // until the last cut is behind us
        // What is lost at the very end is found by heartbeats, and asked for once every two
        // seconds.
        for (int i = 0; i < 3'000 && !is_right(); ++i) pass(100 * ms);
    }
    bool is_right() const
    {
        for (std::uint16_t i = 0; i != symbols_count; ++i)
            if (feed_.stream().state(i) != BookState::valid || !is_equal(i)) return false;
        return true;
    }
    const sim::FixVenueCount& count() const { return venue_.count(); }
    const Counters& counters() const { return counters_; }
    const std::string& last_events() const { return events_; }

 private:
    sim::FixVenueOptions venue_options()
    {
        sim::FixVenueOptions made{
            .resends = random_() % 3 != 0, .wire_epoch_ns = monday, .seed = random_()};
        made.faults = {.drop_ppm = draw(20'000),
                       .garble_ppm = draw(20'000),
                       .deaf_ppm = draw(50'000),
                       .heartbeat_delay_ns = draw(2) * 500 * ms};
        for (std::uint32_t i = draw(4); i > 0; --i)
            made.faults.disconnect_at.push_back(draw(4'000) * ms);
        return made;
    }
    std::uint32_t draw(std::uint32_t bound)
    {
        return static_cast<std::uint32_t>(random_() % bound);
    }
    static pipeline::FixLiveOptions options()
    {
        pipeline::FixLiveOptions made;
        made.session.sender_comp_id = "DESK";
        made.session.target_comp_id = "VENUE";
        made.session.heartbeat_s = 1;
        made.subscriptions.symbols.assign(symbols.begin(), symbols.end());
        made.quotes.symbols = made.subscriptions.symbols;
        made.quotes.quotes_expected = true;
        return made;
    }
    pipeline::FixOutput output()
    {
        return {this,
                [](void* to, Bytes bytes) noexcept {
                    auto& out = static_cast<FaultyVenue*>(to)->out_;
                    out.insert(out.end(), bytes.begin(), bytes.end());
                },
                [](void* to, std::string_view event) noexcept {
                    static_cast<FaultyVenue*>(to)->events_ += std::string(event) + '\n';
                }};
    }
    static itch50::Header header(char type, std::uint16_t locate)
    {
        return {.type = type,
                .stock_locate = U16be::of(locate),
                .tracking_number = U16be::of(0),
                .timestamp = U48be::of(1)};
    }

    void change()
    {
        const auto locate = static_cast<std::uint16_t>(1 + draw(symbols.size()));
        if (orders_.size() > 60 || (!orders_.empty() && draw(3) == 0)) {
            const std::size_t at = draw(static_cast<std::uint32_t>(orders_.size()));
            const auto [reference, owner] = orders_[at];
            orders_[at] = orders_.back();
            orders_.pop_back();
            const itch50::OrderDelete gone{.header = header('D', owner),
                                           .order_reference = U64be::of(reference)};
            venue_.apply(bytes_of(gone), now_);
            return;
        }
        const bool is_buy = draw(2) == 0;
        const itch50::AddOrder add{
            .header = header('A', locate),
            .order_reference = U64be::of(++reference_),
            .side = is_buy ? 'B' : 'S',
            .shares = U32be::of(1 + draw(500)),
            .stock = {},
            .price = U32be::of((is_buy ? 990'000 : 1'000'000) + 100 * draw(80))};
        orders_.emplace_back(reference_, locate);
        venue_.apply(bytes_of(add), now_);
    }
    void pass(std::int64_t ns)
    {
        now_ = sim::after(now_, ns);
        venue_.poll(now_);
        feed_.on_time({monday + now_.ns});
        for (bool any = true; any;) {
            follow();
            any = is_up_ && carry();
        }
    }
    void follow()
    {
        const Timestamp wall{monday + now_.ns};
        const FixWish wish = feed_.wish(wall);
        const bool is_cut = is_up_ && (!venue_.is_connected() || venue_.wants_close());
        if (is_up_ && (is_cut || wish == FixWish::close)) {
            sim::ByteVector half;
            venue_.produce(1'000'000, now_, half);
            feed_.on_bytes(half, wall);
            is_up_ = false;
            out_.clear();
            feed_.on_disconnected(wall);
            venue_.on_disconnected(now_);
        } else if (!is_up_ && wish == FixWish::connect) {
            is_up_ = true;
            venue_.on_connected(now_);
            feed_.on_connected(wall);
        }
    }
    bool carry()
    {
        const sim::ByteVector to_venue = std::exchange(out_, {});
        if (!to_venue.empty()) venue_.on_bytes(to_venue, now_);
        sim::ByteVector to_feed;
        venue_.produce(1'000'000, now_, to_feed);
        if (!to_feed.empty()) feed_.on_bytes(to_feed, {monday + now_.ns});
        return !to_venue.empty() || !to_feed.empty();
    }

    bool is_equal(std::uint16_t place) const
    {
        const auto& truth = state_.instruments().at(static_cast<std::uint16_t>(place + 1));
        for (const Side side : {Side::buy, Side::sell}) {
            const auto& levels = truth.sides[index_of(side)];
            if (feed_.stream().level_count(place, side) != levels.size()) return false;
            for (std::size_t rank = 0; rank < levels.size(); ++rank) {
                const Level level = feed_.stream().level(place, side, rank);
                const auto found =
                    levels.find(static_cast<std::uint32_t>(level.price.units / 100'000));
                if (found == levels.end() || found->second.quantity != level.quantity ||
                    found->second.orders != level.orders)
                    return false;
            }
        }
        return true;
    }

    std::mt19937_64 random_;
    Timestamp now_{0};
    sim::FeedState state_;
    sim::FixVenue venue_;
    Counters counters_;
    pipeline::Instruments instruments_;
    pipeline::StreamContext context_{.instruments = &instruments_, .counters = &counters_};
    sim::ByteVector out_;
    std::string events_;
    FixLive feed_;
    bool is_up_ = false;
    std::uint64_t reference_ = 0;
    std::vector<std::pair<std::uint64_t, std::uint16_t>> orders_;
};

TEST(FixProperty, WhateverTheVenueDoesTheBooksComeRight)
{
    std::uint64_t dropped = 0;
    std::uint64_t garbled = 0;
    std::uint64_t disconnects = 0;
    std::uint64_t sent_again = 0;
    std::uint64_t losses = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        FaultyVenue venue(seed);
        venue.run(1'500);
        ASSERT_TRUE(venue.is_right()) << "seed " << seed << '\n' << venue.last_events();
        EXPECT_EQ(venue.counters()[Counter::books_suspect], 0u) << "seed " << seed;
        EXPECT_EQ(venue.counters()[Counter::fix_malformed], 0u) << "seed " << seed;
        dropped += venue.count().dropped;
        garbled += venue.count().garbled;
        disconnects += venue.count().disconnects;
        sent_again += venue.count().sent_again;
        losses += venue.counters()[Counter::losses];
    }
    EXPECT_GT(dropped, 200u);
    EXPECT_GT(garbled, 200u);
    EXPECT_GT(disconnects, 20u);
    EXPECT_GT(sent_again, 200u);
    EXPECT_GT(losses, 50u);
}

}  // namespace
}  // namespace gapwire::test
