// Every TotalView-ITCH 5.0 message from plain, field-named values.
#pragma once

#include <string_view>

#include "feed/itch50/wire.hpp"
#include "sim/bytes.hpp"

namespace gapwire::sim::itch {

/// Which instrument a message is about (0: none), and when.
struct At {
    std::uint16_t locate = 0;
    std::uint64_t time_ns = 0;  // since midnight, US Eastern
    std::uint16_t tracking = 0;
};

// The messages in the order of the sheet. Text is cut or padded to its field; prices count 1e-4
// dollars (V: 1e-8 index points); codes are the sheet's characters and are not checked, so that
// tests can also say what no exchange would.

struct SystemEvent {
    At at{};
    char event = 'O';
};

struct StockDirectory {
    At at{};
    std::string_view stock{};
    char market_category = 'Q';
    char financial_status = 'N';
    std::uint32_t round_lot = 100;
    char round_lots_only = 'N';
    char issue_classification = 'C';
    std::string_view issue_subtype = "Z";
    char authenticity = 'P';
    char short_sale_threshold = 'N';
    char ipo_flag = 'N';
    char luld_tier = '1';
    char etp_flag = 'N';
    std::uint32_t etp_leverage = 0;
    char inverse = 'N';
};

struct StockTradingAction {
    At at{};
    std::string_view stock{};
    char state = 'T';
    char reserved = ' ';
    std::string_view reason{};
};

struct RegShoRestriction {
    At at{};
    std::string_view stock{};
    char action = '0';
};

struct MarketParticipantPosition {
    At at{};
    std::string_view mpid{};
    std::string_view stock{};
    char primary = 'Y';
    char mode = 'N';
    char state = 'A';
};

struct MwcbDeclineLevel {
    At at{};
    std::uint64_t level_1 = 0;
    std::uint64_t level_2 = 0;
    std::uint64_t level_3 = 0;
};

struct MwcbStatus {
    At at{};
    char level = '1';
};

struct IpoQuotingPeriodUpdate {
    At at{};
    std::string_view stock{};
    std::uint32_t release_time_s = 0;
    char qualifier = 'A';
    std::uint32_t price = 0;
};

struct LuldAuctionCollar {
    At at{};
    std::string_view stock{};
    std::uint32_t reference_price = 0;
    std::uint32_t upper_price = 0;
    std::uint32_t lower_price = 0;
    std::uint32_t extension = 0;
};

struct OperationalHalt {
    At at{};
    std::string_view stock{};
    char market = 'Q';
    char action = 'H';
};

struct AddOrder {
    At at{};
    std::uint64_t reference = 0;
    char side = 'B';
    std::uint32_t shares = 0;
    std::string_view stock{};
    std::uint32_t price = 0;
};

struct AddOrderWithMpid {
    At at{};
    std::uint64_t reference = 0;
    char side = 'B';
    std::uint32_t shares = 0;
    std::string_view stock{};
    std::uint32_t price = 0;
    std::string_view mpid{};
};

struct OrderExecuted {
    At at{};
    std::uint64_t reference = 0;
    std::uint32_t shares = 0;
    std::uint64_t match = 0;
};

struct OrderExecutedWithPrice {
    At at{};
    std::uint64_t reference = 0;
    std::uint32_t shares = 0;
    std::uint64_t match = 0;
    char printable = 'Y';
    std::uint32_t price = 0;
};

struct OrderCancel {
    At at{};
    std::uint64_t reference = 0;
    std::uint32_t shares = 0;
};

struct OrderDelete {
    At at{};
    std::uint64_t reference = 0;
};

struct OrderReplace {
    At at{};
    std::uint64_t old_reference = 0;
    std::uint64_t new_reference = 0;
    std::uint32_t shares = 0;
    std::uint32_t price = 0;
};

struct Trade {
    At at{};
    std::uint64_t reference = 0;
    char side = 'B';
    std::uint32_t shares = 0;
    std::string_view stock{};
    std::uint32_t price = 0;
    std::uint64_t match = 0;
};

struct CrossTrade {
    At at{};
    std::uint64_t shares = 0;
    std::string_view stock{};
    std::uint32_t price = 0;
    std::uint64_t match = 0;
    char cross_type = 'O';
};

struct BrokenTrade {
    At at{};
    std::uint64_t match = 0;
};

struct Noii {
    At at{};
    std::uint64_t paired = 0;
    std::uint64_t imbalance = 0;
    char direction = 'N';
    std::string_view stock{};
    std::uint32_t far_price = 0;
    std::uint32_t near_price = 0;
    std::uint32_t reference_price = 0;
    char cross_type = 'O';
    char variation = 'L';
};

struct RetailInterest {
    At at{};
    std::string_view stock{};
    char interest = 'N';
};

struct DirectListing {
    At at{};
    std::string_view stock{};
    char open_eligibility = 'Y';
    std::uint32_t minimum_price = 0;
    std::uint32_t maximum_price = 0;
    std::uint32_t near_price = 0;
    std::uint64_t near_time_ns = 0;
    std::uint32_t lower_collar = 0;
    std::uint32_t upper_collar = 0;
};

/// The message as it lies on the wire.
#define GAPWIRE_SIM_LAYOUT_OF(Message) itch50::Message layout_of(const Message& message) noexcept;
GAPWIRE_ITCH50_MESSAGES(GAPWIRE_SIM_LAYOUT_OF)
#undef GAPWIRE_SIM_LAYOUT_OF

/// What `layout_of` takes: one of the structs above.
template <class T>
concept Message = requires(const T& message)
{
    layout_of(message);
};

/// The bytes of one message, without any framing.
///
/// `encode(itch::OrderDelete{.at = {.locate = 7, .time_ns = now}, .reference = 42})`
template <Message T>
ByteVector encode(const T& message)
{
    ByteVector out;
    append_layout(out, layout_of(message));
    return out;
}

}  // namespace gapwire::sim::itch
