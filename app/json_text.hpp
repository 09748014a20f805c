// Text of a feed made safe for JSON and for a terminal.
#pragma once

#include <string>
#include <string_view>

#include "core/json_text.hpp"

namespace gapwire::app {

/// The text with bytes that are not printable ASCII as '?'.
std::string printable(std::string_view text);

}  // namespace gapwire::app
