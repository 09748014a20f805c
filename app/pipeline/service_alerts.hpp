// Alerts about gapwire itself, which no rule raises.
#pragma once

#include <string_view>

#include "core/alert.hpp"

namespace gapwire::pipeline {

/// Of kind blind, with that cause as its rung, told by `rule` about `symbol` of no market; nothing
/// else is set.
Alert service_alert(std::string_view rule, std::string_view symbol, BlindCause cause,
                    Date trading_date, Timestamp time) noexcept;

/// Alerts have not reached a sink for so long, or reach it again. Of kind blind, cause
/// sink_failing, rule `delivery`; the symbol is the sink's name. `revision` counts up over all that
/// is said of this sink on this trading date.
Alert sink_alert(std::string_view sink, bool is_failing, std::int64_t lasted_ns, Date trading_date,
                 Timestamp time, std::uint32_t revision) noexcept;

/// Nobody watched `from` then `to`. Of kind blind, cause not_running, rule `downtime`, over when it
/// is told. Its id is of the moment at which it began: each is an alert of its own. `was_stopped`:
/// somebody wanted it.
Alert downtime_alert(Timestamp from, Timestamp to, bool was_stopped, Date trading_date) noexcept;

}  // namespace gapwire::pipeline
