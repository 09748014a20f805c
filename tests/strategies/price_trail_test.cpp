// The high, low and mean of the last minutes against what a whole history says.
#include "strategies/price_trail.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "core/decimal.hpp"
#include "strategies/rolling_mean.hpp"

namespace gapwire::strategies {
namespace {

constexpr Timestamp at(std::int64_t ns)
{
    return {ns};
}
constexpr Price points(std::int64_t value)
{
    return {value * Price::scale};
}

TEST(PriceTrail, APriceCountsOnceTheNextOneIsNearIt)
{
    PriceTrail trail(6'000);
    trail.add(points(100), at(0));
    EXPECT_TRUE(trail.high(at(0)).is_none());
    trail.add(points(101), at(10));
    EXPECT_EQ(trail.high(at(10)).price, points(100));
    trail.add(points(500), at(20));
    EXPECT_EQ(trail.high(at(20)).price, points(100)) << "nothing bears 101 out either";
    trail.add(points(100), at(30));
    trail.add(points(100), at(40));
    EXPECT_EQ(trail.high(at(40)).price, points(100)) << "500 was alone";
}

TEST(PriceTrail, ABrokenPriceThatWasNotBorneOutIsForgotten)
{
    PriceTrail trail(6'000);
    trail.add(points(100), at(0));
    trail.add(points(104), at(1));
    trail.take_back(points(104));
    trail.add(points(103), at(2));
    trail.add(points(100), at(3));
    EXPECT_EQ(trail.high(at(3)).price, points(103));
}

TEST(PriceTrail, KeepsWhatAnyPartOfTheWindowSawAndForgetsTheRest)
{
    std::mt19937_64 random(5);
    for (int run = 0; run < 200; ++run) {
        constexpr std::int64_t window = 6'000;
        constexpr std::int64_t part = window / 60;
        PriceTrail trail(window);
        std::vector<PricePoint> history;
        std::int64_t now = 1'000'000;
        for (int i = 0; i < 300; ++i) {
            now += static_cast<std::int64_t>(random() % (i % 50 == 0 ? 9'000 : 60));
            const PricePoint point{points(1000 + static_cast<std::int64_t>(random() % 90)), {now}};
            trail.add(point.price, point.time);
            history.push_back(point);
            PricePoint high{};
            PricePoint low{};
            for (std::size_t k = 0; k + 1 < history.size(); ++k) {  // the last is not borne out
                if (history[k].time.ns / part + 60 < now / part) continue;
                if (high.is_none() || history[k].price > high.price) high = history[k];
                if (low.is_none() || history[k].price < low.price) low = history[k];
            }
            ASSERT_EQ(trail.high(at(now)).price, high.price) << run << ' ' << i;
            ASSERT_EQ(trail.low(at(now)).price, low.price) << run << ' ' << i;
        }
    }
}

TEST(PriceTrail, TellsThePriceAsItStoodAMomentAgo)
{
    PriceTrail trail(6'000);
    for (int i = 0; i <= 40; ++i) trail.add(points(1000 + i), at(i * 100));
    EXPECT_EQ(trail.at(at(2'000)).price, points(1020));
    EXPECT_EQ(trail.at(at(2'050)).price, points(1020));
}

TEST(RollingMean, IsTheMeanOfTheWindow)
{
    std::mt19937_64 random(6);
    constexpr std::int64_t window = 6'000;
    constexpr std::int64_t part = window / 60;
    RollingMean mean(window);
    EXPECT_TRUE(mean.at(at(5)).is_none());
    std::vector<PricePoint> history;
    std::int64_t now = 1'000'000;
    for (int i = 0; i < 5'000; ++i) {
        now += static_cast<std::int64_t>(random() % (i % 500 == 0 ? 90'000 : 200));
        history.push_back({{static_cast<std::int64_t>(random() % 1'000'000)}, {now}});
        mean.add(history.back().price, at(now));
        Wide sum = 0;
        std::int64_t count = 0;
        for (std::size_t k = history.size(); k-- > 0;) {
            if (history[k].time.ns / part + 60 < now / part) break;
            sum += history[k].price.units;
            ++count;
        }
        ASSERT_EQ(mean.at(at(now)).units, static_cast<std::int64_t>(sum / count)) << i;
    }
    EXPECT_TRUE(mean.at(at(now + 2 * window)).is_none());
}

}  // namespace
}  // namespace gapwire::strategies
