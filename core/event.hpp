// Market events: what a decoder makes of one message, in the wire units of its feed.
#pragma once

#include "core/types.hpp"

namespace gapwire {

/// What an order event does to its order.
enum class OrderAction : std::uint8_t {
    none,     // not an order event (a batch keeps its place)
    add,      // a new order at the back of its level
    execute,  // at the order's own price
    execute_at_price,
    reduce,  // partial cancel: keeps its priority
    remove,
    replace,  // a new reference, quantity and price: to the back of its level
};

/// One change to one order. A single record for all kinds, so that a batch of them is an array that
/// can be looked ahead. Prices count in the feed's price unit (ITCH: 1e-4), times in ns as the
/// protocol counts (ITCH: since midnight Eastern).
struct OrderEvent {
    std::uint64_t reference = 0;
    std::uint64_t new_reference = 0;  // replace
    std::uint64_t match_number = 0;   // execute, execute_at_price
    std::uint64_t time_ns = 0;
    std::uint32_t quantity = 0;    // add, replace: open; execute, reduce: taken away
    std::uint32_t price = 0;       // add, replace: limit; execute_at_price: of the execution
    std::uint32_t instrument = 0;  // the feed's own id (stock locate)
    OrderAction action = OrderAction::none;
    Side side = Side::buy;  // add
    bool printable = true;  // execute_at_price: whether the print counts
};

/// A trading day or a session opens, closes or restarts (ITCH S).
struct SystemEvent {
    std::uint64_t time_ns;
    char code;  // as in the feed: O S Q M E C
};

/// What an instrument is. May come again with changed attributes; never clears a book.
struct InstrumentDefinition {
    std::uint32_t instrument;
    std::uint64_t time_ns;
    Text<8> symbol;
    std::uint32_t round_lot;
    bool test_issue;
};

enum class TradingState : std::uint8_t { unknown, halted, paused, quotation_only, trading };

/// The trading state of an instrument changes.
struct TradingStatus {
    std::uint32_t instrument;
    std::uint64_t time_ns;
    Text<8> symbol;
    TradingState state;
    Text<4> reason;
};

/// One market center halts an instrument, or lifts its halt.
struct MarketCenterHalt {
    std::uint32_t instrument;
    std::uint64_t time_ns;
    Text<8> symbol;
    char market;
    bool halted;
};

/// An execution that touches no displayed order.
struct HiddenTrade {
    std::uint32_t instrument;
    std::uint64_t time_ns;
    Text<8> symbol;
    std::uint32_t price;
    std::uint64_t quantity;
    std::uint64_t match_number;
};

/// An auction's bulk print. May have quantity 0: the cross ran and nothing matched.
struct CrossPrint {
    std::uint32_t instrument;
    std::uint64_t time_ns;
    Text<8> symbol;
    std::uint32_t price;
    std::uint64_t quantity;
    std::uint64_t match_number;
    char cross_type;  // O opening, C closing, H halted or IPO
};

/// The print with this match number is taken back.
struct TradeBreak {
    std::uint32_t instrument;
    std::uint64_t time_ns;
    std::uint64_t match_number;
};

/// Indicative auction prices and imbalance (NOII). Never a trade price.
struct AuctionImbalance {
    std::uint32_t instrument;
    std::uint64_t time_ns;
    Text<8> symbol;
    std::uint64_t paired_quantity;
    std::uint64_t imbalance_quantity;
    std::uint32_t far_price;
    std::uint32_t near_price;
    std::uint32_t reference_price;
    char direction;
    char cross_type;
};

/// The price collar of a LULD reopening auction.
struct AuctionCollar {
    std::uint32_t instrument;
    std::uint64_t time_ns;
    Text<8> symbol;
    std::uint32_t reference_price;
    std::uint32_t upper_price;
    std::uint32_t lower_price;
    std::uint32_t extension;
};

}  // namespace gapwire
