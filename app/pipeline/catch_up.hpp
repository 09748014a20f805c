// When a stream over TCP has worked off what piled up while it was not there.
#pragma once

#include <cstdint>

#include "core/types.hpp"

namespace gapwire::pipeline {

/// After a login the server first sends what was missed, as fast as it can; until that is through,
/// the books are those of the past. No message says where the past ends. It is over
///   - when messages are as old as they were before the connection broke, within `slack_ns`;
///   - when they are not older than `age_max_ns`, by the exchange's clock;
///   - when they do not get younger any more: they come as fast as they are made;
///   - when none came for `quiet_ns`.
/// Threads: one.
class CatchUp {
 public:
    static constexpr std::int64_t slack_ns = 100'000'000;
    static constexpr std::int64_t age_max_ns = 1'000'000'000;
    static constexpr std::int64_t window_ns = 1'000'000'000;
    static constexpr std::int64_t quiet_ns = 500'000'000;

    bool is_behind() const noexcept { return is_behind_; }

    /// The connection is gone.
    void on_disconnected() noexcept
    {
        is_behind_ = true;
        heard_ = Timestamp::none();
        window_begin_ = Timestamp::none();
    }
    /// Another session: nothing is known of its messages.
    void on_session() noexcept { has_age_ = false; }

    /// Messages up to this exchange time were received.
    void on_messages(Timestamp exchange, Timestamp received) noexcept
    {
        heard_ = received;
        const std::int64_t age = received.ns - exchange.ns;
        if (!is_behind_) {
            age_ = age;
            has_age_ = true;
            return;
        }
        if (age <= (has_age_ ? age_ + slack_ns : age_max_ns) ||
            has_stopped_shrinking(age, received))
            is_behind_ = false;
    }
    /// Nothing new, while the server is connected.
    void on_time(Timestamp now) noexcept
    {
        if (!is_behind_) return;
        if (heard_.is_none()) heard_ = now;
        if (now.ns - heard_.ns >= quiet_ns) is_behind_ = false;
    }

 private:
    bool has_stopped_shrinking(std::int64_t age, Timestamp received) noexcept
    {
        if (!window_begin_.is_none() && received.ns - window_begin_.ns < window_ns) return false;
        const bool has = !window_begin_.is_none() && age >= window_age_ - slack_ns;
        window_begin_ = received;
        window_age_ = age;
        return has;
    }

    bool is_behind_ = true;
    bool has_age_ = false;
    std::int64_t age_ = 0;  // of the last messages that were not behind
    Timestamp heard_ = Timestamp::none();
    Timestamp window_begin_ = Timestamp::none();
    std::int64_t window_age_ = 0;
};

}  // namespace gapwire::pipeline
