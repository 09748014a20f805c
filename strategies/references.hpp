// Reference prices by symbol: what falls are measured from, and which of several wins.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/alert.hpp"
#include "core/update.hpp"

namespace gapwire::strategies {

struct CsvRow;

/// Whether `text` can be a symbol: 1 to 20 printable ASCII characters, none of them a blank.
bool is_symbol(std::string_view text) noexcept;
/// Whether it can be a symbol, or a listing: a symbol, '@' and a market of four characters (MIC).
bool is_listing(std::string_view text) noexcept;
/// What to tell an operator whose `text` is no symbol.
std::string no_symbol(std::string_view text);

/// Which reference price a rule measures from.
enum class ReferenceChoice : std::uint8_t {
    automatic,  // a fixed price, else the newest close or settlement: learnt before told
    official_close,
    settlement,
    fixed,
    session_open,
    last_regular_trade,
    limit_reference,
    minutes_ago,  // no price of the store: each rule remembers its own
};

/// Every reference price that is known, from three sources. For one symbol the first of these wins:
///   1. a fixed price (configuration, command line);
///   2. a close or settlement learnt from a feed;
///   3. a close from a CSV file.
/// Of closes, only those of a day strictly before the trading date count, and the newest wins: a
/// day is never measured from its own close. The opening price of a session is one of that very
/// day. A price that comes again with another value is a correction, and its version says so.
///
/// Symbols are without padding; a listing (`ASML@XAMS`) may have prices of its own, which go before
/// those of its symbol. Prices of 0 and below are kept as they are: whether a price can
/// carry a percentage is for the rule to say.
/// Memory grows with what is added. Threads: one, or many that only read.
class References {
 public:
    void set_fixed(std::string_view symbol, Price price);
    /// REQUIRES: a date.
    void learn(std::string_view symbol, const ReferencePrice& close);

    /// The same of an instrument. Markets that have feeds of their own (Nasdaq, CME) say what a
    /// symbol costs; the price of another market is that of its listing.
    void learn(const Instrument& instrument, const ReferencePrice& close);

    /// Adds the rows of `text`, a CSV of exact decimals with the header `symbol,date,close`, or
    /// `symbol,date,kind,price` with the kinds of ReferenceKind that have a date. A byte
    /// order mark, CRLF, blank lines, blanks around fields and quoted fields are accepted. The same
    /// close twice is one. Throws OperatorError(config) `name:line: key: reason` for the first bad
    /// line and for a second, different close of one day.
    void add_csv(std::string_view text, const std::string& name);
    /// The same from a file; throws OperatorError(config) also when it cannot be read.
    void load_csv(const std::filesystem::path& file);

    /// The reference price of `symbol` on `trading_date`, or nothing.
    std::optional<ReferencePrice> find(std::string_view symbol, Date trading_date) const
    {
        return find(symbol, trading_date, ReferenceChoice::automatic);
    }
    std::optional<ReferencePrice> find(std::string_view symbol, Date trading_date,
                                       ReferenceChoice choice) const;
    /// One price of each kind that is known, none for the others, by kind.
    std::array<ReferencePrice, reference_kinds> known(std::string_view symbol,
                                                      Date trading_date) const;
    /// What this instrument's prices are found under: its listing where that has prices of its own,
    /// or where nobody has named its market and others of its symbol have; else its symbol.
    std::string key_of(const Instrument& instrument) const;

    /// Whether any price is known under this name.
    bool knows(std::string_view name) const;

    bool empty() const noexcept { return fixed_.empty() && learnt_.empty() && csv_.empty(); }

 private:
    struct Close {
        Date date{};
        Price price{};
        std::size_t line = 0;  // of the CSV, for messages
        ReferenceKind kind = ReferenceKind::official_close;
        std::uint16_t version = 1;
    };
    using Closes = std::vector<Close>;  // by date, each kind once a day
    using Histories = std::map<std::string, Closes, std::less<>>;

    bool knows_listing_of(std::string_view symbol) const;
    void add_row(const CsvRow& row, bool has_kind);
    template <class Wanted>
    static std::optional<ReferencePrice> newest(const Histories& histories, ReferenceSource source,
                                                std::string_view symbol, Date trading_date,
                                                Wanted wanted);

    std::map<std::string, Price, std::less<>> fixed_;
    Histories learnt_;
    Histories csv_;
};

}  // namespace gapwire::strategies
