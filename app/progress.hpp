// A progress bar on a terminal's stderr; nothing where stderr is no terminal.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/counters.hpp"

namespace gapwire::app {

class Progress {
 public:
    explicit Progress(const std::vector<std::string>& paths);

    /// Redraws, at most ten times a second.
    void show(const Counters& counters);
    /// Removes what was drawn.
    void clear();

 private:
    bool terminal_;
    bool drawn_ = false;
    std::uint64_t bytes_total_ = 0;  // 0: unknown (standard input, compressed)
    std::chrono::steady_clock::time_point next_{};
};

}  // namespace gapwire::app
