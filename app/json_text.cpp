// Text of a feed made safe.
#include "app/json_text.hpp"

namespace gapwire::app {

std::string printable(std::string_view text)
{
    std::string safe(text);
    for (char& c : safe)
        if (c < ' ' || c > '~') c = '?';
    return safe;
}

}  // namespace gapwire::app
