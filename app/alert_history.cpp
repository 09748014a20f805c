// What `gapwire alerts` prints of a store.
#include "app/alert_history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "alerts/alert_text.hpp"
#include "alerts/store/log_payloads.hpp"
#include "app/json_text.hpp"
#include "core/error.hpp"
#include "core/time.hpp"

namespace gapwire::app {
namespace {

using alerts::ActionScope;
using alerts::StoredAction;
using alerts::StoredAlert;
using alerts::StoredDelivery;
using alerts::StoreFault;

ExitCode exit_code_of(StoreFault fault)
{
    switch (fault) {
        case StoreFault::corrupt:
        case StoreFault::not_a_store:
        case StoreFault::version: return ExitCode::bad_input;
        case StoreFault::full:
        case StoreFault::read_only:
        case StoreFault::io: return ExitCode::io;
        case StoreFault::refused: return ExitCode::usage;
        default: return ExitCode::runtime;
    }
}

/// UTF-8 of operators without what a terminal would obey: C0 and C1 controls become '?'.
std::string shown(std::string_view text)
{
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
        const bool is_c1 = byte == 0xC2 && next < 0xA0;
        safe += byte < ' ' || byte == 0x7f || is_c1 ? '?' : text[i];
        if (is_c1) ++i;
    }
    return safe;
}

std::string json_text(std::string_view utf8)
{
    return boost::json::serialize(boost::json::string(utf8));
}

std::string action_json(const StoredAction* done)
{
    if (done == nullptr) return "null";
    const alerts::OperatorAction& action = done->action;
    return fmt::format(
        R"({{"seq":{},"time":{},"kind":{},"scope":{},"target":{},"who":{},"why":{},"until":{}}})",
        done->seq, json_quoted(rfc3339(done->time)), json_quoted(to_text(action.kind)),
        json_quoted(to_text(action.scope)), json_text(action.target), json_text(action.who),
        json_text(action.why),
        action.until.is_none() ? "null" : json_quoted(rfc3339(action.until)));
}

std::string action_text(const StoredAction& done)
{
    const alerts::OperatorAction& action = done.action;
    std::string text = fmt::format("{:>8}  {}  {} of {} {} by {}", done.seq, rfc3339(done.time),
                                   to_text(action.kind), to_text(action.scope),
                                   shown(action.target), shown(action.who));
    if (!action.until.is_none()) text += fmt::format(" until {}", rfc3339(action.until));
    if (!action.why.empty()) text += fmt::format(": {}", shown(action.why));
    return text + '\n';
}

std::string delivery_text(const StoredDelivery& delivery)
{
    std::string text = fmt::format("{:>8}  {}  {}: {}", delivery.seq, rfc3339(delivery.time),
                                   shown(delivery.sink), to_text(delivery.kind));
    if (!delivery.why.empty()) text += fmt::format(": {}", shown(delivery.why));
    return text + '\n';
}

std::string delivery_json(const StoredDelivery& delivery)
{
    return fmt::format(R"({{"seq":{},"time":{},"sink":{},"outcome":{},"why":{}}})", delivery.seq,
                       json_quoted(rfc3339(delivery.time)), json_quoted(delivery.sink),
                       json_quoted(to_text(delivery.kind)), json_text(delivery.why));
}

}  // namespace

void check(const alerts::StoreStatus& status)
{
    if (!status.ok()) throw OperatorError(exit_code_of(status.fault), status.reason);
}

AlertHistory::AlertHistory(const alerts::StoreOptions& options) : path_(options.path)
{
    check(reader_.open(options));
    check(reader_.actions(0, actions_));
    for (const StoredAction& done : actions_) state_.apply(done);
}

std::vector<StoredAlert> AlertHistory::alerts(const alerts::AlertFilter& filter)
{
    std::vector<StoredAlert> found;
    check(reader_.alerts(filter, found));
    return found;
}

void AlertHistory::require_incident(std::uint64_t incident)
{
    alerts::AlertFilter filter;
    filter.incident = incident;
    filter.limit = 1;
    if (!alerts(filter).empty()) return;
    throw OperatorError(ExitCode::bad_input,
                        fmt::format("{}: no alert of incident {}", path_.string(),
                                    alerts::incident_text(incident)));
}

std::string AlertHistory::line_of(const StoredAlert& stored, const HistoryFormat& format,
                                  Timestamp now) const
{
    if (format.json) return json_of(stored, now);
    std::string line =
        fmt::format("{:>8}  {}  {}", stored.seq, alerts::incident_text(stored.alert.incident),
                    alerts::alert_text(stored.alert, format.zone, format.language));
    if (const auto* const done = state_.acknowledged(stored.alert.incident))
        line += fmt::format("  [acknowledged by {}]", shown(done->action.who));
    if (const auto* const done = state_.silenced(stored.alert, now))
        line += fmt::format("  [silenced until {}]", rfc3339(done->action.until));
    if (state_.drilled(stored.alert, now) != nullptr) line += "  [drill]";
    return line + '\n';
}

std::string AlertHistory::json_of(const StoredAlert& stored, Timestamp now,
                                  std::string_view more) const
{
    const Alert& alert = stored.alert;
    return fmt::format(
        R"({{"seq":{},"stored":{},"acknowledged":{},"escalated":{},"silenced":{},"drill":{},)"
        R"("alert":{}{}}})"
        "\n",
        stored.seq, json_quoted(rfc3339(stored.stored)),
        action_json(state_.acknowledged(alert.incident)),
        action_json(state_.escalated(alert.incident)), action_json(state_.silenced(alert, now)),
        action_json(state_.drilled(alert, now)), stored.line, more);
}

std::string AlertHistory::list(const alerts::AlertFilter& filter, const HistoryFormat& format,
                               Timestamp now)
{
    std::string text;
    for (const StoredAlert& stored : alerts(filter)) text += line_of(stored, format, now);
    return text;
}

std::vector<StoredDelivery> AlertHistory::deliveries(std::int64_t seq)
{
    std::vector<StoredDelivery> found;
    check(reader_.deliveries(seq, found));
    return found;
}

std::vector<StoredAction> AlertHistory::actions_about(const std::vector<StoredAlert>& found) const
{
    std::vector<StoredAction> about;
    for (const StoredAction& done : actions_)
        if (std::any_of(found.begin(), found.end(), [&](const StoredAlert& one) {
                return alerts::is_about(done.action, one.alert);
            }))
            about.push_back(done);
    return about;
}

std::string AlertHistory::show_text(const std::vector<StoredAlert>& found,
                                    const HistoryFormat& format, Timestamp now)
{
    std::multimap<std::int64_t, std::string> lines;  // by row
    for (const StoredAlert& stored : found) {
        lines.emplace(stored.seq, line_of(stored, format, now));
        for (const StoredDelivery& delivery : deliveries(stored.seq))
            lines.emplace(delivery.seq, delivery_text(delivery));
    }
    for (const StoredAction& done : actions_about(found))
        lines.emplace(done.seq, action_text(done));
    std::string text;
    for (const auto& [seq, line] : lines) text += line;
    return text;
}

std::string AlertHistory::show_json(const std::vector<StoredAlert>& found, Timestamp now)
{
    std::string text = "{\"alerts\":[";
    for (const StoredAlert& stored : found) {
        std::string delivered;
        for (const StoredDelivery& delivery : deliveries(stored.seq))
            delivered += (delivered.empty() ? "" : ",") + delivery_json(delivery);
        std::string json = json_of(stored, now, fmt::format(R"(,"deliveries":[{}])", delivered));
        json.pop_back();  // the line end
        text += (text.ends_with('[') ? "" : ",") + json;
    }
    std::string actions;
    for (const StoredAction& done : actions_about(found))
        actions += (actions.empty() ? "" : ",") + action_json(&done);
    return text + fmt::format("],\"actions\":[{}]}}\n", actions);
}

std::string AlertHistory::show(std::uint64_t id, const HistoryFormat& format, Timestamp now)
{
    alerts::AlertFilter filter;
    filter.limit = 100'000;
    filter.id = id;
    auto found = alerts(filter);
    if (found.empty()) {
        filter.id.reset();
        filter.incident = id;
        found = alerts(filter);
    }
    if (found.empty())
        throw OperatorError(ExitCode::bad_input,
                            fmt::format("{}: no alert and no incident {}", path_.string(),
                                        alerts::incident_text(id)));
    return format.json ? show_json(found, now) : show_text(found, format, now);
}

}  // namespace gapwire::app
