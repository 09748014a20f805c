// What operators did about alerts, as far as it still holds.
#include "alerts/store/operator_state.hpp"

namespace gapwire::alerts {
namespace {

const StoredAction* longest(const std::vector<StoredAction>& all, const Alert& alert, Timestamp now)
{
    const StoredAction* found = nullptr;
    for (const StoredAction& one : all) {
        if (one.action.until <= now || !is_about(one.action, alert)) continue;
        if (found == nullptr || one.action.until > found->action.until) found = &one;
    }
    return found;
}

template <class Map>
const StoredAction* newest(const Map& by_target, std::uint64_t incident)
{
    const auto found = by_target.find(incident_text(incident));
    return found == by_target.end() ? nullptr : &found->second;
}

}  // namespace

bool is_about(const OperatorAction& action, const Alert& alert)
{
    switch (action.scope) {
        case ActionScope::incident: return action.target == incident_text(alert.incident);
        case ActionScope::rule: return action.target == alert.rule.view();
        case ActionScope::symbol: return action.target == alert.symbol.view();
    }
    return false;
}

void OperatorState::apply(const StoredAction& done)
{
    const OperatorAction& action = done.action;
    switch (action.kind) {
        case ActionKind::acknowledge: acknowledged_[action.target] = done; break;
        case ActionKind::escalate: escalated_[action.target] = done; break;
        case ActionKind::silence: silences_.push_back(done); break;
        case ActionKind::drill: drills_.push_back(done); break;
        case ActionKind::unsilence:
            std::erase_if(silences_, [&](const StoredAction& one) {
                return one.action.scope == action.scope && one.action.target == action.target;
            });
            break;
        case ActionKind::note: break;
    }
}

void OperatorState::forget(Timestamp now)
{
    for (auto* const all : {&silences_, &drills_})
        std::erase_if(*all, [&](const StoredAction& one) { return one.action.until <= now; });
}

const StoredAction* OperatorState::acknowledged(std::uint64_t incident) const
{
    return newest(acknowledged_, incident);
}

const StoredAction* OperatorState::escalated(std::uint64_t incident) const
{
    return newest(escalated_, incident);
}

const StoredAction* OperatorState::silenced(const Alert& alert, Timestamp now) const
{
    return longest(silences_, alert, now);
}

const StoredAction* OperatorState::drilled(const Alert& alert, Timestamp now) const
{
    return longest(drills_, alert, now);
}

}  // namespace gapwire::alerts
