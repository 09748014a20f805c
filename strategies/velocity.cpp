// The rule velocity.
#include "strategies/velocity.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "strategies/rule_settings.hpp"
#include "strategies/why.hpp"

namespace gapwire::strategies {

Velocity::Velocity(VelocitySettings settings)
    : settings_(std::move(settings)), selection_(settings_.symbols)
{
    GAPWIRE_ASSERT(!settings_.name.empty() && settings_.name.size() <= Alert{}.rule.raw.size());
    GAPWIRE_ASSERT(settings_.move > BasisPoints{0} && settings_.within_ns > 0);
}

Sentences Velocity::explain() const
{
    Sentences out{{directed("rule_velocity", settings_.direction),
                   {{"name", settings_.name},
                    {"symbols", symbols_said(settings_.symbols)},
                    {"move", settings_.move},
                    {"within", Length{settings_.within_ns}},
                    {"trigger", trigger_said(settings_.prices.trigger)}}}};
    explain_prices(settings_.prices, out);
    explain_condition(settings_.condition, settings_.hysteresis, out);
    return out;
}

std::vector<std::string> Velocity::why(InstrumentId instrument, const MarketUpdate* last) const
{
    const auto* const source = places_.source(instrument);
    if (source == nullptr) return {"the rule does not watch it"};
    const Place& place = places_[source->place];
    Clauses out;
    why_prices(settings_.prices, last, out);
    if (!place.from.is_none())
        out.push_back(fmt::format("measured from {}", decimal(place.from.price)));
    out.push_back(fmt::format("{} % within {} s: {}", decimal(settings_.move.value, 2),
                              settings_.within_ns / second_ns,
                              why_condition(place.timed.condition, settings_.condition)));
    return out;
}

void Velocity::begin(const TradingDay& day)
{
    day_ = day;
    places_.clear();
}

Interest Velocity::on_instrument(const Instrument& instrument)
{
    places_.forget(instrument.id);
    if (!selection_.concerns(instrument) || instrument.test_issue) return {};
    const Listing listing = look_up(day_, instrument, ReferenceChoice::automatic);
    const std::uint32_t index = places_.place_of(day_.references->key_of(instrument)).first;
    Place& place = places_[index];
    if (place.listing.date != listing.date)
        place = {.listing = listing, .trail = PriceTrail(settings_.within_ns)};
    place.listing.references = listing.references;
    places_.watch(instrument, index);
    return {kinds_of(settings_.prices.trigger)};
}

void Velocity::on_update(const MarketUpdate& update, AlertWriter& out) noexcept
{
    const auto* const source = places_.source(update.instrument);
    if (source == nullptr) return;
    Place& place = places_[source->place];
    for_each_judged(update, settings_.prices, settings_.direction,
                    [&](const Observation& seen) { judge(source->place, seen, update, out); });
    if ((update.kinds & (update_trade | update_trade_broken)) != 0)
        place.last_print = update.trade_price;
    if ((update.kinds & update_trade_broken) != 0) take_back(source->place, update, out);
    if ((update.kinds & update_status) != 0) follow_status(source->place, update, out);
}

void Velocity::take_back(std::uint32_t index, const MarketUpdate& update, AlertWriter& out) noexcept
{
    if (update.broken_price.is_none()) return;
    Place& place = places_[index];
    place.trail.take_back(update.broken_price);
    if (!place.timed.condition.has_fired() || place.from.is_none()) return;
    place.last = update;
    const Zone broken = zone(place.from.price, exact(update.broken_price));
    settle(index, place.timed.condition.take_back(broken == Zone::reached), out);
}

void Velocity::follow_status(std::uint32_t index, const MarketUpdate& update,
                             AlertWriter& out) noexcept
{
    Place& place = places_[index];
    if (place.timed.condition.is_idle() || place.from.is_none()) return;
    const Sight sight = sight_of(day_, place.listing.venue, update);
    if (sight == Sight::closed) return;
    if (sight == Sight::seen) {
        const Zone where = zone(place.from.price, place.seen);
        return settle(index, place.timed.condition.regain(where, update.exchange_time), out);
    }
    place.last = update;
    place.timed.condition.lose_sight(update.exchange_time);
    settle(index, {}, out);
}

Zone Velocity::zone(Price from, HalfUnits price) const noexcept
{
    return zone_of(moved(settings_.direction, exact(from), price), exact(from).value,
                   settings_.move, settings_.hysteresis);
}

bool Velocity::corroborated(const Place& place, const Observation& seen,
                            const MarketUpdate& update) const noexcept
{
    const Price from = place.from.price;
    return is_borne_out(seen, exact(from), place.last_print,
                        market_of(update, settings_.prices.mid_spread_max),
                        [&](HalfUnits price) { return zone(from, price) == Zone::reached; });
}

void Velocity::judge(std::uint32_t index, const Observation& seen, const MarketUpdate& update,
                     AlertWriter& out) noexcept
{
    Place& place = places_[index];
    const Timestamp now = update.exchange_time;
    const bool is_down = settings_.direction == Direction::down;
    const PricePoint from = is_down ? place.trail.high(now) : place.trail.low(now);
    remember(place, seen, update);
    const bool has_from = !from.is_none() && from.price > Price{0};
    const Zone where = has_from ? zone(from.price, seen.price) : Zone::cleared;
    if (where != Zone::reached && place.timed.condition.is_idle()) return;
    if (has_from) place.from = from;
    place.seen = seen.price;
    place.last = update;
    const bool is_sure = where == Zone::reached && is_clean_if_borne_out(update) &&
                         corroborated(place, seen, update);
    settle(index,
           place.timed.condition.see({where, is_sure, seen.quantity, now}, settings_.condition),
           out);
}

/// What later prices are measured from: the mid where there is one, for prints far off it come and
/// go, and no print far off its quotes.
void Velocity::remember(Place& place, const Observation& seen,
                        const MarketUpdate& update) const noexcept
{
    const Market market = market_of(update, settings_.prices.mid_spread_max);
    if (market.mid)
        place.trail.add(price_at_or_below(*market.mid), update.exchange_time);
    else if (!seen.is_print || !is_far_off(seen.price, seen.price, market))
        place.trail.add(price_at_or_below(seen.price), update.exchange_time);
}

void Velocity::on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept
{
    const auto index = static_cast<std::uint32_t>(what);
    if (index >= places_.size() || !places_[index].timed.takes(due)) return;
    settle(index, places_[index].timed.condition.expire(due, settings_.condition), out, due);
}

void Velocity::on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept
{
    for (std::uint32_t index = 0; index < places_.size(); ++index) {
        Place& place = places_[index];
        if (place.timed.condition.is_idle() || place.listing.venue != market) continue;
        settle(index, place.timed.condition.go_blind(time, settings_.condition), out, time);
    }
}

void Velocity::settle(std::uint32_t index, Condition::News news, AlertWriter& out,
                      Timestamp timed) noexcept
{
    Place& place = places_[index];
    place.timed.arm(*day_.timers, this, index, settings_.condition);
    if (!news) return;
    Listing listing = place.listing;
    listing.reference = {ReferenceKind::minutes_ago, place.from.price, listing.date,
                         ReferenceSource::feed};
    Alert alert =
        draft_alert({settings_.name, AlertKind::velocity, settings_.direction, settings_.move},
                    listing, place.seen, place.last);
    alert.severity = settings_.severity;
    alert.window_ns = settings_.within_ns;
    say(alert, place.timed.condition, news, place.last, timed);
    out.raise(alert);
}

VelocitySettings read_velocity(const Setting& table)
{
    allow_keys(table,
               {"kind", "name", "symbols", "direction", "move", "within", "severity", "hysteresis",
                "trigger", "mid_spread_max", "print_size_min", "quote_size_min", "for",
                "prints_min", "volume_min", "recovery", "cool_down", "unseen"});
    VelocitySettings settings;
    read_name(table, settings.name);
    read_symbols(table, "symbols", settings.symbols);
    read_direction(table, settings.direction);
    read_percent(table, "move", settings.move);
    read_duration(table, "within", settings.within_ns);
    if (settings.within_ns <= 0) refuse(*table.find("within"), "needs a time above 0");
    read_severity(table, settings.severity);
    read_percent(table, "hysteresis", settings.hysteresis);
    read_prices(table, settings.prices, settings.condition.prints_min);
    read_condition(table, settings.condition);
    return settings;
}

}  // namespace gapwire::strategies
