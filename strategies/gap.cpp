// The rules gap_down and gap_up.
#include "strategies/gap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "strategies/why.hpp"

namespace gapwire::strategies {
namespace {

bool is_ladder(const std::vector<BasisPoints>& rungs) noexcept
{
    const auto not_rising = [](BasisPoints a, BasisPoints b) { return a >= b; };
    return !rungs.empty() && rungs.size() <= ladder_rungs_max && rungs.front() > BasisPoints{0} &&
           std::adjacent_find(rungs.begin(), rungs.end(), not_rising) == rungs.end();
}

}  // namespace

Gap::Gap(GapSettings settings) : settings_(std::move(settings)), selection_(settings_.symbols)
{
    GAPWIRE_ASSERT(!settings_.name.empty() && settings_.name.size() <= Alert{}.rule.raw.size());
    GAPWIRE_ASSERT(is_ladder(settings_.ladder) && !settings_.severity.empty());
}

Sentences Gap::explain() const
{
    Sentences out{{directed("rule_gap", settings_.direction),
                   {{"name", settings_.name},
                    {"symbols", symbols_said(settings_.symbols)},
                    {"ladder", settings_.ladder},
                    {"reference", reference_said(settings_.reference)},
                    {"trigger", trigger_said(settings_.prices.trigger)}}}};
    if (settings_.reference == ReferenceChoice::minutes_ago)
        out.push_back({"rule_clause.ago", {{"time", Length{settings_.ago_ns}}}});
    explain_prices(settings_.prices, out);
    explain_condition(settings_.condition, settings_.hysteresis, out);
    return out;
}

std::vector<std::string> Gap::why(InstrumentId instrument, const MarketUpdate* last) const
{
    const auto* const source = places_.source(instrument);
    if (source == nullptr) return {"the rule does not watch it"};
    const Incident& incident = places_[source->place];
    Clauses out;
    why_listing(incident.listing, out);
    why_prices(settings_.prices, last, out);
    if (!incident.listing.is_measured()) return out;
    const Price price = last == nullptr ? Price::none() : last->trade_price;
    const BasisPoints fall =
        price.is_none() ? BasisPoints{}
                        : fall_between(exact(incident.listing.reference.price), exact(price));
    for (std::size_t i = 0; i < settings_.ladder.size(); ++i) {
        const Condition& condition = rungs(source->place)[i].timed.condition;
        const BasisPoints rung = settings_.ladder[i];
        const bool is_down = settings_.direction == Direction::down;
        const char* const sign = is_down ? "-" : "+";
        if (condition.is_idle()) {
            out.push_back(fmt::format("rung {}{} %: not reached by {}", sign,
                                      decimal(rung.value, 2), signed_percent(fall)));
            break;
        }
        out.push_back(fmt::format("rung {}{} %: {}", sign, decimal(rung.value, 2),
                                  why_condition(condition, settings_.condition)));
    }
    return out;
}

void Gap::begin(const TradingDay& day)
{
    GAPWIRE_ASSERT(!day.date.is_none() && day.timers != nullptr);
    GAPWIRE_ASSERT(day.references != nullptr && day.counters != nullptr);
    day_ = day;
    places_.clear();
    rungs_.clear();
}

// ---- instruments

Interest Gap::on_instrument(const Instrument& instrument)
{
    GAPWIRE_ASSERT(!day_.date.is_none() && !instrument.id.is_none());
    places_.forget(instrument.id);
    if (!selection_.concerns(instrument)) return {};

    const Listing listing = look_up(day_, instrument, settings_.reference);
    const bool looks_back = settings_.reference == ReferenceChoice::minutes_ago;
    if (!listing.has_reference() && selection_.is_all() && !looks_back) return {};
    const auto [place, is_new] = places_.place_of(day_.references->key_of(instrument));
    if (is_new) {
        rungs_.resize(places_.size() * settings_.ladder.size());
        if (!listing.has_reference() && !looks_back) day_.counters->add(Counter::rule_no_reference);
    }
    refresh(place, listing);
    places_.watch(instrument, place);
    return {kinds_of(settings_.prices.trigger)};
}

/// A listing is known anew: on another trading date from the start, else with what has changed.
void Gap::refresh(std::uint32_t place, const Listing& listing)
{
    Incident& incident = places_[place];
    if (incident.listing.date != listing.date) {
        incident = {.listing = listing};
        if (settings_.reference == ReferenceChoice::minutes_ago)
            incident.trail = std::make_unique<PriceTrail>(settings_.ago_ns);
        std::fill_n(rungs(place), settings_.ladder.size(), Rung{});
        return;
    }
    const Text<4> first_seen = incident.listing.venue;  // ids go by it
    const ReferencePrice before = incident.listing.reference;
    incident.listing = listing;
    incident.listing.venue = first_seen;
    if (!listing.has_reference()) incident.listing.reference = before;
    incident.is_corrected |= incident.is_active && incident.listing.reference != before;
}

// ---- updates

void Gap::on_update(const MarketUpdate& update, AlertWriter& out) noexcept
{
    const auto* const source = places_.source(update.instrument);
    if (source == nullptr) return;
    const std::uint32_t place = source->place;
    Incident& incident = places_[place];
    if (incident.trail) look_back(incident, update);
    if (!incident.listing.is_measured()) [[unlikely]]
        return tell_why_not(incident, update, out);
    if (incident.is_corrected) [[unlikely]]
        correct(place, out);

    for_each_judged(update, settings_.prices, settings_.direction,
                    [&](const Observation& seen) { judge(place, seen, update, out); });
    if ((update.kinds & (update_trade | update_trade_broken)) != 0)
        incident.last_print = update.trade_price;
    if (!incident.is_active) return;
    if ((update.kinds & update_trade_broken) != 0) take_back(place, update, out);
    if ((update.kinds & update_status) != 0) follow_status(place, update, out);
}

/// The reference goes along behind the price.
void Gap::look_back(Incident& incident, const MarketUpdate& update) noexcept
{
    const PricePoint ago = incident.trail->at({update.exchange_time.ns - settings_.ago_ns});
    incident.listing.reference = {ReferenceKind::minutes_ago, ago.price, incident.listing.date,
                                  ReferenceSource::feed};
    if ((update.kinds & update_trade_broken) != 0) incident.trail->take_back(update.broken_price);
    if ((update.kinds & update_trade) != 0 && !update.trade_price.is_none())
        incident.trail->add(update.trade_price, update.exchange_time);
}

Zone Gap::zone(const Incident& incident, std::size_t rung, HalfUnits price) const noexcept
{
    const HalfUnits from = exact(incident.listing.reference.price);
    return zone_of(moved(settings_.direction, from, price), from.value, settings_.ladder[rung],
                   settings_.hysteresis);
}

void Gap::judge(std::uint32_t place, const Observation& seen, const MarketUpdate& update,
                AlertWriter& out) noexcept
{
    Incident& incident = places_[place];
    if (!incident.is_active && zone(incident, 0, seen.price) != Zone::reached) [[likely]]
        return;
    incident.is_active = true;
    incident.seen = seen.price;
    incident.seen_at = update.exchange_time;
    incident.last = update;
    for (std::size_t i = 0; i < settings_.ladder.size(); ++i) {
        Rung& rung = rungs(place)[i];
        const Zone where = zone(incident, i, seen.price);
        if (where != Zone::reached && rung.timed.condition.is_idle()) return;
        const bool is_sure =
            where == Zone::reached && corroborated(incident, settings_.ladder[i], seen, update);
        if (!rung.timed.condition.has_fired() || is_sure)
            rung.is_far_off = !is_sure && is_lone(incident, seen, update);
        settle(place, i,
               rung.timed.condition.see({.zone = where,
                                         .corroborated = is_sure && is_clean_if_borne_out(update),
                                         .quantity = seen.quantity,
                                         .time = update.exchange_time},
                                        settings_.condition),
               out);
    }
}

bool Gap::corroborated(const Incident& incident, BasisPoints rung, const Observation& seen,
                       const MarketUpdate& update) const noexcept
{
    const HalfUnits from = exact(incident.listing.reference.price);
    return is_borne_out(
        seen, from, incident.last_print, market_of(update, settings_.prices.mid_spread_max),
        [&](HalfUnits price) { return moved_at_least(settings_.direction, from, price, rung); });
}

/// A print so far from its market that no other print bears it out: told, but not paged.
bool Gap::is_lone(const Incident& incident, const Observation& seen,
                  const MarketUpdate& update) const noexcept
{
    return seen.is_print && is_far_off(seen.price, exact(incident.listing.reference.price),
                                       market_of(update, settings_.prices.mid_spread_max));
}

void Gap::follow_status(std::uint32_t place, const MarketUpdate& update, AlertWriter& out) noexcept
{
    Incident& incident = places_[place];
    const std::size_t rung_count = settings_.ladder.size();
    const auto condition = [&](std::size_t i) -> Condition& {
        return rungs(place)[i].timed.condition;
    };
    const Timestamp now = update.exchange_time;
    switch (sight_of(day_, incident.listing.venue, update)) {
        case Sight::closed: return;
        case Sight::lost:
            incident.last = update;
            return lose_sight_of_ladder(rung_count, condition, [&](std::size_t i) {
                condition(i).lose_sight(now);
                settle(place, i, {}, out);
            });
        case Sight::seen:
            for (std::size_t i = rung_count; i-- > 0;)
                settle(place, i, condition(i).regain(zone(incident, i, incident.seen), now), out);
    }
}

void Gap::on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept
{
    for (std::uint32_t place = 0; place < places_.size(); ++place) {
        if (!places_[place].is_active || places_[place].listing.venue != market) continue;
        const auto condition = [&](std::size_t i) -> Condition& {
            return rungs(place)[i].timed.condition;
        };
        lose_sight_of_ladder(settings_.ladder.size(), condition, [&](std::size_t i) {
            settle(place, i, condition(i).go_blind(time, settings_.condition), out, time);
        });
    }
}

void Gap::take_back(std::uint32_t place, const MarketUpdate& update, AlertWriter& out) noexcept
{
    if (update.broken_price.is_none()) return;
    Incident& incident = places_[place];
    const HalfUnits broken = exact(update.broken_price);
    incident.last = update;
    if (!update.trade_price.is_none()) incident.seen = exact(update.trade_price);
    for (std::size_t i = 0; i < settings_.ladder.size(); ++i)
        settle(
            place, i,
            rungs(place)[i].timed.condition.take_back(zone(incident, i, broken) == Zone::reached),
            out);
}

/// What has fired holds against the corrected reference, or is withdrawn.
void Gap::correct(std::uint32_t place, AlertWriter& out) noexcept
{
    Incident& incident = places_[place];
    incident.is_corrected = false;
    for (std::size_t i = 0; i < settings_.ladder.size(); ++i) {
        Rung& rung = rungs(place)[i];
        if (!rung.timed.condition.has_fired() || rung.price.is_none()) continue;
        if (zone(incident, i, exact(rung.price)) == Zone::reached) continue;
        settle(place, i, rung.timed.condition.withdraw(AlertReason::reference_corrected), out);
    }
}

void Gap::on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept
{
    const auto place = static_cast<std::uint32_t>(what / ladder_rungs_max);
    const auto i = static_cast<std::size_t>(what % ladder_rungs_max);
    if (place >= places_.size() || i >= settings_.ladder.size()) return;
    Rung& rung = rungs(place)[i];
    if (!rung.timed.takes(due)) return;
    settle(place, i, rung.timed.condition.expire(due, settings_.condition), out, due);
}

// ---- alerts

/// Raises what there is to say of a rung, and sets its next timer. `timed`: a timer decided.
void Gap::settle(std::uint32_t place, std::size_t i, Condition::News news, AlertWriter& out,
                 Timestamp timed) noexcept
{
    Incident& incident = places_[place];
    Rung& rung = rungs(place)[i];
    rung.timed.arm(*day_.timers, this, place * ladder_rungs_max + i, settings_.condition);
    if (!news) return;
    const bool is_fired = news.reason == AlertReason::fired;
    if (incident.listing.test_issue) {
        if (is_fired) day_.counters->add(Counter::alerts_test_issue);
        return;
    }
    Alert alert = describe(incident, settings_.ladder[i], incident.seen, incident.last);
    alert.severity = rung.is_far_off ? Severity::info : severity(i, alert);
    say(alert, rung.timed.condition, news, incident.last, timed);
    if (news.reason == AlertReason::sight_lost)
        alert.window_ns = alert.exchange_time.ns - incident.seen_at.ns;
    if (news.reason == AlertReason::trade_broken && incident.last.trade_price.is_none()) {
        alert.price = Price::none();  // no trade is left
        alert.fall = {};
    }
    if (is_fired) rung.price = alert.price;
    out.raise(alert);
}

Alert Gap::describe(const Incident& incident, BasisPoints rung, HalfUnits price,
                    const MarketUpdate& update) const
{
    Alert alert = draft_alert({settings_.name, AlertKind::gap, settings_.direction, rung},
                              incident.listing, price, update);
    if (const auto* const source = places_.source(update.instrument))
        alert.venue = source->venue;  // where it was seen
    return alert;
}

/// Three quarters of the way to the next mechanical stop is an emergency.
Severity Gap::severity(std::size_t rung, const Alert& alert) const noexcept
{
    const bool is_down = settings_.direction == Direction::down;
    if (is_down && !alert.low_limit.is_none() && alert.low_limit < alert.reference.price) {
        const Wide way = wide(alert.reference.price.units) - alert.low_limit.units;
        const Wide gone = wide(alert.reference.price.units) - alert.price.units;
        if (gone * 4 >= way * 3) return Severity::emergency;
    }
    return settings_.severity[std::min(rung, settings_.severity.size() - 1)];
}

/// There is nothing to measure from, or it may not be compared: told once, when there is a price.
void Gap::tell_why_not(Incident& incident, const MarketUpdate& update, AlertWriter& out) noexcept
{
    if (incident.is_told || incident.listing.test_issue || incident.trail) return;
    const bool has_traded = (update.kinds & update_trade) != 0 && !update.trade_price.is_none();
    if (!has_traded) return;
    if (!incident.listing.has_reference() && !settings_.say_no_reference) return;
    const bool is_withheld = incident.listing.is_withheld();
    const HalfUnits price = exact(update.trade_price);
    if (is_withheld && zone(incident, 0, price) != Zone::reached) return;
    incident.is_told = true;
    Alert alert = describe(incident, {}, price, update);
    alert.state = AlertState::unknown;
    alert.severity = is_withheld ? Severity::warning : Severity::info;
    alert.reason = is_withheld ? AlertReason::corporate_action : AlertReason::no_reference;
    alert.detail = incident.listing.withheld;
    alert.confidence = Confidence::unconfirmed;
    out.raise(alert);
}

}  // namespace gapwire::strategies
