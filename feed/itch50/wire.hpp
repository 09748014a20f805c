// Message layouts of Nasdaq TotalView-ITCH 5.0 (2015-03-06 text; h, J and O by later revisions).
#pragma once

#include "core/bytes.hpp"

namespace gapwire::itch50 {

/// What every message begins with; offsets below count from the type byte.
struct Header {
    char type;
    U16be stock_locate;
    U16be tracking_number;
    U48be timestamp;  // ns since midnight, US Eastern wall time
};
static_assert(sizeof(Header) == 11);

/// System event.
struct SystemEvent {
    static constexpr char type = 'S';

    Header header;    //  0
    char event_code;  // 11  O S Q M E C
};
static_assert(sizeof(SystemEvent) == 12);

/// Stock directory.
struct StockDirectory {
    static constexpr char type = 'R';

    Header header;                   //  0
    Ascii<8> stock;                  // 11
    char market_category;            // 19
    char financial_status;           // 20
    U32be round_lot_size;            // 21
    char round_lots_only;            // 25
    char issue_classification;       // 26
    Ascii<2> issue_subtype;          // 27
    char authenticity;               // 29  P live, T test
    char short_sale_threshold;       // 30
    char ipo_flag;                   // 31
    char luld_reference_price_tier;  // 32
    char etp_flag;                   // 33
    U32be etp_leverage_factor;       // 34
    char inverse_indicator;          // 38
};
static_assert(sizeof(StockDirectory) == 39);

/// Stock trading action.
struct StockTradingAction {
    static constexpr char type = 'H';

    Header header;       //  0
    Ascii<8> stock;      // 11
    char trading_state;  // 19  H P Q T
    char reserved;       // 20
    Ascii<4> reason;     // 21
};
static_assert(sizeof(StockTradingAction) == 25);

/// Reg SHO short sale price test restriction.
struct RegShoRestriction {
    static constexpr char type = 'Y';

    Header header;        //  0
    Ascii<8> stock;       // 11
    char reg_sho_action;  // 19
};
static_assert(sizeof(RegShoRestriction) == 20);

/// Market participant position.
struct MarketParticipantPosition {
    static constexpr char type = 'L';

    Header header;                  //  0
    Ascii<4> mpid;                  // 11
    Ascii<8> stock;                 // 15
    char primary_market_maker;      // 23
    char market_maker_mode;         // 24
    char market_participant_state;  // 25
};
static_assert(sizeof(MarketParticipantPosition) == 26);

/// Market-wide circuit breaker decline levels; the only prices with 8 decimals.
struct MwcbDeclineLevel {
    static constexpr char type = 'V';

    Header header;  //  0
    U64be level_1;  // 11
    U64be level_2;  // 19
    U64be level_3;  // 27
};
static_assert(sizeof(MwcbDeclineLevel) == 35);

/// Market-wide circuit breaker status.
struct MwcbStatus {
    static constexpr char type = 'W';

    Header header;        //  0
    char breached_level;  // 11
};
static_assert(sizeof(MwcbStatus) == 12);

/// IPO quoting period update.
struct IpoQuotingPeriodUpdate {
    static constexpr char type = 'K';

    Header header;                     //  0
    Ascii<8> stock;                    // 11
    U32be ipo_quotation_release_time;  // 19  seconds since midnight
    char ipo_quotation_qualifier;      // 23
    U32be ipo_price;                   // 24
};
static_assert(sizeof(IpoQuotingPeriodUpdate) == 28);

/// LULD auction collar.
struct LuldAuctionCollar {
    static constexpr char type = 'J';

    Header header;                   //  0
    Ascii<8> stock;                  // 11
    U32be reference_price;           // 19
    U32be upper_price;               // 23
    U32be lower_price;               // 27
    U32be auction_collar_extension;  // 31
};
static_assert(sizeof(LuldAuctionCollar) == 35);

/// Operational halt of one market center.
struct OperationalHalt {
    static constexpr char type = 'h';

    Header header;                 //  0
    Ascii<8> stock;                // 11
    char market_code;              // 19
    char operational_halt_action;  // 20
};
static_assert(sizeof(OperationalHalt) == 21);

/// Add order, no MPID attribution.
struct AddOrder {
    static constexpr char type = 'A';

    Header header;          //  0
    U64be order_reference;  // 11
    char side;              // 19  B buy, S sell
    U32be shares;           // 20
    Ascii<8> stock;         // 24
    U32be price;            // 32  1e-4 dollar
};
static_assert(sizeof(AddOrder) == 36);

/// Add order with MPID attribution.
struct AddOrderWithMpid {
    static constexpr char type = 'F';

    AddOrder order;        //  0
    Ascii<4> attribution;  // 36
};
static_assert(sizeof(AddOrderWithMpid) == 40);

/// Order executed, at its own price.
struct OrderExecuted {
    static constexpr char type = 'E';

    Header header;          //  0
    U64be order_reference;  // 11
    U32be executed_shares;  // 19
    U64be match_number;     // 23
};
static_assert(sizeof(OrderExecuted) == 31);

/// Order executed at another price.
struct OrderExecutedWithPrice {
    static constexpr char type = 'C';

    Header header;          //  0
    U64be order_reference;  // 11
    U32be executed_shares;  // 19
    U64be match_number;     // 23
    char printable;         // 31  Y N
    U32be execution_price;  // 32
};
static_assert(sizeof(OrderExecutedWithPrice) == 36);

/// Partial cancel.
struct OrderCancel {
    static constexpr char type = 'X';

    Header header;           //  0
    U64be order_reference;   // 11
    U32be cancelled_shares;  // 19
};
static_assert(sizeof(OrderCancel) == 23);

/// Order delete.
struct OrderDelete {
    static constexpr char type = 'D';

    Header header;          //  0
    U64be order_reference;  // 11
};
static_assert(sizeof(OrderDelete) == 19);

/// Order replace: side, stock and MPID stay those of the old order.
struct OrderReplace {
    static constexpr char type = 'U';

    Header header;                   //  0
    U64be original_order_reference;  // 11
    U64be new_order_reference;       // 19
    U32be shares;                    // 27
    U32be price;                     // 31
};
static_assert(sizeof(OrderReplace) == 35);

/// Trade against a hidden order.
struct Trade {
    static constexpr char type = 'P';

    Header header;          //  0
    U64be order_reference;  // 11
    char side;              // 19
    U32be shares;           // 20
    Ascii<8> stock;         // 24
    U32be price;            // 32
    U64be match_number;     // 36
};
static_assert(sizeof(Trade) == 44);

/// Cross trade.
struct CrossTrade {
    static constexpr char type = 'Q';

    Header header;       //  0
    U64be shares;        // 11
    Ascii<8> stock;      // 19
    U32be cross_price;   // 27
    U64be match_number;  // 31
    char cross_type;     // 39
};
static_assert(sizeof(CrossTrade) == 40);

/// Broken trade.
struct BrokenTrade {
    static constexpr char type = 'B';

    Header header;       //  0
    U64be match_number;  // 11
};
static_assert(sizeof(BrokenTrade) == 19);

/// Net order imbalance indicator.
struct Noii {
    static constexpr char type = 'I';

    Header header;                   //  0
    U64be paired_shares;             // 11
    U64be imbalance_shares;          // 19
    char imbalance_direction;        // 27
    Ascii<8> stock;                  // 28
    U32be far_price;                 // 36
    U32be near_price;                // 40
    U32be current_reference_price;   // 44
    char cross_type;                 // 48
    char price_variation_indicator;  // 49
};
static_assert(sizeof(Noii) == 50);

/// Retail interest.
struct RetailInterest {
    static constexpr char type = 'N';

    Header header;       //  0
    Ascii<8> stock;      // 11
    char interest_flag;  // 19
};
static_assert(sizeof(RetailInterest) == 20);

/// Direct listing with capital raise, price discovery.
struct DirectListing {
    static constexpr char type = 'O';

    Header header;                   //  0
    Ascii<8> stock;                  // 11
    char open_eligibility_status;    // 19
    U32be minimum_allowable_price;   // 20
    U32be maximum_allowable_price;   // 24
    U32be near_execution_price;      // 28
    U64be near_execution_time;       // 32
    U32be lower_price_range_collar;  // 40
    U32be upper_price_range_collar;  // 44
};
static_assert(sizeof(DirectListing) == 48);

/// Prices count in 1e-4 dollars; this many 1e-9 units each.
inline constexpr std::int64_t price_unit = 100'000;
constexpr Price price_of(std::uint32_t wire) noexcept
{
    return {wire * price_unit};
}
/// The highest legal price, 200,000.0000 dollars.
inline constexpr std::uint32_t price_max = 2'000'000'000;

/// Every message type, for code that must treat each: X(Layout).
// clang-format off
#define GAPWIRE_ITCH50_MESSAGES(X)                                                   \
    X(SystemEvent) X(StockDirectory) X(StockTradingAction) X(RegShoRestriction)      \
    X(MarketParticipantPosition) X(MwcbDeclineLevel) X(MwcbStatus)                   \
    X(IpoQuotingPeriodUpdate) X(LuldAuctionCollar) X(OperationalHalt)                \
    X(AddOrder) X(AddOrderWithMpid) X(OrderExecuted) X(OrderExecutedWithPrice)       \
    X(OrderCancel) X(OrderDelete) X(OrderReplace) X(Trade) X(CrossTrade)             \
    X(BrokenTrade) X(Noii) X(RetailInterest) X(DirectListing)
// clang-format on

/// The bytes a message of this type must have at least; 0 for an unknown type.
constexpr std::uint16_t length_of(char type) noexcept
{
    switch (type) {
#define GAPWIRE_ITCH50_LENGTH(Layout) \
    case Layout::type: return sizeof(Layout);
        GAPWIRE_ITCH50_MESSAGES(GAPWIRE_ITCH50_LENGTH)
#undef GAPWIRE_ITCH50_LENGTH
        default: return 0;
    }
}

}  // namespace gapwire::itch50
