// One channel of MDP 3.0: trades, statistics, limits, status, and which prices are references.
#include "app/pipeline/mdp_stream.hpp"

namespace gapwire::pipeline {

void MdpStream::on(const FuturesTrade& event) noexcept
{
    Contract* const contract = take(event.security, event.sequence);
    if (contract == nullptr) return;
    ContractDetails& details = details_[index_of(*contract)];
    const FuturesTrade* const standing = details.statistics.find_trade(event.trade_id);
    const Price before = standing == nullptr ? Price::none() : Price{standing->price};
    if (details.statistics.apply(event) != book::StatisticStatus::ok) {
        context_.counters->add(Counter::statistic_unusable);
        return;
    }
    const bool is_report = event.action == FuturesTrade::Action::report;
    if (is_report && !is_judgeable(*contract, event)) {
        context_.counters->add(Counter::trades_outside_band);
        return;
    }
    if (!is_report) details.broken = before;
    touch(*contract, is_report ? update_trade : update_trade_broken);
}

/// The leg of a spread may print far from its market, and says nothing about it.
bool MdpStream::is_judgeable(const Contract& contract, const FuturesTrade& trade) const noexcept
{
    const std::uint32_t place = index_of(contract);
    const Price band = details_[place].statistics.limits().variation_max;
    if (band.is_none() || contract.trust != BookState::valid) return true;
    const Level bid = books_[place].best(Side::buy);
    const Level ask = books_[place].best(Side::sell);
    const bool is_below =
        !bid.price.is_none() && wide(trade.price) < wide(bid.price.units) - band.units;
    const bool is_above =
        !ask.price.is_none() && wide(trade.price) > wide(ask.price.units) + band.units;
    return !is_below && !is_above;
}

void MdpStream::on(const StatisticEvent& event) noexcept
{
    Contract* const contract = take(event.security, event.sequence);
    if (contract == nullptr) return;
    if (details_[index_of(*contract)].statistics.apply(event) != book::StatisticStatus::ok)
        context_.counters->add(Counter::statistic_unusable);
    else if (event.kind == StatisticKind::settlement)
        tell_settlement(*contract);
    else if (event.kind == StatisticKind::open)
        tell_open(*contract);
    touch(*contract, 0);
}

void MdpStream::on(const LimitsEvent& event) noexcept
{
    Contract* const contract = take(event.security, event.sequence);
    if (contract != nullptr) details_[index_of(*contract)].statistics.apply(event);
}

void MdpStream::on(const FuturesStatus& event) noexcept
{
    if (is_frozen_) return;
    if (!event.for_group) static_cast<void>(find_or_add(event.security));
    for (Contract& contract : contracts_) {
        ContractDetails& details = details_[index_of(contract)];
        const ContractDefinition& definition = details.definition;
        if (!book::covers(event, contract.security, definition.group, definition.asset)) continue;
        if (last_packet_ <= contract.held_until) continue;  // its snapshot knows
        details.statistics.apply(event);
        touch(contract, update_status);
    }
}

/// Tells the rules of final settlements that they do not know: the one that may serve today, and
/// the newest, which will tomorrow.
void MdpStream::tell_settlement(Contract& contract) noexcept
{
    ContractDetails& details = details_[index_of(contract)];
    const Observer& observer = context_.observer;
    if (day_ == 0 || observer.on_close == nullptr || contract.id.is_none()) return;
    const book::Settlements& settlements = details.statistics.settlements();
    bool is_news = false;
    const auto tell_of = [&](const std::optional<book::Settlement>& settlement,
                             std::optional<book::Settlement>& told) {
        if (!settlement || told == settlement) return;
        const Price price = points(settlement->price, details.display_factor);
        if (price.is_none()) return;
        told = settlement;
        is_news = true;
        observer.on_close(observer.context, (*context_.instruments)[contract.id],
                          {ReferenceKind::settlement, price, date_of_day(settlement->date)});
    };
    tell_of(settlements.reference_for(static_cast<std::uint16_t>(day_)), details.told);
    if (const auto newest = settlements.reference_for(date_none - 1); newest != details.told)
        tell_of(newest, details.told_newest);
    if (!is_news) return;
    announce(contract);
    const int news = contract.wanted & (update_quote | update_status | update_trade);
    if (news != 0) tell(contract, static_cast<std::uint8_t>(news));
}

/// The first trade of a session is a reference of that very day.
void MdpStream::tell_open(Contract& contract) noexcept
{
    const ContractDetails& details = details_[index_of(contract)];
    const Observer& observer = context_.observer;
    const Price price =
        points(details.statistics.told(StatisticKind::open), details.display_factor);
    if (day_ == 0 || observer.on_close == nullptr || contract.id.is_none() || price.is_none())
        return;
    observer.on_close(observer.context, (*context_.instruments)[contract.id],
                      {ReferenceKind::session_open, price, date_of_day(day_)});
    announce(contract);
}

}  // namespace gapwire::pipeline
