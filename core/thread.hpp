// Where a thread runs and what it is called.
#pragma once

#include <string>

namespace gapwire {

/// Keeps the calling thread on one CPU, counted from 0. Throws OperatorError(config) for a CPU that
/// this machine has not, or does not let this process have.
void pin_to_cpu(int cpu);

/// Names the calling thread, as tools show it; cut to 15 characters.
void name_thread(const std::string& name);

}  // namespace gapwire
