// Tables of the snapshots of MDP 3.0.
#pragma once

#include "feed/mdp3/tables/types.hpp"

namespace gapwire::mdp3::tables {

// clang-format off
constexpr Field root_38[] = {
    {"LastMsgSeqNumProcessed", 369, &uint32, 0},
    {"TotNumReports", 911, &uint32, 4},
    {"SecurityID", 48, &int32, 8},
    {"RptSeq", 83, &uint32, 12},
    {"TransactTime", 60, &uint64, 16},
    {"LastUpdateTime", 779, &uint64, 24},
    {"TradeDate", 75, &local_mkt_date, 32},
    {"MDSecurityTradingStatus", 1682, &security_trading_status, 34},
    {"HighLimitPrice", 1149, &price_7_null, 35},
    {"LowLimitPrice", 1148, &price_7_null, 43},
    {"MaxPriceVariation", 1143, &price_7_null, 51}};
constexpr Field md_entries_38[] = {
    {"MDEntryPx", 270, &price_7_null, 0},
    {"MDEntrySize", 271, &int32_null, 8},
    {"NumberOfOrders", 346, &int32_null, 12},
    {"MDPriceLevel", 1023, &int8_null, 16},
    {"TradingReferenceDate", 5796, &local_mkt_date, 17},
    {"OpenCloseSettlFlag", 286, &open_close_settl_flag, 19},
    {"SettlPriceType", 731, &settl_price_type, 20},
    {"MDEntryType", 269, &md_entry_type, 21}};
constexpr Group groups_38[] = {
    {"NoMDEntries", 268, 22, Dimension::three_bytes, md_entries_38}};
constexpr Template template_38{38, "SnapshotFullRefresh38", 59, 2, root_38, groups_38};

constexpr Field root_44[] = {
    {"LastMsgSeqNumProcessed", 369, &uint32, 0},
    {"TotNumReports", 911, &uint32, 4},
    {"SecurityID", 48, &int32, 8},
    {"NoChunks", 37709, &uint32, 12},
    {"CurrentChunk", 37710, &uint32, 16},
    {"TransactTime", 60, &uint64, 20}};
constexpr Field md_entries_44[] = {
    {"OrderID", 37, &uint64, 0},
    {"MDOrderPriority", 37707, &uint64_null, 8},
    {"MDEntryPx", 270, &price_7, 16},
    {"MDDisplayQty", 37706, &int32, 24},
    {"MDEntryType", 269, &md_entry_type_book, 28}};
constexpr Group groups_44[] = {
    {"NoMDEntries", 268, 29, Dimension::three_bytes, md_entries_44}};
constexpr Template template_44{44, "SnapshotFullRefreshOrderBook44", 28, 7, root_44, groups_44};

constexpr Field root_52[] = {
    {"LastMsgSeqNumProcessed", 369, &uint32, 0},
    {"TotNumReports", 911, &uint32, 4},
    {"SecurityID", 48, &int32, 8},
    {"RptSeq", 83, &uint32, 12},
    {"TransactTime", 60, &uint64, 16},
    {"LastUpdateTime", 779, &uint64, 24},
    {"TradeDate", 75, &local_mkt_date, 32},
    {"MDSecurityTradingStatus", 1682, &security_trading_status, 34},
    {"HighLimitPrice", 1149, &price_9_null, 35},
    {"LowLimitPrice", 1148, &price_9_null, 43},
    {"MaxPriceVariation", 1143, &price_9_null, 51}};
constexpr Field md_entries_52[] = {
    {"MDEntryPx", 270, &price_9_null, 0},
    {"MDEntrySize", 271, &int32_null, 8},
    {"NumberOfOrders", 346, &int32_null, 12},
    {"MDPriceLevel", 1023, &int8_null, 16},
    {"TradingReferenceDate", 5796, &local_mkt_date, 17},
    {"OpenCloseSettlFlag", 286, &open_close_settl_flag, 19},
    {"SettlPriceType", 731, &settl_price_type, 20},
    {"MDEntryType", 269, &md_entry_type, 21}};
constexpr Group groups_52[] = {
    {"NoMDEntries", 268, 22, Dimension::three_bytes, md_entries_52}};
constexpr Template template_52{52, "SnapshotFullRefresh52", 59, 9, root_52, groups_52};

constexpr Field md_entries_53[] = {
    {"OrderID", 37, &uint64, 0},
    {"MDOrderPriority", 37707, &uint64_null, 8},
    {"MDEntryPx", 270, &price_9, 16},
    {"MDDisplayQty", 37706, &int32, 24},
    {"MDEntryType", 269, &md_entry_type_book, 28}};
constexpr Group groups_53[] = {
    {"NoMDEntries", 268, 29, Dimension::three_bytes, md_entries_53}};
constexpr Template template_53{53, "SnapshotFullRefreshOrderBook53", 28, 9, root_44, groups_53};

constexpr Field root_59[] = {
    {"TransactTime", 60, &uint64, 0},
    {"MatchEventIndicator", 5799, &match_event_indicator, 8},
    {"SecurityID", 48, &int32, 9}};
constexpr Field md_entries_59[] = {
    {"OrderID", 37, &uint64, 0},
    {"MDOrderPriority", 37707, &uint64, 8},
    {"MDEntryPx", 270, &price_9, 16},
    {"MDDisplayQty", 37706, &int32, 24},
    {"MDEntryType", 269, &md_entry_type_book, 28}};
constexpr Group groups_59[] = {
    {"NoMDEntries", 268, 29, Dimension::three_bytes, md_entries_59}};
constexpr Template template_59{59, "SnapshotRefreshTopOrders59", 13, 10, root_59, groups_59};

constexpr Field root_61[] = {
    {"TransactTime", 60, &uint64, 0},
    {"MatchEventIndicator", 5799, &match_event_indicator, 8},
    {"SecurityID", 48, &int32, 9},
    {"HighLimitPrice", 1149, &price_9_null, 13},
    {"LowLimitPrice", 1148, &price_9_null, 21},
    {"MaxPriceVariation", 1143, &price_9_null, 29}};
constexpr Field md_entries_61[] = {
    {"MDEntryPx", 270, &price_9_null, 0},
    {"MDEntrySize", 271, &int32_null, 8},
    {"TradeableSize", 37719, &int32_null, 12},
    {"NumberOfOrders", 346, &int32_null, 16},
    {"MDPriceLevel", 1023, &int8_null, 20},
    {"OpenCloseSettlFlag", 286, &open_close_settl_flag, 21},
    {"MDEntryType", 269, &md_entry_type, 22},
    {"TradingReferenceDate", 5796, &local_mkt_date, 23},
    {"SettlPriceType", 731, &settl_price_type, 25}};
constexpr Group groups_61[] = {
    {"NoMDEntries", 268, 26, Dimension::three_bytes, md_entries_61}};
constexpr Template template_61{61, "SnapshotFullRefreshTCP61", 37, 10, root_61, groups_61};

constexpr Field md_entries_68[] = {
    {"MDEntryPx", 270, &price_9_null, 0},
    {"MDEntrySize", 271, &uint64_null, 8},
    {"NumberOfOrders", 346, &int32_null, 16},
    {"MDPriceLevel", 1023, &uint8_null, 20},
    {"OpenCloseSettlFlag", 286, &open_close_settl_flag, 21},
    {"MDEntryType", 269, &md_entry_type, 22}};
constexpr Group groups_68[] = {
    {"NoMDEntries", 268, 23, Dimension::three_bytes, md_entries_68}};
constexpr Template template_68{68, "SnapshotFullRefreshTCPLongQty68", 37, 12, root_61, groups_68};

constexpr Group groups_69[] = {
    {"NoMDEntries", 268, 23, Dimension::three_bytes, md_entries_68}};
constexpr Template template_69{69, "SnapshotFullRefreshLongQty69", 59, 12, root_52, groups_69};
// clang-format on

}  // namespace gapwire::mdp3::tables
