// Which futures a simulated channel lists: known products, their next quarterly months.
#pragma once

#include <string>
#include <vector>

#include "sim/mdp3_channel.hpp"

namespace gapwire::sim {

inline constexpr std::uint32_t listed_months_max = 8;

/// `months` of each product that have not expired by the day after `now`, the nearest first. Their
/// settlement is of the last weekday before `now`, and their prices fall from it by `fall_ppm`.
/// Throws OperatorError(usage) for a product that is not known. REQUIRES: months <=
/// listed_months_max.
std::vector<MdpListing> listings_of(const std::vector<std::string>& products, std::uint32_t months,
                                    std::uint32_t fall_ppm, Timestamp now);

}  // namespace gapwire::sim
