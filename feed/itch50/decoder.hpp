// ITCH 5.0 messages to market events: order messages by table, the others by type.
#pragma once

#include <array>
#include <optional>

#include "core/counters.hpp"
#include "core/event.hpp"
#include "feed/itch50/wire.hpp"

namespace gapwire::itch50 {

enum class DecodeStatus : std::uint8_t {
    ok,
    ignored_type,  // known, and nothing here depends on it
    unknown_type,
    too_short,
    bad_field,
};

/// The counter of a status; only for those that are not `ok`.
constexpr Counter counter_of(DecodeStatus status) noexcept
{
    switch (status) {
        case DecodeStatus::unknown_type: return Counter::itch_unknown_type;
        case DecodeStatus::too_short: return Counter::itch_too_short;
        case DecodeStatus::bad_field: return Counter::itch_bad_field;
        default: return Counter::itch_ignored;
    }
}

/// Later than any legal time of day: sessions may run an hour past midnight.
inline constexpr std::uint64_t time_ns_max = 90'000'000'000'000;

/// Where the fields of an order message lie. Fields that a type lacks point at bytes it has, so
/// that reading them needs no branch; their values mean nothing.
struct OrderRow {
    std::uint8_t length = 0;  // 0: not an order message
    OrderAction action = OrderAction::none;
    std::uint8_t reference = 0;
    std::uint8_t new_reference = 0;
    std::uint8_t match_number = 0;
    std::uint8_t quantity = 0;
    std::uint8_t price = 0;
    std::uint8_t side = 0;
    std::uint8_t printable = 0;
};

// clang-format off
consteval std::array<OrderRow, 256> order_rows()
{
    std::array<OrderRow, 256> rows{};
    constexpr OrderRow add{.length = sizeof(AddOrder), .action = OrderAction::add,
                           .reference = 11, .new_reference = 11, .match_number = 11,
                           .quantity = 20, .price = 32, .side = 19, .printable = 0};
    rows['A'] = add;
    rows['F'] = add;
    rows['F'].length = sizeof(AddOrderWithMpid);
    rows['E'] = {.length = sizeof(OrderExecuted), .action = OrderAction::execute,
                 .reference = 11, .new_reference = 11, .match_number = 23,
                 .quantity = 19, .price = 11, .side = 0, .printable = 0};
    rows['C'] = {.length = sizeof(OrderExecutedWithPrice), .action = OrderAction::execute_at_price,
                 .reference = 11, .new_reference = 11, .match_number = 23,
                 .quantity = 19, .price = 32, .side = 0, .printable = 31};
    rows['X'] = {.length = sizeof(OrderCancel), .action = OrderAction::reduce,
                 .reference = 11, .new_reference = 11, .match_number = 11,
                 .quantity = 19, .price = 11, .side = 0, .printable = 0};
    rows['D'] = {.length = sizeof(OrderDelete), .action = OrderAction::remove,
                 .reference = 11, .new_reference = 11, .match_number = 11,
                 .quantity = 11, .price = 11, .side = 0, .printable = 0};
    rows['U'] = {.length = sizeof(OrderReplace), .action = OrderAction::replace,
                 .reference = 11, .new_reference = 19, .match_number = 11,
                 .quantity = 27, .price = 31, .side = 0, .printable = 0};
    return rows;
}
// clang-format on

inline constexpr std::array<OrderRow, 256> order_table = order_rows();

/// Reads an order message (A F E C X D U) into `event`. For every other message, and for one that
/// is too short or has a bad field, `event.action` is `none`: give it to `decode_other`.
///
/// Input    one message as its carrier framed it; longer than its type is a later version.
/// Threads  any; keeps nothing.
/// Source   TotalView-ITCH 5.0, sections 1.3 and 1.4.
inline void decode_order(Bytes message, OrderEvent& event) noexcept
{
    event.action = OrderAction::none;
    if (message.empty()) [[unlikely]]
        return;
    const std::uint8_t* m = message.data();
    const OrderRow& row = order_table[m[0]];
    if (row.length == 0 || message.size() < row.length) [[unlikely]]
        return;

    // Sides and types come in random order: no branch may hang on them.
    const char side = static_cast<char>(m[row.side]);
    const bool is_sell = side == 'S';
    event.reference = view_as<U64be>(m + row.reference);
    event.new_reference = view_as<U64be>(m + row.new_reference);
    event.match_number = view_as<U64be>(m + row.match_number);
    event.time_ns = view_as<U48be>(m + 5);
    event.quantity = view_as<U32be>(m + row.quantity);
    event.price = view_as<U32be>(m + row.price);
    event.instrument = view_as<U16be>(m + 1);
    event.side = static_cast<Side>(is_sell);
    event.printable = m[row.printable] != 'N';
    const bool bad_side = (row.side != 0) & !is_sell & (side != 'B');
    if (bad_side | (event.time_ns > time_ns_max)) [[unlikely]]
        return;
    event.action = row.action;
}

constexpr TradingState trading_state_of(char state) noexcept
{
    switch (state) {
        case 'H': return TradingState::halted;
        case 'P': return TradingState::paused;
        case 'Q': return TradingState::quotation_only;
        case 'T': return TradingState::trading;
        default: return TradingState::unknown;
    }
}

namespace detail {

template <class Layout>
const Layout* checked(Bytes message) noexcept
{
    return message.size() < sizeof(Layout) ? nullptr : &view_as<Layout>(message.data());
}

}  // namespace detail

// The event a message becomes; one overload a type.

inline gapwire::SystemEvent event_of(const SystemEvent& m) noexcept
{
    return {.time_ns = m.header.timestamp, .code = m.event_code};
}

inline InstrumentDefinition event_of(const StockDirectory& m) noexcept
{
    return {.instrument = m.header.stock_locate,
            .time_ns = m.header.timestamp,
            .symbol = m.stock.text(),
            .round_lot = m.round_lot_size,
            .test_issue = m.authenticity == 'T'};
}

inline TradingStatus event_of(const StockTradingAction& m) noexcept
{
    return {.instrument = m.header.stock_locate,
            .time_ns = m.header.timestamp,
            .symbol = m.stock.text(),
            .state = trading_state_of(m.trading_state),
            .reason = m.reason.text()};
}

inline MarketCenterHalt event_of(const OperationalHalt& m) noexcept
{
    return {.instrument = m.header.stock_locate,
            .time_ns = m.header.timestamp,
            .symbol = m.stock.text(),
            .market = m.market_code,
            .halted = m.operational_halt_action == 'H'};
}

inline HiddenTrade event_of(const Trade& m) noexcept
{
    return {.instrument = m.header.stock_locate,
            .time_ns = m.header.timestamp,
            .symbol = m.stock.text(),
            .price = m.price,
            .quantity = m.shares,
            .match_number = m.match_number};
}

inline CrossPrint event_of(const CrossTrade& m) noexcept
{
    return {.instrument = m.header.stock_locate,
            .time_ns = m.header.timestamp,
            .symbol = m.stock.text(),
            .price = m.cross_price,
            .quantity = m.shares,
            .match_number = m.match_number,
            .cross_type = m.cross_type};
}

inline TradeBreak event_of(const BrokenTrade& m) noexcept
{
    return {.instrument = m.header.stock_locate,
            .time_ns = m.header.timestamp,
            .match_number = m.match_number};
}

inline AuctionImbalance event_of(const Noii& m) noexcept
{
    return {.instrument = m.header.stock_locate,
            .time_ns = m.header.timestamp,
            .symbol = m.stock.text(),
            .paired_quantity = m.paired_shares,
            .imbalance_quantity = m.imbalance_shares,
            .far_price = m.far_price,
            .near_price = m.near_price,
            .reference_price = m.current_reference_price,
            .direction = m.imbalance_direction,
            .cross_type = m.cross_type};
}

inline AuctionCollar event_of(const LuldAuctionCollar& m) noexcept
{
    return {.instrument = m.header.stock_locate,
            .time_ns = m.header.timestamp,
            .symbol = m.stock.text(),
            .reference_price = m.reference_price,
            .upper_price = m.upper_price,
            .lower_price = m.lower_price,
            .extension = m.auction_collar_extension};
}

namespace detail {

template <class Layout, class Handler>
DecodeStatus deliver(Bytes message, Handler& handler) noexcept
{
    const Layout* m = checked<Layout>(message);
    if (m == nullptr) return DecodeStatus::too_short;
    if (m->header.timestamp > time_ns_max) return DecodeStatus::bad_field;
    handler.on(event_of(*m));
    return DecodeStatus::ok;
}

}  // namespace detail

/// Delivers a message that is not an order event to `handler.on(event)`, and says what is wrong
/// with one that cannot be delivered (an order message is here only because it is malformed).
template <class Handler>
DecodeStatus decode_other(Bytes message, Handler& handler) noexcept
{
    using detail::deliver;
    if (message.empty()) return DecodeStatus::too_short;
    const char type = static_cast<char>(message.front());
    switch (type) {
        case SystemEvent::type: return deliver<SystemEvent>(message, handler);
        case StockDirectory::type: return deliver<StockDirectory>(message, handler);
        case StockTradingAction::type: return deliver<StockTradingAction>(message, handler);
        case OperationalHalt::type: return deliver<OperationalHalt>(message, handler);
        case Trade::type: return deliver<Trade>(message, handler);
        case CrossTrade::type: return deliver<CrossTrade>(message, handler);
        case BrokenTrade::type: return deliver<BrokenTrade>(message, handler);
        case Noii::type: return deliver<Noii>(message, handler);
        case LuldAuctionCollar::type: return deliver<LuldAuctionCollar>(message, handler);
        default: break;  // Y L V W K N O: listed in docs/protocols.md
    }
    const std::uint16_t length = length_of(type);
    if (length == 0) return DecodeStatus::unknown_type;
    if (message.size() < length) return DecodeStatus::too_short;
    return order_table[message.front()].length != 0 ? DecodeStatus::bad_field
                                                    : DecodeStatus::ignored_type;
}

/// The stock locate of an order message that could not be decoded, as far as it can be told:
/// `status` is what decode_other said of it. Its book lacks an event.
inline std::optional<std::uint16_t> lost_order_of(Bytes message, DecodeStatus status) noexcept
{
    const bool is_lost = status != DecodeStatus::ok && message.size() >= sizeof(Header) &&
                         order_table[message.front()].length != 0;
    if (!is_lost) return std::nullopt;
    return view_as<Header>(message.data()).stock_locate;
}

}  // namespace gapwire::itch50
