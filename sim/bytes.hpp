// Growing byte strings, which every encoder here appends to.
#pragma once

#include <vector>

#include "core/bytes.hpp"

namespace gapwire::sim {

using ByteVector = std::vector<std::uint8_t>;

inline void append(ByteVector& out, Bytes bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// Appends a wire layout as it lies in memory.
template <class Layout>
requires(alignof(Layout) == 1) inline void append_layout(ByteVector& out, const Layout& layout)
{
    append(out, bytes_of(layout));
}

}  // namespace gapwire::sim
