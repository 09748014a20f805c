// One FIX market data session: entries, books, and the end of a message.
#include "app/pipeline/fix_stream.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::pipeline {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;

constexpr char type_trade = '2';
constexpr char type_index = '3';
constexpr char type_empty_book = 'J';

bool is_quote(char type) noexcept
{
    return type == quote_bid || type == quote_offer;
}

/// "[N/A]" stands for no symbol, where an id says what is meant.
std::string_view name_of(std::string_view symbol, std::string_view security_id) noexcept
{
    const bool has_symbol = !symbol.empty() && symbol != "[N/A]";
    return has_symbol || security_id.empty() ? symbol : security_id;
}

}  // namespace

FixStream::FixStream(StreamContext& context, std::uint32_t feed, std::string name,
                     const QuoteSettings& settings)
    : context_(context),
      feed_(feed),
      name_(std::move(name)),
      settings_(settings),
      books_(settings.books)
{
    static_cast<void>(date_in_zone(Timestamp{0}, settings_.zone));
    all_.reserve(settings_.books.instruments_max);
    touched_.reserve(settings_.books.instruments_max);
    waiting_.reserve(waiting_max);
    for (const std::string& symbol : settings_.symbols) add(symbol);
}

// ---- instruments

std::uint32_t FixStream::find_or_add(std::string_view symbol, std::string_view security_id) noexcept
{
    const std::string_view name = name_of(symbol, security_id);
    const auto found = by_name_.find(name);
    if (found != by_name_.end()) return found->second;
    if (name.empty() || !settings_.symbols.empty()) {
        context_.counters->add(Counter::fix_unknown_symbol);
        return no_place;
    }
    return add(name);
}

std::uint32_t FixStream::add(std::string_view name) noexcept
{
    if (all_.size() == settings_.books.instruments_max) {
        context_.counters->add(Counter::fix_instruments_refused);
        return no_place;
    }
    const auto place = static_cast<std::uint32_t>(all_.size());
    if (!by_name_.emplace(std::string(name), place).second) return by_name_.find(name)->second;
    all_.push_back({.symbol = std::string(name), .trading = settings_.trading});
    // A longer name could be cut to that of another instrument.
    if (name.size() <= Symbol{}.raw.size())
        all_.back().id = context_.instruments->find_or_add(feed_, symbol_of(name));
    else
        context_.counters->add(Counter::fix_symbol_too_long);
    announce(place);
    return place;
}

// ---- messages

void FixStream::on_message_begin(const QuoteMessage& message) noexcept
{
    ++messages_;
    if (message.is_full_refresh) ++refreshes_;
    refreshed_ = no_place;
    is_ignored_ = false;
    sending_time_ = message.sending_time;
    if (!message.sending_time.is_none()) {
        const auto of_day = static_cast<std::uint64_t>(message.sending_time.ns % day_ns);
        is_frozen_ = context_.until_ns != UINT64_MAX && (is_frozen_ || of_day > context_.until_ns);
        if (!is_frozen_) time_ = message.sending_time;
        if (time_.ns >= day_ends_ns_) [[unlikely]]
            follow_day();
    }
    if (is_frozen_ || !message.is_full_refresh) return;
    refreshed_ = find_or_add(message.symbol, message.security_id);
    is_ignored_ = refreshed_ == no_place;
    if (!is_ignored_ && settings_.venue == QuoteSettings{}.venue && message.exchange.size() == 4)
        take_venue(refreshed_, message.exchange);
}

/// The venue that the operator has not named.
void FixStream::take_venue(std::uint32_t place, std::string_view exchange) noexcept
{
    Text<4> venue;
    std::copy(exchange.begin(), exchange.end(), venue.raw.begin());
    const InstrumentId id = all_[place].id;
    if (id.is_none() || (*context_.instruments)[id].venue == venue) return;
    (*context_.instruments)[id].venue = venue;
    const auto zone = settings_.zones.find(exchange);
    if (zone != settings_.zones.end() && zone->second != settings_.zone) {
        settings_.zone = zone->second;
        follow_day();
    }
    announce(place);
}

void FixStream::on(const QuoteEntry& entry) noexcept
{
    ++entries_;
    if (is_frozen_ || is_ignored_) return;
    const bool inherits =
        refreshed_ != no_place && entry.symbol.empty() && entry.security_id.empty();
    const std::uint32_t place =
        inherits ? refreshed_ : find_or_add(entry.symbol, entry.security_id);
    if (place == no_place) return;
    Quoted& quoted = all_[place];
    if (entry.is_bad) {
        context_.counters->add(Counter::fix_bad_entry);
        if (!is_quote(entry.type) && entry.type != '\0') return;
        if (refreshed_ == place) refresh(place);
        make_suspect(place);
        return;
    }
    if (refreshed_ == no_place && is_known_already(quoted, entry)) return;
    if (entry.is_time_bad) context_.counters->add(Counter::fix_bad_time);
    if (!entry.time.is_none()) time_ = entry.time;
    if (is_quote(entry.type) || entry.type == '\0')
        apply_quote(place, entry);
    else if (entry.type == type_empty_book)
        refresh(place);
    else if (entry.type == type_trade || entry.type == type_index)
        apply_print(place, entry);
    else
        apply_figure(place, entry);
}

void FixStream::on_message_end(const QuoteMessage& message) noexcept
{
    if (refreshed_ != no_place) finish_refresh(refreshed_, message);
    refreshed_ = no_place;
    for (std::size_t i = 0; i < touched_.size(); ++i) settle(touched_[i]);
    touched_.clear();
}

/// Looks at the instrument's own number, where the venue has them. All entries of a message may
/// have the same one.
bool FixStream::is_known_already(Quoted& quoted, const QuoteEntry& entry) noexcept
{
    if (entry.report == 0 || (entry.report == quoted.report && quoted.message == messages_))
        return false;
    if (quoted.report != 0 && entry.report <= quoted.report && entry.report != 1) {
        context_.counters->add(Counter::fix_entries_known);
        return true;
    }
    if (quoted.report != 0 && entry.report != quoted.report + 1) {
        const auto place = static_cast<std::uint32_t>(&quoted - all_.data());
        context_.counters->add(Counter::fix_reports_missing);
        make_stale(place);
    }
    quoted.report = entry.report;
    quoted.message = messages_;
    return false;
}

// ---- books

Price FixStream::price_of(Decimal decimal) noexcept
{
    if (decimal.is_none()) return Price::none();
    const auto units = rounded(decimal, 9);
    if (!units) {
        context_.counters->add(Counter::fix_price_out_of_range);
        return Price::none();
    }
    if (!units->is_exact) context_.counters->add(Counter::fix_price_rounded);
    return {units->units};
}

std::uint64_t FixStream::quantity_of(Decimal decimal) noexcept
{
    if (decimal.is_none()) return quantity_none;
    const auto units = rounded(decimal, settings_.quantity_digits);
    if (!units || units->units < 0) {
        context_.counters->add(Counter::fix_quantity_out_of_range);
        return quantity_none;
    }
    if (!units->is_exact) context_.counters->add(Counter::fix_quantity_rounded);
    return static_cast<std::uint64_t>(units->units);
}

void FixStream::apply_quote(std::uint32_t place, const QuoteEntry& entry) noexcept
{
    const Price price = price_of(entry.price);
    const std::uint64_t quantity = quantity_of(entry.size);
    const bool tells_size = entry.action == QuoteAction::add ||
                            entry.action == QuoteAction::change ||
                            entry.action == QuoteAction::overlay;
    if (refreshed_ == place) refresh(place);
    if (price.is_none() && !entry.price.is_none()) return make_suspect(place);
    if (tells_size && quantity == quantity_none && !entry.size.is_none())
        return make_suspect(place);
    // An id is found on either side, whatever the entry before was.
    const bool searches = !entry.has_type && entry.action == QuoteAction::remove &&
                          settings_.books.key == book::QuoteKey::id;
    const book::QuoteChange change{.price = price.units,
                                   .quantity = quantity,
                                   .id = entry.id.empty() ? entry.maker : entry.id,
                                   .reference = entry.reference,
                                   .position = entry.position,
                                   .orders = entry.orders,
                                   .action = entry.action,
                                   .side = entry.type == quote_offer ? Side::sell : Side::buy,
                                   .any_side = entry.type == '\0' || searches};
    if (refreshed_ != place && entry.report != 0 && all_[place].trust != BookState::valid)
        keep(place, entry.report, change);
    apply(place, change);
}

void FixStream::apply(std::uint32_t place, const book::QuoteChange& change) noexcept
{
    const book::QuoteResult result = books_.apply(place, change);
    touch(place, result.top_changed ? update_quote : 0);
    if (!result.is_suspect()) return;
    if (!result.is_applied()) context_.counters->add(Counter::quote_refused);
    // What is not whole cannot be contradicted.
    if (all_[place].trust == BookState::valid || refreshed_ == place) make_suspect(place);
}

/// The quotes of before are gone, once a message.
void FixStream::refresh(std::uint32_t place) noexcept
{
    Quoted& quoted = all_[place];
    if (refreshed_ == place && std::exchange(quoted.is_refreshed, true)) return;
    books_.clear(place);
    quoted.trust = BookState::valid;
    touch(place, update_quote | update_status);
}

void FixStream::finish_refresh(std::uint32_t place, const QuoteMessage& message) noexcept
{
    Quoted& quoted = all_[place];
    context_.counters->add(Counter::fix_refreshes);
    if (message.entries == 0 || settings_.quotes_expected) refresh(place);
    const bool is_refreshed = std::exchange(quoted.is_refreshed, false);
    if (message.report != 0) {
        quoted.report = message.report;
        quoted.message = messages_;
    }
    if (!is_refreshed) return take_as_bookless(place);
    refreshed_ = no_place;
    for (const WaitingEntry& entry : waiting_) {
        if (entry.place != place || message.report == 0 || entry.report <= message.report) continue;
        if (entry.report > quoted.report + 1) make_stale(place);
        quoted.report = entry.report;
        book::QuoteChange change = entry.change;
        change.id = entry.id.view();
        change.reference = entry.reference.view();
        apply(place, change);
    }
    std::erase_if(waiting_, [&](const WaitingEntry& entry) { return entry.place == place; });
}

/// An index, say: a full refresh without quotes, of an instrument that has none.
void FixStream::take_as_bookless(std::uint32_t place) noexcept
{
    Quoted& quoted = all_[place];
    const bool is_empty = level_count(place, Side::buy) + level_count(place, Side::sell) == 0;
    if (!is_empty || quoted.trust == BookState::valid) return;
    quoted.trust = BookState::valid;
    touch(place, update_status);
}

/// REQUIRES: texts that the book would take; others it will refuse again.
void FixStream::keep(std::uint32_t place, std::uint64_t report,
                     const book::QuoteChange& change) noexcept
{
    constexpr std::size_t id_max = book::QuoteBooks::id_max;
    if (waiting_.size() == waiting_max || change.id.size() > id_max ||
        change.reference.size() > id_max) {
        context_.counters->add(Counter::fix_waiting_refused);
        return;
    }
    WaitingEntry& entry = waiting_.emplace_back();
    entry.place = place;
    entry.report = report;
    entry.change = change;
    std::copy(change.id.begin(), change.id.end(), entry.id.raw.begin());
    std::copy(change.reference.begin(), change.reference.end(), entry.reference.raw.begin());
}

// ---- trust

void FixStream::on_loss(std::uint64_t count) noexcept
{
    context_.counters->add(Counter::losses);
    context_.counters->add(Counter::messages_lost, count);
    lost_ += count;
    for (std::uint32_t place = 0; place < places(); ++place) make_stale(place);
    on_message_end({});
}

void FixStream::on_session_over() noexcept
{
    waiting_.clear();
    for (std::uint32_t place = 0; place < places(); ++place) {
        make_stale(place);
        all_[place].report = 0;
    }
    on_message_end({});
}

void FixStream::make_stale(std::string_view symbol) noexcept
{
    const auto found = by_name_.find(symbol);
    for (std::uint32_t place = 0; place < places(); ++place)
        if (symbol.empty() || (found != by_name_.end() && found->second == place))
            make_stale(place);
    on_message_end({});
}

void FixStream::make_stale(std::uint32_t place) noexcept
{
    Quoted& quoted = all_[place];
    if (quoted.trust == BookState::unknown || quoted.trust == BookState::stale) return;
    quoted.trust = BookState::stale;
    context_.counters->add(Counter::books_stale);
    touch(place, update_status);
}

void FixStream::make_suspect(std::uint32_t place) noexcept
{
    Quoted& quoted = all_[place];
    if (quoted.trust != BookState::valid) return;
    quoted.trust = BookState::suspect;
    context_.counters->add(Counter::books_suspect);
    touch(place, update_status);
}

void FixStream::touch(std::uint32_t place, int kinds) noexcept
{
    Quoted& quoted = all_[place];
    quoted.kinds = static_cast<std::uint8_t>(quoted.kinds | kinds);
    if (std::exchange(quoted.is_touched, true)) return;
    touched_.push_back(place);
}

/// Looks at what the message has made of one book, and tells.
void FixStream::settle(std::uint32_t place) noexcept
{
    Quoted& quoted = all_[place];
    if (quoted.trust == BookState::valid && settings_.books.key == book::QuoteKey::position &&
        !books_.is_ordered(place)) [[unlikely]] {
        context_.counters->add(Counter::quote_book_unordered);
        make_suspect(place);
    }
    quoted.is_touched = false;
    const std::uint8_t kinds = std::exchange(quoted.kinds, std::uint8_t{0});
    publish(place);
    if ((kinds & quoted.wanted) != 0) [[unlikely]]
        tell(place, kinds);
}

}  // namespace gapwire::pipeline
