// An alert as the sentence a desk reads.
#include "alerts/alert_text.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <cstdlib>

#include "core/decimal.hpp"

namespace gapwire::alerts {
namespace {

std::string printable(std::string_view text)
{
    std::string safe(text);
    for (char& c : safe)
        if (c < ' ' || c > '~') c = '?';
    return safe;
}

std::string clock_in(Timestamp time, std::string_view zone)
{
    absl::TimeZone loaded = absl::UTCTimeZone();
    if (!absl::LoadTimeZone(std::string(zone), &loaded)) loaded = absl::UTCTimeZone();
    return absl::FormatTime("%H:%M:%E9S %Z", absl::FromUnixNanos(time.ns), loaded);
}

/// "-10.00 %": a fall with its sign and both decimals.
std::string fall_text(BasisPoints fall)
{
    const std::int64_t size = std::abs(std::int64_t{fall.value});
    const char* const sign = fall.value > 0 ? "-" : fall.value < 0 ? "+" : "";
    return fmt::format("{}{}.{:02} %", sign, size / 100, size % 100);
}

std::string reference_text(const ReferencePrice& reference)
{
    std::string text = decimal(reference.price);
    switch (reference.kind) {
        case ReferenceKind::official_close: text += " (official close"; break;
        case ReferenceKind::settlement: text += " (settlement"; break;
        case ReferenceKind::fixed: text += " (fixed price"; break;
    }
    if (!reference.date.is_none()) text += " " + to_text(reference.date);
    return text + ")";
}

std::string_view book_trouble(BookState state)
{
    switch (state) {
        case BookState::unknown: return "the book is incomplete: joined mid-session";
        case BookState::recovering: return "the book is incomplete: recovering";
        case BookState::suspect: return "the book contradicts its feed";
        case BookState::stale: return "the book is incomplete: messages were lost";
        case BookState::valid:
        case BookState::halted: return "updates were merged";
    }
    return "?";
}

std::string confidence_text(const Alert& alert)
{
    switch (alert.confidence) {
        case Confidence::clean: return "CLEAN";
        case Confidence::unconfirmed: return "UNCONFIRMED (one print or one line only)";
        case Confidence::degraded:
            return fmt::format("DEGRADED ({})", book_trouble(alert.book_state));
    }
    return "?";
}

std::string limit_text(const Alert& alert)
{
    if (alert.limit_source == LimitSource::unknown) return "  limit down not known";
    const auto distance = to_low_limit(alert);
    if (!distance) return "";
    const char* const who = alert.limit_source == LimitSource::rule ? " by the rule" : "";
    return fmt::format("  limit down at {}{}, {} away", decimal(alert.low_limit), who,
                       fall_text(*distance));
}

}  // namespace

std::string alert_text(const Alert& alert, std::string_view zone)
{
    std::string text =
        fmt::format("{}  {}  {}  at {}, from {}  rung {} %  {}",
                    clock_in(alert.exchange_time, zone), printable(alert.symbol.view()),
                    fall_text(alert.fall), decimal(alert.price), reference_text(alert.reference),
                    decimal(-std::int64_t{alert.rung.value}, 2), confidence_text(alert));
    text += limit_text(alert);
    if (!is_of_own_market(alert)) text += fmt::format("  on {}", printable(alert.venue.view()));
    if (alert.book_state == BookState::halted) text += "  trading is halted";
    if (alert.state != AlertState::firing) text += fmt::format("  now {}", to_text(alert.state));
    return text;
}

}  // namespace gapwire::alerts
