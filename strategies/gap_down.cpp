// The rule gap_down.
#include "strategies/gap_down.hpp"

#include <algorithm>
#include <utility>

#include "core/assert.hpp"
#include "strategies/alert_id.hpp"
#include "strategies/references.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::uint32_t no_incident = UINT32_MAX;

constexpr Interest interest_of(GapTrigger trigger) noexcept
{
    std::uint8_t kinds = 0;
    if (trigger != GapTrigger::mid) kinds |= update_trade | update_trade_broken;
    if (trigger != GapTrigger::trade) kinds |= update_quote | update_status;
    return {kinds};
}

bool is_ladder(const std::vector<BasisPoints>& rungs) noexcept
{
    const auto not_rising = [](BasisPoints a, BasisPoints b) { return a >= b; };
    return !rungs.empty() && rungs.size() <= ladder_rungs_max && rungs.front() > BasisPoints{0} &&
           std::adjacent_find(rungs.begin(), rungs.end(), not_rising) == rungs.end();
}

}  // namespace

GapDown::GapDown(GapDownSettings settings) : settings_(std::move(settings))
{
    GAPWIRE_ASSERT(!settings_.name.empty() && settings_.name.size() <= rule_.raw.size());
    GAPWIRE_ASSERT(is_ladder(settings_.ladder));
    std::copy(settings_.name.begin(), settings_.name.end(), rule_.raw.begin());
    std::sort(settings_.symbols.begin(), settings_.symbols.end());
}

void GapDown::begin(const TradingDay& day)
{
    GAPWIRE_ASSERT(!day.date.is_none());
    GAPWIRE_ASSERT(day.references != nullptr && day.counters != nullptr);
    day_ = day;
    by_symbol_.clear();
    by_instrument_.clear();
    incidents_.clear();
}

bool GapDown::names(std::string_view symbol) const noexcept
{
    return std::binary_search(settings_.symbols.begin(), settings_.symbols.end(), symbol);
}

Date GapDown::date_of(const Instrument& instrument) const noexcept
{
    return instrument.day == 0 ? day_.date : date_of_day(instrument.day);
}

GapDown::Incident& GapDown::incident_of(const Instrument& instrument)
{
    const Symbol& symbol = instrument.symbol;
    const auto next = static_cast<std::uint32_t>(incidents_.size());
    const auto [entry, is_new] = by_symbol_.try_emplace(std::string(symbol.view()), next);
    if (is_new) incidents_.emplace_back();
    Incident& incident = incidents_[entry->second];
    if (const Date date = date_of(instrument); incident.date != date)
        incident = {.symbol = symbol, .venue = instrument.venue, .date = date};
    return incident;
}

/// Of futures, settings that name none mean front months, and a product means its front month.
bool GapDown::concerns(const Instrument& instrument) const noexcept
{
    const bool is_future = !instrument.product.view().empty();
    if (settings_.symbols.empty()) return !is_future || instrument.is_front;
    return names(instrument.symbol.view()) ||
           (instrument.is_front && names(instrument.product.view()));
}

Interest GapDown::on_instrument(const Instrument& instrument)
{
    GAPWIRE_ASSERT(!day_.date.is_none() && !instrument.id.is_none());
    const std::size_t id = instrument.id.value;
    if (id < by_instrument_.size()) by_instrument_[id] = {};

    if (!concerns(instrument)) return {};
    const auto reference = day_.references->find(instrument.symbol.view(), date_of(instrument));
    const bool usable = reference && reference->price > Price{0};
    if (!usable && settings_.symbols.empty()) return {};

    const std::size_t known = incidents_.size();
    Incident& incident = incident_of(instrument);
    const bool is_new = incidents_.size() > known;
    incident.test_issue = instrument.test_issue;
    incident.is_future = !instrument.product.view().empty();
    if (incident.is_future && day_.products != nullptr)
        if (const auto product = day_.products->find(instrument.product.view());
            product != day_.products->end())
            incident.product = &product->second;
    if (!usable) {
        if (is_new) day_.counters->add(Counter::rule_no_reference);
        return {};
    }
    incident.reference = *reference;
    if (id >= by_instrument_.size()) by_instrument_.resize(id + 1);
    by_instrument_[id] = {static_cast<std::uint32_t>(&incident - incidents_.data()),
                          instrument.venue};
    return interest_of(settings_.trigger);
}

void GapDown::on_update(const MarketUpdate& update, AlertWriter& out) noexcept
{
    if (update.instrument.value >= by_instrument_.size()) return;
    const std::uint32_t index = by_instrument_[update.instrument.value].incident;
    if (index == no_incident) return;
    Incident& incident = incidents_[index];
    if (incident.fired == settings_.ladder.size()) return;

    const std::uint8_t kinds = update.kinds & interest_of(settings_.trigger).kinds;
    if ((kinds & update_trade) != 0 && !update.merged_low.is_none())
        judge(incident, {exact(update.merged_low), true}, update, out);
    if ((kinds & update_trade) != 0 && !update.trade_price.is_none())
        judge(incident, {exact(update.trade_price), true}, update, out);
    if ((kinds & (update_trade | update_trade_broken)) != 0)
        incident.last_print = update.trade_price;
    if ((kinds & (update_quote | update_status)) != 0)
        if (const auto mid = judged_mid(update, settings_.mid_spread_max))
            judge(incident, {*mid, false}, update, out);
}

void GapDown::judge(Incident& incident, const Observation& seen, const MarketUpdate& update,
                    AlertWriter& out) noexcept
{
    const HalfUnits from = exact(incident.reference.price);
    while (incident.fired < settings_.ladder.size()) {
        const BasisPoints rung = settings_.ladder[incident.fired];
        if (!fell_at_least(from, seen.price, rung)) return;
        ++incident.fired;
        if (incident.test_issue)
            day_.counters->add(Counter::alerts_test_issue);
        else
            raise(incident, rung, seen, update, out);
    }
}

bool GapDown::corroborated(const Incident& incident, BasisPoints rung,
                           const MarketUpdate& update) const noexcept
{
    const HalfUnits from = exact(incident.reference.price);
    const bool print_before =
        !incident.last_print.is_none() && fell_at_least(from, exact(incident.last_print), rung);
    if (print_before) return true;
    const auto mid = judged_mid(update, settings_.mid_spread_max);
    return mid && fell_at_least(from, *mid, rung);
}

LowLimit GapDown::low_limit(const Incident& incident, const MarketUpdate& update) const
{
    if (!update.low_limit.is_none()) return {update.low_limit, LimitSource::feed};
    if (!incident.is_future) return {Price::none(), LimitSource::none};
    if (incident.product == nullptr) return {};
    return low_limit_by_rule(*incident.product, incident.date, update.exchange_time);
}

void GapDown::raise(const Incident& incident, BasisPoints rung, const Observation& seen,
                    const MarketUpdate& update, AlertWriter& out) noexcept
{
    Alert alert;
    alert.id = alert_id({settings_.name, incident.venue.view(), incident.symbol.view(),
                         Direction::down, incident.date, rung});
    alert.confidence =
        confidence_of({.book_state = update.book_state,
                       .lines = update.lines,
                       .corroborated = !seen.is_print || corroborated(incident, rung, update),
                       .merged = update.merged > 0});
    alert.book_state = update.book_state;
    alert.rule = rule_;
    alert.symbol = incident.symbol;
    alert.venue = by_instrument_[update.instrument.value].venue;  // where it was seen
    alert.trading_date = incident.date;
    const LowLimit limit = low_limit(incident, update);
    alert.low_limit = limit.price;
    alert.limit_source = limit.source;
    alert.rung = rung;
    alert.fall = fall_between(exact(incident.reference.price), seen.price);
    alert.reference = incident.reference;
    alert.price = price_at_or_below(seen.price);
    alert.exchange_time = update.exchange_time;
    alert.capture_time = update.capture_time;
    out.raise(alert);
}

}  // namespace gapwire::strategies
