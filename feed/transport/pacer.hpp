// Replays captured time at a chosen speed, and says how well it kept it.
#pragma once

#include <concepts>
#include <optional>
#include <string_view>

#include "core/histogram.hpp"
#include "core/types.hpp"

namespace gapwire::transport {

/// How fast captured time passes: real time times `units` / 10^9; 0: as fast as possible.
struct Speed {
    static constexpr std::int64_t scale = 1'000'000'000;
    std::int64_t units = 0;

    static constexpr Speed max() noexcept { return {0}; }
    static constexpr Speed real() noexcept { return {scale}; }
    friend constexpr bool operator==(Speed, Speed) = default;
};

/// "max", "real" or "xN" with a decimal N above 0 ("x0.5", "x10"). Throws OperatorError(usage).
Speed parse_speed(std::string_view text);

/// A clock to pace by: nanoseconds from any origin, never going back.
template <class T>
concept PacingClock = requires(T clock, std::int64_t ns)
{
    {
        clock.now()
        } -> std::same_as<std::int64_t>;
    clock.sleep_until(ns);
};

/// The machine's monotonic clock: sleeps up to the last stretch, which it spins.
struct MonotonicClock {
    std::int64_t now() const noexcept;
    void sleep_until(std::int64_t ns) const noexcept;
};

/// Holds each packet back until its moment. Moments are absolute, counted from the first packet, so
/// that lateness never adds up; a packet whose time goes back, or is missing, is let through at
/// once.
///
/// Memory   one Histogram.
/// Threads  one; wait_for() sleeps.
template <PacingClock Clock = MonotonicClock>
class Pacer {
 public:
    explicit Pacer(Speed speed, Clock clock = {}) : speed_(speed), clock_(std::move(clock)) {}

    void wait_for(Timestamp captured)
    {
        if (speed_ == Speed::max() || captured.is_none()) return;
        if (!first_captured_) {
            first_captured_ = last_captured_ = captured;
            started_ = clock_.now();
        }
        if (captured < last_captured_) return;
        last_captured_ = captured;
        const std::int64_t deadline = deadline_of(captured);
        if (clock_.now() < deadline) clock_.sleep_until(deadline);
        lateness_.add(
            static_cast<std::uint64_t>(std::max<std::int64_t>(0, clock_.now() - deadline)));
    }

    std::uint64_t lateness_ns_worst() const noexcept { return lateness_.max(); }
    std::uint64_t lateness_ns_p99() const noexcept { return lateness_.quantile(990); }

 private:
    std::int64_t deadline_of(Timestamp captured) const noexcept
    {
        const Wide passed = wide(captured.ns) - first_captured_->ns;
        const Wide deadline = started_ + passed * Speed::scale / speed_.units;
        return deadline > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(deadline);
    }

    Speed speed_;
    Clock clock_;
    std::optional<Timestamp> first_captured_;
    Timestamp last_captured_;
    std::int64_t started_ = 0;
    Histogram lateness_;
};

}  // namespace gapwire::transport
