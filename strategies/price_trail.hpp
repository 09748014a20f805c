// The high and low of the last so many minutes, in fixed memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/types.hpp"

namespace gapwire::strategies {

/// A price at a moment.
struct PricePoint {
    Price price = Price::none();
    Timestamp time = Timestamp::none();
    bool is_none() const noexcept { return price.is_none(); }
    friend constexpr bool operator==(const PricePoint&, const PricePoint&) = default;
};

/// The window is kept in 60 parts. A part counts as long as any of it is within the window, so that
/// what is said of ten minutes may be of ten minutes and ten seconds, never of less.
///
/// A price counts once the next one is near it: one print far off its neighbours (`off_max`) is
/// neither a high nor a low.
///
/// Time     add() and look() with times that go back are of the newest part.
/// Memory   4 KB, inside.  Threads  one.
class PriceTrail {
 public:
    explicit PriceTrail(std::int64_t window_ns = 0)
        : part_ns_(std::max<std::int64_t>(1, window_ns / parts))
    {}

    /// A price was seen at `time`: it counts when the next one bears it out.
    void add(Price price, Timestamp time) noexcept
    {
        if (!newest_.is_none() && is_near(newest_.price, price)) keep(newest_);
        newest_ = {price, time};
    }
    /// A price is known not to have been one.
    void take_back(Price price) noexcept
    {
        if (newest_.price == price) newest_ = {};
    }
    /// The highest and the lowest price of the window that ends at `time`; none: nothing yet.
    PricePoint high(Timestamp time) noexcept
    {
        advance(part_of(time));
        return high_;
    }
    PricePoint low(Timestamp time) noexcept
    {
        advance(part_of(time));
        return low_;
    }
    /// The price as it stood at `time`, which is at most a window ago; none: not known.
    PricePoint at(Timestamp time) const noexcept
    {
        const std::int64_t wanted = part_of(time);
        PricePoint found{};
        for (const Part& part : ring_) {
            if (part.last.is_none() || part.number > wanted) continue;
            if (found.is_none() || part.last.time > found.time) found = part.last;
        }
        return found;
    }

 private:
    static constexpr std::int64_t parts = 60;
    static constexpr std::int64_t off_max_percent = 10;

    struct Part {
        std::int64_t number = INT64_MIN;
        PricePoint high{};
        PricePoint low{};
        PricePoint last{};
    };

    static bool is_near(Price a, Price b) noexcept
    {
        const Wide off = a < b ? wide(b.units) - a.units : wide(a.units) - b.units;
        const Wide size = a.units < 0 ? -wide(a.units) : wide(a.units);
        return off * 100 <= size * off_max_percent;
    }
    std::int64_t part_of(Timestamp time) const noexcept { return time.ns / part_ns_; }
    Part& place(std::int64_t number) noexcept
    {
        return ring_[static_cast<std::size_t>(((number % places) + places) % places)];
    }
    bool is_within(std::int64_t number) const noexcept { return number + parts >= now_; }

    void keep(const PricePoint& point) noexcept
    {
        const std::int64_t number = part_of(point.time);
        advance(number);
        Part& part = place(number);
        if (!is_within(number) || part.number > number) return;
        if (part.number != number) part = {.number = number};
        if (part.high.is_none() || point.price > part.high.price) part.high = point;
        if (part.low.is_none() || point.price < part.low.price) part.low = point;
        part.last = point;
        if (high_.is_none() || point.price > high_.price) high_ = point;
        if (low_.is_none() || point.price < low_.price) low_ = point;
    }

    /// Forgets what is older than the window that ends in this part.
    void advance(std::int64_t number) noexcept
    {
        if (number <= now_) return;
        now_ = number;
        const bool is_high_old = !high_.is_none() && !is_within(part_of(high_.time));
        const bool is_low_old = !low_.is_none() && !is_within(part_of(low_.time));
        if (!is_high_old && !is_low_old) return;
        high_ = low_ = {};
        for (const Part& part : ring_) {
            if (part.high.is_none() || !is_within(part.number)) continue;
            if (high_.is_none() || part.high.price > high_.price) high_ = part.high;
            if (low_.is_none() || part.low.price < low_.price) low_ = part.low;
        }
    }

    static constexpr std::int64_t places = 64;

    std::int64_t part_ns_;
    std::int64_t now_ = INT64_MIN;  // the newest part
    PricePoint newest_{};           // not borne out yet
    PricePoint high_{};
    PricePoint low_{};
    std::array<Part, places> ring_{};
};

}  // namespace gapwire::strategies
