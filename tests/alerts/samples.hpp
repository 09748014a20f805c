// An alert of every kind, as its rule raises it when it fires.
#pragma once

#include <string_view>

#include "sample.hpp"

namespace gapwire::alerts {

inline constexpr std::int64_t sample_second = 1'000'000'000;
inline constexpr std::int64_t sample_minute = 60 * sample_second;

constexpr Price cents(std::int64_t count)
{
    return {count * (Price::scale / 100)};
}

template <std::size_t size>
void put(Text<size>& text, std::string_view value)
{
    text = {};
    value.copy(text.raw.data(), size);
}

inline Alert sample_of(AlertKind kind)
{
    Alert alert = sample();
    alert.kind = kind;
    put(alert.rule, to_text(kind));
    alert.incident = 0x00000000000000a1;
    return alert;
}

inline Alert velocity()
{
    Alert alert = sample_of(AlertKind::velocity);
    alert.rung = {100};
    alert.fall = {120};
    alert.window_ns = 10 * sample_minute;
    alert.reference = {ReferenceKind::minutes_ago, cents(12'991), {2025, 1, 27}};
    return alert;
}

inline RosterEntry entry(std::string_view symbol, std::string_view venue, std::int32_t fall,
                         std::int64_t crossed_ms)
{
    RosterEntry entry{.symbol = symbol_of(symbol), .fall = {fall}};
    put(entry.venue, venue);
    entry.crossed = {crossed_ms * 1'000'000};
    return entry;
}

inline Alert roster_of(AlertKind kind, std::string_view name)
{
    Alert alert = sample_of(kind);
    alert.symbol = symbol_of(name);
    alert.venue = {};
    alert.severity = Severity::critical;
    alert.price = Price::none();
    alert.reference = {};
    return alert;
}

inline Alert basket()
{
    Alert alert = roster_of(AlertKind::basket, "ai_names");
    alert.rung = {300};
    alert.fall = {856};
    alert.roster.members = 7;
    alert.roster.crossed = 3;
    alert.roster.entries[0] = entry("ASML", "XAMS", 701, 1'737'964'872'500);
    alert.roster.entries[1] = entry("NVDA", "XNAS", 1'000, 1'737'968'400'123);
    alert.roster.entries[2] = entry("ORCL", "XNAS", 867, 1'737'968'401'000);
    return alert;
}

inline Alert contagion()
{
    Alert alert = roster_of(AlertKind::contagion, "ai_markets");
    alert.rung = {200};
    alert.fall = {832};
    alert.roster.members = 4;
    alert.roster.crossed = 3;
    alert.roster.entries[0] = entry("9984", "XTKS", 800, 1'737'936'005'000);
    alert.roster.entries[1] = entry("ASML", "XAMS", 701, 1'737'964'872'500);
    alert.roster.entries[2] = entry("NVDA", "XNAS", 995, 1'737'968'400'123);
    return alert;
}

inline Alert future(AlertKind kind)
{
    Alert alert = sample_of(kind);
    alert.symbol = symbol_of("NQH5");
    alert.venue = {{'X', 'C', 'M', 'E'}};
    alert.reference = {ReferenceKind::settlement, cents(2'191'125), {2025, 1, 24}};
    alert.low_limit = cents(2'038'725);
    alert.limit_source = LimitSource::rule;
    return alert;
}

inline Alert record()
{
    Alert alert = future(AlertKind::record);
    alert.rung = {};
    alert.price = cents(2'101'025);
    alert.fall = {411};
    alert.record = {.since = {2022, 9, 13},
                    .since_fall = {553},
                    .from = {1999, 3, 10},
                    .next_price = cents(2'070'009),
                    .next_since = {2020, 3, 16}};
    put(alert.record.series, "NQ");
    return alert;
}

inline Alert limit_distance()
{
    Alert alert = future(AlertKind::limit_distance);
    alert.rung = {5'000};
    alert.price = cents(2'096'625);
    alert.fall = {6'200};
    put(alert.detail, "price limit");
    return alert;
}

inline Alert halt()
{
    Alert alert = sample_of(AlertKind::halt);
    alert.book_state = BookState::halted;
    alert.rung = {1};
    alert.fall = {};
    put(alert.detail, "LUDP");
    return alert;
}

inline Alert blind()
{
    Alert alert = sample_of(AlertKind::blind);
    alert.symbol = symbol_of("totalview");
    alert.venue = {};
    alert.severity = Severity::critical;
    alert.rung = alert.fall = {};
    alert.price = Price::none();
    alert.reference = {};
    alert.cause = BlindCause::lines_silent;
    alert.window_ns = 3 * sample_second;
    return alert;
}

inline Alert imbalance()
{
    Alert alert = sample_of(AlertKind::imbalance);
    alert.severity = Severity::info;
    alert.confidence = Confidence::unconfirmed;
    alert.rung = {200};
    alert.quantity = 120'000;
    put(alert.detail, "SO");
    return alert;
}

inline constexpr std::array all_kinds{
    AlertKind::gap,       AlertKind::velocity, AlertKind::basket,
    AlertKind::contagion, AlertKind::record,   AlertKind::limit_distance,
    AlertKind::halt,      AlertKind::blind,    AlertKind::imbalance,
};

inline Alert fired(AlertKind kind)
{
    switch (kind) {
        case AlertKind::gap: break;
        case AlertKind::velocity: return velocity();
        case AlertKind::basket: return basket();
        case AlertKind::contagion: return contagion();
        case AlertKind::record: return record();
        case AlertKind::limit_distance: return limit_distance();
        case AlertKind::halt: return halt();
        case AlertKind::blind: return blind();
        case AlertKind::imbalance: return imbalance();
    }
    return sample_of(AlertKind::gap);
}

/// The same, as a later revision.
inline Alert revised(Alert alert, AlertState state, AlertReason reason)
{
    alert.revision = 2;
    alert.state = state;
    alert.reason = reason;
    return alert;
}

}  // namespace gapwire::alerts
