// An alert as JSON and as text, with what is told beside it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "alerts/sinks.hpp"

namespace gapwire::alerts {

/// alert_json() with "stored":false and "drill":true at its end, where they are so.
std::string marked_json(const Alert& alert, const Marks& marks);

/// alert_text() behind "DRILL", and with "NOT STORED" at its end, where they are so.
std::string marked_text(const Alert& alert, const Marks& marks, const SinkSettings& settings);

/// Either, as the settings say; without a line end.
std::string marked_line(const Alert& alert, const Marks& marks, const SinkSettings& settings);

/// Several in one: {"list":title,"alerts":[...]}, or the title and a line each.
std::string list_json(std::span<const Alert> alerts, std::string_view title);
std::string list_text(std::span<const Alert> alerts, std::string_view title,
                      const SinkSettings& settings);

/// What tells a second delivery from a second alert: "00c0ffee12345678-1-firing".
std::string delivery_key(const Alert& alert);
/// The same of a list: it follows from the keys of its alerts.
std::string list_key(std::span<const Alert> alerts);

}  // namespace gapwire::alerts
