// Clauses for `gapwire rules why`: what stops a price from being judged, or a rule from firing.
#pragma once

#include <string>
#include <vector>

#include "core/update.hpp"
#include "strategies/condition.hpp"
#include "strategies/evidence.hpp"
#include "strategies/listing.hpp"

namespace gapwire::strategies {

using Clauses = std::vector<std::string>;

/// "no reference price", "withheld: split 10:1 ...": what is known of a listing that is not judged.
void why_listing(const Listing& listing, Clauses& out);
/// Why the last update held no price to judge, or which: "odd lot ignored: 50 < 100", "the spread
/// is wider than 0.50 % of the mid".
void why_prices(const PriceChoice& choice, const MarketUpdate* last, Clauses& out);
/// "fired already today, now recovering", "seen 1 time of 3 in a row".
std::string why_condition(const Condition& condition, const ConditionSettings& settings);
/// "-9.96 %": with its sign; a fall is below 0.
std::string signed_percent(BasisPoints fall);

}  // namespace gapwire::strategies
