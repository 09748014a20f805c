// What this program is, as it was built.
#pragma once

#include <string>

namespace gapwire::app {

/// "0.1.0".
std::string version_number();
/// "gapwire 0.1.0 (commit, compiler, flags)".
std::string version_text();
/// "g++ 12.2.0, Release, -O3 ..." for benchmark reports.
std::string build_text();
/// The processor's name and core count, for benchmark reports.
std::string machine_text();

}  // namespace gapwire::app
