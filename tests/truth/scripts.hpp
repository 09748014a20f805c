// Scripts and faults that days are made of, drawn at random.
#pragma once

#include "tests/truth/market.hpp"

namespace gapwire::truth {

inline constexpr std::int64_t percent = 10'000;  // in millionths

std::int64_t between(sim::Random& random, std::int64_t low, std::int64_t high);
/// On whole seconds.
Nanos time_between(sim::Random& random, Nanos low, Nanos high);

/// Within 1.4 % of where it starts.
Script quiet(Units start, sim::Random& random);
/// Slowly to two cents short of where a calm quote would touch a rung, and back.
Script just_short(Units start, std::int64_t rung_percent, sim::Random& random);
/// Slowly up or down by 1 % to 12 %, and perhaps back.
Script trend(Units start, sim::Random& random);
/// A fall that is real: as on a day of the Nasdaq-100 and up to three times as deep, at once, there
/// and back, or in waves.
Script fall(Units start, sim::Random& random);

/// Prints of 4 % to 60 % outside the quote, alone or up to seven in a row, broken later or not.
/// The least that an exchange breaks is 3 % off.
Fault bad_print(std::uint32_t name, sim::Random& random);
/// Quotes that cross, or are up to 24 % wide.
Fault bad_quote(std::uint32_t name, sim::Random& random);

}  // namespace gapwire::truth
