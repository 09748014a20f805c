// An alert with every one of its fields as JSON, and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/alert.hpp"

namespace gapwire::alerts {

/// One JSON object without a line end, ASCII. Unlike alert_json() it loses nothing: prices are
/// whole numbers of 1e-9, times of nanoseconds, dates [year, month, day], texts their bytes as
/// U+0000 to U+00FF without the NULs at their end; what is missing is null.
/// docs/store.md lists the keys.
std::string alert_record(const Alert& alert);

/// The same alert, field by field. Keys that are missing leave the field as it is in `Alert{}`, and
/// keys that are not known are passed over, so that records of later versions can be read. Nothing
/// for text that is no such object, or a value out of range.
std::optional<Alert> parse_alert_record(std::string_view json);

/// "00c0ffee12345678/1/firing": (id, revision, state).
std::string key_text(const Alert& alert);

}  // namespace gapwire::alerts
