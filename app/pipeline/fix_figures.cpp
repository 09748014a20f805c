// One FIX market data session: prints, figures, references, statuses, and who is told.
#include <utility>

#include "app/pipeline/fix_stream.hpp"

namespace gapwire::pipeline {
namespace {

constexpr char type_index = '3';
constexpr char type_open = '4';
constexpr char type_close = '5';
constexpr char type_settlement = '6';
constexpr char type_prior_settlement = 'M';
constexpr char flag_of_day_before = '4';

std::int32_t weekday_before(std::int32_t day) noexcept
{
    do --day;
    while (is_weekend(day));
    return day;
}

/// What a SecurityTradingStatus stands for (FIX 4.4 to 5.0 SP2, tag 326).
TradingState trading_state_of(std::uint32_t status) noexcept
{
    switch (status) {
        case 2:   // trading halt
        case 4:   // no open, no resume
        case 5:   // price indication
        case 15:  // new price indication
            return TradingState::halted;
        case 1:   // opening delay
        case 18:  // not available
        case 21:  // pre-open
        case 22:  // opening rotation
            return TradingState::paused;
        case 3:   // resume
        case 17:  // ready to trade
        case 23:  // fast market
            return TradingState::trading;
        default: return TradingState::unknown;
    }
}

/// What a TradSesStatus stands for (tag 340).
TradingState session_state_of(std::uint32_t status) noexcept
{
    switch (status) {
        case 1: return TradingState::halted;
        case 2: return TradingState::trading;
        case 3:
        case 4:
        case 5: return TradingState::paused;
        default: return TradingState::unknown;
    }
}

}  // namespace

// ---- prints and figures

void FixStream::apply_print(std::uint32_t place, const QuoteEntry& entry) noexcept
{
    book::QuoteFigures& figures = all_[place].figures;
    const book::QuotePrint print{
        .price = price_of(entry.price),
        .quantity = entry.type == type_index ? quantity_none : quantity_of(entry.size),
        .time = entry.time.is_none() ? sending_time_ : entry.time,
        .net_change = entry.net_change};
    const bool takes_back = entry.action == QuoteAction::remove || entry.is_cancelled;
    const book::QuotePrint* const standing = takes_back ? figures.standing(entry.id) : nullptr;
    if (standing != nullptr) all_[place].broken = standing->price;
    bool is_done = true;
    if (takes_back)
        is_done = figures.take_back(entry.id);
    else if (entry.action == QuoteAction::change && !entry.id.empty())
        is_done = figures.correct(entry.id, print);
    else if (print.price.is_none())
        is_done = false;
    else
        figures.print(entry.id, print);
    if (!is_done) {
        context_.counters->add(Counter::fix_print_unusable);
        return;
    }
    if (takes_back) context_.counters->add(Counter::trades_broken);
    touch(place, takes_back ? update_trade_broken : update_trade);
}

void FixStream::apply_figure(std::uint32_t place, const QuoteEntry& entry) noexcept
{
    Quoted& quoted = all_[place];
    touch(place, 0);
    if (entry.action == QuoteAction::remove) {
        static_cast<void>(quoted.figures.remove(entry.type));
        return;
    }
    const book::QuoteFigure figure{.type = entry.type,
                                   .settle_flag = entry.settle_flag,
                                   .price = price_of(entry.price),
                                   .quantity = quantity_of(entry.size),
                                   .net_change = entry.net_change,
                                   .time = entry.time.is_none() ? sending_time_ : entry.time};
    if (!quoted.figures.tell(figure)) context_.counters->add(Counter::fix_figures_refused);
    if (figure.price.is_none() || figure.time.is_none()) return;
    const std::int32_t told_on = day_number(date_in_zone(figure.time, settings_.zone));
    const bool is_of_before = entry.settle_flag == flag_of_day_before;
    const Date date = date_of_day(is_of_before ? weekday_before(told_on) : told_on);
    if (entry.type == type_open && !is_of_before)
        tell_reference(place, {ReferenceKind::session_open, figure.price, date});
    else if (entry.type == type_settlement)
        tell_reference(place, {ReferenceKind::settlement, figure.price, date});
    else if (entry.type == type_prior_settlement)
        tell_reference(
            place, {ReferenceKind::settlement, figure.price, date_of_day(weekday_before(told_on))});
    else if (entry.type == type_close)
        tell_reference(place, {ReferenceKind::official_close, figure.price, date});
}

// ---- what else the venue says

void FixStream::on(const QuoteReject& reject) noexcept
{
    context_.counters->add(reject.type == 'Y' ? Counter::fix_requests_refused
                                              : Counter::fix_messages_refused);
}

void FixStream::on(const QuoteStatus& status) noexcept
{
    if (is_frozen_) return;
    if (!status.time.is_none() && status.time > time_) {
        time_ = status.time;
        if (time_.ns >= day_ends_ns_) follow_day();
    }
    const TradingState trading =
        status.is_session ? session_state_of(status.status) : trading_state_of(status.status);
    const bool is_for_all = status.symbol.empty() && status.security_id.empty();
    const std::uint32_t only =
        is_for_all ? no_place : find_or_add(status.symbol, status.security_id);
    if (!is_for_all && only == no_place) return;
    for (std::uint32_t place = 0; place < places(); ++place) {
        if (!is_for_all && place != only) continue;
        if (std::exchange(all_[place].trading, trading) != trading) status_changed(place);
    }
}

void FixStream::on(const QuoteInstrument& instrument) noexcept
{
    context_.counters->add(Counter::fix_instruments_told);
    if (settings_.symbols.empty())
        static_cast<void>(find_or_add(instrument.symbol, instrument.security_id));
}

void FixStream::on(const QuoteNews&) noexcept
{
    context_.counters->add(Counter::fix_news);
}

// ---- who is told

/// Makes an instrument known to the rules, or known again.
void FixStream::announce(std::uint32_t place) noexcept
{
    Quoted& quoted = all_[place];
    if (quoted.id.is_none()) return;
    Instrument& instrument = (*context_.instruments)[quoted.id];
    if (!(settings_.venue == QuoteSettings{}.venue) || instrument.venue == Instrument{}.venue)
        instrument.venue = settings_.venue;
    instrument.day = day_;
    instrument.quantity_digits = static_cast<std::uint8_t>(settings_.quantity_digits);
    const Observer& observer = context_.observer;
    if (observer.on_instrument != nullptr)
        quoted.wanted = observer.on_instrument(observer.context, instrument);
    if (context_.interest != nullptr) quoted.wanted = context_.interest->kinds(quoted.id);
}

void FixStream::copy_interest() noexcept
{
    interest_version_ = context_.interest->version();
    const std::uint64_t askings = context_.interest->askings();
    const bool asks_again = std::exchange(interest_askings_, askings) != askings;
    for (std::uint32_t place = 0; place < places(); ++place) {
        Quoted& quoted = all_[place];
        if (quoted.id.is_none()) continue;
        const std::uint8_t wanted = context_.interest->kinds(quoted.id);
        const int added = asks_again ? wanted : wanted & ~quoted.wanted;
        quoted.wanted = wanted;
        if (added != 0) tell(place, static_cast<std::uint8_t>(added));
    }
}

void FixStream::tell(std::uint32_t place, std::uint8_t kinds) noexcept
{
    const Observer& observer = context_.observer;
    const Quoted& quoted = all_[place];
    // Before the first message there is neither a time nor anything to tell.
    if (observer.on_update == nullptr || quoted.id.is_none() || messages_ == 0) return;
    const Level bid = books_.level(place, Side::buy, 0);
    const Level ask = books_.level(place, Side::sell, 0);
    const book::QuotePrint* const last = quoted.figures.last();
    if (last == nullptr) kinds = static_cast<std::uint8_t>(kinds & ~update_trade);
    const bool has_quantity = last != nullptr && last->quantity != quantity_none;
    context_.counters->add(Counter::rule_updates);
    observer.on_update(
        observer.context,
        {.instrument = quoted.id,
         .kinds = kinds,
         .book_state = state(place),
         .trading_state = quoted.trading,
         .exchange_time = time_,
         .capture_time = received_,
         .trade_price = last == nullptr ? Price::none() : last->price,
         .trade_quantity = has_quantity ? last->quantity : 0,
         .bid = bid.price,
         .ask = ask.price,
         .bid_quantity = bid.quantity,
         .ask_quantity = ask.quantity,
         .day = day_,
         .broken_price = (kinds & update_trade_broken) != 0 ? quoted.broken : Price::none()});
}

/// The rules take what may serve them: a price of a date before theirs.
void FixStream::tell_reference(std::uint32_t place, const ReferencePrice& reference) noexcept
{
    Quoted& quoted = all_[place];
    const Observer& observer = context_.observer;
    ReferencePrice& told =
        reference.kind == ReferenceKind::session_open ? quoted.told_open : quoted.told;
    if (observer.on_close == nullptr || quoted.id.is_none() || told == reference) return;
    told = reference;
    observer.on_close(observer.context, (*context_.instruments)[quoted.id], reference);
    announce(place);
    touch(place, update_status);
}

void FixStream::follow_day() noexcept
{
    const Date date = date_in_zone(time_, settings_.zone);
    const std::int32_t day = day_number(date);
    day_ends_ns_ = wall_time(date_of_day(day + 1), 0, settings_.zone).ns;
    if (std::exchange(day_, day) == day) return;
    for (std::uint32_t place = 0; place < places(); ++place) announce(place);
}

void FixStream::status_changed(std::uint32_t place) noexcept
{
    publish(place);
    if ((all_[place].wanted & update_status) != 0) tell(place, update_status);
}

void FixStream::publish(std::uint32_t place) noexcept
{
    book::Publication* const publication = context_.publication;
    const InstrumentId id = all_[place].id;
    if (publication == nullptr || !publication->holds(id)) return;
    publication->store_top(id, top(place));
    context_.counters->add(Counter::tops_published);
    if (publication->any_depth_wanted() && publication->depth_wanted(id)) {
        publication->store_depth(id, depth(place));
        context_.counters->add(Counter::depths_published);
    }
}

BookState FixStream::state(std::uint32_t place) const noexcept
{
    const Quoted& quoted = all_[place];
    if (quoted.trust != BookState::valid) return quoted.trust;
    const bool is_halted =
        quoted.trading == TradingState::halted || quoted.trading == TradingState::paused;
    return is_halted ? BookState::halted : BookState::valid;
}

TopOfBook FixStream::top(std::uint32_t place) const noexcept
{
    TopOfBook top{.exchange_time = time_.ns,
                  .instrument = all_[place].id.value,
                  .state = state(place),
                  .trading = all_[place].trading};
    books_.fill(place, top);
    return top;
}

Depth FixStream::depth(std::uint32_t place) const noexcept
{
    Depth depth{.exchange_time = time_.ns,
                .instrument = all_[place].id.value,
                .state = state(place),
                .trading = all_[place].trading};
    books_.fill(place, depth);
    return depth;
}

}  // namespace gapwire::pipeline
