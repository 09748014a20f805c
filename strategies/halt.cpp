// The rule halt.
#include "strategies/halt.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "strategies/rule_settings.hpp"
#include "strategies/why.hpp"

namespace gapwire::strategies {
namespace {

constexpr bool is_stopped(TradingState state) noexcept
{
    return state == TradingState::halted || state == TradingState::paused;
}

/// Of a halt of the whole market the level, 0 to 3; nothing of any other.
std::optional<std::uint8_t> market_level(std::string_view reason) noexcept
{
    if (reason.size() != 4 || reason.substr(0, 3) != "MWC") return std::nullopt;
    const char level = reason[3];
    if (level < '0' || level > '3') return std::nullopt;
    return static_cast<std::uint8_t>(level - '0');
}

}  // namespace

Halt::Halt(HaltSettings settings) : settings_(std::move(settings)), selection_(settings_.symbols)
{
    GAPWIRE_ASSERT(!settings_.name.empty() && settings_.name.size() <= Alert{}.rule.raw.size());
}

Sentences Halt::explain() const
{
    return {
        {"rule.halt", {{"name", settings_.name}, {"symbols", symbols_said(settings_.symbols)}}}};
}

std::vector<std::string> Halt::why(InstrumentId instrument, const MarketUpdate* last) const
{
    const auto* const source = places_.source(instrument);
    if (source == nullptr) return {"the rule does not watch it"};
    const Place& place = places_[source->place];
    static_cast<void>(last);
    return {fmt::format("trading is {}, {} halts today", to_text(place.state), place.halts)};
}

void Halt::begin(const TradingDay& day)
{
    day_ = day;
    places_.clear();
    market_levels_ = 0;
}

Interest Halt::on_instrument(const Instrument& instrument)
{
    places_.forget(instrument.id);
    if (!selection_.concerns(instrument) || instrument.test_issue) return {};
    const Listing listing = look_up(day_, instrument, ReferenceChoice::automatic);
    const std::uint32_t index = places_.place_of(listing_name(instrument)).first;
    Place& place = places_[index];
    if (place.listing.date != listing.date) place = {.listing = listing};
    place.listing = listing;
    places_.watch(instrument, index);
    return {update_status | update_trade};
}

void Halt::on_update(const MarketUpdate& update, AlertWriter& out) noexcept
{
    const auto* const source = places_.source(update.instrument);
    if (source == nullptr) return;
    Place& place = places_[source->place];
    const bool was_stopped = is_stopped(place.state);
    if ((update.kinds & update_status) != 0 && update.trading_state != TradingState::unknown) {
        const bool is_other = update.halt_reason != place.reason;
        place.state = update.trading_state;
        place.reason = update.halt_reason;
        if (is_stopped(place.state) && (!was_stopped || is_other))
            stop(place, update, out);
        else if (was_stopped && place.state == TradingState::trading)
            resume(place, update, out);
        else if (was_stopped)
            place.state = TradingState::paused;  // quotes only: trading has not resumed
    }
    if ((update.kinds & update_trade) == 0 || update.trade_price.is_none()) return;
    if (place.awaits_reopening) reopen(place, update, out);
    place.last = update.trade_price;
}

void Halt::stop(Place& place, const MarketUpdate& update, AlertWriter& out) noexcept
{
    const bool has_hours = market_is_open(day_, place.listing.venue, update.exchange_time, false);
    if (!has_hours) return;  // the end of a day is no halt
    place.is_of_market = market_level(update.halt_reason.view()).has_value();
    if (place.is_of_market) return stop_market(update, out);
    const bool goes_on = place.revision > 0 && !place.since.is_none();
    if (!goes_on) {
        ++place.halts;
        place.revision = 0;
        place.since = update.exchange_time;
        place.before = place.last;
    }
    ++place.revision;
    place.awaits_reopening = false;
    Alert alert = describe(place, update);
    alert.reason = goes_on ? AlertReason::changed : AlertReason::fired;
    alert.severity = settings_.severity;
    out.raise(alert);
}

void Halt::stop_market(const MarketUpdate& update, AlertWriter& out) noexcept
{
    const std::uint8_t level = market_level(update.halt_reason.view()).value_or(0);
    if ((market_levels_ >> level & 1) != 0) return;
    market_levels_ = static_cast<std::uint8_t>(market_levels_ | 1 << level);
    Listing market;
    market.date = day_.date;
    Alert alert = draft_alert({settings_.name, AlertKind::halt, Direction::down, {level + 1}},
                              market, update);
    alert.detail = detail_of(update.halt_reason.view());
    alert.severity = Severity::emergency;
    alert.limit_source = LimitSource::none;
    out.raise(alert);
}

void Halt::resume(Place& place, const MarketUpdate& update, AlertWriter& out) noexcept
{
    if (place.is_of_market || place.since.is_none()) return;
    ++place.revision;
    Alert alert = describe(place, update);
    alert.state = AlertState::recovering;
    alert.reason = AlertReason::over;
    alert.window_ns = update.exchange_time.ns - place.since.ns;
    place.since = Timestamp::none();
    place.awaits_reopening = true;
    out.raise(alert);
}

/// The first trade after a halt is a gap of its own.
void Halt::reopen(Place& place, const MarketUpdate& update, AlertWriter& out) noexcept
{
    place.awaits_reopening = false;
    if (place.before <= Price{0}) return;
    ++place.revision;
    Alert alert = describe(place, update);
    alert.state = AlertState::recovering;
    alert.reason = AlertReason::changed;
    alert.price = update.trade_price;
    alert.reference = {ReferenceKind::last_regular_trade, place.before, place.listing.date,
                       ReferenceSource::feed};
    alert.fall = fall_between(exact(place.before), exact(update.trade_price));
    out.raise(alert);
}

Alert Halt::describe(const Place& place, const MarketUpdate& update) const noexcept
{
    Alert alert = draft_alert({settings_.name, AlertKind::halt, Direction::down, {place.halts}},
                              place.listing, update);
    alert.revision = place.revision;
    alert.severity = settings_.severity;
    alert.detail = detail_of(place.reason.view());
    alert.price = place.last;
    alert.confidence = confidence_of({.book_state = update.book_state,
                                      .lines = update.lines,
                                      .corroborated = true,
                                      .merged = update.merged > 0});
    return alert;
}

HaltSettings read_halt(const Setting& table)
{
    allow_keys(table, {"kind", "name", "symbols", "severity"});
    HaltSettings settings;
    read_name(table, settings.name);
    read_symbols(table, "symbols", settings.symbols);
    read_severity(table, settings.severity);
    return settings;
}

}  // namespace gapwire::strategies
