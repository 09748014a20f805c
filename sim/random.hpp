// Seeded random numbers in integers only, so that a seed gives the same bytes on every machine.
#pragma once

#include <algorithm>
#include <array>
#include <bit>

#include "core/assert.hpp"
#include "core/types.hpp"

namespace gapwire::sim {

/// xoshiro256** 1.0 (Blackman and Vigna), its state filled by SplitMix64.
class Random {
 public:
    explicit Random(std::uint64_t seed) noexcept
    {
        for (auto& word : state_) word = split_mix(seed);
    }

    std::uint64_t next() noexcept
    {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// Uniform in [0, bound). REQUIRES: bound > 0.
    std::uint32_t below(std::uint32_t bound) noexcept
    {
        GAPWIRE_ASSERT(bound > 0);
        return static_cast<std::uint32_t>((next() >> 32) * bound >> 32);
    }
    /// Uniform in [low, high]. REQUIRES: low <= high.
    std::uint32_t between(std::uint32_t low, std::uint32_t high) noexcept
    {
        GAPWIRE_ASSERT(low <= high && high - low < UINT32_MAX);
        return low + below(high - low + 1);
    }
    /// True `millionths` times in a million.
    bool chance(std::uint32_t millionths) noexcept { return below(1'000'000) < millionths; }

    /// A waiting time: exponential but for its density, which is flat within each halving.
    /// REQUIRES: mean < 2^40.
    std::uint64_t waiting(std::uint64_t mean) noexcept
    {
        GAPWIRE_ASSERT(mean < std::uint64_t{1} << 40);
        const std::uint64_t bits = next();
        const auto halvings = static_cast<std::uint64_t>(std::countl_zero(bits | 1));
        const std::uint64_t fraction = next() >> 52;  // in 1/4096
        // The mean of halvings + fraction is 1 + 1/2.
        return ((halvings << 12) + fraction) * mean / (3 << 11);
    }

    /// Close to normal: the sum of four uniforms, of mean 0 and deviation 1, in 1/65536; within
    /// 3.5 deviations.
    std::int64_t normal() noexcept
    {
        const std::uint64_t bits = next();
        std::int64_t sum = -131'070;
        for (int shift = 0; shift < 64; shift += 16)
            sum += static_cast<std::int64_t>(bits >> shift & 0xFFFF);
        return sum * 113'512 / 65'536;  // times the square root of 3
    }

    /// Log-normal: 2^(log2_median + log2_deviation * normal), both in 1/65536; 2^x is a straight
    /// line between powers of two. Never 0, at most 2^46.
    std::uint64_t log_normal(std::int64_t log2_median, std::int64_t log2_deviation) noexcept
    {
        std::int64_t power = log2_median + log2_deviation * normal() / 65'536;
        power = std::clamp(power, std::int64_t{0}, std::int64_t{46} << 16);
        const auto mantissa = static_cast<std::uint64_t>(65'536 + (power & 0xFFFF));
        return (mantissa << (power >> 16)) >> 16;
    }

 private:
    static std::uint64_t split_mix(std::uint64_t& seed) noexcept
    {
        std::uint64_t z = seed += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    std::array<std::uint64_t, 4> state_;
};

}  // namespace gapwire::sim
