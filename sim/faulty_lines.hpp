// One session on several redundant lines, each with its own faults, in virtual time.
#pragma once

#include "sim/mold_publisher.hpp"
#include "sim/network.hpp"

namespace gapwire::sim {

/// Message numbers, both ends included.
struct NumberRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

struct FaultyLinePlan {
    LinkPlan link{};
    std::vector<NumberRange> lose{};  // no packet with one of these messages is sent on this line
};

/// What really happened on a line; the shared faults are counted apart.
struct FaultyLineCount {
    LinkCount link{};
    std::uint64_t lost_by_number = 0;  // packets
};

/// Redundant lines: what is sent goes through the shared link, whose losses hit every line at once,
/// and then through each line's own.
///
/// Output   pop_until gives what has arrived on any line, in the order of arrival; next_time is
///          when something moves.
/// Memory   the packets under way.
/// Threads  one.
class FaultyLinks {
 public:
    /// The numbers that a packet holds; first > last where it holds none.
    using Numbers = NumberRange (*)(Bytes packet) noexcept;

    /// The same seed gives the same faults. REQUIRES: at least one line.
    FaultyLinks(LinkPlan shared, const std::vector<FaultyLinePlan>& lines, std::uint64_t seed,
                Numbers numbers);

    void send(Bytes packet, Timestamp now) { shared_.send(packet, now); }
    bool pop_until(Timestamp time, std::size_t& line, Arrival& arrival);
    Timestamp next_time() const noexcept;

    std::size_t lines() const noexcept { return lines_.size(); }
    FaultyLineCount count(std::size_t line) const
    {
        return {lines_[line].link.count(), lines_[line].lost_by_number};
    }
    const LinkCount& shared_count() const noexcept { return shared_.count(); }

 private:
    struct Line {
        Link link;
        std::vector<NumberRange> lose;
        std::uint64_t lost_by_number = 0;
    };
    void send(Line& line, const Arrival& packet) const;

    Numbers numbers_;
    Link shared_;
    std::vector<Line> lines_;
};

/// Publishes a store on all lines.
///
/// Output   poll sends what is due; the rest as for FaultyLinks, if the store sends nothing.
/// Threads  one.
class FaultyLines {
 public:
    /// `store` must outlive this. The same seed gives the same faults. REQUIRES: at least one line.
    FaultyLines(const MessageStore& store, const MoldPublisherOptions& options, LinkPlan shared,
                const std::vector<FaultyLinePlan>& lines, std::uint64_t seed, Timestamp now);

    void poll(Timestamp now);
    bool pop_until(Timestamp time, std::size_t& line, Arrival& arrival)
    {
        return links_.pop_until(time, line, arrival);
    }
    Timestamp next_time() const noexcept
    {
        return std::min(publisher_.next_time(), links_.next_time());
    }
    const FaultyLinks& links() const noexcept { return links_; }

 private:
    MoldPublisher publisher_;
    FaultyLinks links_;
};

}  // namespace gapwire::sim
