// Reference prices by symbol, and the CSV they come from.
#include "strategies/references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/decimal.hpp"
#include "core/error.hpp"
#include "strategies/csv.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

[[noreturn]] void refuse(const std::string& name, std::size_t line, std::string_view key,
                         const std::string& reason)
{
    throw OperatorError(ExitCode::config, fmt::format("{}:{}: {}: {}", name, line, key, reason));
}

void check_header(std::string_view row, const std::string& name, std::size_t line)
{
    const auto fields = csv_fields(row);
    if (!fields || *fields != std::vector<std::string>{"symbol", "date", "close"})
        refuse(name, line, "header",
               fmt::format("expected \"symbol,date,close\", found \"{}\"", row.substr(0, 60)));
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
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    bool seen_header = false;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::string_view row = next_line(text);
        if (is_blank(row)) continue;
        if (seen_header)
            add_csv_row(row, name, line);
        else
            check_header(row, name, line);
        seen_header = true;
    }
    if (!seen_header) refuse(name, 1, "header", "expected \"symbol,date,close\", found nothing");
}

void References::add_csv_row(std::string_view row, const std::string& name, std::size_t line)
{
    const auto fields = csv_fields(row);
    if (!fields) refuse(name, line, "row", "a quoted field does not end, or text follows it");
    if (fields->size() != 3)
        refuse(name, line, "row", fmt::format("expected 3 fields, found {}", fields->size()));

    const std::string& symbol = (*fields)[0];
    if (!is_symbol(symbol)) refuse(name, line, "symbol", no_symbol(symbol));
    const auto date = parse_date((*fields)[1]);
    if (!date) refuse(name, line, "date", fmt::format("\"{}\" is not a date", (*fields)[1]));
    const auto price = parse_price((*fields)[2]);
    if (!price) refuse(name, line, "close", fmt::format("\"{}\" is not a price", (*fields)[2]));

    Closes& closes = csv_[symbol];
    const auto place = place_of(closes, *date);
    if (place == closes.end() || place->date != *date)
        closes.insert(place, {*date, *price, line, ReferenceKind::official_close});
    else if (place->price != *price)
        refuse(name, line, "close",
               fmt::format("{} for {} on {}, but line {} says {}", decimal(*price), symbol,
                           to_text(*date), place->line, decimal(place->price)));
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
