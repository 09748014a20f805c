// Whether a captured feed is silent, by capture time.
#pragma once

#include <utility>

#include "core/counters.hpp"
#include "core/types.hpp"

namespace gapwire::pipeline {

/// A feed of which nothing came, be it heartbeats, while others went on. Its stream hears of it as
/// it does live. Threads: one.
class CaptureSilence {
 public:
    /// A packet came, and has been taken.
    template <class Stream>
    void hear(Timestamp at, Stream& stream, Counters& counters) noexcept
    {
        heard_ = at;
        if (!std::exchange(is_silent_, false)) return;
        counters.add(Counter::feed_resumptions);
        stream.set_silent(false);
    }
    /// Another feed's packet came `now`.
    template <class Stream>
    void follow(Timestamp now, std::int64_t silence_max, Stream& stream,
                Counters& counters) noexcept
    {
        if (is_silent_ || heard_.is_none() || now.ns - heard_.ns < silence_max) return;
        is_silent_ = true;
        counters.add(Counter::feed_silences);
        stream.set_silent(true);
    }

 private:
    Timestamp heard_ = Timestamp::none();
    bool is_silent_ = false;
};

}  // namespace gapwire::pipeline
