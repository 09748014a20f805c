// Snapshots of MDP 3.0 to events: a header, what it holds, an end.
#pragma once

#include "feed/mdp3/decode_book.hpp"
#include "feed/mdp3/decode_trade.hpp"

namespace gapwire::mdp3::detail {

constexpr Figure snapshot_figure(char type, std::uint8_t flag) noexcept
{
    switch (type) {
        case '2': return figure_of(StatisticKind::last_trade);
        case 'e': return figure_of(StatisticKind::volume);
        case 'J':  // an empty book needs no entry
        case 'g':  // limits are in the root block
        case 'w':
        case 'x': return {Figure::Is::other};
        default: break;
    }
    const Figure daily = daily_figure(type);
    return daily.is == Figure::Is::unknown ? session_figure(type, flag) : daily;
}

// 69 says neither of which date a figure is nor how a settlement came about.
inline std::uint16_t date_of(const SnapshotEntry& entry) noexcept
{
    return entry.trading_reference_date;
}
inline std::uint16_t date_of(const SnapshotLongQtyEntry&) noexcept
{
    return date_none;
}
inline SettlementType settlement_of(const SnapshotEntry& entry) noexcept
{
    return {entry.settl_price_type};
}
inline SettlementType settlement_of(const SnapshotLongQtyEntry&) noexcept
{
    return {};
}

/// The greatest level there can be: one more is its null.
template <class Entry>
inline constexpr std::uint8_t level_max = 254;
template <>
inline constexpr std::uint8_t level_max<SnapshotEntry> = 126;

template <class Handler>
void deliver_skipped(SecurityId security, bool is_bad, Handler& handler) noexcept
{
    handler.on(SkippedEntry{.security = security, .is_bad = is_bad});
}

template <PriceScale scale, class Entry, class Handler>
void deliver_snapshot_level(const Entry& entry, SecurityId security, BookKind kind,
                            Handler& handler) noexcept
{
    const auto size = entry.size.value();
    const std::int32_t orders = entry.number_of_orders;
    if (!is_count(size) || !is_count(orders) || entry.price_level > level_max<Entry>)
        return deliver_skipped(security, true, handler);
    handler.on(LevelEvent{.price = price_of<scale>(entry.price),
                          .quantity = count_or(size, 0),
                          .orders = orders_of(orders),
                          .security = security,
                          .level = entry.price_level,
                          .side = kind.side,
                          .implied = kind.implied});
}

template <PriceScale scale, class Entry, class Handler>
void deliver_snapshot_entry(const Entry& entry, SecurityId security, Handler& handler) noexcept
{
    const BookKind kind = book_kind(entry.entry_type);
    if (kind.is == BookKind::Is::level)
        return deliver_snapshot_level<scale>(entry, security, kind, handler);
    const Figure figure = snapshot_figure(entry.entry_type, entry.open_close_settl_flag);
    const auto size = entry.size.value();
    if (figure.is != Figure::Is::statistic || !is_count(size))
        return deliver_skipped(security, figure.is != Figure::Is::other, handler);
    const bool settles = figure.kind == StatisticKind::settlement;
    handler.on(StatisticEvent{.price = price_of<scale>(entry.price),
                              .quantity = count_or(size, quantity_none),
                              .security = security,
                              .date = date_of(entry),
                              .kind = figure.kind,
                              .settlement = settles ? settlement_of(entry) : SettlementType{}});
}

/// 38, 52, 69.
template <PriceScale scale, class Entry, class Handler>
[[gnu::noinline]] void deliver_snapshot(const Message& message, Handler& handler) noexcept
{
    const auto& root = message.root_as<SnapshotRoot>();
    const SecurityId security = root.security_id;
    handler.on(SnapshotHeader{.last_packet = root.last_msg_seq_num_processed,
                              .reports_in_loop = root.tot_num_reports,
                              .sequence = root.rpt_seq,
                              .security = security,
                              .time_ns = root.transact_time,
                              .date = root.trade_date,
                              .status = root.md_security_trading_status});
    handler.on(LimitsEvent{.high = price_of<scale>(root.high_limit_price),
                           .low = price_of<scale>(root.low_limit_price),
                           .variation_max = price_of<scale>(root.max_price_variation),
                           .security = security});
    const Entries entries = Groups(message).take();
    for (std::size_t i = 0; i < entries.count; ++i)
        deliver_snapshot_entry<scale>(entries.entry<Entry>(i), security, handler);
    handler.on(SnapshotEnd{.security = security});
}

template <PriceScale scale, class Handler>
void deliver_snapshot_order(const OrderSnapshotEntry& entry, SecurityId security,
                            Handler& handler) noexcept
{
    const BookKind kind = book_kind(entry.entry_type);
    const std::int32_t quantity = entry.display_qty;
    if (kind.is != BookKind::Is::level || kind.implied || !is_count(quantity)) {
        const bool is_bad = kind.is == BookKind::Is::unknown || kind.is == BookKind::Is::level;
        handler.on(SkippedEntry{.security = security, .is_bad = is_bad, .of_orders = true});
        return;
    }
    handler.on(QueuedOrderEvent{.order = entry.order_id,
                                .priority = entry.order_priority,
                                .price = price_of<scale>(entry.price),
                                .quantity = static_cast<std::uint64_t>(quantity),
                                .security = security,
                                .side = kind.side});
}

/// 44, 53.
template <PriceScale scale, class Handler>
[[gnu::noinline]] void deliver_order_snapshot(const Message& message, Handler& handler) noexcept
{
    const auto& root = message.root_as<OrderSnapshotRoot>();
    const SecurityId security = root.security_id;
    handler.on(SnapshotHeader{.last_packet = root.last_msg_seq_num_processed,
                              .reports_in_loop = root.tot_num_reports,
                              .security = security,
                              .time_ns = root.transact_time,
                              .chunks = root.no_chunks,
                              .chunk = root.current_chunk,
                              .of_orders = true});
    const Entries entries = Groups(message).take();
    for (std::size_t i = 0; i < entries.count; ++i)
        deliver_snapshot_order<scale>(entries.entry<OrderSnapshotEntry>(i), security, handler);
    handler.on(SnapshotEnd{.security = security});
}

}  // namespace gapwire::mdp3::detail
