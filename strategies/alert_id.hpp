// The derived id of an alert: the same incident and rung have the same id on every machine.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/alert.hpp"
#include "core/time.hpp"
#include "core/types.hpp"

namespace gapwire::strategies {

/// All that tells one alert from another (DESIGN, decision 10). What was observed is no part of it.
struct AlertIdentity {
    std::string_view rule;
    std::string_view venue;
    std::string_view symbol;  // without padding
    Direction direction = Direction::down;
    Date trading_date{};
    BasisPoints rung{};
};

/// 64-bit FNV-1a, then the 64-bit finalizer of MurmurHash3, over these bytes in this order: rule,
/// 0, venue, 0, symbol, 0, direction, year (2 bytes), month, day, rung (4 bytes), integers with the
/// most significant byte first. Stored ids depend on it: it must never change.
std::uint64_t alert_id(const AlertIdentity& identity) noexcept;

/// What all alerts of one rule, direction and trading date share: the id of an alert without venue,
/// symbol and rung.
inline std::uint64_t incident_id(std::string_view rule, Direction direction, Date date) noexcept
{
    return alert_id({rule, {}, {}, direction, date, {}});
}

}  // namespace gapwire::strategies
