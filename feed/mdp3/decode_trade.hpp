// Entries of trades, volumes and statistics of MDP 3.0 to events, and its statuses and limits.
#pragma once

#include "feed/mdp3/message.hpp"

namespace gapwire::mdp3::detail {

// MDUpdateAction of entries that are no levels: new, change, delete.
inline constexpr std::uint8_t action_delete = 2;
static_assert(static_cast<int>(FuturesTrade::Action::bust) == action_delete);

template <class Entry, class Handler>
void deliver_bad(const Entry& entry, Handler& handler) noexcept
{
    handler.on(
        SkippedEntry{.sequence = entry.rpt_seq, .security = entry.security_id, .is_bad = true});
}

constexpr FuturesTrade::Aggressor aggressor_of(std::uint8_t side) noexcept
{
    using enum FuturesTrade::Aggressor;
    return side == 1 ? buy : side == 2 ? sell : none;
}

/// The number of a trade; 0 where it is null, or too new for the sender.
inline std::uint32_t trade_id_of(const TradeEntry& entry, std::size_t, std::uint16_t) noexcept
{
    return static_cast<std::uint32_t>(entry.trade_id.value());
}
template <class Entry>
std::uint32_t trade_id_of(const Entry& entry, std::size_t block_length,
                          std::uint16_t version) noexcept
{
    constexpr std::size_t end = offsetof(Entry, trade_entry_id) + sizeof entry.trade_entry_id;
    if (version < 7 || block_length < end) return 0;
    const std::uint32_t id = entry.trade_entry_id;
    return id == UINT32_MAX ? 0 : id;
}

/// 36, 42, 48, 65.
template <PriceScale scale, class Entry, class Handler>
void deliver_trades(const Message& message, Handler& handler) noexcept
{
    const Entries entries = Groups(message).take();
    for (std::size_t i = 0; i < entries.count; ++i) {
        const Entry& entry = entries.entry<Entry>(i);
        const auto size = entry.size.value();
        if (!is_count(size) || entry.update_action > action_delete) [[unlikely]] {
            deliver_bad(entry, handler);
            continue;
        }
        handler.on(
            FuturesTrade{.price = price_of<scale>(entry.price),
                         .quantity = static_cast<std::uint64_t>(size),
                         .orders = orders_of(entry.number_of_orders),
                         .sequence = entry.rpt_seq,
                         .trade_id = trade_id_of(entry, entries.block_length, message.version()),
                         .security = entry.security_id,
                         .action = static_cast<FuturesTrade::Action>(entry.update_action),
                         .aggressor = aggressor_of(entry.aggressor_side)});
    }
}

/// 37, 66.
template <class Entry, class Handler>
void deliver_volumes(const Message& message, Handler& handler) noexcept
{
    const Entries entries = Groups(message).take();
    for (std::size_t i = 0; i < entries.count; ++i) {
        const Entry& entry = entries.entry<Entry>(i);
        const auto size = entry.size.value();
        if (!is_count(size) || entry.update_action > action_delete) [[unlikely]] {
            deliver_bad(entry, handler);
            continue;
        }
        handler.on(StatisticEvent{.quantity = static_cast<std::uint64_t>(size),
                                  .sequence = entry.rpt_seq,
                                  .security = entry.security_id,
                                  .kind = StatisticKind::volume,
                                  .removed = entry.update_action == action_delete});
    }
}

/// What an entry type that is a statistic, and its flag, mean.
struct Figure {
    enum class Is : std::uint8_t { unknown, statistic, other } is = Is::unknown;
    StatisticKind kind = StatisticKind::open;
};

constexpr Figure figure_of(StatisticKind kind) noexcept
{
    return {Figure::Is::statistic, kind};
}

/// 4: the flag tells the opening price from an indication of it.
constexpr Figure opening_of(std::uint8_t flag) noexcept
{
    if (flag == 5) return figure_of(StatisticKind::indicative_open);
    return flag == 0 ? figure_of(StatisticKind::open) : Figure{};
}

/// 9: the flag tells the average of the day from those of repos.
constexpr Figure average_of(std::uint8_t flag) noexcept
{
    if (flag == uint8_null || flag == 100) return figure_of(StatisticKind::vwap);
    return flag > 100 && flag <= 103 ? Figure{Figure::Is::other} : Figure{};
}

constexpr Figure session_figure(char type, std::uint8_t flag) noexcept
{
    switch (type) {
        case '4': return opening_of(flag);
        case '7': return figure_of(StatisticKind::high);
        case '8': return figure_of(StatisticKind::low);
        case '9': return average_of(flag);
        case 'N': return figure_of(StatisticKind::highest_bid);
        case 'O': return figure_of(StatisticKind::lowest_offer);
        default: return {};
    }
}

constexpr Figure daily_figure(char type) noexcept
{
    switch (type) {
        case '6': return figure_of(StatisticKind::settlement);
        case 'B': return figure_of(StatisticKind::cleared_volume);
        case 'C': return figure_of(StatisticKind::open_interest);
        case 'W': return figure_of(StatisticKind::fixing);
        default: return {};
    }
}

/// 33, 49.
template <PriceScale scale, class Handler>
void deliver_daily_statistics(const Message& message, Handler& handler) noexcept
{
    const Entries entries = Groups(message).take();
    for (std::size_t i = 0; i < entries.count; ++i) {
        const auto& entry = entries.entry<DailyStatisticsEntry>(i);
        const Figure figure = daily_figure(entry.entry_type);
        const bool is_statistic = figure.is == Figure::Is::statistic &&
                                  entry.update_action <= action_delete &&
                                  is_count(entry.size.value());
        if (!is_statistic) [[unlikely]] {
            deliver_bad(entry, handler);
            continue;
        }
        const bool settles = figure.kind == StatisticKind::settlement;
        handler.on(StatisticEvent{
            .price = price_of<scale>(entry.price),
            .quantity = count_or(entry.size.value(), quantity_none),
            .sequence = entry.rpt_seq,
            .security = entry.security_id,
            .date = entry.trading_reference_date,
            .kind = figure.kind,
            .settlement = settles ? SettlementType{entry.settl_price_type} : SettlementType{},
            .removed = entry.update_action == action_delete});
    }
}

/// The size of a session statistic: 35 has it from version 8 on.
inline std::int32_t size_of(const SessionStatisticsEntry& entry, std::size_t block_length,
                            std::uint16_t version) noexcept
{
    const bool is_present = version >= 8 && block_length >= sizeof entry;
    return is_present ? entry.size.value() : int32_null;
}
inline std::uint64_t size_of(const SessionStatisticsLongQtyEntry& entry, std::size_t,
                             std::uint16_t) noexcept
{
    return entry.size;
}

/// 35, 51, 67.
template <PriceScale scale, class Entry, class Handler>
void deliver_session_statistics(const Message& message, Handler& handler) noexcept
{
    const Entries entries = Groups(message).take();
    for (std::size_t i = 0; i < entries.count; ++i) {
        const Entry& entry = entries.entry<Entry>(i);
        const auto size = size_of(entry, entries.block_length, message.version());
        const Figure figure = session_figure(entry.entry_type, entry.open_close_settl_flag);
        const bool is_bad = figure.is == Figure::Is::unknown ||
                            entry.update_action > action_delete || !is_count(size);
        if (is_bad || figure.is == Figure::Is::other) [[unlikely]] {
            handler.on(SkippedEntry{
                .sequence = entry.rpt_seq, .security = entry.security_id, .is_bad = is_bad});
            continue;
        }
        handler.on(StatisticEvent{.price = price_of<scale>(entry.price),
                                  .quantity = count_or(size, quantity_none),
                                  .sequence = entry.rpt_seq,
                                  .security = entry.security_id,
                                  .kind = figure.kind,
                                  .removed = entry.update_action == action_delete});
    }
}

/// 34, 50.
template <PriceScale scale, class Handler>
void deliver_limits(const Message& message, Handler& handler) noexcept
{
    const Entries entries = Groups(message).take();
    for (std::size_t i = 0; i < entries.count; ++i) {
        const auto& entry = entries.entry<LimitsBandingEntry>(i);
        handler.on(LimitsEvent{.high = price_of<scale>(entry.high_limit_price),
                               .low = price_of<scale>(entry.low_limit_price),
                               .variation_max = price_of<scale>(entry.max_price_variation),
                               .sequence = entry.rpt_seq,
                               .security = entry.security_id});
    }
}

/// 30.
template <class Handler>
void deliver_status(const Message& message, Handler& handler) noexcept
{
    const auto& root = message.root_as<SecurityStatusRoot>();
    const bool for_group = root.security_id == int32_null;
    handler.on(FuturesStatus{.time_ns = root.transact_time,
                             .group = root.security_group.text(),
                             .asset = root.asset.text(),
                             .security = for_group ? 0 : root.security_id.value(),
                             .for_group = for_group,
                             .date = root.trade_date,
                             .status = root.security_trading_status,
                             .reason = root.halt_reason,
                             .event_code = root.security_trading_event});
}

/// 4: one event an entry, and one all the same where none says of which channel.
template <class Handler>
void deliver_channel_reset(const Message& message, Handler& handler) noexcept
{
    const Entries entries = Groups(message).take();
    const bool has_channel =
        message.version() >= 3 && entries.block_length >= sizeof(ChannelResetEntry);
    if (entries.count == 0 || !has_channel) {
        handler.on(ChannelReset{});
        return;
    }
    for (std::size_t i = 0; i < entries.count; ++i)
        handler.on(ChannelReset{.channel = entries.entry<ChannelResetEntry>(i).appl_id.value()});
}

}  // namespace gapwire::mdp3::detail
