// Trades, figures, settlements, limits and statuses of a contract, as its events tell them.
#include "book/futures_statistics.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::book {
namespace {

constexpr std::uint8_t reset_statistics = 4;  // SecurityTradingEvent
constexpr std::uint8_t by_schedule = 0;       // HaltReason
constexpr std::uint8_t reason_untold = 5;     // the same: unknown

/// The greater or less of two prices, of which each may be none.
Price higher(Price a, Price b) noexcept
{
    return std::max(a, b);  // none is less than any price
}
Price lower(Price a, Price b) noexcept
{
    if (a.is_none() || b.is_none()) return a.is_none() ? b : a;
    return std::min(a, b);
}

template <class Value>
StatisticStatus take(std::optional<Value>& place, Value value, bool removed) noexcept
{
    if (removed && !place) return StatisticStatus::nothing_to_remove;
    place = removed ? std::nullopt : std::optional<Value>(value);
    return StatisticStatus::ok;
}

}  // namespace

TradingState trading_state_of(std::uint8_t status, std::uint8_t reason) noexcept
{
    switch (status) {
        case 2: return reason == by_schedule ? TradingState::paused : TradingState::halted;
        case 4:   // close
        case 18:  // not available for trading
        case 26:  // post-close
            return TradingState::paused;
        case 15:  // new price indication
        case 21:  // pre-open
        case 24:  // pre-cross
        case 25:  // cross
            return TradingState::quotation_only;
        case 17:   // ready to trade
        case 201:  // private workup
        case 202:  // public workup
            return TradingState::trading;
        default: return TradingState::unknown;
    }
}

bool covers(const FuturesStatus& status, SecurityId security, const Text<6>& group,
            const Text<6>& asset) noexcept
{
    if (!status.for_group) return status.security == security;
    const bool any_asset = status.asset.view().empty();
    return status.group.view() == group.view() &&
           (any_asset || status.asset.view() == asset.view());
}

StatisticStatus FuturesStatistics::apply(const StatisticEvent& event) noexcept
{
    switch (event.kind) {
        case StatisticKind::settlement: return apply_settlement(event);
        case StatisticKind::volume: return take(volume_, event.quantity, event.removed);
        case StatisticKind::open_interest:
            return take(open_interest_, {event.quantity, event.date}, event.removed);
        case StatisticKind::cleared_volume:
            return take(cleared_volume_, {event.quantity, event.date}, event.removed);
        default: return apply_price(event);
    }
}

StatisticStatus FuturesStatistics::apply_price(const StatisticEvent& event) noexcept
{
    Price& price = prices_[index_of(event.kind)];
    if (event.removed && price.is_none()) return StatisticStatus::nothing_to_remove;
    price = event.removed ? Price::none() : Price{event.price};
    if (event.kind == StatisticKind::high) traded_high_ = {Price::none(), trades_.recorded()};
    if (event.kind == StatisticKind::low) traded_low_ = {Price::none(), trades_.recorded()};
    return StatisticStatus::ok;
}

/// A settlement without a price takes one back.
StatisticStatus FuturesStatistics::apply_settlement(const StatisticEvent& event) noexcept
{
    const Settlement settlement{{event.price}, event.date, event.settlement};
    if (event.date == date_none) return StatisticStatus::unusable;
    if (event.removed || settlement.price.is_none())
        return settlements_.take_back(event.date, event.settlement)
                   ? StatisticStatus::ok
                   : StatisticStatus::nothing_to_remove;
    return settlements_.take(settlement) ? StatisticStatus::ok : StatisticStatus::unusable;
}

StatisticStatus FuturesStatistics::apply(const FuturesTrade& trade) noexcept
{
    switch (trade.action) {
        case FuturesTrade::Action::report: break;
        case FuturesTrade::Action::correct:
            if (!trades_.correct(trade)) return StatisticStatus::unknown_trade;
            look_for_extremes_again();
            return StatisticStatus::ok;
        case FuturesTrade::Action::bust:
            if (!trades_.take_back(trade.trade_id)) return StatisticStatus::unknown_trade;
            look_for_extremes_again();
            return StatisticStatus::ok;
    }
    const bool from_snapshot = trade.sequence == 0;
    const FuturesTrade* const last = trades_.last();
    const bool is_known = from_snapshot && last != nullptr && last->price == trade.price &&
                          last->quantity == trade.quantity;
    if (!is_known) trades_.record(trade);
    if (!from_snapshot) extend(trade);
    return StatisticStatus::ok;
}

void FuturesStatistics::extend(const FuturesTrade& trade) noexcept
{
    traded_high_.price = higher(traded_high_.price, {trade.price});
    traded_low_.price = lower(traded_low_.price, {trade.price});
}

/// After a bust or a correction. Where a trade since has been forgotten, the extreme stays until
/// the market tells a new one.
void FuturesStatistics::look_for_extremes_again() noexcept
{
    const auto look = [&](Traded& traded, Price (*better)(Price, Price) noexcept) {
        if (!trades_.remembers(traded.from)) return;
        traded.price = Price::none();
        trades_.for_each_standing(traded.from, [&](const FuturesTrade& trade) {
            if (trade.sequence != 0) traded.price = better(traded.price, {trade.price});
        });
    };
    look(traded_high_, higher);
    look(traded_low_, lower);
}

Price FuturesStatistics::high() const noexcept
{
    return higher(told(StatisticKind::high), traded_high_.price);
}

Price FuturesStatistics::low() const noexcept
{
    return lower(told(StatisticKind::low), traded_low_.price);
}

void FuturesStatistics::apply(const LimitsEvent& event) noexcept
{
    limits_ = {{event.high}, {event.low}, {event.variation_max}};
    limits_told_ = true;
}

void FuturesStatistics::apply(const FuturesStatus& event) noexcept
{
    take_status(event.status, event.reason, event.date);
    if (event.event_code == reset_statistics) forget_session();
}

void FuturesStatistics::take_status(std::uint8_t status, std::uint8_t reason,
                                    std::uint16_t date) noexcept
{
    constexpr std::uint8_t no_change = 103;
    if (date != date_none) trade_date_ = date;
    if (status == no_change || status == status_none) return;
    status_ = status;
    reason_ = reason;
}

StatisticStatus FuturesStatistics::apply(const ContractDefinition& definition) noexcept
{
    if (definition.action == 'D') {
        deleted_ = true;
        return StatisticStatus::ok;
    }
    if (definition.action == 'A' && deleted_) *this = {};

    if (!limits_told_)
        limits_ = {{definition.high_limit}, {definition.low_limit}, {definition.variation_max}};
    if (status_ == status_none) take_status(definition.status, reason_untold, date_none);
    const Settlement settlement{
        {definition.reference}, definition.reference_date, definition.reference_type};
    if (settlement.price.is_none()) return StatisticStatus::ok;
    const bool was_changed = definition.reports_in_loop == 0;
    return settlements_.take(settlement, was_changed) ? StatisticStatus::ok
                                                      : StatisticStatus::unusable;
}

void FuturesStatistics::begin(const SnapshotHeader& header) noexcept
{
    forget_session();
    volume_.reset();
    limits_ = {};
    limits_told_ = true;
    take_status(header.status, reason_untold, header.date);
}

void FuturesStatistics::reset() noexcept
{
    FuturesStatistics fresh;
    fresh.settlements_ = settlements_;
    fresh.open_interest_ = open_interest_;
    fresh.cleared_volume_ = cleared_volume_;
    fresh.prices_[index_of(StatisticKind::fixing)] = told(StatisticKind::fixing);
    fresh.trade_date_ = trade_date_;
    fresh.deleted_ = deleted_;
    *this = fresh;
}

/// Figures of the session: all prices but the fixing, which is of a day.
void FuturesStatistics::forget_session() noexcept
{
    const Price fixing = told(StatisticKind::fixing);
    prices_ = no_prices();
    prices_[index_of(StatisticKind::fixing)] = fixing;
    traded_high_ = {Price::none(), trades_.recorded()};
    traded_low_ = {Price::none(), trades_.recorded()};
}

}  // namespace gapwire::book
