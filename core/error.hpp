// The operator's faults (config, missing file, unusable input): thrown at start-up, printed once.
#pragma once

#include <stdexcept>
#include <string>

namespace gapwire {

/// What the program ends with. The numbers follow sysexits where it has one.
enum class ExitCode : int {
    ok = 0,
    runtime = 1,
    usage = 2,
    bad_input = 65,
    feed_unavailable = 69,
    io = 74,
    config = 78,
};

/// Carries the line to print and the exit code. Never thrown on the feed thread.
class OperatorError : public std::runtime_error {
 public:
    OperatorError(ExitCode code, const std::string& reason)
        : std::runtime_error(reason), code_(code)
    {}
    ExitCode code() const noexcept { return code_; }

 private:
    ExitCode code_;
};

}  // namespace gapwire
