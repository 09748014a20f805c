// Frames of several sources on their way into one capture.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/types.hpp"
#include "sim/bytes.hpp"

namespace gapwire::sim {

struct TapeFrame {
    Timestamp captured{};
    std::uint32_t interface = 0;
    ByteVector bytes{};
};

/// The interfaces of a capture, and frames in any order until they are sorted.
/// Memory: all frames. Threads: one.
class Tape {
 public:
    /// The number of the interface of this name; names are numbered as they come.
    std::uint32_t interface(std::string_view name);
    void add(TapeFrame frame) { frames_.push_back(std::move(frame)); }
    /// By capture time; those of the same time stay as they came.
    void sort();

    const std::vector<std::string>& interfaces() const noexcept { return interfaces_; }
    const std::vector<TapeFrame>& frames() const noexcept { return frames_; }

 private:
    std::vector<std::string> interfaces_;
    std::vector<TapeFrame> frames_;
};

}  // namespace gapwire::sim
