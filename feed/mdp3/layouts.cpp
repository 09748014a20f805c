// Checks while compiling that layouts and tables of MDP 3.0 put each field in the same place.
#include <cstddef>

#include "feed/mdp3/definitions/wire.hpp"
#include "feed/mdp3/tables/definitions.hpp"
#include "feed/mdp3/tables/definitions_v8.hpp"
#include "feed/mdp3/tables/incremental.hpp"
#include "feed/mdp3/tables/incremental_v8.hpp"
#include "feed/mdp3/tables/session.hpp"
#include "feed/mdp3/tables/snapshots.hpp"

namespace gapwire::mdp3 {
namespace {

using namespace tables;

struct Place {
    std::uint16_t tag;
    std::size_t offset;
    std::size_t size;
};

constexpr bool lies_at(std::span<const Field> fields, const Place& place)
{
    for (const Field& field : fields)
        if (field.tag == place.tag)
            return field.offset == place.offset && field.type->size == place.size;
    return false;
}

template <std::size_t size>
constexpr bool lie_at(std::span<const Field> fields, const Place (&places)[size])
{
    for (const Place& place : places)
        if (!lies_at(fields, place)) return false;
    return true;
}

constexpr std::span<const Field> entry(const Template& message, std::size_t group = 0)
{
    return message.groups[group].fields;
}

// clang-format off
#define GAPWIRE_PLACE(tag, Layout, member) \
    {tag, offsetof(Layout, member), sizeof(Layout::member)}

constexpr Place incremental_root[] = {
    GAPWIRE_PLACE(60, IncrementalRoot, transact_time),
    GAPWIRE_PLACE(5799, IncrementalRoot, match_event_indicator)};
static_assert(lie_at(template_4.fields, incremental_root) &&
              lie_at(template_32.fields, incremental_root) &&
              lie_at(template_33.fields, incremental_root) &&
              lie_at(template_34.fields, incremental_root) &&
              lie_at(template_35.fields, incremental_root) &&
              lie_at(template_36.fields, incremental_root) &&
              lie_at(template_37.fields, incremental_root) &&
              lie_at(template_42.fields, incremental_root) &&
              lie_at(template_43.fields, incremental_root) &&
              lie_at(template_46.fields, incremental_root) &&
              lie_at(template_47.fields, incremental_root) &&
              lie_at(template_48.fields, incremental_root) &&
              lie_at(template_49.fields, incremental_root) &&
              lie_at(template_50.fields, incremental_root) &&
              lie_at(template_51.fields, incremental_root) &&
              lie_at(template_64.fields, incremental_root) &&
              lie_at(template_65.fields, incremental_root) &&
              lie_at(template_66.fields, incremental_root) &&
              lie_at(template_67.fields, incremental_root));

constexpr Place channel_reset_entry[] = {
    GAPWIRE_PLACE(1180, ChannelResetEntry, appl_id)};
static_assert(lie_at(entry(template_4), channel_reset_entry));

constexpr Place security_status_root[] = {
    GAPWIRE_PLACE(60, SecurityStatusRoot, transact_time),
    GAPWIRE_PLACE(1151, SecurityStatusRoot, security_group),
    GAPWIRE_PLACE(6937, SecurityStatusRoot, asset),
    GAPWIRE_PLACE(48, SecurityStatusRoot, security_id),
    GAPWIRE_PLACE(75, SecurityStatusRoot, trade_date),
    GAPWIRE_PLACE(5799, SecurityStatusRoot, match_event_indicator),
    GAPWIRE_PLACE(326, SecurityStatusRoot, security_trading_status),
    GAPWIRE_PLACE(327, SecurityStatusRoot, halt_reason),
    GAPWIRE_PLACE(1174, SecurityStatusRoot, security_trading_event)};
static_assert(lie_at(template_30.fields, security_status_root));

constexpr Place book_entry[] = {
    GAPWIRE_PLACE(270, BookEntry, price), GAPWIRE_PLACE(271, BookEntry, size),
    GAPWIRE_PLACE(48, BookEntry, security_id), GAPWIRE_PLACE(83, BookEntry, rpt_seq),
    GAPWIRE_PLACE(346, BookEntry, number_of_orders), GAPWIRE_PLACE(1023, BookEntry, price_level),
    GAPWIRE_PLACE(279, BookEntry, update_action), GAPWIRE_PLACE(269, BookEntry, entry_type)};
static_assert(lie_at(entry(template_32), book_entry) && lie_at(entry(template_46), book_entry));

constexpr Place book_long_qty_entry[] = {
    GAPWIRE_PLACE(270, BookLongQtyEntry, price), GAPWIRE_PLACE(271, BookLongQtyEntry, size),
    GAPWIRE_PLACE(48, BookLongQtyEntry, security_id), GAPWIRE_PLACE(83, BookLongQtyEntry, rpt_seq),
    GAPWIRE_PLACE(346, BookLongQtyEntry, number_of_orders),
    GAPWIRE_PLACE(1023, BookLongQtyEntry, price_level),
    GAPWIRE_PLACE(279, BookLongQtyEntry, update_action),
    GAPWIRE_PLACE(269, BookLongQtyEntry, entry_type)};
static_assert(lie_at(entry(template_64), book_long_qty_entry));

constexpr Place book_order_entry[] = {
    GAPWIRE_PLACE(37, BookOrderEntry, order_id),
    GAPWIRE_PLACE(37707, BookOrderEntry, order_priority),
    GAPWIRE_PLACE(37706, BookOrderEntry, display_qty),
    GAPWIRE_PLACE(9633, BookOrderEntry, reference_id),
    GAPWIRE_PLACE(37708, BookOrderEntry, order_update_action)};
static_assert(lie_at(entry(template_32, 1), book_order_entry) &&
              lie_at(entry(template_46, 1), book_order_entry) &&
              lie_at(entry(template_64, 1), book_order_entry));

constexpr Place order_book_entry[] = {
    GAPWIRE_PLACE(37, OrderBookEntry, order_id),
    GAPWIRE_PLACE(37707, OrderBookEntry, order_priority), GAPWIRE_PLACE(270, OrderBookEntry, price),
    GAPWIRE_PLACE(37706, OrderBookEntry, display_qty),
    GAPWIRE_PLACE(48, OrderBookEntry, security_id),
    GAPWIRE_PLACE(279, OrderBookEntry, update_action),
    GAPWIRE_PLACE(269, OrderBookEntry, entry_type)};
static_assert(lie_at(entry(template_43), order_book_entry) &&
              lie_at(entry(template_47), order_book_entry));

constexpr Place trade_entry[] = {
    GAPWIRE_PLACE(270, TradeEntry, price), GAPWIRE_PLACE(271, TradeEntry, size),
    GAPWIRE_PLACE(48, TradeEntry, security_id), GAPWIRE_PLACE(83, TradeEntry, rpt_seq),
    GAPWIRE_PLACE(346, TradeEntry, number_of_orders), GAPWIRE_PLACE(1003, TradeEntry, trade_id),
    GAPWIRE_PLACE(5797, TradeEntry, aggressor_side), GAPWIRE_PLACE(279, TradeEntry, update_action)};
static_assert(lie_at(entry(template_36), trade_entry));

constexpr Place trade_summary_entry[] = {
    GAPWIRE_PLACE(270, TradeSummaryEntry, price), GAPWIRE_PLACE(271, TradeSummaryEntry, size),
    GAPWIRE_PLACE(48, TradeSummaryEntry, security_id),
    GAPWIRE_PLACE(83, TradeSummaryEntry, rpt_seq),
    GAPWIRE_PLACE(346, TradeSummaryEntry, number_of_orders),
    GAPWIRE_PLACE(5797, TradeSummaryEntry, aggressor_side),
    GAPWIRE_PLACE(279, TradeSummaryEntry, update_action),
    GAPWIRE_PLACE(37711, TradeSummaryEntry, trade_entry_id)};
static_assert(lie_at(entry(template_42), trade_summary_entry) &&
              lie_at(entry(template_48), trade_summary_entry));

constexpr Place trade_summary_long_qty_entry[] = {
    GAPWIRE_PLACE(270, TradeSummaryLongQtyEntry, price),
    GAPWIRE_PLACE(271, TradeSummaryLongQtyEntry, size),
    GAPWIRE_PLACE(48, TradeSummaryLongQtyEntry, security_id),
    GAPWIRE_PLACE(83, TradeSummaryLongQtyEntry, rpt_seq),
    GAPWIRE_PLACE(346, TradeSummaryLongQtyEntry, number_of_orders),
    GAPWIRE_PLACE(37711, TradeSummaryLongQtyEntry, trade_entry_id),
    GAPWIRE_PLACE(5797, TradeSummaryLongQtyEntry, aggressor_side),
    GAPWIRE_PLACE(279, TradeSummaryLongQtyEntry, update_action)};
static_assert(lie_at(entry(template_65), trade_summary_long_qty_entry));

constexpr Place volume_entry[] = {
    GAPWIRE_PLACE(271, VolumeEntry, size), GAPWIRE_PLACE(48, VolumeEntry, security_id),
    GAPWIRE_PLACE(83, VolumeEntry, rpt_seq), GAPWIRE_PLACE(279, VolumeEntry, update_action)};
static_assert(lie_at(entry(template_37), volume_entry));

constexpr Place volume_long_qty_entry[] = {
    GAPWIRE_PLACE(271, VolumeLongQtyEntry, size),
    GAPWIRE_PLACE(48, VolumeLongQtyEntry, security_id),
    GAPWIRE_PLACE(83, VolumeLongQtyEntry, rpt_seq),
    GAPWIRE_PLACE(279, VolumeLongQtyEntry, update_action)};
static_assert(lie_at(entry(template_66), volume_long_qty_entry));

constexpr Place daily_statistics_entry[] = {
    GAPWIRE_PLACE(270, DailyStatisticsEntry, price), GAPWIRE_PLACE(271, DailyStatisticsEntry, size),
    GAPWIRE_PLACE(48, DailyStatisticsEntry, security_id),
    GAPWIRE_PLACE(83, DailyStatisticsEntry, rpt_seq),
    GAPWIRE_PLACE(5796, DailyStatisticsEntry, trading_reference_date),
    GAPWIRE_PLACE(731, DailyStatisticsEntry, settl_price_type),
    GAPWIRE_PLACE(279, DailyStatisticsEntry, update_action),
    GAPWIRE_PLACE(269, DailyStatisticsEntry, entry_type)};
static_assert(lie_at(entry(template_33), daily_statistics_entry) &&
              lie_at(entry(template_49), daily_statistics_entry));

constexpr Place limits_banding_entry[] = {
    GAPWIRE_PLACE(1149, LimitsBandingEntry, high_limit_price),
    GAPWIRE_PLACE(1148, LimitsBandingEntry, low_limit_price),
    GAPWIRE_PLACE(1143, LimitsBandingEntry, max_price_variation),
    GAPWIRE_PLACE(48, LimitsBandingEntry, security_id),
    GAPWIRE_PLACE(83, LimitsBandingEntry, rpt_seq)};
static_assert(lie_at(entry(template_34), limits_banding_entry) &&
              lie_at(entry(template_50), limits_banding_entry));

constexpr Place session_statistics_entry[] = {
    GAPWIRE_PLACE(270, SessionStatisticsEntry, price),
    GAPWIRE_PLACE(48, SessionStatisticsEntry, security_id),
    GAPWIRE_PLACE(83, SessionStatisticsEntry, rpt_seq),
    GAPWIRE_PLACE(286, SessionStatisticsEntry, open_close_settl_flag),
    GAPWIRE_PLACE(279, SessionStatisticsEntry, update_action),
    GAPWIRE_PLACE(269, SessionStatisticsEntry, entry_type),
    GAPWIRE_PLACE(271, SessionStatisticsEntry, size)};
static_assert(lie_at(entry(template_35), session_statistics_entry) &&
              lie_at(entry(template_51), session_statistics_entry));

constexpr Place session_statistics_long_qty_entry[] = {
    GAPWIRE_PLACE(270, SessionStatisticsLongQtyEntry, price),
    GAPWIRE_PLACE(271, SessionStatisticsLongQtyEntry, size),
    GAPWIRE_PLACE(48, SessionStatisticsLongQtyEntry, security_id),
    GAPWIRE_PLACE(83, SessionStatisticsLongQtyEntry, rpt_seq),
    GAPWIRE_PLACE(286, SessionStatisticsLongQtyEntry, open_close_settl_flag),
    GAPWIRE_PLACE(279, SessionStatisticsLongQtyEntry, update_action),
    GAPWIRE_PLACE(269, SessionStatisticsLongQtyEntry, entry_type)};
static_assert(lie_at(entry(template_67), session_statistics_long_qty_entry));

constexpr Place snapshot_root[] = {
    GAPWIRE_PLACE(369, SnapshotRoot, last_msg_seq_num_processed),
    GAPWIRE_PLACE(911, SnapshotRoot, tot_num_reports), GAPWIRE_PLACE(48, SnapshotRoot, security_id),
    GAPWIRE_PLACE(83, SnapshotRoot, rpt_seq), GAPWIRE_PLACE(60, SnapshotRoot, transact_time),
    GAPWIRE_PLACE(779, SnapshotRoot, last_update_time), GAPWIRE_PLACE(75, SnapshotRoot, trade_date),
    GAPWIRE_PLACE(1682, SnapshotRoot, md_security_trading_status),
    GAPWIRE_PLACE(1149, SnapshotRoot, high_limit_price),
    GAPWIRE_PLACE(1148, SnapshotRoot, low_limit_price),
    GAPWIRE_PLACE(1143, SnapshotRoot, max_price_variation)};
static_assert(lie_at(template_38.fields, snapshot_root) &&
              lie_at(template_52.fields, snapshot_root) &&
              lie_at(template_69.fields, snapshot_root));

constexpr Place snapshot_entry[] = {
    GAPWIRE_PLACE(270, SnapshotEntry, price), GAPWIRE_PLACE(271, SnapshotEntry, size),
    GAPWIRE_PLACE(346, SnapshotEntry, number_of_orders),
    GAPWIRE_PLACE(1023, SnapshotEntry, price_level),
    GAPWIRE_PLACE(5796, SnapshotEntry, trading_reference_date),
    GAPWIRE_PLACE(286, SnapshotEntry, open_close_settl_flag),
    GAPWIRE_PLACE(731, SnapshotEntry, settl_price_type),
    GAPWIRE_PLACE(269, SnapshotEntry, entry_type)};
static_assert(lie_at(entry(template_38), snapshot_entry) &&
              lie_at(entry(template_52), snapshot_entry));

constexpr Place snapshot_long_qty_entry[] = {
    GAPWIRE_PLACE(270, SnapshotLongQtyEntry, price), GAPWIRE_PLACE(271, SnapshotLongQtyEntry, size),
    GAPWIRE_PLACE(346, SnapshotLongQtyEntry, number_of_orders),
    GAPWIRE_PLACE(1023, SnapshotLongQtyEntry, price_level),
    GAPWIRE_PLACE(286, SnapshotLongQtyEntry, open_close_settl_flag),
    GAPWIRE_PLACE(269, SnapshotLongQtyEntry, entry_type)};
static_assert(lie_at(entry(template_69), snapshot_long_qty_entry));

constexpr Place order_snapshot_root[] = {
    GAPWIRE_PLACE(369, OrderSnapshotRoot, last_msg_seq_num_processed),
    GAPWIRE_PLACE(911, OrderSnapshotRoot, tot_num_reports),
    GAPWIRE_PLACE(48, OrderSnapshotRoot, security_id),
    GAPWIRE_PLACE(37709, OrderSnapshotRoot, no_chunks),
    GAPWIRE_PLACE(37710, OrderSnapshotRoot, current_chunk),
    GAPWIRE_PLACE(60, OrderSnapshotRoot, transact_time)};
static_assert(lie_at(template_44.fields, order_snapshot_root) &&
              lie_at(template_53.fields, order_snapshot_root));

constexpr Place order_snapshot_entry[] = {
    GAPWIRE_PLACE(37, OrderSnapshotEntry, order_id),
    GAPWIRE_PLACE(37707, OrderSnapshotEntry, order_priority),
    GAPWIRE_PLACE(270, OrderSnapshotEntry, price),
    GAPWIRE_PLACE(37706, OrderSnapshotEntry, display_qty),
    GAPWIRE_PLACE(269, OrderSnapshotEntry, entry_type)};
static_assert(lie_at(entry(template_44), order_snapshot_entry) &&
              lie_at(entry(template_53), order_snapshot_entry));

constexpr Place definition_head[] = {
    GAPWIRE_PLACE(5799, DefinitionHead, match_event_indicator),
    GAPWIRE_PLACE(911, DefinitionHead, tot_num_reports),
    GAPWIRE_PLACE(980, DefinitionHead, security_update_action),
    GAPWIRE_PLACE(779, DefinitionHead, last_update_time),
    GAPWIRE_PLACE(1682, DefinitionHead, md_security_trading_status),
    GAPWIRE_PLACE(1180, DefinitionHead, appl_id),
    GAPWIRE_PLACE(1300, DefinitionHead, market_segment_id),
    GAPWIRE_PLACE(462, DefinitionHead, underlying_product),
    GAPWIRE_PLACE(207, DefinitionHead, security_exchange),
    GAPWIRE_PLACE(1151, DefinitionHead, security_group), GAPWIRE_PLACE(6937, DefinitionHead, asset),
    GAPWIRE_PLACE(55, DefinitionHead, symbol), GAPWIRE_PLACE(48, DefinitionHead, security_id),
    GAPWIRE_PLACE(167, DefinitionHead, security_type),
    GAPWIRE_PLACE(461, DefinitionHead, cfi_code)};
static_assert(lie_at(template_27.fields, definition_head) &&
              lie_at(template_29.fields, definition_head) &&
              lie_at(template_41.fields, definition_head) &&
              lie_at(template_54.fields, definition_head) &&
              lie_at(template_55.fields, definition_head) &&
              lie_at(template_56.fields, definition_head));

constexpr Place future_root[] = {
    GAPWIRE_PLACE(200, FutureRoot, maturity), GAPWIRE_PLACE(15, FutureRoot, currency),
    GAPWIRE_PLACE(120, FutureRoot, settl_currency),
    GAPWIRE_PLACE(1142, FutureRoot, match_algorithm), GAPWIRE_PLACE(562, FutureRoot, min_trade_vol),
    GAPWIRE_PLACE(1140, FutureRoot, max_trade_vol),
    GAPWIRE_PLACE(969, FutureRoot, min_price_increment),
    GAPWIRE_PLACE(9787, FutureRoot, display_factor),
    GAPWIRE_PLACE(37702, FutureRoot, main_fraction), GAPWIRE_PLACE(37703, FutureRoot, sub_fraction),
    GAPWIRE_PLACE(9800, FutureRoot, price_display_format),
    GAPWIRE_PLACE(996, FutureRoot, unit_of_measure),
    GAPWIRE_PLACE(1147, FutureRoot, unit_of_measure_qty),
    GAPWIRE_PLACE(1150, FutureRoot, trading_reference_price),
    GAPWIRE_PLACE(731, FutureRoot, settl_price_type),
    GAPWIRE_PLACE(5792, FutureRoot, open_interest_qty),
    GAPWIRE_PLACE(5791, FutureRoot, cleared_volume),
    GAPWIRE_PLACE(1149, FutureRoot, high_limit_price),
    GAPWIRE_PLACE(1148, FutureRoot, low_limit_price),
    GAPWIRE_PLACE(1143, FutureRoot, max_price_variation),
    GAPWIRE_PLACE(5818, FutureRoot, decay_quantity),
    GAPWIRE_PLACE(5819, FutureRoot, decay_start_date),
    GAPWIRE_PLACE(5849, FutureRoot, original_contract_size),
    GAPWIRE_PLACE(231, FutureRoot, contract_multiplier),
    GAPWIRE_PLACE(1435, FutureRoot, contract_multiplier_unit),
    GAPWIRE_PLACE(1439, FutureRoot, flow_schedule_type),
    GAPWIRE_PLACE(1146, FutureRoot, min_price_increment_amount),
    GAPWIRE_PLACE(9779, FutureRoot, user_defined_instrument),
    GAPWIRE_PLACE(5796, FutureRoot, trading_reference_date)};
static_assert(lie_at(template_27.fields, future_root) && lie_at(template_54.fields, future_root));

constexpr Place spread_root[] = {
    GAPWIRE_PLACE(200, SpreadRoot, maturity), GAPWIRE_PLACE(15, SpreadRoot, currency),
    GAPWIRE_PLACE(762, SpreadRoot, security_sub_type),
    GAPWIRE_PLACE(9779, SpreadRoot, user_defined_instrument),
    GAPWIRE_PLACE(1142, SpreadRoot, match_algorithm), GAPWIRE_PLACE(562, SpreadRoot, min_trade_vol),
    GAPWIRE_PLACE(1140, SpreadRoot, max_trade_vol),
    GAPWIRE_PLACE(969, SpreadRoot, min_price_increment),
    GAPWIRE_PLACE(9787, SpreadRoot, display_factor),
    GAPWIRE_PLACE(9800, SpreadRoot, price_display_format),
    GAPWIRE_PLACE(5770, SpreadRoot, price_ratio), GAPWIRE_PLACE(6350, SpreadRoot, tick_rule),
    GAPWIRE_PLACE(996, SpreadRoot, unit_of_measure),
    GAPWIRE_PLACE(1150, SpreadRoot, trading_reference_price),
    GAPWIRE_PLACE(731, SpreadRoot, settl_price_type),
    GAPWIRE_PLACE(5792, SpreadRoot, open_interest_qty),
    GAPWIRE_PLACE(5791, SpreadRoot, cleared_volume),
    GAPWIRE_PLACE(1149, SpreadRoot, high_limit_price),
    GAPWIRE_PLACE(1148, SpreadRoot, low_limit_price),
    GAPWIRE_PLACE(1143, SpreadRoot, max_price_variation),
    GAPWIRE_PLACE(37702, SpreadRoot, main_fraction), GAPWIRE_PLACE(37703, SpreadRoot, sub_fraction),
    GAPWIRE_PLACE(5796, SpreadRoot, trading_reference_date)};
static_assert(lie_at(template_29.fields, spread_root) && lie_at(template_56.fields, spread_root));

constexpr Place option_root[] = {
    GAPWIRE_PLACE(201, OptionRoot, put_or_call), GAPWIRE_PLACE(200, OptionRoot, maturity),
    GAPWIRE_PLACE(15, OptionRoot, currency), GAPWIRE_PLACE(202, OptionRoot, strike_price),
    GAPWIRE_PLACE(947, OptionRoot, strike_currency), GAPWIRE_PLACE(120, OptionRoot, settl_currency),
    GAPWIRE_PLACE(9850, OptionRoot, min_cab_price),
    GAPWIRE_PLACE(1142, OptionRoot, match_algorithm), GAPWIRE_PLACE(562, OptionRoot, min_trade_vol),
    GAPWIRE_PLACE(1140, OptionRoot, max_trade_vol),
    GAPWIRE_PLACE(969, OptionRoot, min_price_increment),
    GAPWIRE_PLACE(1146, OptionRoot, min_price_increment_amount),
    GAPWIRE_PLACE(9787, OptionRoot, display_factor), GAPWIRE_PLACE(6350, OptionRoot, tick_rule),
    GAPWIRE_PLACE(37702, OptionRoot, main_fraction), GAPWIRE_PLACE(37703, OptionRoot, sub_fraction),
    GAPWIRE_PLACE(9800, OptionRoot, price_display_format),
    GAPWIRE_PLACE(996, OptionRoot, unit_of_measure),
    GAPWIRE_PLACE(1147, OptionRoot, unit_of_measure_qty),
    GAPWIRE_PLACE(1150, OptionRoot, trading_reference_price),
    GAPWIRE_PLACE(731, OptionRoot, settl_price_type),
    GAPWIRE_PLACE(5791, OptionRoot, cleared_volume),
    GAPWIRE_PLACE(5792, OptionRoot, open_interest_qty),
    GAPWIRE_PLACE(1148, OptionRoot, low_limit_price),
    GAPWIRE_PLACE(1149, OptionRoot, high_limit_price),
    GAPWIRE_PLACE(9779, OptionRoot, user_defined_instrument),
    GAPWIRE_PLACE(5796, OptionRoot, trading_reference_date)};
static_assert(lie_at(template_41.fields, option_root) && lie_at(template_55.fields, option_root));

constexpr Place definition_event[] = {
    GAPWIRE_PLACE(865, DefinitionEvent, event_type),
    GAPWIRE_PLACE(1145, DefinitionEvent, event_time)};
static_assert(lie_at(entry(template_27), definition_event) &&
              lie_at(entry(template_29), definition_event) &&
              lie_at(entry(template_41), definition_event) &&
              lie_at(entry(template_54), definition_event) &&
              lie_at(entry(template_55), definition_event) &&
              lie_at(entry(template_56), definition_event));

constexpr Place definition_feed_type[] = {
    GAPWIRE_PLACE(1022, DefinitionFeedType, md_feed_type),
    GAPWIRE_PLACE(264, DefinitionFeedType, market_depth)};
static_assert(lie_at(entry(template_27, 1), definition_feed_type) &&
              lie_at(entry(template_29, 1), definition_feed_type) &&
              lie_at(entry(template_41, 1), definition_feed_type) &&
              lie_at(entry(template_54, 1), definition_feed_type) &&
              lie_at(entry(template_55, 1), definition_feed_type) &&
              lie_at(entry(template_56, 1), definition_feed_type));

// clang-format on

}  // namespace
}  // namespace gapwire::mdp3
