// All feeds of a feed thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/http/sources.hpp"
#include "app/live/fix_feed.hpp"
#include "app/live/mdp_feed.hpp"
#include "app/live/mold_feed.hpp"
#include "app/live/soup_feed.hpp"
#include "core/seqlock.hpp"

namespace gapwire::app {

/// Feeds by the kind of their stack, in the order of the configuration.
class LiveFeeds {
 public:
    LiveFeeds(transport::EventLoop& loop, const pipeline::StreamContext& context,
              const ScaledClock& clock = {})
        : loop_(loop), context_(context), clock_(*context.counters, clock)
    {}

    // What stacks do: open a feed. Throw OperatorError.
    void add_mold(const FeedConfig& config)
    {
        mold_.push_back(std::make_unique<MoldFeed>(loop_, config, next_++, context_, clock_));
    }
    void add_mdp(const FeedConfig& config)
    {
        mdp_.push_back(std::make_unique<MdpFeed>(loop_, config, next_++, context_, clock_));
    }
    void add_soup(const FeedConfig& config)
    {
        soup_.push_back(std::make_unique<SoupFeed>(loop_, config, next_++, context_));
    }

    void add_fix(const FeedConfig& config)
    {
        fix_.push_back(
            std::make_unique<FixFeed>(loop_, config, next_++, context_, clock_.now(wall_clock())));
    }

    /// Everything that goes by time. REQUIRES: on the feed thread.
    void turn(transport::TurnTime time) noexcept
    {
        const Timestamp now = now_ = clock_.now(time.now);
        const Timestamp complete = clock_.of_stamp(time.complete);
        for (const auto& feed : mold_) feed->turn(now, std::min(complete, now));
        for (const auto& feed : mdp_) feed->turn(now, std::min(complete, now));
        for (const auto& feed : soup_) feed->turn(now);
        for (const auto& feed : fix_) feed->turn(now);
        if (!figures_.empty()) tell_figures(time.now);
    }
    /// The last thing to happen. REQUIRES: on the feed thread.
    void stop() noexcept
    {
        for (const auto& feed : mold_) feed->stop();
        for (const auto& feed : mdp_) feed->stop();
        for (const auto& feed : soup_) feed->stop(clock_.now(wall_clock()));
        for (const auto& feed : fix_) feed->stop(clock_.now(wall_clock()));
    }

    /// Makes a place for what each feed tells of itself ten times a second. Before the thread of
    /// the feeds begins.
    void prepare_figures();
    /// What the feed of that name told last. From any thread.
    http::FeedFigures figures(std::string_view feed) const noexcept;
    std::vector<const pipeline::BookSource*> streams() const;
    /// Whether every feed's session has ended and is as complete as it gets. Channels of MDP 3.0
    /// and sessions of FIX never end.
    bool all_ended() const noexcept;
    /// One line a line of each feed: what came, what was lost, how it did beside the others.
    std::string report() const;
    /// Calls visit(name, counters) for every line: "nasdaq line A". From any thread.
    template <class Visit>
    void for_each_line(Visit&& visit) const
    {
        for (const auto& feed : mold_)
            for (const auto& line : feed->channel().lines())
                visit(feed->channel().stream().name() + " line " + line->name, line->counters);
        for (const auto& feed : mdp_)
            for (const auto& line : feed->channel().lines())
                visit(feed->channel().stream().name() + " line " + line->name, line->counters);
    }
    /// Calls take(feed, text) for what happened to sessions of FIX. From one other thread.
    template <class Take>
    void take_events(Take&& take)
    {
        for (const auto& feed : fix_)
            feed->take_events(
                [&](std::string_view text) { take(feed->live().stream().name(), text); });
    }
    /// What was opened: sockets, buffers asked for and granted.
    std::vector<std::string> sockets() const;

 private:
    struct Figures {
        std::string feed;
        Seqlock<http::FeedFigures> told{};
    };
    template <class Visit>
    void for_each_figures(Visit&& visit) const;
    void tell_figures(Timestamp wall) noexcept;

    transport::EventLoop& loop_;
    pipeline::StreamContext context_;
    FeedClock clock_;
    Timestamp now_{};  // of the last turn
    std::vector<std::unique_ptr<MoldFeed>> mold_;
    std::vector<std::unique_ptr<MdpFeed>> mdp_;
    std::vector<std::unique_ptr<SoupFeed>> soup_;
    std::vector<std::unique_ptr<FixFeed>> fix_;
    std::uint32_t next_ = 0;
    std::vector<std::unique_ptr<Figures>> figures_;  // in the order of for_each_figures()
    Timestamp told_at_{0};
};

}  // namespace gapwire::app
