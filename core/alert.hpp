// The alert: what a rule says, as plain data that crosses threads and keys every store.
#pragma once

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

enum class AlertState : std::uint8_t { pending, firing, recovering, unknown, withdrawn };

enum class ReferenceKind : std::uint8_t { official_close, settlement, fixed };

/// A price that falls are measured from: which kind, how much, of which trading date.
struct ReferencePrice {
    ReferenceKind kind = ReferenceKind::official_close;
    Price price = Price::none();
    Date date{};  // no date: `fixed` prices may have none
    friend constexpr bool operator==(const ReferencePrice&, const ReferencePrice&) = default;
};

/// Who says where trading stops.
enum class LimitSource : std::uint8_t {
    none,     // the instrument has no price limits of this kind: no future
    unknown,  // a future, and nobody says
    feed,
    rule,  // computed by the exchange's rule from references of the configuration
};

/// One rung of one incident. `(id, revision, state)` is its identity for every store and sink.
struct Alert {
    std::uint64_t id = 0;  // derived: the same incident and rung have the same id in every replica
    std::uint32_t revision = 1;
    AlertState state = AlertState::firing;
    Confidence confidence = Confidence::clean;
    BookState book_state = BookState::unknown;
    Text<16> rule{};
    Symbol symbol{};
    Text<4> venue{};  // MIC of where the price was seen: an instrument may have several sources
    Date trading_date{};
    BasisPoints rung{};
    BasisPoints fall{};  // truncated toward zero
    ReferencePrice reference{};
    Price price = Price::none();      // the observed price
    Price low_limit = Price::none();  // where trading stops; none: not known
    LimitSource limit_source = LimitSource::none;
    Timestamp exchange_time{0};
    Timestamp capture_time = Timestamp::none();
    friend constexpr bool operator==(const Alert&, const Alert&) = default;
};
static_assert(std::is_trivially_copyable_v<Alert>);

/// Whether nobody asks where the price was seen: the feeds of Nasdaq and CME are of their own
/// instruments.
constexpr bool is_of_own_market(const Alert& alert) noexcept
{
    const std::string_view venue = alert.venue.view();
    return venue.empty() || venue == "XNAS" || venue == "XCME";
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

constexpr std::string_view to_text(ReferenceKind kind) noexcept
{
    switch (kind) {
        case ReferenceKind::official_close: return "official_close";
        case ReferenceKind::settlement: return "settlement";
        case ReferenceKind::fixed: return "static";
    }
    return "?";
}

}  // namespace gapwire
