// A listing as rules see it: what it is measured from, and the alert about it before it is judged.
#pragma once

#include <array>
#include <string_view>

#include "strategies/condition.hpp"
#include "strategies/fall.hpp"
#include "strategies/low_limit.hpp"
#include "strategies/references.hpp"
#include "strategies/rule.hpp"

namespace gapwire::strategies {

/// One symbol of one market on one trading date.
struct Listing {
    ReferencePrice reference{};  // none: no price
    Text<16> withheld{};         // a corporate action lies between: "split 10:1"
    Symbol symbol{};
    Text<4> venue{};
    Date date{};  // trading date
    std::array<ReferencePrice, reference_kinds> references{};
    bool test_issue = false;
    bool is_future = false;
    const Product* product = nullptr;  // of a future: what the configuration says

    bool has_reference() const noexcept { return reference.price > Price{0}; }
    bool is_withheld() const noexcept { return withheld.raw[0] != '\0'; }
    /// Whether prices may be compared with the reference.
    bool is_measured() const noexcept { return has_reference() && !is_withheld(); }
};

/// The trading date an instrument is in: its own, or that of everything.
inline Date date_of(const TradingDay& day, const Instrument& instrument)
{
    return instrument.day == 0 ? day.date : date_of_day(instrument.day);
}

/// Whether the calendar of a market (MIC) says it is open, be it before or after regular hours;
/// true where there is none.
bool market_is_open(const TradingDay& day, const Text<4>& venue, Timestamp time,
                    bool regular_only) noexcept;

/// What the state of a book says of a market (MIC).
enum class Sight : std::uint8_t {
    seen,
    lost,    // what trades there may not be as it was told
    closed,  // nothing is lost that could have been seen
};
Sight sight_of(const TradingDay& day, const Text<4>& venue, const MarketUpdate& update) noexcept;

/// Whether the market closes early on that trading date; false where its calendar does not say.
bool closes_early(const TradingDay& day, const Text<4>& venue, Date date) noexcept;

/// What is known of an instrument now.
Listing look_up(const TradingDay& day, const Instrument& instrument, ReferenceChoice choice);

/// Where trading stops below, by the feed or else by the exchange's rule.
LowLimit limit_of(const Listing& listing, const MarketUpdate& update);

/// Which alert it is.
struct Subject {
    std::string_view rule;  // 1 to 16 characters
    AlertKind kind = AlertKind::gap;
    Direction direction = Direction::down;
    BasisPoints rung{};
};

/// The alert about a listing with all but its state: ids, references, the price seen and how far it
/// lies from the reference. `price` is that of `update` which is judged.
Alert draft_alert(const Subject& subject, const Listing& listing, HalfUnits price,
                  const MarketUpdate& update);
/// The same without a price.
Alert draft_alert(const Subject& subject, const Listing& listing, const MarketUpdate& update);

/// A short text of an alert, cut where there is no room.
constexpr Text<16> detail_of(std::string_view text) noexcept
{
    Text<16> detail{};
    text.copy(detail.raw.data(), detail.raw.size());
    return detail;
}

/// What a condition has to say, onto a draft: state, revision, reason and how sure it is. `timed`:
/// the time of the timer that decided; none where an update did.
void say(Alert& alert, const Condition& condition, Condition::News news, const MarketUpdate& update,
         Timestamp timed) noexcept;

}  // namespace gapwire::strategies
