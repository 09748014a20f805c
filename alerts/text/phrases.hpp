// What the sentences of several kinds of alert share.
#pragma once

#include <string>
#include <string_view>

#include "alerts/text/voice.hpp"
#include "core/alert.hpp"

namespace gapwire::alerts {

/// "142.62 (official close 2025-01-24)".
std::string reference_phrase(const Voice& voice, const ReferencePrice& reference);

/// How sure it is, and why not.
std::string confidence_phrase(const Voice& voice, const Alert& alert);

/// "limit down at 20387.25 by the rule, -2.80 % away"; "" where there is none to tell.
std::string limit_phrase(const Voice& voice, const Alert& alert);

/// `what`, in the light of why it is told ("recovered to ...") by `table`: moved or told.
std::string reason_phrase(const Voice& voice, const Alert& alert, std::string_view table,
                          std::string what);

/// Whether there is a record to tell of: a rule withdraws one with an empty line.
constexpr bool has_record(const RecordLine& line) noexcept
{
    return !line.since.is_none() || !line.from.is_none();
}

/// "now withdrawn", where that does not follow from the reason; else "".
std::string state_phrase(const Voice& voice, const Alert& alert);

/// How far the alert's price lies from `reference`, truncated toward zero. REQUIRES: prices, the
/// reference above 0.
BasisPoints fall_from(Price reference, Price price) noexcept;

}  // namespace gapwire::alerts
