// Tags of FIX requests for market data, which feeds never have to read.
#pragma once

namespace gapwire::sim::request_tag {

inline constexpr int subscription_type = 263;
inline constexpr int market_depth = 264;
inline constexpr int update_type = 265;
inline constexpr int status_request_id = 324;

}  // namespace gapwire::sim::request_tag
