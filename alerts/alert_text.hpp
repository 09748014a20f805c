// An alert as the sentence a desk reads.
#pragma once

#include <string>
#include <string_view>

#include "core/alert.hpp"

namespace gapwire::alerts {

/// One line without a line end: when (on the wall clock of `zone`, an IANA name; UTC for a zone
/// that does not exist), what, how far down, from what, which rung, and how sure, in words:
///   09:12:33.123456789 EST  NVDA  -10.00 %  at 128.35, from 142.62 (official close 2025-01-24)
///   rung -10 %  CLEAN
/// An alert that no longer simply fires says so at the end. Bytes of a feed that are not printable
/// ASCII come out as '?': the line is safe for a terminal.
std::string alert_text(const Alert& alert, std::string_view zone);

}  // namespace gapwire::alerts
