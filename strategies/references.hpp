// Reference prices by symbol: what falls are measured from, and which of several wins.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/alert.hpp"

namespace gapwire::strategies {

struct CsvRow;

/// Whether `text` can be a symbol: 1 to 20 printable ASCII characters, none of them a blank.
bool is_symbol(std::string_view text) noexcept;
/// What to tell an operator whose `text` is no symbol.
std::string no_symbol(std::string_view text);

/// Every reference price that is known, from three sources. For one symbol the first of these wins:
///   1. a fixed price (configuration, command line);
///   2. a close or settlement learnt from a feed;
///   3. a close from a CSV file.
/// Of closes, only those of a day strictly before the trading date count, and the newest wins: a
/// day is never measured from its own close.
///
/// Symbols are without padding. Prices of 0 and below are kept as they are: whether a price can
/// carry a percentage is for the rule to say.
/// Memory grows with what is added. Threads: one, or many that only read.
class References {
 public:
    void set_fixed(std::string_view symbol, Price price);
    /// REQUIRES: a date.
    void learn(std::string_view symbol, const ReferencePrice& close);

    /// Adds the rows of `text`, a CSV of exact decimals with the header `symbol,date,close`. A byte
    /// order mark, CRLF, blank lines, blanks around fields and quoted fields are accepted. The same
    /// close twice is one. Throws OperatorError(config) `name:line: key: reason` for the first bad
    /// line and for a second, different close of one day.
    void add_csv(std::string_view text, const std::string& name);
    /// The same from a file; throws OperatorError(config) also when it cannot be read.
    void load_csv(const std::filesystem::path& file);

    /// The reference price of `symbol` on `trading_date`, or nothing.
    std::optional<ReferencePrice> find(std::string_view symbol, Date trading_date) const;

    bool empty() const noexcept { return fixed_.empty() && learnt_.empty() && csv_.empty(); }

 private:
    struct Close {
        Date date{};
        Price price{};
        std::size_t line = 0;  // of the CSV, for messages
        ReferenceKind kind = ReferenceKind::official_close;
    };
    using Closes = std::vector<Close>;  // by date, each day once
    using Histories = std::map<std::string, Closes, std::less<>>;

    void add_row(const CsvRow& row);
    static std::optional<ReferencePrice> newest_before(const Histories& histories,
                                                       std::string_view symbol, Date trading_date);

    std::map<std::string, Price, std::less<>> fixed_;
    Histories learnt_;
    Histories csv_;
};

}  // namespace gapwire::strategies
