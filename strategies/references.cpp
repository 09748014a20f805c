// Reference prices by symbol, and the CSV they come from.
#include "strategies/references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/decimal.hpp"
#include "strategies/csv_table.hpp"
#include "strategies/text_file.hpp"
#include "strategies/watchlist.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::string_view closes_header = "symbol,date,close";
constexpr std::string_view kinds_header = "symbol,date,kind,price";

ReferenceKind dated_kind(const CsvRow& row, std::size_t column)
{
    constexpr std::array kinds{ReferenceKind::official_close, ReferenceKind::settlement,
                               ReferenceKind::last_regular_trade, ReferenceKind::limit_reference};
    for (const ReferenceKind kind : kinds)
        if (to_text(kind) == row.fields[column]) return kind;
    row.refuse(column, fmt::format("\"{}\" is none of official_close, settlement, "
                                   "last_regular_trade, limit_ref",
                                   row.fields[column]));
}

bool is_close(ReferenceKind kind) noexcept
{
    return kind == ReferenceKind::official_close || kind == ReferenceKind::settlement;
}

/// Where `date` is, or belongs, in a history.
template <class Closes>
auto place_of(Closes& closes, Date date)
{
    return std::lower_bound(closes.begin(), closes.end(), date,
                            [](const auto& close, Date wanted) { return close.date < wanted; });
}

}  // namespace

bool is_symbol(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= Symbol{}.raw.size() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool is_listing(std::string_view text) noexcept
{
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos) return is_symbol(text);
    return is_symbol(text.substr(0, at)) && is_symbol(text.substr(at + 1)) &&
           text.size() - at - 1 == 4;
}

std::string no_symbol(std::string_view text)
{
    return fmt::format("\"{}\" is no symbol of 1 to {} printable characters", text,
                       Symbol{}.raw.size());
}

void References::set_fixed(std::string_view symbol, Price price)
{
    fixed_[std::string(symbol)] = price;
}

void References::learn(std::string_view symbol, const ReferencePrice& close)
{
    Closes& closes = learnt_[std::string(symbol)];
    auto place = place_of(closes, close.date);
    while (place != closes.end() && place->date == close.date && place->kind != close.kind) ++place;
    if (place == closes.end() || place->date != close.date) {
        closes.insert(place, {close.date, close.price, 0, close.kind});
    } else if (place->price != close.price) {
        place->price = close.price;
        ++place->version;
    }
}

void References::learn(const Instrument& instrument, const ReferencePrice& close)
{
    const bool is_own = is_own_market(instrument.venue.view());
    learn(is_own ? std::string(instrument.symbol.view()) : listing_name(instrument), close);
}

void References::add_csv(std::string_view text, const std::string& name)
{
    const bool has_kind = has_csv_header(text, kinds_header);
    read_csv_table(text, name, has_kind ? kinds_header : closes_header,
                   [&](const CsvRow& row) { add_row(row, has_kind); });
}

void References::add_row(const CsvRow& row, bool has_kind)
{
    const std::string& symbol = row.listing(0);
    const std::size_t price_column = has_kind ? 3 : 2;
    Close close{.date = row.date(1), .line = row.line};
    if (has_kind) close.kind = dated_kind(row, 2);
    close.price = row.price(price_column);

    Closes& closes = csv_[symbol];
    auto place = place_of(closes, close.date);
    while (place != closes.end() && place->date == close.date && place->kind != close.kind) ++place;
    if (place == closes.end() || place->date != close.date)
        closes.insert(place, close);
    else if (place->price != close.price)
        row.refuse(price_column,
                   fmt::format("{} for {} on {}, but line {} says {}", decimal(close.price), symbol,
                               to_text(close.date), place->line, decimal(place->price)));
}

void References::load_csv(const std::filesystem::path& file)
{
    add_csv(read_text_file(file), file.string());
}

template <class Wanted>
std::optional<ReferencePrice> References::newest(const Histories& histories, ReferenceSource source,
                                                 std::string_view symbol, Date trading_date,
                                                 Wanted wanted)
{
    const auto history = histories.find(symbol);
    if (history == histories.end()) return std::nullopt;
    const Closes& closes = history->second;
    for (auto close = place_of(closes, trading_date); close != closes.begin();) {
        --close;
        if (wanted(close->kind))
            return ReferencePrice{close->kind, close->price, close->date, source, close->version};
    }
    return std::nullopt;
}

std::optional<ReferencePrice> References::find(std::string_view symbol, Date trading_date,
                                               ReferenceChoice choice) const
{
    const auto newest_of = [&](Date before, auto wanted) {
        auto found = newest(learnt_, ReferenceSource::feed, symbol, before, wanted);
        return found ? found : newest(csv_, ReferenceSource::file, symbol, before, wanted);
    };
    const auto of_kind = [&](ReferenceKind kind) {
        return newest_of(trading_date, [kind](ReferenceKind other) { return other == kind; });
    };
    const auto fixed = fixed_.find(symbol);
    const auto of_fixed = [&]() -> std::optional<ReferencePrice> {
        if (fixed == fixed_.end()) return std::nullopt;
        return ReferencePrice{ReferenceKind::fixed, fixed->second, Date{},
                              ReferenceSource::configuration};
    };
    switch (choice) {
        case ReferenceChoice::automatic:
            return fixed != fixed_.end() ? of_fixed() : newest_of(trading_date, is_close);
        case ReferenceChoice::fixed: return of_fixed();
        case ReferenceChoice::official_close: return of_kind(ReferenceKind::official_close);
        case ReferenceChoice::settlement: return of_kind(ReferenceKind::settlement);
        case ReferenceChoice::last_regular_trade: return of_kind(ReferenceKind::last_regular_trade);
        case ReferenceChoice::limit_reference: return of_kind(ReferenceKind::limit_reference);
        case ReferenceChoice::minutes_ago: return std::nullopt;
        case ReferenceChoice::session_open: break;
    }
    const auto today = newest_of(date_of_day(day_number(trading_date) + 1), [](ReferenceKind kind) {
        return kind == ReferenceKind::session_open;
    });
    return today && today->date == trading_date ? today : std::nullopt;
}

std::array<ReferencePrice, reference_kinds> References::known(std::string_view symbol,
                                                              Date trading_date) const
{
    constexpr std::array choices{ReferenceChoice::official_close,
                                 ReferenceChoice::settlement,
                                 ReferenceChoice::fixed,
                                 ReferenceChoice::session_open,
                                 ReferenceChoice::last_regular_trade,
                                 ReferenceChoice::limit_reference};
    std::array<ReferencePrice, reference_kinds> all{};
    for (const ReferenceChoice choice : choices)
        if (const auto one = find(symbol, trading_date, choice))
            all[static_cast<std::size_t>(one->kind)] = *one;
    return all;
}

std::string References::key_of(const Instrument& instrument) const
{
    constexpr std::string_view unnamed = "XXXX";  // ISO 10383: no market
    std::string listing = listing_name(instrument);
    const std::string_view symbol = instrument.symbol.view();
    const bool may_be_another = instrument.venue.view() == unnamed && knows_listing_of(symbol);
    return may_be_another || knows(listing) ? listing : std::string(symbol);
}

bool References::knows_listing_of(std::string_view symbol) const
{
    const std::string begin = std::string(symbol) + '@';
    const auto is_in = [&](const auto& prices) {
        const auto next = prices.lower_bound(begin);
        return next != prices.end() && next->first.starts_with(begin);
    };
    return is_in(fixed_) || is_in(learnt_) || is_in(csv_);
}

bool References::knows(std::string_view name) const
{
    return fixed_.contains(name) || learnt_.contains(name) || csv_.contains(name);
}

}  // namespace gapwire::strategies
