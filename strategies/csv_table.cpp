// Tables of the operator's in CSV.
#include "strategies/csv_table.hpp"

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "core/error.hpp"
#include "strategies/csv.hpp"
#include "strategies/references.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

[[noreturn]] void refuse_line(const std::string& file, std::size_t line, std::string_view key,
                              const std::string& reason)
{
    throw OperatorError(ExitCode::config, fmt::format("{}:{}: {}: {}", file, line, key, reason));
}

CsvRow row_of(std::string_view text, const std::string& file, std::size_t line,
              const std::vector<std::string>& columns)
{
    auto fields = csv_fields(text);
    if (!fields) refuse_line(file, line, "row", "a quoted field does not end, or text follows it");
    if (fields->size() != columns.size())
        refuse_line(file, line, "row",
                    fmt::format("expected {} fields, found {}", columns.size(), fields->size()));
    return {file, columns, line, *std::move(fields)};
}

}  // namespace

void CsvRow::refuse(std::size_t column, const std::string& reason) const
{
    refuse_line(file, line, columns[column], reason);
}

const std::string& CsvRow::symbol(std::size_t column) const
{
    if (!is_symbol(fields[column])) refuse(column, no_symbol(fields[column]));
    return fields[column];
}

const std::string& CsvRow::listing(std::size_t column) const
{
    if (!is_listing(fields[column])) refuse(column, no_symbol(fields[column]));
    return fields[column];
}

Date CsvRow::date(std::size_t column) const
{
    const auto date = parse_date(fields[column]);
    if (!date) refuse(column, fmt::format("\"{}\" is not a date", fields[column]));
    return *date;
}

Price CsvRow::price(std::size_t column) const
{
    const auto price = parse_price(fields[column]);
    if (!price) refuse(column, fmt::format("\"{}\" is not a price", fields[column]));
    return *price;
}

bool has_csv_header(std::string_view text, std::string_view header)
{
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    while (!text.empty()) {
        const std::string_view row = next_line(text);
        if (!is_blank(row)) return csv_fields(row) == csv_fields(header);
    }
    return false;
}

void read_csv_table(std::string_view text, const std::string& file, std::string_view header,
                    const std::function<void(const CsvRow&)>& take)
{
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const std::vector<std::string> columns = csv_fields(header).value();
    bool seen_header = false;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::string_view row = next_line(text);
        if (is_blank(row)) continue;
        if (seen_header)
            take(row_of(row, file, line, columns));
        else if (csv_fields(row) != columns)
            refuse_line(file, line, "header",
                        fmt::format("expected \"{}\", found \"{}\"", header, row.substr(0, 60)));
        seen_header = true;
    }
    if (!seen_header)
        refuse_line(file, 1, "header", fmt::format("expected \"{}\", found nothing", header));
}

}  // namespace gapwire::strategies
