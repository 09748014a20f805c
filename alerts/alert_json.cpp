// An alert as one line of JSON.
#include "alerts/alert_json.hpp"

#include <fmt/format.h>

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

std::string reference_json(const ReferencePrice& reference)
{
    return fmt::format(R"({{"kind":{},"price":{},"date":{}}})", quoted(to_text(reference.kind)),
                       quoted_or_null(decimal(reference.price)),
                       quoted_or_null(to_text(reference.date)));
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
    fmt::format_to(out, R"(,"trading_date":{})", quoted_or_null(to_text(alert.trading_date)));
    fmt::format_to(out, R"(,"rung_bp":{},"fall_bp":{},"reference":{},"price":{})", alert.rung.value,
                   alert.fall.value, reference_json(alert.reference),
                   quoted_or_null(decimal(alert.price)));
    if (alert.limit_source != LimitSource::none) {
        const auto distance = to_low_limit(alert);
        fmt::format_to(out, R"(,"low_limit":{},"to_low_limit_bp":{},"limit_source":{})",
                       quoted_or_null(decimal(alert.low_limit)),
                       distance ? fmt::to_string(distance->value) : "null",
                       quoted(to_text(alert.limit_source)));
    }
    fmt::format_to(out, R"(,"exchange_time":{},"capture_time":{})",
                   time_or_null(alert.exchange_time), time_or_null(alert.capture_time));
    fmt::format_to(out, R"(,"book_state":{},"confidence":{}}})", quoted(to_text(alert.book_state)),
                   quoted(to_text(alert.confidence)));
    return json;
}

}  // namespace gapwire::alerts
