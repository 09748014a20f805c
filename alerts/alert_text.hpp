// An alert as the sentence a desk reads.
#pragma once

#include <string>
#include <string_view>

#include "alerts/language.hpp"
#include "core/alert.hpp"

namespace gapwire::alerts {

/// One line without a line end: when (on the wall clock of `zone`, an IANA name; UTC for a zone
/// that does not exist), what, how far down, from what, which rung, and how sure, in words:
///   09:12:33.123456789 EST  NVDA  -10.00 %  at 128.35, from 142.62 (official close 2025-01-24)
///   rung -10 %  CLEAN
/// A later revision says what has become of it ("recovered to ..."). Every kind but gap tells its
/// severity after the clock; gap tells it at the end when it is critical or an emergency. What is
/// said is in config/locale; docs/alerts.md has an example of each kind.
///
/// Bytes of a feed that are not printable ASCII come out as '?': the line is safe for a terminal.
/// Arabic is UTF-8: it begins with U+200F, and every number, price, time and name stands between
/// U+2066 and U+2069, as it is in English.
/// Threads  any.
std::string alert_text(const Alert& alert, std::string_view zone,
                       Language language = Language::english);

}  // namespace gapwire::alerts
