// GAPWIRE_ASSERT: our own broken invariants, on in every build. Never used on network data.
#pragma once

namespace gapwire {

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace gapwire

#define GAPWIRE_ASSERT(condition)       \
    (__builtin_expect(!!(condition), 1) \
         ? void(0)                      \
         : ::gapwire::assertion_failed(#condition, __FILE__, __LINE__))
