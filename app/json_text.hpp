// Text of a feed made safe for JSON and for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace gapwire::app {

/// A JSON string with its quotes; bytes that are not printable ASCII become \u00XX.
std::string json_quoted(std::string_view text);

/// The text with bytes that are not printable ASCII as '?'.
std::string printable(std::string_view text);

}  // namespace gapwire::app
