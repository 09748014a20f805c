// Tables of the instrument definitions of MDP 3.0 up to schema version 8.
#pragma once

#include "feed/mdp3/tables/types.hpp"

namespace gapwire::mdp3::tables {

// clang-format off
constexpr Field root_27[] = {
    {"MatchEventIndicator", 5799, &match_event_indicator, 0},
    {"TotNumReports", 911, &uint32_null, 1},
    {"SecurityUpdateAction", 980, &security_update_action, 5},
    {"LastUpdateTime", 779, &uint64, 6},
    {"MDSecurityTradingStatus", 1682, &security_trading_status, 14},
    {"ApplID", 1180, &int16, 15},
    {"MarketSegmentID", 1300, &uint8, 17},
    {"UnderlyingProduct", 462, &uint8, 18},
    {"SecurityExchange", 207, &security_exchange, 19},
    {"SecurityGroup", 1151, &security_group, 23},
    {"Asset", 6937, &asset, 29},
    {"Symbol", 55, &symbol, 35},
    {"SecurityID", 48, &int32, 55},
    {"SecurityIDSource", 22, &security_id_source, 0},
    {"SecurityType", 167, &security_type, 59},
    {"CFICode", 461, &cfi_code, 65},
    {"MaturityMonthYear", 200, &maturity_month_year, 71},
    {"Currency", 15, &currency, 76},
    {"SettlCurrency", 120, &currency, 79},
    {"MatchAlgorithm", 1142, &character, 82},
    {"MinTradeVol", 562, &uint32, 83},
    {"MaxTradeVol", 1140, &uint32, 87},
    {"MinPriceIncrement", 969, &price_7, 91},
    {"DisplayFactor", 9787, &decimal_7, 99},
    {"MainFraction", 37702, &uint8_null, 107},
    {"SubFraction", 37703, &uint8_null, 108},
    {"PriceDisplayFormat", 9800, &uint8_null, 109},
    {"UnitOfMeasure", 996, &unit_of_measure, 110},
    {"UnitOfMeasureQty", 1147, &price_7_null, 140},
    {"TradingReferencePrice", 1150, &price_7_null, 148},
    {"SettlPriceType", 731, &settl_price_type, 156},
    {"OpenInterestQty", 5792, &int32_null, 157},
    {"ClearedVolume", 5791, &int32_null, 161},
    {"HighLimitPrice", 1149, &price_7_null, 165},
    {"LowLimitPrice", 1148, &price_7_null, 173},
    {"MaxPriceVariation", 1143, &price_7_null, 181},
    {"DecayQuantity", 5818, &int32_null, 189},
    {"DecayStartDate", 5819, &local_mkt_date, 193},
    {"OriginalContractSize", 5849, &int32_null, 195},
    {"ContractMultiplier", 231, &int32_null, 199},
    {"ContractMultiplierUnit", 1435, &int8_null, 203},
    {"FlowScheduleType", 1439, &int8_null, 204},
    {"MinPriceIncrementAmount", 1146, &price_7_null, 205},
    {"UserDefinedInstrument", 9779, &user_defined_instrument, 213, 3},
    {"TradingReferenceDate", 5796, &local_mkt_date, 214, 6}};
constexpr Field events_27[] = {
    {"EventType", 865, &event_type, 0},
    {"EventTime", 1145, &uint64, 1}};
constexpr Field md_feed_types_27[] = {
    {"MDFeedType", 1022, &md_feed_type, 0},
    {"MarketDepth", 264, &int8, 3}};
constexpr Field inst_attrib_27[] = {
    {"InstAttribType", 871, &inst_attrib_type, 0},
    {"InstAttribValue", 872, &inst_attrib_value, 0}};
constexpr Field lot_type_rules_27[] = {
    {"LotType", 1093, &int8, 0},
    {"MinLotSize", 1231, &decimal_qty, 1}};
constexpr Group groups_27[] = {
    {"NoEvents", 864, 9, Dimension::three_bytes, events_27},
    {"NoMDFeedTypes", 1141, 4, Dimension::three_bytes, md_feed_types_27},
    {"NoInstAttrib", 870, 4, Dimension::three_bytes, inst_attrib_27},
    {"NoLotTypeRules", 1234, 5, Dimension::three_bytes, lot_type_rules_27}};
constexpr Template template_27{27, "MDInstrumentDefinitionFuture27", 216, 2, root_27, groups_27};

constexpr Field root_29[] = {
    {"MatchEventIndicator", 5799, &match_event_indicator, 0},
    {"TotNumReports", 911, &uint32_null, 1},
    {"SecurityUpdateAction", 980, &security_update_action, 5},
    {"LastUpdateTime", 779, &uint64, 6},
    {"MDSecurityTradingStatus", 1682, &security_trading_status, 14},
    {"ApplID", 1180, &int16, 15},
    {"MarketSegmentID", 1300, &uint8, 17},
    {"UnderlyingProduct", 462, &uint8_null, 18},
    {"SecurityExchange", 207, &security_exchange, 19},
    {"SecurityGroup", 1151, &security_group, 23},
    {"Asset", 6937, &asset, 29},
    {"Symbol", 55, &symbol, 35},
    {"SecurityID", 48, &int32, 55},
    {"SecurityIDSource", 22, &security_id_source, 0},
    {"SecurityType", 167, &security_type, 59},
    {"CFICode", 461, &cfi_code, 65},
    {"MaturityMonthYear", 200, &maturity_month_year, 71},
    {"Currency", 15, &currency, 76},
    {"SecuritySubType", 762, &security_sub_type, 79},
    {"UserDefinedInstrument", 9779, &user_defined_instrument, 84},
    {"MatchAlgorithm", 1142, &character, 85},
    {"MinTradeVol", 562, &uint32, 86},
    {"MaxTradeVol", 1140, &uint32, 90},
    {"MinPriceIncrement", 969, &price_7, 94},
    {"DisplayFactor", 9787, &decimal_7, 102},
    {"PriceDisplayFormat", 9800, &uint8_null, 110},
    {"PriceRatio", 5770, &price_7_null, 111},
    {"TickRule", 6350, &int8_null, 119},
    {"UnitOfMeasure", 996, &unit_of_measure, 120},
    {"TradingReferencePrice", 1150, &price_7_null, 150},
    {"SettlPriceType", 731, &settl_price_type, 158},
    {"OpenInterestQty", 5792, &int32_null, 159},
    {"ClearedVolume", 5791, &int32_null, 163},
    {"HighLimitPrice", 1149, &price_7_null, 167},
    {"LowLimitPrice", 1148, &price_7_null, 175},
    {"MaxPriceVariation", 1143, &price_7_null, 183},
    {"MainFraction", 37702, &uint8_null, 191},
    {"SubFraction", 37703, &uint8_null, 192},
    {"TradingReferenceDate", 5796, &local_mkt_date, 193, 6}};
constexpr Field legs_29[] = {
    {"LegSecurityID", 602, &int32, 0},
    {"LegSecurityIDSource", 603, &security_id_source, 0},
    {"LegSide", 624, &leg_side, 4},
    {"LegRatioQty", 623, &int8, 5},
    {"LegPrice", 566, &price_7_null, 6},
    {"LegOptionDelta", 1017, &decimal_qty, 14}};
constexpr Group groups_29[] = {
    {"NoEvents", 864, 9, Dimension::three_bytes, events_27},
    {"NoMDFeedTypes", 1141, 4, Dimension::three_bytes, md_feed_types_27},
    {"NoInstAttrib", 870, 4, Dimension::three_bytes, inst_attrib_27},
    {"NoLotTypeRules", 1234, 5, Dimension::three_bytes, lot_type_rules_27},
    {"NoLegs", 555, 18, Dimension::three_bytes, legs_29}};
constexpr Template template_29{29, "MDInstrumentDefinitionSpread29", 195, 2, root_29, groups_29};

constexpr Field root_41[] = {
    {"MatchEventIndicator", 5799, &match_event_indicator, 0},
    {"TotNumReports", 911, &uint32_null, 1},
    {"SecurityUpdateAction", 980, &security_update_action, 5},
    {"LastUpdateTime", 779, &uint64, 6},
    {"MDSecurityTradingStatus", 1682, &security_trading_status, 14},
    {"ApplID", 1180, &int16, 15},
    {"MarketSegmentID", 1300, &uint8, 17},
    {"UnderlyingProduct", 462, &uint8, 18},
    {"SecurityExchange", 207, &security_exchange, 19},
    {"SecurityGroup", 1151, &security_group, 23},
    {"Asset", 6937, &asset, 29},
    {"Symbol", 55, &symbol, 35},
    {"SecurityID", 48, &int32, 55},
    {"SecurityIDSource", 22, &security_id_source, 0},
    {"SecurityType", 167, &security_type, 59},
    {"CFICode", 461, &cfi_code, 65},
    {"PutOrCall", 201, &put_or_call, 71},
    {"MaturityMonthYear", 200, &maturity_month_year, 72},
    {"Currency", 15, &currency, 77},
    {"StrikePrice", 202, &price_7_null, 80},
    {"StrikeCurrency", 947, &currency, 88},
    {"SettlCurrency", 120, &currency, 91},
    {"MinCabPrice", 9850, &price_7_null, 94},
    {"MatchAlgorithm", 1142, &character, 102},
    {"MinTradeVol", 562, &uint32, 103},
    {"MaxTradeVol", 1140, &uint32, 107},
    {"MinPriceIncrement", 969, &price_7_null, 111},
    {"MinPriceIncrementAmount", 1146, &price_7_null, 119},
    {"DisplayFactor", 9787, &decimal_7, 127},
    {"TickRule", 6350, &int8_null, 135},
    {"MainFraction", 37702, &uint8_null, 136},
    {"SubFraction", 37703, &uint8_null, 137},
    {"PriceDisplayFormat", 9800, &uint8_null, 138},
    {"UnitOfMeasure", 996, &unit_of_measure, 139},
    {"UnitOfMeasureQty", 1147, &price_7_null, 169},
    {"TradingReferencePrice", 1150, &price_7_null, 177},
    {"SettlPriceType", 731, &settl_price_type, 185},
    {"ClearedVolume", 5791, &int32_null, 186},
    {"OpenInterestQty", 5792, &int32_null, 190},
    {"LowLimitPrice", 1148, &price_7_null, 194},
    {"HighLimitPrice", 1149, &price_7_null, 202},
    {"UserDefinedInstrument", 9779, &user_defined_instrument, 210},
    {"TradingReferenceDate", 5796, &local_mkt_date, 211, 6}};
constexpr Field underlyings_41[] = {
    {"UnderlyingSecurityID", 309, &int32, 0},
    {"UnderlyingSecurityIDSource", 305, &security_id_source, 0},
    {"UnderlyingSymbol", 311, &underlying_symbol, 4}};
constexpr Field related_instruments_41[] = {
    {"RelatedSecurityID", 1650, &int32, 0},
    {"RelatedSecurityIDSource", 1651, &security_id_source, 0},
    {"RelatedSymbol", 1649, &symbol, 4}};
constexpr Group groups_41[] = {
    {"NoEvents", 864, 9, Dimension::three_bytes, events_27},
    {"NoMDFeedTypes", 1141, 4, Dimension::three_bytes, md_feed_types_27},
    {"NoInstAttrib", 870, 4, Dimension::three_bytes, inst_attrib_27},
    {"NoLotTypeRules", 1234, 5, Dimension::three_bytes, lot_type_rules_27},
    {"NoUnderlyings", 711, 24, Dimension::three_bytes, underlyings_41},
    {"NoRelatedInstruments", 1647, 24, Dimension::three_bytes, related_instruments_41, 7}};
constexpr Template template_41{41, "MDInstrumentDefinitionOption41", 213, 3, root_41, groups_41};
// clang-format on

}  // namespace gapwire::mdp3::tables
