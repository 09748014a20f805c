// Text of a feed made safe.
#include "app/json_text.hpp"

#include <fmt/format.h>

namespace gapwire::app {

std::string json_quoted(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (c >= ' ' && c <= '~') {
            quoted += c;
        } else {
            quoted += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        }
    }
    return quoted + '"';
}

std::string printable(std::string_view text)
{
    std::string safe(text);
    for (char& c : safe)
        if (c < ' ' || c > '~') c = '?';
    return safe;
}

}  // namespace gapwire::app
