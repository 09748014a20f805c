// An alert as one line of JSON.
#include "alerts/alert_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "core/json_text.hpp"

namespace gapwire::alerts {
namespace {

std::string reference_json(const ReferencePrice& reference)
{
    if (reference.price.is_none()) return "null";
    return fmt::format(R"({{"kind":{},"price":{},"date":{}}})",
                       json_quoted(to_text(reference.kind)), json_price(reference.price),
                       json_date(reference.date));
}

std::string references_json(const Alert& alert)
{
    std::string json;
    for (const ReferencePrice& known : alert.references) {
        if (known.price.is_none()) continue;
        if (!json.empty()) json += ',';
        fmt::format_to(std::back_inserter(json),
                       R"({{"kind":{},"price":{},"date":{},"source":{},"version":{}}})",
                       json_quoted(to_text(known.kind)), json_price(known.price),
                       json_date(known.date), json_quoted(to_text(known.source)), known.version);
    }
    return '[' + json + ']';
}

/// Null when there is no record (any more).
std::string record_json(const RecordLine& line)
{
    if (line.since.is_none() && line.from.is_none()) return "null";
    const std::string fall = line.since.is_none() ? "null" : fmt::to_string(line.since_fall.value);
    return fmt::format(R"({{"since":{},"since_fall_bp":{},"from":{},"next_price":{},)"
                       R"("next_since":{},"series":{}}})",
                       json_date(line.since), fall, json_date(line.from),
                       json_price(line.next_price), json_date(line.next_since),
                       json_quoted(line.series.view()));
}

std::string roster_json(const Roster& roster)
{
    std::string entries;
    const std::size_t shown = std::min<std::size_t>(roster.crossed, Roster::entries_max);
    for (std::size_t i = 0; i < shown; ++i) {
        const RosterEntry& entry = roster.entries[i];
        if (i > 0) entries += ',';
        fmt::format_to(std::back_inserter(entries),
                       R"({{"symbol":{},"venue":{},"fall_bp":{},"crossed":{}}})",
                       json_quoted(entry.symbol.view()), json_quoted_or_null(entry.venue.view()),
                       entry.fall.value, json_time(entry.crossed));
    }
    return fmt::format(R"({{"crossed":{},"members":{},"entries":[{}]}})", roster.crossed,
                       roster.members, entries);
}

bool has_length(const Alert& alert)
{
    return alert.kind == AlertKind::velocity || alert.kind == AlertKind::blind ||
           (alert.kind == AlertKind::halt && alert.reason == AlertReason::over);
}

/// What only some kinds of alert have.
std::string own_json(const Alert& alert)
{
    std::string json;
    const auto out = std::back_inserter(json);
    if (has_length(alert)) fmt::format_to(out, R"(,"window_ns":{})", alert.window_ns);
    if (const auto detail = alert.detail.view(); !detail.empty())
        fmt::format_to(out, R"(,"detail":{})", json_quoted(detail));
    if (alert.kind == AlertKind::imbalance)
        fmt::format_to(out, R"(,"quantity":{})", alert.quantity);
    if (alert.kind == AlertKind::blind)
        fmt::format_to(out, R"(,"cause":{})", json_quoted(to_text(alert.cause)));
    if (alert.kind == AlertKind::record)
        fmt::format_to(out, R"(,"record":{})", record_json(alert.record));
    if (alert.kind == AlertKind::basket || alert.kind == AlertKind::contagion)
        fmt::format_to(out, R"(,"roster":{})", roster_json(alert.roster));
    return json;
}

/// Where trading stops, of what has such limits.
std::string limit_json(const Alert& alert)
{
    if (alert.limit_source == LimitSource::none) return "";
    const auto distance = to_low_limit(alert);
    return fmt::format(R"(,"low_limit":{},"to_low_limit_bp":{},"limit_source":{})",
                       json_price(alert.low_limit),
                       distance ? fmt::to_string(distance->value) : "null",
                       json_quoted(to_text(alert.limit_source)));
}

}  // namespace

std::string alert_json(const Alert& alert)
{
    std::string json;
    const auto out = std::back_inserter(json);
    fmt::format_to(out, R"({{"id":{},"revision":{},"state":{})", json_id(alert.id), alert.revision,
                   json_quoted(to_text(alert.state)));
    fmt::format_to(out, R"(,"rule":{},"symbol":{})", json_quoted(alert.rule.view()),
                   json_quoted(alert.symbol.view()));
    if (!is_of_own_market(alert))
        fmt::format_to(out, R"(,"venue":{})", json_quoted(alert.venue.view()));
    fmt::format_to(out, R"(,"trading_date":{})", json_date(alert.trading_date));
    fmt::format_to(out, R"(,"rung_bp":{},"fall_bp":{},"reference":{},"price":{})", alert.rung.value,
                   alert.fall.value, reference_json(alert.reference), json_price(alert.price));
    json += limit_json(alert);
    fmt::format_to(out, R"(,"exchange_time":{},"capture_time":{})", json_time(alert.exchange_time),
                   json_time(alert.capture_time));
    fmt::format_to(out, R"(,"book_state":{},"confidence":{})",
                   json_quoted(to_text(alert.book_state)), json_quoted(to_text(alert.confidence)));
    fmt::format_to(out, R"(,"kind":{},"reason":{},"severity":{},"direction":{})",
                   json_quoted(to_text(alert.kind)), json_quoted(to_text(alert.reason)),
                   json_quoted(to_text(alert.severity)), json_quoted(to_text(alert.direction)));
    fmt::format_to(out, R"(,"incident":{},"references":{})", json_id(alert.incident),
                   references_json(alert));
    json += own_json(alert);
    return json += '}';
}

}  // namespace gapwire::alerts
