// Datagrams of captures to whichever protocol they are of.
#pragma once

#include "app/pipeline/mdp_router.hpp"
#include "app/pipeline/mold_router.hpp"

namespace gapwire::pipeline {

/// Offers each datagram to the routers, those of the strictest format first. Threads: one.
class DatagramRouter {
 public:
    DatagramRouter(StreamContext& context, const RouterOptions& options)
        : counters_(*context.counters),
          silence_max_(options.silence_max),
          mold_(context, options),
          mdp_(context, options.limits, options.silence_max)
    {}

    /// True when it was used; else it has been counted by what is wrong with it.
    bool on_datagram(const transport::Datagram& datagram)
    {
        if (silence_max_ > 0) follow_silence(datagram.captured);
        Outcome outcome = mold_.offer(datagram);
        if (outcome == Outcome::stranger) outcome = mdp_.offer(datagram);
        if (outcome == Outcome::stranger) counters_.add(Counter::datagrams_unrecognised);
        return outcome == Outcome::used;
    }
    /// Nothing will come any more: what is still missing is lost.
    void finish() noexcept
    {
        mold_.finish();
        mdp_.finish();
    }

    /// What the destination of a datagram that was used carries: "moldudp64/itch50", "mdp3",
    /// "mdp3 snapshots", "mdp3 instruments".
    std::string stack(const transport::Datagram& datagram) const
    {
        const std::string_view kind = mdp_.kind_text(datagram);
        return std::string(kind.empty() ? "moldudp64/itch50" : kind);
    }

    const MoldRouter& mold() const noexcept { return mold_; }
    const MdpRouter& mdp() const noexcept { return mdp_; }

 private:
    void follow_silence(Timestamp now) noexcept
    {
        mold_.follow_silence(now);
        mdp_.follow_silence(now);
    }

    Counters& counters_;
    std::int64_t silence_max_;
    MoldRouter mold_;
    MdpRouter mdp_;
};

}  // namespace gapwire::pipeline
