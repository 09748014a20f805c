// From a script of moves to what a feed says: values, quotes and trades around them, and faults.
#pragma once

#include <vector>

#include "sim/random.hpp"
#include "tests/truth/day.hpp"

namespace gapwire::truth {

inline constexpr Nanos step = 20 * second;

/// A move from the reference, in millionths of it, at a time.
struct Knot {
    Nanos time = 0;
    std::int64_t move = 0;
};

/// What really becomes of one name. Straight lines between knots, and noise.
struct Script {
    Units start = 0;            // what moves are of
    std::vector<Knot> knots{};  // times rise
    std::int64_t noise = 0;     // of one step, in millionths
    std::int64_t noise_max = 0;
    bool trades_first = false;  // a jump is a trade before it is a quote
    bool is_quiet = false;      // a trade now and then, within quotes 20 % wide
};

enum class Flaw : std::uint8_t { print, odd_lot, crossed, wide, pause, market_halt };

/// A fault of the market in the life of one name.
struct Fault {
    Flaw flaw = Flaw::print;
    std::uint32_t name = 0;
    Nanos from = 0;
    Nanos until = 0;        // wide quotes, pauses; prints: when they are broken, 0: never
    std::int64_t move = 0;  // of prints, from the value; of wide quotes, half the spread
    std::uint32_t count = 1;
    std::string reason{};
};

struct Life {
    Nanos from = 8 * hour;
    Nanos until = 16 * hour;
    std::vector<Script> scripts;  // [name]
    std::vector<Fault> faults;
};

/// The price so many millionths off, on whole cents.
Units moved(Units from, std::int64_t millionths) noexcept;

/// Half of the spread of a calm quote.
Units half_spread(Units value) noexcept;

/// Plays a life onto the end of `day.events`, and sorts them by time.
void play(const Life& life, sim::Random& random, Day& day);

}  // namespace gapwire::truth
