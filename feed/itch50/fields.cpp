// THE LIST of fields: one line each, its place taken from the layout.
#include "feed/itch50/fields.hpp"

#include <cstddef>

#include "core/assert.hpp"
#include "core/decimal.hpp"

namespace gapwire::itch50 {
namespace {

#define GAPWIRE_FIELD(Layout, member, name, kind)                               \
    Field                                                                       \
    {                                                                           \
        name, offsetof(Layout, member), sizeof(Layout::member), FieldKind::kind \
    }
#define GAPWIRE_HEADER                                            \
    Field{"stock_locate", 1, 2, FieldKind::integer},              \
        Field{"tracking_number", 3, 2, FieldKind::integer}, Field \
    {                                                             \
        "timestamp", 5, 6, FieldKind::integer                     \
    }

// clang-format off
constexpr Field system_event[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(SystemEvent, event_code, "event_code", code)};

constexpr Field stock_directory[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(StockDirectory, stock, "stock", text),
    GAPWIRE_FIELD(StockDirectory, market_category, "market_category", code),
    GAPWIRE_FIELD(StockDirectory, financial_status, "financial_status_indicator", code),
    GAPWIRE_FIELD(StockDirectory, round_lot_size, "round_lot_size", integer),
    GAPWIRE_FIELD(StockDirectory, round_lots_only, "round_lots_only", code),
    GAPWIRE_FIELD(StockDirectory, issue_classification, "issue_classification", code),
    GAPWIRE_FIELD(StockDirectory, issue_subtype, "issue_sub_type", text),
    GAPWIRE_FIELD(StockDirectory, authenticity, "authenticity", code),
    GAPWIRE_FIELD(StockDirectory, short_sale_threshold, "short_sale_threshold_indicator", code),
    GAPWIRE_FIELD(StockDirectory, ipo_flag, "ipo_flag", code),
    GAPWIRE_FIELD(StockDirectory, luld_reference_price_tier, "luld_reference_price_tier", code),
    GAPWIRE_FIELD(StockDirectory, etp_flag, "etp_flag", code),
    GAPWIRE_FIELD(StockDirectory, etp_leverage_factor, "etp_leverage_factor", integer),
    GAPWIRE_FIELD(StockDirectory, inverse_indicator, "inverse_indicator", code)};

constexpr Field stock_trading_action[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(StockTradingAction, stock, "stock", text),
    GAPWIRE_FIELD(StockTradingAction, trading_state, "trading_state", code),
    GAPWIRE_FIELD(StockTradingAction, reserved, "reserved", code),
    GAPWIRE_FIELD(StockTradingAction, reason, "reason", text)};

constexpr Field reg_sho[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(RegShoRestriction, stock, "stock", text),
    GAPWIRE_FIELD(RegShoRestriction, reg_sho_action, "reg_sho_action", code)};

constexpr Field participant_position[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(MarketParticipantPosition, mpid, "mpid", text),
    GAPWIRE_FIELD(MarketParticipantPosition, stock, "stock", text),
    GAPWIRE_FIELD(MarketParticipantPosition, primary_market_maker, "primary_market_maker", code),
    GAPWIRE_FIELD(MarketParticipantPosition, market_maker_mode, "market_maker_mode", code),
    GAPWIRE_FIELD(MarketParticipantPosition, market_participant_state,
                  "market_participant_state", code)};

constexpr Field mwcb_decline[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(MwcbDeclineLevel, level_1, "level_1", price_8),
    GAPWIRE_FIELD(MwcbDeclineLevel, level_2, "level_2", price_8),
    GAPWIRE_FIELD(MwcbDeclineLevel, level_3, "level_3", price_8)};

constexpr Field mwcb_status[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(MwcbStatus, breached_level, "breached_level", code)};

constexpr Field ipo_quoting[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(IpoQuotingPeriodUpdate, stock, "stock", text),
    GAPWIRE_FIELD(IpoQuotingPeriodUpdate, ipo_quotation_release_time,
                  "ipo_quotation_release_time", integer),
    GAPWIRE_FIELD(IpoQuotingPeriodUpdate, ipo_quotation_qualifier,
                  "ipo_quotation_release_qualifier", code),
    GAPWIRE_FIELD(IpoQuotingPeriodUpdate, ipo_price, "ipo_price", price_4)};

constexpr Field luld_collar[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(LuldAuctionCollar, stock, "stock", text),
    GAPWIRE_FIELD(LuldAuctionCollar, reference_price, "auction_collar_reference_price", price_4),
    GAPWIRE_FIELD(LuldAuctionCollar, upper_price, "upper_auction_collar_price", price_4),
    GAPWIRE_FIELD(LuldAuctionCollar, lower_price, "lower_auction_collar_price", price_4),
    GAPWIRE_FIELD(LuldAuctionCollar, auction_collar_extension, "auction_collar_extension",
                  integer)};

constexpr Field operational_halt[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(OperationalHalt, stock, "stock", text),
    GAPWIRE_FIELD(OperationalHalt, market_code, "market_code", code),
    GAPWIRE_FIELD(OperationalHalt, operational_halt_action, "operational_halt_action", code)};

#define GAPWIRE_ADD_FIELDS GAPWIRE_HEADER,                                             \
    GAPWIRE_FIELD(AddOrder, order_reference, "order_reference_number", integer),        \
    GAPWIRE_FIELD(AddOrder, side, "buy_sell_indicator", code),                          \
    GAPWIRE_FIELD(AddOrder, shares, "shares", integer),                                 \
    GAPWIRE_FIELD(AddOrder, stock, "stock", text),                                      \
    GAPWIRE_FIELD(AddOrder, price, "price", price_4)

constexpr Field add_order[] = {GAPWIRE_ADD_FIELDS};
constexpr Field add_order_with_mpid[] = {GAPWIRE_ADD_FIELDS,
    GAPWIRE_FIELD(AddOrderWithMpid, attribution, "attribution", text)};

constexpr Field order_executed[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(OrderExecuted, order_reference, "order_reference_number", integer),
    GAPWIRE_FIELD(OrderExecuted, executed_shares, "executed_shares", integer),
    GAPWIRE_FIELD(OrderExecuted, match_number, "match_number", integer)};

constexpr Field order_executed_with_price[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(OrderExecutedWithPrice, order_reference, "order_reference_number", integer),
    GAPWIRE_FIELD(OrderExecutedWithPrice, executed_shares, "executed_shares", integer),
    GAPWIRE_FIELD(OrderExecutedWithPrice, match_number, "match_number", integer),
    GAPWIRE_FIELD(OrderExecutedWithPrice, printable, "printable", code),
    GAPWIRE_FIELD(OrderExecutedWithPrice, execution_price, "execution_price", price_4)};

constexpr Field order_cancel[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(OrderCancel, order_reference, "order_reference_number", integer),
    GAPWIRE_FIELD(OrderCancel, cancelled_shares, "canceled_shares", integer)};

constexpr Field order_delete[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(OrderDelete, order_reference, "order_reference_number", integer)};

constexpr Field order_replace[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(OrderReplace, original_order_reference, "original_order_reference_number",
                  integer),
    GAPWIRE_FIELD(OrderReplace, new_order_reference, "new_order_reference_number", integer),
    GAPWIRE_FIELD(OrderReplace, shares, "shares", integer),
    GAPWIRE_FIELD(OrderReplace, price, "price", price_4)};

constexpr Field trade[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(Trade, order_reference, "order_reference_number", integer),
    GAPWIRE_FIELD(Trade, side, "buy_sell_indicator", code),
    GAPWIRE_FIELD(Trade, shares, "shares", integer),
    GAPWIRE_FIELD(Trade, stock, "stock", text),
    GAPWIRE_FIELD(Trade, price, "price", price_4),
    GAPWIRE_FIELD(Trade, match_number, "match_number", integer)};

constexpr Field cross_trade[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(CrossTrade, shares, "cross_shares", integer),
    GAPWIRE_FIELD(CrossTrade, stock, "stock", text),
    GAPWIRE_FIELD(CrossTrade, cross_price, "cross_price", price_4),
    GAPWIRE_FIELD(CrossTrade, match_number, "match_number", integer),
    GAPWIRE_FIELD(CrossTrade, cross_type, "cross_type", code)};

constexpr Field broken_trade[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(BrokenTrade, match_number, "match_number", integer)};

constexpr Field noii[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(Noii, paired_shares, "paired_shares", integer),
    GAPWIRE_FIELD(Noii, imbalance_shares, "imbalance_shares", integer),
    GAPWIRE_FIELD(Noii, imbalance_direction, "imbalance_direction", code),
    GAPWIRE_FIELD(Noii, stock, "stock", text),
    GAPWIRE_FIELD(Noii, far_price, "far_price", price_4),
    GAPWIRE_FIELD(Noii, near_price, "near_price", price_4),
    GAPWIRE_FIELD(Noii, current_reference_price, "current_reference_price", price_4),
    GAPWIRE_FIELD(Noii, cross_type, "cross_type", code),
    GAPWIRE_FIELD(Noii, price_variation_indicator, "price_variation_indicator", code)};

constexpr Field retail_interest[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(RetailInterest, stock, "stock", text),
    GAPWIRE_FIELD(RetailInterest, interest_flag, "interest_flag", code)};

constexpr Field direct_listing[] = {GAPWIRE_HEADER,
    GAPWIRE_FIELD(DirectListing, stock, "stock", text),
    GAPWIRE_FIELD(DirectListing, open_eligibility_status, "open_eligibility_status", code),
    GAPWIRE_FIELD(DirectListing, minimum_allowable_price, "minimum_allowable_price", price_4),
    GAPWIRE_FIELD(DirectListing, maximum_allowable_price, "maximum_allowable_price", price_4),
    GAPWIRE_FIELD(DirectListing, near_execution_price, "near_execution_price", price_4),
    GAPWIRE_FIELD(DirectListing, near_execution_time, "near_execution_time", integer),
    GAPWIRE_FIELD(DirectListing, lower_price_range_collar, "lower_price_range_collar", price_4),
    GAPWIRE_FIELD(DirectListing, upper_price_range_collar, "upper_price_range_collar", price_4)};
// clang-format on

std::uint64_t integer_at(Bytes message, const Field& field) noexcept
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < field.size; ++i) value = value << 8 | message[field.offset + i];
    return value;
}

std::string_view text_at(Bytes message, const Field& field) noexcept
{
    std::string_view text(reinterpret_cast<const char*>(message.data()) + field.offset, field.size);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

std::span<const Field> fields_of(char type) noexcept
{
    switch (type) {
        case SystemEvent::type: return system_event;
        case StockDirectory::type: return stock_directory;
        case StockTradingAction::type: return stock_trading_action;
        case RegShoRestriction::type: return reg_sho;
        case MarketParticipantPosition::type: return participant_position;
        case MwcbDeclineLevel::type: return mwcb_decline;
        case MwcbStatus::type: return mwcb_status;
        case IpoQuotingPeriodUpdate::type: return ipo_quoting;
        case LuldAuctionCollar::type: return luld_collar;
        case OperationalHalt::type: return operational_halt;
        case AddOrder::type: return add_order;
        case AddOrderWithMpid::type: return add_order_with_mpid;
        case OrderExecuted::type: return order_executed;
        case OrderExecutedWithPrice::type: return order_executed_with_price;
        case OrderCancel::type: return order_cancel;
        case OrderDelete::type: return order_delete;
        case OrderReplace::type: return order_replace;
        case Trade::type: return trade;
        case CrossTrade::type: return cross_trade;
        case BrokenTrade::type: return broken_trade;
        case Noii::type: return noii;
        case RetailInterest::type: return retail_interest;
        case DirectListing::type: return direct_listing;
        default: return {};
    }
}

std::string value_text(const Field& field, Bytes message)
{
    GAPWIRE_ASSERT(std::size_t{field.offset} + field.size <= message.size());
    switch (field.kind) {
        case FieldKind::integer: return std::to_string(integer_at(message, field));
        case FieldKind::code:
        case FieldKind::text: return std::string(text_at(message, field));
        case FieldKind::price_4:
            return decimal(static_cast<std::int64_t>(integer_at(message, field)), 4);
        case FieldKind::price_8: break;
    }
    // A word of eight decimals may pass int64: whole and fraction apart.
    constexpr std::uint64_t unit = 100'000'000;
    const std::uint64_t value = integer_at(message, field);
    const std::string fraction = decimal(static_cast<std::int64_t>(value % unit), 8);
    return std::to_string(value / unit) + (fraction == "0" ? "" : fraction.substr(1));
}

std::string_view stock_of(Bytes message) noexcept
{
    if (message.empty() || message.size() < length_of(static_cast<char>(message[0]))) return {};
    for (const Field& field : fields_of(static_cast<char>(message[0])))
        if (field.name == "stock") return text_at(message, field);
    return {};
}

}  // namespace gapwire::itch50
