// The places of a rule: found by whatever ids an instrument comes under.
#include "strategies/watchlist.hpp"

#include <gtest/gtest.h>

namespace gapwire::strategies {
namespace {

Instrument known_as(std::uint32_t id)
{
    Instrument instrument{.id = {id}};
    std::string_view("NVDA").copy(instrument.symbol.raw.data(), 4);
    return instrument;
}

TEST(WatchlistTest, FindsIdsInWhateverOrderTheyCome)
{
    Watchlist<int> places;
    const std::uint32_t a = places.place_of("a").first;
    const std::uint32_t b = places.place_of("b").first;
    places.watch(known_as(500), a);
    places.watch(known_as(502), b);
    places.watch(known_as(7), b);
    places.watch(known_as(500), b);

    EXPECT_EQ(places.source({500})->place, b);
    EXPECT_EQ(places.source({502})->place, b);
    EXPECT_EQ(places.source({7})->place, b);
    for (const std::uint32_t id : {0u, 6u, 8u, 499u, 501u, 503u, UINT32_MAX})
        EXPECT_EQ(places.source({id}), nullptr) << id;
}

TEST(WatchlistTest, ForgetsOneIdAndKeepsItsPlace)
{
    Watchlist<int> places;
    const std::uint32_t place = places.place_of("a").first;
    places[place] = 42;
    places.watch(known_as(3), place);
    places.forget({2});  // never watched
    places.forget({4});
    places.forget({3});

    EXPECT_EQ(places.source({3}), nullptr);
    EXPECT_EQ(places.place_of("a"), std::pair(place, false));
    EXPECT_EQ(places[place], 42);
}

TEST(WatchlistTest, ForgetsNothingWhereNothingIsWatched)
{
    Watchlist<int> places;
    places.forget({0});
    EXPECT_EQ(places.source({0}), nullptr);
}

}  // namespace
}  // namespace gapwire::strategies
