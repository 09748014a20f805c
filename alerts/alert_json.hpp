// An alert as one line of JSON.
#pragma once

#include <string>

#include "core/alert.hpp"

namespace gapwire::alerts {

/// One JSON object, without a line end, with exactly these keys in this order: id (16 hex digits),
/// revision, state, rule, symbol, venue (of markets that are not its own), trading_date, rung_bp,
/// fall_bp, reference {kind, price, date}, price, low_limit, to_low_limit_bp and limit_source
/// (where there are limits), exchange_time, capture_time, book_state, confidence, kind, reason,
/// severity, direction, incident (16 hex digits), references [{kind, price, date, source,
/// version}]; then what only some have: window_ns (velocity, blind, halts that are over), detail,
/// quantity (imbalance), cause (blind), record, roster (basket, contagion). docs/alerts.md says
/// what they mean.
///
/// Times are RFC 3339 in UTC with nine digits, prices exact decimals in strings; a missing date,
/// time, price or reference is null. The line is ASCII: bytes of a feed that are not printable come
/// out as \u00XX.
std::string alert_json(const Alert& alert);

}  // namespace gapwire::alerts
