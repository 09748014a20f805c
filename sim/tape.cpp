// Numbering of interfaces, and the order of frames.
#include "sim/tape.hpp"

#include <algorithm>

namespace gapwire::sim {

std::uint32_t Tape::interface(std::string_view name)
{
    const auto found = std::ranges::find(interfaces_, name);
    const auto number = static_cast<std::uint32_t>(found - interfaces_.begin());
    if (found == interfaces_.end()) interfaces_.emplace_back(name);
    return number;
}

void Tape::sort()
{
    std::ranges::stable_sort(frames_, {}, [](const TapeFrame& frame) { return frame.captured.ns; });
}

}  // namespace gapwire::sim
