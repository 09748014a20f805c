// One instrument of a FIX feed: how its book stands, and what is told of it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/quote_books.hpp"
#include "book/quote_figures.hpp"
#include "core/alert.hpp"
#include "core/update.hpp"

namespace gapwire::pipeline {

/// What is a property of the venue, or was asked of it.
struct QuoteSettings {
    book::QuoteBooksSettings books{};
    /// Quantities are kept in units of 10^-this (EUR 0.01: 2).
    int quantity_digits = 0;
    /// MIC; XXXX where nobody says.
    Text<4> venue{{'X', 'X', 'X', 'X'}};
    /// Whose calendar trading dates are of (IANA).
    std::string zone = "UTC";
    /// The same by MIC, for a venue that only its messages name.
    std::map<std::string, std::string, std::less<>> zones{};
    /// How instruments trade before the venue says; few venues do.
    TradingState trading = TradingState::trading;
    /// Quotes were asked for: a full refresh that has none is an empty book.
    bool quotes_expected = false;
    /// Instruments that were asked for; others are counted and ignored. None: all are taken.
    std::vector<std::string> symbols{};
};

/// "price", "id" or "position"; nothing for anything else.
inline std::optional<book::QuoteKey> quote_key(std::string_view name) noexcept
{
    if (name == "price") return book::QuoteKey::price;
    if (name == "id") return book::QuoteKey::id;
    if (name == "position") return book::QuoteKey::position;
    return std::nullopt;
}

struct Quoted {
    InstrumentId id = InstrumentId::none();
    std::string symbol;
    BookState trust = BookState::unknown;
    TradingState trading = TradingState::unknown;
    std::uint8_t wanted = 0;    // UpdateKind bits
    std::uint8_t kinds = 0;     // what the open message has done
    bool is_touched = false;    // by the open message
    bool is_refreshed = false;  // by the open message: its quotes of before are gone
    std::uint64_t report = 0;   // the last number of its own (RptSeq); 0: none
    std::uint64_t message = 0;  // of the session, that brought that number
    ReferencePrice told{};      // as the rules know it
    ReferencePrice told_open{};
    Price broken = Price::none();  // of the print that the open message took back
    book::QuoteFigures figures{};
};

/// An entry that came before the full refresh of its instrument.
struct WaitingEntry {
    std::uint32_t place = 0;
    std::uint64_t report = 0;
    book::QuoteChange change{};  // without its texts, which are below
    Text<book::QuoteBooks::id_max> id{};
    Text<book::QuoteBooks::id_max> reference{};
};

}  // namespace gapwire::pipeline
