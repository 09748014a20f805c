// Types of the fields of MDP 3.0: encodings, exponents, names of values (schema versions to 13).
#pragma once

#include "feed/mdp3/templates.hpp"

namespace gapwire::mdp3::tables {

// clang-format off
constexpr Type asset{"Asset", Meaning::text, 6};
constexpr Type cfi_code{"CFICode", Meaning::text, 6};
constexpr Type character{"CHAR", Meaning::text, 1};
constexpr Type country_code{"CountryCode", Meaning::text, 2};
constexpr Type currency{"Currency", Meaning::text, 3};
constexpr Type decimal_7{"FLOAT", Meaning::decimal, 8, false, -7};
constexpr Type decimal_9{"Decimal9", Meaning::decimal, 8, false, -9};
constexpr Type decimal_9_null{"Decimal9NULL", Meaning::decimal, 8, true, -9};
constexpr Type decimal_qty{"DecimalQty", Meaning::decimal, 4, true, -4};
constexpr Type inst_attrib_type{"InstAttribType", Meaning::constant, 0, false, 0, "24"};
constexpr Type int16{"Int16", Meaning::signed_number, 2};
constexpr Type int32{"Int32", Meaning::signed_number, 4};
constexpr Type int32_null{"Int32NULL", Meaning::signed_number, 4, true};
constexpr Type int8{"Int8", Meaning::signed_number, 1};
constexpr Type int8_null{"Int8NULL", Meaning::signed_number, 1, true};
constexpr Type local_mkt_date{"LocalMktDate", Meaning::date, 2, true};
constexpr Type long_name{"LongName", Meaning::text, 35};
constexpr Type maturity_month_year{"MaturityMonthYear", Meaning::month_year, 5, true};
constexpr Type md_entry_type_channel_reset{"MDEntryTypeChannelReset", Meaning::constant, 0,
    false, 0, "J"};
constexpr Type md_entry_type_limits{"MDEntryTypeLimits", Meaning::constant, 0, false, 0, "g"};
constexpr Type md_entry_type_trade{"MDEntryTypeTrade", Meaning::constant, 0, false, 0, "2"};
constexpr Type md_entry_type_vol{"MDEntryTypeVol", Meaning::constant, 0, false, 0, "e"};
constexpr Type md_feed_type{"MDFeedType", Meaning::text, 3};
constexpr Type md_update_action_new{"MDUpdateActionNew", Meaning::constant, 0, false, 0, "0"};
constexpr Type md_update_type_new{"MDUpdateTypeNew", Meaning::constant, 0, false, 0, "0"};
constexpr Type price_7{"PRICE", Meaning::decimal, 8, false, -7};
constexpr Type price_7_null{"PRICENULL", Meaning::decimal, 8, true, -7};
constexpr Type price_9{"PRICE9", Meaning::decimal, 8, false, -9};
constexpr Type price_9_null{"PRICENULL9", Meaning::decimal, 8, true, -9};
constexpr Type quote_req_id{"QuoteReqId", Meaning::text, 23};
constexpr Type security_alt_id_source_isin{"SecurityAltIDSourceISIN", Meaning::constant, 0,
    false, 0, "4"};
constexpr Type security_exchange{"SecurityExchange", Meaning::text, 4};
constexpr Type security_group{"SecurityGroup", Meaning::text, 6};
constexpr Type security_id_source{"SecurityIDSource", Meaning::constant, 0, false, 0, "8"};
constexpr Type security_sub_type{"SecuritySubType", Meaning::text, 5};
constexpr Type security_type{"SecurityType", Meaning::text, 6};
constexpr Type string12{"String12", Meaning::text, 12};
constexpr Type string20{"String20", Meaning::text, 20};
constexpr Type string25{"String25", Meaning::text, 25};
constexpr Type string3{"String3", Meaning::text, 3};
constexpr Type string5{"String5", Meaning::text, 5};
constexpr Type string6{"String6", Meaning::text, 6};
constexpr Type string7{"String7", Meaning::text, 7};
constexpr Type string8{"String8", Meaning::text, 8};
constexpr Type symbol{"Symbol", Meaning::text, 20};
constexpr Type text{"Text", Meaning::text, 180};
constexpr Type uint16{"uInt16", Meaning::number, 2};
constexpr Type uint16_null{"uInt16NULL", Meaning::number, 2, true};
constexpr Type uint32{"uInt32", Meaning::number, 4};
constexpr Type uint32_null{"uInt32NULL", Meaning::number, 4, true};
constexpr Type uint64{"uInt64", Meaning::number, 8};
constexpr Type uint64_null{"uInt64NULL", Meaning::number, 8, true};
constexpr Type uint8{"uInt8", Meaning::number, 1};
constexpr Type uint8_null{"uInt8NULL", Meaning::number, 1, true};
constexpr Type underlying_symbol{"UnderlyingSymbol", Meaning::text, 20};
constexpr Type unit_of_measure{"UnitOfMeasure", Meaning::text, 30};
constexpr Type user_defined_instrument{"UserDefinedInstrument", Meaning::text, 1};

constexpr ValueName aggressor_flag_names[] = {
    {0, "NotAggressor"}, {1, "Aggressor"}};
constexpr Type aggressor_flag{"AggressorFlag", Meaning::choice, 1, true, 0, {},
    aggressor_flag_names};
constexpr ValueName aggressor_side_names[] = {
    {0, "NoAggressor"}, {1, "Buy"}, {2, "Sell"}};
constexpr Type aggressor_side{"AggressorSide", Meaning::choice, 1, true, 0, {},
    aggressor_side_names};
constexpr ValueName event_type_names[] = {
    {5, "Activation"}, {7, "LastEligibleTradeDate"}};
constexpr Type event_type{"EventType", Meaning::choice, 1, false, 0, {}, event_type_names};
constexpr ValueName halt_reason_names[] = {
    {0, "GroupSchedule"}, {1, "SurveillanceIntervention"}, {2, "MarketEvent"},
    {3, "InstrumentActivation"}, {4, "InstrumentExpiration"}, {5, "Unknown"},
    {6, "RecoveryInProcess"}, {7, "TradeDateRoll"}};
constexpr Type halt_reason{"HaltReason", Meaning::choice, 1, false, 0, {}, halt_reason_names};
constexpr ValueName inst_attrib_value_names[] = {
    {0, "ElectronicMatchEligible"}, {1, "OrderCrossEligible"}, {2, "BlockTradeEligible"},
    {3, "EFPEligible"}, {4, "EBFEligible"}, {5, "EFSEligible"}, {6, "EFREligible"},
    {7, "OTCEligible"}, {8, "iLinkIndicativeMassQuotingEligible"}, {9, "NegativeStrikeEligible"},
    {10, "NegativePriceOutrightEligible"}, {11, "IsFractional"}, {12, "VolatilityQuotedOption"},
    {13, "RFQCrossEligible"}, {14, "ZeroPriceOutrightEligible"},
    {15, "DecayingProductEligibility"}, {16, "VariableProductEligibility"},
    {17, "DailyProductEligibility"}, {18, "GTOrdersEligibility"},
    {19, "ImpliedMatchingEligibility"}, {20, "TriangulationEligible"},
    {21, "VariableCabEligible"}, {22, "InvertedBook"}, {23, "IsAoNInstrument"},
    {24, "SEFRegulated"}, {25, "MTFRegulated"}, {26, "eFIXInstrument"}, {27, "HedgeInstrument"}};
constexpr Type inst_attrib_value{"InstAttribValue", Meaning::bits, 4, false, 0, {},
    inst_attrib_value_names};
constexpr ValueName leg_side_names[] = {
    {1, "BuySide"}, {2, "SellSide"}};
constexpr Type leg_side{"LegSide", Meaning::choice, 1, false, 0, {}, leg_side_names};
constexpr ValueName match_event_indicator_names[] = {
    {0, "LastTradeMsg"}, {1, "LastVolumeMsg"}, {2, "LastQuoteMsg"}, {3, "LastStatsMsg"},
    {4, "LastImpliedMsg"}, {5, "RecoveryMsg"}, {6, "Reserved"}, {7, "EndOfEvent"}};
constexpr Type match_event_indicator{"MatchEventIndicator", Meaning::bits, 1, false, 0, {},
    match_event_indicator_names};
constexpr ValueName md_entry_type_names[] = {
    {'0', "Bid"}, {'1', "Offer"}, {'2', "Trade"}, {'4', "OpenPrice"}, {'6', "SettlementPrice"},
    {'7', "TradingSessionHighPrice"}, {'8', "TradingSessionLowPrice"}, {'9', "VWAP"},
    {'B', "ClearedVolume"}, {'C', "OpenInterest"}, {'E', "ImpliedBid"}, {'F', "ImpliedOffer"},
    {'J', "BookReset"}, {'N', "SessionHighBid"}, {'O', "SessionLowOffer"}, {'W', "FixingPrice"},
    {'e', "ElectronicVolume"}, {'g', "ThresholdLimitsandPriceBandVariation"},
    {'w', "MarketBestOffer"}, {'x', "MarketBestBid"}};
constexpr Type md_entry_type{"MDEntryType", Meaning::code, 1, false, 0, {}, md_entry_type_names};
constexpr ValueName md_entry_type_book_names[] = {
    {'0', "Bid"}, {'1', "Offer"}, {'E', "ImpliedBid"}, {'F', "ImpliedOffer"}, {'J', "BookReset"},
    {'w', "MarketBestOffer"}, {'x', "MarketBestBid"}};
constexpr Type md_entry_type_book{"MDEntryTypeBook", Meaning::code, 1, false, 0, {},
    md_entry_type_book_names};
constexpr ValueName md_entry_type_daily_statistics_names[] = {
    {'6', "SettlementPrice"}, {'B', "ClearedVolume"}, {'C', "OpenInterest"}, {'W',
    "FixingPrice"}};
constexpr Type md_entry_type_daily_statistics{"MDEntryTypeDailyStatistics", Meaning::code, 1,
    false, 0, {}, md_entry_type_daily_statistics_names};
constexpr ValueName md_entry_type_statistics_names[] = {
    {'4', "OpenPrice"}, {'7', "HighTrade"}, {'8', "LowTrade"}, {'9', "VWAP"},
    {'N', "HighestBid"}, {'O', "LowestOffer"}};
constexpr Type md_entry_type_statistics{"MDEntryTypeStatistics", Meaning::code, 1, false, 0,
    {}, md_entry_type_statistics_names};
constexpr ValueName md_update_action_names[] = {
    {0, "New"}, {1, "Change"}, {2, "Delete"}, {3, "DeleteThru"}, {4, "DeleteFrom"},
    {5, "Overlay"}};
constexpr Type md_update_action{"MDUpdateAction", Meaning::choice, 1, false, 0, {},
    md_update_action_names};
constexpr ValueName money_or_par_names[] = {
    {1, "Money"}, {2, "Par"}};
constexpr Type money_or_par{"MoneyOrPar", Meaning::choice, 1, true, 0, {}, money_or_par_names};
constexpr ValueName open_close_settl_flag_names[] = {
    {0, "DailyOpenPrice"}, {5, "IndicativeOpeningPrice"}, {100, "IntradayVWAP"},
    {101, "RepoAverage8_30AM"}, {102, "RepoAverage10AM"}, {103, "PrevSessionRepoAverage10AM"}};
constexpr Type open_close_settl_flag{"OpenCloseSettlFlag", Meaning::choice, 1, true, 0, {},
    open_close_settl_flag_names};
constexpr ValueName order_update_action_names[] = {
    {0, "New"}, {1, "Update"}, {2, "Delete"}};
constexpr Type order_update_action{"OrderUpdateAction", Meaning::choice, 1, false, 0, {},
    order_update_action_names};
constexpr ValueName price_source_names[] = {
    {0, "MarketPlaceAssistant"}, {1, "Globex"}, {2, "Refinitiv"}, {3, "ICAP"}};
constexpr Type price_source{"PriceSource", Meaning::choice, 1, true, 0, {}, price_source_names};
constexpr ValueName put_or_call_names[] = {
    {0, "Put"}, {1, "Call"}};
constexpr Type put_or_call{"PutOrCall", Meaning::choice, 1, false, 0, {}, put_or_call_names};
constexpr ValueName repo_sub_type_names[] = {
    {0, "Special"}, {1, "GC"}, {2, "GCForDBV"}};
constexpr Type repo_sub_type{"RepoSubType", Meaning::choice, 1, false, 0, {},
    repo_sub_type_names};
constexpr ValueName security_alt_id_source_names[] = {
    {1, "CUSIP"}, {4, "ISIN"}};
constexpr Type security_alt_id_source{"SecurityAltIDSource", Meaning::choice, 1, true, 0, {},
    security_alt_id_source_names};
constexpr ValueName security_trading_event_names[] = {
    {0, "NoEvent"}, {1, "NoCancel"}, {4, "ResetStatistics"}, {5, "ImpliedMatchingON"},
    {6, "ImpliedMatchingOFF"}, {7, "EndOfWorkup"}};
constexpr Type security_trading_event{"SecurityTradingEvent", Meaning::choice, 1, false, 0, {},
    security_trading_event_names};
constexpr ValueName security_trading_status_names[] = {
    {2, "TradingHalt"}, {4, "Close"}, {15, "NewPriceIndication"}, {17, "ReadyToTrade"},
    {18, "NotAvailableForTrading"}, {20, "UnknownorInvalid"}, {21, "PreOpen"}, {24, "PreCross"},
    {25, "Cross"}, {26, "PostClose"}, {103, "NoChange"}, {201, "PrivateWorkup"},
    {202, "PublicWorkup"}};
constexpr Type security_trading_status{"SecurityTradingStatus", Meaning::choice, 1, true, 0,
    {}, security_trading_status_names};
constexpr ValueName security_update_action_names[] = {
    {'A', "Add"}, {'D', "Delete"}, {'M', "Modify"}};
constexpr Type security_update_action{"SecurityUpdateAction", Meaning::code, 1, false, 0, {},
    security_update_action_names};
constexpr ValueName settl_price_type_names[] = {
    {0, "FinalDaily"}, {1, "Actual"}, {2, "Rounded"}, {3, "Intraday"}, {4, "ReservedBits"},
    {7, "NullValue"}};
constexpr Type settl_price_type{"SettlPriceType", Meaning::bits, 1, false, 0, {},
    settl_price_type_names};
constexpr ValueName side_names[] = {
    {1, "Buy"}, {2, "Sell"}};
constexpr Type side{"Side", Meaning::choice, 1, false, 0, {}, side_names};
constexpr ValueName workup_trading_status_names[] = {
    {17, "ReadyToTrade"}, {18, "NotAvailableForTrading"}, {201, "PrivateWorkup"},
    {202, "PublicWorkup"}};
constexpr Type workup_trading_status{"WorkupTradingStatus", Meaning::choice, 1, false, 0, {},
    workup_trading_status_names};
// clang-format on

}  // namespace gapwire::mdp3::tables
