// Which pending alerts a sink gets now, later, in one list, or never.
#include "alerts/delivery/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace gapwire::alerts {
namespace {

enum class Fate : std::uint8_t { now, later, listed, never };

struct Decision {
    Fate fate = Fate::now;
    std::string why{};  // never
};

bool is_emergency(const Alert& alert)
{
    return alert.severity == Severity::emergency;
}

bool is_over(const Alert& alert)
{
    return alert.state == AlertState::recovering || alert.state == AlertState::withdrawn;
}

/// The incidents that have waited long enough for somebody, and what was over before.
class Unacknowledged {
 public:
    Unacknowledged(const SinkRules& sink, std::span<const Outgoing> pending,
                   const OperatorState& operators, Timestamp now)
        : sink_(sink), operators_(operators), now_(now)
    {
        if (!sink.escalation) return;
        for (const Outgoing& one : pending)
            if (is_over(one.alert)) over_[one.alert.id] = one.ticket;
        for (const Outgoing& one : pending)
            if (is_severe(one.alert) && !is_answered(one) && !is_past(one))
                since_.try_emplace(one.alert.incident, one.since);
    }

    Decision decide(const Outgoing& one) const
    {
        if (!sink_.escalation || is_escalated(one.alert.incident)) return {};
        const auto since = since_.find(one.alert.incident);
        if (is_answered(one)) return {Fate::never, "acknowledged"};
        if (is_past(one)) return {Fate::never, "over before it was escalated"};
        if (since == since_.end()) return {Fate::never, "not severe enough to be escalated"};
        return has_come(since) ? Decision{} : Decision{Fate::later};
    }
    /// Whether the incident's time has come, and no row of the store says so yet.
    bool is_due(std::uint64_t incident) const
    {
        return !is_escalated(incident) && has_come(since_.find(incident));
    }

 private:
    using Since = std::map<std::uint64_t, Timestamp>;

    bool is_severe(const Alert& alert) const
    {
        return alert.severity >= sink_.escalation->severity;
    }
    /// What is escalated stays so until somebody acknowledges it.
    bool is_escalated(std::uint64_t incident) const
    {
        const auto* const escalated = operators_.escalated(incident);
        const auto* const answer = operators_.acknowledged(incident);
        return escalated != nullptr && (answer == nullptr || answer->seq < escalated->seq);
    }
    bool is_past(const Outgoing& one) const
    {
        const auto over = over_.find(one.alert.id);
        return over != over_.end() && over->second >= one.ticket;
    }
    bool is_answered(const Outgoing& one) const
    {
        const auto* const answer = operators_.acknowledged(one.alert.incident);
        return answer != nullptr && answer->time >= one.since;
    }
    bool has_come(Since::const_iterator since) const
    {
        return since != since_.end() && now_.ns - since->second.ns >= sink_.escalation->after_ns;
    }

    const SinkRules& sink_;
    const OperatorState& operators_;
    Timestamp now_;
    Since since_;                                  // by incident: of its oldest severe alert
    std::map<std::uint64_t, std::uint64_t> over_;  // by alert: the revision that says so
};

Decision decide(const SinkRules& sink, const Outgoing& one, const Unacknowledged& unacknowledged,
                const OperatorState& operators, Timestamp now)
{
    const Alert& alert = one.alert;
    const DeliveryPolicy& policy = sink.policy;
    if (alert.rule.view() == delivery_rule && alert.symbol.view() == sink.name)
        return {Fate::never, "about this sink itself"};
    if (alert.severity < policy.severity) return {Fate::never, "not severe enough"};
    const auto* const silence = operators.silenced(alert, now);
    if (policy.is_paging && silence != nullptr && !is_emergency(alert))
        return {Fate::never, fmt::format("silenced by {}", silence->action.who)};
    if (Decision decision = unacknowledged.decide(one); decision.fate != Fate::now) return decision;
    if (is_emergency(alert)) return {};
    if (is_quiet(policy.quiet, now)) return {Fate::later};
    return {is_quiet(policy.quiet, one.since) ? Fate::listed : Fate::now};
}

}  // namespace

Selection select(const SinkRules& sink, std::span<const Outgoing> pending,
                 const OperatorState& operators, Timestamp now, std::size_t jobs_max)
{
    const Unacknowledged unacknowledged(sink, pending, operators, now);
    Selection selection;
    std::vector<Job> listed;
    const auto add = [&](std::vector<Job>& to, const Outgoing& one) {
        if (to.size() == jobs_max) {
            ++selection.passed;
            return;
        }
        const Marks marks{one.is_stored, operators.drilled(one.alert, now) != nullptr};
        to.push_back({one.ticket, one.alert, marks});
        const std::uint64_t incident = one.alert.incident;
        auto& escalated = selection.escalated;
        if (sink.escalation && unacknowledged.is_due(incident) &&
            std::find(escalated.begin(), escalated.end(), incident) == escalated.end())
            escalated.push_back(incident);
    };
    for (const Outgoing& one : pending) {
        Decision decision = decide(sink, one, unacknowledged, operators, now);
        switch (decision.fate) {
            case Fate::never:
                selection.skips.push_back({one.ticket, std::move(decision.why)});
                break;
            case Fate::later: selection.held.push_back(one.ticket); break;
            case Fate::listed: add(listed, one); break;
            case Fate::now: add(selection.work.jobs, one); break;
        }
    }
    if (listed.empty()) return selection;
    // Emergencies do not wait for the list; the rest does.
    const auto waits = [](const Job& job) { return !is_emergency(job.alert); };
    const std::size_t waiting = std::erase_if(selection.work.jobs, waits);
    selection.passed += waiting;
    if (!selection.work.jobs.empty()) {
        selection.passed += listed.size();
        return selection;
    }
    selection.work = {std::move(listed),
                      fmt::format("muted in quiet hours, {}", sink.policy.quiet.text())};
    return selection;
}

}  // namespace gapwire::alerts
