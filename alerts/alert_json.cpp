// An alert as one line of JSON.
#include "alerts/alert_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "core/decimal.hpp"

namespace gapwire::alerts {
namespace {

std::string quoted(std::string_view text)
{
    std::string json = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            json.append({'\\', c});
        else if (byte < 0x20 || byte > 0x7e)
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", byte);
        else
            json += c;
    }
    return json += '"';
}

/// For what is missing when its text is empty.
std::string quoted_or_null(std::string_view text)
{
    return text.empty() ? "null" : quoted(text);
}

std::string time_or_null(Timestamp time)
{
    return time.is_none() ? "null" : quoted(rfc3339(time));
}

std::string date_or_null(Date date)
{
    return quoted_or_null(to_text(date));
}

std::string price_or_null(Price price)
{
    return quoted_or_null(decimal(price));
}

std::string reference_json(const ReferencePrice& reference)
{
    if (reference.price.is_none()) return "null";
    return fmt::format(R"({{"kind":{},"price":{},"date":{}}})", quoted(to_text(reference.kind)),
                       price_or_null(reference.price), date_or_null(reference.date));
}

std::string references_json(const Alert& alert)
{
    std::string json;
    for (const ReferencePrice& known : alert.references) {
        if (known.price.is_none()) continue;
        if (!json.empty()) json += ',';
        fmt::format_to(std::back_inserter(json),
                       R"({{"kind":{},"price":{},"date":{},"source":{},"version":{}}})",
                       quoted(to_text(known.kind)), price_or_null(known.price),
                       date_or_null(known.date), quoted(to_text(known.source)), known.version);
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
                       date_or_null(line.since), fall, date_or_null(line.from),
                       price_or_null(line.next_price), date_or_null(line.next_since),
                       quoted(line.series.view()));
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
                       quoted(entry.symbol.view()), quoted_or_null(entry.venue.view()),
                       entry.fall.value, time_or_null(entry.crossed));
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
        fmt::format_to(out, R"(,"detail":{})", quoted(detail));
    if (alert.kind == AlertKind::imbalance)
        fmt::format_to(out, R"(,"quantity":{})", alert.quantity);
    if (alert.kind == AlertKind::blind)
        fmt::format_to(out, R"(,"cause":{})", quoted(to_text(alert.cause)));
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
    return fmt::format(
        R"(,"low_limit":{},"to_low_limit_bp":{},"limit_source":{})", price_or_null(alert.low_limit),
        distance ? fmt::to_string(distance->value) : "null", quoted(to_text(alert.limit_source)));
}

}  // namespace

std::string alert_json(const Alert& alert)
{
    std::string json;
    const auto out = std::back_inserter(json);
    fmt::format_to(out, R"({{"id":"{:016x}","revision":{},"state":{})", alert.id, alert.revision,
                   quoted(to_text(alert.state)));
    fmt::format_to(out, R"(,"rule":{},"symbol":{})", quoted(alert.rule.view()),
                   quoted(alert.symbol.view()));
    if (!is_of_own_market(alert)) fmt::format_to(out, R"(,"venue":{})", quoted(alert.venue.view()));
    fmt::format_to(out, R"(,"trading_date":{})", date_or_null(alert.trading_date));
    fmt::format_to(out, R"(,"rung_bp":{},"fall_bp":{},"reference":{},"price":{})", alert.rung.value,
                   alert.fall.value, reference_json(alert.reference), price_or_null(alert.price));
    json += limit_json(alert);
    fmt::format_to(out, R"(,"exchange_time":{},"capture_time":{})",
                   time_or_null(alert.exchange_time), time_or_null(alert.capture_time));
    fmt::format_to(out, R"(,"book_state":{},"confidence":{})", quoted(to_text(alert.book_state)),
                   quoted(to_text(alert.confidence)));
    fmt::format_to(out, R"(,"kind":{},"reason":{},"severity":{},"direction":{})",
                   quoted(to_text(alert.kind)), quoted(to_text(alert.reason)),
                   quoted(to_text(alert.severity)), quoted(to_text(alert.direction)));
    fmt::format_to(out, R"(,"incident":"{:016x}","references":{})", alert.incident,
                   references_json(alert));
    json += own_json(alert);
    return json += '}';
}

}  // namespace gapwire::alerts
