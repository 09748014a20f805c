// A histogram of durations over the whole range of 64 bits, to better than one percent.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace gapwire {

/// Buckets as wide as 1/128 of their power of two, so a quantile is at most 0.8 % too high.
///
/// Memory   58 KiB, allocated by the constructor; nothing afterwards.
/// Threads  one.
class Histogram {
 public:
    Histogram() : counts_(bucket_count) {}

    void add(std::uint64_t value) noexcept
    {
        ++counts_[bucket_of(value)];
        ++count_;
        max_ = std::max(max_, value);
    }
    std::uint64_t count() const noexcept { return count_; }
    std::uint64_t max() const noexcept { return max_; }

    /// The least value that at least `per_mille` thousandths of all values do not exceed, rounded
    /// up to the end of its bucket (never above max()); 0 without values. REQUIRES: per_mille <=
    /// 1000.
    std::uint64_t quantile(std::uint32_t per_mille) const noexcept
    {
        const std::uint64_t rank = std::max<std::uint64_t>(
            1, count_ / 1000 * per_mille + (count_ % 1000 * per_mille + 999) / 1000);
        std::uint64_t seen = 0;
        for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
            seen += counts_[bucket];
            if (seen >= rank) return std::min(highest_in(bucket), max_);
        }
        return max_;
    }

    /// Values of one power of two, and all: how many buckets there are.
    static constexpr std::size_t sub_count = std::size_t{1} << 7;
    static constexpr std::size_t bucket_count = (64 - 7 + 1) * sub_count;

    /// Calls each(lowest, highest, count) for every bucket with values in it, lowest first; the
    /// last `highest` is max().
    template <class Each>
    void for_each_bucket(Each&& each) const
    {
        for (std::size_t bucket = 0; bucket < bucket_count; ++bucket)
            if (counts_[bucket] != 0)
                each(bucket == 0 ? 0 : highest_in(bucket - 1) + 1,
                     std::min(highest_in(bucket), max_), counts_[bucket]);
    }

 private:
    static constexpr unsigned sub_bits = 7;

    /// Values below 128 have buckets of their own; then 128 buckets a power of two.
    static constexpr std::size_t bucket_of(std::uint64_t value) noexcept
    {
        if (value < sub_count) return static_cast<std::size_t>(value);
        const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - sub_bits - 1;
        return shift * sub_count + static_cast<std::size_t>(value >> shift);
    }
    static constexpr std::uint64_t highest_in(std::size_t bucket) noexcept
    {
        if (bucket < 2 * sub_count) return bucket;
        const std::size_t shift = bucket / sub_count - 1;
        const std::uint64_t top = bucket % sub_count + sub_count;
        return (top << shift) + ((std::uint64_t{1} << shift) - 1);
    }

    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0;
    std::uint64_t max_ = 0;
};

}  // namespace gapwire
