// How long to wait before the next attempt: doubling, with a jitter that is seeded.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/assert.hpp"

namespace gapwire::transport {

struct BackoffLimits {
    std::int64_t wait_first = 250'000'000;   // ns before the second attempt, 2 or more
    std::int64_t wait_max = 30'000'000'000;  // and never more than this
    std::uint64_t seed = 1;                  // clients of one server should differ in it
};

/// Each wait is twice the one before, up to the limit; what is given out is between half of it and
/// the whole, so that clients that failed together do not come back together.
/// Threads: one. Memory: none. The same seed gives the same waits.
class Backoff {
 public:
    explicit Backoff(const BackoffLimits& limits) noexcept
        : limits_(limits), wait_(limits.wait_first), state_(limits.seed)
    {
        GAPWIRE_ASSERT(limits.wait_first >= 2);
        GAPWIRE_ASSERT(limits.wait_max >= limits.wait_first);
    }

    /// ns to wait after the attempt that just failed.
    std::int64_t next() noexcept
    {
        const std::int64_t half = wait_ / 2;
        wait_ = wait_ > limits_.wait_max / 2 ? limits_.wait_max : wait_ * 2;
        return half + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(half + 1));
    }
    /// An attempt went well: the next failure waits as the first one did.
    void reset() noexcept { wait_ = limits_.wait_first; }

 private:
    /// SplitMix64.
    std::uint64_t random() noexcept
    {
        state_ += 0x9E37'79B9'7F4A'7C15u;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ mixed >> 30) * 0xBF58'476D'1CE4'E5B9u;
        mixed = (mixed ^ mixed >> 27) * 0x94D0'49BB'1331'11EBu;
        return mixed ^ mixed >> 31;
    }

    BackoffLimits limits_;
    std::int64_t wait_;
    std::uint64_t state_;
};

}  // namespace gapwire::transport
