// Corporate actions: the table, and what a split looks like without one.
#include "strategies/corporate_actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/decimal.hpp"
#include "strategies/csv_table.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::strategies {
namespace {

struct Column {
    enum : std::size_t { symbol, ex_date, kind, numerator, denominator, new_symbol, note };
};

constexpr std::array<std::string_view, 5> kind_names{"split", "dividend", "special_dividend",
                                                     "spin_off", "symbol_change"};

ActionKind kind_of(const CsvRow& row)
{
    const auto name = std::find(kind_names.begin(), kind_names.end(), row.fields[Column::kind]);
    if (name == kind_names.end())
        row.refuse(Column::kind, fmt::format("\"{}\" is none of {}", row.fields[Column::kind],
                                             fmt::join(kind_names, ", ")));
    return static_cast<ActionKind>(name - kind_names.begin());
}

std::int64_t positive(const CsvRow& row, std::size_t column)
{
    const auto value = parse_decimal(row.fields[column], 0);
    if (!value || *value <= 0)
        row.refuse(column, fmt::format("\"{}\" is not a whole number above 0", row.fields[column]));
    return *value;
}

std::optional<Ratio> ratio_of(const CsvRow& row, ActionKind of)
{
    const bool is_given =
        !row.fields[Column::numerator].empty() || !row.fields[Column::denominator].empty();
    if (!is_given && of != ActionKind::split) return std::nullopt;
    if (of == ActionKind::symbol_change)
        row.refuse(Column::numerator, "a symbol_change has no ratio");
    const Ratio ratio{positive(row, Column::numerator), positive(row, Column::denominator)};
    if (of == ActionKind::split && ratio.numerator == ratio.denominator)
        row.refuse(Column::numerator,
                   fmt::format("{}:{} splits nothing", ratio.numerator, ratio.denominator));
    return ratio;
}

std::string new_symbol_of(const CsvRow& row, ActionKind of)
{
    const bool is_given = !row.fields[Column::new_symbol].empty();
    if (of == ActionKind::symbol_change || (of == ActionKind::spin_off && is_given)) {
        if (row.symbol(Column::new_symbol) == row.fields[Column::symbol])
            row.refuse(Column::new_symbol,
                       fmt::format("\"{}\" is the old one", row.fields[Column::symbol]));
    } else if (is_given) {
        row.refuse(Column::new_symbol, fmt::format("a {} has none", to_text(of)));
    }
    return row.fields[Column::new_symbol];
}

CorporateAction action_of(const CsvRow& row)
{
    const std::string& name = row.symbol(Column::symbol);
    const Date date = row.date(Column::ex_date);
    const ActionKind of = kind_of(row);
    return {name, date, of, ratio_of(row, of), new_symbol_of(row, of), row.fields[Column::note]};
}

/// Within 1.5 % of `of`.
bool is_near(Wide value, Wide of) noexcept
{
    const Wide distance = value < of ? of - value : value - of;
    return distance * 1'000 <= of * 15;
}

bool is_earlier(const CorporateAction& action, Date date) noexcept
{
    return action.ex_date < date;
}

}  // namespace

std::string_view to_text(ActionKind kind) noexcept
{
    return kind_names[static_cast<std::size_t>(kind)];
}

void CorporateActions::add_csv(std::string_view text, const std::string& file)
{
    read_csv_table(text, file, "symbol,ex_date,kind,numerator,denominator,new_symbol,note",
                   [this](const CsvRow& row) { add(row); });
}

void CorporateActions::load_csv(const std::filesystem::path& file)
{
    add_csv(read_text_file(file), file.string());
}

void CorporateActions::add(const CsvRow& row)
{
    const CorporateAction action = action_of(row);
    add_under(action.symbol, action, row);
    if (action.kind == ActionKind::symbol_change) add_under(action.new_symbol, action, row);
}

void CorporateActions::add_under(const std::string& symbol, const CorporateAction& action,
                                 const CsvRow& row)
{
    std::vector<CorporateAction>& actions = actions_[symbol];
    auto at = std::lower_bound(actions.begin(), actions.end(), action.ex_date, is_earlier);
    for (; at != actions.end() && at->ex_date == action.ex_date; ++at) {
        if (*at == action) return;
        if (at->kind == action.kind && at->symbol == action.symbol)
            row.refuse(Column::kind, fmt::format("another {} of {} on {}", to_text(action.kind),
                                                 symbol, to_text(action.ex_date)));
    }
    actions.insert(at, action);
}

std::span<const CorporateAction> CorporateActions::between(std::string_view symbol,
                                                           Date reference_date,
                                                           Date trading_date) const noexcept
{
    const auto known = actions_.find(symbol);
    if (known == actions_.end() || trading_date <= reference_date) return {};
    const auto is_after = [](Date date, const CorporateAction& action) {
        return date < action.ex_date;
    };
    const auto& actions = known->second;
    const auto first = std::upper_bound(actions.begin(), actions.end(), reference_date, is_after);
    return {first, std::upper_bound(first, actions.end(), trading_date, is_after)};
}

std::optional<Ratio> looks_like_split(Price reference, Price price) noexcept
{
    if (reference <= Price{0} || price <= Price{0}) return std::nullopt;
    for (const std::int64_t many : {2, 3, 4, 5, 10, 20})
        for (const Ratio split : {Ratio{many, 1}, Ratio{1, many}})
            if (is_near(wide(price.units) * split.numerator,
                        wide(reference.units) * split.denominator))
                return split;
    return std::nullopt;
}

}  // namespace gapwire::strategies
