// Reference prices by symbol, and the CSV they come from.
#include "strategies/references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/decimal.hpp"
#include "strategies/csv_table.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::strategies {
namespace {

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
    const auto place = place_of(closes, close.date);
    if (place != closes.end() && place->date == close.date)
        place->price = close.price;  // a corrected close
    else
        closes.insert(place, {close.date, close.price, 0, close.kind});
}

void References::add_csv(std::string_view text, const std::string& name)
{
    read_csv_table(text, name, "symbol,date,close", [this](const CsvRow& row) { add_row(row); });
}

void References::add_row(const CsvRow& row)
{
    const std::string& symbol = row.symbol(0);
    const Date date = row.date(1);
    const Price price = row.price(2);

    Closes& closes = csv_[symbol];
    const auto place = place_of(closes, date);
    if (place == closes.end() || place->date != date)
        closes.insert(place, {date, price, row.line, ReferenceKind::official_close});
    else if (place->price != price)
        row.refuse(2, fmt::format("{} for {} on {}, but line {} says {}", decimal(price), symbol,
                                  to_text(date), place->line, decimal(place->price)));
}

void References::load_csv(const std::filesystem::path& file)
{
    add_csv(read_text_file(file), file.string());
}

std::optional<ReferencePrice> References::newest_before(const Histories& histories,
                                                        std::string_view symbol, Date trading_date)
{
    const auto history = histories.find(symbol);
    if (history == histories.end()) return std::nullopt;
    const auto end = place_of(history->second, trading_date);
    if (end == history->second.begin()) return std::nullopt;
    const Close& close = *std::prev(end);
    return ReferencePrice{close.kind, close.price, close.date};
}

std::optional<ReferencePrice> References::find(std::string_view symbol, Date trading_date) const
{
    if (const auto fixed = fixed_.find(symbol); fixed != fixed_.end())
        return ReferencePrice{ReferenceKind::fixed, fixed->second, Date{}};
    if (auto learnt = newest_before(learnt_, symbol, trading_date)) return learnt;
    return newest_before(csv_, symbol, trading_date);
}

}  // namespace gapwire::strategies
