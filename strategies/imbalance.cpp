// The rule imbalance.
#include "strategies/imbalance.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "strategies/rule_settings.hpp"
#include "strategies/why.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::size_t not_watched = SIZE_MAX;

constexpr std::size_t cross_of(char type) noexcept
{
    switch (type) {
        case 'O': return 0;
        case 'C': return 1;
        case 'H': return 2;
        default: return not_watched;
    }
}

constexpr char type_of(std::size_t cross) noexcept
{
    return "OCH"[cross];
}

constexpr std::array directions{Direction::down, Direction::up};

}  // namespace

Imbalance::Imbalance(ImbalanceSettings settings)
    : settings_(std::move(settings)), selection_(settings_.symbols)
{
    GAPWIRE_ASSERT(!settings_.name.empty() && settings_.name.size() <= Alert{}.rule.raw.size());
    GAPWIRE_ASSERT(settings_.gap > BasisPoints{0});
}

Sentences Imbalance::explain() const
{
    Sentences out{{"rule.imbalance",
                   {{"name", settings_.name},
                    {"symbols", symbols_said(settings_.symbols)},
                    {"gap", settings_.gap},
                    {"reference", reference_said(settings_.reference)},
                    {"shares", settings_.shares_min}}}};
    if (settings_.swing_min > 0)
        out.push_back({"rule_clause.swing", {{"count", settings_.swing_min}}});
    explain_condition(settings_.condition, settings_.hysteresis, out);
    return out;
}

std::vector<std::string> Imbalance::why(InstrumentId instrument, const MarketUpdate* last) const
{
    const auto* const source = places_.source(instrument);
    if (source == nullptr) return {"the rule does not watch it"};
    const Place& place = places_[source->place];
    static_cast<void>(last);
    Clauses out;
    why_listing(place.listing, out);
    const AuctionState& auction = place.last.auction;
    out.push_back(auction.indicative.is_none()
                      ? "no indicative price"
                      : fmt::format("indicative price {}, {} shares paired, {} left over",
                                    decimal(auction.indicative), auction.paired,
                                    auction.imbalance));
    return out;
}

void Imbalance::begin(const TradingDay& day)
{
    day_ = day;
    places_.clear();
}

Interest Imbalance::on_instrument(const Instrument& instrument)
{
    places_.forget(instrument.id);
    if (!selection_.concerns(instrument) || instrument.test_issue) return {};
    const Listing listing = look_up(day_, instrument, settings_.reference);
    if (!listing.has_reference() && selection_.is_all()) return {};
    const std::uint32_t index = places_.place_of(day_.references->key_of(instrument)).first;
    Place& place = places_[index];
    if (place.listing.date != listing.date) place = {.listing = listing};
    place.listing = listing;
    places_.watch(instrument, index);
    return {update_imbalance};
}

void Imbalance::on_update(const MarketUpdate& update, AlertWriter& out) noexcept
{
    const auto* const source = places_.source(update.instrument);
    if (source == nullptr || (update.kinds & update_imbalance) == 0) return;
    const std::size_t cross = cross_of(update.auction.cross);
    if (cross == not_watched) return;
    Place& place = places_[source->place];
    place.last = update;
    judge_gap(source->place, cross, out);
    if (settings_.swing_min > 0) judge_swing(place, cross, out);
}

void Imbalance::judge_gap(std::uint32_t index, std::size_t cross, AlertWriter& out) noexcept
{
    Place& place = places_[index];
    const AuctionState& auction = place.last.auction;
    if (!place.listing.is_measured() || auction.indicative <= Price{0}) return;
    if (auction.paired + auction.imbalance < settings_.shares_min) return;
    const HalfUnits from = exact(place.listing.reference.price);
    const HalfUnits at = exact(auction.indicative);
    for (std::size_t i = 0; i < directions.size(); ++i) {
        const Zone where = zone_of(moved(directions[i], from, at), from.value, settings_.gap,
                                   settings_.hysteresis);
        Condition& condition = place.gaps[cross][i].condition;
        if (where != Zone::reached && condition.is_idle()) continue;
        settle(index, cross, directions[i],
               condition.see({where, false, auction.paired, place.last.exchange_time},
                             settings_.condition),
               out);
    }
}

/// The imbalance has gone to the other side, measured from the furthest it was.
void Imbalance::judge_swing(Place& place, std::size_t cross, AlertWriter& out) noexcept
{
    const AuctionState& auction = place.last.auction;
    const auto shares = static_cast<std::int64_t>(auction.imbalance);
    const std::int64_t now = auction.side == 'S' ? -shares : auction.side == 'B' ? shares : 0;
    std::int64_t& furthest = place.furthest[cross];
    const bool has_swung = (furthest > 0 && now < 0) || (furthest < 0 && now > 0);
    const auto swing = static_cast<std::uint64_t>(std::abs(furthest - now));
    if (has_swung && swing >= settings_.swing_min) {
        const Direction direction = now < 0 ? Direction::down : Direction::up;
        Condition& condition = place.swings[cross][now < 0 ? 0 : 1];
        const auto news = condition.has_fired()
                              ? condition.change()
                              : condition.see({Zone::reached, false, 0, place.last.exchange_time},
                                              settings_.condition);
        furthest = now;
        if (!news) return;
        Alert alert = describe(place, cross, direction, {});
        say(alert, condition, news, place.last, Timestamp::none());
        out.raise(alert);
    } else if (std::abs(now) > std::abs(furthest) || furthest == 0) {
        furthest = now;
    }
}

void Imbalance::on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept
{
    const auto index = static_cast<std::uint32_t>(what / 8);
    const std::size_t cross = what % 8 / 2;
    const std::size_t direction = what % 2;
    if (index >= places_.size() || cross >= crosses) return;
    TimedCondition& timed = places_[index].gaps[cross][direction];
    if (!timed.takes(due)) return;
    settle(index, cross, directions[direction], timed.condition.expire(due, settings_.condition),
           out, due);
}

void Imbalance::settle(std::uint32_t index, std::size_t cross, Direction direction,
                       Condition::News news, AlertWriter& out, Timestamp timed) noexcept
{
    Place& place = places_[index];
    const std::size_t way = direction == Direction::down ? 0 : 1;
    TimedCondition& gap = place.gaps[cross][way];
    gap.arm(*day_.timers, this, index * 8 + cross * 2 + way, settings_.condition);
    if (!news) return;
    Alert alert = describe(place, cross, direction, settings_.gap);
    say(alert, gap.condition, news, place.last, timed);
    out.raise(alert);
}

Alert Imbalance::describe(const Place& place, std::size_t cross, Direction direction,
                          BasisPoints rung) const noexcept
{
    const AuctionState& auction = place.last.auction;
    Subject subject{settings_.name, AlertKind::imbalance, direction, rung};
    const std::string name = settings_.name + '.' + type_of(cross);
    Alert alert = draft_alert(subject, place.listing, place.last);
    alert.id =
        draft_alert({name, AlertKind::imbalance, direction, rung}, place.listing, place.last).id;
    alert.severity = settings_.severity;
    alert.price = auction.indicative;
    if (place.listing.has_reference() && !auction.indicative.is_none())
        alert.fall = fall_between(exact(place.listing.reference.price), exact(auction.indicative));
    alert.quantity = auction.imbalance;
    alert.detail.raw[0] = auction.side;
    alert.detail.raw[1] = type_of(cross);
    return alert;
}

ImbalanceSettings read_imbalance(const Setting& table)
{
    allow_keys(table, {"kind", "name", "symbols", "gap", "swing_min", "shares_min", "reference",
                       "severity", "hysteresis", "for", "prints_min", "recovery", "cool_down"});
    constexpr std::int64_t shares_max = 1'000'000'000'000;
    ImbalanceSettings settings;
    read_name(table, settings.name);
    read_symbols(table, "symbols", settings.symbols);
    read_percent(table, "gap", settings.gap);
    if (const auto* swing = table.find("swing_min"))
        settings.swing_min = static_cast<std::uint64_t>(read_count(*swing, 0, shares_max));
    if (const auto* shares = table.find("shares_min"))
        settings.shares_min = static_cast<std::uint64_t>(read_count(*shares, 0, shares_max));
    read_reference(table, settings.reference);
    read_severity(table, settings.severity);
    read_percent(table, "hysteresis", settings.hysteresis);
    read_condition(table, settings.condition);
    return settings;
}

}  // namespace gapwire::strategies
