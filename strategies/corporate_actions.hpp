// What companies do to the price of a share: a percentage across it would be wrong.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "core/types.hpp"

namespace gapwire::strategies {

struct CsvRow;

enum class ActionKind : std::uint8_t { split, dividend, special_dividend, spin_off, symbol_change };

/// "split", "dividend", "special_dividend", "spin_off", "symbol_change".
std::string_view to_text(ActionKind kind) noexcept;

/// So many new for so many old: 10:1 makes ten shares of one, 1:8 one of eight.
struct Ratio {
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    friend constexpr bool operator==(const Ratio&, const Ratio&) = default;
};

struct CorporateAction {
    std::string symbol;
    Date ex_date{};  // the first day that trades without what was given
    ActionKind kind = ActionKind::split;
    /// Of a split: new shares for old ones. Of a spin-off: shares of `new_symbol` for each. Of
    /// dividends: the amount for a share. A symbol change has none; only a split must have one.
    std::optional<Ratio> ratio{};
    std::string new_symbol;  // of a symbol change, or what was spun off
    std::string note;
    friend bool operator==(const CorporateAction&, const CorporateAction&) = default;
};

/// Corporate actions by symbol, from the operator: no feed tells them. It is for the caller to
/// withhold a percentage across one, and to say why.
///
/// Memory grows with what is read. After a throw only destruction is left.
/// Threads: one, or many that only read.
class CorporateActions {
 public:
    /// Adds the rows of a CSV with the header
    /// `symbol,ex_date,kind,numerator,denominator,new_symbol,note`, in any order. The same row
    /// twice is one. Throws OperatorError(config) `file:line: key: reason` for the first bad line,
    /// and for a second, different action of one symbol, day and kind.
    void add_csv(std::string_view text, const std::string& file);
    void load_csv(const std::filesystem::path& file);

    /// The actions strictly after `reference_date` and not after `trading_date`, oldest first: what
    /// lies between a price of the one day and a price of the other. A change of symbol is one for
    /// both symbols: before it, the new one was nobody's, or somebody else's. Valid until the next
    /// add. Allocates nothing.
    std::span<const CorporateAction> between(std::string_view symbol, Date reference_date,
                                             Date trading_date) const noexcept;

    bool empty() const noexcept { return actions_.empty(); }

 private:
    void add(const CsvRow& row);
    void add_under(const std::string& symbol, const CorporateAction& action, const CsvRow& row);

    std::map<std::string, std::vector<CorporateAction>, std::less<>> actions_;  // by ex_date
};

/// The split or reverse split that `price` looks like beside `reference`, for want of data: whether
/// their ratio is within 1.5 % of one to 2, 3, 4, 5, 10 or 20, or of the inverse. Nothing when
/// either is not above 0. A price that looks like one may still have moved that far.
std::optional<Ratio> looks_like_split(Price reference, Price price) noexcept;

}  // namespace gapwire::strategies
