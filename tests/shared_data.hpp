// Where the captures and oracles that are not part of this project lie, for tests that use them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace gapwire::test {

/// `$GAPWIRE_SHARED_DATA`, else ../shared/data beside the source tree. May not exist.
inline std::filesystem::path shared_data()
{
    if (const char* set = std::getenv("GAPWIRE_SHARED_DATA")) return set;
    return std::filesystem::path(GAPWIRE_SOURCE_DIR).parent_path() / "shared" / "data";
}

}  // namespace gapwire::test

/// Skips the running test, and says so, where the file or folder is absent.
#define GAPWIRE_NEEDS(path) \
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "needs " << (path)
