// From the outbox to every sink, each on a thread of its own.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <random>

#include "alerts/delivery/selection.hpp"
#include "alerts/delivery/sink_worker.hpp"
#include "alerts/sinks.hpp"
#include "core/counters.hpp"

namespace gapwire::alerts {

/// One sink as the configuration has it.
struct SinkOptions {
    std::string kind;  // of THE LIST
    SinkSettings settings;
    DeliveryPolicy policy;
};

/// A sink that has begun to fail, or works again.
struct SinkTrouble {
    std::string sink;
    bool is_failing = false;
    std::int64_t lasted_ns = 0;
    std::string why;
};

/// Hands each sink what the keeper has for it, and settles what becomes of that.
///
/// At least once, in the order of the store within an incident; the key (id, revision, state) lets
/// whoever receives it tell a second time from a second alert. A sink that is slow or dead delays
/// only itself: what it has yet to get stays in its outbox.
///
/// Time     the system's clock, also in a rehearsal: those who are told live by it.
/// Memory   work_max alerts a sink in its hands, held_max more that wait for quiet hours to end.
/// Errors   the constructor throws OperatorError(config) for what a sink refuses; then none.
/// Threads  one, and one more for each sink.
class Dispatcher {
 public:
    static constexpr std::size_t held_max = 4'096;

    using Tell = std::function<void(std::string_view text)>;

    /// REQUIRES: every sink's name is among those of the keeper, which outlives this.
    Dispatcher(const std::vector<SinkOptions>& sinks, const std::vector<Escalation>& escalations,
               StoreKeeper& keeper, Tell tell);
    ~Dispatcher();

    /// Settles, and hands out. `is_new`: the keeper may have something that it had not before.
    void turn(Timestamp now, std::int64_t now_ns, const OperatorState& operators, bool is_new);
    /// Whether, as of the last turn, nothing can be delivered now.
    bool is_idle() const;
    /// Lets go of what is in hand: what was not delivered stays in the outbox.
    void end(Timestamp now);

    /// Sinks whose state has changed since the last call.
    std::vector<SinkTrouble> troubles(std::int64_t now_ns);
    /// It was said of a run before this one that the sink fails.
    void was_failing(std::string_view sink);
    /// Why the sink of that name fails at the moment; empty: it does not, or there is none.
    std::string failure(std::string_view sink) const;

    /// `each(name, counters)` for every sink.
    template <class Each>
    void for_each_sink(Each&& each) const
    {
        for (const auto& channel : channels_) each(channel->rules.name, channel->counters);
    }

 private:
    struct Channel {
        SinkRules rules;
        Counters counters;
        std::map<std::uint64_t, std::uint32_t> in_hand{};  // ticket: attempts that failed
        std::int64_t look_at_ns = 0;                       // when the outbox is looked at again
        std::int64_t retry_at_ns = 0;                      // the next attempt; 0: none is known
        bool is_waiting = true;                            // something may be to be delivered now
        std::int64_t failing_since_ns = 0;                 // 0: it works
        std::string why{};
        bool is_told = false;               // that it fails ...
        std::uint64_t told_deliveries = 0;  // ... and how many there had been by then
        std::unique_ptr<SinkWorker> worker{};
    };

    void settle(Channel& channel, Timestamp now, std::int64_t now_ns);
    void settle_one(Channel& channel, const Outcome& outcome, Timestamp now, std::int64_t now_ns,
                    std::uint64_t random);
    void hand_out(Channel& channel, Timestamp now, const OperatorState& operators);
    Selection look(Channel& channel, Timestamp now, const OperatorState& operators);
    void skip(Channel& channel, const std::vector<Skip>& skips);
    void escalate(const Channel& channel, const std::vector<std::uint64_t>& incidents,
                  Timestamp now);

    StoreKeeper& keeper_;
    Tell tell_;
    std::vector<std::unique_ptr<Channel>> channels_;
    std::map<std::uint64_t, Timestamp> escalated_;  // incidents, when a row was asked for
    std::mt19937_64 random_;
};

}  // namespace gapwire::alerts
