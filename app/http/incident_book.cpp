// Incidents and their alerts in memory.
#include "app/http/incident_book.hpp"

#include <algorithm>

namespace gapwire::http {

namespace {

bool is_same(const Alert& a, const Alert& b) noexcept
{
    return a.id == b.id && a.revision == b.revision && a.state == b.state;
}

}  // namespace

AlertState Incident::state() const noexcept
{
    const auto any = [&](AlertState wanted) {
        return std::any_of(alerts.begin(), alerts.end(),
                           [&](const auto& entry) { return entry.second.second == wanted; });
    };
    for (const AlertState state : {AlertState::unknown, AlertState::firing, AlertState::recovering})
        if (any(state)) return state;
    return AlertState::withdrawn;
}

bool matches(const alerts::AlertFilter& filter, const Alert& alert) noexcept
{
    return (!filter.since || alert.exchange_time >= *filter.since) &&
           (!filter.symbol || alert.symbol.view() == *filter.symbol) &&
           (!filter.rule || alert.rule.view() == *filter.rule) &&
           (!filter.severity || alert.severity >= *filter.severity) &&
           (!filter.incident || alert.incident == *filter.incident) &&
           (!filter.id || alert.id == *filter.id) &&
           (!filter.state || alert.state == *filter.state);
}

/// Whether it is worth a look through all of them.
bool IncidentBook::may_know(const Alert& alert) const noexcept
{
    const auto incident = incidents_.find(alert.incident);
    if (incident == incidents_.end()) return false;
    const auto& ids = incident->second.alerts;
    const auto known = ids.find(alert.id);
    if (known == ids.end()) return ids.size() >= ids_max;
    return alert.revision <= known->second.first;
}

IncidentBook::Outcome IncidentBook::apply(const Alert& alert, std::int64_t seq)
{
    last_seq_ = std::max(last_seq_, seq);
    const auto same =
        may_know(alert)
            ? std::find_if(alerts_.rbegin(), alerts_.rend(),
                           [&](const KnownAlert& known) { return is_same(known.alert, alert); })
            : alerts_.rend();
    if (same != alerts_.rend()) {
        if (same->seq != 0 || seq == 0) return Outcome::known;
        same->seq = seq;
        const auto incident = incidents_.find(alert.incident);
        if (incident != incidents_.end() && incident->second.latest.alert.id == alert.id &&
            incident->second.latest.alert.revision == alert.revision)
            incident->second.latest.seq = seq;
        return Outcome::row;
    }
    const KnownAlert known{alert, seq};
    make_room();
    alerts_.push_back(known);
    take(incidents_[alert.incident], known);
    count(alert);
    return Outcome::news;
}

void IncidentBook::take(Incident& incident, const KnownAlert& known)
{
    const Alert& alert = known.alert;
    incident.id = alert.incident;
    incident.order = ++order_;
    incident.severity = std::max(incident.severity, alert.severity);
    if (!alert.exchange_time.is_none()) {
        if (incident.first.is_none() || alert.exchange_time < incident.first)
            incident.first = alert.exchange_time;
        incident.last = std::max(incident.last, alert.exchange_time);
    }
    if (incident.alerts.size() < ids_max || incident.alerts.contains(alert.id)) {
        auto& [revision, state] = incident.alerts[alert.id];
        if (alert.revision >= revision) {
            revision = alert.revision;
            state = alert.state;
        }
    }
    std::string symbol(alert.symbol.view());
    auto& symbols = incident.symbols;
    if (symbols.size() < symbols_max &&
        std::find(symbols.begin(), symbols.end(), symbol) == symbols.end())
        symbols.push_back(std::move(symbol));
    incident.latest = known;
}

void IncidentBook::count(const Alert& alert)
{
    if (alert.reason == AlertReason::fired)
        ++fired_[{std::string(alert.rule.view()), alert.severity}];
    if (alert.kind != AlertKind::blind) return;
    if (alert.state == AlertState::firing)
        blind_[alert.id] = alert;
    else
        blind_.erase(alert.id);
}

void IncidentBook::make_room()
{
    if (alerts_.size() >= alerts_max) alerts_.pop_front();
    if (incidents_.size() < incidents_max) return;
    const auto oldest = std::min_element(
        incidents_.begin(), incidents_.end(),
        [](const auto& a, const auto& b) { return a.second.order < b.second.order; });
    incidents_.erase(oldest);
}

const Incident* IncidentBook::find(std::uint64_t id) const noexcept
{
    const auto found = incidents_.find(id);
    return found == incidents_.end() ? nullptr : &found->second;
}

std::vector<const Incident*> IncidentBook::all() const
{
    std::vector<const Incident*> all;
    for (const auto& [id, incident] : incidents_) all.push_back(&incident);
    std::sort(all.begin(), all.end(),
              [](const Incident* a, const Incident* b) { return a->order > b->order; });
    return all;
}

std::vector<const Alert*> IncidentBook::blind() const
{
    std::vector<const Alert*> all;
    for (const auto& [id, alert] : blind_) all.push_back(&alert);
    std::sort(all.begin(), all.end(),
              [](const Alert* a, const Alert* b) { return a->exchange_time < b->exchange_time; });
    return all;
}

}  // namespace gapwire::http
