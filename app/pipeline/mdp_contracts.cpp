// One MDP 3.0 channel: what its contracts are, and who is told.
#include <fmt/format.h>

#include <set>
#include <utility>

#include "app/pipeline/mdp_stream.hpp"
#include "core/time.hpp"

namespace gapwire::pipeline {
namespace {

constexpr std::string_view exchange_zone = "America/Chicago";
constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr std::int64_t session_begins_ns = 17 * hour_ns;  // of the next trade date

/// The last day on which a contract trades, in days since 1970-01-01; INT32_MAX: not told.
std::int32_t last_day(const ContractDefinition& definition)
{
    if (definition.last_trade_ns != 0)
        return day_number(
            date_in_zone({static_cast<std::int64_t>(definition.last_trade_ns)}, exchange_zone));
    if (definition.maturity_month < 1 || definition.maturity_month > 12 ||
        definition.maturity_year > 9'999)
        return INT32_MAX;
    const bool has_day = definition.maturity_day >= 1 && definition.maturity_day <= 31;
    return day_number({static_cast<std::int16_t>(definition.maturity_year),
                       static_cast<std::int8_t>(definition.maturity_month),
                       static_cast<std::int8_t>(has_day ? definition.maturity_day : 15)});
}

}  // namespace

// ---- what contracts are

void MdpStream::on(const ContractDefinition& event) noexcept
{
    context_.counters->add(Counter::mdp_definitions);
    const std::uint32_t place = find_or_add(event.security);
    if (place == no_place || is_frozen_) return;
    Contract& contract = contracts_[place];
    ContractDetails& details = details_[place];
    const bool is_another =
        contract.is_defined && event.action != 'D' && !(event.symbol == details.definition.symbol);
    if (is_another) {  // the id is used again, for another contract
        refresh_from_nothing(contract);
        details = {};
    }
    const bool is_known = contract.is_defined && details.definition == event;  // the next loop
    if (!is_known) {
        details.definition = event;
        details.last_day = last_day(event);
    }
    if (details.statistics.apply(event) != book::StatisticStatus::ok)
        context_.counters->add(Counter::statistic_unusable);
    const strategies::Product product = context_.futures.product(event.asset.view());
    details.display_factor =
        event.display_factor == Price::none().units ? product.display_factor : event.display_factor;
    define_depths(contract, event);
    const bool is_new = !std::exchange(contract.is_defined, true);
    if (is_new || is_another) name(contract);
    if (!is_known && event.kind == ContractKind::future) choose_fronts(event.asset);
    if (!is_known) announce(contract);
    tell_settlement(contract);
}

/// A book that was kept in another depth has lost levels, or has kept some that are no more.
void MdpStream::define_depths(Contract& contract, const ContractDefinition& event) noexcept
{
    book::LevelBook& book = books_[index_of(contract)];
    const auto outright = book.depth(book::BookPart::outright);
    const auto implied = book.depth(book::BookPart::implied);
    const bool has_implied = book.level_count(Side::buy, book::BookPart::implied) != 0 ||
                             book.level_count(Side::sell, book::BookPart::implied) != 0;
    if (!book.define(event.depth, event.implied_depth))
        context_.counters->add(Counter::mdp_bad_entry);
    const auto implied_now = book.depth(book::BookPart::implied);
    const bool is_as_before = outright == book.depth(book::BookPart::outright) &&
                              (implied == implied_now || (implied_now == 0 && !has_implied));
    if (is_as_before || contract.sequence == 0) return;
    book.clear();
    contract.is_partial = true;
    if (contract.trust != BookState::unknown) contract.trust = BookState::stale;
    touch(contract, update_quote | update_status);
}

/// Gives a contract its name: the symbol of its definition, else its number.
void MdpStream::name(Contract& contract) noexcept
{
    const InstrumentId id =
        context_.instruments->find_or_add(feed_, symbol_of(symbol(index_of(contract))));
    if (id.is_none() || id == contract.id) return;
    const InstrumentId before = std::exchange(contract.id, id);
    if (!before.is_none()) retire(before);
    announce(contract);
    publish(contract);
}

/// Readers see an instrument without a book from now on: it has another name.
void MdpStream::retire(InstrumentId id) noexcept
{
    book::Publication* const publication = context_.publication;
    if (publication == nullptr || !publication->holds(id)) return;
    publication->store_top(id, {.instrument = id.value});
    if (publication->depth_wanted(id)) publication->store_depth(id, {.instrument = id.value});
}

std::string MdpStream::symbol(std::uint32_t place) const
{
    const std::string_view symbol = details_[place].definition.symbol.view();
    return symbol.empty() ? fmt::format("#{}", contracts_[place].security) : std::string(symbol);
}

/// Makes an instrument known to the rules, or known again.
void MdpStream::announce(Contract& contract) noexcept
{
    if (contract.id.is_none()) return;
    Instrument& instrument = (*context_.instruments)[contract.id];
    const ContractDefinition& definition = details_[index_of(contract)].definition;
    instrument.venue = Text<4>{{'X', 'C', 'M', 'E'}};
    instrument.product = symbol_of(definition.asset.view());
    instrument.day = day_;
    instrument.display_factor = {details_[index_of(contract)].display_factor};
    const Observer& observer = context_.observer;
    if (observer.on_instrument != nullptr)
        contract.wanted = observer.on_instrument(observer.context, instrument);
    if (context_.interest != nullptr) contract.wanted = context_.interest->kinds(contract.id);
    const bool has_factor = details_[index_of(contract)].display_factor != Price::none().units;
    if (contract.wanted != 0 && !has_factor) context_.counters->add(Counter::mdp_no_display_factor);
}

/// Which future of a product is its front month: the first to end of those that have not rolled.
/// One that ends within roll_days of the trade date has.
void MdpStream::choose_fronts(const Text<6>& product) noexcept
{
    const std::int32_t roll_days = context_.futures.product(product.view()).roll_days;
    Contract* front = nullptr;
    std::int32_t front_ends = INT32_MAX;
    for (Contract& contract : contracts_) {
        const ContractDetails& details = details_[index_of(contract)];
        const ContractDefinition& definition = details.definition;
        const bool is_future = definition.kind == ContractKind::future && definition.action != 'D';
        if (!is_future || !(definition.asset == product)) continue;
        const std::int32_t ends = details.last_day;
        const bool has_rolled = day_ != 0 && ends - day_ <= roll_days;
        if (has_rolled || ends >= front_ends) continue;
        front = &contract;
        front_ends = ends;
    }
    for (Contract& contract : contracts_) {
        const ContractDefinition& definition = details_[index_of(contract)].definition;
        if (contract.id.is_none() || !(definition.asset == product)) continue;
        Instrument& instrument = (*context_.instruments)[contract.id];
        const bool is_front = &contract == front;
        if (std::exchange(instrument.is_front, is_front) != is_front) announce(contract);
    }
}

/// A trade date begins on the evening before it, and after a weekend.
void MdpStream::follow_day() noexcept
{
    const Timestamp now{static_cast<std::int64_t>(time_ns_)};
    const Date date = date_in_zone(now, exchange_zone);
    const Timestamp turn = wall_time(date, session_begins_ns, exchange_zone);
    const bool is_evening = now >= turn;
    const std::int32_t today = day_number(date);
    std::int32_t day = is_evening ? today + 1 : today;
    while (is_weekend(day)) ++day;
    const Timestamp ends =
        is_evening ? wall_time(date_of_day(today + 1), session_begins_ns, exchange_zone) : turn;
    day_ends_ns_ = static_cast<std::uint64_t>(ends.ns);
    if (std::exchange(day_, day) == day) return;
    std::set<std::string_view> chosen;
    for (Contract& contract : contracts_) {
        const ContractDefinition& definition = details_[index_of(contract)].definition;
        const bool is_future = definition.kind == ContractKind::future;
        if (is_future && chosen.insert(definition.asset.view()).second)
            choose_fronts(definition.asset);
        if (contract.is_defined) announce(contract);
        tell_settlement(contract);
    }
}

// ---- who is told

void MdpStream::copy_interest() noexcept
{
    interest_version_ = context_.interest->version();
    const std::uint64_t askings = context_.interest->askings();
    const bool asks_again = std::exchange(interest_askings_, askings) != askings;
    for (Contract& contract : contracts_) {
        if (contract.id.is_none()) continue;
        const std::uint8_t wanted = context_.interest->kinds(contract.id);
        const int added = asks_again ? wanted : wanted & ~contract.wanted;
        contract.wanted = wanted;
        if (added != 0) tell(contract, static_cast<std::uint8_t>(added));
    }
}

void MdpStream::tell(const Contract& contract, std::uint8_t kinds) noexcept
{
    const Observer& observer = context_.observer;
    const std::uint32_t place = index_of(contract);
    const ContractDetails& details = details_[place];
    if (observer.on_update == nullptr || details.display_factor == Price::none().units) return;
    const Level bid = books_[place].best(Side::buy);
    const Level ask = books_[place].best(Side::sell);
    const FuturesTrade* const last = details.statistics.last_trade();
    if (last == nullptr) kinds = static_cast<std::uint8_t>(kinds & ~update_trade);
    context_.counters->add(Counter::rule_updates);
    const auto in_points = [&](Price price) { return points(price, details.display_factor); };
    observer.on_update(
        observer.context,
        {.instrument = contract.id,
         .kinds = kinds,
         .book_state = state(place),
         .trading_state = details.statistics.trading(),
         .lines = is_silent_ ? std::uint8_t{0} : lines_,
         .exchange_time = {static_cast<std::int64_t>(time_ns_)},
         .capture_time = received_,
         .trade_price = last == nullptr ? Price::none() : in_points({last->price}),
         .trade_quantity = last == nullptr ? 0 : last->quantity,
         .bid = in_points(bid.price),
         .ask = in_points(ask.price),
         .bid_quantity = bid.quantity,
         .ask_quantity = ask.quantity,
         .day = day_,
         .low_limit = in_points(details.statistics.limits().low),
         .high_limit = in_points(details.statistics.limits().high),
         .broken_price =
             (kinds & update_trade_broken) != 0 ? in_points(details.broken) : Price::none()});
}

void MdpStream::status_changed(Contract& contract) noexcept
{
    publish(contract);
    if ((contract.wanted & update_status) != 0) tell(contract, update_status);
}

void MdpStream::publish(const Contract& contract) noexcept
{
    book::Publication* const publication = context_.publication;
    if (publication == nullptr || !publication->holds(contract.id)) return;
    const std::uint32_t place = index_of(contract);
    publication->store_top(contract.id, top(place));
    context_.counters->add(Counter::tops_published);
    if (publication->any_depth_wanted() && publication->depth_wanted(contract.id)) {
        publication->store_depth(contract.id, depth(place));
        context_.counters->add(Counter::depths_published);
    }
}

BookState MdpStream::state(std::uint32_t place) const noexcept
{
    const Contract& contract = contracts_[place];
    if (is_silent_ || contract.is_doubtful) return BookState::stale;
    if (contract.trust != BookState::valid) return contract.trust;
    const TradingState trading = details_[place].statistics.trading();
    const bool is_halted = trading == TradingState::halted || trading == TradingState::paused;
    return is_halted ? BookState::halted : BookState::valid;
}

TopOfBook MdpStream::top(std::uint32_t place) const noexcept
{
    TopOfBook top{.exchange_time = static_cast<std::int64_t>(time_ns_),
                  .instrument = contracts_[place].id.value,
                  .state = state(place),
                  .trading = details_[place].statistics.trading()};
    books_[place].fill(top);
    return top;
}

Depth MdpStream::depth(std::uint32_t place) const noexcept
{
    Depth depth{.exchange_time = static_cast<std::int64_t>(time_ns_),
                .instrument = contracts_[place].id.value,
                .state = state(place),
                .trading = details_[place].statistics.trading()};
    books_[place].fill(depth);
    return depth;
}

std::size_t MdpStream::level_count(std::uint32_t place, Side side) const noexcept
{
    const book::LevelBook& book = books_[place];
    if (!context_.futures.show_implied) return book.level_count(side, book::BookPart::outright);
    Depth depth;
    book.fill(depth);
    std::size_t count = 0;
    while (count < depth_levels && !depth.sides[gapwire::index_of(side)][count].price.is_none())
        ++count;
    return count;
}

Level MdpStream::level(std::uint32_t place, Side side, std::size_t rank) const noexcept
{
    if (!context_.futures.show_implied)
        return books_[place].level(side, book::BookPart::outright, rank);
    Depth depth;
    books_[place].fill(depth);
    return depth.sides[gapwire::index_of(side)][rank];
}

}  // namespace gapwire::pipeline
