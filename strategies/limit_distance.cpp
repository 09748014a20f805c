// The rule limit_distance.
#include "strategies/limit_distance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "strategies/rule_settings.hpp"
#include "strategies/why.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::int64_t hour_ns = 60 * minute_ns;
constexpr std::int64_t open_ns = 9 * hour_ns + 30 * minute_ns;
constexpr std::string_view new_york = "America/New_York";

constexpr std::string_view name_of(StopKind stop) noexcept
{
    switch (stop) {
        case StopKind::price_limit: return "price limit";
        case StopKind::dynamic: return "dynamic";
        case StopKind::luld: return "LULD";
        case StopKind::mwcb: return "MWCB";
    }
    return "?";
}

constexpr std::string_view key_of(StopKind stop) noexcept
{
    switch (stop) {
        case StopKind::price_limit: return "price_limit";
        case StopKind::dynamic: return "dynamic";
        case StopKind::luld: return "luld";
        case StopKind::mwcb: return "mwcb";
    }
    return "?";
}

/// Whether a mean that has moved so far moves the reference of a band: by 1 % or more.
constexpr bool moves_reference(Price reference, Price mean) noexcept
{
    const Wide off = wide(mean.units) - reference.units;
    return (off < 0 ? -off : off) * 100 >= wide(reference.units);
}

}  // namespace

LimitDistance::LimitDistance(LimitDistanceSettings settings)
    : settings_(std::move(settings)), selection_(settings_.symbols)
{
    GAPWIRE_ASSERT(!settings_.name.empty() && settings_.name.size() <= Alert{}.rule.raw.size());
    GAPWIRE_ASSERT(!settings_.ladder.empty() && settings_.ladder.size() <= stop_rungs_max);
    GAPWIRE_ASSERT(!settings_.severity.empty());
}

Sentences LimitDistance::explain() const
{
    Sentences out{{directed("rule_limit_distance", settings_.direction),
                   {{"name", settings_.name},
                    {"symbols", symbols_said(settings_.symbols)},
                    {"ladder", settings_.ladder},
                    {"stop", PhraseKey{"rule_stop." + std::string(key_of(settings_.stop))}},
                    {"trigger", trigger_said(settings_.prices.trigger)}}}};
    explain_prices(settings_.prices, out);
    explain_condition(settings_.condition, settings_.hysteresis, out);
    return out;
}

std::vector<std::string> LimitDistance::why(InstrumentId instrument, const MarketUpdate* last) const
{
    const auto* const source = places_.source(instrument);
    if (source == nullptr) return {"the rule does not watch it"};
    const Place& place = places_[source->place];
    Clauses out;
    why_prices(settings_.prices, last, out);
    if (place.way.from.is_none())
        out.emplace_back("no price has come near the stop, or none is known");
    else
        out.push_back(fmt::format("on the way from {} to {}", decimal(place.way.from),
                                  decimal(place.way.stop)));
    for (std::size_t i = 0; i < settings_.ladder.size(); ++i)
        out.push_back(fmt::format("{} % of the way: {}", decimal(settings_.ladder[i].value, 2),
                                  why_condition(place.rungs[i].condition, settings_.condition)));
    return out;
}

void LimitDistance::begin(const TradingDay& day)
{
    day_ = day;
    places_.clear();
}

Interest LimitDistance::on_instrument(const Instrument& instrument)
{
    places_.forget(instrument.id);
    if (!selection_.concerns(instrument) || instrument.test_issue) return {};
    const bool of_future =
        settings_.stop == StopKind::price_limit || settings_.stop == StopKind::dynamic;
    Listing listing = look_up(day_, instrument, ReferenceChoice::automatic);
    if (of_future != listing.is_future) return {};
    const std::uint32_t index = places_.place_of(day_.references->key_of(instrument)).first;
    Place& place = places_[index];
    if (place.listing.date != listing.date)
        place = {
            .listing = listing, .hour = PriceTrail(hour_ns), .mean = RollingMean(5 * minute_ns)};
    place.listing = listing;
    place.closes_early = closes_early(day_, listing.venue, listing.date);
    places_.watch(instrument, index);
    return {kinds_of(settings_.prices.trigger)};
}

void LimitDistance::on_update(const MarketUpdate& update, AlertWriter& out) noexcept
{
    const auto* const source = places_.source(update.instrument);
    if (source == nullptr) return;
    Place& place = places_[source->place];
    for_each_judged(update, settings_.prices, settings_.direction,
                    [&](const Observation& seen) { judge(source->place, seen, update, out); });
    if ((update.kinds & update_status) != 0) follow_status(source->place, update, out);
    if ((update.kinds & (update_trade | update_trade_broken)) == 0) return;
    place.last_print = update.trade_price;
    if ((update.kinds & update_trade) != 0) remember(place, update);
}

// ---- ways

std::optional<LimitDistance::Way> LimitDistance::way(Place& place,
                                                     const MarketUpdate& update) const noexcept
{
    switch (settings_.stop) {
        case StopKind::price_limit: return way_to_limit(place, update);
        case StopKind::dynamic: return way_to_breaker(place, update);
        case StopKind::luld: return way_to_band(place, update);
        case StopKind::mwcb: return way_to_level(place, update);
    }
    return std::nullopt;
}

/// From what the limit is measured from, where that is known, else from the reference.
std::optional<LimitDistance::Way> LimitDistance::way_to_limit(
    const Place& place, const MarketUpdate& update) const noexcept
{
    const ReferencePrice& limit_reference =
        place.listing.references[static_cast<std::size_t>(ReferenceKind::limit_reference)];
    const Price from =
        limit_reference.price.is_none() ? place.listing.reference.price : limit_reference.price;
    if (from <= Price{0}) return std::nullopt;
    if (settings_.direction == Direction::up) {
        if (update.high_limit.is_none()) return std::nullopt;
        return Way{from, update.high_limit, LimitSource::feed};
    }
    const LowLimit limit = limit_of(place.listing, update);
    if (limit.price.is_none()) return std::nullopt;
    return Way{from, limit.price, limit.source};
}

std::optional<LimitDistance::Way> LimitDistance::way_to_breaker(
    Place& place, const MarketUpdate& update) const noexcept
{
    const Product* const product = place.listing.product;
    if (product == nullptr || !product->limits || !place.listing.has_reference())
        return std::nullopt;
    const HourRange hour{place.hour.high(update.exchange_time).price,
                         place.hour.low(update.exchange_time).price};
    if (hour.high.is_none() || hour.low.is_none()) return std::nullopt;
    const LimitBase& base = *product->limits;
    const CmeLimits limits =
        cme_limits({.previous = base.reference,
                    .tick = base.tick,
                    .trade_date = place.listing.date,
                    .time = time_of_day(update.exchange_time, "America/Chicago")});
    if (limits.dynamic <= BasisPoints{0}) return std::nullopt;
    const DynamicBand band =
        dynamic_band(hour, place.listing.reference.price, limits.dynamic, base.tick);
    if (band.status != LimitsStatus::ok) return std::nullopt;
    const bool is_down = settings_.direction == Direction::down;
    return Way{is_down ? hour.high : hour.low, is_down ? band.lower : band.upper,
               LimitSource::rule};
}

std::optional<LimitDistance::Way> LimitDistance::way_to_band(
    Place& place, const MarketUpdate& update) const noexcept
{
    if (place.luld_reference.is_none()) return std::nullopt;
    const LuldBand band =
        luld_band({.reference = place.luld_reference,
                   .previous_close = place.listing.has_reference() ? place.listing.reference.price
                                                                   : place.luld_reference,
                   .tier = settings_.tier,
                   .date = place.listing.date,
                   .time = time_of_day(update.exchange_time, new_york),
                   .early_close = place.closes_early});
    const bool is_down = settings_.direction == Direction::down;
    const Price stop = is_down ? band.lower : band.upper;
    if (band.status != LimitsStatus::ok || stop.is_none()) return std::nullopt;
    return Way{place.luld_reference, stop, LimitSource::estimate};
}

/// The next level that the fall has not reached yet; past the third there is none.
std::optional<LimitDistance::Way> LimitDistance::way_to_level(
    const Place& place, const MarketUpdate& update) const noexcept
{
    if (!place.listing.is_measured() || update.trade_price.is_none()) return std::nullopt;
    const MwcbLevels levels = mwcb_levels({.index_close = place.listing.reference.price,
                                           .date = place.listing.date,
                                           .time = time_of_day(update.exchange_time, new_york),
                                           .early_close = place.closes_early});
    if (levels.status != LimitsStatus::ok) return std::nullopt;
    for (const MwcbLevel& level : levels.level) {
        if (level.action == MwcbAction::none || update.trade_price <= level.price) continue;
        return Way{place.listing.reference.price, level.price, LimitSource::estimate};
    }
    return std::nullopt;
}

/// Trades of regular hours move the reference of a band when their mean has moved by 1 %.
void LimitDistance::remember(Place& place, const MarketUpdate& update) const noexcept
{
    if (settings_.stop == StopKind::dynamic)
        place.hour.add(update.trade_price, update.exchange_time);
    if (settings_.stop != StopKind::luld || update.trade_price <= Price{0}) return;
    if (time_of_day(update.exchange_time, new_york) < open_ns) return;
    place.mean.add(update.trade_price, update.exchange_time);
    const Price mean = place.mean.at(update.exchange_time);
    if (place.luld_reference.is_none() || moves_reference(place.luld_reference, mean))
        place.luld_reference = mean;
}

// ---- judging

Zone LimitDistance::zone(const Way& way, std::size_t rung, HalfUnits price) const noexcept
{
    return zone_of(moved(settings_.direction, exact(way.from), price),
                   moved(settings_.direction, exact(way.from), exact(way.stop)),
                   settings_.ladder[rung], settings_.hysteresis);
}

void LimitDistance::judge(std::uint32_t index, const Observation& seen, const MarketUpdate& update,
                          AlertWriter& out) noexcept
{
    Place& place = places_[index];
    const auto found = way(place, update);
    if (!found || moved(settings_.direction, exact(found->from), exact(found->stop)) <= 0) return;
    if (!place.is_active && zone(*found, 0, seen.price) != Zone::reached) return;
    place.is_active = true;
    place.way = *found;
    place.seen = seen.price;
    place.last = update;
    const Market market = market_of(update, settings_.prices.mid_spread_max);
    for (std::size_t i = 0; i < settings_.ladder.size(); ++i) {
        Condition& condition = place.rungs[i].condition;
        const Zone where = zone(*found, i, seen.price);
        if (where != Zone::reached && condition.is_idle()) return;
        const bool is_sure =
            where == Zone::reached && is_clean_if_borne_out(update) &&
            is_borne_out(seen, exact(found->from), place.last_print, market,
                         [&](HalfUnits price) { return zone(*found, i, price) == Zone::reached; });
        settle(index, i,
               condition.see({where, is_sure, seen.quantity, update.exchange_time},
                             settings_.condition),
               out);
    }
}

void LimitDistance::follow_status(std::uint32_t index, const MarketUpdate& update,
                                  AlertWriter& out) noexcept
{
    Place& place = places_[index];
    if (!place.is_active) return;
    const auto condition = [&](std::size_t i) -> Condition& { return place.rungs[i].condition; };
    const Timestamp now = update.exchange_time;
    switch (sight_of(day_, place.listing.venue, update)) {
        case Sight::closed: return;
        case Sight::lost:
            place.last = update;
            return lose_sight_of_ladder(settings_.ladder.size(), condition, [&](std::size_t i) {
                condition(i).lose_sight(now);
                settle(index, i, {}, out);
            });
        case Sight::seen:
            for (std::size_t i = settings_.ladder.size(); i-- > 0;)
                settle(index, i, condition(i).regain(zone(place.way, i, place.seen), now), out);
    }
}

void LimitDistance::on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept
{
    for (std::uint32_t index = 0; index < places_.size(); ++index) {
        Place& place = places_[index];
        if (!place.is_active || place.listing.venue != market) continue;
        const auto condition = [&](std::size_t i) -> Condition& {
            return place.rungs[i].condition;
        };
        lose_sight_of_ladder(settings_.ladder.size(), condition, [&](std::size_t i) {
            settle(index, i, condition(i).go_blind(time, settings_.condition), out, time);
        });
    }
}

void LimitDistance::on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept
{
    const auto index = static_cast<std::uint32_t>(what / stop_rungs_max);
    const std::size_t rung = what % stop_rungs_max;
    if (index >= places_.size() || !places_[index].rungs[rung].takes(due)) return;
    settle(index, rung, places_[index].rungs[rung].condition.expire(due, settings_.condition), out,
           due);
}

void LimitDistance::settle(std::uint32_t index, std::size_t rung, Condition::News news,
                           AlertWriter& out, Timestamp timed) noexcept
{
    Place& place = places_[index];
    TimedCondition& condition = place.rungs[rung];
    condition.arm(*day_.timers, this, index * stop_rungs_max + rung, settings_.condition);
    if (!news) return;
    Alert alert = draft_alert(
        {settings_.name, AlertKind::limit_distance, settings_.direction, settings_.ladder[rung]},
        place.listing, place.seen, place.last);
    alert.low_limit = place.way.stop;
    alert.limit_source = place.way.source;
    alert.detail = detail_of(name_of(settings_.stop));
    alert.reference.price = place.way.from;
    if (settings_.stop == StopKind::dynamic || settings_.stop == StopKind::luld)
        alert.reference = {ReferenceKind::minutes_ago, place.way.from, place.listing.date,
                           ReferenceSource::feed};
    const Wide whole = moved(settings_.direction, exact(place.way.from), exact(place.way.stop));
    const Wide gone = moved(settings_.direction, exact(place.way.from), place.seen) * 10'000;
    alert.fall = {static_cast<std::int32_t>(gone / whole)};
    alert.severity = settings_.severity[std::min(rung, settings_.severity.size() - 1)];
    say(alert, condition.condition, news, place.last, timed);
    out.raise(alert);
}

LimitDistanceSettings read_limit_distance(const Setting& table)
{
    allow_keys(table,
               {"kind", "name", "symbols", "stop", "tier", "direction", "ladder", "severity",
                "hysteresis", "trigger", "mid_spread_max", "print_size_min", "quote_size_min",
                "for", "prints_min", "volume_min", "recovery", "cool_down", "unseen"});
    LimitDistanceSettings settings;
    read_name(table, settings.name);
    read_symbols(table, "symbols", settings.symbols);
    read_stop(table, settings.stop);
    if (const auto* tier = table.find("tier"))
        settings.tier = read_count(*tier, 1, 2) == 1 ? LuldTier::tier_1 : LuldTier::tier_2;
    read_direction(table, settings.direction);
    read_ladder(table, "ladder", stop_rungs_max, settings.ladder);
    read_severities(table, "severity", settings.severity);
    read_percent(table, "hysteresis", settings.hysteresis);
    read_prices(table, settings.prices, settings.condition.prints_min);
    read_condition(table, settings.condition);
    return settings;
}

}  // namespace gapwire::strategies
