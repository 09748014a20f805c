// The live books of a running gapwire, out of shared memory, for `gapwire book --shared`.
#pragma once

#include <string>

namespace gapwire::app {

struct SharedViewOptions {
    std::string name;  // of the books
    std::string symbol;
    std::string venue;  // MIC; empty: any
    std::size_t depth = 10;
    bool watch = false;  // until the writer ends, or for ever
};

/// Prints the book of an instrument; with `watch`, each that differs from the one before. Returns
/// the exit code: 69 when the writer is gone. Throws OperatorError for a name or an instrument that
/// is not there.
int show_shared(const SharedViewOptions& options);

}  // namespace gapwire::app
