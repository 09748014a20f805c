// `gapwire serve` as a function: threads, signals and an orderly end.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/live/serve_config.hpp"

namespace gapwire::app {

struct ServeOptions {
    std::string config;                 // read again on SIGHUP, for the rules
    std::string date;                   // YYYY-MM-DD; empty: the configuration's, else today
    std::string books_on_exit;          // a CSV file; empty: none
    bool until_end_of_session = false;  // end when every feed's session has ended
    std::function<bool()> is_over;      // what ends it instead of that; empty: that
    ScaledClock clock;  // by which feeds and rules go; not what the operator is told
};

/// Runs feed, rules and sinks threads until SIGTERM or SIGINT; then reads no more, judges and
/// delivers all that was received, and returns the exit code. A second signal ends the process at
/// once. SIGHUP reads the rules and references of the configuration again, all of them or none.
/// Throws OperatorError for what is wrong at the start.
int serve(const ServeOptions& options);

}  // namespace gapwire::app
