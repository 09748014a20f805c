// How one redundant line of a feed does beside the others: arrivals, losses, skew, silence.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/counters.hpp"
#include "core/histogram.hpp"
#include "feed/moldudp64/packet.hpp"

namespace gapwire::pipeline {

/// What is known of one line. Its counters are the `line_` ones of the list.
struct LineHealth {
    std::string name{};
    Counters counters{};
    Histogram skew_ns{};  // behind the line that brought the same packet first
    Timestamp heard = Timestamp::none();
    std::uint64_t next = 0;  // the number that should come next on this line
    bool silent = false;

    /// Looks whether anything came within `silence_max` ns; counts when that changes. True if so.
    bool follow_silence(Timestamp now, std::int64_t silence_max) noexcept
    {
        const bool is_silent = heard.is_none() || now.ns - heard.ns >= silence_max;
        if (is_silent && !silent && !heard.is_none()) counters.add(Counter::line_silences);
        if (!is_silent && counters[Counter::line_silences] > counters[Counter::line_resumptions])
            counters.add(Counter::line_resumptions);
        silent = is_silent;
        return !is_silent;
    }
    /// A packet with the numbers [sequence, sequence + count).
    void note(std::uint64_t sequence, std::uint64_t count) noexcept
    {
        counters.add(Counter::line_packets);
        counters.add(Counter::line_messages, count);
        if (sequence < next) return;
        if (next != 0) counters.add(Counter::line_lost, sequence - next);
        next = sequence + count;
    }
};

/// Whether anything is heard of a whole feed.
struct FeedSilence {
    bool is_silent = false;

    /// Counts a silence, and its end, of a feed that had been heard. True when `now` is news.
    bool follow(bool now, bool was_heard, Counters& counters) noexcept
    {
        if (now == is_silent) return false;
        is_silent = now;
        if (now && was_heard) counters.add(Counter::feed_silences);
        if (!now && was_counted_) counters.add(Counter::feed_resumptions);
        was_counted_ = now && was_heard;
        return true;
    }

 private:
    bool was_counted_ = false;
};

/// When each of the last packets came first, and on which line.
/// Memory: fixed. Threads: one.
class FirstArrivals {
 public:
    static constexpr std::size_t window = 4'096;  // packets, by their number

    /// Notes a packet with messages. Returns how long before it the same number came on another
    /// line; none where it is the first.
    std::optional<std::int64_t> note(std::uint64_t sequence, std::size_t line,
                                     Timestamp now) noexcept
    {
        First& first = firsts_[sequence % window];
        if (first.sequence != sequence) {
            first = {sequence, line, now};
            return std::nullopt;
        }
        if (first.line == line) return std::nullopt;
        return now.ns - first.time.ns;
    }
    void forget() noexcept { firsts_.fill({}); }

 private:
    struct First {
        std::uint64_t sequence = 0;
        std::size_t line = 0;
        Timestamp time{};
    };
    std::array<First, window> firsts_{};
};

/// Notes a packet with the numbers [sequence, sequence + count) beside those of the other lines.
/// `next` is the number that the feed expects: whoever brings it, or more, is first.
inline void note_arrival(LineHealth& line, FirstArrivals& firsts, std::size_t index,
                         std::uint64_t sequence, std::uint64_t count, std::uint64_t next,
                         Timestamp now) noexcept
{
    line.note(sequence, count);
    if (count == 0) return;
    const auto behind = firsts.note(sequence, index, now);
    if (behind)
        line.skew_ns.add(static_cast<std::uint64_t>(std::max<std::int64_t>(*behind, 0)));
    else if (sequence + count > next)
        line.counters.add(Counter::line_first);
}

}  // namespace gapwire::pipeline
