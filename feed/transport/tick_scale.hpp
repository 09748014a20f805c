// Time stamps of a pcapng interface, in whatever resolution, as nanoseconds: exact, rounded down.
#pragma once

#include "core/types.hpp"

namespace gapwire::transport {

/// Ticks of if_tsresol (10^-n or, with the top bit set, 2^-n seconds) plus if_tsoffset (seconds).
class TickScale {
 public:
    /// The default resolution is a microsecond.
    constexpr explicit TickScale(std::uint8_t resolution = 6, std::int64_t offset = 0) noexcept
        : offset_ns_(wide(offset) * ns_per_second)
    {
        const unsigned exponent = resolution & 0x7f;
        if ((resolution & 0x80) != 0) {
            multiplier_ = ns_per_second;
            shift_ = exponent;
        } else if (exponent <= 9) {
            multiplier_ = static_cast<std::uint64_t>(power_of_ten(9 - exponent));
        } else {
            // 64 bits of ticks shorter than 10^-38 s are less than a nanosecond.
            divisor_ = power_of_ten(exponent - 9 < 38 ? exponent - 9 : 38);
        }
    }

    /// `Timestamp::none()` where the time does not fit (before 1677 or after 2262).
    constexpr Timestamp time_of(std::uint64_t ticks) const noexcept
    {
        Wide ns = static_cast<Wide>(ticks) * multiplier_ >> shift_;
        if (divisor_ != 1) ns /= divisor_;
        ns += offset_ns_;
        if (ns <= INT64_MIN || ns > INT64_MAX) return Timestamp::none();
        return {static_cast<std::int64_t>(ns)};
    }

 private:
    static constexpr std::int64_t ns_per_second = 1'000'000'000;

    static constexpr Wide power_of_ten(unsigned exponent) noexcept
    {
        Wide power = 1;
        for (; exponent > 0; --exponent) power *= 10;
        return power;
    }

    Wide offset_ns_;
    Wide divisor_ = 1;
    std::uint64_t multiplier_ = 1;
    unsigned shift_ = 0;
};

}  // namespace gapwire::transport
