// Packets of CME MDP 3.0, schema version 13.
#include "sim/mdp3_encoder.hpp"

#include "core/assert.hpp"
#include "feed/mdp3/definitions/wire.hpp"
#include "feed/mdp3/wire.hpp"

namespace gapwire::sim {
namespace {

using namespace mdp3;

constexpr std::uint8_t end_of_event = 0x80;

I64le price_of(std::int64_t units) noexcept
{
    return I64le::of(units == Price::none().units ? price_null : units);
}

/// A count, or null where there is none to tell.
I32le count_of(std::uint64_t value, bool is_told) noexcept
{
    return I32le::of(is_told ? static_cast<std::int32_t>(value) : int32_null);
}

char book_type(Side side, bool implied) noexcept
{
    if (implied) return side == Side::buy ? 'E' : 'F';
    return side == Side::buy ? '0' : '1';
}

char figure_type(StatisticKind kind) noexcept
{
    switch (kind) {
        case StatisticKind::open:
        case StatisticKind::indicative_open: return '4';
        case StatisticKind::high: return '7';
        case StatisticKind::low: return '8';
        case StatisticKind::highest_bid: return 'N';
        case StatisticKind::lowest_offer: return 'O';
        case StatisticKind::vwap: return '9';
        case StatisticKind::settlement: return '6';
        case StatisticKind::fixing: return 'W';
        case StatisticKind::open_interest: return 'C';
        case StatisticKind::cleared_volume: return 'B';
        case StatisticKind::volume: return 'e';
        case StatisticKind::last_trade: return '2';
    }
    GAPWIRE_ASSERT(false);
}

std::uint8_t open_flag(StatisticKind kind) noexcept
{
    if (kind == StatisticKind::open) return 0;
    return kind == StatisticKind::indicative_open ? 5 : uint8_null;
}

std::uint8_t removal(bool removed) noexcept
{
    return removed ? 2 : 0;
}

}  // namespace

MdpPacket::MdpPacket(std::uint32_t sequence, std::uint64_t sending_time_ns)
{
    append_layout(bytes_, PacketHeader{U32le::of(sequence), U64le::of(sending_time_ns)});
}

template <class Root>
MdpPacket::Size MdpPacket::begin(std::uint16_t template_id, const Root& root, std::size_t length)
{
    const Size size{bytes_.size()};
    constexpr std::uint16_t schema = 1;
    constexpr std::uint16_t version = 13;
    append_layout(bytes_, MessageHeader{{},
                                        U16le::of(static_cast<std::uint16_t>(length)),
                                        U16le::of(template_id),
                                        U16le::of(schema),
                                        U16le::of(version)});
    block(root, length);
    return size;
}

MdpPacket::Size MdpPacket::begin_incremental(std::uint16_t template_id, std::uint64_t time_ns,
                                             bool ends_event)
{
    const IncrementalRoot root{U64le::of(time_ns), ends_event ? end_of_event : std::uint8_t{0}};
    return begin(template_id, root, template_id == 4 ? 9 : 11);
}

void MdpPacket::group(std::size_t block_length, std::size_t count)
{
    GAPWIRE_ASSERT(count <= 254);
    append_layout(bytes_, GroupSize{U16le::of(static_cast<std::uint16_t>(block_length)),
                                    static_cast<std::uint8_t>(count)});
}

void MdpPacket::group8(std::size_t block_length, std::size_t count)
{
    GAPWIRE_ASSERT(count <= 254);
    append_layout(bytes_, GroupSize8{U16le::of(static_cast<std::uint16_t>(block_length)),
                                     {},
                                     static_cast<std::uint8_t>(count)});
}

template <class Layout>
void MdpPacket::block(const Layout& layout, std::size_t length)
{
    GAPWIRE_ASSERT(length >= sizeof layout);
    append_layout(bytes_, layout);
    bytes_.resize(bytes_.size() + length - sizeof layout);
}

MdpPacket& MdpPacket::end(Size size)
{
    const auto length = U16le::of(static_cast<std::uint16_t>(bytes_.size() - size.at));
    std::copy(std::begin(length.raw), std::end(length.raw),
              bytes_.begin() + static_cast<std::ptrdiff_t>(size.at));
    return *this;
}

// ---- incremental

MdpPacket& MdpPacket::levels(std::uint64_t time_ns, std::span<const LevelEvent> events,
                             bool ends_event)
{
    const Size size = begin_incremental(46, time_ns, ends_event);
    group(32, events.size());
    for (const LevelEvent& event : events) {
        const BookEntry entry{.price = price_of(event.price),
                              .size = count_of(event.quantity, event.quantity != 0),
                              .security_id = I32le::of(event.security),
                              .rpt_seq = U32le::of(event.sequence),
                              .number_of_orders = count_of(event.orders, !event.implied),
                              .price_level = event.level,
                              .update_action = static_cast<std::uint8_t>(event.action),
                              .entry_type = book_type(event.side, event.implied)};
        append_layout(bytes_, entry);
        append_layout(bytes_, I32le::of(int32_null));  // TradeableSize
        bytes_.resize(bytes_.size() + 1);
    }
    group8(24, 0);
    return end(size);
}

MdpPacket& MdpPacket::reset_book(std::uint64_t time_ns, const BookReset& event)
{
    const Size size = begin_incremental(46, time_ns, true);
    group(32, 1);
    block(BookEntry{.price = I64le::of(price_null),
                    .size = I32le::of(int32_null),
                    .security_id = I32le::of(event.security),
                    .rpt_seq = U32le::of(event.sequence),
                    .number_of_orders = I32le::of(int32_null),
                    .price_level = 0,
                    .update_action = 0,
                    .entry_type = 'J'},
          32);
    group8(24, 0);
    return end(size);
}

MdpPacket& MdpPacket::orders(std::uint64_t time_ns, std::span<const QueuedOrderEvent> events,
                             bool ends_event)
{
    const Size size = begin_incremental(47, time_ns, ends_event);
    group(40, events.size());
    for (const QueuedOrderEvent& event : events)
        block(OrderBookEntry{.order_id = U64le::of(event.order),
                             .order_priority = U64le::of(event.priority),
                             .price = price_of(event.price),
                             .display_qty = count_of(event.quantity, event.quantity != 0),
                             .security_id = I32le::of(event.security),
                             .update_action = static_cast<std::uint8_t>(event.action),
                             .entry_type = book_type(event.side, false)},
              40);
    return end(size);
}

MdpPacket& MdpPacket::trade(std::uint64_t time_ns, const FuturesTrade& trade, bool ends_event)
{
    const Size size = begin_incremental(48, time_ns, ends_event);
    group(32, 1);
    block(TradeSummaryEntry{.price = price_of(trade.price),
                            .size = count_of(trade.quantity, true),
                            .security_id = I32le::of(trade.security),
                            .rpt_seq = U32le::of(trade.sequence),
                            .number_of_orders = count_of(trade.orders, true),
                            .aggressor_side = static_cast<std::uint8_t>(trade.aggressor),
                            .update_action = static_cast<std::uint8_t>(trade.action),
                            .trade_entry_id = U32le::of(trade.trade_id)},
          32);
    group8(16, 0);
    return end(size);
}

MdpPacket& MdpPacket::daily(std::uint64_t time_ns, const StatisticEvent& statistic)
{
    const Size size = begin_incremental(49, time_ns, true);
    group(32, 1);
    block(DailyStatisticsEntry{.price = price_of(statistic.price),
                               .size = count_of(statistic.quantity,
                                                statistic.quantity != quantity_none),
                               .security_id = I32le::of(statistic.security),
                               .rpt_seq = U32le::of(statistic.sequence),
                               .trading_reference_date = U16le::of(statistic.date),
                               .settl_price_type = statistic.settlement.bits,
                               .update_action = removal(statistic.removed),
                               .entry_type = figure_type(statistic.kind)},
          32);
    return end(size);
}

MdpPacket& MdpPacket::limits(std::uint64_t time_ns, const LimitsEvent& limits)
{
    const Size size = begin_incremental(50, time_ns, true);
    group(32, 1);
    block(LimitsBandingEntry{.high_limit_price = price_of(limits.high),
                             .low_limit_price = price_of(limits.low),
                             .max_price_variation = price_of(limits.variation_max),
                             .security_id = I32le::of(limits.security),
                             .rpt_seq = U32le::of(limits.sequence)},
          32);
    return end(size);
}

MdpPacket& MdpPacket::session(std::uint64_t time_ns, const StatisticEvent& statistic)
{
    const Size size = begin_incremental(51, time_ns, true);
    group(24, 1);
    block(SessionStatisticsEntry{.price = price_of(statistic.price),
                                 .security_id = I32le::of(statistic.security),
                                 .rpt_seq = U32le::of(statistic.sequence),
                                 .open_close_settl_flag = open_flag(statistic.kind),
                                 .update_action = removal(statistic.removed),
                                 .entry_type = figure_type(statistic.kind),
                                 .size = count_of(statistic.quantity,
                                                  statistic.quantity != quantity_none)},
          24);
    return end(size);
}

MdpPacket& MdpPacket::volume(std::uint64_t time_ns, const StatisticEvent& statistic)
{
    const Size size = begin_incremental(37, time_ns, true);
    group(16, 1);
    block(VolumeEntry{.size = count_of(statistic.quantity, true),
                      .security_id = I32le::of(statistic.security),
                      .rpt_seq = U32le::of(statistic.sequence),
                      .update_action = removal(statistic.removed)},
          16);
    return end(size);
}

MdpPacket& MdpPacket::status(const FuturesStatus& status)
{
    const SecurityStatusRoot root{
        .transact_time = U64le::of(status.time_ns),
        .security_group = Ascii<6>::of(status.group.view()),
        .asset = Ascii<6>::of(status.asset.view()),
        .security_id = I32le::of(status.for_group ? int32_null : status.security),
        .trade_date = U16le::of(status.date),
        .match_event_indicator = end_of_event,
        .security_trading_status = status.status,
        .halt_reason = status.reason,
        .security_trading_event = status.event_code};
    return end(begin(30, root, 30));
}

MdpPacket& MdpPacket::channel_reset(std::uint64_t time_ns, std::int16_t channel)
{
    const Size size = begin_incremental(4, time_ns, true);
    group(2, 1);
    block(ChannelResetEntry{I16le::of(channel)}, 2);
    return end(size);
}

MdpPacket& MdpPacket::heartbeat()
{
    const Size size{bytes_.size()};
    append_layout(bytes_, MessageHeader{{}, {}, U16le::of(12), U16le::of(1), U16le::of(13)});
    return end(size);
}

// ---- loops

MdpPacket& MdpPacket::definition(const ContractDefinition& d)
{
    FutureRoot root{};
    root.head.match_event_indicator = end_of_event;
    root.head.tot_num_reports = U32le::of(d.reports_in_loop == 0 ? UINT32_MAX : d.reports_in_loop);
    root.head.security_update_action = d.action;
    root.head.md_security_trading_status = d.status;
    root.head.security_exchange = Ascii<4>::of("XCME");
    root.head.security_group = Ascii<6>::of(d.group.view());
    root.head.asset = Ascii<6>::of(d.asset.view());
    root.head.symbol = Ascii<20>::of(d.symbol.view());
    root.head.security_id = I32le::of(d.security);
    root.head.security_type = Ascii<6>::of("FUT");
    root.head.cfi_code = Ascii<6>::of("FFICSX");
    root.maturity = {U16le::of(d.maturity_year), d.maturity_month, d.maturity_day, 255};
    root.currency = root.settl_currency = Ascii<3>::of("USD");
    root.match_algorithm = 'F';
    root.min_trade_vol = root.max_trade_vol = U32le::of(1);
    root.min_price_increment = price_of(d.tick);
    root.display_factor = price_of(d.display_factor);
    root.main_fraction = root.sub_fraction = root.price_display_format = uint8_null;
    root.unit_of_measure = Ascii<30>::of("IPNT");
    root.unit_of_measure_qty = I64le::of(price_null);
    root.trading_reference_price = price_of(d.reference);
    root.settl_price_type = d.reference_type.bits;
    root.open_interest_qty = root.cleared_volume = I32le::of(int32_null);
    root.high_limit_price = price_of(d.high_limit);
    root.low_limit_price = price_of(d.low_limit);
    root.max_price_variation = price_of(d.variation_max);
    root.decay_quantity = root.original_contract_size = root.contract_multiplier =
        I32le::of(int32_null);
    root.decay_start_date = U16le::of(date_none);
    root.contract_multiplier_unit = root.flow_schedule_type = 127;
    root.min_price_increment_amount = I64le::of(price_null);
    root.user_defined_instrument = 'N';
    root.trading_reference_date = U16le::of(d.reference_date);
    const Size size = begin(54, root, 224);
    for (std::size_t i = 0; i < 8; ++i) bytes_[bytes_.size() - 8 + i] = 0xFF;  // InstrumentGUID
    const std::size_t events = (d.activation_ns != 0) + (d.last_trade_ns != 0);
    group(sizeof(DefinitionEvent), events);
    if (d.activation_ns != 0) append_layout(bytes_, DefinitionEvent{5, U64le::of(d.activation_ns)});
    if (d.last_trade_ns != 0) append_layout(bytes_, DefinitionEvent{7, U64le::of(d.last_trade_ns)});
    group(sizeof(DefinitionFeedType), (d.depth != 0) + (d.implied_depth != 0));
    if (d.depth != 0) append_layout(bytes_, DefinitionFeedType{Ascii<3>::of("GBX"), d.depth});
    if (d.implied_depth != 0)
        append_layout(bytes_, DefinitionFeedType{Ascii<3>::of("GBI"), d.implied_depth});
    group(4, 0);
    group(5, 0);
    return end(size);
}

MdpPacket& MdpPacket::snapshot(const SnapshotHeader& header, const LimitsEvent& limits,
                               std::span<const LevelEvent> levels,
                               std::span<const StatisticEvent> statistics)
{
    const SnapshotRoot root{.last_msg_seq_num_processed = U32le::of(header.last_packet),
                            .tot_num_reports = U32le::of(header.reports_in_loop),
                            .security_id = I32le::of(header.security),
                            .rpt_seq = U32le::of(header.sequence),
                            .transact_time = U64le::of(header.time_ns),
                            .last_update_time = U64le::of(header.time_ns),
                            .trade_date = U16le::of(header.date),
                            .md_security_trading_status = header.status,
                            .high_limit_price = price_of(limits.high),
                            .low_limit_price = price_of(limits.low),
                            .max_price_variation = price_of(limits.variation_max)};
    const Size size = begin(52, root, 59);
    group(22, levels.size() + statistics.size());
    for (const LevelEvent& level : levels)
        append_layout(bytes_,
                      SnapshotEntry{.price = price_of(level.price),
                                    .size = count_of(level.quantity, true),
                                    .number_of_orders = count_of(level.orders, !level.implied),
                                    .price_level = level.level,
                                    .trading_reference_date = U16le::of(date_none),
                                    .open_close_settl_flag = uint8_null,
                                    .settl_price_type = 0x80,
                                    .entry_type = book_type(level.side, level.implied)});
    for (const StatisticEvent& s : statistics)
        append_layout(bytes_,
                      SnapshotEntry{.price = price_of(s.price),
                                    .size = count_of(s.quantity, s.quantity != quantity_none),
                                    .number_of_orders = I32le::of(int32_null),
                                    .price_level = 127,
                                    .trading_reference_date = U16le::of(s.date),
                                    .open_close_settl_flag = open_flag(s.kind),
                                    .settl_price_type = s.settlement.bits,
                                    .entry_type = figure_type(s.kind)});
    return end(size);
}

MdpPacket& MdpPacket::order_snapshot(const SnapshotHeader& header,
                                     std::span<const QueuedOrderEvent> orders)
{
    const OrderSnapshotRoot root{.last_msg_seq_num_processed = U32le::of(header.last_packet),
                                 .tot_num_reports = U32le::of(header.reports_in_loop),
                                 .security_id = I32le::of(header.security),
                                 .no_chunks = U32le::of(header.chunks),
                                 .current_chunk = U32le::of(header.chunk),
                                 .transact_time = U64le::of(header.time_ns)};
    const Size size = begin(53, root, 28);
    group(29, orders.size());
    for (const QueuedOrderEvent& order : orders)
        append_layout(bytes_, OrderSnapshotEntry{.order_id = U64le::of(order.order),
                                                 .order_priority = U64le::of(order.priority),
                                                 .price = price_of(order.price),
                                                 .display_qty = count_of(order.quantity, true),
                                                 .entry_type = book_type(order.side, false)});
    return end(size);
}

}  // namespace gapwire::sim
