// Market data events of feeds that name instruments and entries by text (FIX).
#pragma once

#include <string_view>

#include "core/fix_decimal.hpp"
#include "core/types.hpp"

namespace gapwire {

// Every text is a view of the message and ends with the call that brings it. An empty one: the
// message does not say.

/// What an entry does to the entries before it (MDUpdateAction).
enum class QuoteAction : std::uint8_t {
    add,             // 0
    change,          // 1
    remove,          // 2
    remove_through,  // 3: from the best one down to this one
    remove_from,     // 4: from this one on to the worst
    overlay,         // 5
};

/// Entries that are levels or orders of a book (MDEntryType); others are told as they come.
inline constexpr char quote_bid = '0';
inline constexpr char quote_offer = '1';

/// What the entries of one message have in common.
struct QuoteMessage {
    std::uint64_t sequence = 0;       // MsgSeqNum; 0: the message has none
    std::uint64_t appl_sequence = 0;  // ApplSeqNum; 0: the message has none
    Timestamp sending_time = Timestamp::none();
    std::string_view appl_id{};      // ApplID: the stream that `appl_sequence` counts
    std::string_view request_id{};   // MDReqID
    std::string_view symbol{};       // full refresh only
    std::string_view security_id{};  // the same
    std::string_view exchange{};     // SecurityExchange of a full refresh
    std::uint64_t report = 0;        // RptSeq of a full refresh; 0: none
    std::uint32_t entries = 0;
    bool is_full_refresh = false;  // W; else X
    bool is_possible_duplicate = false;
};

/// One entry of a market data message.
struct QuoteEntry {
    Decimal price = Decimal::none();       // MDEntryPx
    Decimal size = Decimal::none();        // MDEntrySize
    Decimal net_change = Decimal::none();  // NetChgPrevDay
    Timestamp time = Timestamp::none();  // MDEntryDate and MDEntryTime; day of SendingTime if none
    std::string_view symbol{};           // of this entry, or the one before it in the message
    std::string_view security_id{};      // the same
    std::string_view id{};               // MDEntryID
    std::string_view reference{};        // MDEntryRefID: the id that a change replaces
    std::string_view maker{};            // MDEntryOriginator, else MDMkt: whose quote it is
    std::string_view text{};             // Text
    std::uint64_t report = 0;            // RptSeq of the instrument; 0: none
    std::uint32_t position = 0;  // MDEntryPositionNo, else MDPriceLevel; 1 is the best; 0: none
    std::uint32_t orders = 0;    // NumberOfOrders; 0: none
    QuoteAction action = QuoteAction::add;
    char type = '\0';           // MDEntryType, or that of the entry before; \0: neither
    char settle_flag = '\0';    // OpenCloseSettlFlag
    bool has_type = true;       // `type` is its own
    bool is_cancelled = false;  // a trade: taken back
    bool is_time_bad = false;   // `time` was not understood, and is none
    /// A field is missing or makes no sense: what the entry is about may be wrong from here.
    bool is_bad = false;
};

/// A request for market data is refused (Y, or j and 3 that name it).
struct QuoteReject {
    std::string_view request_id{};  // empty in j and 3
    std::string_view text{};
    std::uint64_t reference_sequence = 0;  // RefSeqNum of j and 3; 0: none
    char type = 'Y';                       // MsgType
    char reason = '\0';                    // MDReqRejReason of Y
    std::uint32_t code = UINT32_MAX;       // BusinessRejectReason, SessionRejectReason
};

/// The state of an instrument (f) or of a trading session (h).
struct QuoteStatus {
    std::string_view symbol{};  // f; empty: all instruments
    std::string_view security_id{};
    std::string_view trading_session{};
    std::string_view text{};
    Timestamp time = Timestamp::none();
    std::uint32_t status = UINT32_MAX;  // SecurityTradingStatus of f, TradSesStatus of h
    bool is_session = false;            // h
};

/// An instrument that the venue has (y, d).
struct QuoteInstrument {
    std::string_view symbol{};
    std::string_view security_id{};
    std::string_view exchange{};
    std::string_view security_type{};
    std::string_view currency{};
};

/// A headline (B). It never changes a book.
struct QuoteNews {
    std::string_view headline{};
    std::string_view text{};  // the first line
    Timestamp time = Timestamp::none();
    char urgency = '\0';
};

}  // namespace gapwire
