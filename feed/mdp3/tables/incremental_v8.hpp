// Tables of the incremental messages of MDP 3.0 up to schema version 8: prices of 1e-7.
#pragma once

#include "feed/mdp3/tables/types.hpp"

namespace gapwire::mdp3::tables {

// clang-format off
constexpr Field root_32[] = {
    {"TransactTime", 60, &uint64, 0},
    {"MatchEventIndicator", 5799, &match_event_indicator, 8}};
constexpr Field md_entries_32[] = {
    {"MDEntryPx", 270, &price_7_null, 0},
    {"MDEntrySize", 271, &int32_null, 8},
    {"SecurityID", 48, &int32, 12},
    {"RptSeq", 83, &uint32, 16},
    {"NumberOfOrders", 346, &int32_null, 20},
    {"MDPriceLevel", 1023, &uint8, 24},
    {"MDUpdateAction", 279, &md_update_action, 25},
    {"MDEntryType", 269, &md_entry_type_book, 26}};
constexpr Field order_id_entries_32[] = {
    {"OrderID", 37, &uint64, 0},
    {"MDOrderPriority", 37707, &uint64_null, 8},
    {"MDDisplayQty", 37706, &int32_null, 16},
    {"ReferenceID", 9633, &uint8_null, 20},
    {"OrderUpdateAction", 37708, &order_update_action, 21}};
constexpr Group groups_32[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_32},
    {"NoOrderIDEntries", 37705, 24, Dimension::eight_bytes, order_id_entries_32, 7}};
constexpr Template template_32{32, "MDIncrementalRefreshBook32", 11, 2, root_32, groups_32};

constexpr Field md_entries_33[] = {
    {"MDEntryPx", 270, &price_7_null, 0},
    {"MDEntrySize", 271, &int32_null, 8},
    {"SecurityID", 48, &int32, 12},
    {"RptSeq", 83, &uint32, 16},
    {"TradingReferenceDate", 5796, &local_mkt_date, 20},
    {"SettlPriceType", 731, &settl_price_type, 22},
    {"MDUpdateAction", 279, &md_update_action, 23},
    {"MDEntryType", 269, &md_entry_type_daily_statistics, 24}};
constexpr Group groups_33[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_33}};
constexpr Template template_33{33, "MDIncrementalRefreshDailyStatistics33", 11, 2, root_32,
    groups_33};

constexpr Field md_entries_34[] = {
    {"HighLimitPrice", 1149, &price_7_null, 0},
    {"LowLimitPrice", 1148, &price_7_null, 8},
    {"MaxPriceVariation", 1143, &price_7_null, 16},
    {"SecurityID", 48, &int32, 24},
    {"RptSeq", 83, &uint32, 28},
    {"MDUpdateAction", 279, &md_update_action_new, 0},
    {"MDEntryType", 269, &md_entry_type_limits, 0}};
constexpr Group groups_34[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_34}};
constexpr Template template_34{34, "MDIncrementalRefreshLimitsBanding34", 11, 2, root_32,
    groups_34};

constexpr Field md_entries_35[] = {
    {"MDEntryPx", 270, &price_7, 0},
    {"SecurityID", 48, &int32, 8},
    {"RptSeq", 83, &uint32, 12},
    {"OpenCloseSettlFlag", 286, &open_close_settl_flag, 16},
    {"MDUpdateAction", 279, &md_update_action, 17},
    {"MDEntryType", 269, &md_entry_type_statistics, 18},
    {"MDEntrySize", 271, &int32_null, 19, 8}};
constexpr Group groups_35[] = {
    {"NoMDEntries", 268, 24, Dimension::three_bytes, md_entries_35}};
constexpr Template template_35{35, "MDIncrementalRefreshSessionStatistics35", 11, 2, root_32,
    groups_35};

constexpr Field md_entries_36[] = {
    {"MDEntryPx", 270, &price_7, 0},
    {"MDEntrySize", 271, &int32, 8},
    {"SecurityID", 48, &int32, 12},
    {"RptSeq", 83, &uint32, 16},
    {"NumberOfOrders", 346, &int32_null, 20},
    {"TradeID", 1003, &int32, 24},
    {"AggressorSide", 5797, &aggressor_side, 28},
    {"MDUpdateAction", 279, &md_update_action, 29},
    {"MDEntryType", 269, &md_entry_type_trade, 0}};
constexpr Group groups_36[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_36}};
constexpr Template template_36{36, "MDIncrementalRefreshTrade36", 11, 2, root_32, groups_36};

constexpr Field md_entries_42[] = {
    {"MDEntryPx", 270, &price_7, 0},
    {"MDEntrySize", 271, &int32, 8},
    {"SecurityID", 48, &int32, 12},
    {"RptSeq", 83, &uint32, 16},
    {"NumberOfOrders", 346, &int32_null, 20},
    {"AggressorSide", 5797, &aggressor_side, 24},
    {"MDUpdateAction", 279, &md_update_action, 25},
    {"MDEntryType", 269, &md_entry_type_trade, 0},
    {"MDTradeEntryID", 37711, &uint32_null, 26, 7}};
constexpr Field order_id_entries_42[] = {
    {"OrderID", 37, &uint64, 0},
    {"LastQty", 32, &int32, 8}};
constexpr Group groups_42[] = {
    {"NoMDEntries", 268, 32, Dimension::three_bytes, md_entries_42},
    {"NoOrderIDEntries", 37705, 16, Dimension::eight_bytes, order_id_entries_42}};
constexpr Template template_42{42, "MDIncrementalRefreshTradeSummary42", 11, 5, root_32,
    groups_42};

constexpr Field md_entries_43[] = {
    {"OrderID", 37, &uint64_null, 0},
    {"MDOrderPriority", 37707, &uint64_null, 8},
    {"MDEntryPx", 270, &price_7_null, 16},
    {"MDDisplayQty", 37706, &int32_null, 24},
    {"SecurityID", 48, &int32, 28},
    {"MDUpdateAction", 279, &md_update_action, 32},
    {"MDEntryType", 269, &md_entry_type_book, 33}};
constexpr Group groups_43[] = {
    {"NoMDEntries", 268, 40, Dimension::three_bytes, md_entries_43}};
constexpr Template template_43{43, "MDIncrementalRefreshOrderBook43", 11, 7, root_32, groups_43};
// clang-format on

}  // namespace gapwire::mdp3::tables
