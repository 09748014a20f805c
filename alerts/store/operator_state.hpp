// What operators did about alerts, as far as it still holds.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "alerts/store/operator_action.hpp"
#include "core/alert.hpp"

namespace gapwire::alerts {

/// A row of the store.
struct StoredAction {
    std::int64_t seq = 0;
    Timestamp time{};  // when it was written
    OperatorAction action;
};

/// Whether the action names the alert's incident, rule or symbol.
bool is_about(const OperatorAction& action, const Alert& alert);

/// Built from StoreReader::actions(): give it every row once, and later those that are new.
/// Memory  one entry an incident acknowledged, and every silence and drill that has not ended.
/// Threads  one, or any number while none applies.
class OperatorState {
 public:
    /// In the order of the store.
    void apply(const StoredAction& done);
    /// Forgets silences and drills that are over at `now`.
    void forget(Timestamp now);

    /// The newest acknowledgement, escalation of the incident, or null.
    const StoredAction* acknowledged(std::uint64_t incident) const;
    const StoredAction* escalated(std::uint64_t incident) const;
    /// The silence (drill) that holds longest for this alert at `now`, or null.
    const StoredAction* silenced(const Alert& alert, Timestamp now) const;
    const StoredAction* drilled(const Alert& alert, Timestamp now) const;

 private:
    using ByTarget = std::map<std::string, StoredAction, std::less<>>;

    ByTarget acknowledged_;
    ByTarget escalated_;
    std::vector<StoredAction> silences_;
    std::vector<StoredAction> drills_;
};

}  // namespace gapwire::alerts
