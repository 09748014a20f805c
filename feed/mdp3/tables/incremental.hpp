// Tables of the incremental messages of MDP 3.0 from schema version 9 on, and of volume.
#pragma once

#include "feed/mdp3/tables/types.hpp"

namespace gapwire::mdp3::tables {

// clang-format off
constexpr Field root_37[] = {
    {"TransactTime", 60, &uint64, 0},
    {"MatchEventIndicator", 5799, &match_event_indicator, 8}};
constexpr Field md_entries_37[] = {
    {"MDEntrySize", 271, &int32, 0},
    {"SecurityID", 48, &int32, 4},
    {"RptSeq", 83, &uint32, 8},
    {"MDUpdateAction", 279, &md_update_action, 12},
    {"MDEntryType", 269, &md_entry_type_vol, 0}};
constexpr Group groups_37[] = {
    {"NoMDEntries", 268, 16, Dimension::three_bytes, md_entries_37}};
constexpr Template template_37{37, "MDIncrementalRefreshVolume37", 11, 2, root_37, groups_37};

constexpr Field md_entries_46[] = {
    {"MDEntryPx", 270, &price_9_null, 0},
    {"MDEntrySize", 271, &int32_null, 8},
    {"SecurityID", 48, &int32, 12},
    {"RptSeq", 83, &uint32, 16},
    {"NumberOfOrders", 346, &int32_null, 20},
    {"MDPriceLevel", 1023, &uint8, 24},
    {"MDUpdateAction", 279, &md_update_action, 25},
    {"MDEntryType", 269, &md_entry_type_book, 26},
    {"TradeableSize", 37719, &int32_null, 27, 10}};
constexpr Field order_id_entries_46[] = {
    {"OrderID", 37, &uint64, 0},
    {"MDOrderPriority", 37707, &uint64_null, 8},
    {"MDDisplayQty", 37706, &int32_null, 16},
    {"ReferenceID", 9633, &uint8_null, 20},
    {"OrderUpdateAction", 37708, &order_update_action, 21}};
constexpr Group groups_46[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_46},
    {"NoOrderIDEntries", 37705, 24, Dimension::eight_bytes, order_id_entries_46}};
constexpr Template template_46{46, "MDIncrementalRefreshBook46", 11, 9, root_37, groups_46};

constexpr Field md_entries_47[] = {
    {"OrderID", 37, &uint64_null, 0},
    {"MDOrderPriority", 37707, &uint64_null, 8},
    {"MDEntryPx", 270, &price_9_null, 16},
    {"MDDisplayQty", 37706, &int32_null, 24},
    {"SecurityID", 48, &int32, 28},
    {"MDUpdateAction", 279, &md_update_action, 32},
    {"MDEntryType", 269, &md_entry_type_book, 33}};
constexpr Group groups_47[] = {
    {"NoMDEntries", 268, 40, Dimension::three_bytes, md_entries_47}};
constexpr Template template_47{47, "MDIncrementalRefreshOrderBook47", 11, 9, root_37, groups_47};

constexpr Field md_entries_48[] = {
    {"MDEntryPx", 270, &price_9, 0},
    {"MDEntrySize", 271, &int32, 8},
    {"SecurityID", 48, &int32, 12},
    {"RptSeq", 83, &uint32, 16},
    {"NumberOfOrders", 346, &int32, 20},
    {"AggressorSide", 5797, &aggressor_side, 24},
    {"MDUpdateAction", 279, &md_update_action, 25},
    {"MDEntryType", 269, &md_entry_type_trade, 0},
    {"MDTradeEntryID", 37711, &uint32_null, 26}};
constexpr Field order_id_entries_48[] = {
    {"OrderID", 37, &uint64, 0},
    {"LastQty", 32, &int32, 8}};
constexpr Group groups_48[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_48},
    {"NoOrderIDEntries", 37705, 16, Dimension::eight_bytes, order_id_entries_48}};
constexpr Template template_48{48, "MDIncrementalRefreshTradeSummary48", 11, 9, root_37,
    groups_48};

constexpr Field md_entries_49[] = {
    {"MDEntryPx", 270, &price_9_null, 0},
    {"MDEntrySize", 271, &int32_null, 8},
    {"SecurityID", 48, &int32, 12},
    {"RptSeq", 83, &uint32, 16},
    {"TradingReferenceDate", 5796, &local_mkt_date, 20},
    {"SettlPriceType", 731, &settl_price_type, 22},
    {"MDUpdateAction", 279, &md_update_action, 23},
    {"MDEntryType", 269, &md_entry_type_daily_statistics, 24}};
constexpr Group groups_49[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_49}};
constexpr Template template_49{49, "MDIncrementalRefreshDailyStatistics49", 11, 9, root_37,
    groups_49};

constexpr Field md_entries_50[] = {
    {"HighLimitPrice", 1149, &price_9_null, 0},
    {"LowLimitPrice", 1148, &price_9_null, 8},
    {"MaxPriceVariation", 1143, &price_9_null, 16},
    {"SecurityID", 48, &int32, 24},
    {"RptSeq", 83, &uint32, 28},
    {"MDUpdateAction", 279, &md_update_action_new, 0},
    {"MDEntryType", 269, &md_entry_type_limits, 0}};
constexpr Group groups_50[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_50}};
constexpr Template template_50{50, "MDIncrementalRefreshLimitsBanding50", 11, 9, root_37,
    groups_50};

constexpr Field md_entries_51[] = {
    {"MDEntryPx", 270, &price_9, 0},
    {"SecurityID", 48, &int32, 8},
    {"RptSeq", 83, &uint32, 12},
    {"OpenCloseSettlFlag", 286, &open_close_settl_flag, 16},
    {"MDUpdateAction", 279, &md_update_action, 17},
    {"MDEntryType", 269, &md_entry_type_statistics, 18},
    {"MDEntrySize", 271, &int32_null, 19}};
constexpr Group groups_51[] = {
    {"NoMDEntries", 268, 24, Dimension::three_bytes, md_entries_51}};
constexpr Template template_51{51, "MDIncrementalRefreshSessionStatistics51", 11, 9, root_37,
    groups_51};

constexpr Field md_entries_62[] = {
    {"UnderlyingSecurityAltID", 458, &string12, 0},
    {"UnderlyingSecurityAltIDSource", 459, &security_alt_id_source, 12},
    {"CollateralMarketPrice", 2689, &price_9, 13},
    {"DirtyPrice", 37001, &price_9, 21},
    {"UnderlyingInstrumentGUID", 37519, &uint64, 29},
    {"MDStreamID", 1500, &price_source, 37}};
constexpr Group groups_62[] = {
    {"NoMDEntries", 268, 40, Dimension::three_bytes, md_entries_62}};
constexpr Template template_62{62, "CollateralMarketValue62", 11, 11, root_37, groups_62};

constexpr Field md_entries_64[] = {
    {"MDEntryPx", 270, &price_9_null, 0},
    {"MDEntrySize", 271, &uint64_null, 8},
    {"SecurityID", 48, &int32, 16},
    {"RptSeq", 83, &uint32, 20},
    {"NumberOfOrders", 346, &int32_null, 24},
    {"MDPriceLevel", 1023, &uint8, 28},
    {"MDUpdateAction", 279, &md_update_action, 29},
    {"MDEntryType", 269, &md_entry_type_book, 30}};
constexpr Group groups_64[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_64},
    {"NoOrderIDEntries", 37705, 24, Dimension::eight_bytes, order_id_entries_46}};
constexpr Template template_64{64, "MDIncrementalRefreshBookLongQty64", 11, 12, root_37,
    groups_64};

constexpr Field md_entries_65[] = {
    {"MDEntryPx", 270, &price_9, 0},
    {"MDEntrySize", 271, &uint64, 8},
    {"SecurityID", 48, &int32, 16},
    {"RptSeq", 83, &uint32, 20},
    {"NumberOfOrders", 346, &int32, 24},
    {"MDTradeEntryID", 37711, &uint32, 28},
    {"AggressorSide", 5797, &aggressor_side, 32},
    {"MDUpdateAction", 279, &md_update_action, 33},
    {"MDEntryType", 269, &md_entry_type_trade, 0}};
constexpr Group groups_65[] = {
    {"NoMDEntries", 268, 40, Dimension::three_bytes, md_entries_65},
    {"NoOrderIDEntries", 37705, 16, Dimension::eight_bytes, order_id_entries_48}};
constexpr Template template_65{65, "MDIncrementalRefreshTradeSummaryLongQty65", 11, 12,
    root_37, groups_65};

constexpr Field md_entries_66[] = {
    {"MDEntrySize", 271, &uint64, 0},
    {"SecurityID", 48, &int32, 8},
    {"RptSeq", 83, &uint32, 12},
    {"MDUpdateAction", 279, &md_update_action, 16},
    {"MDEntryType", 269, &md_entry_type_vol, 0}};
constexpr Group groups_66[] = {
    {"NoMDEntries", 268, 24, Dimension::three_bytes, md_entries_66}};
constexpr Template template_66{66, "MDIncrementalRefreshVolumeLongQty66", 11, 12, root_37,
    groups_66};

constexpr Field md_entries_67[] = {
    {"MDEntryPx", 270, &price_9, 0},
    {"MDEntrySize", 271, &uint64_null, 8},
    {"SecurityID", 48, &int32, 16},
    {"RptSeq", 83, &uint32, 20},
    {"OpenCloseSettlFlag", 286, &open_close_settl_flag, 24},
    {"MDUpdateAction", 279, &md_update_action, 25},
    {"MDEntryType", 269, &md_entry_type_statistics, 26}};
constexpr Group groups_67[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_67}};
constexpr Template template_67{67, "MDIncrementalRefreshSessionStatisticsLongQty67", 11, 12,
    root_37, groups_67};
// clang-format on

}  // namespace gapwire::mdp3::tables
