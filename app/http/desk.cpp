// What a trading desk is shown and may do: alerts, incidents, actions.
#include "app/http/desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/alert_json.hpp"
#include "alerts/alert_text.hpp"
#include "app/http/json_text.hpp"

namespace gapwire::http {
namespace {

constexpr std::size_t actions_max = 1'000;  // of an incident, in memory

void add_once(std::vector<std::uint64_t>& ids, std::uint64_t id)
{
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

std::string joined(const std::vector<std::string>& parts)
{
    return fmt::format("{}", fmt::join(parts, ","));
}

}  // namespace

Desk::Desk(DeskFacts facts, DeskSources sources, std::optional<alerts::StoreOptions> store)
    : facts_(std::move(facts)),
      sources_(std::move(sources)),
      archive_(std::move(store)),
      quotes_(sources_),
      feeds_(sources_),
      turns_(sources_.threads.size())
{
    seed();
}

/// What the store knows already, as far as it can be read.
void Desk::seed()
{
    if (!archive_.is_there() || is_seeded_) return;
    const auto stored = archive_.alerts({.limit = seeded_alerts_max});
    if (!stored) return;
    for (const alerts::StoredAlert& row : *stored) incidents_.apply(row.alert, row.seq);
    downtime_ = archive_.downtime();
    is_seeded_ = true;
    follow_actions(nullptr);
}

std::string_view Desk::store_state() const noexcept
{
    if (!archive_.is_there()) return "none";
    return archive_.trouble().empty() ? "ok" : "failing";
}

void Desk::hear(const Alert& alert, std::int64_t seq, DeskNews& news)
{
    const auto outcome = incidents_.apply(alert, seq);
    if (outcome == IncidentBook::Outcome::known) return;
    news.alerts.push_back(alert_json(alert, seq));
    add_once(news.incidents, alert.incident);
}

void Desk::look()
{
    const Timestamp now = sources_.now();
    quotes_.refresh(now);
    feeds_.look(now);
}

void Desk::look_closer(DeskNews& news)
{
    feeds_.count_books();
    if (!archive_.is_there()) return;
    seed();
    follow_actions(&news);
    const Timestamp wall = sources_.wall();
    operator_.forget(wall);
    std::erase_if(silences_, [&](const auto& row) { return row.action.until <= wall; });
}

/// Rows of operators that others wrote, or this service.
void Desk::follow_actions(DeskNews* news)
{
    const auto newest = archive_.last_seq();
    if (!newest || *newest == actions_read_) return;
    const auto rows = archive_.actions(actions_read_);
    if (!rows) return;
    for (const alerts::StoredAction& row : *rows) apply_action(row, news);
    actions_read_ = std::max(*newest, rows->empty() ? 0 : rows->back().seq);
}

void Desk::apply_action(const alerts::StoredAction& row, DeskNews* news)
{
    using alerts::ActionKind;
    operator_.apply(row);
    const alerts::OperatorAction& action = row.action;
    if (action.kind == ActionKind::silence) silences_.push_back(row);
    if (action.kind == ActionKind::unsilence)
        std::erase_if(silences_, [&](const auto& silence) {
            return silence.action.scope == action.scope && silence.action.target == action.target;
        });
    if (action.scope == alerts::ActionScope::incident)
        if (const auto id = alerts::parse_incident(action.target)) {
            auto& kept = actions_[*id];
            if (kept.size() < actions_max) kept.push_back(row);
        }
    if (news == nullptr) return;
    for (const Incident* incident : incidents_.all())
        if (is_about(action, incident->latest.alert)) add_once(news->incidents, incident->id);
}

std::string Desk::alert_json(const Alert& alert, std::int64_t seq) const
{
    std::string json = alerts::alert_json(alert);
    json.pop_back();
    const bool is_drill = operator_.drilled(alert, sources_.wall()) != nullptr;
    return json + fmt::format(R"(,"seq":{},"stored":{},"text":{},"drill":{}}})",
                              seq == 0 ? "null" : fmt::to_string(seq), boolean_text(seq != 0),
                              in_quotes(alerts::alert_text(alert, facts_.zone, facts_.language)),
                              boolean_text(is_drill));
}

std::string Desk::action_json(const alerts::StoredAction& row) const
{
    const alerts::OperatorAction& action = row.action;
    return fmt::format(
        R"({{"seq":{},"time":{},"kind":{},"scope":{},"target":{},"who":{},"why":{},"until":{}}})",
        row.seq, json_time(row.time), in_quotes(to_text(action.kind)),
        in_quotes(to_text(action.scope)), in_quotes(action.target), in_quotes(action.who),
        in_quotes(action.why), json_time(action.until));
}

std::string Desk::incident_json(const Incident& incident) const
{
    const auto done = [](const alerts::StoredAction* row, bool has_until) -> std::string {
        if (row == nullptr) return "null";
        return fmt::format(
            R"({{"who":{},"time":{},"why":{}{}}})", in_quotes(row->action.who),
            json_time(row->time), in_quotes(row->action.why),
            has_until ? fmt::format(R"(,"until":{})", json_time(row->action.until)) : "");
    };
    std::vector<std::string> symbols;
    for (const std::string& symbol : incident.symbols) symbols.push_back(in_quotes(symbol));
    const Alert& latest = incident.latest.alert;
    const Timestamp wall = sources_.wall();
    return fmt::format(
        R"({{"incident":{},"rule":{},"kind":{},"direction":{},"trading_date":{},"severity":{},)"
        R"("state":{},"confidence":{},"first_time":{},"last_time":{},"alerts":{},"symbols":[{}],)"
        R"("acknowledged":{},"escalated":{},"silenced":{},"drill":{},"latest":{}}})",
        json_id(incident.id), in_quotes(latest.rule.view()), in_quotes(to_text(latest.kind)),
        in_quotes(to_text(latest.direction)), json_date(latest.trading_date),
        in_quotes(to_text(incident.severity)), in_quotes(to_text(incident.state())),
        in_quotes(to_text(latest.confidence)), json_time(incident.first), json_time(incident.last),
        incident.alerts.size(), joined(symbols), done(operator_.acknowledged(incident.id), false),
        done(operator_.escalated(incident.id), false), done(operator_.silenced(latest, wall), true),
        boolean_text(operator_.drilled(latest, wall) != nullptr),
        alert_json(latest, incident.latest.seq));
}

std::string Desk::incidents_json(std::optional<Date> date, bool only_open) const
{
    std::vector<std::string> found;
    for (const Incident* incident : incidents_.all()) {
        if (date && incident->latest.alert.trading_date != *date) continue;
        const AlertState state = incident->state();
        const bool is_open = state == AlertState::firing || state == AlertState::unknown;
        if (!only_open || is_open) found.push_back(incident_json(*incident));
    }
    return fmt::format(R"({{"incidents":[{}]}})", joined(found));
}

/// Newest first: those without a row, then rows of the store; without a store, those in memory.
std::vector<KnownAlert> Desk::find_alerts(const alerts::AlertFilter& filter)
{
    std::vector<KnownAlert> found;
    const auto stored = archive_.alerts(filter);
    const auto& known = incidents_.alerts();
    for (auto alert = known.rbegin(); alert != known.rend() && found.size() < filter.limit;
         ++alert) {
        const bool is_of_store = stored && alert->seq != 0;
        const bool is_before = !filter.before || (alert->seq != 0 && alert->seq < *filter.before);
        if (!is_of_store && is_before && matches(filter, alert->alert)) found.push_back(*alert);
    }
    if (!stored) return found;
    for (auto row = stored->rbegin(); row != stored->rend() && found.size() < filter.limit; ++row)
        found.push_back({row->alert, row->seq});
    return found;
}

std::string Desk::alerts_json(const alerts::AlertFilter& filter)
{
    const std::vector<KnownAlert> found = find_alerts(filter);
    std::vector<std::string> texts;
    for (const KnownAlert& known : found) texts.push_back(alert_json(known.alert, known.seq));
    const bool has_more = found.size() == filter.limit && found.back().seq > 1;
    return fmt::format(R"({{"alerts":[{}],"next":{}}})", joined(texts),
                       has_more ? fmt::to_string(found.back().seq) : "null");
}

std::optional<std::string> Desk::incident_page_json(std::uint64_t id)
{
    std::vector<KnownAlert> known = find_alerts({.incident = id, .limit = seeded_alerts_max});
    const Incident* incident = incidents_.find(id);
    Incident former;  // of before what is kept in memory
    if (incident == nullptr) {
        if (known.empty()) return std::nullopt;
        IncidentBook book;
        for (auto alert = known.rbegin(); alert != known.rend(); ++alert)
            book.apply(alert->alert, alert->seq);
        former = *book.find(id);
        incident = &former;
    }
    std::vector<std::string> alerts;
    for (auto alert = known.rbegin(); alert != known.rend(); ++alert)
        alerts.push_back(alert_json(alert->alert, alert->seq));
    std::vector<std::string> actions;
    if (const auto rows = actions_.find(id); rows != actions_.end())
        for (const alerts::StoredAction& row : rows->second) actions.push_back(action_json(row));
    return fmt::format(R"({{"incident":{},"alerts":[{}],"actions":[{}]}})",
                       incident_json(*incident), joined(alerts), joined(actions));
}

std::vector<std::string> Desk::alerts_since(std::int64_t seq)
{
    std::vector<std::string> texts;
    const auto stored = archive_.alerts({.after = seq, .limit = seeded_alerts_max});
    if (stored)
        for (const alerts::StoredAlert& row : *stored)
            texts.push_back(alert_json(row.alert, row.seq));
    for (const KnownAlert& known : incidents_.alerts()) {
        const bool is_told = stored && known.seq != 0;
        if (!is_told && (known.seq == 0 || known.seq > seq))
            texts.push_back(alert_json(known.alert, known.seq));
    }
    return texts;
}

std::string Desk::silences_json() const
{
    std::vector<std::string> rows;
    const Timestamp wall = sources_.wall();
    for (const alerts::StoredAction& row : silences_)
        if (row.action.until > wall) rows.push_back(action_json(row));
    return fmt::format(R"({{"silences":[{}]}})", joined(rows));
}

ActionResult Desk::act(alerts::OperatorAction action, DeskNews& news)
{
    ActionResult result;
    result.action = action;
    const auto refuse = [&](int status, std::string why) {
        result.status = status;
        result.why = std::move(why);
        return result;
    };
    if (!archive_.is_there())
        return refuse(409, "there is no [store] in the configuration: actions cannot be kept");
    if (action.scope == alerts::ActionScope::incident) {
        const auto id = alerts::parse_incident(action.target);
        if (!id) return refuse(400, "target: want 16 hexadecimal digits");
        action.target = alerts::incident_text(*id);
        if (incidents_.find(*id) == nullptr && find_alerts({.incident = *id, .limit = 1}).empty())
            return refuse(404, fmt::format("no incident {}", action.target));
    }
    const auto row = archive_.act(action, sources_.wall());
    if (!row) return refuse(503, archive_.trouble());
    follow_actions(&news);
    result.json = action_json(*row);
    result.action = row->action;
    return result;
}

}  // namespace gapwire::http
