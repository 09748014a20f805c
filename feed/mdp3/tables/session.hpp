// Tables of the messages of MDP 3.0 about channels, connections, statuses and quote requests.
#pragma once

#include "feed/mdp3/tables/types.hpp"

namespace gapwire::mdp3::tables {

// clang-format off
constexpr Field root_4[] = {
    {"TransactTime", 60, &uint64, 0},
    {"MatchEventIndicator", 5799, &match_event_indicator, 8}};
constexpr Field md_entries_4[] = {
    {"MDUpdateAction", 279, &md_update_type_new, 0, 2},
    {"MDEntryType", 269, &md_entry_type_channel_reset, 0},
    {"ApplID", 1180, &int16, 0, 3}};
constexpr Group groups_4[] = {
    {"NoMDEntries", 268, 2, Dimension::three_bytes, md_entries_4}};
constexpr Template template_4{4, "ChannelReset4", 9, 0, root_4, groups_4};

constexpr Template template_12{12, "AdminHeartbeat12", 0, 0, {}, {}};

constexpr Field root_15[] = {
    {"HeartBtInt", 108, &int8, 0}};
constexpr Template template_15{15, "AdminLogin15", 1, 0, root_15, {}};

constexpr Field root_16[] = {
    {"Text", 58, &text, 0}};
constexpr Template template_16{16, "AdminLogout16", 180, 0, root_16, {}};

constexpr Field root_30[] = {
    {"TransactTime", 60, &uint64, 0},
    {"SecurityGroup", 1151, &security_group, 8},
    {"Asset", 6937, &asset, 14},
    {"SecurityID", 48, &int32_null, 20},
    {"TradeDate", 75, &local_mkt_date, 24},
    {"MatchEventIndicator", 5799, &match_event_indicator, 26},
    {"SecurityTradingStatus", 326, &security_trading_status, 27},
    {"HaltReason", 327, &halt_reason, 28},
    {"SecurityTradingEvent", 1174, &security_trading_event, 29}};
constexpr Template template_30{30, "SecurityStatus30", 30, 2, root_30, {}};

constexpr Field root_39[] = {
    {"TransactTime", 60, &uint64, 0},
    {"QuoteReqID", 131, &quote_req_id, 8},
    {"MatchEventIndicator", 5799, &match_event_indicator, 31}};
constexpr Field related_sym_39[] = {
    {"Symbol", 55, &symbol, 0},
    {"SecurityID", 48, &int32, 20},
    {"OrderQty", 38, &int32_null, 24},
    {"QuoteType", 537, &int8, 28},
    {"Side", 54, &int8_null, 29}};
constexpr Group groups_39[] = {
    {"NoRelatedSym", 146, 32, Dimension::three_bytes, related_sym_39}};
constexpr Template template_39{39, "QuoteRequest39", 35, 3, root_39, groups_39};

constexpr Field root_60[] = {
    {"TransactTime", 60, &uint64, 0},
    {"MDEntryPx", 270, &price_9_null, 8},
    {"SecurityID", 48, &int32, 16},
    {"MatchEventIndicator", 5799, &match_event_indicator, 20},
    {"TradeDate", 75, &local_mkt_date, 21},
    {"TradeLinkID", 820, &uint32, 23},
    {"SecurityTradingStatus", 326, &workup_trading_status, 27},
    {"HaltReason", 327, &halt_reason, 28},
    {"SecurityTradingEvent", 1174, &security_trading_event, 29}};
constexpr Field order_id_entries_60[] = {
    {"OrderID", 37, &uint64, 0},
    {"Side", 54, &side, 8},
    {"AggressorIndicator", 1057, &aggressor_flag, 9}};
constexpr Group groups_60[] = {
    {"NoOrderIDEntries", 37705, 10, Dimension::three_bytes, order_id_entries_60}};
constexpr Template template_60{60, "SecurityStatusWorkup60", 30, 10, root_60, groups_60};
// clang-format on

}  // namespace gapwire::mdp3::tables
