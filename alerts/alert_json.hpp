// An alert as one line of JSON.
#pragma once

#include <string>

#include "core/alert.hpp"

namespace gapwire::alerts {

/// One JSON object, without a line end, with exactly these keys in this order: id (16 hex digits),
/// revision, state, rule, symbol, trading_date, rung_bp, fall_bp, reference {kind, price, date},
/// price, exchange_time, capture_time, book_state, confidence. Times are RFC 3339 in UTC with nine
/// digits, prices exact decimals in strings; a missing date, time or price is null. The line is
/// ASCII: bytes of a feed that are not printable come out as \u00XX.
std::string alert_json(const Alert& alert);

}  // namespace gapwire::alerts
