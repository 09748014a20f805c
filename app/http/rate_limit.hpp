// How many requests an address may make: a bucket each, refilled with time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <unordered_map>

namespace gapwire::http {

/// Each address has `burst` requests, and gets `a_second` back, up to `burst`.
/// Memory   addresses_max entries; beyond them, addresses that have all their requests are
///          forgotten, and when there are none, new addresses share one bucket.
/// Threads  one.
class RateLimit {
 public:
    static constexpr std::size_t addresses_max = 4'096;

    RateLimit(std::uint32_t a_second, std::uint32_t burst) : a_second_(a_second), burst_(burst) {}

    /// Whether one more request is within the limit. `now`: ns of a clock that never goes back.
    bool admit(const std::string& address, std::int64_t now)
    {
        Bucket& bucket = bucket_of(address, now);
        refill(bucket, now);
        if (bucket.nanos < second_ns) return false;
        bucket.nanos -= second_ns;
        return true;
    }

 private:
    static constexpr std::int64_t second_ns = 1'000'000'000;

    /// `nanos` / 1e9 requests are left.
    struct Bucket {
        std::int64_t nanos = 0;
        std::int64_t refilled = 0;
    };

    std::int64_t full() const noexcept { return std::int64_t{burst_} * second_ns; }
    void refill(Bucket& bucket, std::int64_t now) const noexcept
    {
        const std::int64_t passed = std::min(now - bucket.refilled, 3'600 * second_ns);
        bucket.nanos = std::min(full(), bucket.nanos + passed * a_second_);
        bucket.refilled = now;
    }
    Bucket& bucket_of(const std::string& address, std::int64_t now)
    {
        if (const auto found = buckets_.find(address); found != buckets_.end())
            return found->second;
        if (buckets_.size() >= addresses_max) forget_idle(now);
        const std::string& key = buckets_.size() >= addresses_max ? others_ : address;
        return buckets_.try_emplace(key, Bucket{full(), now}).first->second;
    }

    void forget_idle(std::int64_t now)
    {
        for (auto entry = buckets_.begin(); entry != buckets_.end();) {
            refill(entry->second, now);
            entry = entry->second.nanos == full() ? buckets_.erase(entry) : std::next(entry);
        }
    }

    std::uint32_t a_second_;
    std::uint32_t burst_;
    std::string others_ = "others";
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace gapwire::http
