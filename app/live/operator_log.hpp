// Lines to the operator, on standard error.
#pragma once

#include <string_view>

namespace gapwire::app {

/// One line with the time in front of it. Threads: any but the feed's and the rules'.
void log(std::string_view text);

}  // namespace gapwire::app
