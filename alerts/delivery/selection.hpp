// Which pending alerts a sink gets now, later, in one list, or never.
#pragma once

#include <span>

#include "alerts/delivery/policy.hpp"
#include "alerts/delivery/sink_worker.hpp"
#include "alerts/store/operator_state.hpp"
#include "alerts/store/store_keeper.hpp"

namespace gapwire::alerts {

/// All that decides about one sink's alerts, besides the alerts.
struct SinkRules {
    std::string name;
    DeliveryPolicy policy;
    std::optional<Escalation> escalation{};  // it gets only what is escalated
};

struct Skip {
    std::uint64_t ticket = 0;
    std::string why;
};

struct Selection {
    Work work{};
    std::vector<Skip> skips{};
    std::vector<std::uint64_t> escalated{};  // incidents whose time has come now
    std::vector<std::uint64_t> held{};       // wait: for quiet hours to end, for somebody
    std::size_t passed = 0;                  // that would go now, and found no room in `work`
};

/// Decides about each of the sink's pending alerts, oldest first.
///
/// Never: what is less severe than the sink takes, the sink's own trouble, what is silenced (of a
/// paging sink), what was acknowledged or over before it was escalated. Later: what comes in quiet
/// hours; what nobody has acknowledged, until its time has come. When quiet hours are over, what
/// came in them makes one list, and everything else waits for that. An emergency is neither
/// silenced nor muted. `jobs_max` bounds what `work` gets.
Selection select(const SinkRules& sink, std::span<const Outgoing> pending,
                 const OperatorState& operators, Timestamp now, std::size_t jobs_max);

/// The rule that tells of sinks that fail; its symbol is the sink's name.
inline constexpr std::string_view delivery_rule = "delivery";

}  // namespace gapwire::alerts
