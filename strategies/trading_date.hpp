// Which trading date a run belongs to.
#pragma once

#include <string_view>

#include "core/time.hpp"

namespace gapwire::strategies {

inline constexpr std::string_view default_time_zone = "America/New_York";

/// `given` where there is one, else the day that `first_capture` falls on in `zone` (IANA name).
/// Throws OperatorError(config) when there is neither (`first_capture` is none: a BinaryFILE), and
/// for an unknown zone.
Date trading_date(Date given, Timestamp first_capture, std::string_view zone = default_time_zone);

}  // namespace gapwire::strategies
