// The mean of the prices of the last so many minutes, in fixed memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/types.hpp"

namespace gapwire::strategies {

/// The window is kept in 60 parts; a part counts as long as any of it is within the window.
/// Memory 2 KB, inside.  Threads one.
class RollingMean {
 public:
    explicit RollingMean(std::int64_t window_ns = 0)
        : part_ns_(std::max<std::int64_t>(1, window_ns / parts))
    {}

    void add(Price price, Timestamp time) noexcept
    {
        const std::int64_t number = advance(time);
        Part& part = ring_[static_cast<std::size_t>(number % places)];
        if (part.number != number) part = {number, 0, 0};
        part.sum += price.units;
        ++part.count;
        sum_ += price.units;
        ++count_;
    }
    /// Rounded down to 1e-9; none without a price in the window that ends at `time`.
    Price at(Timestamp time) noexcept
    {
        advance(time);
        return count_ == 0 ? Price::none() : Price{static_cast<std::int64_t>(sum_ / count_)};
    }

 private:
    static constexpr std::int64_t parts = 60;
    static constexpr std::int64_t places = 64;

    struct Part {
        std::int64_t number = -1;
        Wide sum = 0;
        std::int64_t count = 0;
    };

    /// Forgets the parts that are too old, and says which part is the newest.
    std::int64_t advance(Timestamp time) noexcept
    {
        const std::int64_t number = std::max<std::int64_t>(time.ns, 0) / part_ns_;
        if (number <= now_) return now_;
        const std::int64_t end = std::min(number - parts, now_ + 1);
        for (std::int64_t old = std::max<std::int64_t>(now_ - parts, 0); old < end; ++old) {
            Part& part = ring_[static_cast<std::size_t>(old % places)];
            if (part.number != old) continue;
            sum_ -= part.sum;
            count_ -= part.count;
            part = {};
        }
        return now_ = number;
    }

    std::int64_t part_ns_;
    std::int64_t now_ = 0;
    Wide sum_ = 0;
    std::int64_t count_ = 0;
    std::array<Part, places> ring_{};
};

}  // namespace gapwire::strategies
