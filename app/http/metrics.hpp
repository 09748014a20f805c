// What Prometheus scrapes: the text format, without a label for symbols.
#pragma once

#include <string>

#include "app/http/desk.hpp"

namespace gapwire::http {

/// How many WebSocket clients and connections there are now.
struct Connections {
    std::uint64_t open = 0;
    std::uint64_t websockets = 0;
};

/// Text format 0.0.4. Counters of the list that are no metric of their own are
/// `gapwire_events_total{thread,event}`.
std::string metrics_text(Desk& desk, const Connections& connections);

}  // namespace gapwire::http
