// One contract of an MDP 3.0 channel: what every entry looks at, and what few do.
#pragma once

#include "book/futures_statistics.hpp"
#include "core/points.hpp"
#include "core/update.hpp"

namespace gapwire::pipeline {

/// What every entry of a contract looks at.
struct Contract {
    InstrumentId id = InstrumentId::none();
    SecurityId security = 0;
    std::uint32_t sequence = 0;  // the last number (RptSeq); 0: none
    // A snapshot may be ahead of the stream: the packets that it holds already, by their numbers.
    std::uint32_t held_until = 0;
    std::uint32_t orders_held_until = 0;   // the same for the orders
    BookState trust = BookState::unknown;  // of the book, if nothing speaks against all books
    std::uint8_t wanted = 0;               // UpdateKind bits
    std::uint8_t kinds = 0;                // what the open event has done
    bool is_touched = false;               // by the open event
    bool is_partial = true;                // levels from before are not known
    bool is_doubtful = false;              // packets were lost: until its next number in sequence
    bool orders_are_right = false;         // those of the book by order
    bool is_defined = false;
};

/// What a contract is, and everything that is told of it beside its book.
struct ContractDetails {
    ContractDefinition definition{};
    std::int32_t last_day = INT32_MAX;  // it trades, in days since 1970-01-01; else not told
    book::FuturesStatistics statistics{};
    /// Points are prices of the wire times this, in 1e-9; none: not known.
    std::int64_t display_factor = Price::none().units;
    Price broken{Price::none()};  // of the trade that the open event took back, or corrected
    std::optional<book::Settlement> told{};         // the reference of today, as rules were told
    std::optional<book::Settlement> told_newest{};  // a later one, which is one tomorrow
};

}  // namespace gapwire::pipeline
