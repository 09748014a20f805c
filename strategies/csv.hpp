// Lines and fields of comma-separated text (RFC 4180, without line breaks inside a field).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gapwire::strategies {

/// Takes the first line off `text`, without its LF or CRLF. REQUIRES: !text.empty().
std::string_view next_line(std::string_view& text);

/// Whether a line holds nothing but spaces and tabs.
bool is_blank(std::string_view line);

/// The fields of one line: blanks around a field are dropped, a field in double quotes is kept as
/// it is, with `""` for a quote. Nothing when a quoted field does not end, or is followed by text.
std::optional<std::vector<std::string>> csv_fields(std::string_view line);

}  // namespace gapwire::strategies
