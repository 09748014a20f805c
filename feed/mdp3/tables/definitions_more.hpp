// Tables of the definitions of MDP 3.0 of fixed income, repo and foreign exchange.
#pragma once

#include "feed/mdp3/tables/types.hpp"

namespace gapwire::mdp3::tables {

// clang-format off
constexpr Field root_57[] = {
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
    {"Currency", 15, &currency, 71},
    {"SettlCurrency", 120, &currency, 74},
    {"MatchAlgorithm", 1142, &character, 77},
    {"MinTradeVol", 562, &uint32, 78},
    {"MaxTradeVol", 1140, &uint32, 82},
    {"MinPriceIncrement", 969, &price_9_null, 86},
    {"DisplayFactor", 9787, &decimal_9, 94},
    {"MainFraction", 37702, &uint8_null, 102},
    {"SubFraction", 37703, &uint8_null, 103},
    {"PriceDisplayFormat", 9800, &uint8_null, 104},
    {"UnitOfMeasure", 996, &unit_of_measure, 105},
    {"UnitOfMeasureQty", 1147, &decimal_9_null, 135},
    {"TradingReferencePrice", 1150, &price_9_null, 143},
    {"TradingReferenceDate", 5796, &local_mkt_date, 151},
    {"HighLimitPrice", 1149, &price_9_null, 153},
    {"LowLimitPrice", 1148, &price_9_null, 161},
    {"MaxPriceVariation", 1143, &price_9_null, 169},
    {"MinPriceIncrementAmount", 1146, &price_9_null, 177},
    {"IssueDate", 225, &local_mkt_date, 185},
    {"DatedDate", 873, &local_mkt_date, 187},
    {"MaturityDate", 541, &local_mkt_date, 189},
    {"CouponRate", 223, &decimal_9_null, 191},
    {"ParValue", 37723, &price_9_null, 199},
    {"CouponFrequencyUnit", 1949, &string3, 207},
    {"CouponFrequencyPeriod", 1948, &uint16_null, 210},
    {"CouponDayCount", 1950, &string20, 212},
    {"CountryOfIssue", 470, &country_code, 232},
    {"Issuer", 106, &string25, 234},
    {"FinancialInstrumentFullName", 2714, &long_name, 259},
    {"SecurityAltID", 455, &string12, 294},
    {"SecurityAltIDSource", 456, &security_alt_id_source, 306},
    {"PriceQuoteMethod", 1196, &string5, 307},
    {"PartyRoleClearingOrg", 9736, &string5, 312},
    {"UserDefinedInstrument", 9779, &user_defined_instrument, 317},
    {"RiskSet", 37721, &string6, 318},
    {"MarketSet", 37722, &string6, 324},
    {"InstrumentGUID", 37513, &uint64_null, 330}};
constexpr Field events_57[] = {
    {"EventType", 865, &event_type, 0},
    {"EventTime", 1145, &uint64, 1}};
constexpr Field md_feed_types_57[] = {
    {"MDFeedType", 1022, &md_feed_type, 0},
    {"MarketDepth", 264, &int8, 3}};
constexpr Field inst_attrib_57[] = {
    {"InstAttribType", 871, &inst_attrib_type, 0},
    {"InstAttribValue", 872, &inst_attrib_value, 0}};
constexpr Field lot_type_rules_57[] = {
    {"LotType", 1093, &int8, 0},
    {"MinLotSize", 1231, &decimal_qty, 1}};
constexpr Group groups_57[] = {
    {"NoEvents", 864, 9, Dimension::three_bytes, events_57},
    {"NoMDFeedTypes", 1141, 4, Dimension::three_bytes, md_feed_types_57},
    {"NoInstAttrib", 870, 4, Dimension::three_bytes, inst_attrib_57},
    {"NoLotTypeRules", 1234, 5, Dimension::three_bytes, lot_type_rules_57}};
constexpr Template template_57{57, "MDInstrumentDefinitionFixedIncome57", 338, 10, root_57,
    groups_57};

constexpr Field root_58[] = {
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
    {"Currency", 15, &currency, 71},
    {"SettlCurrency", 120, &currency, 74},
    {"MatchAlgorithm", 1142, &character, 77},
    {"MinTradeVol", 562, &uint32, 78},
    {"MaxTradeVol", 1140, &uint32, 82},
    {"MinPriceIncrement", 969, &price_9, 86},
    {"DisplayFactor", 9787, &decimal_9, 94},
    {"UnitOfMeasure", 996, &unit_of_measure, 102},
    {"UnitOfMeasureQty", 1147, &decimal_9_null, 132},
    {"TradingReferencePrice", 1150, &price_9_null, 140},
    {"TradingReferenceDate", 5796, &local_mkt_date, 148},
    {"HighLimitPrice", 1149, &price_9_null, 150},
    {"LowLimitPrice", 1148, &price_9_null, 158},
    {"MaxPriceVariation", 1143, &price_9_null, 166},
    {"FinancialInstrumentFullName", 2714, &long_name, 174},
    {"PartyRoleClearingOrg", 9736, &string5, 209},
    {"StartDate", 916, &local_mkt_date, 214},
    {"EndDate", 917, &local_mkt_date, 216},
    {"TerminationType", 788, &string8, 218},
    {"SecuritySubType", 762, &repo_sub_type, 226},
    {"MoneyOrPar", 37714, &money_or_par, 227},
    {"MaxNoOfSubstitutions", 37715, &uint8, 228},
    {"PriceQuoteMethod", 1196, &string5, 229},
    {"UserDefinedInstrument", 9779, &user_defined_instrument, 234},
    {"RiskSet", 37721, &string6, 235},
    {"MarketSet", 37722, &string6, 241},
    {"InstrumentGUID", 37513, &uint64_null, 247},
    {"TermCode", 37716, &string20, 255, 11},
    {"BrokenDateTermType", 6651, &uint8_null, 275, 13}};
constexpr Field underlyings_58[] = {
    {"UnderlyingSymbol", 311, &underlying_symbol, 0},
    {"UnderlyingSecurityID", 309, &int32_null, 20},
    {"UnderlyingSecurityIDSource", 305, &security_id_source, 0},
    {"UnderlyingSecurityAltID", 458, &string12, 24},
    {"UnderlyingSecurityAltIDSource", 459, &security_alt_id_source, 36},
    {"UnderlyingFinancialInstrumentFullName", 2720, &long_name, 37},
    {"UnderlyingSecurityType", 310, &security_type, 72},
    {"UnderlyingCountryOfIssue", 592, &country_code, 78},
    {"UnderlyingIssuer", 306, &string25, 80},
    {"UnderlyingMaxLifeTime", 37717, &uint8_null, 105},
    {"UnderlyingMinDaysToMaturity", 37718, &uint16_null, 106},
    {"UnderlyingInstrumentGUID", 37519, &uint64_null, 108, 11},
    {"UnderlyingMaturityDate", 542, &local_mkt_date, 116, 11}};
constexpr Field related_instruments_58[] = {
    {"RelatedSecurityID", 1650, &int32, 0},
    {"RelatedSecurityIDSource", 1651, &security_id_source, 0},
    {"RelatedSymbol", 1649, &symbol, 4},
    {"RelatedInstrumentGUID", 37724, &uint64_null, 24}};
constexpr Field broken_dates_58[] = {
    {"BrokenDateGUID", 39031, &uint64, 0},
    {"BrokenDateSecurityID", 39027, &int32, 8},
    {"BrokenDateStart", 6748, &local_mkt_date, 12},
    {"BrokenDateEnd", 6741, &local_mkt_date, 14}};
constexpr Group groups_58[] = {
    {"NoEvents", 864, 9, Dimension::three_bytes, events_57},
    {"NoMDFeedTypes", 1141, 4, Dimension::three_bytes, md_feed_types_57},
    {"NoInstAttrib", 870, 4, Dimension::three_bytes, inst_attrib_57},
    {"NoLotTypeRules", 1234, 5, Dimension::three_bytes, lot_type_rules_57},
    {"NoUnderlyings", 711, 118, Dimension::three_bytes, underlyings_58},
    {"NoRelatedInstruments", 1647, 32, Dimension::three_bytes, related_instruments_58},
    {"NoBrokenDates", 39026, 16, Dimension::three_bytes, broken_dates_58, 13}};
constexpr Template template_58{58, "MDInstrumentDefinitionRepo58", 276, 10, root_58, groups_58};

constexpr Field root_63[] = {
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
    {"Currency", 15, &currency, 71},
    {"SettlCurrency", 120, &currency, 74},
    {"PriceQuoteCurrency", 1524, &currency, 77},
    {"MatchAlgorithm", 1142, &character, 80},
    {"MinTradeVol", 562, &uint32, 81},
    {"MaxTradeVol", 1140, &uint32, 85},
    {"MinPriceIncrement", 969, &price_9, 89},
    {"DisplayFactor", 9787, &decimal_9, 97},
    {"PricePrecision", 2349, &uint8, 105},
    {"UnitOfMeasure", 996, &unit_of_measure, 106},
    {"UnitOfMeasureQty", 1147, &decimal_9_null, 136},
    {"HighLimitPrice", 1149, &price_9_null, 144},
    {"LowLimitPrice", 1148, &price_9_null, 152},
    {"MaxPriceVariation", 1143, &price_9_null, 160},
    {"UserDefinedInstrument", 9779, &user_defined_instrument, 168},
    {"FinancialInstrumentFullName", 2714, &long_name, 169},
    {"FXCurrencySymbol", 37725, &string7, 204},
    {"SettlType", 63, &string3, 211},
    {"InterveningDays", 37730, &uint16, 214},
    {"FXBenchmarkRateFix", 2796, &string20, 216},
    {"RateSource", 1446, &string12, 236},
    {"FixRateLocalTime", 37726, &string8, 248},
    {"FixRateLocalTimeZone", 37727, &string20, 256},
    {"MinQuoteLife", 37731, &uint32, 276},
    {"MaxPriceDiscretionOffset", 37728, &price_9, 280},
    {"InstrumentGUID", 37513, &uint64_null, 288},
    {"MaturityMonthYear", 200, &maturity_month_year, 296},
    {"SettlementLocale", 37734, &string8, 301},
    {"AltMinPriceIncrement", 37739, &price_9_null, 309, 13},
    {"AltMinQuoteLife", 37738, &uint32_null, 317, 13},
    {"AltPriceIncrementConstraint", 37742, &price_9_null, 321, 13},
    {"MaxBidAskConstraint", 37743, &price_9_null, 329, 13}};
constexpr Field lot_type_rules_63[] = {
    {"LotType", 1093, &int8, 0},
    {"MinLotSize", 1231, &uint64, 1}};
constexpr Field trading_sessions_63[] = {
    {"TradeDate", 75, &local_mkt_date, 0},
    {"SettlDate", 64, &local_mkt_date, 2},
    {"MaturityDate", 541, &local_mkt_date, 4},
    {"SecurityAltID", 455, &string12, 6},
    {"SecurityAltIDSource", 456, &security_alt_id_source_isin, 0}};
constexpr Group groups_63[] = {
    {"NoEvents", 864, 9, Dimension::three_bytes, events_57},
    {"NoMDFeedTypes", 1141, 4, Dimension::three_bytes, md_feed_types_57},
    {"NoInstAttrib", 870, 4, Dimension::three_bytes, inst_attrib_57},
    {"NoLotTypeRules", 1234, 9, Dimension::three_bytes, lot_type_rules_63},
    {"NoTradingSessions", 386, 18, Dimension::three_bytes, trading_sessions_63}};
constexpr Template template_63{63, "MDInstrumentDefinitionFX63", 337, 12, root_63, groups_63};
// clang-format on

}  // namespace gapwire::mdp3::tables
