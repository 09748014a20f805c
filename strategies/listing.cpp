// A listing as rules see it.
#include "strategies/listing.hpp"

#include <fmt/format.h>

#include "strategies/alert_id.hpp"
#include "strategies/calendar.hpp"
#include "strategies/corporate_actions.hpp"
#include "strategies/evidence.hpp"

namespace gapwire::strategies {
namespace {

/// "split 10:1", "dividend".
Text<16> label(const CorporateAction& action)
{
    Text<16> label{};
    const std::string text =
        action.kind == ActionKind::split && action.ratio
            ? fmt::format("split {}:{}", action.ratio->numerator, action.ratio->denominator)
            : std::string(to_text(action.kind));
    text.copy(label.raw.data(), label.raw.size());
    return label;
}

const Product* product_of(const TradingDay& day, const Instrument& instrument)
{
    if (instrument.product.view().empty() || day.products == nullptr) return nullptr;
    const auto product = day.products->find(instrument.product.view());
    return product == day.products->end() ? nullptr : &product->second;
}

/// What the configuration says that limits are measured from, where nothing else does.
void add_limit_reference(Listing& listing, ReferenceChoice choice)
{
    ReferencePrice& known =
        listing.references[static_cast<std::size_t>(ReferenceKind::limit_reference)];
    const bool is_told = listing.product != nullptr && listing.product->limits &&
                         listing.product->limits->date < listing.date;
    if (!known.price.is_none() || !is_told) return;
    const LimitBase& base = *listing.product->limits;
    known = {ReferenceKind::limit_reference, base.reference.future, base.date,
             ReferenceSource::configuration};
    if (choice == ReferenceChoice::limit_reference) listing.reference = known;
}

const Calendar* calendar_of(const TradingDay& day, const Text<4>& venue) noexcept
{
    return day.calendars == nullptr ? nullptr : day.calendars->find(venue.view());
}

}  // namespace

bool market_is_open(const TradingDay& day, const Text<4>& venue, Timestamp time,
                    bool regular_only) noexcept
{
    const Calendar* const calendar = calendar_of(day, venue);
    if (calendar == nullptr) return true;
    switch (calendar->at(time).phase) {
        case TradingPhase::regular: return true;
        case TradingPhase::overnight:
        case TradingPhase::pre_market:
        case TradingPhase::after_hours: return !regular_only;
        default: return false;
    }
}

Sight sight_of(const TradingDay& day, const Text<4>& venue, const MarketUpdate& update) noexcept
{
    if (update.book_state != BookState::stale && update.book_state != BookState::recovering)
        return Sight::seen;
    return market_is_open(day, venue, update.exchange_time, false) ? Sight::lost : Sight::closed;
}

bool closes_early(const TradingDay& day, const Text<4>& venue, Date date) noexcept
{
    const Calendar* const calendar = calendar_of(day, venue);
    return calendar != nullptr && calendar->day(date).kind == DayKind::early_close;
}

Listing look_up(const TradingDay& day, const Instrument& instrument, ReferenceChoice choice)
{
    Listing listing;
    listing.symbol = instrument.symbol;
    listing.venue = instrument.venue;
    listing.date = date_of(day, instrument);
    listing.test_issue = instrument.test_issue;
    listing.is_future = !instrument.product.view().empty();
    listing.product = product_of(day, instrument);

    const std::string key = day.references->key_of(instrument);
    listing.references = day.references->known(key, listing.date);
    if (const auto reference = day.references->find(key, listing.date, choice))
        listing.reference = *reference;
    add_limit_reference(listing, choice);
    if (day.corporate_actions != nullptr && !listing.reference.date.is_none())
        if (const auto actions = day.corporate_actions->between(
                instrument.symbol.view(), listing.reference.date, listing.date);
            !actions.empty())
            listing.withheld = label(actions.back());
    return listing;
}

LowLimit limit_of(const Listing& listing, const MarketUpdate& update)
{
    if (!update.low_limit.is_none()) return {update.low_limit, LimitSource::feed};
    if (!listing.is_future) return {Price::none(), LimitSource::none};
    if (listing.product == nullptr) return {};
    return low_limit_by_rule(*listing.product, listing.date, update.exchange_time);
}

Alert draft_alert(const Subject& subject, const Listing& listing, const MarketUpdate& update)
{
    Alert alert;
    alert.id = alert_id({subject.rule, listing.venue.view(), listing.symbol.view(),
                         subject.direction, listing.date, subject.rung});
    alert.kind = subject.kind;
    alert.direction = subject.direction;
    alert.incident = incident_id(subject.rule, subject.direction, listing.date);
    alert.book_state = update.book_state;
    subject.rule.copy(alert.rule.raw.data(), alert.rule.raw.size());
    alert.symbol = listing.symbol;
    alert.venue = listing.venue;
    alert.trading_date = listing.date;
    const LowLimit limit = limit_of(listing, update);
    alert.low_limit = limit.price;
    alert.limit_source = limit.source;
    alert.rung = subject.rung;
    alert.reference = listing.reference;
    alert.references = listing.references;
    alert.exchange_time = update.exchange_time;
    alert.capture_time = update.capture_time;
    return alert;
}

Alert draft_alert(const Subject& subject, const Listing& listing, HalfUnits price,
                  const MarketUpdate& update)
{
    Alert alert = draft_alert(subject, listing, update);
    alert.price =
        subject.direction == Direction::down ? price_at_or_below(price) : price_at_or_above(price);
    if (listing.has_reference()) alert.fall = fall_between(exact(listing.reference.price), price);
    return alert;
}

void say(Alert& alert, const Condition& condition, Condition::News news, const MarketUpdate& update,
         Timestamp timed) noexcept
{
    alert.revision = condition.revision();
    alert.state = condition.state();
    alert.reason = news.reason;
    alert.confidence = confidence_of({.book_state = update.book_state,
                                      .lines = update.lines,
                                      .corroborated = condition.is_confirmed(),
                                      .merged = update.merged > 0});
    if (timed.is_none()) return;
    alert.exchange_time = timed;
    alert.capture_time = Timestamp::none();  // nothing was received then
}

}  // namespace gapwire::strategies
