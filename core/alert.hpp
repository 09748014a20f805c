// The alert: what a rule says, as plain data that crosses threads and keys every store.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <type_traits>

#include "core/time.hpp"
#include "core/types.hpp"
#include "core/update.hpp"

namespace gapwire {

/// How sure an alert is. Blindness is a state of the watch, not a confidence.
enum class Confidence : std::uint8_t {
    clean,        // a valid book, and more than one print or line says so
    unconfirmed,  // one print, or one line
    degraded,     // the book is incomplete, or updates were merged
};

/// The state of what an alert says, on event time. What an operator did is not part of it.
enum class AlertState : std::uint8_t {
    pending,  // reached, but not for long or often enough yet; never raised
    firing,
    recovering,  // it went back, and stayed back
    unknown,     // nothing that could tell is seen, or told prices may not be compared
    withdrawn,   // what it rested on was taken back
};

/// Why this revision was raised.
enum class AlertReason : std::uint8_t {
    fired,
    confirmed,            // another print or quote bears it out
    recovered,            // back by the hysteresis, for the time that is asked for
    returned,             // and there again
    sight_lost,           // what it watches cannot be seen
    seen_again,           // and there it still is
    trade_broken,         // the trade it rested on was broken
    reference_corrected,  // the price it was measured from was corrected
    changed,              // what it tells changed: roster, record, distance
    over,                 // a halt, a blindness has ended
    corporate_action,     // a split or the like lies between the two prices: withheld
    no_reference,         // there is nothing to measure from
};

/// What kind of thing an alert is about, by the rule that raised it.
enum class AlertKind : std::uint8_t {
    gap,
    velocity,
    basket,
    contagion,
    record,
    limit_distance,
    halt,
    blind,
    imbalance,
};

enum class Severity : std::uint8_t { info, warning, critical, emergency };

enum class Direction : char { down = 'D', up = 'U' };

enum class ReferenceKind : std::uint8_t {
    official_close,
    settlement,
    fixed,
    session_open,        // the opening cross, or the first trade of the session
    last_regular_trade,  // the last eligible trade of regular hours
    limit_reference,     // what price limits are measured from
    minutes_ago,         // the price so many minutes before
};
inline constexpr std::size_t reference_kinds = 7;

enum class ReferenceSource : std::uint8_t { unknown, configuration, file, feed };

/// A price that falls are measured from: which kind, how much, of which trading date.
struct ReferencePrice {
    ReferenceKind kind = ReferenceKind::official_close;
    Price price = Price::none();
    Date date{};  // no date: `fixed` prices may have none
    ReferenceSource source = ReferenceSource::unknown;
    std::uint16_t version = 1;  // rises with every correction of that day's price
    friend constexpr bool operator==(const ReferencePrice&, const ReferencePrice&) = default;
};

/// Who says where trading stops.
enum class LimitSource : std::uint8_t {
    none,     // the instrument has no price limits of this kind: no future
    unknown,  // a future, and nobody says
    feed,
    rule,      // computed by the exchange's rule from references of the configuration
    estimate,  // by the rule, from prices of our own: who decides sees others
};

/// One of the instruments that an incident of several is about.
struct RosterEntry {
    Symbol symbol{};
    Text<4> venue{};
    BasisPoints fall{};                     // as seen last
    Timestamp crossed = Timestamp::none();  // when it reached its threshold
    friend constexpr bool operator==(const RosterEntry&, const RosterEntry&) = default;
};

/// Who is in it, in the order in which they crossed, and out of how many.
struct Roster {
    static constexpr std::size_t entries_max = 16;
    std::array<RosterEntry, entries_max> entries{};
    std::uint16_t crossed = 0;  // may be more than there is room for
    std::uint16_t members = 0;
    friend constexpr bool operator==(const Roster&, const Roster&) = default;
};

/// "The largest one-day fall since": which day was worse, by how much, and what comes next.
struct RecordLine {
    Date since{};  // no date: none in the whole history, which begins at `from`
    BasisPoints since_fall{};
    Date from{};                       // the first day of the history
    Price next_price = Price::none();  // below it the record goes further back
    Date next_since{};
    Text<24> series{};  // the name of the history
    friend constexpr bool operator==(const RecordLine&, const RecordLine&) = default;
};

/// What makes a watch blind.
enum class BlindCause : std::uint8_t {
    none,
    line_silent,       // one redundant line of several
    lines_silent,      // all of them
    messages_lost,     // on every line, and not recovered
    instrument_stale,  // its peers trade
    clock_step,
    ring_overflow,
    rules_stalled,
    sink_failing,  // alerts do not get out where they should
    not_running,   // gapwire itself was down
};

/// One rung of one incident. `(id, revision, state)` is its identity for every store and sink.
struct Alert {
    std::uint64_t id = 0;  // derived: the same incident and rung have the same id in every replica
    std::uint32_t revision = 1;
    AlertState state = AlertState::firing;
    AlertReason reason = AlertReason::fired;
    AlertKind kind = AlertKind::gap;
    Severity severity = Severity::warning;
    Direction direction = Direction::down;
    std::uint64_t incident = 0;  // shared by all alerts of one rule, direction and trading date
    Confidence confidence = Confidence::clean;
    BookState book_state = BookState::unknown;
    Text<16> rule{};
    Symbol symbol{};
    Text<4> venue{};  // MIC of where the price was seen: an instrument may have several sources
    Date trading_date{};
    BasisPoints rung{};
    BasisPoints fall{};  // truncated toward zero
    ReferencePrice reference{};
    std::array<ReferencePrice, reference_kinds> references{};  // all that are known; none: no price
    Price price = Price::none();                               // the observed price
    Price low_limit = Price::none();  // where trading stops; none: not known
    LimitSource limit_source = LimitSource::none;
    Timestamp exchange_time{0};
    Timestamp capture_time = Timestamp::none();
    std::int64_t window_ns = 0;  // velocity: within how long; halts and blindness: how long
    Text<16> detail{};           // halts: the reason; imbalance: its side; withheld: "split 10:1"
    std::uint64_t quantity = 0;  // imbalance: shares
    BlindCause cause = BlindCause::none;
    RecordLine record{};
    Roster roster{};
    friend constexpr bool operator==(const Alert&, const Alert&) = default;
};
static_assert(std::is_trivially_copyable_v<Alert>);

/// Whether a symbol alone says what is meant: Nasdaq and CME tell of their own instruments.
constexpr bool is_own_market(std::string_view venue) noexcept
{
    return venue.empty() || venue == "XNAS" || venue == "XCME";
}

/// Whether nobody asks where the price was seen.
constexpr bool is_of_own_market(const Alert& alert) noexcept
{
    return is_own_market(alert.venue.view());
}

/// How far the price may fall before it is at its low limit, truncated toward zero; nothing without
/// a limit, and for a price that is not above 0.
constexpr std::optional<BasisPoints> to_low_limit(const Alert& alert) noexcept
{
    if (alert.low_limit.is_none() || alert.price <= Price{0}) return std::nullopt;
    const Wide distance = wide(alert.price.units) - alert.low_limit.units;
    return BasisPoints{static_cast<std::int32_t>(distance * 10'000 / alert.price.units)};
}

constexpr std::string_view to_text(Confidence confidence) noexcept
{
    switch (confidence) {
        case Confidence::clean: return "CLEAN";
        case Confidence::unconfirmed: return "UNCONFIRMED";
        case Confidence::degraded: return "DEGRADED";
    }
    return "?";
}

constexpr std::string_view to_text(LimitSource source) noexcept
{
    switch (source) {
        case LimitSource::none: return "none";
        case LimitSource::unknown: return "unknown";
        case LimitSource::feed: return "feed";
        case LimitSource::rule: return "rule";
        case LimitSource::estimate: return "estimate";
    }
    return "?";
}

constexpr std::string_view to_text(AlertState state) noexcept
{
    switch (state) {
        case AlertState::pending: return "pending";
        case AlertState::firing: return "firing";
        case AlertState::recovering: return "recovering";
        case AlertState::unknown: return "unknown";
        case AlertState::withdrawn: return "withdrawn";
    }
    return "?";
}

constexpr std::string_view to_text(AlertReason reason) noexcept
{
    switch (reason) {
        case AlertReason::fired: return "fired";
        case AlertReason::confirmed: return "confirmed";
        case AlertReason::recovered: return "recovered";
        case AlertReason::returned: return "returned";
        case AlertReason::sight_lost: return "sight_lost";
        case AlertReason::seen_again: return "seen_again";
        case AlertReason::trade_broken: return "trade_broken";
        case AlertReason::reference_corrected: return "reference_corrected";
        case AlertReason::changed: return "changed";
        case AlertReason::over: return "over";
        case AlertReason::corporate_action: return "corporate_action";
        case AlertReason::no_reference: return "no_reference";
    }
    return "?";
}

constexpr std::string_view to_text(AlertKind kind) noexcept
{
    switch (kind) {
        case AlertKind::gap: return "gap";
        case AlertKind::velocity: return "velocity";
        case AlertKind::basket: return "basket";
        case AlertKind::contagion: return "contagion";
        case AlertKind::record: return "record";
        case AlertKind::limit_distance: return "limit_distance";
        case AlertKind::halt: return "halt";
        case AlertKind::blind: return "blind";
        case AlertKind::imbalance: return "imbalance";
    }
    return "?";
}

constexpr std::string_view to_text(Severity severity) noexcept
{
    switch (severity) {
        case Severity::info: return "info";
        case Severity::warning: return "warning";
        case Severity::critical: return "critical";
        case Severity::emergency: return "emergency";
    }
    return "?";
}

constexpr std::string_view to_text(Direction direction) noexcept
{
    return direction == Direction::down ? "down" : "up";
}

constexpr std::string_view to_text(BlindCause cause) noexcept
{
    switch (cause) {
        case BlindCause::none: return "none";
        case BlindCause::line_silent: return "line_silent";
        case BlindCause::lines_silent: return "lines_silent";
        case BlindCause::messages_lost: return "messages_lost";
        case BlindCause::instrument_stale: return "instrument_stale";
        case BlindCause::clock_step: return "clock_step";
        case BlindCause::ring_overflow: return "ring_overflow";
        case BlindCause::rules_stalled: return "rules_stalled";
        case BlindCause::sink_failing: return "sink_failing";
        case BlindCause::not_running: return "not_running";
    }
    return "?";
}

constexpr std::string_view to_text(ReferenceSource source) noexcept
{
    switch (source) {
        case ReferenceSource::unknown: return "unknown";
        case ReferenceSource::configuration: return "configuration";
        case ReferenceSource::file: return "file";
        case ReferenceSource::feed: return "feed";
    }
    return "?";
}

constexpr std::string_view to_text(ReferenceKind kind) noexcept
{
    switch (kind) {
        case ReferenceKind::official_close: return "official_close";
        case ReferenceKind::settlement: return "settlement";
        case ReferenceKind::fixed: return "static";
        case ReferenceKind::session_open: return "session_open";
        case ReferenceKind::last_regular_trade: return "last_regular_trade";
        case ReferenceKind::limit_reference: return "limit_ref";
        case ReferenceKind::minutes_ago: return "minutes_ago";
    }
    return "?";
}

}  // namespace gapwire
