// The messages of captures as a session that the simulated exchange can send again.
#pragma once

#include "app/capture_command.hpp"
#include "sim/serve_script.hpp"

namespace gapwire::app {

/// Every message the captures deliver, in order, renumbered from 1, with the exchange's own time of
/// day (the previous one's for a message without). Warns on stderr as every command does. Throws
/// OperatorError: what cannot be opened, holds no message, or has messages that fit into no packet.
sim::Script script_of_captures(const CaptureOptions& options, std::string_view session);

}  // namespace gapwire::app
