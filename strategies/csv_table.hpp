// Tables of the operator's in CSV: a header that must be there, rows, and what is wrong with them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "core/types.hpp"

namespace gapwire::strategies {

/// One row, with as many fields as there are columns. `column` below counts from 0 and is in range;
/// what is wrong is thrown as OperatorError(config) `file:line: column: reason`.
struct CsvRow {
    const std::string& file;
    const std::vector<std::string>& columns;
    std::size_t line = 0;
    std::vector<std::string> fields{};

    [[noreturn]] void refuse(std::size_t column, const std::string& reason) const;
    const std::string& symbol(std::size_t column) const;
    /// A symbol, or a symbol of one market: ASML@XAMS.
    const std::string& listing(std::size_t column) const;
    Date date(std::size_t column) const;
    Price price(std::size_t column) const;
};

/// Whether the first line that is not blank names these columns.
bool has_csv_header(std::string_view text, std::string_view header);

/// Gives every row of `text` to `take`, in order. `header` names the columns and is its first line:
/// `symbol,date,close`. A byte order mark, CRLF, blank lines, blanks around fields and quoted
/// fields are accepted. Throws OperatorError(config) `file:line: key: reason` for the first bad
/// line.
void read_csv_table(std::string_view text, const std::string& file, std::string_view header,
                    const std::function<void(const CsvRow&)>& take);

}  // namespace gapwire::strategies
