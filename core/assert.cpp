// Ends the program with the broken invariant on stderr.
#include "core/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace gapwire {

void assertion_failed(const char* condition, const char* file, int line) noexcept
{
    std::fprintf(stderr, "gapwire: assertion failed: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

}  // namespace gapwire
